"""The excerpts behind the numbers: just as many as a cell counts, and just those words."""

from __future__ import annotations

from functools import partial

import pytest
import study
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_cooccurrence import SENTENCES, TURNS, codings_lists, make_project

from qualcode.analysis import cells as module
from qualcode.analysis.cells import cooccurrence_excerpts, frequency_excerpts, sources_of
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.frequencies import frequencies, frequencies_by
from qualcode.analysis.retrieval import Places
from qualcode.analysis.unit import Counted, Unit
from qualcode.errors import NotFoundError
from qualcode.model import Span
from qualcode.project.cases import set_value
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import source_ids

WAYS = [
    *({"unit": unit} for unit in Unit),
    {"unit": Unit.SENTENCE, "within": 1},
    {"unit": Unit.TURN, "within": 0},
    {"unit": Unit.SENTENCE, "sequence": 1},
    {"unit": Unit.TURN, "sequence": 0},
    {"nested": True},
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists)
def test_there_is_an_excerpt_for_each_thing_that_a_cell_counts(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        for way in WAYS:
            for depth in (None, 0):
                how = {**way, "depth": depth}
                result = cooccurrence(project, **how)
                for i, left in enumerate(result.codes):
                    own = cooccurrence_excerpts(project, left.id, left.id, own=True, **how)
                    assert len(own) == result.own[i]
                    for j, right in enumerate(result.codes):
                        found = cooccurrence_excerpts(project, left.id, right.id, **how)
                        check_cell(result, i, j, found, depth)


def check_cell(result, i, j, found, depth):
    assert len(found) == result.counts[i, j], (result.unit, result.within, i, j)
    if result.unit is not Unit.CASE:
        assert sources_of(result, i, j) == len({one.source for one in found})
    wanted = {result.codes[i].path, result.codes[j].path}
    for one in found:
        there = {path if depth is None else path[: depth + 1] for path in one.codes}
        assert there == wanted
        assert one.coding_ids
    if not result.way.paired and result.unit in (Unit.SENTENCE, Unit.TURN):
        units = SENTENCES if result.unit is Unit.SENTENCE else TURNS
        assert {Span(one.start, one.end) for one in found} <= set(units)
    if result.unit in (Unit.SOURCE, Unit.SENTENCE, Unit.TURN) and not result.way.paired:
        assert len({(one.source, one.start) for one in found}) == len(found)
    order = [(one.source, one.start, one.end) for one in found]
    assert order == sorted(order)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists)
def test_frequencies_count_the_excerpts_behind_them(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        whole = frequencies(project)
        by_wave = frequencies_by(project, "wave")
        assert by_wave.total == whole
        assert [(group.value, group.sources) for group in by_wave.groups] == [
            ("2023", 2),
            (None, 1),
        ]
        for counted in Counted:
            check_column(project, whole.rows, whole.total, counted, None)
            for group in by_wave.groups:
                check_column(project, group.rows, group.total, counted, ("wave", group.value))
        for name in ("codings", "sources", "all_codings", "all_sources"):  # cases need not add up
            for position, row in enumerate(whole.rows):
                parts = [getattr(group.rows[position], name) for group in by_wave.groups]
                assert sum(parts) == getattr(row, name)


def check_column(project, rows, total, counted, by):
    for row in rows:
        for subcodes in (False, True):
            found = frequency_excerpts(project, row.code.id, counted, subcodes=subcodes, by=by)
            assert len(found) == getattr(row, "all_" * subcodes + counted)
    found = frequency_excerpts(project, None, counted, by=by)
    assert len(found) == getattr(total, counted)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists, limit=st.integers(2, 7))
