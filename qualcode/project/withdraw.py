"""Withdrawn consent: a case's words leave every place where qualcode put them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import ProjectError
from qualcode.project import file
from qualcode.project.backup import back_up
from qualcode.project.consent import QUOTING, WITHDRAWN, Scope, find_scope
from qualcode.project.history import redoable
from qualcode.project.project import now
from qualcode.project.survey import survey_indicators

if TYPE_CHECKING:
    from qualcode.project.project import Project


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What goes when a case is withdrawn, and what the researcher has to see to.

    The counts are of what stands in the project; `undone_sources` is the number of sources that
    only the history still holds, which go as well. `redoable` actions can be redone now and not
    afterwards. `elsewhere` are sources that were the case's once, are another's now, and stay.
    `exports` and `backups` are files that exist. `quotations` name codes, memos and notes outside
    the case that repeat six or more of its words in a row: qualcode leaves them to a person, who
    best edits them before the withdrawal, since that clears quotations from the history too.
    """

    case: str
    sources: tuple[str, ...]
    words: int
    codings: int
    memos: int
    suggestions: int
    undone_sources: int
    redoable: int
    elsewhere: tuple[str, ...]
    backups: tuple[Path, ...]
    exports: tuple[Path, ...]
    quotations: tuple[str, ...]


def plan_withdrawal(project: Project, case: str) -> Withdrawal:
    """What would go; nothing is changed."""
    with project.seeing_everything():
        return _plan(project, case, find_scope(project, case))


def withdraw(project: Project, case: str) -> Withdrawal:
    """Remove a case and its words for good: this is the one action that cannot be undone.

    Sources, original files, codings, memos on them, suggestions and the search index lose their
    rows, and saved queries what tells of the case (see `queries.withdrawing`); the history keeps
    its actions, without the words; backups that qualcode made are deleted and a new one is made,
    and the suggesters' index is deleted. Freed pages are overwritten and the file is rebuilt.

    Raises `ProjectError` if the case is withdrawn but `finish_withdrawals` could not follow.
    """
    from qualcode.project.queries.withdrawing import (  # a parser, which nothing else here needs
        QueryCleaner,
        clear_queries,
        clear_query_history,
    )

    project.connection.execute("PRAGMA secure_delete = ON")
    with project.seeing_everything(), project.transaction():
        scope = find_scope(project, case)
        plan = _plan(project, case, scope)
        queries = QueryCleaner(project, scope)
        with project.recording("Withdrew a case", "withdrawal"):
            _delete(project, "sources", scope.source_ids)
            _delete(project, "cases", scope.case_ids)
            _clear_rows(project, scope)
            clear_queries(project, queries)
        _clear_history(project, scope)
        clear_query_history(project, queries)
        _clear_labels(project, scope)
        _drop_unused_contents(project)
        _forget_missing_files(project)
        project.connection.execute("INSERT INTO turn_search (turn_search) VALUES ('rebuild')")
        _record(project, plan)
    finish_withdrawals(project)
    return plan


