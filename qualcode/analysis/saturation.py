"""Saturation: which codes each further interview brings, and how many may be unseen.

It is the saturation of codes. Whether what is said under a code has been understood (saturation of
meaning; Hennink, Kaiser and Marconi 2017) no count can tell, and a codebook that was made
beforehand cannot grow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from qualcode.analysis.accumulation import (
    Booleans,
    Criterion,
    Richness,
    chao2,
    criterion,
    expected_curve,
    new_codes,
    reached_in_curves,
    shuffled_curves,
)
from qualcode.analysis.code_history import CodeHistory, code_history
from qualcode.analysis.contingency import Floats
from qualcode.analysis.cooccurrence import code_at_depth
from qualcode.analysis.crossing import MOST_GROUPS, Values
from qualcode.analysis.frequencies import in_order, sources_by_value
from qualcode.analysis.material import Amount, Material, material
from qualcode.analysis.spans import CodingArrays, Integers, coder_names, coding_arrays
from qualcode.analysis.unit import Unit
from qualcode.errors import InputError
from qualcode.frames import Framed
from qualcode.model import Code
from qualcode.project.codes import CodeFinder, codes, with_descendants
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import source_ids
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project import Project

IMPORTED = "imported"
NAME = "name"
BAND = (0.05, 0.95)
_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


class Shuffled(NamedTuple):
    """In which share of shuffled orders a criterion is reached, and after how many units there.

    The numbers are the 5th, 50th and 95th percentile of those orders; None if it never is. `share`
    is None where the criterion is undefined.
    """

    share: float | None
    low: int | None
    median: int | None
    high: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Accumulated:
    """How codes accumulate over the units of a group, in order.

    `group` is the value of the grouping variable; it is empty for all units. `marks` are the values
    that the order goes by, None for none. `codings` is units × codes, `sources` the ids of each
    unit's sources. `expected` is the exact mean of all orders; `low`, `median` and `high` are of
    the shuffled ones. `criterion` is at the threshold asked for, `strict` at 0.
    """

    group: Values
    units: tuple[str, ...]
    marks: tuple[str | None, ...]
    sources: tuple[tuple[int, ...], ...]
    codings: Integers
    expected: Floats
    low: Integers
    median: Integers
    high: Integers
    criterion: Criterion
    strict: Criterion
    shuffled: Shuffled
    richness: Richness

    @property
    def present(self) -> Booleans:
        """Which codes each unit has: units × codes."""
        return self.codings > 0

    @property
    def new(self) -> Integers:
        """How many codes each unit is the first to have."""
        return new_codes(self.present)

    @property
    def seen(self) -> Integers:
        """How many codes there are in each unit and those before it."""
        return np.cumsum(self.new)


@dataclass(frozen=True, slots=True, eq=False)
class Saturation(Framed):
    """New codes per interview or case, and what follows.

    `codes` are those with a coding, `available` how many the codebook has in the selection and at
    the depth. `order` is `imported`, `name` or a variable. `at_once` says that all sources were
    imported in the same second, so that the order of import says nothing. `without_mark` counts the
    units without a value of that variable, which come last; `without_case` the sources that are
    left out for having no case. `coding` tells what the history knows of codes that came late.
    """

    unit: Unit
    order: str
    at_once: bool
    codes: tuple[Code, ...]
    available: int
    all: Accumulated
    group_variable: str
    groups: tuple[Accumulated, ...]
    without_mark: int
    without_case: int
    coding: CodeHistory
    selection: Selection
    coders: tuple[str, ...]
    material: Amount
    coded_by: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]
    depth: int | None
    rounds: int
    seed: int

    @property
    def accumulated(self) -> tuple[Accumulated, ...]:
        """All units together, then each group."""
        return (self.all, *self.groups)


def saturation(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: Unit = Unit.SOURCE,
    order: str = IMPORTED,
    group: str = "",
    depth: int | None = None,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    rounds: int = 1000,
    seed: int = 0,
) -> Saturation:
    """Follow how many new codes each source or case of a selection brings.

    `order` is `imported`, `name`, or a variable such as a date; those with the same value follow in
    the order of import. A case stands where its first source does. `group` is a variable by whose
    values all is done again. `depth` rolls codes up as in `cooccurrence`. `base`, `run` and
    `threshold` are those of `accumulation.criterion`; `rounds` random orders are drawn with `seed`.

    Sources that no coder of the selection has coded do not count, unless it names them.

    Raises `NotFoundError` for an unknown name; `InputError` where there is nothing to count.
    """
    order, group = one_line(order) or IMPORTED, one_line(group)
    _check(unit, depth, base, run, threshold, rounds)
    with project.snapshot():
        arrays = coding_arrays(project, selection)
        found = material(project, selection)
        if not len(arrays):
            raise InputError(
                "There are no codings in this selection.",
                remedy="Choose other sources, coders or words.",
            )
        all_codes = codes(project)
        rows, row, available = _rows(all_codes, selection, arrays.code, depth)
        marks = _marks(project, order)
        groups = _groups(project, group, found) if group else {}
        names = {each: name for name, each in source_ids(project).items()}
        cases = {each["id"]: each["name"] for each in project.rows("SELECT id, name FROM cases")}
        moments = project.rows("SELECT DISTINCT imported_at FROM sources")
        coders = coder_names(project, arrays)
        coding = code_history(project, selection, rows, all_codes, depth)
    in_place = _in_order(found, order, marks, names)
    if unit is Unit.CASE:
        in_place = [each for each in in_place if found.case[each] > 0]
        if not in_place:
            raise InputError(
                "No source in this selection belongs to a case.",
                remedy="`qualcode cases assign` says whose a transcript is; or count by source.",
            )

    def accumulated(values: Values, inside: Sequence[int]) -> Accumulated:
        owner = found.case if unit is Unit.CASE else found.source
        called = cases if unit is Unit.CASE else names
        units = list(dict.fromkeys(int(owner[each]) for each in inside))
        members = {each: [place for place in inside if owner[place] == each] for each in units}
        codings = _codings(arrays, row, found, members, len(rows))
        present = codings > 0
        curves = shuffled_curves(present, rounds, seed)
        low, median, high = np.quantile(curves, (BAND[0], 0.5, BAND[1]), axis=0, method="nearest")
        new = new_codes(present)
        asked = criterion(new, base, run, threshold)
        reached = reached_in_curves(curves, base, run, threshold)
        return Accumulated(
            group=values,
            units=tuple(called[each] for each in units),
            marks=tuple(marks.get(int(found.source[members[each][0]])) for each in units),
            sources=tuple(tuple(found.source[members[each]].tolist()) for each in units),
            codings=codings,
            expected=expected_curve(present),
            low=low.astype(np.int64),
            median=median.astype(np.int64),
            high=high.astype(np.int64),
            criterion=asked,
            strict=criterion(new, base, run, 0.0),
            shuffled=_shuffled(reached if len(units) >= base + run else reached[:0]),
            richness=chao2(present.sum(axis=0), len(units)),
        )

    everything = accumulated((), in_place)
    return Saturation(
        unit=unit,
        order=order,
        at_once=len(moments) < 2,
        codes=rows,
        available=available,
        all=everything,
        group_variable=group,
        groups=tuple(
            accumulated((value,), inside)
            for value, members in groups.items()
            if (inside := [each for each in in_place if found.source[each] in members])
        ),
        without_mark=(
            0 if order in (IMPORTED, NAME) else sum(mark is None for mark in everything.marks)
        ),
        without_case=int((found.case == 0).sum()) if unit is Unit.CASE else 0,
        coding=coding,
        selection=selection,
        coders=coders,
        material=found.amount(),
        coded_by=found.coded_by,
        left_out=found.left_out,
        depth=depth,
        rounds=rounds,
        seed=seed,
    )


def _check(
    unit: Unit, depth: int | None, base: int, run: int, threshold: float, rounds: int
) -> None:
    if unit not in (Unit.SOURCE, Unit.CASE):
        raise InputError("Saturation is followed over sources or cases.", remedy="Choose one.")
    if depth is not None and depth < 0:
        raise InputError("Codes are rolled up to a depth from 0 up.", remedy="0 is for themes.")
    if base < 1 or run < 1:
        raise InputError(
            "Base and run take at least one interview each.", remedy="4 and 2 are usual."
        )
    if not 0 <= threshold < 1:
        raise InputError(
            "A threshold is a share from 0 to below 1.", remedy="0.05 stands for 5 %, as is usual."
        )
    if rounds < 1:
        raise InputError("Shuffling takes at least one order.", remedy="1000 is usual.")


def _rows(
    all_codes: Sequence[Code], selection: Selection, ids: Integers, depth: int | None
) -> tuple[tuple[Code, ...], Integers, int]:
    """The codes that get a row, each coding's row, and how many rows the codebook could give."""
    target = code_at_depth(all_codes, depth)
    used = {target[each].id for each in np.unique(ids).tolist()}
    rows = tuple(code for code in all_codes if code.id in used)
    index = {code.id: position for position, code in enumerate(rows)}
    lookup = np.zeros(max(target) + 1, dtype=np.int64)
    for each, code in target.items():
        lookup[each] = index.get(code.id, 0)
    chosen = {code.id for code in all_codes}
    if selection.codes:
        finder = CodeFinder(all_codes)
        chosen = {finder.find(name).id for name in selection.codes}
        chosen = with_descendants(all_codes, chosen) if selection.subtree else chosen
    return rows, lookup[ids], len({target[each].id for each in chosen})


