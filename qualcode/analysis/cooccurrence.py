"""Co-occurrence of codes: where two codes lie on the same words, or near one another.

Two kinds of count, and every result says which it is:

- **pairs of codings** that overlap by at least one character, or that lie at most k sentences or
  turns apart; or in one direction: A followed by B, A inside B;
- **units** (sentences, turns, sources, cases) in which both codes occur.

A is followed by B where B begins no earlier than A ends and at most k sentences or turns from the
one where A ends (0: in the same one). A lies inside B where all its words are B's and B has more;
codings on the same words lie in neither.

The coefficient is c = n12 / (n1 + n2 − n12), as in ATLAS.ti; over units it is the Jaccard index.
Over pairs it can pass 1 where one coding meets several of the other code, and it is undefined
where the denominator is not positive. How strong ties are besides, and what chance would bring, is
in `qualcode.analysis.cooccurrence_measures`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.placing import Placed, Way, place
from qualcode.analysis.spans import Integers, coder_names, coding_arrays, distinct
from qualcode.analysis.unit import Unit
from qualcode.errors import InputError
from qualcode.frames import Framed
from qualcode.model import Code
from qualcode.project.codes import codes
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Cooccurrence(Framed):
    """How often codes occur together.

    `counts` is a matrix, codes × codes, of n12. It is symmetric with each code's own n on the
    diagonal; or where A with B is something else than B with A (`directed`) it goes from A, the
    rows, to B, has A with A on the diagonal, and each code's n is in `alone`.

    `within` and `sequence` are distances k in units, where pairs of codings near one another or
    after one another were counted, and `nested` says that pairs inside one another were. `depth`
    is what the codes were rolled up to. `left_out` is the number of codings that lie in no unit.
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
    sequence: int | None = None
    nested: bool = False
    alone: Integers | None = None

    @property
    def way(self) -> Way:
        """How codes were counted."""
        return Way(self.unit, self.within, self.sequence, self.nested)

    @property
    def directed(self) -> bool:
        """Whether A with B is something else than B with A."""
        return self.way.directed

    @property
    def own(self) -> Integers:
        """Each code's own n: its codings, or the units that it is in."""
        return np.diagonal(self.counts) if self.alone is None else self.alone

    @property
    def counted(self) -> str:
        """What the numbers count, in words."""
        if self.nested:
            return "pairs of codings of which the first lies inside the second"
        if self.sequence is not None:
            return (
                "pairs of codings of which the second begins after the first has ended, "
                f"at most {self.sequence} {self.unit}(s) on"
            )
        if self.within is not None:
            return f"pairs of codings at most {self.within} {self.unit}(s) apart"
        if self.unit is Unit.OVERLAP:
            return "pairs of overlapping codings"
        return f"{self.unit}s with both codes"

    @property
    def either(self) -> Integers:
        """The counts whichever of two codes is A, symmetric, with each code's own n."""
        if not self.directed:
            return self.counts
        both = self.counts + self.counts.T
        np.fill_diagonal(both, self.own)
        return both

    @property
    def coefficient(self) -> npt.NDArray[np.float64]:
        """C for each pair of codes; NaN on the diagonal and where it is undefined."""
        return coefficients(self.counts, self.own)


def coefficients(counts: Integers, own: Integers) -> npt.NDArray[np.float64]:
    """C = n12 / (n1 + n2 − n12); NaN on the diagonal and where it is undefined."""
    denominator = (own[:, None] + own[None, :] - counts).astype(np.float64)
    denominator[denominator <= 0] = np.nan
    found = counts / denominator
    np.fill_diagonal(found, np.nan)
    return found


def cooccurrence(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: Unit = Unit.OVERLAP,
    within: int | None = None,
    sequence: int | None = None,
    nested: bool = False,
    depth: int | None = None,
) -> Cooccurrence:
    """Count how often codes occur together in a selection.

    `within` counts pairs of codings at most that many sentences or turns apart (0: in the same
    one), `sequence` those of which the second follows the first within that many, and `nested`
    those of which the first lies inside the second. `depth` rolls codes up to the codes at that
    depth of the tree (0: themes). Codes without a coding in the selection are left out.

    Raises `InputError` for ways of counting that do not go together.
    """
    way = Way(unit, within, sequence, nested)
    if depth is not None and depth < 0:
        raise InputError("Codes are rolled up to a depth from 0 up.", remedy="0 is for themes.")
    with project.snapshot():
        arrays = coding_arrays(project, selection)
        rows, row = _rolled_up(codes(project), arrays.code, depth)
        placed = place(project, arrays, row, way)
        coders = coder_names(project, arrays)
    alone = np.bincount(row, minlength=len(rows))
    return Cooccurrence(
        codes=rows,
        counts=_count_pairs(placed, alone) if way.paired else _count_units(placed, len(rows)),
        unit=unit,
        within=within,
        selection=selection,
        coders=coders,
        left_out=int(np.count_nonzero(placed.first >= placed.beyond)),
        depth=depth,
        placed=placed,
        sequence=sequence,
        nested=nested,
        alone=alone if way.directed else None,
    )


def code_at_depth(all_codes: Sequence[Code], depth: int | None) -> dict[int, Code]:
    """The code that each code, by its id, counts for when codes are rolled up to a depth."""
    by_path = {code.path: code for code in all_codes}
    return {
        code.id: code if depth is None else by_path[code.path[: depth + 1]] for code in all_codes
    }


def units_with(placed: Placed, size: int) -> tuple[Integers, Integers]:
    """The units in which each code is, once each: unit and row, in the order of units."""
    inside = placed.with_extent()
    unit, position = inside.units()
    unit, row = np.divmod(distinct(unit * size + inside.row[position]), max(size, 1))
    return unit, row


def units_together(unit: Integers, row: Integers, size: int) -> Integers:
    """In how many units two codes both are, and on the diagonal each, from `units_with`."""
    from scipy.sparse import csr_array

    place: Integers = np.cumsum(np.diff(unit, prepend=unit[:1]) > 0)  # they come in rising order
    has = csr_array((np.ones(len(row), dtype=np.int64), (place, row)), shape=(len(row), size))
    return np.asarray((has.T @ has).toarray(), dtype=np.int64)


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


def _count_units(placed: Placed, size: int) -> Integers:
    return units_together(*units_with(placed, size), size)


def _count_pairs(placed: Placed, alone: Integers) -> Integers:
    """Count pairs of codings by the codes of the two."""
    size = len(alone)
    counts = np.zeros(size * size, dtype=np.int64)
    for left, right in placed.pairs():
        counts += np.bincount(placed.row[left] * size + placed.row[right], minlength=size * size)
    matrix = counts.reshape(size, size)
    if not placed.way.directed:
        matrix = matrix + matrix.T
        np.fill_diagonal(matrix, alone)
    return matrix
