"""Where codings lie, as co-occurrence counts them: intervals of characters or units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.intervals import counting_up, on_one_line
from qualcode.analysis.spans import CodingArrays, Integers
from qualcode.analysis.unit import Unit
from qualcode.analysis.units import Covered, units_covered

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Placed:
    """Codings as what a matrix counts them by: half-open intervals on one line, or units.

    `row` is the index of each coding's code in the matrix. With `paired`, pairs of codings whose
    intervals overlap are counted; else the units from `first` to before `beyond` in which codes
    meet. A coding that lies in no unit has no extent.
    """

    coding: Integers
    source: Integers
    row: Integers
    first: Integers
    beyond: Integers
    paired: bool
    covered: Covered | None

    def of(self, chosen: Integers) -> Placed:
        """Only some of the codings, by their positions."""
        return Placed(
            self.coding[chosen],
            self.source[chosen],
            self.row[chosen],
            self.first[chosen],
            self.beyond[chosen],
            self.paired,
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


def place(
    project: Project, arrays: CodingArrays, row: Integers, unit: Unit, within: int | None
) -> Placed:
    """Put codings where they are counted."""
    covered = None
    paired = unit is Unit.OVERLAP or within is not None
    if unit is Unit.OVERLAP:
        first, beyond = on_one_line(arrays.source, arrays.start, arrays.end)
    else:
        covered = units_covered(project, arrays, unit)
        first, beyond = covered.first, covered.beyond
    if within is not None:
        # Half-open ranges of units, stretched by k, overlap just where the distance is at most k.
        # Sources lie further apart than any distance, so that none reaches into the next.
        inside = first < beyond
        first, beyond = on_one_line(arrays.source, first, beyond + within)
        beyond = np.where(inside, beyond, first)
    return Placed(arrays.coding, arrays.source, row, first, beyond, paired, covered)
