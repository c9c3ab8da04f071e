"""From a model's scores to probabilities, and from what a coder wants to thresholds.

Platt scaling, p = 1 / (1 + exp(−a − bz)), on scores for passages by models that their source had
no part in. A code's a and b are drawn towards what all codes together say, the more the fewer
examples it has; b by far the most, since a code's highest scores are too few to tell how its own
differs. z is asinh of the standardised score: high scores are rarer than a logistic curve takes
them to be, and their likelihood rises more slowly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEAK_BELOW = 10
"""Under so many examples a code's scores only order its suggestions."""

_BETA = {"balanced": 1.0, "few-false": 0.5, "miss-little": 2.0}
_SHARE = {"balanced": 0.01, "few-false": 0.003, "miss-little": 0.03}
_LEAST = 5  # passages that a weak code gets at least, where as many are
_OUTSTANDING = 1.0  # standard deviations above the middle, the least for a weak code
_PRIOR_EXAMPLES = 5.0
# What codes with many examples come to, for when there are none: how often a code is used, and how
# much more likely a passage is whose z is higher by 1; and the variance of z.
_USUAL_RATE, _USUAL_SLOPE, _USUAL_VARIANCE = 0.02, 2.2, 0.6
_SPREADS = np.array([1.0, 0.2])  # of codes' own intercepts and slopes around the common ones
_STEPS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """For each code: z = asinh((score − middle) / spread), p = expit(intercept + slope · z).

    A passage is chosen from `threshold` on, a probability.
    """

    middle: Floats
    spread: Floats
    intercept: Floats
    slope: Floats
    threshold: Floats

    def probabilities(self, scores: Floats) -> Floats:
        """Passages by codes, as numbers between 0 and 1."""
        z = _bent((scores - self.middle) / self.spread)
        return np.asarray(expit(self.intercept + self.slope * z))


def _bent(standardised: Floats) -> Floats:
    return np.asarray(np.arcsinh(standardised))


def calibrate(
    scores: Floats,
    labels: NDArray[np.bool_],
    weights: Floats,
    everywhere: Floats,
    weak: NDArray[np.bool_],
    aim: str,
) -> Calibration:
    """Learn from held-out `scores`; those `everywhere` tell which passages are a weak code's best.

    `weights` say how many passages each row stands for.
    """
    reference = scores if len(scores) else everywhere
    middle = reference.mean(axis=0) if len(reference) else np.zeros(weak.shape)
    spread = reference.std(axis=0) if len(reference) else np.ones(weak.shape)
    spread[spread < 1e-9] = 1
    z = _bent((scores - middle) / spread)
    positive = weights @ labels
    total = weights.sum()
    usual = positive[~weak].mean() / total if (~weak).any() and total else _USUAL_RATE
    rate = (positive + _PRIOR_EXAMPLES) / (total + _PRIOR_EXAMPLES / usual)
    start = logit(np.clip(rate, 1e-6, 1 - 1e-6))
    slope = np.full(weak.shape, _USUAL_SLOPE)
    intercept = start - slope**2 * _USUAL_VARIANCE / 2  # a rough E[expit(a + bz)] = rate
    if (~weak).any() and total:
        intercept, slope = _fit(z, labels, weights, intercept, slope)
    made = Calibration(middle, spread, intercept, slope, np.ones(weak.shape))
    likely = made.probabilities(everywhere)
    held_out = made.probabilities(scores)
    outstanding = expit(intercept + slope * np.arcsinh(_OUTSTANDING))
    for code in range(len(weak)):
        made.threshold[code] = (
            max(_best_share(likely[:, code], _SHARE[aim]), outstanding[code])
            if weak[code]
            else _best_f(held_out[:, code], labels[:, code], weights, _BETA[aim])
        )
    return made


def _fit(
    z: Floats,
    labels: NDArray[np.bool_],
    weights: Floats,
    intercept: Floats,
    slope: Floats,
) -> tuple[Floats, Floats]:
    """Newton's method for all codes at once: first what they have in common, then each its own.

    Each code's own are pulled to the common ones by normal priors.
    """
    own_intercept, own_slope = intercept.copy(), slope.copy()
    counted = weights[:, None]
    for pooled in (True, False):
        start_intercept, start_slope = own_intercept.copy(), own_slope.copy()
        pulls = np.full(2, 1e-3) if pooled else _SPREADS**-2
        for _ in range(_STEPS):
            p = expit(own_intercept + own_slope * z)
            error = counted * (labels - p)
            curve = counted * p * (1 - p) + 1e-12
            gradient = np.stack([error.sum(0), (error * z).sum(0)])
            moved = np.stack([own_intercept - start_intercept, own_slope - start_slope])
            gradient -= pulls[:, None] * moved
            h00, h01 = curve.sum(0) + pulls[0], (curve * z).sum(0)
            h11 = (curve * z * z).sum(0) + pulls[1]
            if pooled:
                gradient[:] = gradient.sum(1, keepdims=True)
                h00, h01, h11 = (np.full_like(h, h.sum()) for h in (h00, h01, h11))
            determinant = h00 * h11 - h01**2
            step_intercept = (h11 * gradient[0] - h01 * gradient[1]) / determinant
            step_slope = (h00 * gradient[1] - h01 * gradient[0]) / determinant
            largest = np.maximum(np.abs(step_intercept), np.abs(step_slope))
            damping = np.minimum(1, 1 / np.maximum(largest, 1e-12))
            own_intercept = own_intercept + damping * step_intercept
            own_slope = np.maximum(own_slope + damping * step_slope, 0.05)
            if largest.max() < 1e-8:
                break
    return own_intercept, own_slope


def _best_f(p: Floats, labels: NDArray[np.bool_], weights: Floats, beta: float) -> float:
    """The probability from which on F-beta is highest on held-out passages."""
    order = np.argsort(-p, kind="stable")
    hits = np.cumsum((weights * labels)[order])
    chosen = np.cumsum(weights[order])
    f = (1 + beta**2) * hits / (chosen + beta**2 * hits[-1])
    last = np.r_[np.diff(p[order]) != 0, True]  # equal ones go together
    best = int(np.argmax(np.where(last, f, -1)))
    return float(p[order][best])


def _best_share(p: Floats, share: float) -> float:
    """The probability that only a share of all passages reaches."""
    if not len(p):
        return 1.0
    number = min(len(p), max(_LEAST, round(share * len(p))))
    return float(np.sort(p)[-number])
