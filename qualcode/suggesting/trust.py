"""How far a suggestion's score can be trusted, as its evidence says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def weak_examples(evidence: Sequence[Mapping[str, Any]]) -> int | None:
    """How many examples a weak code has; None if the code is not weak, or nothing is said of it.

    The score of a weak code only orders its suggestions: it is not to be shown as a probability.
    """
    told = _told(evidence)
    return int(told.get("examples", 0)) if told.get("weak") else None


def threshold_of(evidence: Sequence[Mapping[str, Any]], default: float) -> float:
    """The score from which the code was suggested; the default if nothing is said of it."""
    return float(_told(evidence).get("threshold", default))


def _told(evidence: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for item in evidence:
        trust = item.get("trust")
        if isinstance(trust, Mapping):
            return trust
    return {}
