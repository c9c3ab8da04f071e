"""Queries in lines of the user interface: reading what was typed, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.queries.saved import SavedQuery
    from qualcode.project.queries.syntax import Query

# The query language is loaded when the first query is typed.


def read_selection(project: Project, text: str, *, coder: str = "") -> Selection:
    """The codings that a query selects, all if it is empty; `coder`'s alone unless it names some.

    Raises `QualcodeError` for what is no query, for names that do not exist, and for queries that
    make passages.
    """
    selection = EVERYTHING
    if text.strip():
        from qualcode.project.queries.saved import read_query
        from qualcode.project.queries.selecting import check_query, selection_of

        query = read_query(project, text)
        check_query(project, query)
        selection = selection_of(query)
    return replace(selection, coders=selection.coders or ((coder,) if coder else ()))


def full_query(project: Project, text: str, *, coder: str = "") -> Query:
    """The query in a text, of a coder's codings alone unless it names coders.

    Raises `QualcodeError` as `read_selection` does, but takes every query.
    """
    from qualcode.project.queries.saved import read_query
    from qualcode.project.queries.selecting import check_query, under
    from qualcode.project.queries.syntax import Field, conditions_in

    query = read_query(project, text)
    check_query(project, query)
    named = any(condition.on is Field.CODER for condition in conditions_in(query))
    return under(query, Selection(coders=(coder,) if coder and not named else ()))


def what_is_wrong(project: Project, text: str, *, passages: bool = True) -> str:
    """What is wrong with a query; "" for nothing. `passages`: it may make passages of words."""
    try:
        if not passages:
            read_selection(project, text)
        elif text.strip():
            full_query(project, text)
    except QualcodeError as error:
        return in_words(error)
    return ""


def in_words(error: QualcodeError) -> str:
    """An error on a query: what, where in it, and what to do."""
    where = f" ({error.where})" if error.where.startswith("query") else ""
    return " ".join(f"{error.what.rstrip('.')}{where}. {error.remedy}".split())


def query_text(selection: Selection) -> str:
    """A selection as a query; "" for everything."""
    from qualcode.project.queries.selecting import query_of

    return "" if selection == EVERYTHING else str(query_of(selection))


def saved(project: Project) -> list[SavedQuery]:
    """The saved queries by name."""
    from qualcode.project.queries.saved import saved_queries

    return saved_queries(project)
