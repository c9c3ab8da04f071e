"""Codes × the values of one or two variables: counts, shares, rates, residuals and tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.association import (
    Association,
    association_of_codings,
    associations_of_codes,
)
from qualcode.analysis.contingency import Floats, adjusted_residuals, expected_counts
from qualcode.analysis.crossing import Crossing, Values, cross
from qualcode.analysis.material import Amount, coded_words
from qualcode.analysis.spans import Integers
from qualcode.analysis.unit import Counted, CrosstabFigure
from qualcode.errors import InputError
from qualcode.frames import Framed
from qualcode.model import Code
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project import Project

Booleans = npt.NDArray[np.bool_]

SMALL_EXPECTED = 5
FEW_CASES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Crosstab(Framed):
    """Codes × groups. Arrays are codes × groups; `known` marks groups with all values known.

    `codings`, `sources`, `cases` and `words` are counts; a word counts once for each coder.
    `case_codings` are the codings in sources that have a case. `amounts` says how much material
    each group has, `material` how much all have. `different_cases` counts the cases of each code
    once, whatever their groups. `associations` has one for each code: has a case the code or not,
    in its groups; `overall` is of the codings, by code and group. Both leave out groups with an
    unknown value.
    `tested` is the number of units of the tests: cases, each once in every group that it is in.
    """

    variables: tuple[str, ...]
    codes: tuple[Code, ...]
    groups: tuple[Values, ...]
    known: tuple[bool, ...]
    codings: Integers
    sources: Integers
    cases: Integers
    words: Integers
    case_codings: Integers
    amounts: tuple[Amount, ...]
    material: Amount
    different_cases: tuple[int, ...]
    associations: tuple[Association, ...]
    overall: Association
    tested: int
    selection: Selection
    coders: tuple[str, ...]
    coded_by: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]
    depth: int | None
    rounds: int
    seed: int

    def counts(self, counted: Counted) -> Integers:
        """The counts of codings, sources or cases."""
        return {
            Counted.CODINGS: self.codings,
            Counted.SOURCES: self.sources,
            Counted.CASES: self.cases,
        }[counted]

    def bases(self, counted: Counted) -> Integers:
        """What shares of a group are of: its codings, or its sources or cases, coded so or not."""
        if counted is Counted.CODINGS:
            return np.asarray(self.codings.sum(axis=0))
        return np.array([getattr(amount, counted) for amount in self.amounts], dtype=np.int64)

    def figures(self, figure: CrosstabFigure, counted: Counted = Counted.CODINGS) -> Floats:
        """What cells show, codes × groups; NaN is undefined. Shares are of 1.

        Rates are of codings and `WORDS` of words, whatever is counted; residuals of groups with an
        unknown value are undefined.
        """
        counts = self.counts(counted).astype(np.float64)
        amounts = np.array(self.amounts, dtype=np.float64).reshape(-1, 3)
        with np.errstate(divide="ignore", invalid="ignore"):
            match figure:
                case CrosstabFigure.COUNT:
                    return counts
                case CrosstabFigure.ROW:
                    return np.asarray(counts / counts.sum(axis=1, keepdims=True))
                case CrosstabFigure.COLUMN:
                    return np.asarray(counts / self.bases(counted))
                case CrosstabFigure.WORDS:
                    return self.words.astype(np.float64)
                case CrosstabFigure.PER_1000_WORDS:
                    return np.asarray(1000 * self.codings / amounts[:, 2])
                case CrosstabFigure.PER_CASE:
                    return np.asarray(self.case_codings / amounts[:, 1])
                case CrosstabFigure.RESIDUAL:
                    return self._of_known(adjusted_residuals, counted)

    def expected(self, counted: Counted = Counted.CODINGS) -> Floats:
        """Counts to expect if codes had nothing to do with groups; NaN as for residuals."""
        return self._of_known(
            lambda _, row, column, total: expected_counts(row, column, total), counted
        )

    def small(self, counted: Counted = Counted.CODINGS) -> Booleans:
        """Cells that say little: expected count under 5, or a count from fewer than 3 cases.

        Where a group has no cases at all, its sources stand for them.
        """
        expected = self.expected(counted)
        without = np.array([not amount.cases for amount in self.amounts])
        people = np.where(without, self.sources, self.cases)
        few = (self.codings > 0) & (people < FEW_CASES)
        return np.asarray((expected < SMALL_EXPECTED) | few)

    def _of_known(
        self, statistic: Callable[[Floats, Floats, Floats, np.float64], Floats], counted: Counted
    ) -> Floats:
        inside = np.flatnonzero(self.known)
        counts = self.counts(counted)[:, inside].astype(np.float64)
        base = self.bases(counted)[inside].astype(np.float64)
        found = np.full(self.codings.shape, np.nan)
        found[:, inside] = statistic(counts, counts.sum(axis=1), base, base.sum())
        return found


def crosstab(
    project: Project,
    variables: str | Sequence[str],
    selection: Selection = EVERYTHING,
    *,
    depth: int | None = None,
    rounds: int = 1999,
    seed: int = 0,
) -> Crosstab:
    """Count a selection's codings by code and by the values of one or two variables.

    Sources without a value are a group of their own. `depth` rolls codes up as in `cooccurrence`.
    Tests take cases, not codings: Fisher's exact test where there are two groups and every case is
    in one of them, else `rounds` permutations of whole cases (see `qualcode.analysis.resampling`).

    Raises `NotFoundError` for an unknown name; `InputError` where there is nothing to count and
    where a variable has too many values.
    """
    names = tuple(map(one_line, [variables] if isinstance(variables, str) else variables))
    if len(set(names)) != len(names) or not 1 <= len(names) <= 2:
        raise InputError(
            "A crosstab takes one variable or two different ones.",
            remedy="Choose more with a filter (--where).",
        )
    if rounds < 1:
        raise InputError("A permutation test takes at least one round.", remedy="1999 is usual.")
    with project.snapshot():
        found = cross(project, names, selection, depth)
    material = found.material
    case = material.case[material.position(found.arrays.source)]
    known = np.array([None not in group for group in found.groups])
    row, covered, words = coded_words(material, found.arrays).under(found.row)
    size = (len(found.codes), len(found.groups))
    in_case = case > 0
    units = _units(found, case, known)
    return Crosstab(
        variables=names,
        codes=found.codes,
        groups=found.groups,
        known=tuple(known.tolist()),
        codings=_table(found.row, found.group, size),
        sources=_different(found.row, found.group, found.arrays.source, size),
        cases=_different(found.row[in_case], found.group[in_case], case[in_case], size),
        words=_table(row, found.group_of_source[material.position(covered)], size, words),
        case_codings=_table(found.row[in_case], found.group[in_case], size),
        amounts=tuple(
            material.amount(np.flatnonzero(found.group_of_source == position))
            for position in range(len(found.groups))
        ),
        material=material.amount(),
        different_cases=tuple(
            _different(
                found.row[in_case], np.zeros_like(case[in_case]), case[in_case], (size[0], 1)
            )
            .ravel()
            .tolist()
        ),
        associations=tuple(associations_of_codes(*units, rounds=rounds, seed=seed)),
        overall=association_of_codings(*units, rounds=rounds, seed=seed),
        tested=len(units[0]),
        selection=selection,
        coders=found.coders,
        coded_by=material.coded_by,
        left_out=material.left_out,
        depth=depth,
        rounds=rounds,
        seed=seed,
    )


def _table(
    row: Integers, group: Integers, size: tuple[int, int], weights: Integers | None = None
) -> Integers:
    found = np.bincount(row * size[1] + group, weights=weights, minlength=size[0] * size[1])
    return found.astype(np.int64).reshape(size)


def _different(row: Integers, group: Integers, what: Integers, size: tuple[int, int]) -> Integers:
    """How many different things each cell has."""
    stride = int(what.max(initial=0)) + 1
    cell = np.unique((row * size[1] + group) * stride + what) // stride
    return np.bincount(cell, minlength=size[0] * size[1]).reshape(size)


def _units(found: Crossing, case: Integers, known: Booleans) -> tuple[Integers, Integers, Integers]:
    """The units of the tests: whose each is, its group, and its codings, units × codes.

    A unit is a case in one of its groups, whether or not anything of the rows is coded there.
    """
    width = len(found.groups)
    source_case, source_group = found.material.case, found.group_of_source
    inside = (source_case > 0) & known[source_group]
    units = np.unique(source_case[inside] * width + source_group[inside])
    tested = (case > 0) & known[found.group]
    place = np.searchsorted(units, case[tested] * width + found.group[tested])
    of_unit = _table(place, found.row[tested], (len(units), len(found.codes)))
    return units // width, units % width, of_unit
