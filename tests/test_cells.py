"""The excerpts behind the numbers: just as many as a cell counts, and just those words."""

from __future__ import annotations

import pytest
import study
from hypothesis import HealthCheck, given, settings
from test_cooccurrence import SENTENCES, TURNS, codings_lists, make_project

from qualcode.analysis.cells import cooccurrence_excerpts, frequency_excerpts, sources_of
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.frequencies import frequencies, frequencies_by
from qualcode.analysis.unit import Counted, Unit
from qualcode.errors import NotFoundError
from qualcode.model import Span
from qualcode.project.cases import set_value
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import source_ids

WAYS = [(unit, None) for unit in Unit] + [(Unit.SENTENCE, 1), (Unit.TURN, 0)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists)
def test_there_is_an_excerpt_for_each_thing_that_a_cell_counts(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        for unit, within in WAYS:
            for depth in (None, 0):
                how = {"unit": unit, "within": within, "depth": depth}
                result = cooccurrence(project, **how)
                for i, left in enumerate(result.codes):
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
    if result.within is None and result.unit in (Unit.SENTENCE, Unit.TURN):
        units = SENTENCES if result.unit is Unit.SENTENCE else TURNS
        assert {Span(one.start, one.end) for one in found} <= set(units)
    if result.unit in (Unit.SOURCE, Unit.SENTENCE, Unit.TURN) and result.within is None:
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
    ]
    for selection in selections:
        for unit, within in WAYS:
            how = {"unit": unit, "within": within}
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