def test_pages_are_the_whole_in_pieces(tmp_path_factory, rows, limit):
    with (
        make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(module, "_FEWEST_SOURCES", 1)

        def check(read):
            whole, offset, pages = read(), 0, []
            while page := read(limit=limit, offset=offset):
                assert len(page) <= limit
                pages += page
                offset += limit
            assert pages == whole

        codes = [code.id for code in cooccurrence(project).codes][:2]
        for how in WAYS:
            for pair in {(codes[0], codes[-1]), (codes[-1], codes[-1])} if codes else ():
                check(partial(cooccurrence_excerpts, project, *pair, context=1, **how))
        for counted in Counted:
            check(partial(frequency_excerpts, project, None, counted))
            check(partial(frequency_excerpts, project, None, counted, by=("wave", None)))
        assert frequency_excerpts(project, None, limit=0) == []


def test_a_page_reads_no_more_than_it_takes(tmp_path):
    rows = [(source, code, 3 + code, 10, "anne") for source in range(3) for code in (0, 3)]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        a, b = (study.code(project, name).id for name in "AB")
        texts = []
        project.connection.set_trace_callback(
            lambda sql: texts.append(sql) if "AS 'case', language, text" in sql else None
        )
        (first,) = cooccurrence_excerpts(project, a, b, limit=1)
        assert (first.source, len(texts)) == ("one", 1)
        cooccurrence_excerpts(project, a, b, limit=1, offset=2)
        assert len(texts) == 2
        places = Places(project)
        frequency_excerpts(project, a, places=places)
        frequency_excerpts(project, b, places=places)
        assert len(texts) == 5


def test_the_words_of_a_sequence_go_from_one_to_the_other(tmp_path):
    rows = [(0, 0, 3, 10, "anne"), (0, 3, 45, 10, "bjørn"), (0, 3, 5, 3, "anne")]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        a, b = (study.code(project, name).id for name in "AB")
        (after,) = cooccurrence_excerpts(project, a, b, unit=Unit.TURN, sequence=1)
        assert (after.start, after.end, after.codes) == (3, 55, (("A",), ("B",)))
        assert cooccurrence_excerpts(project, b, a, unit=Unit.TURN, sequence=1) == []
        (again,) = cooccurrence_excerpts(project, b, b, unit=Unit.TURN, sequence=1)
        assert (again.start, again.end, len(again.coding_ids)) == (5, 55, 2)
        (inside,) = cooccurrence_excerpts(project, b, a, nested=True)
        assert (inside.start, inside.end, inside.codes) == (5, 8, (("B",), ("A",)))


def test_the_words_of_a_pair_are_those_that_both_have(tmp_path):
    rows = [(0, 0, 3, 10, "anne"), (0, 3, 8, 20, "bjørn"), (0, 1, 100, 5, "anne")]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        a, a1, b = (study.code(project, name).id for name in ("A", "A1", "B"))
        (pair,) = cooccurrence_excerpts(project, a, b)
        assert (pair.start, pair.end) == (8, 13)
        assert pair.codes == (("A",), ("B",))
        assert pair.coders == ("anne", "bjørn")
        (near,) = cooccurrence_excerpts(project, a1, b, unit=Unit.TURN, within=3)
        assert (near.start, near.end) == (8, 105), "from the one to the other"
        (source,) = cooccurrence_excerpts(project, a, a1, unit=Unit.SOURCE, depth=None)
        assert (source.start, source.end) == (3, 105)
        (theme,) = cooccurrence_excerpts(project, a, b, unit=Unit.SOURCE, depth=0)
        assert (theme.start, theme.end) == (3, 28), "where they come nearest"
        assert len(theme.coding_ids) == 3, "it stands for all of them"


def test_a_case_whose_sources_have_a_code_each(tmp_path):
    rows = [(0, 0, 3, 10, "anne"), (1, 3, 8, 20, "anne"), (2, 3, 8, 20, "anne")]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        a, b = (study.code(project, name).id for name in "AB")
        (excerpt,) = cooccurrence_excerpts(project, a, b, unit=Unit.CASE)
        assert (excerpt.start, excerpt.end) == (3, 13)
        assert len(excerpt.coding_ids) == 2
        (excerpt,) = cooccurrence_excerpts(project, b, a, unit=Unit.CASE)
        assert (excerpt.start, excerpt.end) == (8, 28)


def test_a_selection_holds_in_the_cells_too(project):
    selections = [
        EVERYTHING,
        Selection(coders=("Kari",)),
        Selection(variables=(("kommune", "Tromsø"),)),
        Selection(text="tid"),
        Selection(codes=("Ressursbarrierer",)),
        Selection(roles=("informant",)),
        Selection(origins=("suggestion",)),
    ]
    for selection in selections:
        for how in WAYS:
            result = cooccurrence(project, selection, **how)
            for i, left in enumerate(result.codes):
                for j, right in enumerate(result.codes):
                    found = cooccurrence_excerpts(project, left.id, right.id, selection, **how)
                    assert len(found) == result.counts[i, j]
        for group in frequencies_by(project, "perspektiv", selection).groups:
            for row in group.rows:
                found = frequency_excerpts(
                    project, row.code.id, selection=selection, by=("perspektiv", group.value)
                )
                assert len(found) == row.codings


def test_values_stand_in_an_order_that_people_expect(project):
    with project.action("Variables"):
        for name, value in zip(source_ids(project), ("uke 10", "uke 9", "Aker"), strict=True):
            set_value(project, "uke", value, source_id=source_ids(project)[name])
    assert [group.value for group in frequencies_by(project, "uke").groups] == [
        "Aker",
        "uke 9",
        "uke 10",
    ]


def test_what_is_not_there(project, empty_project):
    with pytest.raises(NotFoundError, match="no variable “perspketiv”") as raised:
        frequencies_by(project, "perspketiv")
    assert "perspektiv" in raised.value.remedy
    with pytest.raises(NotFoundError, match="no longer"):
        cooccurrence_excerpts(project, 1, 99)
    with pytest.raises(NotFoundError, match="no longer"):
        frequency_excerpts(project, 99)
    assert frequency_excerpts(project, 1, by=("perspektiv", "rektor")) == []
    assert frequencies(empty_project).rows == ()
    assert frequencies(empty_project).total == (0, 0, 0, 0, None, None)
    with pytest.raises(NotFoundError, match="no variable"):
        frequencies_by(empty_project, "perspektiv")
