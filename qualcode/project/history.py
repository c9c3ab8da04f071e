"""The history of a project: every action, and undo and redo of all of them.

Undo replays an action's changes backwards, row by row, as a new action. Each step passes through a
state that the file has been in before, so constraints that held then hold now; foreign keys are
checked at the end.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError, NotFoundError, ProjectError
from qualcode.model import Action
from qualcode.project.blind import refuse_others
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project.project import Project

Progress = Callable[[int, int], None]
"""Called with how many changes of an action have been reversed, and how many there are."""

_AT_ONCE = 5000  # changes that are in memory together
_BEYOND_ALL = 2**63 - 1
_ACTIONS = """
    SELECT actions.id, coder, at, label, kind, reversed_by IS NOT NULL AS undone,
           (SELECT count(*) FROM changes WHERE action_id = actions.id) AS changes
    FROM actions
"""
# An action that a withdrawal emptied is passed over: nothing of it is left to undo.
_LAST_IN_EFFECT = """
    WHERE kind = 'change' AND reversed_by IS NULL
    AND EXISTS (SELECT 1 FROM changes WHERE action_id = actions.id
                AND (before IS NOT NULL OR after IS NOT NULL))
    ORDER BY id DESC LIMIT 1
"""
_UNDOS = """
    WHERE kind = 'undo' AND reversed_by IS NULL
    AND id > (SELECT max(id) FROM actions WHERE kind IN ('creation', 'change', 'withdrawal'))
    ORDER BY id DESC
