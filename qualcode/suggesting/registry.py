"""Suggesters: where they come from, and what qualcode asks of them.

A suggester is a function from a `Task` to a function from a unit's text to proposals. Third
parties add one through the entry point group `qualcode.suggesters`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

from qualcode.errors import NotFoundError, suggest_names
from qualcode.model import Code, Span

GROUP = "qualcode.suggesters"
INDICATOR_TERMS = "indicator-terms"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code proposed for a unit. `score` orders proposals of one suggester, higher is likelier.

    `evidence` is JSON-ready; places in it are offsets in the source's text. `negated` marks that
    all evidence stands in a negation.
    """

    code_id: int
    score: float
    evidence: list[dict[str, Any]]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """What a suggester gets ready for.

    `codes` are those to propose; `texts` gives the words of every source of the run, so that a
    suggester can look through them once before the first unit comes.
    """

    codes: Sequence[Code]
    language: str
    texts: Sequence[str]


Propose = Callable[[str, Sequence[Span]], Sequence[Sequence[Proposal]]]
"""From a source's text and its units to the proposals for each unit."""

Suggester = Callable[[Task], Propose]


def suggester(name: str) -> Suggester:
    """The suggester of that name; raises `NotFoundError`."""
    from qualcode.suggesting import indicator_terms

    known: dict[str, Callable[[], Suggester]] = {
        INDICATOR_TERMS: lambda: indicator_terms.prepare,
        **{point.name: point.load for point in entry_points(group=GROUP)},
    }
    if name not in known:
        raise NotFoundError(
            f"There is no suggester “{name}”.",
            remedy=suggest_names(name, sorted(known)),
        )
    return known[name]()
