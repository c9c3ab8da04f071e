"""A survey's groups and years among the values of variables, and the interviews with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.frequencies import in_order, sources_by_value
from qualcode.analysis.material import Amount, Material
from qualcode.analysis.spans import Integers
from qualcode.errors import InputError
from qualcode.project.cases import variable_names
from qualcode.project.survey import SurveyFigure, folded

if TYPE_CHECKING:
    from qualcode.project import Project

_NAMED = 8


def matching_variables(
    project: Project, figures: Sequence[SurveyFigure], by: str, year: str
) -> tuple[str, str]:
    """The variables of the groups and of the years; that of the years may be empty."""
    groups = list(dict.fromkeys(figure.group for figure in figures))
    years = [figure.year for figure in figures]
    values = {
        name: {folded(value) for value in sources_by_value(project, name) if value is not None}
        for name in variable_names(project)
    }
    if by:
        sources_by_value(project, by)  # refuses a name that does not exist
        if not values[by] & {*map(folded, groups)}:
            raise _no_match(project, groups, by)
    else:
        by = _best(values, groups, but=year)
        if not by:
            raise _no_match(project, groups, by)
    if year:
        sources_by_value(project, year)
        if year == by:
            raise InputError("Groups and years cannot be values of the same variable.")
    return by, year or _best(values, years, but=by)


def _best(values: dict[str, set[str]], wanted: Iterable[str], *, but: str) -> str:
    """The variable that has the most of some names among its values; "" if none has any."""
    names = {*map(folded, wanted)}
    hits = {name: len(names & found) for name, found in values.items() if name != but}
    best = max(hits, key=lambda name: hits[name], default="")
    return best if best and hits[best] else ""


def _no_match(project: Project, groups: Sequence[str], by: str) -> InputError:
    who = ", ".join(groups[:_NAMED]) + (", …" if len(groups) > _NAMED else "")
    told = []
    for name in [by] if by else variable_names(project):
        values = sorted(filter(None, sources_by_value(project, name)), key=in_order)
        told.append(f"{name} ({', '.join(values[:_NAMED])}{', …' if values[_NAMED:] else ''})")
    return InputError(
        f"{f'The variable {by} has none' if by else 'No variable has any'} of the survey's groups "
        f"({who}) among its values.",
        remedy="The survey's groups have to be called what the interviews' are, in the same "
        + (f"language. There are: {'; '.join(told)}." if told else "language. There are none yet."),
    )


class Interviews:
    """Which group and year each source of the material is in, as one number; -1 for no group."""

    def __init__(self, project: Project, counted: Material, by: str, year: str) -> None:
        sources = counted.source.tolist()
        group_of = _value_of(project, by)
        year_of = _value_of(project, year) if year else {}
        self.divided = bool(year)
        self.groups: dict[str, str] = {}
        self.years: dict[str, str] = {}
        self._place: dict[tuple[str, str], int] = {}
        places = []
        for source in sources:
            group, when = group_of.get(source), year_of.get(source, "")
            if group is None:
                places.append(-1)
                continue
            self.groups.setdefault(folded(group), group)
            self.years.setdefault(folded(when), when)
            places.append(self._place.setdefault((folded(group), folded(when)), len(self._place)))
        self.place_of_source: Integers = np.array(places, dtype=np.int64)
        self._counted = counted

    def __len__(self) -> int:
        return len(self._place)

    def place(self, group: str, year: str) -> int:
        """The number of a group and year; -1 where nobody was interviewed."""
        return self._place.get((folded(group), folded(year) if self.divided else ""), -1)

    def at(self, place: int) -> tuple[Amount, tuple[int, ...]]:
        """How much was said there, and in which sources."""
        inside = np.flatnonzero(self.place_of_source == place) if place >= 0 else np.zeros(0, int)
        return self._counted.amount(inside), tuple(self._counted.source[inside].tolist())

    def years_of(self, group: str) -> list[str]:
        """The years in which a group was interviewed."""
        return [self.years[when] for who, when in self._place if who == folded(group)]


def _value_of(project: Project, variable: str) -> dict[int, str]:
    return {
        source: value
        for value, members in sources_by_value(project, variable).items()
        if value is not None
        for source in members
    }
