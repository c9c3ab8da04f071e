"""Co-occurrence against a count by brute force, on codings that nobody made to fit."""

from __future__ import annotations

import math
from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.analysis import intervals as module
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.unit import Unit
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Span, Transcript, Turn
from qualcode.project import Project
from qualcode.project.cases import assign_case, set_value
from qualcode.project.codes import find_code
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.selection import Selection
from qualcode.project.sources import Original, add_source

LENGTH = 120
# Gaps between turns and between sentences are on purpose: labels belong to no unit.
TURNS = (Span(3, 40), Span(43, 60), Span(60, 90), Span(95, 118))
SENTENCES = (Span(3, 20), Span(21, 40), Span(43, 60), Span(60, 75), Span(76, 90), Span(95, 118))
CODES = ("A", "A1", "A2", "B", "B1")
SOURCES = ("one", "two", "three")

codings_lists = st.lists(
    st.tuples(
        st.integers(0, len(SOURCES) - 1),
        st.integers(0, len(CODES) - 1),
        st.integers(0, LENGTH - 1),
        st.integers(1, 50),
        st.sampled_from(["anne", "bjørn"]),
    ),
    max_size=25,
)


def make_project(path, rows):
    project = Project.create(path, coder="anne")
    with project.action("made"):
        for name in CODES:
            parent = find_code(project, name[0]) if len(name) > 1 else None
            add_code(project, name, parent=parent)
        ids = [
            add_source(
                project,
                name=name,
                transcript=Transcript("å" * LENGTH, tuple(Turn(*span) for span in TURNS), "txt"),
                sentences=SENTENCES,
                original=Original(f"{name}.txt", name.encode()),
                language="nb",
            )
            for name in SOURCES
        ]
        for source_id in ids[:2]:  # the third belongs to no case
            assign_case(project, source_id, "case")
            set_value(project, "wave", "2023", source_id=source_id)
    code_ids = [find_code(project, name).id for name in CODES]
    new = [
        NewCoding(ids[source], code_ids[code], start, min(start + length, LENGTH), coder)
        for source, code, start, length, coder in rows
    ]
    add_codings(project, new, label="coded")
    return project


def stored(project):
    return [
        tuple(row)
        for row in project.rows(
            "SELECT source_id, codes.name, start, end, coder_id FROM codings "
            "JOIN codes ON codes.id = code_id"
        )
    ]


def units_of(spans, start, end):
    return [i for i, span in enumerate(spans) if span.start < end and start < span.end]


