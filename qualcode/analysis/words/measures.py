"""The statistics of words: how far two rates differ, and how evenly a word is spread."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.contingency import Floats

NO_OCCURRENCE = 0.5
"""What a count of 0 is taken for in a log ratio (Hardie 2014)."""


def log_likelihood(count: Floats, other: Floats, words: float, other_words: float) -> Floats:
    """G² of words that stand so many times in so many words here, and so many elsewhere.

    2 (a ln(a / E₁) + b ln(b / E₂)), with E₁ = (a + b) × words / (words + other words) and E₂
    likewise: Rayson and Garside (2000), after Dunning (1993).
    """
    together = count + other
    share = words / (words + other_words)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = (
            np.where(seen > 0, seen * np.log(seen / (together * part)), 0.0)
            for seen, part in ((count, share), (other, 1 - share))
        )
        found = 2 * sum(parts)
    return np.maximum(np.asarray(found, dtype=np.float64), 0.0)  # rounding makes it −1e-15


def log_ratio(count: Floats, other: Floats, words: float, other_words: float) -> Floats:
    """The binary logarithm of the ratio of two rates: 1 is twice as often, 2 four times.

    Hardie (2014); a word that does not stand on one side is taken to stand there half a time.
    """
    here = np.maximum(count, NO_OCCURRENCE) / words
    there = np.maximum(other, NO_OCCURRENCE) / other_words
    return np.asarray(np.log2(here / there), dtype=np.float64)


def p_of(g2: Floats) -> Floats:
    """The p of G² with one degree of freedom, were all words drawn independently."""
    from scipy.stats import chi2

    return np.asarray(chi2.sf(g2, 1), dtype=np.float64)


def adjusted(p: Floats) -> Floats:
    """The p corrected for their number (Benjamini and Hochberg 1995)."""
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p), dtype=np.float64) if len(p) else p
