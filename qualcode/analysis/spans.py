"""Codings as arrays: what the counting reports compute on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.project.selection import EVERYTHING, Selection, where

if TYPE_CHECKING:
    from qualcode.project import Project

_ROWS_AT_A_TIME = 50_000  # tuples of Python integers are bulky

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CodingArrays:
    """Codings of a selection, one element each: source id, code id, coder id, start and end."""

    source: Integers
    code: Integers
    coder: Integers
    start: Integers
    end: Integers

    def __len__(self) -> int:
        return len(self.start)


def coding_arrays(project: Project, selection: Selection = EVERYTHING) -> CodingArrays:
    """Read the codings of a selection, ordered by source and start."""
    if selection.text:
        from qualcode.analysis.retrieval import selected_codings

        condition = "id IN (SELECT value FROM json_each(:ids))"
        found = selected_codings(project, selection)
        parameters = {"ids": json.dumps([coding.id for coding in found])}
    else:
        condition, parameters = where(project, selection)
    cursor = project.connection.cursor()
    cursor.row_factory = None
    cursor.execute(
        "SELECT source_id, code_id, coder_id, start, end FROM codings "
        f"WHERE {condition} ORDER BY source_id, start",
        parameters,
    )
    parts = [np.zeros((0, 5), dtype=np.int64)]
    while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
        parts.append(np.array(rows, dtype=np.int64))
    return CodingArrays(*np.ascontiguousarray(np.concatenate(parts).T))


def coder_names(project: Project, arrays: CodingArrays) -> tuple[str, ...]:
    """The names of the coders whose codings these are."""
    ids = set(np.unique(arrays.coder).tolist())
    rows = project.rows("SELECT id, name FROM coders ORDER BY name")
    return tuple(row["name"] for row in rows if row["id"] in ids)
