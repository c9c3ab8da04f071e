"""Withdrawn consent: a case's words leave every place where qualcode put them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.project.backup import back_up
from qualcode.project.cases import find_case
from qualcode.project.project import now

if TYPE_CHECKING:
    from qualcode.project.project import Project

_WITHDRAWN = "[withdrawn]"
_QUOTED_WORDS = 6  # as many words in a row are a quotation, not chance


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What goes when a case is withdrawn, and what the researcher has to see to.

    `exports` and `backups` are files that still exist. `quotations` name codes and memos outside
    the case that repeat six or more of its words in a row.
    """

    case: str
    sources: tuple[str, ...]
    words: int
    codings: int
    memos: int
    suggestions: int
    backups: tuple[Path, ...]
    exports: tuple[Path, ...]
    quotations: tuple[str, ...]


def plan_withdrawal(project: Project, case: str) -> Withdrawal:
    """What would go; nothing is changed."""
    case_id = find_case(project, case)
    rows = project.rows("SELECT id, name, text FROM sources WHERE case_id = ?", (case_id,))
    ids = json.dumps([row["id"] for row in rows])

    def count(table: str) -> int:
        sql = f"SELECT count(*) FROM {table} WHERE source_id IN (SELECT value FROM json_each(?))"
        return int(project.value(sql, (ids,)))

    return Withdrawal(
        case=case,
        sources=tuple(row["name"] for row in rows),
        words=sum(len(row["text"].split()) for row in rows),
        codings=count("codings"),
        memos=len(_memo_ids(project, case_id, ids)),
        suggestions=count("suggestions"),
        backups=_existing(project, "backup"),
        exports=_existing(project, "export"),
        quotations=tuple(_quotations(project, case_id, [row["text"] for row in rows])),
    )


def withdraw(project: Project, case: str) -> Withdrawal:
    """Remove a case and its words for good: this is the one action that cannot be undone.

    Sources, original files, codings, memos on them, suggestions and the search index lose their
    rows; the history keeps its actions, without the words; backups that qualcode made are deleted
    and a new one is made. Freed pages are overwritten and the file is rebuilt.
    """
    plan = plan_withdrawal(project, case)
    case_id = find_case(project, case)
    project.connection.execute("PRAGMA secure_delete = ON")
    with project.transaction():
        source_ids = json.dumps(_sources_ever(project, case_id))
        with project.recording("Withdrew a case", "withdrawal"):
            project.connection.execute(
                "DELETE FROM sources WHERE id IN (SELECT value FROM json_each(?))", (source_ids,)
            )
            project.connection.execute("DELETE FROM cases WHERE id = ?", (case_id,))
        _clear_history(project, case_id, source_ids)
        _clear_labels(project, [case, *plan.sources])
        _drop_unused_contents(project)
        project.connection.execute("INSERT INTO turn_search (turn_search) VALUES ('rebuild')")
        project.connection.execute(
            "INSERT INTO withdrawals (withdrawn_at, coder, sources, words, codings, memos, "
            "suggestions) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                now(),
                project.coder,
                len(plan.sources),
                plan.words,
                plan.codings,
                plan.memos,
                plan.suggestions,
            ),
        )
    project.connection.execute("VACUUM")
    project.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for backup in plan.backups:
        backup.unlink(missing_ok=True)
    if plan.backups:
        back_up(project)
    return plan


def _existing(project: Project, kind: str) -> tuple[Path, ...]:
    rows = project.rows("SELECT DISTINCT path FROM written_files WHERE kind = ?", (kind,))
    return tuple(path for row in rows if (path := Path(row["path"])).exists())


def _memo_ids(project: Project, case_id: int, source_ids: str) -> set[int]:
    rows = project.rows(
        "SELECT id FROM memos WHERE case_id = :case "
        "OR source_id IN (SELECT value FROM json_each(:sources)) "
        "OR coding_id IN (SELECT id FROM codings "
        "                 WHERE source_id IN (SELECT value FROM json_each(:sources)))",
        {"case": case_id, "sources": source_ids},
    )
    return {row["id"] for row in rows}