def brute_force(rows, unit, within):
    """{(code, code): n12} and {code: n}, one pair and one unit at a time."""
    spans = SENTENCES if unit is Unit.SENTENCE else TURNS
    counts = {}

    def add(left, right):
        if left != right:
            for key in ((left, right), (right, left)):
                counts[key] = counts.get(key, 0) + 1

    if unit is Unit.OVERLAP or within is not None:
        for (s1, c1, a1, b1, _), (s2, c2, a2, b2, _) in combinations(rows, 2):
            if s1 != s2:
                continue
            if unit is Unit.OVERLAP:
                near = a1 < b2 and a2 < b1
            else:
                first, second = units_of(spans, a1, b1), units_of(spans, a2, b2)
                near = (
                    bool(first and second)
                    and min(abs(i - j) for i in first for j in second) <= within
                )
            if near:
                add(c1, c2)
        own = {code: sum(row[1] == code for row in rows) for code in CODES}
    else:
        present = {}
        for source, code, start, end, _ in rows:
            if unit is Unit.SOURCE:
                keys = [source]
            elif unit is Unit.CASE:
                keys = ["case"] if source in (1, 2) else []
            else:
                keys = [(source, i) for i in units_of(spans, start, end)]
            for key in keys:
                present.setdefault(key, set()).add(code)
        for codes in present.values():
            for left, right in combinations(sorted(codes), 2):
                add(left, right)
        own = {code: sum(code in codes for codes in present.values()) for code in CODES}
    return counts, own


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists)
def test_equals_brute_force(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        known = stored(project)
        cases = [(unit, None) for unit in Unit]
        cases += [(unit, k) for unit in (Unit.SENTENCE, Unit.TURN) for k in (0, 1, 3)]
        for unit, within in cases:
            result = cooccurrence(project, unit=unit, within=within)
            counts, own = brute_force(known, unit, within)
            names = [code.name for code in result.codes]
            assert set(names) == {row[1] for row in known}
            for i, left in enumerate(names):
                assert result.counts[i, i] == own[left], (unit, within)
                for j, right in enumerate(names):
                    if i != j:
                        assert result.counts[i, j] == counts.get((left, right), 0), (unit, within)


@settings(max_examples=30, deadline=None)
@given(rows=codings_lists)
def test_cutting_the_pairs_into_pieces_changes_nothing(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        whole = cooccurrence(project).counts
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_PAIRS_AT_A_TIME", 3)
            assert (cooccurrence(project).counts == whole).all()


@settings(max_examples=30, deadline=None)
@given(rows=codings_lists)
def test_rolling_up_equals_coding_with_the_theme(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("p")
    themes = [(s, CODES.index(CODES[c][0]), a, n, who) for s, c, a, n, who in rows]
    with (
        make_project(folder / "1.qualcode", rows) as fine,
        make_project(folder / "2.qualcode", themes) as coarse,
    ):
        if len(stored(fine)) != len(stored(coarse)):
            return  # two codes on the same words became one coding of the theme
        rolled, direct = cooccurrence(fine, depth=0), cooccurrence(coarse)
        assert [code.name for code in rolled.codes] == [code.name for code in direct.codes]
        assert (rolled.counts == direct.counts).all()


def directed_by_brute_force(rows, unit, sequence):
    """{(A, B): n}: A followed by B within so many units, or with None A inside B."""
    spans = SENTENCES if unit is Unit.SENTENCE else TURNS
    counts = {}
    for (s1, c1, a1, b1, _), (s2, c2, a2, b2, _) in permutations(rows, 2):
        if s1 != s2:
            continue
        if sequence is None:
            chosen = a2 <= a1 and b1 <= b2 and (a1, b1) != (a2, b2)
        else:
            first, second = units_of(spans, a1, b1), units_of(spans, a2, b2)
            chosen = a2 >= b1 and bool(first and second) and min(second) - max(first) <= sequence
        if chosen:
            counts[c1, c2] = counts.get((c1, c2), 0) + 1
    return counts


DIRECTED = [
    {"nested": True},
    *({"unit": unit, "sequence": k} for unit in (Unit.SENTENCE, Unit.TURN) for k in (0, 1, 3)),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists)
def test_sequence_and_nesting_equal_brute_force(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        known = stored(project)
        for how in DIRECTED:
            result = cooccurrence(project, **how)
            counts = directed_by_brute_force(known, how.get("unit"), how.get("sequence"))
            names = [code.name for code in result.codes]
            for i, left in enumerate(names):
                assert result.own[i] == sum(row[1] == left for row in known)
                for j, right in enumerate(names):
                    assert result.counts[i, j] == counts.get((left, right), 0), (how, left, right)
            assert (result.either == result.either.T).all()
            assert (np.diagonal(result.either) == result.own).all()


def test_a_sequence_has_a_direction_and_a_code_may_follow_itself(tmp_path):
    rows = [(0, 0, 3, 10, "anne"), (0, 3, 45, 10, "anne"), (0, 0, 62, 10, "anne")]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        near = cooccurrence(project, unit=Unit.TURN, sequence=1)
        assert near.counts.tolist() == [[0, 1], [1, 0]]  # A → B and B → A, a turn each
        assert cooccurrence(project, unit=Unit.TURN, sequence=2).counts.tolist() == [[1, 1], [1, 0]]
        assert cooccurrence(project, unit=Unit.TURN, sequence=0).counts.sum() == 0
        assert near.own.tolist() == [2, 1]
        assert np.isnan(np.diagonal(near.coefficient)).all()


def test_codings_on_the_same_words_lie_in_neither(tmp_path):
    rows = [(0, 0, 3, 10, "anne"), (0, 3, 3, 10, "anne"), (0, 3, 5, 3, "bjørn")]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        nested = cooccurrence(project, nested=True)
        assert nested.counts.tolist() == [[0, 0], [1, 1]]  # B inside A, and B inside B
        assert cooccurrence(project).counts[0, 1] == 2


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"sequence": 1}, "distance"),
        ({"unit": Unit.CASE, "sequence": 1}, "distance"),
        ({"unit": Unit.TURN, "sequence": -1}, "distance"),
        ({"unit": Unit.TURN, "nested": True}, "by its words"),
        ({"unit": Unit.TURN, "sequence": 1, "within": 1}, "one at a time"),
        ({"nested": True, "sequence": 0, "unit": Unit.TURN}, "one at a time"),
        ({"depth": -1}, "depth"),
    ],
)
def test_ways_that_do_not_go_together_are_refused(tmp_path, how, told):
    with make_project(tmp_path / "p.qualcode", []) as project:
        with pytest.raises(InputError, match=told) as refused:
            cooccurrence(project, **how)
        assert refused.value.remedy


