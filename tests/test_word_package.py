from __future__ import annotations

import datetime as dt
import errno
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from test_word_excerpts import make_excerpt, make_report
from test_word_transcript import CODINGS, TURNS, transcript

from qualcode.errors import QualcodeError
from qualcode.reporting.word import write_excerpts, write_transcript
from qualcode.reporting.word.package import write_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The order of children that ISO/IEC 29500 gives, as far as qualcode writes them. Word refuses
# to open, or silently drops, what stands elsewhere.
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl numPr pBdr shd tabs spacing ind "
    "contextualSpacing jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW tcBorders shd",
    "trPr": "cantSplit tblHeader",
    "pBdr": "top left bottom right",
    "tbl": "tblPr tblGrid tr",
    "sectPr": "headerReference footerReference pgSz pgMar cols docGrid",
    "style": "name basedOn next link autoRedefine uiPriority semiHidden unhideWhenUsed qFormat "
    "pPr rPr tblPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "numbering": "abstractNum num",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr rPr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang clrSchemeMapping",
}


@pytest.fixture(params=["excerpts", "transcript"])
def package(request, tmp_path):
    out = tmp_path / "out.docx"
    if request.param == "excerpts":
        full = make_excerpt(before="Før.", after="Etter.", memos=("Memo.",))
        write_excerpts(make_report({1: [full], 6: [full]}), out)
    else:
        write_transcript(transcript(turns=TURNS, codings=CODINGS), out)
    with zipfile.ZipFile(out) as members:
        assert members.testzip() is None
        yield {name: members.read(name) for name in members.namelist()}


def test_elements_stand_in_the_order_of_the_schema(package):
    seen = set()
    for name, content in package.items():
        for element in etree.fromstring(content).iter(etree.Element):
            tag = element.tag.removeprefix(W)
            if tag in ORDER:
                seen.add(tag)
                children = [child.tag.removeprefix(W) for child in element]
                assert children == sorted(children, key=ORDER[tag].split().index), (name, tag)
    assert seen >= {"pPr", "rPr", "sectPr", "style", "settings", "numbering"}


def test_every_part_has_a_type_and_every_relationship_a_part(package):
    types = etree.fromstring(package["[Content_Types].xml"])
    typed = {part.get("PartName", "").lstrip("/") for part in types}
    assert next(iter(package)) == "[Content_Types].xml"
    parts = {name for name in package if not name.endswith(".rels") and name[0] != "["}
    assert parts <= typed
    for name, content in package.items():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            for relationship in etree.fromstring(content):
                assert (folder / relationship.get("Target")).as_posix() in package
    assert b"<?qualcode" not in b"".join(package.values())


def test_ids_are_unique_and_used(package):
    body = etree.fromstring(package["word/document.xml"])
    for tag in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentReference"):
        ids = [mark.get(f"{W}id") for mark in body.iter(W + tag)]
        assert len(set(ids)) == len(ids)
    if "word/comments.xml" in package:
        comments = etree.fromstring(package["word/comments.xml"])
        assert {c.get(f"{W}id") for c in comments} == set(ids)
    styles = {s.get(f"{W}styleId") for s in etree.fromstring(package["word/styles.xml"])}
    for tag in ("pStyle", "rStyle", "tblStyle"):
        for name in ("word/document.xml", "word/footer1.xml", "word/numbering.xml"):
            used = etree.fromstring(package[name]).iter(W + tag)
            assert {mark.get(f"{W}val") for mark in used} <= styles


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    for out in (tmp_path / "nowhere" / "out.docx", tmp_path / "folder.docx"):
        (tmp_path / "folder.docx").mkdir(exist_ok=True)
        with pytest.raises(QualcodeError) as caught:
            write_excerpts(make_report(), out)
        assert caught.value.where == str(out)
        assert "folder" in caught.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["folder.docx"]


def test_a_file_that_is_open_in_word_stays(tmp_path, monkeypatch):
    out = tmp_path / "out.docx"
    out.write_bytes(b"before")

    def refuse(self, target):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(QualcodeError, match="Permission denied") as caught:
        write_excerpts(make_report(), out)
    assert "open" in caught.value.remedy
    assert out.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [out]


def test_a_report_broken_off_leaves_the_old_file(tmp_path):
    out = tmp_path / "out.docx"
    write_excerpts(make_report(), out)
    before = out.read_bytes()

    def break_off(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_excerpts(make_report({1: [make_excerpt()] * 1000}), out, progress=break_off)
    assert out.read_bytes() == before
    assert list(tmp_path.iterdir()) == [out]


def test_dates_that_a_zip_cannot_hold(tmp_path):
    write_excerpts(replace(make_report(), date=dt.date(1975, 6, 2)), tmp_path / "out.docx")
    with zipfile.ZipFile(tmp_path / "out.docx") as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 6, 2, 0, 0, 0)}


def test_pieces_stand_where_the_mark_stood(tmp_path):
    shell = tmp_path / "shell.zip"
    with zipfile.ZipFile(shell, "w") as package:
        package.writestr("a.xml", "<a><?x?></a>")
        package.writestr("b.xml", "<b/>")
    pieces = (f"<n>{n}å</n>" for n in range(1000))
    write_package(tmp_path / "out.zip", shell.read_bytes(), {b"<?x?>": pieces}, dt.date(2026, 1, 1))
    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        inner = "".join(f"<n>{n}å</n>" for n in range(1000))
        assert package.read("a.xml").decode() == f"<a>{inner}</a>"
        assert package.read("b.xml") == b"<b/>"
