"""The document around a report's text: page, styles, footer, properties.

python-docx makes it and leaves a mark where the text goes, which `package` streams in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from qualcode.reporting.labels import Labels
from qualcode.reporting.word import xml
from qualcode.reporting.word.numbering import number_paragraphs
from qualcode.reporting.word.styles import Style, add_styles, own, set_language
from qualcode.reporting.word.template import open_template

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import XmlPart
    from docx.section import Section
    from lxml.etree import _Element

BODY_MARK = b"<?qualcode body?>"
COMMENTS_MARK = b"<?qualcode comments?>"
_BLANK_PARTS = {"fontTable", "numbering", "settings", "styles", "theme"}
_PROPERTY_LIMIT = 255
_EMU_PER_TWIP = 635


@dataclass(frozen=True, slots=True)
class Shell:
    """A .docx with marks instead of text.

    `styles` gives style ids by style name; `text_width` is in twentieths of a point, and
    `landscape_width` that of the page when it lies. `section` and `landscape` are the properties of
    a section of either kind. `pictures` are what the text calls the pictures that it was made with.
    """

    package: bytes
    styles: Mapping[str, str]
    text_width: int
    landscape_width: int = 0
    section: str = ""
    landscape: str = ""
    pictures: tuple[str, ...] = ()


def make_shell(
    title: str,
    date: dt.date,
    labels: Labels,
    template: Path | None,
    *,
    comments: bool = False,
    pictures: Sequence[bytes] = (),
    author: str = "qualcode",
) -> Shell:
    """Make the document that a report is poured into.

    It has a place for comments if asked, and holds `pictures`, which are PNG.
    """
    from docx.enum.section import WD_ORIENT

    document = _blank() if template is None else open_template(template)
    new_numbers = Style.TURN not in document.styles
    styles = add_styles(document)
    if new_numbers:
        number_paragraphs(document, styles[Style.TURN])
    set_language(document, labels.tag)
    if template is None:
        _set_page(document)
        _add_footer(document, title, labels, styles)
    _set_properties(document, title, author, date, labels.tag)
    _mark(document.element.body, BODY_MARK)
    if comments:
        _mark(_comments(document), COMMENTS_MARK)
    names = [document.part.get_or_add_image(BytesIO(picture))[0] for picture in pictures]
    buffer = BytesIO()
    document.save(buffer)
    section = document.sections[-1]
    upright, upright_width = _properties(section), _text_width(section)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    return Shell(
        buffer.getvalue(),
        styles,
        upright_width,
        _text_width(section),
        upright,
        _properties(section),
        tuple(names),
    )


def _text_width(section: Section) -> int:
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    return width // _EMU_PER_TWIP


def _properties(section: Section) -> str:
    from lxml.etree import tostring

    return tostring(section._sectPr, encoding="unicode", with_tail=False)


def _blank() -> Document:
    """python-docx's empty document without the styles and settings that it comes with."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document()
    relationships = document.part.rels
    for key, relationship in list(relationships.items()):
        if relationship.reltype.rsplit("/", 1)[-1] not in _BLANK_PARTS:
            del relationships[key]
    package = document.part.package
    for key, relationship in list(package.rels.items()):
        if relationship.target_part is not document.part:
            del package.rels[key]
    styles = document.styles.element
    for element in list(styles):
        if element.tag != qn("w:latentStyles"):
            styles.remove(element)
    styles.insert(0, own("styles.xml").find(qn("w:docDefaults")))
    settings = document.settings.element
    settings[:] = list(own("settings.xml"))
    numbering = document.part.numbering_part.element
    numbering[:] = []
    return document


def _set_page(document: Document) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    section.header_distance = section.footer_distance = Cm(1.25)


def _add_footer(document: Document, title: str, labels: Labels, styles: Mapping[str, str]) -> None:
    """The title on the left, the page number on the right."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    before, rest = labels.page.split("{page}")
    between, after = rest.split("{pages}")
    line = xml.paragraph(
        styles[Style.FOOTER],
        xml.run(f"{title}\t{before}")
        + xml.field("PAGE", "1")
        + xml.run(between)
        + xml.field("NUMPAGES", "1")
        + xml.run(after),
    )
    footer.paragraphs[0]._p.getparent()[:] = [
        parse_xml(line.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))
    ]


def _set_properties(document: Document, title: str, author: str, date: dt.date, tag: str) -> None:
    properties = document.core_properties
    properties.title = xml.legal(title)[:_PROPERTY_LIMIT]
    properties.author = xml.legal(author)[:_PROPERTY_LIMIT]
    properties.last_modified_by = "qualcode"
    properties.created = properties.modified = dt.datetime.combine(date, dt.time())
    properties.language = tag
    properties.revision = 1


def _comments(document: Document) -> _Element:
    from docx.opc.constants import RELATIONSHIP_TYPE

    assert not list(document.comments)  # reading the property adds the part
    part = cast("XmlPart", document.part.part_related_by(RELATIONSHIP_TYPE.COMMENTS))
    element: _Element = part.element
    return element


def _mark(element: _Element, mark: bytes) -> None:
    from lxml.etree import ProcessingInstruction

    target, text = mark.decode().strip("<?>").split()
    element.insert(0, ProcessingInstruction(target, text))
