from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Span
from qualcode.text import (
    difference,
    intersection,
    line_of,
    line_starts,
    normalise,
    one_line,
    trim,
    union,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)  # surrogates too
SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Span(*pair)))


@given(ANY_TEXT)
def test_normalise_is_idempotent_and_keeps_the_text_law(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal) == normal
    assert unicodedata.is_normalized("NFC", normal)
    assert not set(normal) & set("\r\ufeff\x00\x0b\x0c\x85\u2028\u2029\ufffe\uffff")
    normal.encode()


@given(
    st.text(st.characters(exclude_characters="\r", codec="ascii", min_codepoint=32) | st.just("\n"))
)
def test_normalise_leaves_plain_text_alone(text: str) -> None:
    kept = text.replace("\x7f", "")
    assert normalise(text) == kept


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("A\u030aret er omme", "Året er omme"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("\ufeffHei\ufeff", "Hei"),
        ("\ud83d\ude14", "😔"),
        ("\ud83d alene", "\ufffd alene"),
        ("tabulator\tblir", "tabulator\tblir"),
        ("👩‍👧 og 🇳🇴", "👩‍👧 og 🇳🇴"),
        ("", ""),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


def test_one_line() -> None:
    assert one_line(" Leder  pa\u030a\r\n\tÅlesund ") == "Leder på Ålesund"
    assert one_line(" \n") == ""


def positions(spans: list[Span]) -> set[int]:
    return {position for start, end in spans for position in range(start, end)}


def in_order(spans: list[Span]) -> bool:
    """Not empty, apart, and in order."""
    ends = [-1, *(span.end for span in spans)]
    return all(end < span.start < span.end for end, span in zip(ends, spans, strict=False))


@given(SPANS, SPANS)
def test_sets_of_spans_are_sets_of_positions(left: list[Span], right: list[Span]) -> None:
    a, b = positions(left), positions(right)
    for found, wanted in (
        (union([*left, *right]), a | b),
        (intersection(left, right), a & b),
        (difference(left, right), a - b),
    ):
        assert positions(found) == wanted
        assert in_order(found)


@given(ANY_TEXT.map(normalise), st.data())
def test_lines(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert line_of(line_starts(text), offset) == text.count("\n", 0, offset) + 1


@given(ANY_TEXT, st.data())
def test_trim(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    trimmed = trim(text, Span(start, end))
    assert text[trimmed.start : trimmed.end] == text[start:end].strip()
    assert start <= trimmed.start <= trimmed.end <= end
