"""The words behind a number: the excerpts that a cell of a matrix or a table counts.

There is one excerpt for each thing counted, so that their number is the cell's:

- a pair of codings: the words that both have, or, where pairs near or after one another are
  counted, the words from the beginning of the one to the end of the other;
- a coding: its words;
- a sentence or turn: its words;
- a source or case: where the two codes come nearest to each other in it (for one code, or where
  they are in different sources of a case, its first coding).

Each excerpt stands for all codings of the cell's codes in it. `places` are as in
`retrieval.excerpts_of`. `limit` and `offset` give a page: so many of the excerpts, from that one
on, for which no more is read than it takes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.comparison import Cases, Change, Compared, Comparison
from qualcode.analysis.cooccurrence import Cooccurrence, code_at_depth
from qualcode.analysis.counted import Things, sources_counted, things
from qualcode.analysis.crossing import codes_of_row
from qualcode.analysis.frequencies import sources_by_value
from qualcode.analysis.passages import Applied, Passage
from qualcode.analysis.placing import Way, place
from qualcode.analysis.retrieval import Places, made
from qualcode.analysis.spans import coding_arrays
from qualcode.analysis.unit import Counted, Unit
from qualcode.errors import NotFoundError
from qualcode.model import Excerpt, Span
from qualcode.project.codes import codes, with_descendants
from qualcode.project.memos import memos_by_coding
from qualcode.project.selection import EVERYTHING, Selection, selected_sources

if TYPE_CHECKING:
    from qualcode.project import Project

_Read = Callable[[Collection[int] | None], Things]
_UNIT = {Counted.SOURCES: Unit.SOURCE, Counted.CASES: Unit.CASE}
_FEWEST_SOURCES = 8  # that are looked through at once for a page


def cooccurrence_excerpts(
    project: Project,
    row: int,
    column: int,
    selection: Selection = EVERYTHING,
    *,
    unit: Unit = Unit.OVERLAP,
    within: int | None = None,
    sequence: int | None = None,
    nested: bool = False,
    depth: int | None = None,
    own: bool = False,
    context: int = 0,
    places: Places | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Excerpt]:
    """The excerpts that a cell of `cooccurrence` counts, in the order of sources and words.

    `row` and `column` are ids of codes, the same for a cell on the diagonal; the rest is as it was
    for the matrix. `own` gives what a code's own n counts instead of the row's code with itself,
    where that is something else. Raises `NotFoundError` if a code is no longer there.
    """
    way = Way(unit, within, sequence, nested)
    with project.snapshot():
        target = code_at_depth(codes(project), depth)
        if not {row, column} <= set(target):
            raise NotFoundError("That code is no longer in the codebook.")
        concerned = {each for each, code in target.items() if code.id in (row, column)}
        side = {each: int(target[each].id != row) for each in concerned}

        def read(source_ids: Collection[int] | None) -> Things:
            arrays = coding_arrays(project, selection, code_ids=concerned, source_ids=source_ids)
            sides = np.array([side[each] for each in arrays.code.tolist()], dtype=np.int64)
            placed = place(project, arrays, sides, way)
            return things(placed, 0, int(row != column), own=own)

        page = _Page(project, places or Places(project), context, limit, offset)
        return page.of_cases(read) if unit is Unit.CASE else page.of_sources(read, selection)


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
    limit: int | None = None,
    offset: int = 0,
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
            project,
            wanted,
            source_ids,
            counted,
            selection,
            context=context,
            places=places,
            limit=limit,
            offset=offset,
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
    places: Places | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Excerpt]:
    """The excerpts that a cell of `crosstab` counts, in the order of sources and words.

    `code` is a row's code by its id, `group` the value of each variable, None for none.
    """
    with project.snapshot():
        wanted = codes_of_row(project, code, depth)
        members = (sources_by_value(project, name).get(group[name], set()) for name in group)
        source_ids = set.intersection(*members)
        return counted_excerpts(
            project,
            wanted,
            source_ids,
            counted,
            selection,
            context=context,
            places=places,
            limit=limit,
            offset=offset,
        )


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
    places: Places | None = None,
    limit: int | None = None,
    offset: int = 0,
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
            project,
            wanted_codes,
            chosen,
            counted,
            result.selection,
            context=context,
            places=places,
            limit=limit,
            offset=offset,
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
    limit: int | None = None,
    offset: int = 0,
) -> list[Excerpt]:
    """The excerpts behind a count of some codes in some sources; None for all. In a snapshot."""
    way = Way(_UNIT.get(counted, Unit.OVERLAP))

    def read(some: Collection[int] | None) -> Things:
        arrays = coding_arrays(project, selection, code_ids=code_ids, source_ids=some)
        return things(place(project, arrays, np.zeros_like(arrays.code), way), 0, 0, own=True)

    page = _Page(project, places or Places(project), context, limit, offset)
    if way.unit is Unit.CASE:
        return page.of_cases(read, source_ids)
    return page.of_sources(read, selection, source_ids)


def sources_of(result: Cooccurrence, row: int, column: int) -> int:
    """In how many sources the things lie that a cell counts; the cell is named by its indices."""
    placed = result.placed.of(np.flatnonzero(np.isin(result.placed.row, (row, column))))
    return len(np.unique(sources_counted(placed, row, column)))


@dataclass(frozen=True, slots=True)
class _Page:
    """So many of a cell's excerpts, from one of them on, in the order of sources and words."""

    project: Project
    places: Places
    context: int
    limit: int | None
    offset: int

    def of_cases(self, read: _Read, source_ids: Collection[int] | None = None) -> list[Excerpt]:
        """The excerpts of things that may reach from one source into another."""
        found = read(source_ids)
        order = self._in_order(found)
        beyond = None if self.limit is None else self.offset + self.limit
        return self._excerpts(found, order[self.offset : beyond])

    def of_sources(
        self, read: _Read, selection: Selection, source_ids: Collection[int] | None = None
    ) -> list[Excerpt]:
        """The excerpts of things that lie in one source each."""
        if self.limit is None:
            return self.of_cases(read, source_ids)
        skip, excerpts = self.offset, list[Excerpt]()
        for some in self._sources(selection, source_ids):
            if len(excerpts) >= self.limit:
                break
            found = read(some)
            order = self._in_order(found)[skip : skip + self.limit - len(excerpts)]
            skip = max(skip - len(found), 0)
            excerpts += self._excerpts(found, order)
        return excerpts

    def _sources(
        self, selection: Selection, source_ids: Collection[int] | None
    ) -> Iterator[Sequence[int]]:
        """Sources in the order of their names: a few, then more and more at once."""
        chosen = selected_sources(self.project, selection)
        wanted = [
            each
            for each in self.places.ids.values()
            if (chosen is None or each in chosen) and (source_ids is None or each in source_ids)
        ]
        first, number = 0, _FEWEST_SOURCES
        while first < len(wanted):
            yield wanted[first : first + number]
            first, number = first + number, 2 * number

    def _in_order(self, found: Things) -> list[int]:
        rank = self.places.rank
        place = np.array([rank[each] for each in found.source.tolist()], dtype=np.int64)
        # The same in every page: what is on the same words goes by its codings.
        first, last = found.members[found.bounds[:-1]], found.members[found.bounds[1:] - 1]
        ties = (found.arrays.coding[last], found.arrays.coding[first])
        order: list[int] = np.lexsort((*ties, found.end, found.start, place)).tolist()
        return order

    def _excerpts(self, found: Things, wanted: Sequence[int]) -> list[Excerpt]:
        coding, code, coder = (
            each.tolist() for each in (found.arrays.coding, found.arrays.code, found.arrays.coder)
        )
        members = [found.members_of(each) for each in wanted]
        ids = {coding[each] for inside in members for each in inside}
        memos = memos_by_coding(self.project, ids) if ids else {}
        name = {row["id"]: row["name"] for row in self.project.rows("SELECT id, name FROM coders")}

        def applied(position: int) -> Applied:
            one = coding[position]
            return Applied(one, code[position], name[coder[position]], memos.get(one, ""))

        passages = (
            Passage(
                int(found.source[each]),
                Span(int(found.start[each]), int(found.end[each])),
                tuple(map(applied, inside)),
            )
            for each, inside in zip(wanted, members, strict=True)
        )
        return made(self.places, passages, self.context)
