"""Tests and intervals that take whole cases: one person's codings are not independent draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from qualcode.analysis.contingency import Floats
from qualcode.analysis.spans import Integers

LEVEL = 0.95
_AT_A_TIME = 200  # rounds; bounds the memory


def permutation_p(
    case: Integers,
    group: Integers,
    statistic: Callable[[Integers], Floats],
    *,
    rounds: int,
    seed: int,
) -> Floats:
    """How often figures are at least as large as observed when cases change places.

    `case` and `group` say whose each unit is and which group it is in. `statistic` gets groups
    (rounds × units) and gives figures (rounds × figures); NaN stays NaN.

    Cases with as many units change places with one another, and the groups of one case among its
    own units: what the same person says twice stays together. p = (1 + number at least as large)
    / (1 + rounds); Phipson and Smyth (2010), “Permutation p-values should never be zero”.
    """
    observed = statistic(group[None, :])[0]
    reached = np.zeros(len(observed), dtype=np.int64)
    for labels in _permutations(case, group, rounds, np.random.default_rng(seed)):
        # Equal but for rounding is equal.
        reached += (statistic(labels) >= observed * (1 - 1e-9)).sum(axis=0)
    return np.where(np.isnan(observed), np.nan, (1 + reached) / (1 + rounds))


def _permutations(
    case: Integers, group: Integers, rounds: int, random: np.random.Generator
) -> Iterator[Integers]:
    _, which, units = np.unique(case, return_inverse=True, return_counts=True)
    order = np.argsort(which, kind="stable")
    number = units[which[order]]
    blocks = [
        order[number == size].reshape(-1, size) for size in np.unique(units).tolist()
    ]  # positions of units, a row for each case
    for begun in range(0, rounds, _AT_A_TIME):
        size = min(_AT_A_TIME, rounds - begun)
        labels = np.empty((size, len(group)), dtype=np.int64)
        for block in blocks:
            places = np.argsort(random.random((size, len(block))), axis=1)
            labels[:, block] = random.permuted(group[block][places], axis=2)
        yield labels


def case_weights(stratum: Integers, rounds: int, seed: int) -> Floats:
    """How often each case is drawn, rounds × cases: with putting back, within each stratum.

    The size of every stratum stays what it is.
    """
    random = np.random.default_rng(seed)
    weights = np.zeros((rounds, len(stratum)))
    for each in np.unique(stratum).tolist():
        inside = np.flatnonzero(stratum == each)
        size = len(inside)
        weights[:, inside] = random.multinomial(size, np.full(size, 1 / size), size=rounds)
    return weights


def percentile_interval(figures: Floats) -> tuple[Floats, Floats]:
    """The ends of percentile bootstrap intervals: figures are rounds × figures.

    Efron and Tibshirani (1993), “An introduction to the bootstrap”, chapter 13. NaN where a round
    has no figure, and where all rounds have the same: nothing was found out about the spread.
    """
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(figures, (tail, 1 - tail), axis=0)
    spread = np.ptp(figures, axis=0) > 1e-12
    return np.where(spread, low, np.nan), np.where(spread, high, np.nan)
