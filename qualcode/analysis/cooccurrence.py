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

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.spans import CodingArrays, Integers, coder_names, coding_arrays
from qualcode.analysis.unit import Unit
from qualcode.errors import InputError
from qualcode.model import Code
from qualcode.project.codes import codes
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project

_PAIRS_AT_A_TIME = 4_000_000  # bounds the memory at about 100 MB


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """How often codes occur together.

    `counts` is a symmetric matrix, codes × codes: n12 off the diagonal and each code's own n on
    it. `within` is the distance k in units if pairs of codings near one another were counted,
    else None. `left_out` is the number of codings that lie in no unit.
    """

    codes: tuple[Code, ...]
    counts: Integers
    unit: Unit
    within: int | None
    selection: Selection
    coders: tuple[str, ...]
    left_out: int

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
    arrays = coding_arrays(project, selection)
    rows, code = _rolled_up(codes(project), arrays.code, depth)
    counts, left_out = _count(project, arrays, code, len(rows), unit, within)
    return Cooccurrence(
        codes=rows,
        counts=counts,
        unit=unit,
        within=within,
        selection=selection,
        coders=coder_names(project, arrays),
        left_out=left_out,
    )


def _rolled_up(
    all_codes: Sequence[Code], ids: Integers, depth: int | None
) -> tuple[tuple[Code, ...], Integers]:
    """The codes that get a row, and for each coding the index of its row."""
    by_path = {code.path: code for code in all_codes}
    target = {
        code.id: code if depth is None else by_path[code.path[: depth + 1]] for code in all_codes
    }
    used = {target[int(code_id)].id for code_id in np.unique(ids)}
    rows = tuple(code for code in all_codes if code.id in used)
    index = {code.id: position for position, code in enumerate(rows)}
    lookup = np.zeros(max(target, default=0) + 1, dtype=np.int64)
    for code_id, code in target.items():
        lookup[code_id] = index.get(code.id, 0)
    return rows, lookup[ids]


def _count(
    project: Project,
    arrays: CodingArrays,
    code: Integers,
    size: int,
    unit: Unit,
    within: int | None,
) -> tuple[Integers, int]:
    if unit is Unit.OVERLAP:
        start, end = _on_one_line(arrays.source, arrays.start, arrays.end)
        return _count_pairs(start, end, code, np.bincount(code, minlength=size)), 0
    first, last = _units_covered(project, arrays, unit)
    inside = first <= last
    if within is not None:
        # Half-open ranges of units, stretched by k, overlap just where the distance is at most k.
        # Sources lie further apart than any distance, so that none reaches into the next.
        first, last = _on_one_line(arrays.source, first, last + within + 1)
        counts = _count_pairs(
            first[inside], last[inside], code[inside], np.bincount(code, minlength=size)
        )
    else:
        length = np.where(inside, last - first + 1, 0)
        unit_of = np.repeat(first, length) + _counting_up(length)
        present = np.unique(unit_of * size + np.repeat(code, length))
        unit_of, code_of = np.divmod(present, max(size, 1))
        counts = _count_pairs(unit_of, unit_of + 1, code_of, np.bincount(code_of, minlength=size))
    return counts, int(np.count_nonzero(~inside))


def _on_one_line(source: Integers, start: Integers, end: Integers) -> tuple[Integers, Integers]:
    """Shift spans so that those of different sources never meet."""
    stride = int(end.max(initial=0)) + 1
    _, order = np.unique(source, return_inverse=True)
    return start + order * stride, end + order * stride


def _counting_up(lengths: Integers) -> Integers:
    """0, 1, … up to each length, one after another."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def _count_pairs(start: Integers, end: Integers, code: Integers, totals: Integers) -> Integers:
    """Count pairs of half-open intervals that overlap, by the codes of the two."""
    size = len(totals)
    counts = np.zeros(size * size, dtype=np.int64)
    order = np.argsort(start, kind="stable")
    start, end, code = start[order], end[order], code[order]
    # Those that start before this one ends, among those that come after it.
    partners = np.searchsorted(start, end) - np.arange(1, len(start) + 1)
    for low, high in _chunks(partners):
        length = partners[low:high]
        left = np.repeat(np.arange(low, high), length)
        right = left + 1 + _counting_up(length)
        counts += np.bincount(code[left] * size + code[right], minlength=size * size)
    matrix = counts.reshape(size, size)
    matrix = matrix + matrix.T
    np.fill_diagonal(matrix, totals)
    return matrix


def _chunks(partners: Integers) -> Iterator[tuple[int, int]]:
    """Cut the intervals into stretches with a bounded number of pairs (at least one interval)."""
    ends = np.cumsum(partners)
    low = 0
    while low < len(partners):
        done = int(ends[low - 1]) if low else 0
        high = max(int(np.searchsorted(ends, done + _PAIRS_AT_A_TIME)), low + 1)
        yield low, high
        low = high


def _units_covered(project: Project, arrays: CodingArrays, unit: Unit) -> tuple[Integers, Integers]:
    """For each coding the first and last unit that it touches; last < first if it touches none.

    Units are numbered through the whole project.
    """
    if unit is Unit.SOURCE:
        return arrays.source, arrays.source
    if unit is Unit.CASE:
        case = {
            row["id"]: row["case_id"] or 0
            for row in project.rows("SELECT id, case_id FROM sources")
        }
        lookup = np.zeros(max(case, default=0) + 1, dtype=np.int64)
        lookup[list(case)] = list(case.values())
        number = lookup[arrays.source]
        return number, np.where(number > 0, number, -1)
    source, unit_start, unit_end = _boundaries(project, unit)
    if not len(source):
        return np.ones(len(arrays), dtype=np.int64), np.zeros(len(arrays), dtype=np.int64)
    stride = int(max(unit_end.max(initial=0), arrays.end.max(initial=0))) + 1
    first = np.searchsorted(
        source * stride + unit_end, arrays.source * stride + arrays.start, side="right"
    )
    last = np.searchsorted(source * stride + unit_start, arrays.source * stride + arrays.end) - 1
    return first, last


def _boundaries(project: Project, unit: Unit) -> tuple[Integers, Integers, Integers]:
    """Source, start and end of every sentence or turn, in order."""
    if unit is Unit.TURN:
        rows = project.rows("SELECT source_id, start, end FROM turns ORDER BY source_id, start")
        table = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 3)
    else:
        parts = [np.zeros((0, 3), dtype=np.int64)]
        for row in project.rows("SELECT id, sentence_spans FROM sources ORDER BY id"):
            here = np.array(json.loads(row["sentence_spans"]), dtype=np.int64).reshape(-1, 2)
            parts.append(np.insert(here, 0, row["id"], axis=1))
        table = np.concatenate(parts)
    source, start, end = table.T
    return source, start, end
