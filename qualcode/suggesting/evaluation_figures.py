"""The figures of an evaluation, from labels, scores and what is proposed: passages by codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from math import pi, sqrt
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import comb
from scipy.stats import rankdata
from sklearn.metrics import (
    average_precision_score,
    precision_recall_curve,
    precision_recall_fscore_support,
)

from qualcode.suggesting.evaluation_results import Bin, Figures, Summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_BINS = 10
_HIGHEST = 3
_MOST_POINTS = 100


def average_precision(labels: Flags, scores: Floats) -> float | None:
    """The mean precision over the units with the code, each at its own score; else undefined.

    AP = Σ (Rₙ − Rₙ₋₁) Pₙ over falling scores, not interpolated.
    """
    return float(average_precision_score(labels, scores)) if labels.any() else None


def decisions(labels: Flags, chosen: Flags) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1 of what is chosen; each undefined where it would divide by 0."""
    found = precision_recall_fscore_support(labels, chosen, average="binary", zero_division=np.nan)
    precision, recall, f1 = (_defined(number) for number in found[:3])
    return precision, recall, f1


def among_highest(scores: Floats, number: int = _HIGHEST) -> Floats:
    """How likely each code is among a unit's highest scored ones if ties fall by chance.

    A score of −∞ is no proposal and never among them.
    """
    first = rankdata(-scores, method="min", axis=1)
    tied = rankdata(-scores, method="max", axis=1) - first + 1
    likely = np.clip((number + 1 - first) / tied, 0, 1)
    return np.asarray(np.where(np.isneginf(scores), 0, likely), np.float64)


def units_hit(labels: Flags, among: Floats) -> float | None:
    """The share of units with a code that have one of their codes among the highest scored.

    `among` is from `among_highest`: of t codes tied at the border, r right ones and s places, at
    least one right one gets a place with 1 − C(t − r, s) / C(t, s).
    """
    coded = labels.any(axis=1)
    if not coded.any():
        return None
    labels, among = labels[coded], among[coded]
    certain = (labels & (among == 1)).any(axis=1)
    border = (among > 0) & (among < 1)
    tied, right = border.sum(axis=1), (border & labels).sum(axis=1)
    places = np.rint(np.where(border, among, 0).sum(axis=1))
    missed = comb(tied - right, places) / comb(tied, places)
    return float(np.where(certain, 1, 1 - missed).mean())


def reliability(labels: Flags, scores: Floats) -> tuple[Bin, ...]:
    """Units by score in ten bins of equal width, with the share that has the code."""
    place = np.minimum((scores * _BINS).astype(np.int64), _BINS - 1)
    units = np.bincount(place, minlength=_BINS).tolist()
    sums = np.bincount(place, weights=scores, minlength=_BINS).tolist()
    right = np.bincount(place, weights=labels, minlength=_BINS).tolist()
    return tuple(
        Bin(
            at / _BINS,
            (at + 1) / _BINS,
            count,
            sums[at] / count if count else None,
            right[at] / count if count else None,
        )
        for at, count in enumerate(units)
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error: Σ (nᵦ / n) · |shareᵦ − mean scoreᵦ| over bins with units.

    Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian
    binning, AAAI; for a code's own probability as here, not that of a prediction being right.
    """
    total = sum(each.units for each in bins)
    if not total:
        return None
    return sum(
        each.units / total * abs(each.share - each.mean_score)
        for each in bins
        if each.share is not None and each.mean_score is not None
    )


def chance_error(bins: Sequence[Bin]) -> float | None:
    """What the calibration error of scores that are exactly right would be about, by chance alone.

    In a bin of n units with the mean score p, the share with the code then falls about normally
    around p, and its mean distance from it is √(2 p (1 − p) / πn).
    """
    total = sum(each.units for each in bins)
    if not total:
        return None
    return sum(
        each.units / total * sqrt(2 * each.mean_score * (1 - each.mean_score) / (pi * each.units))
        for each in bins
        if each.mean_score is not None
    )


def curve(labels: Flags, scores: Floats) -> tuple[tuple[float, float], ...]:
    """(recall, precision) for falling thresholds: the best precision at each recall, thinned."""
    if not labels.any():
        return ()
    precision, recall, _ = precision_recall_curve(labels, scores)
    levels, place = np.unique(recall, return_inverse=True)
    best = np.zeros(len(levels))
    np.maximum.at(best, place, precision)
    kept = np.unique(np.linspace(1, len(levels) - 1, _MOST_POINTS).astype(np.int64))
    return tuple((round(float(levels[at]), 4), round(float(best[at]), 4)) for at in kept)


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """What one way to propose codes makes of some passages: passages by codes.

    `scores` put a code's passages in order, `among` say how likely a code is among a passage's
    highest scored ones, `chosen` what is proposed. Without scores there is nothing but that.
    `probable`: the scores are meant as probabilities.
    """

    name: str
    chosen: Flags
    scores: Floats | None = None
    among: Floats | None = None
    probable: bool = False

    def on(self, rows: NDArray[np.int64]) -> Proposed:
        """The same for some of the passages."""
        return replace(
            self,
            chosen=self.chosen[rows],
            scores=None if self.scores is None else self.scores[rows],
            among=None if self.among is None else self.among[rows],
        )


def judge(proposed: Proposed, labels: Flags, enough: Flags) -> tuple[tuple[Figures, ...], Summary]:
    """The figures of each code, and of all; `enough` are the codes with enough examples."""
    codes = tuple(_figures(proposed, labels, code) for code in range(labels.shape[1]))
    occurring = np.asarray(labels.any(axis=0))
    summary = Summary(
        proposed.name,
        _mean([each for each, occurs in zip(codes, occurring, strict=True) if occurs]),
        _mean([each for each, counts in zip(codes, occurring & enough, strict=True) if counts]),
        _figures(proposed, labels, slice(None)),
        None if proposed.among is None else units_hit(labels, proposed.among),
    )
    return codes, summary


def _figures(proposed: Proposed, labels: Flags, code: int | slice) -> Figures:
    """The figures of a code, or with all codes each unit and code counted once."""
    truth = labels[:, code].ravel()
    precision, recall, f1 = decisions(truth, proposed.chosen[:, code].ravel())
    scores = None if proposed.scores is None else proposed.scores[:, code].ravel()
    among = None if proposed.among is None else proposed.among[:, code].ravel()
    bins = reliability(truth, scores) if proposed.probable and scores is not None else ()
    return Figures(
        None if scores is None else average_precision(truth, scores),
        precision,
        recall,
        f1,
        None if among is None or not truth.any() else float(among[truth].mean()),
        calibration_error(bins),
        calibration_error(bins[1:]),
    )


def _mean(figures: Sequence[Figures]) -> Figures:
    """Each figure's mean where it is defined."""
    columns = zip(*map(astuple, figures), strict=True)
    defined = [[number for number in column if number is not None] for column in columns]
    return Figures(*(fmean(numbers) if numbers else None for numbers in defined))


def _defined(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
