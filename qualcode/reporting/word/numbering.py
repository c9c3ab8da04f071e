"""Line numbers of a transcript: automatic ones, so that the text stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

_DEFINITION = """
<w:abstractNum {namespace} w:abstractNumId="{number}">
  <w:multiLevelType w:val="singleLevel"/>
  <w:lvl w:ilvl="0">
    <w:start w:val="1"/>
    <w:numFmt w:val="decimal"/>
    <w:pStyle w:val="{style}"/>
    <w:lvlText w:val="%1"/>
    <w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="680" w:hanging="680"/></w:pPr>
    <w:rPr>
      <w:b w:val="0"/><w:i w:val="0"/><w:color w:val="6B7580"/>
      <w:sz w:val="16"/><w:szCs w:val="16"/>
    </w:rPr>
  </w:lvl>
</w:abstractNum>"""


def number_paragraphs(document: Document, style_id: str) -> None:
    """Make each paragraph of a style carry its number, counted from 1."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    root = _numbering(document)
    definitions = root.findall(qn("w:abstractNum"))
    number = 1 + max(
        (int(definition.get(qn("w:abstractNumId"), "0")) for definition in definitions), default=-1
    )
    definition = _DEFINITION.format(namespace=nsdecls("w"), number=number, style=style_id)
    # The schema wants pictures, definitions and instances in this order.
    root.insert(len(root.findall(qn("w:numPicBullet"))), parse_xml(definition))
    instance = root.add_num(number)
    properties = document.styles.element.get_by_id(style_id).get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = instance.numId


def _numbering(document: Document) -> Any:
    """The root of the numbering part, which python-docx cannot add where there is none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.parts.numbering import NumberingPart

    part = document.part
    if not any(rel.reltype == RELATIONSHIP_TYPE.NUMBERING for rel in part.rels.values()):
        root = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        uri = PackURI("/word/numbering.xml")
        new = NumberingPart(uri, CONTENT_TYPE.WML_NUMBERING, root, part.package)
        part.relate_to(new, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element
