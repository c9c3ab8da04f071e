"""What queries find equals what a look at every character, unit and pair finds."""

from __future__ import annotations

from itertools import product

import pytest
import study
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.passages import Passage, SpanIndex, near, remaining, shared, together
from qualcode.analysis.query import query_excerpts
from qualcode.analysis.retrieval import excerpts, overlapping
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Coding, Origin, Span
from qualcode.project.selection import Selection
from qualcode.project.sources import sentence_spans, sources, turns

TEXT = "ab  cd\ne fgh  ij"
SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 6)).map(
    lambda pair: Span(pair[0], min(sum(pair), len(TEXT)))
)


def passages(spans, first=1):
    return [
        Passage(1, span, (Coding(n, "", 1, 1, "Kari", *span, Origin.HAND),))
        for n, span in enumerate(sorted(span for span in spans if span.start < span.end), first)
    ]


def characters(found):
    return {n for passage in found for n in range(*passage.span)}


def bare(positions):
    return {n for n in positions if not TEXT[n].isspace()}


SIDES = st.lists(st.lists(SPANS, max_size=5), min_size=2, max_size=3).map(
    lambda sides: [passages(side, 10 * n) for n, side in enumerate(sides)]
)


def assert_pieces_of(found, wanted, allowed):
    """The pieces have the wanted characters, and all codings that are allowed and there."""
    assert bare(wanted) <= characters(found) <= wanted
    assert len(characters(found)) == sum(one.span.end - one.span.start for one in found)
    for one in found:
        words = TEXT[slice(*one.span)]
        assert words == words.strip() != ""
        assert {each.id for each in one.codings} == {
            passage.codings[0].id
            for passage in allowed
            if passage.span.start < one.span.end and one.span.start < passage.span.end
        }


@given(SIDES)
def test_and_is_the_intersection_of_characters(sides):
    wanted = set.intersection(*map(characters, sides))
    assert_pieces_of(shared(sides, TEXT), wanted, [one for side in sides for one in side])


@given(SIDES)
def test_not_is_the_difference_of_characters(sides):
    left, taken = sides[0], [one for side in sides[1:] for one in side]
    wanted = characters(left) - characters(taken)
    assert_pieces_of(remaining(left, taken, TEXT), wanted, left)


@given(st.lists(SPANS.filter(lambda span: span.start < span.end)).map(sorted), SPANS)
def test_an_index_finds_what_overlaps(spans, span):
    wanted = [n for n, one in enumerate(spans) if set(range(*one)) & set(range(*span))]
    if span.start < span.end:
        assert SpanIndex(spans).overlapping(span) == wanted


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6), st.integers(0, 5))
def test_near_is_the_least_distance_of_units(left, right, most):
    wanted = [
        (i, j)
        for (i, one), (j, other) in product(enumerate(left), enumerate(right))
        if any(abs(a - b) <= most for a in range(*one) for b in range(*other))
    ]
    assert near(left, right, most) == wanted


@given(SIDES)
def test_together_reaches_from_the_one_to_the_other(sides):
    pairs = [(one, other) for one in sides[0] for other in sides[-1]]
    found = together(pairs)
    wanted = {
        Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end))
        for one, other in pairs
        if one.codings[0].id != other.codings[0].id
    }
    assert [one.span for one in found] == sorted(wanted)


# In a project


def places(found):
    return [(one.source, one.start, one.end) for one in found]


def by_brute_force(project, left, right, unit, most, *, after):
    """NEAR and THEN between codings of two codes, by the units that each character lies in."""
    found = set()
    for source in sources(project):
        units = turns(project, source.id) if unit == "turns" else []
        spans = [Span(turn.start, turn.end) for turn in units] or sentence_spans(project, source.id)

        def touched(excerpt, spans=spans):
            return [
                n
                for n, span in enumerate(spans)
                if set(range(*span)) & set(range(excerpt.start, excerpt.end))
            ]

        here = [
            excerpts(project, Selection(codes=(code,), sources=(source.name,)))
            for code in (left, right)
        ]
        for one, other in product(*here):
            if one.coding_ids == other.coding_ids:
                continue
            distances = [b - a for a in touched(one) for b in touched(other)]
            least = min(map(abs, distances), default=None)
            if least is None or least > most or (after and other.start < one.end):
                continue
            found.add((source.name, min(one.start, other.start), max(one.end, other.end)))
    return sorted(found)


@pytest.fixture
def coded(project):
    """The study with more codings, some of them in no sentence or turn."""
    more = [
        ("Familie i nord", "Fikk dere en", "Samordning", "Per"),
        ("Familie i nord", "Intervjuer: Fikk", "Penger", "Kari"),
        ("Familie i nord", "Mor:", "Rutiner", "Kari"),
        ("Familie i nord", "måneder 😔", "Penger", "Per"),
        ("Ansatt i PPT", "Hva som er nytt", "Rutiner", "Per"),
        ("Ansatt i PPT", "rutiner. Det er pengene", "Tid", "Per"),
        ("Leder på Ålesund vgs", "Hva skal til?", "Tid", "Kari"),
    ]
    for source, words, name, coder in more:
        study.apply(project, source, words, name, by=coder)
    return project


