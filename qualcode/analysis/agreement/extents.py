"""Which units codings touch, as agreement counts them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.agreement.comparison import Comparison
from qualcode.analysis.agreement.runs import Runs, unite
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.analysis.spans import Integers
from qualcode.analysis.unit import Unit
from qualcode.analysis.units import Covered, units_covered
from qualcode.errors import InputError

if TYPE_CHECKING:
    from qualcode.project import Project

_COUNT = {
    AgreementUnit.CHARACTER: "length",
    AgreementUnit.SENTENCE: "json_array_length(sentence_spans)",
    AgreementUnit.TURN: "(SELECT count(*) FROM turns WHERE source_id = sources.id)",
    AgreementUnit.SOURCE: "1",
}


@dataclass(frozen=True, slots=True)
class Extents:
    """For each coding the first unit that it touches and the one after the last.

    `units` is how many units each source has, coded or not. `covered` says where sentences and
    turns lie. `left_out` is the number of codings that touch no unit.
    """

    first: Integers
    beyond: Integers
    units: Integers
    covered: Covered | None
    left_out: int


def extents(project: Project, comparison: Comparison, unit: AgreementUnit) -> Extents:
    """Place the compared codings on units; raises `InputError` if the sources have none."""
    arrays = comparison.arrays
    units = _units(project, comparison, unit)
    if not units.any():
        raise InputError(
            f"The sources that count have no {unit}s.",
            where=", ".join(comparison.sources),
            remedy="Choose another unit.",
        )
    if unit is AgreementUnit.CHARACTER:
        return Extents(arrays.start, arrays.end, units, None, 0)
    covered = units_covered(project, arrays, Unit(unit.value))
    nowhere = int(np.count_nonzero(covered.first >= covered.beyond))
    return Extents(covered.first, covered.beyond, units, covered, nowhere)


def runs_by_coder(comparison: Comparison, placed: Extents) -> list[Runs]:
    """What each coder gave which code: runs of units, in groups of source and code.

    The group of the code `k` in the source `s` is `s * len(codes) + k`.
    """
    group = comparison.source * len(comparison.codes) + comparison.row
    stride = int(placed.beyond.max(initial=0)) + 1
    found = []
    for coder in range(len(comparison.coders)):
        own = np.flatnonzero((comparison.coder == coder) & (placed.first < placed.beyond))
        found.append(unite(group[own], placed.first[own], placed.beyond[own], stride))
    return found


def _units(project: Project, comparison: Comparison, unit: AgreementUnit) -> Integers:
    rows = project.rows(
        f"SELECT id, {_COUNT[unit]} AS units FROM sources "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(comparison.source_ids),),
    )
    found = {row["id"]: row["units"] for row in rows}
    return np.array([found[each] for each in comparison.source_ids], dtype=np.int64)
