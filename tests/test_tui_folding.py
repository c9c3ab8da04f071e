"""Folding and concordance rows: whatever the text, they keep to their room."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.text import normalise
from qualcode.tui.folding import concordance, fold, fold_start, folded_rows
from qualcode.tui.layout import cells

texts = st.text(alphabet="ab åø.\n\t漢👩\u200de\u0301\u00ad", max_size=120) | st.text(max_size=60)
texts = texts.map(normalise)
widths = st.integers(2, 60)
limits = st.none() | st.integers(1, 5)


@settings(max_examples=200, deadline=None)
@given(texts, widths, limits)
def test_a_fold_keeps_to_its_rows(text, width, limit):
    rows = fold(text, width, limit=limit)
    assert 1 <= len(rows) <= (limit or len(rows))
    assert all(cells(row) <= width for row in rows)
    assert folded_rows(text, width, limit=limit) == len(rows)
    ending = fold_start(text, width, limit=limit)
    assert len(ending) == len(rows)
    assert all(cells(row) <= width for row in ending)


@given(st.text(alphabet="ab cæ", max_size=200), widths)
def test_an_unfolded_text_is_whole(text, width):
    assert "".join(fold(text, width)).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=200, deadline=None)
@given(texts, st.integers(0, 120), st.integers(1, 40), st.integers(1, 100))
def test_a_concordance_row_is_as_wide_as_asked_and_aligned(text, start, length, width):
    start = min(start, len(text))
    parts = concordance(text, start, min(start + length, len(text)), width)
    assert cells(parts[0]) == width * 2 // 5
    assert sum(map(cells, parts)) == width


def test_a_concordance():
    text = "Hun kalte inn til\nmøtene, det var alt."
    start = text.index("møtene")
    before, words, after = concordance(text, start, start + 6, 40)
    assert before.endswith("inn til ")
    assert words == "møtene"
    assert after.startswith(", det var alt.")
    assert concordance("langtord" * 9, 0, 72, 20)[1].endswith("…")


def test_a_long_text_ends_in_an_ellipsis():
    rows = fold("ord " * 100, 20, limit=3)
    assert len(rows) == 3
    assert rows[-1].endswith(" …")
    assert fold("kort", 20, limit=3) == ["kort"]
    assert fold_start("ord " * 99 + "slutt", 20, limit=2)[-1].endswith("slutt")
    assert fold_start("ord " * 99 + "slutt", 20, limit=2)[0].startswith("… ")
