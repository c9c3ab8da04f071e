"""What an action did, row by row, with the names and words of everything that it touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from qualcode.errors import NotFoundError
from qualcode.model import Span
from qualcode.project.codes import codes
from qualcode.project.history import actions

if TYPE_CHECKING:
    from qualcode.model import Action
    from qualcode.project.project import Project

Row = dict[str, Any]
Event = Literal["added", "changed", "removed", "withdrawn"]

# What follows from an import or a run by itself; it is counted and not told one by one.
_BY_THE_WAY = ("turns", "originals", "suggestion_run_sources")
_NAMED = ("coders", "cases", "variables", "sources")


@dataclass(frozen=True, slots=True)
class Change:
    """What an action did to one row of a table, all its steps taken together.

    `before` is None for a row that came, `after` for one that went; both are None where the words
    are gone because an informant has withdrawn.
    """

    table: str
    row_id: int
    before: Row | None
    after: Row | None

    @property
    def event(self) -> Event:
        """What happened to the row."""
        if self.before is None:
            return "withdrawn" if self.after is None else "added"
        return "removed" if self.after is None else "changed"

    @property
    def row(self) -> Row:
        """The row as it is after the action, or was before it; empty where it was withdrawn."""
        return self.after or self.before or {}

    def differs(self, column: str) -> bool:
        """Whether a column of a row that stayed has another value."""
        return (
            self.before is not None
            and self.after is not None
            and self.before.get(column) != self.after.get(column)
        )


@dataclass(frozen=True, slots=True)
class Names:
    """What ids in changes stand for, now or when it was last there.

    `words` are those of the spans that occur, by source; `codings` the rows of codings that memos
    are on.
    """

    codes: Mapping[int, str] = field(default_factory=dict)
    others: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    words: Mapping[tuple[int, Span], str] = field(default_factory=dict)
    codings: Mapping[int, Row] = field(default_factory=dict)

    def of(self, table: str, row_id: int | None) -> str:
        """The name of a coder, case, variable or source; "" if even the history has none."""
        return "" if row_id is None else self.others.get(table, {}).get(row_id, "")

    def words_of(self, row: Mapping[str, Any]) -> str:
        """The words of a coding or suggestion; "" if their source is gone."""
        return self.words.get((row["source_id"], Span(row["start"], row["end"])), "")


def together(steps: Iterable[Change]) -> list[Change]:
    """One change for each row that steps have touched, in the order of the first step.

    A row that came and went, or that is as it was, is left out; what a withdrawal has emptied
    stays, once for each row.
    """
    first: dict[tuple[str, int], Change] = {}
    last: dict[tuple[str, int], Change] = {}
    withdrawn: set[tuple[str, int]] = set()
    for step in steps:
        key = (step.table, step.row_id)
        first.setdefault(key, step)
        last[key] = step
        if step.event == "withdrawn":
            withdrawn.add(key)
    whole = []
    for key, step in first.items():
        if key in withdrawn:
            whole.append(Change(*key, None, None))
        elif step.before != last[key].after:
            whole.append(Change(*key, step.before, last[key].after))
    return whole


def find_action(project: Project, action_id: int) -> Action:
    """The action of that number; raises `NotFoundError`."""
    (action,) = actions(project, [action_id]) or (None,)
    if action is None:
        raise NotFoundError(
            f"There is no action {action_id} in the history.",
            remedy="`qualcode history` shows the numbers.",
        )
    return action


def changes(project: Project, action_id: int, *, limit: int | None = None) -> list[Change]:
    """What an action did, in its order; turns, original files and a run's list of sources are left
    out, and of a source its text. `limit` is on the steps that are read.
    """
    passed_over = ", ".join(f"'{table}'" for table in _BY_THE_WAY)

    def side(name: str) -> str:
        shortened = f"json_remove({name}, '$.text', '$.sentence_spans')"
        return f"iif(table_name = 'sources', {shortened}, {name}) AS {name}"

    rows = project.rows(
        f"SELECT table_name, row_id, {side('before')}, {side('after')} FROM changes "
        f"WHERE action_id = ? AND table_name NOT IN ({passed_over}) ORDER BY id LIMIT ?",
        (action_id, -1 if limit is None else limit),
    )
    return together(
        Change(row["table_name"], row["row_id"], _loaded(row["before"]), _loaded(row["after"]))
        for row in rows
    )


def _loaded(stored: str | None) -> Row | None:
    return None if stored is None else json.loads(stored)


def step_counts(project: Project, action_id: int) -> dict[tuple[str, Event], int]:
    """How many steps of each kind an action took, by table and event."""
    rows = project.rows(
        "SELECT table_name, iif(before IS NULL, iif(after IS NULL, 'withdrawn', 'added'), "
        "iif(after IS NULL, 'removed', 'changed')) AS event, count(*) AS number "
        "FROM changes WHERE action_id = ? GROUP BY 1, 2 ORDER BY min(id)",
        (action_id,),
    )
    return {(row["table_name"], row["event"]): row["number"] for row in rows}


def names_for(project: Project, told: Sequence[Change]) -> Names:
    """The names and words that it takes to tell some changes."""
    rows = [side for change in told for side in (change.before, change.after) if side is not None]
    codings = _codings(project, told, {row["coding_id"] for row in rows if row.get("coding_id")})
    rows += codings.values()
    wanted = {
        "coders": {row.get("coder_id") or row.get("decided_by") for row in rows},
        "cases": {row.get("case_id") for row in rows},
        "variables": {row.get("variable_id") for row in rows},
        "sources": {row.get("source_id") for row in rows},
    }
    current = {code.id: code.label for code in codes(project)}
    code_ids = {row.get("code_id") for row in rows} | {
        row.get("parent_id") for row in rows if "parent_id" in row
    }
    gone = {code_id for code_id in code_ids if code_id is not None} - set(current)
    return Names(
        codes=current | (_last_names(project, "codes", gone) if gone else {}),
        others={table: _names(project, table, wanted[table]) for table in _NAMED},
        words=_words(project, rows),
        codings=codings,
    )


def _names(project: Project, table: str, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {row_id for row_id in ids if row_id is not None}
    found = {
        row["id"]: row["name"]
        for row in project.rows(
            f"SELECT id, name FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(wanted)),),
        )
    }
    gone = wanted - set(found)
    return found | (_last_names(project, table, gone) if gone else {})


def _last_names(project: Project, table: str, ids: Iterable[int]) -> dict[int, str]:
    """The names that rows had before they went."""
    rows = project.rows(
        "SELECT row_id, json_extract(whole, '$.name') AS name, json_extract(whole, '$.guid') AS "
        "guid FROM (SELECT id, row_id, coalesce(before, after) AS whole FROM changes "
        "WHERE table_name = ? AND row_id IN (SELECT value FROM json_each(?))) "
        "WHERE whole IS NOT NULL ORDER BY id",
        (table, json.dumps(sorted(ids))),
    )
    # A code that is about to go, or to change places, is called by its GUID for a moment.
    return {row["row_id"]: row["name"] for row in rows if row["name"] != row["guid"]}


def _codings(project: Project, told: Sequence[Change], ids: Iterable[int]) -> dict[int, Row]:
    """The codings that memos are on, as they are now, or as the same action left or took them."""
    found = {
        change.row_id: change.row for change in told if change.table == "codings" and change.row
    }
    rows = project.rows(
        "SELECT * FROM codings WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    )
    return found | {row["id"]: dict(row) for row in rows}


def _words(project: Project, rows: Iterable[Mapping[str, Any]]) -> dict[tuple[int, Span], str]:
    places = {
        (row["source_id"], Span(row["start"], row["end"]))
        for row in rows
        if "start" in row and "end" in row
    }
    texts = {
        row["id"]: row["text"]
        for row in project.rows(
            "SELECT id, text FROM sources WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted({source_id for source_id, _ in places})),),
        )
    }
    return {
        (source_id, span): texts[source_id][slice(*span)]
        for source_id, span in places
        if source_id in texts
    }
