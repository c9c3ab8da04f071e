"""Codings as arrays: what the counting reports compute on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from qualcode.project.file import explain
from qualcode.project.selection import EVERYTHING, Selection, where
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project import Project

_ROWS_AT_A_TIME = 50_000  # tuples of Python integers are bulky

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CodingArrays:
    """Codings of a selection, one element each: ids of coding, source, code, coder; start, end."""

    coding: Integers
    source: Integers
    code: Integers
    coder: Integers
    start: Integers
    end: Integers

    def __len__(self) -> int:
        return len(self.start)

    def of(self, chosen: Integers) -> CodingArrays:
        """Only some of the codings, by their positions."""
        return CodingArrays(
            self.coding[chosen],
            self.source[chosen],
            self.code[chosen],
            self.coder[chosen],
            self.start[chosen],
            self.end[chosen],
        )


def coding_arrays(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    code_ids: Collection[int] | None = None,
    source_ids: Collection[int] | None = None,
) -> CodingArrays:
    """Read the codings of a selection, ordered by source, start and end.

    `code_ids` and `source_ids` leave in only some of its codes and sources.
    """
    condition, parameters = where(project, selection)
    for column, ids in (("code_id", code_ids), ("source_id", source_ids)):
        if ids is not None:
            condition += f" AND {column} IN (SELECT value FROM json_each(:only_{column}))"
            parameters[f"only_{column}"] = json.dumps(sorted(ids))
    sql = (
        "SELECT id, source_id, code_id, coder_id, start, end FROM codings "
        f"WHERE {condition} ORDER BY source_id, start, end, code_id, coder_id"
    )
    found = CodingArrays(*integers(project, sql, parameters, columns=6))
    return found.of(_with_text(project, found, selection.text)) if selection.text else found


def integers(project: Project, sql: str, parameters: Any, *, columns: int) -> Integers:
    """Read whole numbers: an array of columns × rows."""
    parts = [np.zeros((0, columns), dtype=np.int64)]
    try:
        cursor = project.connection.cursor()
        cursor.row_factory = None
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
            parts.append(np.array(rows, dtype=np.int64))
    except sqlite3.Error as error:
        raise explain(error, project.path) from error
    return np.ascontiguousarray(np.concatenate(parts).T)


def distinct(numbers: Integers) -> Integers:
    """The different numbers in rising order; quicker than `numpy.unique` where they are many."""
    ordered = np.sort(numbers)
    new = np.ones(len(ordered), dtype=np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def _with_text(project: Project, arrays: CodingArrays, text: str) -> Integers:
    """The positions of the codings whose words contain a text, without regard to case."""
    wanted = normalise(text).casefold()
    found: list[int] = []
    borders = np.flatnonzero(np.diff(arrays.source, prepend=-1, append=-1)).tolist()
    for first, beyond in pairwise(borders):
        source_id = int(arrays.source[first])
        words = project.value("SELECT text FROM sources WHERE id = ?", (source_id,))
        spans = zip(
            arrays.start[first:beyond].tolist(), arrays.end[first:beyond].tolist(), strict=True
        )
        found += [
            position
            for position, (start, end) in enumerate(spans, first)
            if wanted in words[start:end].casefold()
        ]
    return np.array(found, dtype=np.int64)


def coder_names(project: Project, arrays: CodingArrays) -> tuple[str, ...]:
    """The names of the coders whose codings these are."""
    ids = set(np.unique(arrays.coder).tolist())
    rows = project.rows("SELECT id, name FROM coders ORDER BY name")
    return tuple(row["name"] for row in rows if row["id"] in ids)
