"""Bootstrap intervals: whole sources are drawn again, with putting back.

Units of one source are not independent draws, so that sources are resampled and not units (a
cluster bootstrap). The interval is the percentile one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from qualcode.analysis.agreement.tallies import Floats

LEVEL = 0.95
UNDEFINED_ROUNDS = 0.05
"""An interval is undefined where the coefficient is so in a larger share of the rounds."""

_ROUNDS_AT_A_TIME = 100  # bounds the memory


def intervals(
    compute: Callable[[Floats], Floats], sources: int, rounds: int, seed: int
) -> tuple[Floats, Floats]:
    """The lower and upper ends of intervals for figures that are computed from weighted sources.

    `compute` gets weights (rounds × sources) and gives figures (rounds × figures). With a single
    source there is nothing to resample, and every interval is undefined (NaN).
    """
    random = np.random.default_rng(seed)
    found = []
    with np.errstate(divide="ignore", invalid="ignore"):  # a round of sources without units
        for begun in range(0, rounds, _ROUNDS_AT_A_TIME):
            size = min(_ROUNDS_AT_A_TIME, rounds - begun)
            drawn = random.multinomial(sources, np.full(sources, 1 / sources), size=size)
            found.append(compute(drawn.astype(np.float64)))
    figures = np.concatenate(found)
    ends = np.full((2, figures.shape[1]), np.nan)
    undefined = np.isnan(figures).mean(axis=0)
    known = np.flatnonzero((undefined <= UNDEFINED_ROUNDS) & (sources > 1))
    tail = (1 - LEVEL) / 2
    if len(known):
        ends[:, known] = np.nanquantile(figures[:, known], (tail, 1 - tail), axis=0)
    low, high = ends
    return low, high
