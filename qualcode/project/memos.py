"""Memos: what a coder thinks about a coding, a source, a code, a case or the project."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from qualcode.project.project import new_guid, now
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project.project import Project

Subject = Literal["coding", "source", "code", "case", "project"]


def write_memo(project: Project, subject: Subject, subject_id: int, text: str) -> None:
    """Write the coder's memo on something; an empty text takes it away. In an action.

    A coder has one memo on each thing, and writing again replaces it. `subject_id` is of no
    matter for the project.
    """
    where, parameters = _subject(subject, subject_id)
    text = normalise(text)
    found = project.value(
        f"SELECT id FROM memos WHERE coder_id = (SELECT id FROM coders WHERE name = ?) AND {where}",
        (project.coder, *parameters),
    )
    if not text.strip():
        project.connection.execute("DELETE FROM memos WHERE id = ?", (found,))
    elif found:
        project.connection.execute(
            "UPDATE memos SET text = ?, changed_at = ? WHERE id = ? AND text <> ?",
            (text, now(), found, text),
        )
    else:
        about = {} if subject == "project" else {f"{subject}_id": subject_id}
        project.insert(
            "memos",
            {
                "guid": new_guid(),
                "coder_id": project.id_of("coders", project.coder),
                **about,
                "text": text,
                "changed_at": now(),
            },
        )


def memos(project: Project, subject: Subject, subject_id: int = 0) -> list[tuple[str, str]]:
    """The memos on something, as (coder, text)."""
    where, parameters = _subject(subject, subject_id)
    rows = project.rows(
        f"SELECT name, text FROM memos JOIN coders ON coders.id = coder_id WHERE {where} "
        "ORDER BY memos.id",
        parameters,
    )
    return [(row["name"], row["text"]) for row in rows]


def memos_by_coding(project: Project, coding_ids: Iterable[int]) -> dict[int, str]:
    """The memos on codings, several on one joined by a line break."""
    found: dict[int, str] = {}
    for row in project.rows(
        "SELECT coding_id, text FROM memos WHERE coding_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY id",
        (json.dumps(list(coding_ids)),),
    ):
        earlier = found.get(row["coding_id"])
        found[row["coding_id"]] = f"{earlier}\n{row['text']}" if earlier else row["text"]
    return found


def _subject(subject: Subject, subject_id: int) -> tuple[str, tuple[int, ...]]:
    if subject == "project":
        return "coalesce(coding_id, source_id, code_id, case_id) IS NULL", ()
    return f"{subject}_id = ?", (subject_id,)
