"""Word documents (.docx): paragraphs and tables in the order of the document.

One pass with lxml over the document's part, once what only wraps words is unwrapped and what is no
text is gone. Tracked insertions are text and deletions are not; footnotes, endnotes and comments
are left out and told of; headers and footers are left out.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from qualcode.errors import ImportFailure
from qualcode.importing.archive import open_archive, read_xml
from qualcode.importing.blocks import Block, Reading, table_row
from qualcode.sniffing import WORD, not_what_it_says

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_BODY, _P, _R, _T, _TABLE, _ROW, _CELL, _BOX = (
    _W + name for name in ("body", "p", "r", "t", "tbl", "tr", "tc", "txbxContent")
)
_P_PR, _P_STYLE, _R_PR, _R_STYLE, _BOLD, _VAL = (
    _W + name for name in ("pPr", "pStyle", "rPr", "rStyle", "b", "val")
)
_STYLE, _STYLE_ID, _BASED_ON, _NAME, _OUTLINE_LEVEL = (
    _W + name for name in ("style", "styleId", "basedOn", "name", "outlineLvl")
)
_BODY_TEXT_LEVEL = "9"
_CHARACTERS = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
_DELETED = (_W + "del", _W + "moveFrom")
_NO_TEXT = (*_DELETED, _MC + "Fallback")
_WRAPPERS = (
    *(_W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml")),
    *(_W + name for name in ("sdt", "sdtContent", "dir", "bdo")),
    *(_MC + name for name in ("AlternateContent", "Choice")),
)
_LEFT_OUT = (
    (_W + "footnoteReference", "footnotes"),
    (_W + "endnoteReference", "endnotes"),
    (_W + "commentReference", "comments"),
    (_W + "altChunk", "embedded documents"),
    (_W + "subDoc", "linked documents"),
    (_W + "del", "tracked deletions"),
)


class _Style(NamedTuple):
    bold: bool
    heading: bool


class _Format(NamedTuple):
    bold: bool
    style: str


_NO_STYLE = _Style(bold=False, heading=False)
_Styles = Callable[[str], _Style]


@dataclass(frozen=True, slots=True)
class _Document:
    """What a paragraph's text depends on besides the paragraph.

    `run_on` are the paragraphs that the next one continues, `boxes` the text boxes by the paragraph
    that holds them.
    """

    styles: _Styles
    run_on: Collection[etree._Element]
    boxes: Mapping[etree._Element, Sequence[etree._Element]]


def read(data: bytes) -> Reading:
    """Read a Word document.

    Raises:
        ImportFailure: It is not one, or it is damaged, locked or unsafe to read.

    """
    with open_archive(data, WORD) as archive:
        main = _target(archive, "", "officeDocument", "word/document.xml")
        root = read_xml(archive, main)
        body = None if root is None else _transitional(root).find(_BODY)
        if root is None or body is None:
            raise not_what_it_says(data, WORD)
        styles = _styles(read_xml(archive, _target(archive, main, "styles", "styles.xml")))
    counts = ((sum(1 for _ in root.iter(tag)), what) for tag, what in _LEFT_OUT)
    notes = tuple(f"Left out: {what} ({count})." for count, what in counts if count)
    run_on = frozenset(_run_on_paragraphs(root))
    etree.strip_elements(root, *_NO_TEXT, with_tail=False)
    etree.strip_tags(root, *_WRAPPERS)
    boxes: defaultdict[etree._Element, list[etree._Element]] = defaultdict(list)
    for box in root.iter(_BOX):
        boxes[next(box.iterancestors(_P), body)].append(box)
    return Reading(tuple(_blocks(body, _Document(styles, run_on, boxes))), notes=notes)


def _target(archive: ZipFile, source: str, kind: str, usual: str) -> str:
    """The part that `source` names as its part of a kind, or the one where it usually is."""
    folder, name = posixpath.split(source)
    relationships = read_xml(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    target = usual
    for relationship in () if relationships is None else relationships:
        if relationship.get("Type", "").endswith(f"/{kind}"):
            target = relationship.get("Target", usual)
            if relationship.get("TargetMode") == "External":
                raise ImportFailure(
                    f"The document's {kind} lies outside the file, at {target}.",
                    remedy="Do not trust this file. Ask where it comes from.",
                )
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")


def _transitional(root: etree._Element) -> etree._Element:
    """Bring “Strict Open XML” into the namespace that Word uses otherwise."""
    if root.tag.startswith(_STRICT):
        for element in root.iter(etree.Element):
            element.tag = str(element.tag).replace(_STRICT, _W)
            for name, value in element.attrib.items():
                element.set(str(name).replace(_STRICT, _W), value)
    return root


def _run_on_paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs whose end is deleted in a tracked change: the next one continues them."""
    for deletion in root.iter(*_DELETED):
        properties = deletion.getparent()
        if properties is not None and properties.tag == _R_PR:
            yield from properties.iterancestors(_P)


