"""Memos: what a coder thinks about a coding, a source, a code, a case or the project."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from qualcode.model import Span
from qualcode.project.project import new_guid, now
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project.project import Project

Subject = Literal["coding", "source", "code", "case", "project"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


@dataclass(frozen=True, slots=True)
class Memo:
    """What one coder has written on one thing.

    `about` names the thing: a source, a case or the project by name, a code by its path, a coding
    by the path of its code, with its `source`, `span` and `words`. `subject_id` is 0 for the
    project. `changed_at` is ISO 8601 in UTC.
    """

    id: int
    subject: Subject
    subject_id: int
    about: str
    coder: str
    text: str
    changed_at: str
    source_id: int | None = None
    source: str = ""
    span: Span | None = None
    words: str = ""


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
        project.connection.execute("DELETE FROM main.memos WHERE id = ?", (found,))
    elif found:
        project.connection.execute(
            "UPDATE main.memos SET text = ?, changed_at = ? WHERE id = ? AND text <> ?",
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


_MEMOS = """
    SELECT memos.id, memos.coding_id, memos.source_id, memos.code_id, memos.case_id, memos.text,
           changed_at, coders.name AS coder, codings.start, codings.end,
           sources.id AS place_id, coalesce(sources.name, '') AS source,
           coalesce(code_paths.path, sources.name, cases.name, project.name) AS about
    FROM memos JOIN coders ON coders.id = memos.coder_id JOIN project
    LEFT JOIN codings ON codings.id = memos.coding_id
    LEFT JOIN sources ON sources.id = coalesce(memos.source_id, codings.source_id)
    LEFT JOIN cases ON cases.id = memos.case_id
    LEFT JOIN code_paths ON code_paths.code_id = coalesce(memos.code_id, codings.code_id)
"""


def find_memos(
    project: Project,
    *,
    on: Collection[Subject] = SUBJECTS,
    coders: Collection[str] = (),
    text: str = "",
) -> list[Memo]:
    """The memos on things of some kinds, by some coders or by all, the latest first.

    `text` as in `memos_with`.
    """
    rows = [
        row
        for row in project.rows(_MEMOS + "ORDER BY changed_at DESC, memos.id DESC")
        if _kind(row) in on and (not coders or row["coder"] in coders)
    ]
    return memos_with(text, _as_memos(project, rows))


def memos_with(text: str, found: Iterable[Memo]) -> list[Memo]:
    """The memos where each word of a text occurs, in any case of its letters.

    It may stand in the memo, in the words it is on, or in a name: the coder's, the source's, the
    code's, the case's.
    """
    wanted = normalise(text).casefold().split()
    return [memo for memo in found if all(word in _searched(memo) for word in wanted)]


def memos(project: Project, subject: Subject, subject_id: int = 0) -> list[Memo]:
    """The memos on one thing, one by each coder, in the order in which they were begun."""
    where, parameters = _subject(subject, subject_id, "memos.")
    return _as_memos(project, project.rows(f"{_MEMOS} WHERE {where} ORDER BY memos.id", parameters))


def _as_memos(project: Project, rows: Iterable[Any]) -> list[Memo]:
    rows = list(rows)
    coded = {row["place_id"] for row in rows if row["coding_id"]}
    texts = {
        row["id"]: row["text"]
        for row in project.rows(
            "SELECT id, text FROM sources WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(coded)),),
        )
    }
    found = []
    for row in rows:
        subject = _kind(row)
        span = Span(row["start"], row["end"]) if subject == "coding" else None
        found.append(
            Memo(
                id=row["id"],
                subject=subject,
                subject_id=0 if subject == "project" else row[f"{subject}_id"],
                about=row["about"],
                coder=row["coder"],
                text=row["text"],
                changed_at=row["changed_at"],
                source_id=row["place_id"],
                source=row["source"],
                span=span,
                words=texts[row["place_id"]][slice(*span)] if span else "",
            )
        )
    return found


def _kind(row: Any) -> Subject:
    kinds = (kind for kind in SUBJECTS if kind != "project" and row[f"{kind}_id"] is not None)
    return next(kinds, "project")


def _searched(memo: Memo) -> str:
    return "\n".join((memo.text, memo.about, memo.source, memo.words, memo.coder)).casefold()


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


def _subject(subject: Subject, subject_id: int, table: str = "") -> tuple[str, tuple[int, ...]]:
    if subject == "project":
        columns = (f"{table}{kind}_id" for kind in SUBJECTS if kind != "project")
        return f"coalesce({', '.join(columns)}) IS NULL", ()
    return f"{table}{subject}_id = ?", (subject_id,)
