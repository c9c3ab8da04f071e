"""Suggesters: where they come from, and what qualcode asks of them.

A suggester is a function from a `Task` to a function from a document to proposals for its units.
Third parties add one through the entry point group `qualcode.suggesters`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from qualcode.errors import NotFoundError, suggest_names
from qualcode.model import Code
from qualcode.suggesting.passages import Document
from qualcode.suggesting.settings import INDICATOR_TERMS, LEARNED, Settings

if TYPE_CHECKING:
    from qualcode.project import Project

GROUP = "qualcode.suggesters"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code proposed for a unit. `score` orders proposals of one suggester, higher is likelier.

    `evidence` is JSON-ready; places in it are offsets in the source's text. `negated` marks that
    all evidence stands in a negation. One that is not `chosen` has too low a score to be suggested
    unless the run's settings ask for it.
    """

    code_id: int
    score: float
    evidence: list[dict[str, Any]]
    negated: bool = False
    chosen: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What a suggester gets ready for.

    `codes` are those to propose. `documents` are all of the project, so that a suggester can look
    through them and the project's codings once before the first proposal; those that the run goes
    through come one by one afterwards. `pause` is to be called now and then during long work: it
    raises if the user has had enough.
    """

    project: Project
    settings: Settings
    codes: Sequence[Code]
    language: str
    documents: Sequence[Document]
    pause: Callable[[], None] = lambda: None


Propose = Callable[[Document], Sequence[Sequence[Proposal]]]
"""From a document to the proposals for each of its units."""

Suggester = Callable[[Task], Propose]


def suggesters() -> list[str]:
    """The names of all suggesters, qualcode's own first."""
    return list(_known())


def suggester(name: str) -> Suggester:
    """The suggester of that name; raises `NotFoundError`."""
    known = _known()
    if name not in known:
        raise NotFoundError(
            f"There is no suggester “{name}”.",
            remedy=suggest_names(name, sorted(known)),
        )
    return known[name]()


def _known() -> dict[str, Callable[[], Suggester]]:
    return {
        LEARNED: _learned,
        INDICATOR_TERMS: _indicator_terms,
        **{point.name: point.load for point in entry_points(group=GROUP)},
    }


def _learned() -> Suggester:
    from qualcode.suggesting import engine

    return engine.prepare


def _indicator_terms() -> Suggester:
    from qualcode.suggesting import indicator_terms

    return indicator_terms.prepare