def _blocks(parent: etree._Element, document: _Document) -> Iterator[Block]:
    begun: Block | None = None
    for element in parent:
        if element.tag == _P:
            block = _run_on(begun, _paragraph(element, document.styles))
            begun = block if element in document.run_on else None
            if begun is None:
                yield block
            for box in document.boxes.get(element, ()):
                yield from _blocks(box, document)
        elif element.tag == _TABLE:
            for row in element.iterchildren(_ROW):
                cells = [list(_blocks(cell, document)) for cell in row.iterchildren(_CELL)]
                yield from table_row(cells)
    if begun is not None:
        yield begun


def _run_on(begun: Block | None, block: Block) -> Block:
    if begun is None or not begun.text:
        return block
    return Block(begun.text + block.text, lead=begun.lead)


def _paragraph(paragraph: etree._Element, styles: _Styles) -> Block:
    properties = paragraph.find(_P_PR)
    style = _NO_STYLE
    if properties is not None and (named := properties.find(_P_STYLE)) is not None:
        style = styles(named.get(_VAL, ""))
    parts: list[str] = []
    lead, leading = 0, True
    first: _Format | None = None
    for run in paragraph.iterchildren(_R):
        text = _text(run)
        if leading and not text.isspace() and text:
            run_format = _format(run, style, styles)
            first = first or run_format
            leading = run_format == first
        if leading:
            lead += len(text)
        parts.append(text)
    apart = first is not None and (first.bold or first.style)
    return Block("".join(parts), lead=lead if apart else 0, heading=style.heading)


def _text(run: etree._Element) -> str:
    parts = []
    for element in run:
        if element.tag == _T:
            parts.append(element.text or "")
        elif element.tag in _CHARACTERS:
            parts.append(_CHARACTERS[element.tag])
    return "".join(parts)


def _format(run: etree._Element, paragraph: _Style, styles: _Styles) -> _Format:
    properties = run.find(_R_PR)
    if properties is None:
        return _Format(paragraph.bold, "")
    named, bold = properties.find(_R_STYLE), properties.find(_BOLD)
    style = "" if named is None else named.get(_VAL, "")
    inherited = paragraph.bold or styles(style).bold
    return _Format(inherited if bold is None else _is_on(bold), style)


def _is_on(switch: etree._Element) -> bool:
    return switch.get(_VAL, "true") not in ("0", "false", "off")


def _styles(root: etree._Element | None) -> _Styles:
    """Find what matters of a style by its id, its ancestors' properties included."""
    elements = {} if root is None else {each.get(_STYLE_ID): each for each in root.iter(_STYLE)}

    @cache
    def style(name: str) -> _Style:
        ancestry: list[etree._Element] = []
        element = elements.get(name)
        while element is not None and element not in ancestry:
            ancestry.append(element)
            based = element.find(_BASED_ON)
            element = None if based is None else elements.get(based.get(_VAL))
        return _Style(
            bold=_nearest(_bold, ancestry),
            heading=_nearest(_heading, ancestry),
        )

    return style


def _nearest(said: Callable[[etree._Element], bool | None], ancestry: list[etree._Element]) -> bool:
    """What the first of a style and its ancestors says that says anything."""
    return next((answer for each in ancestry if (answer := said(each)) is not None), False)


def _bold(style: etree._Element) -> bool | None:
    switch = style.find(f"{_R_PR}/{_BOLD}")
    return None if switch is None else _is_on(switch)


def _heading(style: etree._Element) -> bool | None:
    level, name = style.find(f"{_P_PR}/{_OUTLINE_LEVEL}"), style.find(_NAME)
    if level is not None:
        return level.get(_VAL) != _BODY_TEXT_LEVEL
    return True if name is not None and name.get(_VAL, "").casefold() == "title" else None
