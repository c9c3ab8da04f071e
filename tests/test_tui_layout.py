"""Wrapping, places and hidden labels, as properties of any text."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.model import Span, Turn
from qualcode.text import normalise
from qualcode.tui.layout import Layout, cells, drawn, hidden_spans, is_narrow, pieces, wrap

SAMPLES = "ab æøå,.  \n\t-–…漢字한👩‍👩‍👧❤️🇳🇴e\u0301\u0301\u200d\u200b\xad\xa0"
texts = st.text(st.sampled_from(SAMPLES), max_size=120).map(normalise)
widths = st.integers(2, 30)


def lay_out(text: str, width: int, turns: tuple[Turn, ...] = ()) -> Layout:
    hidden = hidden_spans(text, turns)
    shown = drawn(text, hidden)
    return wrap(shown, pieces(shown, hidden), width)


@given(texts, widths)
def test_rows_hold_every_character_once_and_fit(text, width):
    layout = lay_out(text, width)
    rows = list(zip(layout.starts, layout.ends, strict=True))
    assert rows[0][0] == 0
    assert rows[-1][1] == len(text)
    for (_, end), (start, _) in pairwise(rows):
        assert end <= start <= end + 1
        assert start == end or text[end] in " \n\t"
    for row, (start, end) in enumerate(rows):
        assert start <= end
        assert cells(layout.row_text(row)) <= width
        assert "\n" not in layout.row_text(row)


@given(texts, widths, st.data())
def test_an_offset_and_its_place_lead_to_each_other(text, width, data):
    layout = lay_out(text, width)
    offset = layout.shown(data.draw(st.integers(0, len(text))))
    row, cell = layout.place_of(offset)
    assert layout.starts[row] <= offset <= layout.ends[row]
    back = layout.offset_at(row, cell)
    # Inside a cluster of several code points, the place is that of its first one.
    assert layout.place_of(back) == (row, cell) or back < offset


@given(texts, widths)
def test_walking_goes_through_all_places_and_back(text, width):
    layout = lay_out(text, width)
    offset = layout.starts[0]
    seen = [offset]
    while (following := layout.after(offset)) != offset:
        assert following > offset
        offset = following
        seen.append(offset)
    assert offset == layout.ends[-1]
    for earlier in reversed(seen[:-1]):
        offset = layout.before(offset)
        assert offset == earlier
    assert layout.before(offset) == offset


@given(texts, widths, st.integers(-3, 200), st.integers(-3, 40))
def test_any_click_hits_some_offset(text, width, row, cell):
    layout = lay_out(text, width)
    offset = layout.offset_at(row, cell)
    assert layout.shown(offset) == offset
    assert layout.row_of(offset) == min(max(row, 0), layout.rows - 1)


@given(texts, widths)
def test_narrow_texts_wrap_the_same_both_ways(text, width):
    narrow = "".join(char for char in text if is_narrow(char))
    wide = narrow.replace("a", "漢")
    assert lay_out(narrow, width).rows <= lay_out(wide, width).rows


@given(st.text(max_size=40))
def test_narrow_is_what_rich_draws_in_one_cell_each(text):
    if is_narrow(text.replace("\n", "")):
        assert cell_len(text.replace("\n", "")) == len(text.replace("\n", ""))


def test_words_break_at_blanks():
    layout = lay_out("Vi måtte bære alt selv.", 10)
    assert [layout.row_text(row) for row in range(layout.rows)] == ["Vi måtte", "bære alt", "selv."]
    assert layout.place_of(8) == (0, 8), "the blank is where its row ends"


def test_labels_and_stamps_are_hidden_but_words_never():
    text = "Om intervjuet\n\nI: Hvordan?\n\n[00:10] Mor:\nVi bar alt.\nEllers ikke.\n"
    turns = (
        Turn(0, 13),
        Turn(text.index("Hvordan"), text.index("Hvordan") + 8, "I"),
        Turn(text.index("Vi bar"), len(text) - 1, "Mor", time_start=10),
    )
    layout = lay_out(text, 40, turns)
    shown = [layout.row_text(row) for row in range(layout.rows)]
    assert shown == ["Om intervjuet", "Hvordan?", "Vi bar alt.", "Ellers ikke."]
    unnamed = (Turn(0, 13), Turn(text.index("Vi bar"), len(text)))
    assert "I: Hvordan?" in lay_out(text, 40, unnamed).text


@given(st.lists(st.tuples(st.integers(0, 8), st.text("ab \n", max_size=12)), max_size=8))
def test_hidden_text_keeps_every_offset(parts):
    text, turns = "", []
    for gap, words in parts:
        text += "L:" * gap + " "
        turns.append(Turn(len(text), len(text) + len(words), "S"))
        text += words
    layout = lay_out(text, 9, tuple(turns))
    assert len(layout.text) == len(text)
    for row in range(layout.rows):
        for offset in range(layout.starts[row], layout.ends[row]):
            assert any(turn.start <= offset < turn.end for turn in turns)


def test_empty_text():
    layout = lay_out("", 20)
    assert (layout.rows, layout.place_of(0), layout.after(0), layout.before(0)) == (1, (0, 0), 0, 0)
    assert pieces("\n\n", [Span(0, 2)]) == [Span(0, 0)]


@pytest.mark.parametrize("letter", ["a", "漢"])
def test_one_endless_line_is_no_trouble(letter):
    text = letter * 400_000
    start = perf_counter()
    layout = lay_out(text, 60)
    assert perf_counter() - start < 60  # quadratic work would take minutes
    assert layout.rows == -(-400_000 * cells(letter) // 60)
    assert layout.place_of(399_999).row == layout.rows - 1
