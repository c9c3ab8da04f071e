"""Queries that are saved in the project under a name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.model import Code
from qualcode.project.codes import CodeFinder, codes, find_with, what_became_of
from qualcode.project.project import new_guid, now
from qualcode.project.queries.parsing import parse_query
from qualcode.project.queries.selecting import check_query
from qualcode.project.queries.syntax import Coded, Query, changed, coded_in
from qualcode.text import one_line

if TYPE_CHECKING:
    import sqlite3

    from qualcode.project.project import Project

_SAVED = """
    SELECT queries.name, text, code_guids, coders.name AS coder, changed_at
    FROM queries JOIN coders ON coders.id = coder_id
"""


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with its name; in its text codes have the names that they have now.

    `gone` are the names of codes that are no longer in the codebook. `coder` saved it last, at
    `changed_at` (ISO 8601 in UTC).
    """

    name: str
    text: str
    coder: str
    changed_at: str
    gone: tuple[str, ...] = ()


def save_query(project: Project, name: str, query: str) -> None:
    """Save a query under a name, in place of one that had it; one action.

    Raises `InputError` for a text that is no query, `NotFoundError` for a name in it that does not
    exist.
    """
    name = _name(name)
    if not name:
        raise InputError("A saved query needs a name.")
    with project.action(f"Saved the query {name}"):
        parsed = read_query(project, query)
        check_query(project, parsed)
        finder = CodeFinder(codes(project))
        guids = [find_with(project, finder, term.code).guid for term in coded_in(parsed)]
        project.connection.execute(
            "INSERT INTO queries (guid, name, text, code_guids, coder_id, changed_at) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text, "
            "code_guids = excluded.code_guids, coder_id = excluded.coder_id, "
            "changed_at = excluded.changed_at "
            "WHERE text <> excluded.text OR code_guids <> excluded.code_guids",
            (
                new_guid(),
                name,
                str(parsed),
                json.dumps(guids),
                project.id_of("coders", project.coder),
                now(),
            ),
        )


def remove_query(project: Project, name: str) -> None:
    """Take a saved query away; one action. Raises `NotFoundError`."""
    with project.action(f"Removed the query {_name(name)}"):
        found = find_query(project, name)
        project.connection.execute("DELETE FROM queries WHERE name = ?", (found.name,))


def saved_queries(project: Project) -> list[SavedQuery]:
    """The saved queries by name."""
    finder = CodeFinder(all_codes := codes(project))
    by_guid = {code.guid: code for code in all_codes}
    rows = project.rows(_SAVED + "ORDER BY queries.name")
    return [_as_saved(row, finder, by_guid) for row in rows]


def find_query(project: Project, name: str) -> SavedQuery:
    """The saved query of that name, with or without an @; raises `NotFoundError`."""
    name = _name(name)
    known = {query.name: query for query in saved_queries(project)}
    if name not in known:
        raise NotFoundError(
            f"There is no saved query “{name}”.", remedy=suggest_names(name, list(known))
        )
    return known[name]


def read_query(project: Project, text: str) -> Query:
    """Read a query, or with @ and a name one that is saved.

    Raises `NotFoundError` for a saved query with a code that is no longer in the codebook, even if
    another code has its name now.
    """
    if not text.lstrip().startswith("@"):
        return parse_query(text)
    found = find_query(project, text)
    if found.gone:
        code = found.gone[0]
        raise NotFoundError(
            f"The saved query “{found.name}” names the code “{code}”, which is gone.",
            remedy=f"{what_became_of(project, code)} Save the query again with the code that you "
            f"mean: {found.text}".strip(),
        )
    return parse_query(found.text)


def _name(text: str) -> str:
    return one_line(text).removeprefix("@").strip()


def _as_saved(row: sqlite3.Row, finder: CodeFinder, by_guid: dict[str, Code]) -> SavedQuery:
    guids: Iterator[str] = iter(json.loads(row["code_guids"]))
    gone: list[str] = []

    def as_it_is_now(term: Coded) -> Coded:
        code = by_guid.get(next(guids, ""))
        if code is None:
            gone.append(term.code)
            return term
        return replace(term, code=_reference(finder, code, term.code))

    query = changed(parse_query(row["text"]), as_it_is_now)
    return SavedQuery(row["name"], str(query), row["coder"], row["changed_at"], tuple(gone))


def _reference(finder: CodeFinder, code: Code, written: str) -> str:
    """What to call a code: as it was written if that still means it, else by its name or path."""
    for reference in (written, code.name):
        try:
            if finder.find(reference).id == code.id:
                return reference
        except (NotFoundError, InputError):
            continue
    return code.label