def finish_withdrawals(project: Project) -> None:
    """Rebuild the file and replace its backups, if that was not done since the last withdrawal.

    Raises `ProjectError` if another program is reading the project, so that the old pages have to
    stay for now.
    """
    if not project.value("SELECT count(*) FROM withdrawals WHERE finished_at IS NULL"):
        return
    try:
        with project.seeing_everything():
            project.connection.execute("VACUUM")
        busy = project.value("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise file.explain(error, project.path) from error
    if busy:
        raise ProjectError(
            "The case is withdrawn, but another program holds on to the file's old pages.",
            where=str(project.path),
            remedy="Close the project everywhere and open it again: then they are overwritten.",
        )
    for index in file.index_paths(project.path):
        _delete_file(index, "an index")
    backups = _existing(project, "backup")
    for backup in backups:
        _delete_file(backup, "a backup")
    if backups:
        back_up(project)
    with project.transaction():
        project.connection.execute(
            "UPDATE withdrawals SET finished_at = ? WHERE finished_at IS NULL", (now(),)
        )


def _forget_missing_files(project: Project) -> None:
    """Forget exports and backups that are gone: their names may tell who it was."""
    folder = project.path.absolute().parent
    project.connection.executemany(
        "DELETE FROM written_files WHERE id = ?",
        [
            (row["id"],)
            for row in project.rows("SELECT id, path FROM written_files")
            if not (folder / row["path"]).exists()
        ],
    )


def _plan(project: Project, case: str, scope: Scope) -> Withdrawal:
    rows = project.rows(
        "SELECT name, text FROM sources WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name",
        (scope.source_ids,),
    )

    def count(table: str) -> int:
        sql = f"SELECT count(*) FROM {table} WHERE source_id IN (SELECT value FROM json_each(?))"
        return int(project.value(sql, (scope.source_ids,)))

    elsewhere = tuple(
        f"{row['source']} (now of {row['case']})"
        for row in project.rows(
            "SELECT DISTINCT sources.name AS source, cases.name AS 'case' FROM changes "
            "JOIN sources ON sources.id = row_id JOIN cases ON cases.id = sources.case_id "
            "WHERE table_name = 'sources' AND json_extract(after, '$.case_id') IN "
            "(SELECT value FROM json_each(:cases)) "
            "AND sources.case_id NOT IN (SELECT value FROM json_each(:cases))",
            {"cases": scope.case_ids},
        )
    )
    ever = json.loads(scope.source_ids)
    return Withdrawal(
        case=case,
        sources=tuple(row["name"] for row in rows),
        words=sum(len(row["text"].split()) for row in rows),
        codings=count("codings"),
        memos=len(_memo_ids(project, scope)),
        suggestions=count("suggestions"),
        undone_sources=len(ever) - len(rows),
        redoable=len(redoable(project)),
        elsewhere=elsewhere,
        backups=_existing(project, "backup"),
        exports=_existing(project, "export"),
        quotations=tuple(_quotations(project, scope)),
    )


def _memo_ids(project: Project, scope: Scope) -> set[int]:
    rows = project.rows(
        "SELECT id FROM memos WHERE case_id IN (SELECT value FROM json_each(:cases)) "
        "OR source_id IN (SELECT value FROM json_each(:sources)) "
        "OR coding_id IN (SELECT id FROM codings "
        "                 WHERE source_id IN (SELECT value FROM json_each(:sources)))",
        {"cases": scope.case_ids, "sources": scope.source_ids},
    )
    return {row["id"] for row in rows}


def _quotations(project: Project, scope: Scope) -> Iterable[str]:
    """Where codes, notes and other memos repeat its words; a person has to look at these."""
    for row in project.rows("SELECT * FROM codes ORDER BY name"):
        name = row["name"]
        in_vivo = len(name.split()) >= 3 and any(name in text for text in scope.texts)
        if in_vivo or scope.cleared("codes", dict(row)):
            yield f"the code “{name}”"
    own = _memo_ids(project, scope)
    memos = project.rows(
        "SELECT memos.id, memos.text, changed_at, coders.name FROM memos "
        "JOIN coders ON coders.id = coder_id ORDER BY memos.id"
    )
    for memo in memos:
        if memo["id"] not in own and scope.is_quoted_in(memo["text"]):
            yield f"a memo of {memo['name']} of {memo['changed_at'][:10]}"
    for indicator in survey_indicators(project):
        if scope.is_quoted_in(indicator.name):
            yield f"the indicator “{indicator.name}”"
        for note in indicator.notes:
            if scope.is_quoted_in(note.text):
                yield f"a note of {note.coder} on the indicator “{indicator.name}”"


def _existing(project: Project, kind: str) -> tuple[Path, ...]:
    rows = project.rows("SELECT DISTINCT path FROM written_files WHERE kind = ?", (kind,))
    folder = project.path.absolute().parent
    paths = (folder / row["path"] for row in rows)
    # A backup that is opened may know an earlier one by the name that it has itself.
    return tuple(path for path in paths if path.exists() and not path.samefile(project.path))


def _delete_file(path: Path, what: str) -> None:
    try:
        file.delete(path)
    except OSError as error:
        raise ProjectError(
            f"The case is withdrawn, but {what} with its words cannot be deleted "
            f"({error.strerror}).",
            where=str(path),
            remedy="Delete it yourself, then open the project again.",
        ) from error


def _delete(project: Project, table: str, ids: str) -> None:
    project.connection.execute(
        f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (ids,)
    )


def _clear_rows(project: Project, scope: Scope) -> None:
    """Take the case out of what qualcode itself wrote about other sources and on runs."""
    for table in ("suggestions", "suggestion_runs", "consensus_decisions"):
        for row in project.rows(f"SELECT * FROM {table}"):
            for field, left in scope.cleared(table, dict(row)).items():
                project.connection.execute(
                    f"UPDATE {table} SET {field} = ? WHERE id = ?", (left, row["id"])
                )


def _clear_history(project: Project, scope: Scope) -> None:
    ids = {"sources": scope.source_ids, "cases": scope.case_ids}
    project.connection.execute(
        """
        WITH
          gone_sources (id) AS (SELECT value FROM json_each(:sources)),
          gone_cases (id) AS (SELECT value FROM json_each(:cases)),
          whole (id, table_name, row_id, content) AS (
            SELECT id, table_name, row_id, coalesce(after, before) FROM changes
            WHERE before IS NOT NULL OR after IS NOT NULL),
          gone_codings (id) AS (
            SELECT row_id FROM whole
            WHERE table_name = 'codings' AND json_extract(content, '$.source_id') IN gone_sources)
        UPDATE changes SET before = NULL, after = NULL WHERE id IN (
          SELECT id FROM whole WHERE
            (table_name = 'sources' AND row_id IN gone_sources)
            OR (table_name IN ('originals', 'turns', 'source_values', 'codings', 'suggestions',
                               'suggestion_run_sources', 'memos', 'consensus_decisions')
                AND json_extract(content, '$.source_id') IN gone_sources)
            OR (table_name IN ('memos', 'survey_quotations')
                AND json_extract(content, '$.coding_id') IN gone_codings)
            OR (table_name = 'cases' AND row_id IN gone_cases)
            OR (table_name IN ('case_values', 'memos')
                AND json_extract(content, '$.case_id') IN gone_cases))
        """,
        ids,
    )
    for side in ("before", "after"):
        # A source that now is somebody else's was the case's by mistake: undo leaves it to nobody.
        project.connection.execute(
            f"UPDATE changes SET {side} = json_set({side}, '$.case_id', NULL) "
            "WHERE table_name = 'sources' "
            f"AND json_extract({side}, '$.case_id') IN (SELECT value FROM json_each(:cases))",
            ids,
        )
        for table in (*QUOTING, "survey_indicators", "suggestion_runs"):
            rows = project.rows(
                f"SELECT id, {side} FROM changes WHERE table_name = ? AND {side} IS NOT NULL",
                (table,),
            )
            for change_id, stored in rows:
                row = json.loads(stored)
                if cleared := scope.cleared(table, row):
                    project.connection.execute(
                        f"UPDATE changes SET {side} = ? WHERE id = ?",
                        (json.dumps(row | cleared, ensure_ascii=False), change_id),
                    )


def _clear_labels(project: Project, scope: Scope) -> None:
    for row in project.rows("SELECT id, label FROM actions"):
        label = row["label"]
        cleared = WITHDRAWN if scope.is_quoted_in(label) else scope.without_names(label)
        if cleared != label:
            project.connection.execute(
                "UPDATE actions SET label = ? WHERE id = ?", (cleared, row["id"])
            )


def _drop_unused_contents(project: Project) -> None:
    """Forget files that neither a source nor the history (an undone import) refers to."""
    project.connection.execute(
        "DELETE FROM original_contents WHERE content_hash NOT IN ("
        "  SELECT content_hash FROM originals UNION "
        "  SELECT json_extract(coalesce(after, before), '$.content_hash') FROM changes "
        "  WHERE table_name = 'originals' AND coalesce(after, before) IS NOT NULL)"
    )


def _record(project: Project, plan: Withdrawal) -> None:
    project.connection.execute(
        "INSERT INTO withdrawals "
        "(withdrawn_at, coder, sources, words, codings, memos, suggestions) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
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
