"""Full-text search over turns, through SQLite's FTS5 index."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.project.file import explain
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project.project import Project

_OPEN, _CLOSE = "\x02", "\x03"  # control characters, which no normalised text holds


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a search term stands; offsets are in the source's text."""

    source_id: int
    source: str
    turn: int
    speaker: str
    start: int
    end: int
    text: str
    turn_start: int
    turn_text: str


def vocabulary(project: Project) -> list[str]:
    """Every word form that occurs in the turns, lower-cased as the index has it."""
    return [row["term"] for row in project.rows("SELECT term FROM turn_vocabulary")]


def any_of(forms: Sequence[str]) -> str:
    """An FTS5 expression that matches a turn with any of these word forms."""
    return "(" + " OR ".join('"' + form.replace('"', '""') + '"' for form in forms) + ")"


def search(project: Project, expression: str) -> list[Hit]:
    """All places that an FTS5 expression finds, in the order of sources and words.

    Raises `InputError` for an expression that FTS5 cannot read.
    """
    try:
        rows = project.connection.execute(
            "SELECT turns.source_id, sources.name, turns.position, turns.speaker, turns.start, "
            "highlight(turn_search, 0, ?, ?) AS marked "
            "FROM turn_search JOIN turns ON turns.id = turn_search.rowid "
            "JOIN sources ON sources.id = turns.source_id "
            "WHERE turn_search MATCH ? ORDER BY sources.name, turns.position",
            (_OPEN, _CLOSE, normalise(expression)),
        ).fetchall()
    except sqlite3.Error as error:
        if error.sqlite_errorname != "SQLITE_ERROR":
            raise explain(error, project.path) from error
        raise InputError(
            f"The search “{expression}” cannot be read ({error}).",
            remedy='Put a phrase in "quotation marks"; combine words with AND, OR, NOT.',
        ) from error
    return [hit for row in rows for hit in _hits(row)]


def _hits(row: sqlite3.Row) -> list[Hit]:
    pieces = row["marked"].split(_OPEN)
    turn_text = row["marked"].replace(_OPEN, "").replace(_CLOSE, "")
    hits = []
    offset = len(pieces[0])
    for piece in pieces[1:]:
        words, _, rest = piece.partition(_CLOSE)
        start = row["start"] + offset
        hits.append(
            Hit(
                source_id=row["source_id"],
                source=row["name"],
                turn=row["position"],
                speaker=row["speaker"],
                start=start,
                end=start + len(words),
                text=words,
                turn_start=row["start"],
                turn_text=turn_text,
            )
        )
        offset += len(words) + len(rest)
    return hits
