"""Units and selections that grow by them, and lanes of overlapping codings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Coding, Origin, Span
from qualcode.tui.lanes import CodingIndex, assign_lanes, bracket
from qualcode.tui.movement import Caret, ListedUnits, Words, grow, shrink

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
