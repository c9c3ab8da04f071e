"""How strong the ties between codes are, and how far chance would bring them.

Pairs of codings are not drawn from anything, so that nothing says how many to expect. What can be
compared with chance are units: of N sentences, turns, sources or cases, n1 have one code, n2 the
other, n12 both. On these are

- the Jaccard index n12 / (n1 + n2 − n12) (Jaccard 1912, “The distribution of the flora in the
  alpine zone”, New Phytologist 11);
- lift, n12 · N / (n1 · n2), how many times as many as to be expected if the codes had nothing to do
  with each other (Brin, Motwani and Silverstein 1997, there “interest”, SIGMOD);
- pointwise mutual information, log2 of the lift (Church and Hanks 1990, “Word association norms”,
  Computational Linguistics 16); undefined for codes that are never together;
- the exact probability of so many or more, or so few or fewer, in units with both, given N, n1 and
  n2: Fisher's test (Fisher 1935, “The logic of inductive inference”, Journal of the Royal
  Statistical Society 98), twice the smaller tail; corrected for the number of pairs (Benjamini and
  Hochberg 1995).

The test takes units to be independent of each other. Cases come near that; sentences and turns of
one interview do not. For these there is a second test, by shuffling: in every source each code is
moved by a length of its own, round from the end to the beginning, so that how often it is used,
how it clusters and in whose interviews it is stay as they are, and only where it lies beside the
others changes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.contingency import Floats
from qualcode.analysis.cooccurrence import Cooccurrence, units_together, units_with
from qualcode.analysis.material import sources_looked_at
from qualcode.analysis.placing import Placed, Way, place
from qualcode.analysis.shuffling import shuffled_p
from qualcode.analysis.spans import Integers, integers
from qualcode.analysis.unit import PairMeasure, Unit
from qualcode.analysis.units import Covered, boundaries, cases_of
from qualcode.errors import InputError
from qualcode.model import Role

if TYPE_CHECKING:
    from qualcode.project import Project


Booleans = npt.NDArray[np.bool_]

_ROLES = tuple(Role)
_CODED_ROLES = {Role.INFORMANT.value, Role.UNKNOWN.value}


@dataclass(frozen=True, slots=True, eq=False)
class Presence:
    """In how many of N units codes are.

    `together` is codes × codes, symmetric: n12, and on the diagonal the units with the code.
    What follows from it is NaN where it is undefined, and on the diagonal.
    """

    unit: Unit
    units: int
    together: Integers

    @property
    def jaccard(self) -> Floats:
        """Units with both codes among those with either."""
        n = np.diagonal(self.together)
        return self._divided(self.together, n[:, None] + n - self.together)

    @property
    def expected(self) -> Floats:
        """Units with both if the codes had nothing to do with each other: n1 · n2 / N."""
        n = np.diagonal(self.together)
        return self._divided(n[:, None] * n, np.full_like(self.together, self.units))

    @property
    def lift(self) -> Floats:
        """How many times as many units have both as would be expected."""
        return self._divided(self.together, self.expected)

    @property
    def pmi(self) -> Floats:
        """The logarithm of the lift, to base 2; undefined where no unit has both."""
        lift = self.lift
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(lift > 0, np.log2(lift), np.nan)

    @property
    def p(self) -> Floats:
        """Fisher's exact test, twice the smaller tail.

        Undefined where every unit has one of the codes, or none has: all is settled then.
        """
        from scipy.stats import hypergeom

        found = np.full(self.together.shape, np.nan)
        n = np.diagonal(self.together)
        free = (n > 0) & (n < self.units)
        left, right = np.nonzero(np.triu(np.outer(free, free), 1))
        both, drawn = self.together[left, right], (self.units, n[left], n[right])
        tails = hypergeom.sf(both - 1, *drawn), hypergeom.cdf(both, *drawn)
        found[left, right] = found[right, left] = np.clip(2 * np.minimum(*tails), 0, 1)
        return found

    def _divided(self, above: Integers | Floats, below: Integers | Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.where(below > 0, above / below, np.nan)
        np.fill_diagonal(found, np.nan)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """How strong the ties of a co-occurrence are, each codes × codes, symmetric.

    `presence` is what Jaccard, lift and PMI are on: the units that were counted, or for pairs of
    codings the sentences or turns that they were placed in. `tested` is what the exact test is on,
    and `p` of it. `shuffled_p` is by shuffling within sources, in the units of `presence`, where
    there were `rounds` of it. `p_adjusted` and `shuffled_p_adjusted` are corrected for the number
    of pairs of codes.
    """

    presence: Presence
    tested: Presence
    p: Floats
    p_adjusted: Floats
    shuffled_p: Floats | None
    shuffled_p_adjusted: Floats | None
    rounds: int
    seed: int


def cooccurrence_measures(
    project: Project,
    result: Cooccurrence,
    *,
    test: Unit | None = None,
    rounds: int = 0,
    seed: int = 0,
) -> Measures:
    """How strong the ties of a co-occurrence are; see this module.

    `test` is the unit of the exact test: by default cases if every source that counts has one,
    else sources. `rounds` of shuffling within sources take sentences or turns. N is all units of
    the sources that the selection's coders have coded, or that it names. Of sentences and turns
    those that an interviewer begins count only where a coding touches them, since elsewhere there
    was nothing to code; if the selection has roles, that holds for all other speakers.

    Raises `InputError` for a test on overlaps, and for shuffling other units.
    """
    if test is Unit.OVERLAP:
        raise InputError(
            "Overlapping codings are drawn from nothing, so that no test can be on them.",
            remedy="Choose case, source, turn or sentence.",
        )
    if rounds < 0:
        raise InputError("There cannot be fewer than no rounds.", remedy="999 is usual.")
    unit = Unit.SENTENCE if result.unit is Unit.OVERLAP else result.unit
    if rounds and unit not in (Unit.SENTENCE, Unit.TURN):
        raise InputError(
            f"Codes cannot be moved within a {unit}.",
            remedy="Count sentences, turns or pairs of codings, or leave the rounds out.",
        )
    size = len(result.codes)
    with project.snapshot():
        counting = _Counting(project, result)
        presence = counting.presence(unit)
        tested = counting.presence(test or counting.cautious_unit())
        units = counting.open_units(unit) if rounds else None
    shuffled = None if units is None else shuffled_p(*units, size, rounds=rounds, seed=seed)
    p = tested.p
    return Measures(
        presence=presence,
        tested=tested,
        p=p,
        p_adjusted=adjusted(p),
        shuffled_p=shuffled,
        shuffled_p_adjusted=None if shuffled is None else adjusted(shuffled),
        rounds=rounds,
        seed=seed,
    )


def measured(result: Cooccurrence, measures: Measures, measure: PairMeasure) -> Floats:
    """A measure of every pair of codes, codes × codes; NaN is undefined."""
    match measure:
        case PairMeasure.COUNT:
            return result.counts.astype(np.float64)
        case PairMeasure.C:
            return result.coefficient
        case PairMeasure.JACCARD:
            return measures.presence.jaccard
        case PairMeasure.LIFT:
            return measures.presence.lift
        case PairMeasure.PMI:
            return measures.presence.pmi
        case PairMeasure.P:
            return measures.p
        case PairMeasure.P_ADJUSTED:
            return measures.p_adjusted


def adjusted(p: Floats) -> Floats:
    """Probabilities of a symmetric matrix corrected for their number, each pair being one."""
    from scipy.stats import false_discovery_control

    found = np.full(p.shape, np.nan)
    left, right = np.nonzero(np.triu(~np.isnan(p), 1))
    if len(left):
        found[left, right] = found[right, left] = false_discovery_control(p[left, right])
    return found


class _Counting:
    """Counts the codings of a result in units; in a snapshot."""

    def __init__(self, project: Project, result: Cooccurrence) -> None:
        self._project = project
        self._result = result
        self._placed: dict[Unit, Placed] = {result.unit: result.placed}
        ids = sources_looked_at(project, result.selection).ids
        self._sources = np.array(sorted(ids), dtype=np.int64)

    def placed(self, unit: Unit) -> Placed:
        if unit not in self._placed:
            placed = self._result.placed
            self._placed[unit] = place(self._project, placed.arrays, placed.row, Way(unit))
        return self._placed[unit]

    def presence(self, unit: Unit) -> Presence:
        size = len(self._result.codes)
        present, row = units_with(self.placed(unit), size)
        number = self._number_of(unit, present)
        return Presence(unit, number, units_together(present, row, size))

    def cautious_unit(self) -> Unit:
        """Cases, where every source belongs to one; else sources."""
        with_case = cases_of(self._project, self._sources) > 0
        return Unit.CASE if len(with_case) and with_case.all() else Unit.SOURCE

    def open_units(self, unit: Unit) -> tuple[Integers, Integers, Integers]:
        """Which codes are in which units, of those that count, and the source of each of these."""
        placed = self.placed(unit)
        present, row = units_with(placed, len(self._result.codes))
        assert placed.covered is not None, "sentences and turns are covered"
        counts = self._counts(placed.covered, present)
        number = np.cumsum(counts) - 1
        return number[present], row, placed.covered.source[counts]

    def _number_of(self, unit: Unit, touched: Integers) -> int:
        """How many units there are that count, with those that are touched."""
        if unit is Unit.SOURCE:
            return len(self._sources)
        if unit is Unit.CASE:
            return len(np.setdiff1d(cases_of(self._project, self._sources), [0]))
        placed = self.placed(unit)
        assert placed.covered is not None, "sentences and turns are covered"
        others = np.setdiff1d(self._sources, placed.arrays.source)
        elsewhere = self._is_open(*boundaries(self._project, unit, others))
        return int(self._counts(placed.covered, touched).sum() + elsewhere.sum())

    def _counts(self, covered: Covered, touched: Integers) -> Booleans:
        """Which units of the sources of the codings count."""
        found = self._is_open(covered.source, covered.start, covered.end)
        found[touched] = True
        return found

    def _is_open(self, source: Integers, start: Integers, end: Integers) -> Booleans:
        """Which sentences or turns are begun by somebody whose words are coded."""
        asked = self._result.selection.roles
        roles = {role.casefold() for role in asked} if asked else _CODED_ROLES
        turn_source, turn_start, turn_end, said = self._turns
        unknown = Role.UNKNOWN in roles
        if not len(said) or not len(source):
            return np.full(len(source), unknown)
        # As in a selection of codings: the first turn that has some of the words.
        stride = int(max(turn_end.max(), end.max())) + 1
        at = np.searchsorted(turn_source * stride + turn_end, source * stride + start, side="right")
        found = np.minimum(at, len(said) - 1)
        inside = (at < len(said)) & (turn_source[found] == source) & (turn_start[found] < end)
        wanted = np.array([role.value in roles for role in _ROLES])
        return np.where(inside, wanted[said[found]], unknown)

    @cached_property
    def _turns(self) -> Integers:
        """Source, start and end of every turn, and the position in `_ROLES` of who speaks."""
        places = " ".join(f"WHEN '{role}' THEN {place}" for place, role in enumerate(_ROLES))
        return integers(
            self._project,
            f"SELECT source_id, start, end, CASE role {places} END FROM turns "
            "WHERE source_id IN (SELECT value FROM json_each(?)) ORDER BY source_id, start",
            (json.dumps(self._sources.tolist()),),
            columns=4,
        )
