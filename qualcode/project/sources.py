"""Sources and their turns: storing, reading and removing them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.model import Role, Source, Span, Transcript, Turn
from qualcode.project.project import new_guid, now
from qualcode.text import one_line

if TYPE_CHECKING:
    import sqlite3

    from qualcode.project.project import Project


@dataclass(frozen=True, slots=True)
class Original:
    """An imported file as it was."""

    filename: str
    content: bytes

    @property
    def content_hash(self) -> str:
        """SHA-256 in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def add_source(
    project: Project,
    *,
    name: str,
    transcript: Transcript,
    sentences: Sequence[Span],
    original: Original,
    language: str,
) -> int:
    """Store one transcript with its turns and its file, inside an action; gives its id.

    Raises `InputError` if there is a source of that name.
    """
    name = one_line(name)
    if name in source_ids(project):
        raise InputError(f"There is a source “{name}” already.", remedy="Give it another name.")
    source_id = project.insert(
        "sources",
        {
            "guid": new_guid(),
            "name": name,
            "language": language,
            "text": transcript.text,
            "length": len(transcript.text),
            "text_hash": hashlib.sha256(transcript.text.encode()).hexdigest(),
            "sentence_spans": json.dumps(sentences, separators=(",", ":")),
            "imported_at": now(),
        },
    )
    project.connection.execute(
        "INSERT INTO original_contents VALUES (?, ?) ON CONFLICT DO NOTHING",
        (original.content_hash, original.content),
    )
    project.insert(
        "originals",
        {
            "source_id": source_id,
            "filename": original.filename,
            "format": transcript.format,
            "encoding": transcript.encoding,
            "content_hash": original.content_hash,
        },
    )
    project.connection.executemany(
        "INSERT INTO turns (source_id, position, start, end, speaker, role, time_start, time_end, "
        "text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                source_id,
                position,
                turn.start,
                turn.end,
                turn.speaker,
                turn.role.value,
                turn.time_start,
                turn.time_end,
                transcript.text[turn.start : turn.end],
            )
            for position, turn in enumerate(transcript.turns, 1)
        ),
    )
    return source_id


_SOURCES = """
    SELECT sources.id, sources.guid, sources.name, cases.name AS 'case', language, text
    FROM sources LEFT JOIN cases ON cases.id = case_id
"""


def sources(project: Project, source_ids: Collection[int] | None = None) -> list[Source]:
    """The sources of those ids, or all, by name and with their texts."""
    rows = project.rows(
        _SOURCES + "WHERE :ids IS NULL OR sources.id IN (SELECT value FROM json_each(:ids)) "
        "ORDER BY sources.name",
        {"ids": None if source_ids is None else json.dumps(list(source_ids))},
    )
    return [Source(**dict(row)) for row in rows]


def source_ids(project: Project) -> dict[str, int]:
    """Each source's id by its name, in the order of names."""
    return {
        row["name"]: row["id"] for row in project.rows("SELECT id, name FROM sources ORDER BY name")
    }


def find_source(project: Project, name: str) -> Source:
    """The source of that name; raises `NotFoundError`."""
    return source(project, lookup_source(source_ids(project), name))


def source(project: Project, source_id: int) -> Source:
    """The source of that id; raises `NotFoundError`."""
    return Source(**dict(_one(project, _SOURCES + "WHERE sources.id = ?", source_id)))


def _one(project: Project, sql: str, source_id: int) -> sqlite3.Row:
    rows = project.rows(sql, (source_id,))
    if not rows:
        raise NotFoundError("That source is no longer there.")
    return rows[0]


def lookup_source(known: dict[str, int], name: str) -> int:
    """The id of the source of that name; raises `NotFoundError`."""
    name = one_line(name)
    if name in known:
        return known[name]
    raise NotFoundError(f"There is no source “{name}”.", remedy=suggest_names(name, list(known)))


def turns(project: Project, source_id: int) -> list[Turn]:
    """A source's turns in order."""
    rows = project.rows(
        "SELECT start, end, speaker, role, time_start, time_end FROM turns "
        "WHERE source_id = ? ORDER BY position",
        (source_id,),
    )
    return [Turn(**{**dict(row), "role": Role(row["role"])}) for row in rows]


def sentence_spans(project: Project, source_id: int) -> list[Span]:
    """A source's sentences in order."""
    row = _one(project, "SELECT sentence_spans FROM sources WHERE id = ?", source_id)
    return [Span(*pair) for pair in json.loads(row["sentence_spans"])]


def original_content(project: Project, source_id: int) -> Original:
    """The file that a source was imported from, byte for byte."""
    row = _one(
        project,
        "SELECT filename, content FROM originals JOIN original_contents USING (content_hash) "
        "WHERE source_id = ?",
        source_id,
    )
    return Original(row["filename"], row["content"])


def remove_source(project: Project, source: Source) -> None:
    """Take a source out of the study with all codings on it; undoable."""
    with project.action(f"Removed the source {source.name}"):
        project.connection.execute("DELETE FROM sources WHERE id = ?", (source.id,))
