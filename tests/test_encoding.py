"""Bytes → text, whatever wrote them."""

from __future__ import annotations

import codecs
import time
import unicodedata

import pytest

from qualcode.encoding import decode
from qualcode.errors import ImportFailure
from qualcode.importing.registry import read_transcript

INTERVIEW = """I: Kan du fortelle litt om hvordan samarbeidet fungerer i dag?
R1: Ja, altså … det er vanskelig å si. Vi har prøvd å få til «samordning» – men det blir møter.
I: Hva gjør det med dere?
R1: Det sliter på. Æ vet ikke åssen jeg skal få sagt det, men folk blir så trøtte.
"""
NYNORSK = """E: Korleis var det då de fekk vite det?
M: Me høyrde ikkje noko frå kommunen på fleire månader, og så vart det eit møte.
"""
ONE_LETTER = """I: Hva tenker du om det?
R: Det er et godt tilbud, men det tok for lang tid før vi fikk hjelp til det.
"""
SHORT = "Mor: Ja, vi fikk jo beskjed om å vente.\nI: Hvor lenge?\nMor: Før påske.\n"
CAPITAL = "Øystein: Hei, kan du si litt om det?\n"
QUOTES = "I: Hva tenker du om «planen» – er den god?\nR: Nei.\n"
TEXTS = [INTERVIEW, NYNORSK, ONE_LETTER, SHORT, CAPITAL, QUOTES]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_norwegian_in_one_byte_a_character(text, encoding):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding in (encoding, "iso8859-1")
    assert any(decoded.encoding in note for note in decoded.notes)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
    ],
)
def test_unicode(text, encoding, mark, name):
    decoded = decode(mark + text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding == name
    assert decoded.notes == ()


def test_another_language():
    polish = "Dzień dobry, proszę opowiedzieć o współpracy między służbami. Żółw, łąka.\n" * 3
    assert decode(polish.encode("cp1250")).text == polish


def test_the_transcript_says_its_encoding():
    for encoding in ("utf-8", "utf-16-le", "cp1252", "mac-roman"):
        transcript = read_transcript(INTERVIEW.encode(encoding), "a.txt")
        assert transcript.encoding == encoding
        assert transcript.text == INTERVIEW


def test_decomposed_letters_become_composed():
    decomposed = unicodedata.normalize("NFD", INTERVIEW)
    assert decomposed != INTERVIEW
    assert read_transcript(decomposed.encode("utf-16"), "a.txt").text == INTERVIEW


def test_a_replacement_character_in_the_file_is_a_character():
    assert decode("I: f\ufffdr jul\n".encode()).text == "I: f\ufffdr jul\n"
    assert decode("I: f\ufffdr jul\n".encode()).notes == ()


def test_utf8_that_is_broken_in_places_stays_utf8():
    data = INTERVIEW.encode()
    cut = data[: data.rindex("ø".encode()) + 1]
    decoded = decode(cut)
    assert decoded.encoding == "utf-8"
    assert decoded.text[:-1] == INTERVIEW[: len(decoded.text) - 1]
    assert "\ufffd (1)" in decoded.notes[0]


@pytest.mark.parametrize(
    "data",
    [bytes(500), bytes(range(256)) * 20, b"hei\0\1\2\3\4" * 10],
    ids=["NUL", "all bytes", "controls"],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(ImportFailure, match="not text"):
        decode(data)


def test_a_stray_control_character_is_no_reason_to_refuse():
    data = f"I: Hei\0 på\x1a deg.\x0cSå?\n{INTERVIEW}{chr(0) * 3}".encode()
    assert read_transcript(data, "a.txt").text == f"I: Hei på deg.\nSå?\n{INTERVIEW}"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_ten_megabytes(encoding):
    data = (INTERVIEW * 40_000).encode(encoding)
    assert len(data) > 10_000_000
    start = time.perf_counter()
    assert decode(data).text == INTERVIEW * 40_000
    assert time.perf_counter() - start < 60  # quadratic work would take minutes
