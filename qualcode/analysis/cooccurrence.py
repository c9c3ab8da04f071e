"""Co-occurrence of codes: where two codes lie on the same words, or near one another.

Two kinds of count, and every result says which it is:

- **pairs of codings** that overlap by at least one character, or that lie at most k sentences or
  turns apart;
- **units** (sentences, turns, sources, cases) in which both codes occur.

The coefficient is c = n12 / (n1 + n2 − n12), as in ATLAS.ti; over units it is the Jaccard index.
Over pairs it can pass 1 where one coding meets several of the other code, and it is undefined
where the denominator is not positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.intervals import overlaps
from qualcode.analysis.placing import Placed, place
from qualcode.analysis.spans import Integers, coder_names, coding_arrays
from qualcode.analysis.unit import Unit
from qualcode.errors import InputError
from qualcode.model import Code
from qualcode.project.codes import codes
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """How often codes occur together.

    `counts` is a symmetric matrix, codes × codes: n12 off the diagonal and each code's own n on
    it. `within` is the distance k in units if pairs of codings near one another were counted,
    else None, and `depth` what the codes were rolled up to. `left_out` is the number of codings
    that lie in no unit.
    """

    codes: tuple[Code, ...]
    counts: Integers
    unit: Unit
    within: int | None
    selection: Selection
    coders: tuple[str, ...]
    left_out: int
    depth: int | None
    placed: Placed = field(repr=False, compare=False)

    @property
    def counted(self) -> str:
        """What the numbers count, in words."""
        if self.within is not None:
            return f"pairs of codings at most {self.within} {self.unit}(s) apart"
        if self.unit is Unit.OVERLAP:
            return "pairs of overlapping codings"
        return f"{self.unit}s with both codes"

    @property
    def coefficient(self) -> npt.NDArray[np.float64]:
        """C for each pair of codes; NaN on the diagonal and where it is undefined."""
        n = np.diagonal(self.counts)
        denominator = (n[:, None] + n[None, :] - self.counts).astype(np.float64)
        denominator[denominator <= 0] = np.nan
        coefficient = self.counts / denominator
        np.fill_diagonal(coefficient, np.nan)
        return coefficient


def cooccurrence(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: Unit = Unit.OVERLAP,
    within: int | None = None,
    depth: int | None = None,
) -> Cooccurrence:
    """Count how often codes occur together in a selection.

    `within` counts pairs of codings at most that many sentences or turns apart (0: in the same
    one). `depth` rolls codes up to the codes at that depth of the tree (0: themes). Codes without
    a coding in the selection are left out.
    """
    if within is not None and (unit not in (Unit.SENTENCE, Unit.TURN) or within < 0):
        raise InputError(
            "A distance is counted in sentences or turns, from 0 up.",
            remedy="Choose the unit sentence or turn.",
        )
    with project.snapshot():
        arrays = coding_arrays(project, selection)
        rows, row = _rolled_up(codes(project), arrays.code, depth)
        placed = place(project, arrays, row, unit, within)
        coders = coder_names(project, arrays)
    return Cooccurrence(
        codes=rows,
        counts=_count(placed, len(rows)),
        unit=unit,
        within=within,
        selection=selection,
        coders=coders,
        left_out=int(np.count_nonzero(placed.first >= placed.beyond)),
        depth=depth,
        placed=placed,
    )


def code_at_depth(all_codes: Sequence[Code], depth: int | None) -> dict[int, Code]:
    """The code that each code, by its id, counts for when codes are rolled up to a depth."""
    by_path = {code.path: code for code in all_codes}
    return {
        code.id: code if depth is None else by_path[code.path[: depth + 1]] for code in all_codes
    }


def _rolled_up(
    all_codes: Sequence[Code], ids: Integers, depth: int | None
) -> tuple[tuple[Code, ...], Integers]:
    """The codes that get a row, and for each coding the index of its row."""
    target = code_at_depth(all_codes, depth)
    used = {target[int(code_id)].id for code_id in np.unique(ids)}
    rows = tuple(code for code in all_codes if code.id in used)
    index = {code.id: position for position, code in enumerate(rows)}
    lookup = np.zeros(max(target, default=0) + 1, dtype=np.int64)
    for code_id, code in target.items():
        lookup[code_id] = index.get(code.id, 0)
    return rows, lookup[ids]


def _count(placed: Placed, size: int) -> Integers:
    inside = placed.with_extent()
    if inside.paired:
        return _count_pairs(
            inside.first, inside.beyond, inside.row, np.bincount(placed.row, minlength=size)
        )
    unit, position = inside.units()
    present = np.unique(unit * size + inside.row[position])
    unit, row = np.divmod(present, max(size, 1))
    return _count_pairs(unit, unit + 1, row, np.bincount(row, minlength=size))


def _count_pairs(start: Integers, end: Integers, row: Integers, totals: Integers) -> Integers:
    """Count pairs of intervals that overlap by the codes of the two."""
    size = len(totals)
    counts = np.zeros(size * size, dtype=np.int64)
    for left, right in overlaps(start, end):
        counts += np.bincount(row[left] * size + row[right], minlength=size * size)
    matrix = counts.reshape(size, size)
    matrix = matrix + matrix.T
    np.fill_diagonal(matrix, totals)
    return matrix
