from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.model import Span, Turn
from qualcode.reporting.word import CodedSpan, TranscriptDocument, write_transcript
from qualcode.reporting.word.comments import initials
from qualcode.reporting.word.transcript import label_spans
from qualcode.reporting.word.xml import legal

TEXT = "Intervju 3\n\n[00:01] INT: Hvordan?\n[00:02] KARI: Vi ventet lenge.\nSvært lenge 👩‍👧.\n"
CODINGS = (
    CodedSpan(TEXT.index("Vi"), TEXT.index(" lenge"), "Tilgang > Ventetid", "Anne Hansen"),
    CodedSpan(TEXT.index("ventet"), TEXT.index("\nSvært"), "Håp", "BL", "#16A085"),
    CodedSpan(TEXT.index("ventet"), TEXT.index("\nSvært"), "Uro & <frykt>", "BL", "", "En\nto"),
    CodedSpan(TEXT.index("Hvordan"), len(TEXT), "Alt", "Anne Hansen"),
    CodedSpan(TEXT.index("👩"), TEXT.rindex("."), "Smått", "anne@uib.no"),
    CodedSpan(TEXT.index("\nSvært"), TEXT.index("vært"), "Over linjeskiftet", "BL"),
)
TURNS = (
    Turn(TEXT.index("Hvordan"), TEXT.index("\n[00:02]"), "INT"),
    Turn(TEXT.index("Vi"), len(TEXT) - 1, "KARI"),
)


def transcript(text: str = TEXT, **fields) -> TranscriptDocument:
    return TranscriptDocument(
        title="Intervju 3",
        project="Prosjektet",
        language="nn",
        date=dt.date(2026, 3, 5),
        text=text,
        **fields,
    )


def written(folder: Path, document: TranscriptDocument) -> Document:
    out = folder / "transcript.docx"
    write_transcript(document, out)
    return docx.Document(str(out))


def turns(document: Document) -> list:
    return [p for p in document.paragraphs if p.style.name == "Qualcode Turn"]


def commented(document: Document) -> dict[int, str]:
    """The words that each comment covers, read from the document in its own order."""
    words: dict[int, str] = {}
    opened: set[int] = set()
    for number, paragraph in enumerate(turns(document)):
        if number:
            for key in opened:
                words[key] += "\n"
        for element in paragraph._p.iter():
            if element.tag == qn("w:commentRangeStart"):
                opened.add(int(element.get(qn("w:id"))))
                words[int(element.get(qn("w:id")))] = ""
            elif element.tag == qn("w:commentRangeEnd"):
                opened.remove(int(element.get(qn("w:id"))))
            elif element.tag in (qn("w:t"), qn("w:tab")):
                for key in opened:
                    words[key] += element.text or ("\t" if element.tag == qn("w:tab") else "")
    assert not opened
    return words


def test_the_text_survives_line_by_line(tmp_path):
    document = written(tmp_path, transcript(turns=TURNS, codings=CODINGS))
    assert [p.text for p in turns(document)] == TEXT.split("\n")


def test_comments_cover_exactly_the_coded_words(tmp_path):
    document = written(tmp_path, transcript(turns=TURNS, codings=CODINGS))
    assert commented(document) == {
        number: TEXT[coding.start : coding.end] for number, coding in enumerate(CODINGS)
    }
    references = [
        int(mark.get(qn("w:id"))) for mark in document.element.iter(qn("w:commentReference"))
    ]
    assert sorted(references) == list(range(len(CODINGS)))


def test_comments_say_which_code_who_and_why(tmp_path):
    document = written(tmp_path, transcript(codings=CODINGS))
    comments = [(c.comment_id, c.author, c.initials, c.text) for c in document.comments]
    assert comments[:3] == [
        (0, "Anne Hansen", "AH", "Tilgang > Ventetid"),
        (1, "BL", "BL", "■ Håp"),
        (2, "BL", "BL", "Uro & <frykt>\nEn\nto"),
    ]
    swatch = document.comments.get(1).paragraphs[0].runs[1]
    assert str(swatch.font.color.rgb) == "16A085"


