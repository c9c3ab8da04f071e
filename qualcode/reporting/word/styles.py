"""The styles of the reports, and how they get into a document."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

DEEPEST_HEADING = 9


class Style(StrEnum):
    """Names of styles, the same in every language's Word (the ids are not)."""

    NORMAL = "Normal"
    TITLE = "Title"
    CONTENTS_HEADING = "TOC Heading"
    CAPTION = "caption"
    FOOTER = "footer"
    COMMENT_TEXT = "annotation text"
    COMMENT_REFERENCE = "annotation reference"
    DETAILS = "Qualcode Details"
    DEFINITION = "Qualcode Definition"
    EXCERPT = "Qualcode Excerpt"
    CONTEXT = "Qualcode Context"
    REFERENCE = "Qualcode Reference"
    MEMO = "Qualcode Memo"
    TURN = "Qualcode Turn"
    SPEAKER = "Qualcode Speaker"
    TABLE = "Qualcode Table"
    TABLE_TEXT = "Qualcode Table Text"


def heading(level: int) -> str:
    """The name of the heading style of a level, 1 for the highest; Word has nine."""
    return f"heading {min(level, DEEPEST_HEADING)}"


def contents_line(level: int) -> str:
    """The name of the style of a line in the table of contents."""
    return f"toc {level}"


def own(resource: str) -> _Element:
    """The root of one of this package's XML files, without the white space between elements."""
    from docx.oxml import parse_xml

    root: _Element = parse_xml(files(__package__).joinpath(resource).read_bytes())
    return root


def add_styles(document: Document) -> Mapping[str, str]:
    """Add each style that the document lacks, change none, and return the ids by style name.

    Names decide what a document has: Word's Norwegian templates call `heading 1` `Overskrift1`.
    """
    from docx.oxml.ns import qn

    theirs = document.styles.element
    ours = own("styles.xml").findall(qn("w:style"))
    ids = {_name(style).lower(): style.get(qn("w:styleId"), "") for style in theirs.style_lst}
    taken = set(ids.values())
    renamed: dict[str, str] = {}
    added = []
    for style in ours:
        name, style_id = _name(style), style.get(qn("w:styleId"), "")
        if name.lower() not in ids:
            free = style_id
            while free in taken:
                free += "Qualcode"
            style.set(qn("w:styleId"), free)
            taken.add(free)
            ids[name.lower()] = free
            added.append(style)
        renamed[style_id] = ids[name.lower()]
    for style in added:
        for tag in ("w:basedOn", "w:next", "w:link"):
            for reference in style.findall(qn(tag)):
                reference.set(qn("w:val"), renamed[reference.get(qn("w:val"), "")])
        theirs.append(style)
    return {_name(style): ids[_name(style).lower()] for style in ours}


def set_language(document: Document, tag: str) -> None:
    """Tell the spell checker the language of all text whose style names none."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = document.styles.element
    for name in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"):
        child = element.find(qn(name))
        if child is None:
            child = OxmlElement(name)
            if name in ("w:docDefaults", "w:rPrDefault"):
                element.insert(0, child)
            else:
                element.append(child)
        element = child
    element.set(qn("w:val"), tag)
    for theme_language in document.settings.element.findall(qn("w:themeFontLang")):
        theme_language.set(qn("w:val"), tag)


def _name(style: _Element) -> str:
    from docx.oxml.ns import qn

    name = style.find(qn("w:name"))
    return "" if name is None else name.get(qn("w:val"), "")
