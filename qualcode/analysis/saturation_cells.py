"""The words behind numbers of `saturation`: a code in a unit, and where new codes came first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.accumulation import first_places
from qualcode.analysis.cells import counted_excerpts
from qualcode.analysis.crossing import codes_of_row
from qualcode.analysis.retrieval import Places
from qualcode.analysis.unit import Counted
from qualcode.errors import NotFoundError, suggest_names
from qualcode.model import Excerpt

if TYPE_CHECKING:
    from qualcode.analysis.saturation import Accumulated, Saturation
    from qualcode.model import Code
    from qualcode.project import Project


def presence_excerpts(
    project: Project,
    result: Saturation,
    code: Code | None,
    unit: str = "",
    group: Accumulated | None = None,
    *,
    context: int = 0,
    places: Places | None = None,
) -> list[Excerpt]:
    """The codings of a code in a source or case, by its name; of all codes, or in all, without.

    Raises `NotFoundError` for a code that has no row and a unit that does not count.
    """
    inside = group or result.all
    sources = inside.sources if not unit else (inside.sources[_place(inside, unit)],)
    with project.snapshot():
        rows = result.codes if code is None else (code,)
        wanted = {each for row in rows for each in codes_of_row(project, row.id, result.depth)}
        return counted_excerpts(
            project,
            wanted,
            {each for members in sources for each in members},
            Counted.CODINGS,
            result.selection,
            context=context,
            places=places,
        )


def new_code_excerpts(
    project: Project,
    result: Saturation,
    unit: str,
    group: Accumulated | None = None,
    *,
    context: int = 0,
    places: Places | None = None,
) -> list[Excerpt]:
    """The first coding of each code that a source or case is the first to have."""
    inside = group or result.all
    place = _place(inside, unit)
    new = np.flatnonzero(first_places(inside.present) == place).tolist()
    places = places or Places(project)
    found = []
    for position in new:
        code = result.codes[position]
        found += presence_excerpts(
            project, result, code, unit, inside, context=context, places=places
        )[:1]
    return found


def _place(inside: Accumulated, unit: str) -> int:
    if unit not in inside.units:
        raise NotFoundError(
            f"“{unit}” is not among what was counted.",
            remedy=suggest_names(unit, list(inside.units)),
        )
    return inside.units.index(unit)