def _sources_ever(project: Project, case_id: int) -> list[int]:
    """The case's sources, those too that only the history still knows."""
    rows = project.rows(
        "SELECT id FROM sources WHERE case_id = :case UNION "
        "SELECT row_id FROM changes WHERE table_name = 'sources' "
        "AND (before ->> 'case_id' = :case OR after ->> 'case_id' = :case) "
        "AND row_id NOT IN (SELECT id FROM sources WHERE case_id IS NOT :case)",
        {"case": case_id},
    )
    return [row[0] for row in rows]


def _clear_history(project: Project, case_id: int, source_ids: str) -> None:
    project.connection.execute(
        """
        WITH
          gone_sources (id) AS (SELECT value FROM json_each(:sources)),
          whole (id, table_name, row_id, content) AS (
            SELECT id, table_name, row_id, coalesce(after, before) FROM changes
            WHERE before IS NOT NULL OR after IS NOT NULL),
          gone_codings (id) AS (
            SELECT row_id FROM whole
            WHERE table_name = 'codings' AND content ->> 'source_id' IN gone_sources)
        UPDATE changes SET before = NULL, after = NULL WHERE id IN (
          SELECT id FROM whole WHERE
            (table_name = 'sources' AND row_id IN gone_sources)
            OR (table_name IN ('originals', 'turns', 'source_values', 'codings', 'suggestions',
                               'suggestion_run_sources', 'memos')
                AND content ->> 'source_id' IN gone_sources)
            OR (table_name = 'memos' AND content ->> 'coding_id' IN gone_codings)
            OR (table_name = 'cases' AND row_id = :case)
            OR (table_name IN ('case_values', 'memos') AND content ->> 'case_id' = :case))
        """,
        {"sources": source_ids, "case": case_id},
    )


def _clear_labels(project: Project, names: list[str]) -> None:
    longest_first = sorted(names, key=len, reverse=True)
    named = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")
    for row in project.rows("SELECT id, label FROM actions"):
        cleared = named.sub(_WITHDRAWN, row["label"])
        if cleared != row["label"]:
            project.connection.execute(
                "UPDATE actions SET label = ? WHERE id = ?", (cleared, row["id"])
            )


def _drop_unused_contents(project: Project) -> None:
    """Forget files that neither a source nor the history (an undone import) refers to."""
    project.connection.execute(
        "DELETE FROM original_contents WHERE content_hash NOT IN ("
        "  SELECT content_hash FROM originals UNION "
        "  SELECT coalesce(after, before) ->> 'content_hash' FROM changes "
        "  WHERE table_name = 'originals' AND coalesce(after, before) IS NOT NULL)"
    )


def _quotations(project: Project, case_id: int, texts: list[str]) -> list[str]:
    """Where codes and other memos repeat the case's words; a person has to look at these."""
    runs = {run for text in texts for run in _runs(text)}
    found = []
    for row in project.rows(
        "SELECT name, definition || ' ' || when_to_use || ' ' || when_not_to_use || ' ' || "
        "examples || ' ' || extra AS words FROM codes ORDER BY name"
    ):
        in_vivo = len(row["name"].split()) >= 3 and any(row["name"] in text for text in texts)
        if in_vivo or not runs.isdisjoint(_runs(row["words"])):
            found.append(f"the code “{row['name']}”")
    ids = json.dumps(
        [row["id"] for row in project.rows("SELECT id FROM sources WHERE case_id = ?", (case_id,))]
    )
    own = _memo_ids(project, case_id, ids)
    rows = project.rows(
        "SELECT memos.id, memos.text, changed_at, coders.name FROM memos "
        "JOIN coders ON coders.id = coder_id ORDER BY memos.id"
    )
    found += [
        f"a memo of {row['name']} of {row['changed_at'][:10]}"
        for row in rows
        if row["id"] not in own and not runs.isdisjoint(_runs(row["text"]))
    ]
    return found


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    last = len(words) - _QUOTED_WORDS + 1
    return {tuple(words[start : start + _QUOTED_WORDS]) for start in range(last)}
