"""Full-text search over turns, through SQLite's FTS5 index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.project.file import explain
from qualcode.text import line_of, line_starts, normalise

if TYPE_CHECKING:
    from qualcode.project.project import Project

_OPEN, _CLOSE = "\x02", "\x03"  # control characters, which no normalised text holds


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a search term stands; offsets are in the source's text.

    `turn` and `line` count from 1; `line` is the line of the source's text where the words begin.
    """

    source_id: int
    source: str
    turn: int
    speaker: str
    start: int
    end: int
    text: str
    turn_start: int
    turn_text: str
    line: int


def vocabulary(project: Project) -> list[str]:
    """Every word form that occurs in the turns, lower-cased as the index has it."""
    return [row["term"] for row in project.rows("SELECT term FROM turn_vocabulary")]


def any_of(forms: Sequence[str]) -> str:
    """An FTS5 expression that matches a turn with any of these word forms."""
    return "(" + " OR ".join('"' + form.replace('"', '""') + '"' for form in forms) + ")"


def search(
    project: Project,
    expression: str,
    *,
    source_ids: Collection[int] | None = None,
    interviewers: bool = True,
) -> list[Hit]:
    """All places that an FTS5 expression finds, in the order of sources and words.

    `source_ids` are the sources to look in (None: all); `interviewers` whether to look in their
    turns too. Raises `InputError` for an expression that FTS5 cannot read.
    """
    conditions = "turn_search MATCH :expression"
    if source_ids is not None:
        conditions += " AND turns.source_id IN (SELECT value FROM json_each(:sources))"
    if not interviewers:
        conditions += " AND turns.role <> 'interviewer'"
    try:
        rows = project.connection.execute(
            "SELECT turns.source_id, sources.name, turns.position, turns.speaker, turns.start, "
            "highlight(turn_search, 0, :open, :close) AS marked "
            "FROM turn_search JOIN turns ON turns.id = turn_search.rowid "
            "JOIN sources ON sources.id = turns.source_id "
            f"WHERE {conditions} ORDER BY sources.name, turns.position",
            {
                "open": _OPEN,
                "close": _CLOSE,
                "expression": normalise(expression),
                "sources": json.dumps(sorted(source_ids or ())),
            },
        ).fetchall()
    except sqlite3.Error as error:
        if error.sqlite_errorname != "SQLITE_ERROR":
            raise explain(error, project.path) from error
        raise InputError(
            f"The search “{expression}” cannot be read ({error}).",
            remedy='Put a phrase, or a word with signs in it, in "quotation marks" '
            '("NAV-kontor"); combine words with AND, OR, NOT.',
        ) from error

    @cache
    def lines(source_id: int) -> list[int]:
        return line_starts(project.value("SELECT text FROM sources WHERE id = ?", (source_id,)))

    return [hit for row in rows for hit in _hits(row, lines(row["source_id"]))]


def _hits(row: sqlite3.Row, lines: Sequence[int]) -> list[Hit]:
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
                line=line_of(lines, start),
            )
        )
        offset += len(words) + len(rest)
    return hits