def test_filters_and_names_what_it_counts(tmp_path):
    rows = [
        (0, 0, 0, 10, "anne"),
        (0, 3, 5, 10, "bjørn"),
        (2, 0, 0, 10, "anne"),
        (2, 3, 5, 9, "anne"),
    ]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        assert cooccurrence(project).counts[0, 1] == 2
        only = cooccurrence(project, Selection(coders=("anne",)))
        assert (only.counts[0, 1], only.coders) == (1, ("anne",))
        assert cooccurrence(project, Selection(variables=(("wave", "2023"),))).counts[0, 1] == 1
        assert len(cooccurrence(project, Selection(codes=("B",))).codes) == 1
        by_case = cooccurrence(project, unit=Unit.CASE)
        assert (by_case.counts[0, 1], by_case.left_out) == (1, 2)
        with pytest.raises(NotFoundError, match="wave"):
            cooccurrence(project, Selection(variables=(("vawe", "2023"),)))
        with pytest.raises(NotFoundError, match="2031"):
            cooccurrence(project, Selection(variables=(("wave", "2031"),)))
        with pytest.raises(InputError, match="distance"):
            cooccurrence(project, unit=Unit.SOURCE, within=1)


def test_the_coefficient_is_undefined_where_its_denominator_is_not_positive(tmp_path):
    rows = [
        (0, 0, 0, 50, "anne"),
        (0, 0, 1, 50, "anne"),
        (0, 3, 0, 50, "anne"),
        (0, 3, 1, 50, "anne"),
    ]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        result = cooccurrence(project)
        assert result.counts[0, 1] == 4
        assert math.isnan(result.coefficient[0, 1])  # 4 / (2 + 2 − 4)
        by_sentence = cooccurrence(project, unit=Unit.SENTENCE).coefficient
        assert by_sentence[0, 1] == 1.0
        assert np.isnan(np.diagonal(by_sentence)).all()


def test_nothing_coded(tmp_path):
    with make_project(tmp_path / "p.qualcode", []) as project:
        for how in [*({"unit": unit} for unit in Unit), *DIRECTED]:
            result = cooccurrence(project, **how)
            assert result.counts.shape == (0, 0)
            assert result.coefficient.shape == (0, 0)


def test_units_of_the_fixture_do_not_overlap():
    for spans in (TURNS, SENTENCES):
        assert all(left.end <= right.start for left, right in pairwise(spans))
