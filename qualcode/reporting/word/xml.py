"""Pieces of WordprocessingML as strings: runs, paragraphs, bookmarks, links, fields.

A report of 20,000 excerpts has some 80,000 paragraphs. Strings that go straight into the file
write them in a second and need no memory to speak of; elements need many times both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat

# What XML 1.0 cannot hold, and what a `w:t` holds only in another form.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\t\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT = '<w:t xml:space="preserve">'
_FORMS = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\t": f"</w:t><w:tab/>{_TEXT}",
    "\n": f"</w:t><w:br/>{_TEXT}",
    "\r": f"</w:t><w:br/>{_TEXT}",
}
KEEP_NEXT = "<w:keepNext/>"
BOLD = "<w:b/>"


def legal(text: str) -> str:
    """Text that XML can hold: each illegal character becomes U+FFFD, so that positions stay."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def attribute(text: str) -> str:
    """Text for use between double quotes in a tag, on one line."""
    text = " ".join(legal(text).split())
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _form(special: re.Match[str]) -> str:
    return _FORMS.get(special.group(), "\N{REPLACEMENT CHARACTER}")


def run(text: str, properties: str = "") -> str:
    """A run of text. Tabs and line feeds become Word's own; nothing in it can become a field.

    `properties` are the children of `w:rPr`.
    """
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_form, text)
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    return f"<w:r>{properties}{_TEXT}{text}</w:t></w:r>"


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph of runs in the style with that id.

    `properties` are further children of `w:pPr`, in the order that the schema gives them.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def bookmark(number: int, name: str, content: str) -> str:
    """Runs that links can lead to. `number` must be unique in the document."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        f'{content}<w:bookmarkEnd w:id="{number}"/>'
    )


def link(name: str, content: str) -> str:
    """Runs that lead to a bookmark of the same document."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>'


def field(instruction: str, result: str) -> str:
    """A field on one line with the result to show until Word computes it."""
    return f'<w:fldSimple w:instr=" {instruction} ">{run(result)}</w:fldSimple>'


def section_end(properties: str) -> str:
    """The end of a section of pages that have these properties."""
    return f"<w:p><w:pPr>{properties}</w:pPr></w:p>"


def picture(number: int, relation: str, size: tuple[int, int], name: str, alt: str) -> str:
    """A run with a picture of the document.

    `relation` is what the document calls it, `size` its width and height in EMU (360,000 are a
    centimetre), `number` unique among pictures.
    """
    width, height = size
    described = f'id="{number}" name="{attribute(name)}" descr="{attribute(alt)}"'
    return (
        "<w:r><w:drawing>"
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f"<wp:docPr {described}/>"
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships" r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def pairs(style: str, rows: Sequence[tuple[str, str]]) -> str:
    """Lines of a bold label, a tab and a value, with some room after the last."""
    lines = [run(label, BOLD) + run("\t") + run(value) for label, value in rows]
    room = [""] * (len(lines) - 1) + ['<w:spacing w:after="360"/>']
    return "".join(map(paragraph, repeat(style), lines, room))


def fill(colour: str) -> str:
    """Word's form of a colour given as `#RRGGBB`; empty for anything else."""
    return colour[1:].upper() if re.fullmatch("#[0-9A-Fa-f]{6}", colour) else ""
