"""Rich text, as the programs that write it do."""

from __future__ import annotations

import time

import pytest

from qualcode.errors import ImportFailure
from qualcode.importing.registry import read_transcript
from qualcode.model import Transcript

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}\f0 "


def read(rtf: str | bytes) -> Transcript:
    return read_transcript(rtf.encode() if isinstance(rtf, str) else rtf, "a.rtf")


def words(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (HEAD + r"f\'f8r \'e6 \'c5 \'abp\'e5\'bb \'96 s\u229\'e5nn}", "før æ Å «på» – sånn"),
        (r"{\rtf1\ansi f\'f8r}", "før"),
        (r"{\rtf1\mac f\'bfr \'be \'8c}", "før æ å"),
        (r"{\rtf1\mac{\fonttbl{\f0\fcharset77 Geneva;}}\f0 f\'bfr \'be \'8c}", "før æ å"),
        (r"{\rtf1\mac\ansicpg10000 f\'bfr \'be \'8c}", "før æ å"),
        (r"{\rtf1\ansi\ansicpg10000 f\'bfr \'be \'8c}", "før æ å"),
        (r"{\rtf1\ansi\ansicpg0 f\'f8r}", "før"),
        (r"{\rtf1\pca f\'9br \'91 \'86}", "før æ å"),
        (r"{\rtf1\ansi\ansicpg65001 f\'c3\'b8r}", "før"),
        (r"{\rtf1\ansi\uc1 f\u248?r \u8211\'96 \u-10179?\u-8694?}", "før – 😊"),
        (r"{\rtf1\ansi{\uc0 f\u248 r }\uc2 p\u229\'e5\'e5 \u55357??\u56842??}", "før på 😊"),
        (r"{\rtf1\ansi hei \u-10179? du}", "hei \ufffd du"),
        (r"{\rtf1\ansi a\u778?ha}", "åha"),
        (r"{\rtf1\ansi a\'81b}", "a\ufffdb"),
        (r"{\rtf1\ansi \lquote a\rquote  \ldblquote b\rdblquote\endash\emdash}", "‘a’ “b”–—"),
        (r"{\rtf1\ansi \{a\} \\cell \\b a\~b}", "{a} \\cell \\b a\xa0b"),
        (r"{\rtf1\ansi a{\b b{\i c}}d{\f1\fs20 e}}", "abcde"),
        (r"{\rtf1\ansi a\line b\par\tab c}", "a\nb\n\tc"),
        (
            r'{\rtf1\ansi se {\field{\*\fldinst{HYPERLINK "http://nav.no"}}{\fldrslt{\ul nav}}}}',
            "se nav",
        ),
        (
            r"{\rtf1\ansi a{\pict\pngblip " + "89504e47" * 40 + r"}b{\*\shppict{\pict 00ff}}c}",
            "abc",
        ),
        (r"{\rtf1\ansi{\listtext\pard\plain  \u61623\'3f\tab}Punkt}", "Punkt"),
        (r"{\rtf1\ansi ny{\deleted\revauthdel1  gammel}{\revised  tekst}}", "ny tekst"),
        (
            r"{\rtf1\ansi{\header Topp}{\footer Bunn}{\info{\title T}}{\*\generator X;}tekst}",
            "tekst",
        ),
    ],
)
def test_text(rtf, text):
    assert read(rtf).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_bytes_beyond_ascii(encoding):
    assert read(rf"{HEAD}f\'f8r på «Bø» – æ}}".encode(encoding)).text == "før på «Bø» – æ"


def test_the_encoding_is_told():
    assert read(HEAD + "a}").encoding == "cp1252"
    assert read(r"{\rtf1\mac a}").encoding == "mac-roman"


def test_what_textedit_writes():
    rtf = (
        "{\\rtf1\\ansi\\ansicpg1252\\cocoartf2639\n\\cocoatextscaling0\\cocoaplatform0"
        "{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;}\n{\\colortbl;\\red255\\green255\\blue255;}\n"
        "{\\*\\expandedcolortbl;;}\n\\paperw11900\\pard\\tx566\\partightenfactor0\n\n"
        "\\f0\\fs24 \\cf0 I: Hva er \\'abplanen\\'bb?\\\nR: Vi m\\'e5 s\\'f8ke.\\\n}"
    )
    assert words(read(rtf)) == [("I", "Hva er «planen»?"), ("R", "Vi må søke.")]


def test_what_f4_writes():
    rtf = (
        HEAD
        + r"I: Hva skjedde da? #00:00:05-3#\par \par B: Da sa jeg: nei. #00:00:12-0#\par "
        + r"I: S\'e5? #00:00:13-9#\par \par B: Mm. #00:01:15-0#\par }"
    )
    transcript = read(rtf)
    assert words(transcript) == [
        ("I", "Hva skjedde da?"),
        ("B", "Da sa jeg: nei."),
        ("I", "Så?"),
        ("B", "Mm."),
    ]
    assert [turn.time_end for turn in transcript.turns] == [5.3, 12, 13.9, 75]
    assert [turn.time_start for turn in transcript.turns] == [None, 5.3, 12, 13.9]
    assert "#00:00:05-3#" in transcript.text


def test_a_table():
    row = r"\trowd\cellx100\cellx200\pard\intbl %s\cell\pard\intbl %s\cell\row"
    rtf = HEAD + row % ("I", "Hva?") + row % ("R", r"Ja.\par Mer.") + row % ("I", "Nei?") + "}"
    transcript = read(rtf)
    assert words(transcript) == [("I", "Hva?"), ("R", "Ja.\nMer."), ("I", "Nei?")]
    assert transcript.text == "I\tHva?\nR\tJa.\nMer.\nI\tNei?\n"


def test_footnotes_comments_and_deletions_are_told_of():
    rtf = (
        r"{\rtf1\ansi I: a{\super\chftn{\footnote\pard Note}}{\*\atnid K}\chatn"
        r"{\*\annotation Kommentar}{\*\ftnsep\chftnsep}{\deleted b}{\deleted0 c}}"
    )
    transcript = read(rtf)
    assert transcript.text == "I: ac"
    assert transcript.notes == (
        "Left out: footnotes (1).",
        "Left out: comments (1).",
        "Left out: tracked deletions (1).",
    )


def test_a_file_that_is_cut_off_is_told_of():
    transcript = read(HEAD + r"I: Hva?\par R: Ja, og s\'e5")
    assert words(transcript) == [("I", "Hva?"), ("R", "Ja, og så")]
    assert "The file is cut off: its end is missing." in transcript.notes


@pytest.mark.parametrize("rtf", [r"{\rtf1 \u99999999? a}", r"{\rtf1 \pict\bin a}", r"{\rtf1\uc a}"])
def test_control_words_that_mean_nothing(rtf):
    try:
        assert read(rtf).text
    except ImportFailure as error:
        assert "damaged" in error.what


@pytest.mark.parametrize(
    "body",
    [
        r"{\rtlch \ltrch Det var s\'e5 vanskelig \'e5 f\'e5 hjelp f\'f8r.\par}" * 20_000,
        r"{\pict\pngblip " + ("89504e470d0a1a0a" * 8 + "\n") * 40_000 + "} a",
        r'{\field{\*\fldinst{HYPERLINK "x"}}{\fldrslt a}}' * 8_000,
        "{" * 200_000 + "a",
        r"\'f8" * 300_000,
    ],
    ids=["text", "picture", "links", "braces", "letters"],
)
def test_large_files_in_reasonable_time(body):
    start = time.perf_counter()
    assert read(HEAD + body + "}").turns
    assert time.perf_counter() - start < 60  # quadratic work would take minutes