def _marks(project: Project, order: str) -> dict[int, str | None]:
    """What each source is put in order by; empty for the order of import or of names."""
    if order in (IMPORTED, NAME):
        return {}
    return {
        each: value
        for value, members in sources_by_value(project, order).items()
        for each in members
    }


def _groups(project: Project, variable: str, found: Material) -> dict[str | None, set[int]]:
    there = set(found.source.tolist())
    members = {
        value: inside
        for value, each in sources_by_value(project, variable).items()
        if (inside := each & there)
    }
    if set(members) == {None}:
        raise InputError(
            f"No source that counts has a value of {variable}.",
            remedy="`qualcode import PROJECT --variables FILE` brings values in.",
        )
    if len(members) > MOST_GROUPS:
        raise InputError(
            f"{variable} makes {len(members)} groups; a report takes {MOST_GROUPS}.",
            remedy=f"Choose some (--where {variable}=…), or bring in a variable with fewer values, "
            "such as regions for municipalities.",
        )
    return {value: members[value] for value in sorted(members, key=in_order)}


def _in_order(
    found: Material, order: str, marks: dict[int, str | None], names: dict[int, str]
) -> list[int]:
    """The positions of the sources in the order asked for; ids rise with import."""
    places = list(range(len(found.source)))
    if order == NAME:
        return sorted(places, key=lambda place: in_order(names[int(found.source[place])]))
    if order != IMPORTED:
        return sorted(places, key=lambda place: _moment(marks.get(int(found.source[place]))))
    return places


def _moment(value: str | None) -> Any:
    """A sort key for values: as for all values, but days written 3.2.2025 go by the calendar."""
    if value and (date := _DATE.fullmatch(value.strip())):
        day, month, year = date.groups()
        value = f"{year}-{month:0>2}-{day:0>2}"
    return in_order(value)


def _codings(
    arrays: CodingArrays,
    row: Integers,
    found: Material,
    members: dict[int, list[int]],
    size: int,
) -> Integers:
    """How many codings of each row each unit has: units × codes."""
    unit_of = np.full(len(found.source), -1)
    for number, places in enumerate(members.values()):
        unit_of[places] = number
    unit = unit_of[found.position(arrays.source)]
    inside = unit >= 0
    counts = np.bincount(unit[inside] * size + row[inside], minlength=len(members) * size)
    return counts.reshape(len(members), size)


def _shuffled(reached: Integers) -> Shuffled:
    there = reached[reached >= 0]
    if not len(there):
        return Shuffled(0.0 if len(reached) else None, None, None, None)
    low, median, high = np.quantile(there, (BAND[0], 0.5, BAND[1]), method="nearest").tolist()
    return Shuffled(len(there) / len(reached), int(low), int(median), int(high))