"""


def history(
    project: Project,
    *,
    limit: int | None = None,
    coder: str = "",
    text: str = "",
    told: Callable[[str], str] = str,
) -> list[Action]:
    """The actions, latest first; see `action_moments`."""
    found = action_moments(project, limit=limit, coder=coder, text=text, told=told)
    return actions(project, [action_id for action_id, _ in found])


def action_moments(
    project: Project,
    *,
    limit: int | None = None,
    coder: str = "",
    text: str = "",
    told: Callable[[str], str] = str,
) -> list[tuple[int, str]]:
    """Id and moment of the actions, latest first: of all, or of a coder's, or of those whose label
    has all words of a text, without regard to case. `told` gives the label as the user reads it,
    if that is another than the one that is stored; either may have the words.
    """
    words = normalise(text).casefold().split()
    rows = project.rows(
        f"SELECT id, at{', label' if words else ''} FROM actions "
        "WHERE :coder = '' OR coder = :coder ORDER BY id DESC LIMIT :limit",
        {"coder": coder, "limit": -1 if limit is None or words else limit},
    )
    if words:
        rows = [row for row in rows if _has_words(words, row["label"], told(row["label"]))]
    return [(row["id"], row["at"]) for row in rows[:limit]]


def _has_words(words: Sequence[str], *labels: str) -> bool:
    text = "\n".join(labels).casefold()
    return all(word in text for word in words)


def actions(project: Project, action_ids: Sequence[int]) -> list[Action]:
    """The actions of those ids, latest first; ids that are not there are passed over."""
    rows = project.rows(
        _ACTIONS + "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
        (json.dumps(list(action_ids)),),
    )
    return [_as_action(row) for row in rows]


def action_coders(project: Project) -> list[str]:
    """Everybody who has done something, by name."""
    return [row[0] for row in project.rows("SELECT DISTINCT coder FROM actions ORDER BY coder")]


def undoable(project: Project) -> Action | None:
    """The action that `undo` would take back now: the last that is in effect."""
    with project.seeing_everything():
        found = _find(project, _LAST_IN_EFFECT)
    return next(iter(actions(project, [found.id])), None) if found else None


def redoable(project: Project) -> list[Action]:
    """The undos that `redo` can take back now, the next one first."""
    with project.seeing_everything():
        found = [_as_action(row) for row in project.rows(_ACTIONS + _UNDOS)]
    return actions(project, [each.id for each in found])


def undo(
    project: Project, *, expected: int | None = None, progress: Progress | None = None
) -> Action:
    """Reverse the last action that is in effect; gives that action.

    `expected` is the one that the user means. Raises `NotFoundError` if there is nothing to undo,
    `InputError` if it is another action's turn.
    """
    with _replaying(project):
        target = _find(project, _LAST_IN_EFFECT)
        if target is None:
            raise NotFoundError("There is nothing to undo.")
        _check_expected(target, expected)
        refuse_others(project, target)
        undo_id = _reverse(project, target, f"Undid: {target.label}", "undo", progress)
        _mark_reversed(project, target.id, by=undo_id)
    return target


def redo(
    project: Project, *, expected: int | None = None, progress: Progress | None = None
) -> Action:
    """Bring back the action that was undone last, unless something new was done since.

    `expected` is the undo that the user means. Raises `NotFoundError` if there is nothing to redo,
    `InputError` if it is another undo's turn.
    """
    with _replaying(project):
        last_undo = _find(project, _UNDOS + "LIMIT 1")
        if last_undo is None:
            raise NotFoundError("There is nothing to redo.")
        _check_expected(last_undo, expected)
        target = _find(
            project, "WHERE id = (SELECT reverses FROM actions WHERE id = ?)", (last_undo.id,)
        )
        assert target is not None
        refuse_others(project, target)
        redo_id = _reverse(project, last_undo, f"Redid: {target.label}", "redo", progress)
        _mark_reversed(project, last_undo.id, by=redo_id)
        _mark_reversed(project, target.id, by=None)
    return target


def _check_expected(found: Action, expected: int | None) -> None:
    if expected not in (None, found.id):
        raise InputError(
            "Something else has been done meanwhile.",
            remedy="Nothing was changed. Look at the history and decide again.",
        )


@contextmanager
def _replaying(project: Project) -> Iterator[None]:
    try:
        with project.seeing_everything(), project.transaction():
            project.connection.execute("PRAGMA defer_foreign_keys = ON")
            yield
    except sqlite3.IntegrityError as error:
        raise ProjectError(
            "This action can no longer be undone or redone, because what it stood on is gone "
            "(a case was withdrawn since).",
            where=str(project.path),
            remedy="Nothing was changed.",
        ) from error


def _find(project: Project, where: str, parameters: tuple[int, ...] = ()) -> Action | None:
    rows = project.rows(_ACTIONS + where, parameters)
    return _as_action(rows[0]) if rows else None


def _as_action(row: sqlite3.Row) -> Action:
    return Action(**{**dict(row), "undone": bool(row["undone"])})


def _mark_reversed(project: Project, action_id: int, *, by: int | None) -> None:
    project.connection.execute("UPDATE actions SET reversed_by = ? WHERE id = ?", (by, action_id))


def _reverse(
    project: Project, action: Action, label: str, kind: str, progress: Progress | None
) -> int:
    """Replay an action's changes backwards as a new action; gives the new action's id."""
    done = 0
    with project.recording(label, kind) as reversal_id:
        project.connection.execute(
            "UPDATE actions SET reverses = ? WHERE id = ?", (action.id, reversal_id)
        )
        for changes in _backwards(project.connection, action.id):
            for (table, event), group in groupby(changes, key=_event):
                _apply_inverse(project.connection, table, event, list(group))
            done += len(changes)
            if progress:
                progress(done, action.changes)
    return reversal_id


def _backwards(connection: sqlite3.Connection, action_id: int) -> Iterator[list[sqlite3.Row]]:
    """The changes of an action, the last first, so many at once as may be in memory.

    Both sides are NULL where a withdrawal took the words: there is nothing to bring back.
    """
    before = _BEYOND_ALL
    while changes := connection.execute(
        "SELECT id, table_name, row_id, before, after FROM changes WHERE action_id = :action "
        "AND (before IS NOT NULL OR after IS NOT NULL) AND id < :before "
        "ORDER BY id DESC LIMIT :most",
        {"action": action_id, "before": before, "most": _AT_ONCE},
    ).fetchall():
        yield changes
        before = changes[-1]["id"]


def _event(change: sqlite3.Row) -> tuple[str, str]:
    if change["before"] is None:
        return change["table_name"], "insert"
    return change["table_name"], "delete" if change["after"] is None else "update"


def _apply_inverse(
    connection: sqlite3.Connection, table: str, event: str, changes: list[sqlite3.Row]
) -> None:
    if event == "insert":
        connection.executemany(
            f"DELETE FROM {table} WHERE id = ?", [(change["row_id"],) for change in changes]
        )
        return
    before: list[dict[str, Any]] = [json.loads(change["before"]) for change in changes]
    if event == "delete":
        columns = list(before[0])
        marks = ", ".join(f":{column}" for column in columns)
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    else:
        after = [json.loads(change["after"]) for change in changes]
        columns = _changed(before, after)
        if not columns:  # a withdrawal took what differed
            return
        values = ", ".join(f"{column} = :{column}" for column in columns)
        sql = f"UPDATE {table} SET {values} WHERE id = :id"
    connection.executemany(sql, before)


def _changed(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    """The columns that differ in some row: to write the others would go through their indexes."""
    sides = zip(
        before[0],
        zip(*(row.values() for row in before), strict=True),
        zip(*(row.values() for row in after), strict=True),
        strict=True,
    )
    return [column for column, earlier, later in sides if earlier != later]
