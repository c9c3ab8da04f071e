"""Units and selections that grow by them, and lanes of overlapping codings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Coding, Origin, Span
from qualcode.tui.highlights import Hits
from qualcode.tui.lanes import (
    SUGGESTION_BRACKETS,
    CodingIndex,
    RangeIndex,
    assign_lanes,
    bracket,
    order_of,
)
from qualcode.tui.movement import (
    Caret,
    ListedUnits,
    Words,
    extend,
    grow,
    next_span,
    shrink,
    stretch,
)

TEXT = "Vi bar alt. Ingen snakket, sa Mor.\nHan (barne-legen) sa'kke noe."
SENTENCES = ListedUnits([Span(0, 11), Span(12, 34), Span(35, len(TEXT))])


def words_of(text: str) -> list[str]:
    found, offset, units = [], -1, Words(text)
    while unit := units.after(offset):
        found.append(text[slice(*unit)])
        offset = unit.start
    return found


def test_words():
    assert words_of(TEXT)[-4:] == ["Han", "barne-legen", "sa'kke", "noe"]
    units = Words(TEXT)
    assert units.at(1) == Span(0, 2), "inside"
    assert units.at(2) == Span(0, 2), "just behind"
    assert units.at(11) == Span(12, 17), "between: the next"
    assert units.at(len(TEXT)) == Span(len(TEXT) - 4, len(TEXT) - 1), "behind all: the last"
    assert units.before(0) is None
    assert Words(" … ").at(1) is None


@given(st.text("ab'- .\nå", max_size=60))
def test_words_forth_and_back_are_the_same(text):
    units = Words(text)
    forth, offset = [], -1
    while unit := units.after(offset):
        forth.append(unit)
        offset = unit.start
    back, offset = [], len(text) + 1
    while unit := units.before(min(offset, len(text))):
        back.append(unit)
        offset = unit.start
    assert forth == back[::-1]
    for unit in forth:
        for offset in range(*unit):
            assert units.at(offset) == unit


def test_a_selection_grows_and_shrinks_by_sentences():
    one = grow(Caret(14, 14), SENTENCES)
    assert one.span == (12, 34)
    two = grow(one, SENTENCES)
    assert two.span == (12, len(TEXT))
    assert grow(two, SENTENCES).span == two.span, "there is no third"
    assert shrink(two, SENTENCES).span == one.span
    assert not shrink(one, SENTENCES).selects
    assert shrink(one, SENTENCES).head == 12


def test_a_part_of_a_sentence_becomes_the_whole():
    assert grow(Caret(5, 20), SENTENCES).span == (0, 34)
    assert grow(Caret(20, 5), SENTENCES).span == (0, 34), "selected backwards"


def test_after_coding_the_next_sentence_is_taken():
    assert grow(Caret(0, 11, done=True), SENTENCES).span == (12, 34)
    assert grow(Caret(35, len(TEXT), done=True), SENTENCES).span == (35, len(TEXT)), "at the end"


@given(st.integers(0, len(TEXT)), st.integers(1, 5))
def test_growing_only_adds(start, times):
    for units in (SENTENCES, Words(TEXT)):
        caret = Caret(start, start)
        for _ in range(times):
            larger = grow(caret, units)
            if caret.selects:
                assert larger.span.start <= caret.span.start
                assert larger.span.end >= caret.span.end
            caret = larger


def test_a_selection_grows_and_shrinks_where_the_cursor_is():
    backwards = Caret(34, 12)
    larger = grow(backwards, SENTENCES)
    assert (larger.span, larger.backwards) == ((0, 34), True)
    assert shrink(larger, SENTENCES) == backwards
    assert shrink(backwards, SENTENCES) == Caret(12, 12)
    assert grow(Caret(34, 0), SENTENCES).span == (0, 34), "there is none before"


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.integers(1, 4))
def test_shrinking_only_takes_away_where_the_cursor_is(anchor, head, times):
    for units in (SENTENCES, Words(TEXT)):
        caret = Caret(anchor, head)
        for _ in range(times):
            less = shrink(caret, units)
            if caret.selects:
                assert caret.span.start <= less.span.start <= less.span.end <= caret.span.end
                assert less.span != caret.span
            if less.selects:
                assert less.anchor == caret.anchor
            caret = less


offsets = st.integers(0, len(TEXT))


@given(st.sampled_from([Span(0, 11), Span(12, 34), Span(35, len(TEXT))]), offsets)
def test_what_a_drag_began_with_stays_selected(origin, offset):
    caret = stretch(origin, offset, SENTENCES)
    start, end = caret.span
    assert start <= origin.start
    assert origin.end <= end
    assert start in (0, 12, 35)
    assert end in (11, 34, len(TEXT))
    assert caret.backwards == (start < origin.start)


@given(offsets, st.lists(st.booleans(), max_size=8))
def test_sentences_come_and_go_one_by_one(mark, steps):
    """Forth and back as many times leads to where it began, and the first one always stays."""
    origin = SENTENCES.at(mark)
    caret = Caret(mark, mark)
    for forward in steps:
        before = caret
        caret = extend(caret, mark, SENTENCES, forward=forward)
        start, end = caret.span
        assert start <= origin.start < origin.end <= end
        if before.selects and caret.span != before.span:
            assert extend(caret, mark, SENTENCES, forward=not forward).span == before.span


def test_a_part_of_a_sentence_is_completed_before_the_next():
    assert extend(Caret(0, 20), 0, SENTENCES, forward=True).span == (0, 34)
    assert extend(Caret(0, 20), 0, SENTENCES, forward=False).span == (0, 11)
    assert extend(Caret(40, 20), 40, SENTENCES, forward=False).span == (12, len(TEXT))


stretches = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda p: Span(p[0], sum(p))), max_size=12
)


@given(stretches, st.integers(0, 70))
def test_going_from_stretch_to_stretch_misses_none(found, start):
    spans = Hits(found).spans
    for forward in (True, False):
        caret, seen = Caret(start, start), []
        while span := next_span(spans, caret, forward=forward):
            seen.append(span)
            caret = Caret(*span)
        ahead = [one for one in spans if (one.start >= start) == forward]
        assert seen == (ahead if forward else ahead[::-1])


@given(stretches, st.integers(0, 70), st.integers(1, 30))
def test_hits_in_a_stretch_are_those_of_a_search_through_all(found, start, length):
    hits = Hits(found, end=65)
    kept = {one for one in found if one.end <= 65}
    inside = {place for one in hits.within(start, start + length) for place in range(*one)}
    assert inside == {
        place
        for place in range(start, start + length)
        if any(one.start <= place < one.end for one in kept)
    }
    assert [hits.number(one) for one in hits.spans] == list(range(1, len(kept) + 1))
    assert hits.number(Span(0, 100)) == 0


def coding(number: int, start: int, end: int) -> Coding:
    return Coding(number, f"guid-{number}", 1, 1, "Kari", start, end, Origin.HAND)


spans = st.tuples(st.integers(0, 2000), st.integers(1, 900)).map(lambda pair: (pair[0], sum(pair)))
codings = st.lists(spans, max_size=30).map(
    lambda found: [coding(number, *span) for number, span in enumerate(found)]
)


@given(codings)
def test_no_two_overlapping_codings_share_a_lane_and_none_is_wasted(found):
    lanes = assign_lanes(found)
    deepest = max(
        (sum(one.start <= at.start < one.end for one in found) for at in found), default=0
    )
    assert len(set(lanes.values())) == deepest
    for one in found:
        for other in found:
            if one.id < other.id and one.start < other.end and other.start < one.end:
                assert lanes[one.id] != lanes[other.id]


@given(codings, st.data())
def test_lanes_kept_up_to_date_are_those_made_anew(found, data):
    index = CodingIndex(found[: len(found) // 2])
    index.put(found[len(found) // 2 :])
    gone = data.draw(st.sets(st.sampled_from(found))) if found else set()
    index.remove([one.id for one in gone])
    left = [one for one in found if one not in gone]
    assert {one.id: index.lane(one) for one in left} == assign_lanes(left)
    assert len(index) == len(left)


@given(codings, codings, st.data())
def test_the_order_is_kept_through_changes(found, more, data):
    index = RangeIndex(found)
    index.put(more)  # some have the ids of others
    now = {one.id: one for one in (*found, *more)}
    gone = data.draw(st.sets(st.sampled_from(sorted(now)))) if now else set()
    index.remove([*gone, 10**6])
    left = sorted((one for one in now.values() if one.id not in gone), key=order_of)
    assert index.all() == left
    assert index.spans() == [Span(one.start, one.end) for one in left]
    assert [index.get(one.id) for one in left] == left


@given(codings, spans)
def test_the_index_finds_what_a_search_through_all_finds(found, span):
    start, end = span
    expected = {one.id for one in found if one.start < end and one.end > start}
    assert {one.id for one in CodingIndex(found).overlapping(start, end)} == expected


@given(codings, spans)
def test_what_changes_is_reported(found, span):
    index = CodingIndex(found)
    before = {one.id: index.lane(one) for one in found}
    changed = index.put([coding(99, *span)])
    for one in found:
        if index.lane(one) != before[one.id]:
            assert any(part.start <= one.start and one.end <= part.end for part in changed)


def test_at_the_end_of_a_coding_it_is_still_at_hand():
    index = CodingIndex([coding(1, 3, 6), coding(2, 6, 9)])
    assert [one.id for one in index.at(6)] == [2]
    assert [one.id for one in index.at(9)] == [2]
    assert index.at(10) == []
    assert CodingIndex().at(0) == []


def test_brackets():
    row = Span(10, 20)
    assert bracket([], row) == " "
    assert bracket([coding(1, 12, 15)], row) == "["
    assert bracket([coding(1, 12, 25)], row) == "┌"
    assert bracket([coding(1, 2, 25)], row) == "│"
    assert bracket([coding(1, 2, 15)], row) == "└"
    assert bracket([coding(1, 2, 12), coding(2, 13, 40)], row) == "├"
    assert bracket([coding(1, 12, 15)], row, SUGGESTION_BRACKETS) == "("
    assert bracket([coding(1, 2, 25)], row, SUGGESTION_BRACKETS) == "┊"
    assert not set(SUGGESTION_BRACKETS) & set("[├┌└│"), "told apart without colour"
