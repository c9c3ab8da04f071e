"""Where codings lie, as co-occurrence counts them, and which of them make a pair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.intervals import counting_up, on_one_line, overlaps, ranges
from qualcode.analysis.spans import CodingArrays, Integers
from qualcode.analysis.unit import Unit
from qualcode.analysis.units import Covered, units_covered
from qualcode.errors import InputError

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Way:
    """How codes are counted as occurring together; see `qualcode.analysis.cooccurrence`.

    Raises `InputError` for what does not go together.
    """

    unit: Unit = Unit.OVERLAP
    within: int | None = None
    sequence: int | None = None
    nested: bool = False

    def __post_init__(self) -> None:
        distance = self.within if self.sequence is None else self.sequence
        if (self.within is not None) + (self.sequence is not None) + self.nested > 1:
            raise InputError(
                "Codings near one another, in sequence and nested are counted one at a time.",
                remedy="Choose one of them.",
            )
        if distance is not None and (self.unit not in (Unit.SENTENCE, Unit.TURN) or distance < 0):
            raise InputError(
                "A distance is counted in sentences or turns, from 0 up.",
                remedy="Choose the unit sentence or turn.",
            )
        if self.nested and self.unit is not Unit.OVERLAP:
            raise InputError(
                f"Whether a coding lies inside another goes by its words, not by {self.unit}s.",
                remedy="Leave the unit out.",
            )

    @property
    def paired(self) -> bool:
        """Whether pairs of codings are counted, and not units."""
        return self.unit is Unit.OVERLAP or self.within is not None or self.directed

    @property
    def directed(self) -> bool:
        """Whether A with B is something else than B with A."""
        return self.nested or self.sequence is not None


@dataclass(frozen=True, slots=True)
class Placed:
    """Codings as what a matrix counts them by: half-open intervals on one line, or units.

    `row` is the index of each coding's code in the matrix. Units are those from `first` to before
    `beyond`; a coding that lies in none has no extent. Where codings overlap or are nested, the
    two are characters instead.
    """

    arrays: CodingArrays
    row: Integers
    first: Integers
    beyond: Integers
    way: Way
    covered: Covered | None

    def of(self, chosen: Integers) -> Placed:
        """Only some of the codings, by their positions."""
        return Placed(
            self.arrays.of(chosen),
            self.row[chosen],
            self.first[chosen],
            self.beyond[chosen],
            self.way,
            self.covered,
        )

    def with_extent(self) -> Placed:
        """Only the codings that lie in some unit."""
        return self.of(np.flatnonzero(self.first < self.beyond))

    def units(self) -> tuple[Integers, Integers]:
        """Every unit that a coding touches, and the position of the coding."""
        length = self.beyond - self.first
        unit = np.repeat(self.first, length) + counting_up(length)
        return unit, np.repeat(np.arange(len(length)), length)

    def pairs(self) -> Iterator[tuple[Integers, Integers]]:
        """The positions of the codings of each pair that is counted, many pairs at a time.

        The first is A where A is followed by B or lies inside it; else their order says nothing.
        """
        inside = np.flatnonzero(self.first < self.beyond)
        there = self if len(inside) == len(self.row) else self.of(inside)
        found = there._near() if there.way.sequence is None else there._followed()
        for left, right in found:
            yield inside[left], inside[right]

    def _near(self) -> Iterator[tuple[Integers, Integers]]:
        first, beyond = self.first, self.beyond
        if self.way.within is not None:
            # Half-open ranges of units, stretched by k, overlap just where the distance is at
            # most k. Sources are put further apart than that, so that none reaches into the next.
            first, beyond = on_one_line(self.arrays.source, first, beyond + self.way.within)
        for left, right in overlaps(first, beyond):
            if not self.way.nested:
                yield left, right
                continue
            within = (first[right] <= first[left]) & (beyond[left] <= beyond[right])
            around = (first[left] <= first[right]) & (beyond[right] <= beyond[left])
            inner, outer = within & ~around, around & ~within
            yield (
                np.concatenate((left[inner], right[outer])),
                np.concatenate((right[inner], left[outer])),
            )

    def _followed(self) -> Iterator[tuple[Integers, Integers]]:
        assert self.way.sequence is not None
        source = self.arrays.source
        start, end = on_one_line(source, self.arrays.start, self.arrays.end)
        # In this order the units in which codings begin rise too, and so do the sources: those
        # that follow one closely enough stand together.
        order = np.argsort(start, kind="stable")
        low = np.searchsorted(start[order], end[order])
        reach = self.beyond[order] - 1 + self.way.sequence
        high = np.minimum(
            np.searchsorted(self.first[order], reach, side="right"),
            np.searchsorted(source[order], source[order], side="right"),
        )
        for left, right in ranges(low, high):
            yield order[left], order[right]


def place(project: Project, arrays: CodingArrays, row: Integers, way: Way) -> Placed:
    """Put codings where they are counted."""
    if way.unit is Unit.OVERLAP:
        first, beyond = on_one_line(arrays.source, arrays.start, arrays.end)
        return Placed(arrays, row, first, beyond, way, None)
    covered = units_covered(project, arrays, way.unit)
    return Placed(arrays, row, covered.first, covered.beyond, way, covered)
