"""The words behind a number: the excerpts that a cell of a matrix or a table counts.

There is one excerpt for each thing counted, so that their number is the cell's:

- a pair of codings: the words that both have, or, where pairs near one another are counted, the
  words from the beginning of the one to the end of the other;
- a coding: its words;
- a sentence or turn: its words;
- a source or case: where the two codes come nearest to each other in it (for one code, or where
  they are in different sources of a case, its first coding).

Each excerpt stands for all codings of the cell's codes in it. `places` are as in
`retrieval.excerpts_of`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.comparison import Cases, Change, Compared, Comparison
from qualcode.analysis.cooccurrence import Cooccurrence, code_at_depth
from qualcode.analysis.crossing import codes_of_row
from qualcode.analysis.frequencies import sources_by_value
from qualcode.analysis.intervals import overlaps
from qualcode.analysis.passages import Passage
from qualcode.analysis.placing import Placed, place
from qualcode.analysis.retrieval import Places, excerpts_of
from qualcode.analysis.spans import Integers, coding_arrays
from qualcode.analysis.unit import Counted, Unit
from qualcode.errors import NotFoundError
from qualcode.model import Coding, Excerpt, Span
from qualcode.project.codes import codes, with_descendants
from qualcode.project.codings import codings
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project

_UNIT = {Counted.SOURCES: Unit.SOURCE, Counted.CASES: Unit.CASE}


def cooccurrence_excerpts(
    project: Project,
    row: int,
    column: int,
    selection: Selection = EVERYTHING,
    *,
    unit: Unit = Unit.OVERLAP,
    within: int | None = None,
    depth: int | None = None,
    context: int = 0,
    places: Places | None = None,
) -> list[Excerpt]:
    """The excerpts that a cell of `cooccurrence` counts, in the order of sources and words.

    `row` and `column` are ids of codes, the same for a cell on the diagonal; the rest is as it was
    for the matrix. Raises `NotFoundError` if a code is no longer there.
    """
    with project.snapshot():
        target = code_at_depth(codes(project), depth)
        if not {row, column} <= set(target):
            raise NotFoundError("That code is no longer in the codebook.")
        concerned = {each for each, code in target.items() if code.id in (row, column)}
        arrays = coding_arrays(project, selection, code_ids=concerned)
        side = {each: int(target[each].id != row) for each in concerned}
        sides = np.array([side[each] for each in arrays.code.tolist()], dtype=np.int64)
        placed = place(project, arrays, sides, unit, within)
        return _excerpts(project, placed, 0, int(row != column), unit, within, context, places)


def frequency_excerpts(
    project: Project,
    code: int | None,
    counted: Counted = Counted.CODINGS,
    selection: Selection = EVERYTHING,
    *,
    subcodes: bool = False,
    by: tuple[str, str | None] | None = None,
    context: int = 0,
    places: Places | None = None,
) -> list[Excerpt]:
    """The excerpts that a cell of `frequencies` counts, in the order of sources and words.

    `code` is a code's id, with everything under it if `subcodes`; None for all codes.
    `by` is a variable and the value that sources have, None for none, as in `frequencies_by`.
    """
    with project.snapshot():
        all_codes = codes(project)
        wanted = None if code is None else {code}
        if wanted is not None and not wanted <= {each.id for each in all_codes}:
            raise NotFoundError("That code is no longer in the codebook.")
        if wanted is not None and subcodes:
            wanted = with_descendants(all_codes, wanted)
        source_ids = None if by is None else sources_by_value(project, by[0]).get(by[1], set())
        return counted_excerpts(
            project, wanted, source_ids, counted, selection, context=context, places=places
        )


def crosstab_excerpts(
    project: Project,
    code: int,
    group: Mapping[str, str | None],
    counted: Counted = Counted.CODINGS,
    selection: Selection = EVERYTHING,
    *,
    depth: int | None = None,
    context: int = 0,
) -> list[Excerpt]:
    """The excerpts that a cell of `crosstab` counts, in the order of sources and words.

    `code` is a row's code by its id, `group` the value of each variable, None for none.
    """
    with project.snapshot():
        wanted = codes_of_row(project, code, depth)
        members = (sources_by_value(project, name).get(group[name], set()) for name in group)
        source_ids = set.intersection(*members)
        return counted_excerpts(project, wanted, source_ids, counted, selection, context=context)


def comparison_excerpts(
    project: Project,
    result: Comparison,
    row: Compared,
    *,
    cases: Cases = Cases.ALL,
    change: Change | None = None,
    value: str = "",
    counted: Counted = Counted.CASES,
    context: int = 0,
) -> list[Excerpt]:
    """The excerpts behind a number of `compare`, in the order of sources and words.

    By default one for each case that has the row's code: of all cases or of `cases`, or those
    with one `change`. `counted` gives one for each of their codings instead. `value` is the side,
    the baseline or the row's other value; if empty the other, or for what was lost the baseline.
    Where a code never was, there are no words.
    """
    value = value or (result.baseline if change is Change.LOST else row.later)
    contrast = row.contrasts[cases]
    side = contrast.before if value == result.baseline else contrast.after
    who = side.having if change is None else row.changes[change]
    with project.snapshot():
        rows = project.rows(
            "SELECT sources.id FROM sources JOIN cases ON cases.id = case_id "
            "WHERE cases.name IN (SELECT value FROM json_each(?))",
            (json.dumps(who),),
        )
        chosen = {each["id"] for each in rows}
        chosen &= sources_by_value(project, result.variable).get(value, set())
        for wanted in row.group:
            chosen &= sources_by_value(project, result.group_variable).get(wanted, set())
        wanted_codes = codes_of_row(project, row.code.id, result.depth)
        return counted_excerpts(
            project, wanted_codes, chosen, counted, result.selection, context=context
        )


def counted_excerpts(
    project: Project,
    code_ids: Collection[int] | None,
    source_ids: Collection[int] | None,
    counted: Counted,
    selection: Selection = EVERYTHING,
    *,
    context: int = 0,
    places: Places | None = None,
) -> list[Excerpt]:
    """The excerpts behind a count of some codes in some sources; None for all. In a snapshot."""
    arrays = coding_arrays(project, selection, code_ids=code_ids, source_ids=source_ids)
    unit = _UNIT.get(counted, Unit.OVERLAP)
    placed = place(project, arrays, np.zeros_like(arrays.code), unit, None)
    return _excerpts(project, placed, 0, 0, unit, None, context, places)


def sources_of(result: Cooccurrence, row: int, column: int) -> int:
    """In how many sources the things lie that a cell counts; the cell is named by its indices."""
    placed = result.placed.of(np.flatnonzero(np.isin(result.placed.row, (row, column))))
    if placed.paired and row == column:
        return len(np.unique(placed.source))
    if placed.paired:
        return len(np.unique(placed.source[_pairs(placed, row, column)[0]]))
    placed = placed.with_extent()
    unit, position = placed.units()
    met = np.isin(unit, _units_met(placed, row, column))
    return len(np.unique(placed.source[position[met]]))


def _pairs(placed: Placed, row: int, column: int) -> tuple[Integers, Integers]:
    """The positions of the codings of each pair, the row's code first."""
    inside = np.flatnonzero(placed.first < placed.beyond)
    found = [np.zeros((2, 0), dtype=np.int64)]
    for left, right in overlaps(placed.first[inside], placed.beyond[inside]):
        left, right = inside[left], inside[right]
        for one, other in ((left, right), (right, left)):
            chosen = (placed.row[one] == row) & (placed.row[other] == column)
            found.append(np.stack((one[chosen], other[chosen])))
    one, other = np.concatenate(found, axis=1)
    return one, other


