from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.language.sentences import sentences
from qualcode.model import Span
from qualcode.text import normalise

CASES = Path(__file__).parent / "data" / "sentences_nb.txt"
# Cases right when the labels were checked last; the file holds some that are not.
RIGHT = 231


def labelled() -> list[tuple[str, str, list[str]]]:
    """Language, text and sentences of every case, as the head of the file describes them."""
    cases = []
    for line in CASES.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        language, label = line.split("\t")
        pieces = label.replace("\\n", "\n").replace("\\t", "\t").split("|")
        text = pieces[0]
        for piece in pieces[1:]:
            text += piece[1:] if text.endswith(" ") and piece.startswith(" ") else piece
        cases.append((language, text, [piece.strip() for piece in pieces]))
    return cases


def split(text: str, language: str = "nb") -> list[str]:
    return [text[start:end] for start, end in sentences(text, [Span(0, len(text))], language)]


def test_labelled_cases(
    capsys: pytest.CaptureFixture[str], record_property: Callable[[str, object], None]
) -> None:
    cases = labelled()
    wrong = [(text, want) for language, text, want in cases if split(text, language) != want]
    score = f"sentence boundaries: {len(cases) - len(wrong)}/{len(cases)} cases right"
    record_property("score", score)
    with capsys.disabled():
        sys.stdout.write(f"\n{score}\n")
    assert len(cases) >= 150
    assert len(cases) - len(wrong) >= RIGHT - 2, wrong


def test_spans_keep_their_place_and_never_join_turns() -> None:
    text = "I: Ja. Nei\nA: og så. Da\n"
    turns = [Span(3, 10), Span(14, 23)]
    assert [text[a:b] for a, b in sentences(text, turns, "nb")] == ["Ja.", "Nei", "og så.", "Da"]
    assert sentences(text, [], "nb") == []
    assert sentences(text, [Span(3, 3), Span(10, 11)], "nb") == []


@pytest.mark.parametrize("language", ["nb", "nn", "no", "nb-NO", "en", "de", "tlh", ""])
def test_every_language_splits(language: str) -> None:
    assert split("Das ist gut. Ja!", language) == ["Das ist gut.", "Ja!"]


def test_unicode_is_counted_in_code_points() -> None:
    text = normalise("Pa\u030a gra\u030at. 👩‍👧 Na\u030a gikk vi.\r\nJa.")
    assert split(text) == ["På gråt. 👩‍👧", "Nå gikk vi.", "Ja."]


def test_other_scripts_need_no_capitals() -> None:
    assert split("هذا جيد. نعم.", "ar") == ["هذا جيد.", "نعم."]


TRANSCRIPT = st.lists(
    st.sampled_from(
        [
            *" .?!…()[]«»\"'#-–,:\n\t",
            *("...", "[pause]", "bl.a.", "17.", "kl. 9.", "Ja", "og", "«Nei. Det»", "😀", "å-"),
            *("A.", "www.nrk.no", ":)", "\u00a0", "Så kom"),
        ]
    ),
    max_size=40,
).map("".join)


@settings(deadline=None)
@given(TRANSCRIPT | st.text(max_size=60), st.integers(0, 5), st.sampled_from(["nb", "en", "xx"]))
def test_sentences_partition_a_turn(text: str, offset: int, language: str) -> None:
    padded = "§" * offset + text
    found = sentences(padded, [Span(offset, len(padded))], language)
    assert all(start < end for start, end in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(padded[start:end] == padded[start:end].strip() for start, end in found)
    covered = "".join(padded[start:end] for start, end in found)
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "\n", ".", "( ", "« ", "1. ", "A. ", "a.b.", "[x ", "😀 ", "\n(", '\n"', "# "],
)
def test_long_turns_take_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + "a"
    start = time.perf_counter()
    sentences(text, [Span(0, len(text))], "nb")
    # Quadratic work on this size takes much longer.
    assert time.perf_counter() - start < 60  # quadratic work would take minutes
