"""Sentences, turns, sources and cases as numbered units, and which of them codings touch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.spans import CodingArrays, Integers, distinct, integers
from qualcode.analysis.unit import Unit

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Covered:
    """For each coding the first unit that it touches and the one after the last.

    Both are the same for a coding that touches none. Sentences and turns are numbered through the
    sources of the codings, and `source`, `start` and `end` say where each lies. The number of a
    source or a case is its id, and the three are empty.
    """

    first: Integers
    beyond: Integers
    source: Integers
    start: Integers
    end: Integers


def units_covered(project: Project, arrays: CodingArrays, unit: Unit) -> Covered:
    """Which units codings touch."""
    nowhere = np.zeros(0, dtype=np.int64)
    if unit is Unit.SOURCE:
        return Covered(arrays.source, arrays.source + 1, nowhere, nowhere, nowhere)
    if unit is Unit.CASE:
        number = cases_of(project, arrays.source)
        return Covered(number, number + (number > 0), nowhere, nowhere, nowhere)
    source, start, end = boundaries(project, unit, arrays.source)
    if not len(source):
        none = np.zeros(len(arrays), dtype=np.int64)
        return Covered(none, none, source, start, end)
    stride = int(max(end.max(initial=0), arrays.end.max(initial=0))) + 1
    first = np.searchsorted(
        source * stride + end, arrays.source * stride + arrays.start, side="right"
    )
    beyond = np.searchsorted(source * stride + start, arrays.source * stride + arrays.end)
    return Covered(first, np.maximum(first, beyond), source, start, end)


def cases_of(project: Project, source: Integers) -> Integers:
    """The id of each source's case; 0 where it belongs to none."""
    case = {
        row["id"]: row["case_id"] or 0 for row in project.rows("SELECT id, case_id FROM sources")
    }
    lookup = np.zeros(max(case, default=0) + 1, dtype=np.int64)
    lookup[list(case)] = list(case.values())
    return lookup[source]


def boundaries(
    project: Project, unit: Unit, sources: Integers
) -> tuple[Integers, Integers, Integers]:
    """Source, start and end of every sentence or turn of some sources, in order."""
    parameters = (json.dumps(distinct(sources).tolist()),)
    if unit is Unit.TURN:
        source, start, end = integers(
            project,
            "SELECT source_id, start, end FROM turns "
            "WHERE source_id IN (SELECT value FROM json_each(?)) ORDER BY source_id, start",
            parameters,
            columns=3,
        )
    else:
        parts = [np.zeros((0, 3), dtype=np.int64)]
        for row in project.rows(
            "SELECT id, sentence_spans FROM sources "
            "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            parameters,
        ):
            here = np.array(json.loads(row["sentence_spans"]), dtype=np.int64).reshape(-1, 2)
            parts.append(np.insert(here, 0, row["id"], axis=1))
        source, start, end = np.concatenate(parts).T
    return source, start, end