def _units_met(placed: Placed, row: int, column: int) -> Integers:
    unit, position = placed.units()
    there = placed.row[position]
    return np.intersect1d(unit[there == row], unit[there == column])


def _excerpts(
    project: Project,
    placed: Placed,
    row: int,
    column: int,
    unit: Unit,
    within: int | None,
    context: int,
    places: Places | None,
) -> list[Excerpt]:
    found = {coding.id: coding for coding in codings(project, placed.coding.tolist())}
    ordered = [found[each] for each in placed.coding.tolist()]
    if placed.paired and row == column:
        passages = [Passage(each.source_id, _span(each), (each,)) for each in ordered]
    elif placed.paired:
        combine = _shared if within is None else _hull
        passages = [
            Passage(ordered[i].source_id, combine(ordered[i], ordered[j]), (ordered[i], ordered[j]))
            for i, j in zip(*map(np.ndarray.tolist, _pairs(placed, row, column)), strict=True)
        ]
    else:
        passages = _passages_of_units(placed, ordered, row, column, unit)
    return excerpts_of(project, passages, context=context, places=places)


def _passages_of_units(
    placed: Placed, ordered: Sequence[Coding], row: int, column: int, unit: Unit
) -> list[Passage]:
    covered = placed.covered
    assert covered is not None, "units are covered where they are counted"
    met = _units_met(placed, row, column)
    units, position = placed.units()
    members: dict[int, list[int]] = {each: [] for each in met.tolist()}
    for each, where in zip(units.tolist(), position.tolist(), strict=True):
        if each in members:
            members[each].append(where)
    passages = []
    for each, inside in members.items():
        concerned = tuple(ordered[where] for where in inside)
        if unit in (Unit.SOURCE, Unit.CASE):
            sides = [int(placed.row[where]) for where in inside]
            left, right = _nearest(list(zip(sides, concerned, strict=True)), row, column)
            source_id, span = left.source_id, _hull(left, right)
        else:
            source_id = int(covered.source[each])
            span = Span(int(covered.start[each]), int(covered.end[each]))
        passages.append(Passage(source_id, span, concerned))
    return passages


def _nearest(members: Sequence[tuple[int, Coding]], row: int, column: int) -> tuple[Coding, Coding]:
    """A coding of the row's code and one of the column's with the fewest characters between them.

    Where no source has both, it is the first coding of the row's code, twice.
    """
    first = next(coding for side, coding in members if side == row)
    nearest, distance = (first, first), None
    if row == column:
        return nearest
    furthest: dict[int, Coding] = {}  # of each code, the coding that reaches furthest so far
    source_id = None
    for side, coding in members:  # in the order of sources and words
        if coding.source_id != source_id:
            furthest.clear()
            source_id = coding.source_id
        before = furthest.get(column if side == row else row)
        if before is not None:
            gap = max(coding.start - before.end, 0)
            if distance is None or gap < distance:
                nearest, distance = (before, coding), gap
        if side not in furthest or coding.end > furthest[side].end:
            furthest[side] = coding
    return nearest


def _span(coding: Coding) -> Span:
    return Span(coding.start, coding.end)


def _shared(left: Coding, right: Coding) -> Span:
    return Span(max(left.start, right.start), min(left.end, right.end))


def _hull(left: Coding, right: Coding) -> Span:
    return Span(min(left.start, right.start), max(left.end, right.end))
