"""The things that a cell counts: codings, pairs of codings, or units; where each lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from qualcode.analysis.placing import Placed
from qualcode.analysis.spans import CodingArrays, Integers
from qualcode.analysis.unit import Unit


@dataclass(frozen=True, slots=True)
class Things:
    """What a cell counts, one element each: source, start and end of the words that show it.

    The codings that the n-th stands for are those at `members[bounds[n] : bounds[n + 1]]`, as
    positions in `arrays`.
    """

    arrays: CodingArrays
    source: Integers
    start: Integers
    end: Integers
    members: Integers
    bounds: Integers

    def __len__(self) -> int:
        return len(self.source)

    def members_of(self, thing: int) -> list[int]:
        """The codings that one stands for, as positions."""
        return list(map(int, self.members[self.bounds[thing] : self.bounds[thing + 1]]))


def things(placed: Placed, row: int, column: int, *, own: bool = False) -> Things:
    """What the cell of two codes counts, which are named by their rows.

    `own` gives what the row's own n counts, where a code with itself is something else.
    """
    alone = row == column and (own or not placed.way.directed)
    if not placed.way.paired:
        return _units(placed, row, column)
    arrays = placed.arrays
    if alone:
        each = np.flatnonzero(placed.row == row)
        return Things(
            arrays,
            arrays.source[each],
            arrays.start[each],
            arrays.end[each],
            each,
            np.arange(len(each) + 1),
        )
    one, other = _pairs(placed, row, column)
    start, end = (np.stack((side[one], side[other])) for side in (arrays.start, arrays.end))
    if placed.way.unit is Unit.OVERLAP:  # the words that both have
        start, end = start.max(axis=0), end.min(axis=0)
    else:
        start, end = start.min(axis=0), end.max(axis=0)
    members = np.stack((one, other), axis=1).ravel()
    return Things(arrays, arrays.source[one], start, end, members, 2 * np.arange(len(one) + 1))


def sources_counted(placed: Placed, row: int, column: int) -> Integers:
    """The sources in which the things lie, one for each and perhaps more than once."""
    if placed.way.paired:
        return things(placed, row, column).source
    placed = placed.with_extent()
    unit, position = placed.units()
    met = np.isin(unit, _units_met(placed, row, column))
    return placed.arrays.source[position[met]]


def _pairs(placed: Placed, row: int, column: int) -> tuple[Integers, Integers]:
    """The positions of the codings of each pair, the row's code first."""
    found = [np.zeros((2, 0), dtype=np.int64)]
    for left, right in placed.pairs():
        ways = [(left, right)] if placed.way.directed else [(left, right), (right, left)]
        for one, other in ways:
            chosen = (placed.row[one] == row) & (placed.row[other] == column)
            found.append(np.stack((one[chosen], other[chosen])))
    one, other = np.concatenate(found, axis=1)
    return one, other


def _units_met(placed: Placed, row: int, column: int) -> Integers:
    unit, position = placed.units()
    there = placed.row[position]
    return np.intersect1d(unit[there == row], unit[there == column])


def _units(placed: Placed, row: int, column: int) -> Things:
    unit, position = placed.units()
    inside = np.isin(unit, _units_met(placed, row, column))
    inside &= np.isin(placed.row[position], (row, column))
    order = np.argsort(unit[inside], kind="stable")
    members = position[inside][order]
    met, first = np.unique(unit[inside][order], return_index=True)
    bounds = np.append(first, len(members))
    arrays, covered = placed.arrays, placed.covered
    if covered is not None and len(covered.source):
        place = (covered.source[met], covered.start[met], covered.end[met])
        return Things(arrays, *place, members, bounds)
    lying = list(
        zip(
            placed.row[members].tolist(),
            arrays.source[members].tolist(),
            arrays.start[members].tolist(),
            arrays.end[members].tolist(),
            strict=True,
        )
    )
    ends = [
        (members[begin + one], members[begin + other])
        for begin, beyond in pairwise(bounds.tolist())
        for one, other in [_nearest(lying[begin:beyond], row, column)]
    ]
    left, right = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    start = np.minimum(arrays.start[left], arrays.start[right])
    end = np.maximum(arrays.end[left], arrays.end[right])
    return Things(arrays, arrays.source[left], start, end, members, bounds)


def _nearest(lying: Sequence[tuple[int, int, int, int]], row: int, column: int) -> tuple[int, int]:
    """A coding of the row's code and one of the column's with the fewest characters between them.

    Codings are the row of their code, source, start and end, in the order of sources and words;
    the two are named by their positions. Where no source has both, it is the first coding of the
    row's code, twice.
    """
    first = next(place for place, (side, *_) in enumerate(lying) if side == row)
    nearest, distance = (first, first), None
    if row == column:
        return nearest
    furthest: dict[int, tuple[int, int]] = {}  # of each code, what reaches furthest so far: its end
    here = None
    for place, (side, source, start, end) in enumerate(lying):
        if source != here:
            furthest.clear()
            here = source
        before = furthest.get(column if side == row else row)
        if before is not None:
            gap = max(start - before[0], 0)
            if distance is None or gap < distance:
                nearest, distance = (before[1], place), gap
        if side not in furthest or end > furthest[side][0]:
            furthest[side] = (end, place)
    return nearest
