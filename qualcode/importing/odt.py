"""OpenDocument texts (.odt), as LibreOffice writes them: paragraphs, lists and tables in order.

One pass with lxml over content.xml. Tracked deletions, footnotes, endnotes and comments are left
out and told of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml import etree

from qualcode.importing.archive import open_archive, read_xml
from qualcode.importing.blocks import Block, Reading, table_row
from qualcode.sniffing import OPEN_DOCUMENT, locked, not_what_it_says

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE_NS, _DRAW, _STYLE_NS, _MANIFEST = (
    _NS % name for name in ("office", "text", "table", "drawing", "style", "manifest")
)
_ENCRYPTED = _MANIFEST + "encryption-data"
_FONT_WEIGHT = _NS % "xsl-fo-compatible" + "font-weight"
_BODY = f"{_OFFICE}body/{_OFFICE}text"
_P, _H, _SPAN = _TEXT + "p", _TEXT + "h", _TEXT + "span"
_TABLE, _ROW, _CELL = (_TABLE_NS + name for name in ("table", "table-row", "table-cell"))
_BOX = _DRAW + "text-box"
_SPACES, _COUNT = _TEXT + "s", _TEXT + "c"
_CHARACTERS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_NO_TEXT = (
    *(_TEXT + name for name in ("tracked-changes", "note", "ruby-text")),
    *(_OFFICE + name for name in ("annotation", "forms")),
    *(_NS % "svg-compatible" + name for name in ("title", "desc")),
)
_LEFT_OUT = (
    (_TEXT + "note", "footnotes"),
    (_OFFICE + "annotation", "comments"),
    (_TEXT + "deletion", "tracked deletions"),
)
_MOST_SPACES = 1000
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")


def read(data: bytes) -> Reading:
    """Read an OpenDocument text.

    Raises:
        ImportFailure: It is not one, or it is damaged, locked or unsafe to read.

    """
    with open_archive(data, OPEN_DOCUMENT) as archive:
        manifest = read_xml(archive, "META-INF/manifest.xml")
        if manifest is not None and any(True for _ in manifest.iter(_ENCRYPTED)):
            raise locked()
        root = read_xml(archive, "content.xml")
    body = None if root is None else root.find(_BODY)
    if root is None or body is None:
        raise not_what_it_says(data, OPEN_DOCUMENT)
    counts = ((sum(1 for _ in body.iter(tag)), what) for tag, what in _LEFT_OUT)
    notes = tuple(f"Left out: {what} ({count})." for count, what in counts if count)
    etree.strip_elements(body, *_NO_TEXT, with_tail=False)
    return Reading(tuple(_blocks(body, frozenset(_bold_styles(root)))), notes=notes)


def _bold_styles(root: etree._Element) -> Iterator[str]:
    for style in root.iter(_STYLE_NS + "style"):
        properties = style.find(_STYLE_NS + "text-properties")
        if properties is not None and properties.get(_FONT_WEIGHT) == "bold":
            yield style.get(_STYLE_NS + "name", "")


def _blocks(parent: etree._Element, bold: Collection[str]) -> Iterator[Block]:
    for element in parent:
        if element.tag in (_P, _H):
            yield _paragraph(element, bold)
            for box in element.iter(_BOX):
                yield from _blocks(box, bold)
        elif element.tag == _TABLE:
            for row in _rows(element):
                cells = [list(_blocks(cell, bold)) for cell in row.iterchildren(_CELL)]
                yield from table_row(cells)
        else:
            yield from _blocks(element, bold)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those in groups and headers included, those of tables in it not."""
    for element in table:
        if element.tag == _ROW:
            yield element
        else:
            yield from _rows(element)


def _paragraph(paragraph: etree._Element, bold: Collection[str]) -> Block:
    parts = [_collapsed(paragraph.text)]
    lead, leading = 0, not parts[0].strip()
    for element in paragraph:
        parts += _texts(element)
        leading = leading and element.tag == _SPAN and element.get(_TEXT + "style-name") in bold
        if leading:
            lead = sum(map(len, parts))
        parts.append(_collapsed(element.tail))
        leading = leading and not parts[-1].strip()
    return Block("".join(parts), lead=lead, heading=paragraph.tag == _H)


def _texts(element: etree._Element) -> Iterator[str]:
    if element.tag == _SPACES:
        count = element.get(_COUNT, "1")
        yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
    elif element.tag in _CHARACTERS:
        yield _CHARACTERS[element.tag]
    elif element.tag != _BOX:
        yield _collapsed(element.text)
        for child in element:
            yield from _texts(child)
            yield _collapsed(child.tail)


def _collapsed(text: str | None) -> str:
    """White space as OpenDocument counts it: any run of it is one space."""
    return _WHITE_SPACE.sub(" ", text) if text else ""
