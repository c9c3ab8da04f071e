"""Withdrawn consent: what saved queries, now and in the history, tell of a case.

A query holds names (`case=…`, `source=…`), values of variables and words to look for, all of which
a person typed. What goes is what points at the case: its names, values that only it had, and words
that stand in its sources and in no other, or six of its words in a row. Such a condition finds
nothing any longer, so that no query loses anything that it could still find.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError
from qualcode.project.consent import WITHDRAWN, Scope
from qualcode.project.queries.parsing import parse_query
from qualcode.project.queries.syntax import Coded, Condition, Field, changed
from qualcode.text import normalise, one_line

if TYPE_CHECKING:
    from qualcode.project.project import Project


class QueryCleaner:
    """Takes a case out of queries; made while the history still has its words."""

    def __init__(self, project: Project, scope: Scope) -> None:
        self._scope = scope
        self._own_texts = [text.casefold() for text in scope.texts]
        self._other_texts = [
            row["text"].casefold()
            for row in project.rows(
                "SELECT text FROM sources WHERE id NOT IN (SELECT value FROM json_each(?))",
                (scope.source_ids,),
            )
        ]
        self._own_values = _values_of_nobody_else(project, scope)

    def cleared(self, row: dict[str, Any]) -> dict[str, str]:
        """What takes the place of the fields of a row of `queries` that tell of the case."""
        name, text = row["name"], self._without_case(row["text"])
        if self._is_told_by(name):
            name = f"{WITHDRAWN} {row['id']}"  # names differ
        return {
            field: left for field, left in (("name", name), ("text", text)) if left != row[field]
        }

    def _without_case(self, text: str) -> str:
        try:
            query = parse_query(text)
        except InputError:  # whoever wrote it, it was not qualcode
            return WITHDRAWN if self._is_told_by(text) else text
        return str(changed(query, self._code, self._condition))

    def _code(self, term: Coded) -> Coded:
        # A saved query knows its codes by their GUIDs, so that it goes on to mean this one.
        return replace(term, code=WITHDRAWN) if self._is_told_by(term.code) else term

    def _condition(self, condition: Condition) -> Condition:
        values = (
            WITHDRAWN if self._tells(condition, value) else value for value in condition.values
        )
        return replace(condition, values=tuple(values))

    def _tells(self, condition: Condition, value: str) -> bool:
        if self._is_told_by(value):
            return True
        if condition.on is Field.TEXT:
            wanted = normalise(value).casefold()
            return any(wanted in text for text in self._own_texts) and not any(
                wanted in text for text in self._other_texts
            )
        return (condition.on, value) in self._own_values

    def _is_told_by(self, words: str) -> bool:
        words = one_line(words)
        return self._scope.is_quoted_in(words) or self._scope.without_names(words) != words


def clear_queries(project: Project, cleaner: QueryCleaner) -> None:
    """Take the case out of the saved queries; in an action."""
    for row in project.rows("SELECT * FROM queries"):
        for field, left in cleaner.cleared(dict(row)).items():
            project.connection.execute(
                f"UPDATE queries SET {field} = ? WHERE id = ?", (left, row["id"])
            )


def clear_query_history(project: Project, cleaner: QueryCleaner) -> None:
    """Take the case out of what the history has of saved queries."""
    for side in ("before", "after"):
        for change_id, stored in project.rows(
            f"SELECT id, {side} FROM changes WHERE table_name = 'queries' AND {side} IS NOT NULL"
        ):
            row = json.loads(stored)
            if cleared := cleaner.cleared(row):
                project.connection.execute(
                    f"UPDATE changes SET {side} = ? WHERE id = ?",
                    (json.dumps(row | cleared, ensure_ascii=False), change_id),
                )


def _values_of_nobody_else(project: Project, scope: Scope) -> set[tuple[str, str]]:
    """Variables and values that the case or its sources ever had, and nobody else has."""
    rows = project.rows(
        """
        WITH whole (content, table_name) AS (
          SELECT coalesce(after, before), table_name FROM changes
          WHERE table_name IN ('case_values', 'source_values')
          UNION ALL
          SELECT before, table_name FROM changes
          WHERE table_name IN ('case_values', 'source_values') AND before IS NOT NULL)
        SELECT DISTINCT variables.name, json_extract(content, '$.value')
        FROM whole JOIN variables ON variables.id = json_extract(content, '$.variable_id')
        WHERE json_extract(content, '$.case_id') IN (SELECT value FROM json_each(:cases))
           OR json_extract(content, '$.source_id') IN (SELECT value FROM json_each(:sources))
        EXCEPT
        SELECT variable, value FROM effective_values
        WHERE source_id NOT IN (SELECT value FROM json_each(:sources))
        """,
        {"cases": scope.case_ids, "sources": scope.source_ids},
    )
    return {tuple(row) for row in rows}
