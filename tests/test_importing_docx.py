"""Word documents, made with python-docx and by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from qualcode.importing.registry import read_transcript
from qualcode.model import Role, Transcript

W = nsdecls("w")
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(document: Document, **options) -> Transcript:
    return read_transcript(saved(document), "a.docx", **options)


def with_body(xml: str) -> Document:
    """A document whose body is the given XML, with the prefixes w, mc, wps and v."""
    spaces = f"{nsdecls('w', 'r')} " + " ".join(
        f'xmlns:{prefix}="{space}"'
        for prefix, space in {
            "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
            "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
            "v": "urn:schemas-microsoft-com:vml",
        }.items()
    )
    document = docx.Document()
    body = parse_xml(f"<w:body {spaces}>{xml}</w:body>")
    document.element.replace(document.element.body, body)
    return document


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def words(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_paragraphs_and_tables_in_the_order_of_the_document():
    document = docx.Document()
    document.add_heading("Intervju med mor", 1)
    document.add_paragraph("I: Hva tenker du?\tJa – «sånn» 😊")
    table = document.add_table(2, 3)
    for cells, texts in zip(
        table.rows,
        [("I", "00:01", "Hva da?"), ("R1", "00:05", "Ikke så\nmye.")],
        strict=True,
    ):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    table.rows[1].cells[2].add_paragraph("Nytt avsnitt.")
    document.add_paragraph("")
    document.add_paragraph("Punkt", style="List Bullet")
    document.sections[0].header.paragraphs[0].text = "Topptekst"
    document.sections[0].footer.paragraphs[0].text = "Bunntekst"
    transcript = read(document)
    assert transcript.text == (
        "Intervju med mor\nI: Hva tenker du?\tJa – «sånn» 😊\nI\t00:01\tHva da?\n"
        "R1\t00:05\tIkke så\nmye.\nNytt avsnitt.\n\nPunkt"
    )
    assert words(transcript) == [
        ("", "Intervju med mor"),
        ("I", "Hva tenker du?\tJa – «sånn» 😊"),
        ("I", "Hva da?"),
        ("R1", "Ikke så\nmye.\nNytt avsnitt.\n\nPunkt"),
    ]
    assert [turn.time_start for turn in transcript.turns] == [None, None, 1, 5]
    assert transcript.format == "docx"
    assert transcript.notes == ()


def test_a_table_that_only_frames_the_text_is_read_as_paragraphs():
    document = docx.Document()
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.text = "Ja, sånn var det."
    cell.add_paragraph("Og så gikk vi.")
    inner = cell.add_table(2, 2)
    for row, texts in zip(inner.rows, [("Kommune", "Bø"), ("", "År 2")], strict=True):
        row.cells[0].text, row.cells[1].text = texts
    transcript = read(document)
    assert words(transcript)[:2] == [("", "Ja, sånn var det."), ("", "Og så gikk vi.")]
    assert words(transcript)[2:4] == [("", "Kommune\tBø"), ("", "År 2")]


@pytest.mark.parametrize("between", [" ", "\t", ": ", "\n"])
def test_a_bold_start_that_comes_back_is_a_label(between):
    document = docx.Document()
    for name, said in [("Kari", "Hva?"), ("Åse", "Ja, du."), ("Kari", "Så?"), ("Åse", "Nei.")]:
        paragraph = document.add_paragraph()
        paragraph.add_run(name[:2]).bold = True
        paragraph.add_run(name[2:]).bold = True
        paragraph.add_run(f"{between}{said}")
    once = document.add_paragraph()
    once.add_run("Bydelen").bold = True
    once.add_run(" gjorde ingenting.")
    for _ in range(3):
        plain = document.add_paragraph("Oslo")
        plain.add_run(" sa nei.").bold = True
    assert words(read(document)) == [
        ("Kari", "Hva?"),
        ("Åse", "Ja, du."),
        ("Kari", "Så?"),
        ("Åse", "Nei.\nBydelen gjorde ingenting.\nOslo sa nei.\nOslo sa nei.\nOslo sa nei."),
    ]


def label_style(document: Document) -> Callable[[str], None]:
    document.styles.add_style("Taler", WD_STYLE_TYPE.CHARACTER)
    return lambda name: document.add_paragraph().add_run(name, style="Taler")


def bold_paragraph_style(document: Document) -> Callable[[str], None]:
    base = document.styles.add_style("Grunn", WD_STYLE_TYPE.PARAGRAPH)
    base.font.bold = True
    style = document.styles.add_style("Hvem", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = base
    return lambda name: document.add_paragraph(name, style="Hvem")


def heading(document: Document) -> Callable[[str], None]:
    return lambda name: document.add_heading(name, 3)


@pytest.mark.parametrize("made", [label_style, bold_paragraph_style, heading])
def test_a_styled_paragraph_that_comes_back_is_a_label(made):
    document = docx.Document()
    add = made(document)
    for name, said in [("Kari", "Hva?"), ("Åse", "Ja."), ("Kari", "Så?"), ("Åse", "Nei.")]:
        add(name)
        document.add_paragraph(said)
    assert words(read(document)) == [
        ("Kari", "Hva?"),
        ("Åse", "Ja."),
        ("Kari", "Så?"),
        ("Åse", "Nei."),
    ]


def test_bold_questions_are_no_labels():
    document = docx.Document()
    for n in range(6):
        document.add_paragraph().add_run(f"Hva tenker du om sak {n}?").bold = True
        document.add_paragraph(f"Det er jo den saken da, nummer {n}.")
    assert {speaker for speaker, _ in words(read(document))} == {""}


def test_a_heading_stands_aside_from_the_turn_it_interrupts():
    document = docx.Document()
    for text in ("I: Hva?", "R: Ja."):
        document.add_paragraph(text)
    document.add_heading("Del to", 2)
    document.add_paragraph("Og mer.")
    transcript = read(document)
    assert words(transcript) == [("I", "Hva?"), ("R", "Ja."), ("", "Del to"), ("R", "Og mer.")]
    assert transcript.turns[2].role is Role.UNKNOWN


def test_a_style_on_the_level_of_body_text_is_no_heading():
    document = docx.Document()
    style = document.styles.add_style("Replikk", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 3"]
    level = parse_xml(f'<w:outlineLvl {W} w:val="9"/>')
    style.element.get_or_add_pPr().append(level)
    for text in ("I: Hva?", "R: Ja.", "Og mer."):
        document.add_paragraph(text, style="Replikk")
    assert words(read(document)) == [("I", "Hva?"), ("R", "Ja.\nOg mer.")]


def test_the_transcript_that_teams_writes():
    document = docx.Document()
    for name, at, said in [
        ("Marte Nes", "0:03", "Hei på deg."),
        ("Bø, Ola (Ekstern)", "0:07", "Hei."),
        ("Marte Nes", "1:00:12", "Da: vi er i gang."),
    ]:
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {at}")
        paragraph.add_run().add_break()
        paragraph.add_run(said)
    transcript = read(document, interviewers=["marte nes"])
    assert words(transcript) == [
        ("Marte Nes", "Hei på deg."),
        ("Bø, Ola (Ekstern)", "Hei."),
        ("Marte Nes", "Da: vi er i gang."),
    ]
    assert [turn.time_start for turn in transcript.turns] == [3, 7, 3612]
    assert [turn.role for turn in transcript.turns] == [
        Role.INTERVIEWER,
        Role.INFORMANT,
        Role.INTERVIEWER,
    ]


def test_tracked_insertions_are_text_and_deletions_are_not():
    document = with_body(
        f'<w:p>{run("I: Dette ")}<w:ins w:id="1">{run("nye ")}</w:ins>'
        '<w:del w:id="2"><w:r><w:delText>gamle </w:delText><w:tab/></w:r></w:del>'
        f'<w:moveFrom w:id="3">{run("flyttet ")}</w:moveFrom>{run("ble til.")}'
        f'<w:moveTo w:id="4">{run(" flyttet")}</w:moveTo></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr>'
        f"{run('R: Slutten er')}</w:p><w:p>{run(' borte.')}</w:p>"
        '<w:p><w:pPr><w:rPr><w:del w:id="6"/></w:rPr></w:pPr>'
        '<w:del w:id="7"><w:r><w:delText>Alt</w:delText></w:r></w:del></w:p>'
    )
    transcript = read(document)
    assert transcript.text == "I: Dette nye ble til. flyttet\nR: Slutten er borte.\n"
    assert "Left out: tracked deletions (4)." in transcript.notes


def test_text_inside_wrappers_is_text():
    document = with_body(
        f'<w:p>{run("I: Se ")}<w:hyperlink r:id="rId99">{run("nav.no")}</w:hyperlink>'
        f'{run(" og ")}<w:fldSimple w:instr=" REF x ">{run("side 3")}</w:fldSimple>'
        f"<w:smartTag>{run(' i Bø')}</w:smartTag>"
        f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run(' nå')}</w:sdtContent></w:sdt>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>'
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('R: Ja')}<w:r><w:br/><w:t>da</w:t>"
        "<w:noBreakHyphen/><w:t>du</w:t><w:tab/><w:cr/><w:t>slutt</w:t></w:r></w:p>"
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>"
        f"<w:tc><w:p>{run('I:')}</w:p></w:tc></w:sdtContent></w:sdt>"
        f"<w:tc><w:p>{run('Så?')}</w:p></w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>"
        "</w:sdtContent></w:sdt>"
    )
    transcript = read(document)
    assert transcript.text == "I: Se nav.no og side 3 i Bø nå\nR: Ja\nda-du\t\nslutt\nI:\tSå?"
    assert [speaker for speaker, _ in words(transcript)] == ["I", "R", "I"]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent><w:p>{run('I boksen')}</w:p></w:txbxContent>"
    document = with_body(
        f"<w:p>{run('Før')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:p>{run('Etter')}<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
        f"<w:del w:id='1'><w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:del></w:p>"
    )
    assert read(document).text == "Før\nI boksen\nEtter\nI boksen"


def test_footnotes_and_comments_are_told_of():
    document = with_body(
        f'<w:p>{run("I: Hva?")}<w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
        '<w:r><w:endnoteReference w:id="2"/></w:r></w:p><w:altChunk r:id="rId77"/>'
    )
    transcript = read(document)
    assert transcript.text == "I: Hva?"
    assert transcript.notes[:4] == (
        "Left out: footnotes (2).",
        "Left out: endnotes (1).",
        "Left out: comments (1).",
        "Left out: embedded documents (1).",
    )


def test_strict_open_xml():
    data = saved(with_body(f"<w:p>{run('Kari', '<w:b/>')}{run(' Hva?')}</w:p>" * 3))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(TRANSITIONAL.encode(), STRICT.encode()))
    transcript = read_transcript(strict.getvalue(), "a.docx")
    assert words(transcript) == [("Kari", "Hva?")] * 3


def test_the_main_part_may_have_another_name():
    data = saved(with_body(f"<w:p>{run('I: Hei')}</w:p>"))
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(renamed, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("word/document.xml", "word/document2.xml"), content)
    assert read_transcript(renamed.getvalue(), "a.docx").text == "I: Hei"


def test_links_to_the_web_are_allowed():
    document = docx.Document()
    document.add_paragraph("I: Hei")
    document.part.relate_to(
        "https://www.nav.no",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    assert read(document).text == "I: Hei"