@pytest.mark.parametrize("unit", ["turns", "sentences"])
@pytest.mark.parametrize("most", [0, 1, 9])
def test_near_and_then_equal_a_look_at_all_pairs(coded, unit, most):
    number = 0
    for left, right in product(("Tid", "Samordning", "Ressursbarrierer"), repeat=2):
        for operator in ("NEAR", "THEN"):
            found = places(query_excerpts(coded, f"{left} {operator}/{most} {unit} {right}"))
            wanted = by_brute_force(coded, left, right, unit, most, after=operator == "THEN")
            assert sorted(found) == wanted, (left, operator, right)
            number += len(wanted)
    assert number > 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tid", Selection(codes=("Tid",))),
        ("Tid OR Penger", Selection(codes=("Tid", "Penger"))),
        ("ONLY Ressursbarrierer", Selection(codes=("Ressursbarrierer",), subtree=False)),
        (
            "perspektiv=familie,leder",
            Selection(variables=(("perspektiv", "familie"), ("perspektiv", "leder"))),
        ),
        ("Tid AND coder=Per", Selection(codes=("Tid",), coders=("Per",))),
        (
            "case=F-01 AND kommune=Tromsø",
            Selection(cases=("F-01",), variables=(("kommune", "Tromsø"),)),
        ),
        (
            'source="Ansatt i PPT" AND text~PENGENE',
            Selection(sources=("Ansatt i PPT",), text="pengene"),
        ),
        ("origin=suggestion", Selection(origins=("suggestion",))),
        ("role=interviewer", Selection(roles=("Interviewer",))),
        ("*", Selection()),
    ],
)
def test_conditions_are_filters(coded, text, expected):
    found = query_excerpts(coded, text)
    in_order = sorted(excerpts(coded, expected), key=lambda one: (one.source, one.start, one.end))
    assert found == in_order
    assert found or text.startswith("ONLY")


def test_role_and_origin_of_codings(coded):
    asked = query_excerpts(coded, "role=interviewer")
    assert {one.text for one in asked} == {
        "Fikk dere en",
        "Hva skal til?",
        "Intervjuer: Fikk",
    }
    both = query_excerpts(coded, "role=interviewer,informant")
    nobody = query_excerpts(coded, "role=unknown")
    assert [one.text for one in nobody] == ["Mor:"]  # a label, in no turn
    everything = query_excerpts(coded, "*")
    assert len(both) + len(nobody) == len(everything)
    by_hand = query_excerpts(coded, "origin=hand")
    assert [one.text for one in everything if one not in by_hand] == ["stillingene"]


def test_conditions_hold_for_everything_in_their_parentheses(coded):
    def words(query):
        return [(one.text, one.coders) for one in query_excerpts(coded, query)]

    assert words("(Tid AND coder=Kari) AND (Tid AND coder=Per)") == [
        ("hadde ikke tid", ("Kari", "Per"))
    ]
    assert words("Tid AND Koordinatorrollen AND coder=Kari") == []
    assert words("coder=Per AND Tid AND Koordinatorrollen") == [("Hun kalte", ("Per",))]
    assert words("(Tid AND coder=Per) NOT (* AND coder=Kari)") == [
        (one, ("Per",)) for one in (". Det er", ". Hun kalte", "kapasiteten")
    ]
    with pytest.raises(InputError, match="on the same"):
        query_excerpts(coded, "(Tid AND coder=Per) AND Penger AND coder=Kari")


def test_queries_inside_queries(coded):
    inner = query_excerpts(coded, "Samordning NEAR/2 Tid")
    found = query_excerpts(coded, '(Samordning NEAR/2 Tid) AND (* AND text~"Fikk dere en")')
    assert [one.text for one in found] == ["Fikk dere en"]
    assert any(one.start <= found[0].start and found[0].end <= one.end for one in inner)
    union = query_excerpts(coded, "(Tid AND Koordinatorrollen) OR Penger")
    assert places(union) == sorted(
        places(query_excerpts(coded, "Tid AND Koordinatorrollen"))
        + places(query_excerpts(coded, "Penger"))
    )
    turns_around = query_excerpts(coded, "Tid AND Koordinatorrollen", context=1)
    assert turns_around[0].before and turns_around[0].after


def test_and_and_not_are_those_of_overlapping(coded):
    for left, right in product(("Tid", "Samordning", "Ressursbarrierer"), repeat=2):
        both = overlapping(coded, left, and_code=right)
        assert query_excerpts(coded, f"{left} AND {right}") == both
        only = overlapping(coded, left, not_code=right, selection=Selection(coders=("Per",)))
        assert query_excerpts(coded, f"{left} NOT {right} AND coder=Per") == only


@pytest.mark.parametrize(
    ("text", "where", "what", "remedy"),
    [
        ("Tid AND Penge", "character 9, at “Penge”", "no code “Penge”", "“Penger”"),
        ("Tid AND coder=kari", "at “coder=kari”", "no coder “kari”", "“Kari”"),
        ("Tid NEAR/1 (Penger AND fylke=x)", "character 24", "no variable “fylke”", "kommune"),
        ("kommune=Bodø", "kommune=Bodø", "No source has", "Tromsø"),
        ("role=mor", "character 1", "no role “mor”", "informant"),
        ("origin=import,hånd", "origin=import,hånd", "no origin “hånd”", "hand"),
        ("case=F-02", "case=F-02", "no case", "F-01"),
        ("source=x", "source=x", "no source", "Ansatt i PPT"),
        ("@kanpt", "", "no saved query “kanpt”", "“Knapt”"),
    ],
)
def test_a_name_that_does_not_exist_is_told_with_its_place(project, text, where, what, remedy):
    with pytest.raises(NotFoundError) as caught:
        query_excerpts(project, text)
    assert where in caught.value.where
    assert what in caught.value.what
    assert remedy in caught.value.remedy


def test_a_project_without_codings(empty_project):
    for query in ("*", "* AND *", "* NEAR/2 *", "* NOT *"):
        assert query_excerpts(empty_project, query) == []
