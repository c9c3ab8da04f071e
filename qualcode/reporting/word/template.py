"""Open a researcher's own Word file as a template: its look stays, everything else goes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document

_CONTENT_TYPES = "[Content_Types].xml"
_DOCX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_KINDS = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Parts that a document needs without naming them; comments, images, macros and more do not stay.
_KEPT_PARTS = {
    "customXml",
    "endnotes",
    "fontTable",
    "footnotes",
    "glossaryDocument",
    "numbering",
    "settings",
    "styles",
    "theme",
    "webSettings",
}
# Author, title and first page of the old document; custom properties hold an institution's labels.
_DROPPED_PROPERTIES = ("/core-properties", "/extended-properties", "/thumbnail")


def open_template(path: Path) -> Document:
    """Open a .docx, .dotx or .dotm without its text, notes, comments, pictures and macros.

    What a report must not carry along is removed, not hidden: a template is often an older report.
    Styles, page, headers and footers stay as they are.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(_as_docx(path))
    except FileNotFoundError as error:
        raise InputError(
            "The template does not exist.", where=str(path), remedy="Check the path."
        ) from error
    except OSError as error:
        raise InputError(
            f"The template cannot be read ({error.strerror}).",
            where=str(path),
            remedy="Close it in Word and check that you may read it.",
        ) from error
    except (zipfile.BadZipFile, KeyError, ValueError, OpcError, XMLSyntaxError) as error:
        raise _unusable(path) from error
    if document.element.nsmap.get("w") != _W:
        raise _unusable(path)
    _remove_text(document)
    _remove_notes(document)
    _remove_leftovers(document)
    return document


def _unusable(path: Path) -> InputError:
    return InputError(
        "The template is not a Word document that qualcode can read.",
        where=str(path),
        remedy="Open it in Word and save it as a Word document (.docx), without a password.",
    )


def _as_docx(path: Path) -> BytesIO:
    """The file's content with a document's content type, the only one that python-docx takes."""
    copy = BytesIO()
    with zipfile.ZipFile(path) as theirs, zipfile.ZipFile(copy, "w") as ours:
        for name in theirs.namelist():
            content = theirs.read(name)
            if name == _CONTENT_TYPES:
                for kind in _OTHER_KINDS:
                    content = content.replace(kind, _DOCX)
            ours.writestr(name, content)
    copy.seek(0)
    return copy


def _remove_text(document: Document) -> None:
    """Empty the body but for its last section, which inherits the headers it leaves to others."""
    from docx.oxml.ns import qn

    body = document.element.body
    last = body.get_or_add_sectPr()
    references = {}
    for section in document.element.sectPr_lst:
        for reference in section.xpath("w:headerReference | w:footerReference"):
            references[reference.tag, reference.get(qn("w:type"))] = reference
    body.clear_content()
    for reference in references.values():
        last.insert(0, reference)


def _remove_notes(document: Document) -> None:
    """Keep of foot- and endnotes only the separators that the settings refer to."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from lxml.etree import tostring

    relationships = document.part.rels
    for relationship in list(relationships.values()):
        if relationship.reltype in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
            old = relationship.target_part
            root = parse_xml(old.blob)
            for note in list(root):
                if note.get(qn("w:type"), "normal") == "normal":
                    root.remove(note)
            blob = tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new = Part(old.partname, old.content_type, blob, document.part.package)
            relationships.add_relationship(relationship.reltype, new, relationship.rId)


def _remove_leftovers(document: Document) -> None:
    """Drop the parts that nothing refers to any more, and the old document's properties."""
    named = set(document.element.xpath("//@r:*"))
    relationships = document.part.rels
    for key, relationship in list(relationships.items()):
        kind = relationship.reltype.rsplit("/", 1)[-1]
        if key not in named and kind not in _KEPT_PARTS:
            del relationships[key]
    for key, relationship in list(document.part.package.rels.items()):
        if relationship.reltype.endswith(_DROPPED_PROPERTIES):
            del document.part.package.rels[key]
