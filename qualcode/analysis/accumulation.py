"""How codes accumulate over units: in one order, in every order, and what is not seen yet.

A unit is an interview or a case; `present` is units × codes and says which codes each has. The
mathematics is that of counting species in samples, and knows nothing of what codes mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qualcode.analysis.contingency import Floats
from qualcode.analysis.resampling import LEVEL
from qualcode.analysis.spans import Integers

Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Run:
    """So many units in a row (`first` to `last`, from 1), and how many new codes they brought.

    `share` is of the codes of the base.
    """

    first: int
    last: int
    new: int
    share: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a new-information threshold says of one order; see `criterion`.

    `base_codes` is the number of codes in the base. `reached` is the number of units before the
    first run at or under the threshold; None if there is none. `exceeded_later` are the later runs
    that are above the threshold again. `undefined` says that there are too few units for a base and
    a run, or no codes in the base.
    """

    base: int
    run: int
    threshold: float
    base_codes: int
    runs: tuple[Run, ...]
    reached: int | None
    exceeded_later: tuple[Run, ...]
    undefined: bool


@dataclass(frozen=True, slots=True)
class Richness:
    """How many codes there may be in all, from those seen in one unit (`once`) and in two.

    `unseen` is the estimate less the codes that were observed. None is undefined.
    """

    observed: int
    once: int
    twice: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def unseen(self) -> float | None:
        """How many codes the estimate adds to those that were observed."""
        return None if self.estimate is None else self.estimate - self.observed


def first_places(present: Booleans) -> Integers:
    """The place of the first unit that has each code; the number of units for a code of none."""
    anywhere = present.any(axis=0)
    first = present.argmax(axis=0) if len(present) else np.zeros(present.shape[1], dtype=np.int64)
    return np.where(anywhere, first, len(present))


def new_codes(present: Booleans) -> Integers:
    """How many codes each unit is the first to have."""
    return np.bincount(first_places(present), minlength=len(present) + 1)[: len(present)]


def expected_curve(present: Booleans) -> Floats:
    """The mean number of codes in 1, 2, … units over all orders, exactly.

    Σ over codes of 1 − C(N − n_k, n) / C(N, n), where n_k of the N units have code k: the
    accumulation curve by rarefaction of samples; Ugland, Gray and Ellingsen (2003), “The
    species–accumulation curve and estimation of species richness”, Journal of Animal Ecology 72;
    Colwell, Mao and Chang (2004), Ecology 85 (“Mao tau”).
    """
    from scipy.special import gammaln

    units = len(present)
    curve = np.zeros(units)
    having, codes = np.unique(present.sum(axis=0), return_counts=True)
    for number, times in zip(having.tolist(), codes.tolist(), strict=True):
        lacking = units - number
        drawn = np.arange(1, lacking + 1)  # of more than those that lack it, one has it
        ways = gammaln(lacking + 1) - gammaln(lacking - drawn + 1)
        ways -= gammaln(units + 1) - gammaln(units - drawn + 1)
        curve += times
        curve[:lacking] -= times * np.exp(ways)
    return curve


def shuffled_curves(present: Booleans, rounds: int, seed: int) -> Integers:
    """The accumulation curves of so many random orders: rounds × units."""
    units, codes = present.shape
    random = np.random.default_rng(seed)
    place = np.argsort(random.random((rounds, units)), axis=1).astype(np.int64)
    new = np.zeros((rounds, units), dtype=np.int64)
    each = np.arange(rounds)
    for code in range(codes):
        if present[:, code].any():
            np.add.at(new, (each, place[:, present[:, code]].min(axis=1)), 1)
    return np.cumsum(new, axis=1)


def criterion(new: Integers, base: int, run: int, threshold: float) -> Criterion:
    """When a new-information threshold is reached, in the order of the units.

    The codes in the first `base` units are what is known. Runs of `run` units follow, each
    beginning one unit after the one before; what a run brings is its new codes by the codes of the
    base. The first run at or under the threshold ends the search. Guest, Namey and Chen (2020), “A
    simple method to assess and report thematic saturation in qualitative research”, PLOS ONE 15(5),
    e0232076, who write 6+2 for a run of two that follows upon six interviews.
    """
    units, known = len(new), int(new[:base].sum())
    if units < base + run or not known:
        return Criterion(base, run, threshold, known, (), None, (), undefined=True)
    brought = _brought(np.cumsum(new)[None, :], base, run)[0].tolist()
    runs = tuple(
        Run(base + place + 1, base + place + run, number, number / known)
        for place, number in enumerate(brought)
    )
    under = [place for place, each in enumerate(runs) if each.share <= threshold]
    return Criterion(
        base,
        run,
        threshold,
        known,
        runs,
        base + under[0] if under else None,
        tuple(each for each in runs[under[0] :] if each.share > threshold) if under else (),
        undefined=False,
    )


def reached_in_curves(curves: Integers, base: int, run: int, threshold: float) -> Integers:
    """Where `criterion` is reached in each of many curves (rounds × units); −1 where it is not."""
    if curves.shape[1] < base + run:
        return np.full(len(curves), -1)
    known = curves[:, base - 1 : base]
    share = _brought(curves, base, run) / np.maximum(known, 1)
    under = (share <= threshold) & (known > 0)
    return np.where(under.any(axis=1), base + under.argmax(axis=1), -1)


def _brought(curves: Integers, base: int, run: int) -> Integers:
    """The new codes of each run: rounds × runs."""
    before = curves[:, base - 1 : curves.shape[1] - run]
    return np.asarray(curves[:, base + run - 1 :] - before)


def chao2(having: Integers, units: int) -> Richness:
    """Chao2, bias-corrected: a lower bound for the number of codes, seen or not.

    `having` is the number of units that have each code. The estimate is
    S + (m − 1)/m · q1 (q1 − 1) / (2 (q2 + 1)), where S codes were seen in m units, q1 of them in
    one and q2 in two. The 95 % interval takes the unseen codes to be log-normal. Chao (1987),
    “Estimating the population size for capture-recapture data with unequal catchability”,
    Biometrics 43; bias-corrected form and variances in Colwell (2013), EstimateS 9, appendix B.
    Undefined with fewer than two units or no codes; the interval where nothing unseen is estimated.
    """
    seen = having[having > 0]
    observed, once, twice = len(seen), int((seen == 1).sum()), int((seen == 2).sum())
    if units < 2 or not observed:
        return Richness(observed, once, twice)
    share = (units - 1) / units
    unseen = share * once * (once - 1) / (2 * (twice + 1))
    if not unseen:
        return Richness(observed, once, twice, float(observed))
    if twice:
        variance = (
            unseen
            + share**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
            + share**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
        )
    else:
        variance = (
            unseen
            + share**2 * once * (2 * once - 1) ** 2 / 4
            - share**2 * once**4 / (4 * (observed + unseen))
        )
    from scipy.special import ndtri

    wide = np.exp(ndtri((1 + LEVEL) / 2) * np.sqrt(np.log1p(variance / unseen**2)))
    return Richness(
        observed,
        once,
        twice,
        observed + unseen,
        observed + unseen / float(wide),
        observed + unseen * float(wide),
    )
