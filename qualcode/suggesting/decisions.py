"""Deciding on suggestions: a person accepts, corrects or rejects them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qualcode.errors import InputError, NotFoundError
from qualcode.model import Decision, Origin, Span, Suggestion
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.project import now
from qualcode.project.selection import EVERYTHING, Selection, where, with_text

if TYPE_CHECKING:
    import sqlite3

    from qualcode.project import Project


def suggestions(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    run_id: int | None = None,
    decision: Decision | None = Decision.OPEN,
    min_score: float = float("-inf"),
    negated: bool | None = None,
    ids: Iterable[int] | None = None,
) -> list[Suggestion]:
    """Suggestions of a selection, the highest score first.

    `decision` None gives the decided ones too, `negated` None those in a negation and others.
    Raises `NotFoundError` for ids that do not exist.
    """
    condition, parameters = where(project, selection, "suggestions")
    parameters |= {"run": run_id, "decision": decision and decision.value, "score": min_score}
    condition += " AND score >= :score"
    if run_id is not None:
        condition += " AND run_id = :run"
    if decision is not None:
        condition += " AND decision = :decision"
    if negated is not None:
        condition += " AND negated = :negated"
        parameters["negated"] = negated
    if ids is not None:
        wanted = list(ids)
        condition += " AND id IN (SELECT value FROM json_each(:ids))"
        parameters["ids"] = json.dumps(wanted)
    rows = project.rows(
        "SELECT id, guid, run_id, source_id, code_id, start, end, score, evidence, negated, "
        f"decision FROM suggestions WHERE {condition} ORDER BY score DESC, source_id, start, id",
        parameters,
    )
    if ids is not None and (missing := set(wanted) - {row["id"] for row in rows}):
        raise NotFoundError(f"There is no suggestion {min(missing)} that fits.")
    return with_text(project, selection, [_as_suggestion(row) for row in rows])


def _as_suggestion(row: sqlite3.Row) -> Suggestion:
    return Suggestion(
        **{
            **dict(row),
            "evidence": json.loads(row["evidence"]),
            "negated": bool(row["negated"]),
            "decision": Decision(row["decision"]),
        }
    )


def accept(
    project: Project,
    chosen: Sequence[Suggestion],
    *,
    span: Span | None = None,
    code_id: int | None = None,
) -> int:
    """Make codings of suggestions, as one action; gives how many codings are new.

    A single suggestion may be corrected: `span` gives it other borders, `code_id` another code.
    """
    if len(chosen) != 1 and (span or code_id):
        raise InputError("Other borders or another code are given to one suggestion at a time.")
    with project.action(f"Accepted {_counted(chosen)}"):
        added = add_codings(
            project,
            [
                NewCoding(
                    source_id=suggestion.source_id,
                    code_id=code_id or suggestion.code_id,
                    start=span.start if span else suggestion.start,
                    end=span.end if span else suggestion.end,
                    suggestion_id=suggestion.id,
                )
                for suggestion in chosen
            ],
            label="",
            origin=Origin.SUGGESTION,
        )
        _decide(project, chosen, Decision.ACCEPTED)
    return added


def reject(project: Project, chosen: Sequence[Suggestion]) -> None:
    """Turn suggestions down, as one action; they are not proposed again."""
    with project.action(f"Rejected {_counted(chosen)}"):
        _decide(project, chosen, Decision.REJECTED)


def _decide(project: Project, chosen: Sequence[Suggestion], decision: Decision) -> None:
    if decided := [suggestion for suggestion in chosen if suggestion.decision is not Decision.OPEN]:
        raise InputError(
            f"Suggestion {decided[0].id} was {decided[0].decision} already.",
            remedy="`qualcode undo` takes a decision back.",
        )
    coder_id = project.id_of("coders", project.coder)
    decided_now = project.connection.executemany(
        "UPDATE main.suggestions SET decision = ?, decided_by = ?, decided_at = ? "
        "WHERE id = ? AND decision = 'open'",
        [(decision.value, coder_id, now(), suggestion.id) for suggestion in chosen],
    )
    if decided_now.rowcount < len(chosen):
        raise InputError(
            "Somebody has decided on a suggestion meanwhile, or it is no longer there.",
            remedy="Nothing was changed. Look at what is open now and decide again.",
        )


def _counted(chosen: Sequence[Suggestion]) -> str:
    return "a suggestion" if len(chosen) == 1 else f"{len(chosen)} suggestions"
