"""Suggestions as a queue: which of them, in which order, and how many of each run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.errors import InputError
from qualcode.model import Decision
from qualcode.project.codes import codes
from qualcode.project.selection import EVERYTHING, Selection, where
from qualcode.suggesting.decisions import suggestions
from qualcode.suggesting.ordering import least_certain, spread_over_sources
from qualcode.suggesting.trust import weak_examples

if TYPE_CHECKING:
    from qualcode.project import Project


class Order(StrEnum):
    """What comes first in the queue; one that does not exist is an `InputError`."""

    SCORE = "score"
    CODE = "code"
    PLACE = "place"
    SPREAD = "spread"
    UNSURE = "unsure"

    @classmethod
    def _missing_(cls, value: object) -> Order:
        raise InputError(f"There is no order “{value}”.", remedy=f"Choose one of {', '.join(cls)}.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which suggestions are wanted, the open ones if nothing is said; None leaves all in."""

    selection: Selection = EVERYTHING
    run_id: int | None = None
    min_score: float | None = None
    negated: bool | None = None
    decision: Decision | None = Decision.OPEN


class Entry(NamedTuple):
    """A suggestion as a list shows it; `words` are the first of its words.

    `weak` is the number of examples of a code that has too few for a probability, else None.
    """

    id: int
    code_id: int
    source: str
    score: float
    negated: bool
    words: str
    weak: int | None = None


class Tally(NamedTuple):
    """How many suggestions of a run wait, and what became of the others."""

    open: int = 0
    accepted: int = 0
    rejected: int = 0


ALL = Wanted()
_WORDS = 240  # code points of a suggestion's words in a list
_BY_CODEBOOK = "JOIN json_each(:codebook) AS code ON code.value = code_id"
_ORDERS = {  # what has to be joined, and the order
    Order.SCORE: ("", "score DESC, suggestions.source_id, start, suggestions.id"),
    Order.CODE: (
        _BY_CODEBOOK,
        "code.key, score DESC, suggestions.source_id, start, suggestions.id",
    ),
    Order.PLACE: (
        f"{_BY_CODEBOOK} JOIN sources ON sources.id = suggestions.source_id",
        "sources.name, start, end, code.key, suggestions.id",
    ),
}

_AMONG_ALL = {Order.SPREAD: spread_over_sources, Order.UNSURE: least_certain}


def queue(project: Project, wanted: Wanted = ALL, order: Order = Order.SCORE) -> list[int]:
    """The ids of the suggestions that are wanted.

    By score the highest comes first, by code the codebook's order, by place the order of words
    in each source. Spread over the sources, the best of each source come first; by how unsure they
    are, those nearest to their code's threshold. Raises `NotFoundError` if the selection names what
    does not exist.
    """
    condition, parameters = where(project, wanted.selection, "suggestions")
    for column, comparison, value in (
        ("run_id", "=", wanted.run_id),
        ("score", ">=", wanted.min_score),
        ("negated", "=", wanted.negated),
        ("decision", "=", wanted.decision),
    ):
        if value is not None:
            condition += f" AND {column} {comparison} :{column}"
            parameters[column] = value
    parameters["codebook"] = json.dumps([code.id for code in codes(project)])
    joined, order_by = _ORDERS.get(order, _ORDERS[Order.SCORE])
    rows = project.rows(
        f"SELECT suggestions.id FROM suggestions {joined} WHERE {condition} ORDER BY {order_by}",
        parameters,
    )
    ids = [row[0] for row in rows]
    if wanted.selection.text:
        ids = _with_text(project, ids, wanted.selection)
    if order in _AMONG_ALL:
        return [found.id for found in _AMONG_ALL[order](_ranked(project, ids, order))]
    return ids


class _Ranked(NamedTuple):
    """As much of a suggestion as orders need: reading all takes a second for tens of thousands."""

    id: int
    source_id: int
    start: int
    score: float
    evidence: list[dict[str, Any]]


def _ranked(project: Project, ids: list[int], order: Order) -> list[_Ranked]:
    unsure = order is Order.UNSURE
    rows = project.rows(
        "SELECT id, source_id, start, score, evidence FROM suggestions "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return [
        _Ranked(row[0], row[1], row[2], row[3], json.loads(row[4]) if unsure else [])
        for row in rows
    ]


def _with_text(project: Project, ids: list[int], selection: Selection) -> list[int]:
    found = suggestions(project, Selection(text=selection.text), decision=None, ids=ids)
    kept = {suggestion.id for suggestion in found}
    return [one for one in ids if one in kept]


def entries(project: Project, ids: Sequence[int]) -> dict[int, Entry]:
    """Suggestions as a list shows them, by id; those that are gone are left out."""
    rows = project.rows(
        "SELECT suggestions.id, code_id, sources.name, score, negated, evidence, "
        f"substr(text, start + 1, min(end - start, {_WORDS})) FROM suggestions "
        "JOIN sources ON sources.id = source_id "
        "WHERE suggestions.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {
        row[0]: Entry(
            id=row[0],
            code_id=row[1],
            source=row[2],
            score=row[3],
            negated=bool(row[4]),
            words=" ".join(row[6].split()),
            weak=weak_examples(json.loads(row[5])),
        )
        for row in rows
    }


def tallies(project: Project) -> dict[int, Tally]:
    """What became of each run's suggestions, by the run's id; a run without any is left out."""
    found: dict[int, dict[str, int]] = {}
    for run_id, decision, count in project.rows(
        "SELECT run_id, decision, count(*) FROM suggestions GROUP BY run_id, decision"
    ):
        found.setdefault(run_id, {})[decision] = count
    return {
        run_id: Tally(*(counts.get(decision.value, 0) for decision in Decision))
        for run_id, counts in found.items()
    }
