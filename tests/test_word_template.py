from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from test_word_excerpts import in_style, make_report, written

from qualcode.errors import InputError
from qualcode.reporting.word import CodedSpan, TranscriptDocument, write_transcript

SECRET = "Kari fra Voss"
FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    f'<w:footnote w:id="1"><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
).encode()
DOT = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


@pytest.fixture
def template(tmp_path) -> Path:
    """An institute's own old report: localised ids, two sections, notes, comment, picture."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(17), Cm(24)
    section.left_margin = section.right_margin = Cm(2)
    section.header.paragraphs[0].text = "Instituttet"
    paragraph = document.add_paragraph(SECRET, style="Quote")
    document.add_comment(paragraph.runs, SECRET, author=SECRET)
    document.add_picture(BytesIO(DOT))
    document.add_table(2, 2).cell(0, 0).text = SECRET
    document.add_section(WD_SECTION.NEW_PAGE)
    document.core_properties.author = document.core_properties.keywords = SECRET
    for style in document.styles.element.style_lst:
        for reference in style.iter(qn("w:basedOn"), qn("w:next")):
            if reference.get(qn("w:val")) == "Heading1":
                reference.set(qn("w:val"), "Overskrift1")
    heading = document.styles["Heading 1"]
    heading.element.styleId = "Overskrift1"
    heading.font.size = Pt(31)
    document.styles["Quote"].font.color.rgb = RGBColor(1, 2, 3)
    memo = document.styles.add_style("Qualcode Memo", 1)
    memo.font.size = Pt(7)
    memo.element.styleId = "Notat"
    document.styles.add_style("Stranger", 1).element.styleId = "QualcodeExcerpt"
    package = document.part.package
    notes = Part(PackURI("/word/footnotes.xml"), "application/xml", FOOTNOTES, package)
    document.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    path = tmp_path / "template.docx"
    document.save(str(path))
    return path


def as_kind(path: Path, kind: str, suffix: str) -> Path:
    """The same file with another content type for its document."""
    target = path.with_suffix(suffix)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            plain = (
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            )
            new.writestr(name, content.replace(plain, kind.encode()))
    return target


def test_the_templates_look_is_kept(tmp_path, template):
    document = written(tmp_path, make_report(), template)
    section = document.sections[0]
    assert len(document.sections) == 1
    assert section.page_width.cm == pytest.approx(17, abs=0.01)
    assert section.header.paragraphs[0].text == "Instituttet"  # stood in a section before the last
    assert not list(section.footer._element.iter(qn("w:fldSimple")))
    assert document.styles["Heading 1"].font.size == Pt(31)
    assert document.styles["Quote"].font.color.rgb == RGBColor(1, 2, 3)
    assert document.styles["Qualcode Memo"].font.size == Pt(7)
    width = sum(column.width for column in document.tables[0].columns)
    assert Cm(12.9) < width <= Cm(13)


def test_styles_are_found_by_name_and_added_under_free_ids(tmp_path, template):
    document = written(tmp_path, make_report(), template)
    ids = [style.styleId for style in document.styles.element.style_lst]
    assert len(set(ids)) == len(ids)
    heading = next(p for p in document.paragraphs if p.text == "Tilgang")
    assert heading._p.pPr.pStyle.val == "Overskrift1"
    assert in_style(document, "Qualcode Excerpt")[0] == "Det første."
    excerpt = document.styles["Qualcode Excerpt"]
    assert excerpt.base_style.name == "Quote"
    assert excerpt.next_paragraph_style.name == "Qualcode Reference"
    assert document.styles["Qualcode Context"].base_style.name == "Qualcode Excerpt"
    used = {mark.get(qn("w:val")) for mark in document.element.iter(qn("w:pStyle"))}
    assert used <= set(ids)


def test_nothing_of_the_templates_text_is_carried_along(tmp_path, template):
    written(tmp_path, make_report(), template)
    with zipfile.ZipFile(tmp_path / "report.docx") as package:
        for name in package.namelist():
            assert SECRET.encode() not in package.read(name), name
            assert not name.endswith((".gif", "thumbnail.jpeg", "comments.xml"))
        notes = package.read("word/footnotes.xml")
        assert b"separator" in notes
        assert "docProps/app.xml" not in package.namelist()


def test_a_transcript_brings_its_own_comments(tmp_path, template):
    speech = TranscriptDocument(
        title="Intervju",
        project="P",
        language="nb",
        date=make_report().date,
        text="Ja.",
        codings=(CodedSpan(0, 2, "Kode", "BL"),),
    )
    write_transcript(speech, tmp_path / "t.docx", template=template)
    document = docx.Document(str(tmp_path / "t.docx"))
    assert [(c.author, c.text) for c in document.comments] == [("BL", "Kode")]


def test_a_template_without_numbering_gets_line_numbers(tmp_path, template):
    document = docx.Document(str(template))
    for key, relationship in list(document.part.rels.items()):
        if relationship.reltype == RELATIONSHIP_TYPE.NUMBERING:
            del document.part.rels[key]
    document.save(str(template))
    document = written(tmp_path, make_report(), template)
    number = document.styles["Qualcode Turn"].element.pPr.numPr.numId.val
    assert document.part.numbering_part.element.num_having_numId(number) is not None


def test_a_report_can_be_the_template_of_the_next(tmp_path):
    first = written(tmp_path, make_report())
    first.styles["Qualcode Turn"].element.pPr._remove_numPr()
    first.styles["Qualcode Excerpt"].font.size = Pt(9)
    first.save(str(tmp_path / "first.docx"))
    document = written(tmp_path, make_report(), tmp_path / "first.docx")
    assert document.styles["Qualcode Excerpt"].font.size == Pt(9)
    assert document.styles["Qualcode Turn"].element.pPr.numPr is None
    assert "Side" in document.sections[0].footer.paragraphs[0].text
    assert in_style(document, "Title") == ["Utdrag om håp"]


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
            ".dotx",
        ),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", ".dotm"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", ".docm"),
    ],
)
def test_templates_of_word_become_documents(tmp_path, template, kind, suffix):
    document = written(tmp_path, make_report(), as_kind(template, kind, suffix))
    assert in_style(document, "Title") == ["Utdrag om håp"]
    with zipfile.ZipFile(tmp_path / "report.docx") as package:
        assert kind.encode() not in package.read("[Content_Types].xml")


def test_unusable_templates_are_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.docx: The template does not exist"):
        written(tmp_path, make_report(), tmp_path / "nowhere.docx")
    for name, content in {"old.doc": b"\xd0\xcf\x11\xe0", "empty.docx": b""}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match="not a Word document") as caught:
            written(tmp_path, make_report(), tmp_path / name)
        assert caught.value.where.endswith(name)
    with zipfile.ZipFile(tmp_path / "sheet.docx", "w") as package:
        package.writestr("[Content_Types].xml", "<broken")
    with pytest.raises(InputError, match="not a Word document"):
        written(tmp_path, make_report(), tmp_path / "sheet.docx")
    with pytest.raises(InputError):
        written(tmp_path, make_report(), tmp_path)
    assert not (tmp_path / "report.docx").exists()