@pytest.mark.parametrize(
    ("coder", "wanted"),
    [
        ("Anne Hansen", "AH"),
        ("bl", "bl"),
        ("Åse", "Åse"),
        ("anne", "A"),
        ("", ""),
        ("a b c d", "ABC"),
    ],
)
def test_initials(coder, wanted):
    assert initials(coder) == wanted


def test_labels_are_bold_and_words_are_not(tmp_path):
    document = written(tmp_path, transcript(turns=TURNS, codings=CODINGS))
    bold = [
        "".join(run.text for run in p.runs if run.style.name == "Qualcode Speaker")
        for p in turns(document)
    ]
    assert bold == ["", "", "[00:01] INT: ", "[00:02] KARI: ", "", ""]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "wanted"),
    [
        ("KARI\n0:12\nJa.", "Ja.", "KARI", "KARI\n0:12\n"),
        ("Tittel\n\n  Kari:\tJa.", "Ja.", "Kari", "  Kari:\t"),
        ("I: Ja.", "Ja.", "Intervjuer", "I: "),
        ("Tittel\nJa.", "Ja.", "", ""),
        ("Tittel\nJa.", "Ja.", "Kari", ""),
    ],
)
def test_labels_are_found_wherever_the_transcript_has_them(text, words, speaker, wanted):
    start = text.index(words)
    spans = label_spans(transcript(text, turns=(Turn(start, len(text), speaker),)))
    assert "".join(text[span.start : span.end] for span in spans) == wanted


def test_two_turns_on_a_line_have_a_label_each():
    text = "A: Ja. B: Nei."
    spans = label_spans(transcript(text, turns=(Turn(3, 6, "A"), Turn(10, 14, "B"))))
    assert spans == [Span(0, 3), Span(6, 10)]


def test_lines_carry_their_numbers_outside_the_text(tmp_path):
    document = written(tmp_path, transcript())
    style = document.styles["Qualcode Turn"].element
    number = style.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    abstract = numbering.num_having_numId(number).abstractNumId.val
    level = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl")[0]
    assert level.find(qn("w:pStyle")).get(qn("w:val")) == style.styleId


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, len(TEXT) + 1)])
def test_a_coding_outside_the_text_is_refused(span):
    with pytest.raises(ValueError, match="outside the text"):
        transcript(codings=(CodedSpan(*span, "Kode", "BL"),))


def test_coders_and_codes_may_be_called_anything(tmp_path):
    coding = CodedSpan(0, 0, 'a"b<&>\x00\n', 'Åse "x" <&>\x01\ny', "#GGGGGG", "\x02\r\n🙂")
    document = written(tmp_path, transcript(codings=(coding,)))
    (comment,) = document.comments
    assert comment.author == 'Åse "x" <&>� y'
    assert comment.paragraphs[-1].text == "🙂"
    assert commented(document) == {0: ""}


@st.composite
def coded_texts(draw):
    text = draw(st.text(st.sampled_from("ab \t\n&<😀\xa0é\ufffe"), max_size=60))
    place = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(place, place).map(sorted), max_size=8))
    edges = sorted(draw(st.lists(place, max_size=8)))
    speakers = st.sampled_from(["", "a", "b"])
    return (
        text,
        tuple(CodedSpan(start, end, "Kode", "BL") for start, end in spans),
        tuple(Turn(*pair, draw(speakers)) for pair in zip(edges[::2], edges[1::2], strict=False)),
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(coded_texts())
def test_no_coding_changes_the_text_and_none_misses_its_words(tmp_path, drawn):
    text, codings, speech = drawn
    document = written(tmp_path, transcript(text, codings=codings, turns=speech))
    assert "\n".join(p.text for p in turns(document)) == legal(text)
    assert commented(document) == {
        number: legal(text[coding.start : coding.end]) for number, coding in enumerate(codings)
    }


def test_progress_and_equal_bytes(tmp_path):
    document = transcript("linje\n" * 250, codings=(CodedSpan(0, 3, "Kode", "BL"),))
    steps: list[tuple[int, int]] = []
    write_transcript(document, tmp_path / "a", progress=lambda *step: steps.append(step))
    write_transcript(document, tmp_path / "b")
    assert steps == [(100, 251), (200, 251), (251, 251)]
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
