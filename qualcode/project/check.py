"""Is everything in the project file as it should be?"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from qualcode.errors import ProjectError

if TYPE_CHECKING:
    from qualcode.project.project import Project


def check(project: Project) -> list[str]:
    """Look for damage and inconsistency; gives one sentence for each finding, so none is good.

    Looks at SQLite's own structures, references between rows, every source's text against its
    hash, every span against its source, turns and sentences against the text, the search index
    against the turns, and the kept original files against their hashes.
    """
    with project.seeing_everything():
        return _findings(project)


def _findings(project: Project) -> list[str]:
    findings: list[str] = []
    try:
        damage = [row[0] for row in project.rows("PRAGMA integrity_check")]
        if damage != ["ok"]:
            return [f"SQLite finds damage: {found}." for found in damage]
        findings += _references(project)
        findings += _texts(project)
        findings += _spans(project)
        findings += _codebook(project)
        findings += _originals(project)
        findings += _unfinished(project)
        _check_search_index(project)
    except ProjectError as error:
        findings.append(str(error))
    return findings


def _references(project: Project) -> list[str]:
    return [
        f"Row {row[1]} of the table {row[0]} refers to a row of {row[2]} that does not exist."
        for row in project.rows("PRAGMA foreign_key_check")
    ]


def _texts(project: Project) -> list[str]:
    findings = []
    for source in project.rows("SELECT * FROM sources"):
        text, name = source["text"], source["name"]
        if hashlib.sha256(text.encode()).hexdigest() != source["text_hash"]:
            findings.append(f"The text of {name} has changed since it was imported.")
        end = 0
        for turn in project.rows(
            "SELECT position, start, end, text FROM turns WHERE source_id = ? ORDER BY position",
            (source["id"],),
        ):
            fits = end <= turn["start"] and turn["end"] <= len(text)
            if not fits or text[turn["start"] : turn["end"]] != turn["text"]:
                findings.append(f"Turn {turn['position']} of {name} does not fit its text.")
            end = turn["end"]
        end = 0
        for start, stop in json.loads(source["sentence_spans"]):
            if not end <= start < stop <= len(text):
                findings.append(f"The sentences of {name} do not fit its text.")
                break
            end = stop
    return findings


def _spans(project: Project) -> list[str]:
    return [
        f"A span in {table} ({row['start']}–{row['end']}) reaches beyond the source {row['name']}."
        for table in ("codings", "suggestions")
        for row in project.rows(
            f"SELECT start, end, name FROM {table} "
            "JOIN sources ON sources.id = source_id WHERE end > length"
        )
    ]


def _codebook(project: Project) -> list[str]:
    return [
        f"The code “{row['name']}” hangs in a circle, under itself."
        for row in project.rows(
            "SELECT name FROM codes WHERE id NOT IN (SELECT code_id FROM code_paths)"
        )
    ]


def _originals(project: Project) -> list[str]:
    findings = []
    for row in project.rows(
        "SELECT filename, originals.content_hash, content FROM originals "
        "LEFT JOIN original_contents USING (content_hash)"
    ):
        content = row["content"]
        if content is None:
            findings.append(f"The original file {row['filename']} is missing.")
        elif hashlib.sha256(content).hexdigest() != row["content_hash"]:
            findings.append(f"The original file {row['filename']} is not as it was imported.")
    return findings


def _unfinished(project: Project) -> list[str]:
    findings = []
    if project.value("SELECT count(*) FROM current_action"):
        findings.append("An action was left open.")
    if project.value("SELECT count(*) FROM withdrawals WHERE finished_at IS NULL"):
        findings.append(
            "A withdrawal is not finished: words may lie in unused parts of the file or in "
            "backups until the project is closed everywhere and opened again."
        )
    return findings


def _check_search_index(project: Project) -> None:
    if project.read_only:  # FTS5 checks by way of an insert
        return
    with project.transaction():
        project.connection.execute(
            "INSERT INTO turn_search (turn_search, rank) VALUES ('integrity-check', 1)"
        )
