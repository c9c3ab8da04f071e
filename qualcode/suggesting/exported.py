"""Suggestions one by one for other programs, however many there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.model import Decision
from qualcode.project.codes import codes
from qualcode.project.selection import EVERYTHING, Selection, where
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class ExportedSuggestion:
    """A suggestion with everything by name; places are code points of the source's text."""

    source: str
    start: int
    end: int
    code: str
    score: float
    run: int
    evidence: list[dict[str, Any]]
    negated: bool
    decision: str
    words: str


def exported(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    run_id: int | None = None,
    decision: Decision | None = None,
    min_score: float = float("-inf"),
    negated: bool | None = None,
) -> Iterator[ExportedSuggestion]:
    """Suggestions of a selection, source by source in the order of their words.

    `decision` None gives open and decided ones, `negated` None those in a negation and others.
    Only one source's text is in memory at a time.
    Raises `NotFoundError` if the selection names what does not exist.
    """
    condition, parameters = where(project, selection, "suggestions")
    parameters |= {
        "run": run_id,
        "decision": decision and decision.value,
        "score": min_score,
        "negated": negated,
    }
    labels = {code.id: code.label for code in codes(project)}
    return _read(project, condition, parameters, labels, normalise(selection.text).casefold())


def _read(
    project: Project,
    condition: str,
    parameters: dict[str, Any],
    labels: dict[int, str],
    wanted: str,
) -> Iterator[ExportedSuggestion]:
    source_id, text = None, ""
    for row in project.connection.execute(
        "SELECT suggestions.source_id, sources.name, start, end, code_id, score, run_id, evidence, "
        "negated, decision FROM suggestions JOIN sources ON sources.id = suggestions.source_id "
        f"WHERE {condition} AND score >= :score AND (:run IS NULL OR run_id = :run) "
        "AND (:decision IS NULL OR decision = :decision) "
        "AND (:negated IS NULL OR negated = :negated) "
        "ORDER BY sources.name, start, end, code_id, suggestions.id",
        parameters,
    ):
        if row["source_id"] != source_id:
            source_id = row["source_id"]
            text = project.value("SELECT text FROM sources WHERE id = ?", (source_id,))
        words = text[row["start"] : row["end"]]
        if wanted in words.casefold():
            yield ExportedSuggestion(
                row["name"],
                row["start"],
                row["end"],
                labels[row["code_id"]],
                row["score"],
                row["run_id"],
                json.loads(row["evidence"]),
                bool(row["negated"]),
                row["decision"],
                words,
            )
