"""Whatever a file holds, the researcher hears what is wrong with it; there is never a traceback."""

from __future__ import annotations

import io
import random
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import ImportFailure
from qualcode.importing.registry import read_transcript, supported_suffixes

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + random.Random(1).randbytes(3000)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "WordDocument".encode("utf-16-le")
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le")
RTF = rb"{\rtf1\ansi\ansicpg1252 I: Hei p\'e5 deg\par R: Ja.\par}"
ODT_TEXT = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
<text:p>I: Hei på deg</text:p></office:text></office:body></office:document-content>"""
SUBTITLES = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Kari>Hei på deg</v>\n".encode()


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zip_file(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, stored)
    return file.getvalue()


WORD = word_file("I: Hei på deg", "R: Ja.")
ODT = zip_file({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT_TEXT})
GOOD = {"a.docx": WORD, "a.odt": ODT, "a.rtf": RTF, "a.vtt": SUBTITLES, "a.txt": b"I: Hei"}


def failure(data: bytes, name: str) -> ImportFailure:
    with pytest.raises(ImportFailure) as caught:
        read_transcript(data, name)
    error = caught.value
    assert error.where.startswith(name)
    assert error.what.endswith(".")
    assert error.remedy
    return error


def test_the_good_files_are_good():
    for name, data in GOOD.items():
        assert read_transcript(data, name).turns


@pytest.mark.parametrize("suffix", supported_suffixes())
def test_an_empty_file(suffix):
    assert "empty" in failure(b"", f"a{suffix}").what


@pytest.mark.parametrize(
    "data", [b" \r\n\t\n", b"\xef\xbb\xbf", b"I:\nR:\n", "\u2028\xa0".encode()]
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_file_without_words(data, name):
    assert "no words" in failure(data, name).what


@pytest.mark.parametrize(
    ("data", "name", "looks"),
    [
        (JPEG, "a.txt", "JPEG"),
        (JPEG, "a.docx", "JPEG"),
        (b"\x89PNG\r\n\x1a\n" + JPEG, "a.md", "PNG"),
        (b"%PDF-1.7 ...", "a.txt", "PDF"),
        (b"ID3\x03\x00" + JPEG, "a.txt", "audio"),
        (b"\0\0\0\x20ftypM4A " + JPEG, "a.vtt", "audio"),
        (WORD, "a.txt", "Word document"),
        (WORD, "a.odt", "Word document"),
        (WORD, "a.rtf", "Word document"),
        (ODT, "a.docx", "OpenDocument"),
        (ODT, "a.srt", "OpenDocument"),
        (RTF, "a.txt", "rich text"),
        (RTF, "a.docx", "rich text"),
        (OLD_WORD, "a.docx", "old Office document (.doc"),
        (OLD_WORD, "a.txt", "old Office document (.doc"),
        (zip_file({"xl/workbook.xml": "<x/>"}), "a.docx", "Excel"),
        (zip_file({"hei.txt": "hei"}), "a.docx", "zip archive"),
        (b"I: Hei", "a.docx", "something else"),
        (b"I: Hei", "a.rtf", "something else"),
    ],
    # Not the bytes: those of archives hold the time at which they were made.
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_a_wrong_ending_is_told_with_what_the_file_looks_like(data, name, looks):
    assert looks in failure(data, name).what


def test_a_text_that_starts_like_sound_is_text():
    assert (
        read_transcript(b"ID3: Hei\nID4: Ja\nID3: Nei\nID4: Jo", "a.txt").turns[0].speaker == "ID3"
    )


def test_a_subtitle_file_without_cues():
    assert "no subtitles" in failure("Hei på deg".encode(), "a.srt").what


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_a_document_that_is_cut_off(name):
    for length in (len(GOOD[name]) // 2, len(GOOD[name]) - 10, 10):
        assert "damaged" in failure(GOOD[name][:length], name).what


def test_a_document_without_text():
    assert "no words" in failure(word_file(), "a.docx").what
    assert "its text is missing" in failure(zip_file({"word/media/1.png": "x"}), "a.docx").what
    assert (
        "its text is missing"
        in failure(zip_file({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt").what
    )


def test_a_document_with_a_password():
    assert "password" in failure(LOCKED, "a.docx").what
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    manifest += "<m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    data = zip_file({"META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02\x03"})
    assert "password" in failure(data, "a.odt").what
    encrypted = bytearray(WORD)
    position = encrypted.rindex(b"PK\x01\x02")
    encrypted[position + 8] |= 1
    assert "password" in failure(bytes(encrypted), "a.docx").what


def test_a_zip_bomb_is_refused_unopened():
    text = {"word/document.xml": "<x/>", "content.xml": "<x/>"}
    for bomb in (
        {name: bytes(30_000_000) for name in text},
        {**text, **{f"media/{n}": bytes(19_000_000) for n in range(11)}},
        {**text, **{f"media/{n}": b"" for n in range(10_001)}},
    ):
        data = zip_file(bomb)
        assert "unpack" in failure(data, "a.docx").what
        assert "unpack" in failure(data, "a.odt").what


def test_a_part_that_lies_about_its_size_is_refused():
    data = bytearray(zip_file({"word/document.xml": "<x>" + "hei " * 100_000 + "</x>"}))
    position = data.rindex(b"PK\x01\x02")
    data[position + 24 : position + 28] = (100).to_bytes(4, "little")
    assert "damaged" in failure(bytes(data), "a.docx").what


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize("declared", [ENTITY, LAUGHS, '<!DOCTYPE x SYSTEM "http://x.invalid/x">'])
def test_document_types_and_entities_are_refused(declared):
    body = "<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for encoding in ("utf-8", "utf-16"):
        content = f'{declared}<w:document xmlns:w="{space}">{body}</w:document>'
        if "ENTITY" not in declared:
            content = content.replace("&e;", "")
        found = failure(zip_file({"word/document.xml": content.encode(encoding)}), "a.docx")
        assert "document type" in found.what
    content = declared + ODT_TEXT
    assert "document type" in failure(zip_file({"content.xml": content}), "a.odt").what


def test_xml_that_is_nested_too_deep():
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cells = "<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000
    content = f'<w:document xmlns:w="{space}"><w:body>{cells}</w:body></w:document>'
    assert "damaged" in failure(zip_file({"word/document.xml": content}), "a.docx").what


@pytest.mark.parametrize("kind", ["officeDocument", "styles"])
def test_parts_outside_the_file_are_refused(kind):
    source = {"officeDocument": "_rels/.rels", "styles": "word/_rels/document.xml.rels"}[kind]
    space = "http://schemas.openxmlformats.org/"
    relationships = (
        f'<Relationships xmlns="{space}package/2006/relationships"><Relationship Id="r1" '
        f'Type="{space}officeDocument/2006/relationships/{kind}" '
        'Target="http://example.invalid/x" TargetMode="External"/></Relationships>'
    )
    body = f'<w:document xmlns:w="{space}wordprocessingml/2006/main"><w:body/></w:document>'
    data = zip_file({"word/document.xml": body, source: relationships})
    assert "outside the file" in failure(data, "a.docx").what


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=30),
    st.floats(0.05, 1),
)
def test_damaged_files_never_give_a_traceback(name, changes, share):
    data = bytearray(GOOD[name])
    for place, byte in changes:
        data[int(place * len(data))] = byte
    try:
        transcript = read_transcript(bytes(data[: int(share * len(data))]), name)
    except ImportFailure as error:
        assert error.what
    else:
        assert transcript.turns


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(supported_suffixes()))
def test_any_bytes_never_give_a_traceback(data, suffix):
    for start in (b"", b"{\\rtf1 ", b"PK\x03\x04", b"WEBVTT\n\n00:01.000 --> 00:02.000\n"):
        try:
            read_transcript(start + data, f"a{suffix}")
        except ImportFailure as error:
            assert error.what
