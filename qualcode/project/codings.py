"""Codings: adding, changing and removing them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError, NotFoundError
from qualcode.model import Coding, Origin, Span
from qualcode.project.memos import memos_by_coding
from qualcode.project.project import new_guid, now
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project.project import Project


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A coding that is to be stored; `coder` empty means the project's coder."""

    source_id: int
    code_id: int
    start: int
    end: int
    coder: str = ""
    memo: str = ""
    suggestion_id: int | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """When a coding was made (ISO 8601 in UTC), and the run whose suggestion was accepted."""

    created_at: str
    run_id: int | None


def add_codings(
    project: Project, new: Sequence[NewCoding], *, label: str, origin: Origin = Origin.HAND
) -> int:
    """Store codings as one action; gives how many were new.

    A coding that is there already (same words, code and coder) is not stored twice. Raises
    `InputError` for a span that is empty or reaches beyond its source; then nothing is stored.
    """
    with project.action(label):
        _check_spans(project, new)
        coder_ids = {
            name: project.id_of("coders", name or project.coder)
            for name in {coding.coder for coding in new}
        }
        at = now()
        added = project.connection.executemany(
            "INSERT INTO main.codings (guid, source_id, code_id, coder_id, start, end, origin, "
            "suggestion_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (source_id, start, end, code_id, coder_id) DO NOTHING",
            (
                (
                    new_guid(),
                    coding.source_id,
                    coding.code_id,
                    coder_ids[coding.coder],
                    coding.start,
                    coding.end,
                    origin.value,
                    coding.suggestion_id,
                    at,
                )
                for coding in new
            ),
        )
        _add_memos(project, [coding for coding in new if coding.memo.strip()], coder_ids)
    return added.rowcount


def _add_memos(project: Project, with_memo: Sequence[NewCoding], coder_ids: dict[str, int]) -> None:
    project.connection.executemany(
        "INSERT INTO main.memos (guid, coder_id, coding_id, text, changed_at) "
        "SELECT ?, coder_id, id, ?, ? FROM main.codings AS coding "
        "WHERE source_id = ? AND start = ? AND end = ? AND code_id = ? AND coder_id = ? "
        "AND NOT EXISTS (SELECT 1 FROM main.memos WHERE coding_id = coding.id "
        "                AND memos.coder_id = coding.coder_id)",
        (
            (
                new_guid(),
                normalise(coding.memo),
                now(),
                coding.source_id,
                coding.start,
                coding.end,
                coding.code_id,
                coder_ids[coding.coder],
            )
            for coding in with_memo
        ),
    )


def _check_spans(project: Project, new: Sequence[NewCoding]) -> None:
    lengths = {row["id"]: row["length"] for row in project.rows("SELECT id, length FROM sources")}
    for coding in new:
        if not 0 <= coding.start < coding.end <= lengths.get(coding.source_id, -1):
            raise InputError(
                f"The span {coding.start}–{coding.end} does not lie in its source.",
                remedy="A span starts before it ends and lies within the source's text.",
            )


def codings(project: Project, coding_ids: Iterable[int] | None = None) -> list[Coding]:
    """The codings of those ids, or all, in the order of their words."""
    if coding_ids is None:
        return codings_where(project, "1")
    condition = "codings.id IN (SELECT value FROM json_each(?))"
    return codings_where(project, condition, (json.dumps(list(coding_ids)),))


def codings_where(
    project: Project, condition: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> list[Coding]:
    """The codings that an SQL condition on `codings` finds, in the order of their words."""
    rows = project.rows(
        "SELECT codings.id, codings.guid, source_id, code_id, coders.name AS coder, start, end, "
        f"origin FROM codings JOIN coders ON coders.id = coder_id WHERE {condition} "
        "ORDER BY source_id, start, end, codings.id",
        parameters,
    )
    memos = memos_by_coding(project, (row["id"] for row in rows))
    return [
        Coding(**{**dict(row), "origin": Origin(row["origin"]), "memo": memos.get(row["id"], "")})
        for row in rows
    ]


def provenance(project: Project, coding_ids: Iterable[int]) -> dict[int, Provenance]:
    """Where codings came from, by their ids; with `Coding.origin` the whole story."""
    rows = project.rows(
        "SELECT codings.id, created_at, run_id FROM codings "
        "LEFT JOIN suggestions ON suggestions.id = suggestion_id "
        "WHERE codings.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(coding_ids)),),
    )
    return {row["id"]: Provenance(row["created_at"], row["run_id"]) for row in rows}


def change_coding(
    project: Project, coding_id: int, *, span: Span | None = None, code_id: int | None = None
) -> None:
    """Give a coding other borders, another code, or both; one action.

    Raises `InputError` if the coder has put that code on just those words already.
    """
    with project.action("Changed a coding"):
        (coding,) = codings(project, [coding_id]) or (None,)
        if coding is None:
            raise NotFoundError("That coding is no longer there.")
        start, end = span or (coding.start, coding.end)
        code_id = code_id or coding.code_id
        _check_spans(project, [NewCoding(coding.source_id, code_id, start, end)])
        if project.value(
            "SELECT 1 FROM codings WHERE source_id = ? AND start = ? AND end = ? AND code_id = ? "
            "AND coder_id = (SELECT coder_id FROM codings WHERE id = ?) AND id <> ?",
            (coding.source_id, start, end, code_id, coding_id, coding_id),
        ):
            raise InputError("These words have that code from the same coder already.")
        project.connection.execute(
            "UPDATE main.codings SET start = ?, end = ?, code_id = ? WHERE id = ?",
            (start, end, code_id, coding_id),
        )


def remove_codings(project: Project, coding_ids: Sequence[int]) -> None:
    """Take codings away with their memos; one action.

    Raises `NotFoundError` if one of them is not there any more; then all stay.
    """
    noun = "a coding" if len(coding_ids) == 1 else f"{len(coding_ids)} codings"
    with project.action(f"Removed {noun}"):
        removed = project.connection.executemany(
            "DELETE FROM main.codings WHERE id = (SELECT id FROM codings WHERE id = ?)",
            [(coding_id,) for coding_id in coding_ids],
        )
        if removed.rowcount != len(coding_ids) and coding_ids:
            raise NotFoundError(
                "A coding that was to be removed is no longer there.",
                remedy="Nothing was changed. Another program may have removed it; look again.",
            )
