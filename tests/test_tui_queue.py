"""The plain functions under the queue of suggestions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.model import Role, Source, Span, Turn
from qualcode.suggesting.queue import Order, Wanted
from qualcode.tui.context import brackets
from qualcode.tui.document import make_document
from qualcode.tui.evidence import Piece, pieces, places
from qualcode.tui.queue import QueueView, in_words, move_border, next_order, place_of
from qualcode.tui.queue_list import fit_columns, fitted
from qualcode.tui.screens.ask_score import Answer, read_score

TEXT = "A: Ja, men hun hadde ikke tid. Hun kalte inn til møter, det var alt.\nB: Å! Nei … 😔 då.\n"
DOCUMENT = make_document(
    Source(1, "", "x", None, "nb", TEXT),
    [Turn(3, 68, "A", Role.INFORMANT), Turn(72, 86, "B", Role.INFORMANT)],
    [Span(3, 30), Span(31, 68), Span(72, 74), Span(75, 86)],
)
offsets = st.integers(3, 85)


@given(
    st.tuples(offsets, st.integers(1, 60)),
    st.sampled_from(["start", "end"]),
    st.sampled_from(["words", "sentences"]),
    st.sampled_from([-1, 1]),
)
def test_a_border_moves_alone_and_leaves_words(at, edge, unit, step):
    span = Span(at[0], min(at[0] + at[1], len(TEXT)))
    moved = move_border(DOCUMENT, span, edge, unit, step)
    assert 0 <= moved.start < moved.end <= len(TEXT)
    if edge == "start":
        assert moved.end == span.end
        assert (moved.start - span.start) * step >= 0
    else:
        assert moved.start == span.start
        assert (moved.end - span.end) * step >= 0


def test_borders_go_by_words_and_sentences():
    def words(span):
        return TEXT[slice(*span)]

    whole = Span(3, 30)
    assert words(move_border(DOCUMENT, whole, "end", "words", 1)) == TEXT[3:34]
    assert words(move_border(DOCUMENT, whole, "end", "words", -1)) == "Ja, men hun hadde ikke"
    assert words(move_border(DOCUMENT, whole, "start", "words", 1)) == "men hun hadde ikke tid."
    assert words(move_border(DOCUMENT, whole, "end", "sentences", 1)) == TEXT[3:68]
    assert move_border(DOCUMENT, whole, "start", "words", -1) == whole, "there is nothing before"
    assert move_border(DOCUMENT, whole, "end", "sentences", -1) == whole, "there is no less"
    both = Span(3, 68)
    assert words(move_border(DOCUMENT, both, "start", "sentences", 1)) == TEXT[31:68]


def test_brackets_take_the_place_of_blanks():
    assert brackets("ab cd ef", Span(3, 5), 0, 8) == {2: "[", 5: "]"}
    assert brackets("ab cd ef", Span(0, 8), 0, 8) == {-1: "[", 8: "]"}
    assert brackets("ab cd ef", Span(1, 4), 0, 8) == {}
    assert brackets("ab cd ef", Span(3, 8), 0, 5) == {2: "["}


def test_evidence_in_words():
    learned = [
        {"trust": {"weak": True, "examples": 3, "sources": 1, "threshold": 0.2}},
        {"term": "tid", "words": "ventetida", "start": 0, "end": 9, "pull": 0.3, "negated": True},
        {"term": "lang", "words": "lang", "start": 10, "end": 14, "pull": 0.1, "negated": False},
        {"term": "fin", "words": "fin", "start": 20, "end": 23, "pull": -0.1, "negated": False},
        {"around": 0.1005},
        {"around": 0.0},
        {"nearest": {"source_id": 7, "start": 1, "end": 4}, "likeness": 0.5},
        {"nearest": {"source_id": 8, "start": 1, "end": 4}, "likeness": 0.4},
        {"nearest": {"text": "to ord", "source": "K1"}},
    ]
    found = pieces(learned, lambda source, span: f"“ord” ({source})" if source == 7 else "")
    assert found == [
        Piece("Learned from", "3 examples in 1 transcript: weak"),
        Piece("Speaks for it", "ventetida (tid), negated, lang"),
        Piece("Speaks against it", "fin"),
        Piece("The sentences around", "speak for it (+0.1)"),
        Piece("Like this excerpt", "“ord” (7)"),
        Piece("Like this excerpt", "“to ord” (K1)"),
    ]
    assert places(learned, 100) == [Span(0, 9), Span(10, 14)]
    assert pieces([{"term": "tid", "words": "tida"}] * 2) == [Piece("tid", "“tida”")]
    assert pieces([{"word": "tid", "pull": "down"}]) == [Piece("Speaks against it", "tid")]
    assert pieces([{"hunch": 3}]) == [Piece("Evidence", "hunch: 3")]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KINDS = ("term", "word", "words", "start", "end", "pull", "around", "trust", "nearest", "negated")
names = st.sampled_from(KINDS) | st.text(max_size=4)


@settings(max_examples=60)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(KINDS) | st.text(max_size=4), json_values, max_size=4),
        max_size=4,
    )
)
def test_evidence_of_any_shape_is_told(evidence):
    for piece in pieces(evidence):
        assert isinstance(piece.words, str)
        assert piece.words
    for span in places(evidence, 50):
        assert 0 <= span.start < span.end <= 50


@given(st.integers(1, 300), st.integers(0, 80), st.integers(0, 80))
def test_columns_fit(width, codes, sources):
    columns = fit_columns(width, codes, sources)
    assert min(columns) >= 0
    if width >= 20:
        used = 2 + 6 + 2 + columns.code + 1 + columns.words
        assert used + (columns.source + 1 if columns.source else 0) <= width


def test_fitted():
    assert fitted("漢字漢字", 5) == "漢字…"
    assert fitted("ab", 4) == "ab  "


def test_where_the_bar_goes():
    assert place_of([5, 6, 7], 7, 0) == 2
    assert place_of([5, 6, 7], 9, 1) == 1
    assert place_of([5], 9, 4) == 0
    assert place_of([], 9, 4) == 0
    assert [next_order(one) for one in Order] == [*list(Order)[1:], Order.SCORE]
    assert QueueView().wanted == Wanted()
    assert in_words("2", Wanted(run_id=3, min_score=0.5)) == "2 · run 3 · from 0.5 up"


def test_scores_as_people_write_them():
    assert read_score(" 0,5 ") == Answer(0.5)
    assert read_score("") == Answer(None)
    assert read_score("nan") is None
    assert read_score("høy") is None
