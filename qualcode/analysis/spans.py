"""Codings as arrays: what the counting reports compute on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from qualcode.project.file import explain
from qualcode.project.selection import EVERYTHING, Selection, where

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


def coding_arrays(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    code_ids: Collection[int] | None = None,
    source_ids: Collection[int] | None = None,
) -> CodingArrays:
    """Read the codings of a selection, ordered by source and start.

    `code_ids` and `source_ids` leave in only some of its codes and sources.
    """
    if selection.text:
        from qualcode.analysis.retrieval import selected_codings

        condition = "id IN (SELECT value FROM json_each(:ids))"
        found = selected_codings(project, selection)
        parameters: dict[str, Any] = {"ids": json.dumps([coding.id for coding in found])}
    else:
        condition, parameters = where(project, selection)
    for column, ids in (("code_id", code_ids), ("source_id", source_ids)):
        if ids is not None:
            condition += f" AND {column} IN (SELECT value FROM json_each(:only_{column}))"
            parameters[f"only_{column}"] = json.dumps(sorted(ids))
    parts = [np.zeros((0, 6), dtype=np.int64)]
    try:
        cursor = project.connection.cursor()
        cursor.row_factory = None
        cursor.execute(
            "SELECT id, source_id, code_id, coder_id, start, end FROM codings "
            f"WHERE {condition} ORDER BY source_id, start",
            parameters,
        )
        while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
            parts.append(np.array(rows, dtype=np.int64))
    except sqlite3.Error as error:
        raise explain(error, project.path) from error
    return CodingArrays(*np.ascontiguousarray(np.concatenate(parts).T))


def coder_names(project: Project, arrays: CodingArrays) -> tuple[str, ...]:
    """The names of the coders whose codings these are."""
    ids = set(np.unique(arrays.coder).tolist())
    rows = project.rows("SELECT id, name FROM coders ORDER BY name")
    return tuple(row["name"] for row in rows if row["id"] in ids)
