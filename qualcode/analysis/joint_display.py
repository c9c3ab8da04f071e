"""A survey's figures beside what the interviews say on the same matter, by group and year.

A joint display puts quantitative and qualitative findings side by side and says how they fit
(Fetters, Curry and Creswell 2013, Health Services Research 48: 2134–2156; Guetterman, Fetters and
Creswell 2015, Annals of Family Medicine 13: 554–561). How they fit is for researchers to say:
nothing here compares the two numbers. A share of interviewed cases is no estimate for a population.

The survey's groups and years are matched with the values of two variables by name, without regard
to case. Cases count as in `qualcode.analysis.material`: in sources that some coder of the selection
has coded, with whatever code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.frequencies import in_order
from qualcode.analysis.joint_matching import Interviews, matching_variables
from qualcode.analysis.material import Amount, Material, material
from qualcode.analysis.quoting import Quotation, Quoter
from qualcode.analysis.spans import CodingArrays, Integers, coder_names, coding_arrays
from qualcode.errors import InputError
from qualcode.frames import Framed
from qualcode.model import Code
from qualcode.project.codes import CodeFinder, codes, find_with, with_descendants
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.survey import (
    Indicator,
    SurveyFigure,
    SurveyNote,
    find_indicator,
    folded,
    survey_indicators,
)

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Theme:
    """A linked code, with everything under it, in the interviews of a group and year.

    `cases` have the code, `share` is of the group's cases; None where there are none.
    """

    code: Code
    codings: int
    cases: int
    share: float | None
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A group in a year: the survey's figure, if it has one, beside the interviews, if there are.

    `year` is empty for interviews without a value. `source_ids` are those interviews.
    """

    group: str
    year: str
    figure: SurveyFigure | None
    interviews: Amount
    source_ids: tuple[int, ...]
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class JointIndicator:
    """An indicator with its codes, group by group and year by year, and the researchers' notes."""

    name: str
    codes: tuple[Code, ...]
    lines: tuple[Line, ...]
    notes: tuple[SurveyNote, ...]


@dataclass(frozen=True, slots=True)
class JointDisplay(Framed):
    """Indicators that have codes, in the order in which they were imported.

    `group_variable` and `year_variable` are what groups and years were matched with; the latter is
    empty where no variable has the survey's years, so that interviews of all years stand beside
    every figure. `strangers` are groups of the survey that no interview has. `unlinked` are
    indicators without codes, which are left out. `without_case` is the number of sources of the
    material that belong to no case; their codings count, but no case. `material` is all that was
    looked at, the interviews of groups that are not shown included.
    """

    indicators: tuple[JointIndicator, ...]
    group_variable: str
    year_variable: str
    strangers: tuple[str, ...]
    unlinked: tuple[str, ...]
    without_case: int
    all_groups: bool
    material: Amount
    selection: Selection
    coders: tuple[str, ...]
    coded_by: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]


def joint_display(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    only: Sequence[str] = (),
    by: str = "",
    year: str = "",
    all_groups: bool = False,
) -> JointDisplay:
    """Set the figures of a survey beside the codes that are linked to them.

    `only` names some indicators. `by` and `year` are the variables whose values are the survey's
    groups and years; if empty, those that have the most of them among their values. Lines are of
    the groups that the survey has on an indicator, in its years and those of interviews; with
    `all_groups` of every other group that was interviewed too. Quotations are those that
    researchers have chosen, else one for each group, year and code (`qualcode.analysis.quoting`).

    Raises `InputError` where there are no figures, no links or no matching variable;
    `NotFoundError` for an unknown name.
    """
    with project.snapshot():
        chosen, unlinked = _chosen(project, only)
        all_codes = {code.id: code for code in codes(project)}
        linked = _linked(project, chosen, all_codes, selection)
        figures = [figure for indicator in chosen for figure in indicator.figures]
        group_variable, year_variable = matching_variables(project, figures, by, year)
        arrays, counted = coding_arrays(project, selection), material(project, selection)
        interviews = Interviews(project, counted, group_variable, year_variable)
        table = _Counts(interviews, arrays, counted, [*all_codes.values()])
        quoter = Quoter(project, arrays, counted)
        shown = tuple(
            _joint(indicator, linked[indicator.id], interviews, table, quoter, all_groups)
            for indicator in chosen
            if linked[indicator.id]
        )
        groups = dict.fromkeys(figure.group for figure in figures)
        return JointDisplay(
            indicators=shown,
            group_variable=group_variable,
            year_variable=year_variable,
            strangers=tuple(each for each in groups if folded(each) not in interviews.groups),
            unlinked=tuple(unlinked),
            without_case=int((counted.case == 0).sum()),
            all_groups=all_groups,
            material=counted.amount(),
            selection=selection,
            coders=coder_names(project, arrays),
            coded_by=counted.coded_by,
            left_out=counted.left_out,
        )


def _chosen(project: Project, only: Sequence[str]) -> tuple[list[Indicator], list[str]]:
    """The indicators with codes, and the names of those without."""
    known = survey_indicators(project)
    if not known:
        raise InputError(
            "There are no survey figures in the project.",
            remedy="`qualcode survey import` brings a table of them in.",
        )
    if only:
        wanted = {find_indicator(project, name).id for name in only}
        known = [each for each in known if each.id in wanted]
    linked = [each for each in known if each.code_ids]
    if not linked:
        raise InputError(
            "No code is linked to the survey's indicators yet."
            if len(known) > 1
            else f"No code is linked to “{known[0].name}” yet.",
            remedy="`qualcode survey link` sets a code beside an indicator.",
        )
    return linked, [each.name for each in known if not each.code_ids]


def _linked(
    project: Project,
    chosen: Iterable[Indicator],
    all_codes: dict[int, Code],
    selection: Selection,
) -> dict[int, list[Code]]:
    """The codes of each indicator, in the codebook's order, as far as the selection has them."""
    selected = set(all_codes)
    if selection.codes:
        finder = CodeFinder([*all_codes.values()])
        selected = {find_with(project, finder, name).id for name in selection.codes}
        if selection.subtree:
            selected = with_descendants([*all_codes.values()], selected)
    found = {
        each.id: [code for code in all_codes.values() if code.id in {*each.code_ids} & selected]
        for each in chosen
    }
    if not any(found.values()):
        raise InputError(
            "None of the selected codes is linked to an indicator.",
            remedy="`qualcode survey list` shows which codes are.",
        )
    return found


class _Counts:
    """Codings and cases of a code, with everything under it, in each group and year."""

    def __init__(
        self,
        interviews: Interviews,
        arrays: CodingArrays,
        counted: Material,
        all_codes: Sequence[Code],
    ) -> None:
        position = counted.position(arrays.source)
        self._code = arrays.code
        self.place = interviews.place_of_source[position]
        self._case = counted.case[position]
        self._size = len(interviews)
        self._all_codes = all_codes
        self._known: dict[int, tuple[Integers, Integers, Integers]] = {}

    def of(self, code: Code) -> tuple[Integers, Integers, Integers]:
        """The code's codings by their positions, and codings and cases of each place."""
        if code.id not in self._known:
            below = with_descendants(self._all_codes, [code.id])
            inside = np.flatnonzero(np.isin(self._code, list(below)) & (self.place >= 0))
            place, case = self.place[inside], self._case[inside]
            stride = int(case.max(initial=0)) + 1
            different = np.unique((place * stride + case)[case > 0]) // stride
            self._known[code.id] = (
                inside,
                np.bincount(place, minlength=self._size),
                np.bincount(different, minlength=self._size),
            )
        return self._known[code.id]


def _joint(
    indicator: Indicator,
    linked: Sequence[Code],
    interviews: Interviews,
    table: _Counts,
    quoter: Quoter,
    all_groups: bool,
) -> JointIndicator:
    quoter.begin(indicator.quoted)
    lines = []
    for group, year, figure in _places(indicator, interviews, all_groups):
        place = interviews.place(group, year)
        amount, source_ids = interviews.at(place)
        themes = []
        for code in linked:
            inside, codings, cases = table.of(code)
            there = place >= 0
            count = int(cases[place]) if there else 0
            themes.append(
                Theme(
                    code=code,
                    codings=int(codings[place]) if there else 0,
                    cases=count,
                    share=count / amount.cases if amount.cases else None,
                    quotations=quoter.quote(inside[table.place[inside] == place]),
                )
            )
        lines.append(Line(group, year, figure, amount, source_ids, tuple(themes)))
    return JointIndicator(indicator.name, tuple(linked), tuple(lines), indicator.notes)


def _places(
    indicator: Indicator, interviews: Interviews, all_groups: bool
) -> list[tuple[str, str, SurveyFigure | None]]:
    """Groups in the survey's order, those that were only interviewed last; years in their order."""
    groups = {folded(figure.group): figure.group for figure in indicator.figures}
    if all_groups:
        others = sorted(interviews.groups.values(), key=in_order)
        groups |= {folded(group): group for group in others if folded(group) not in groups}
    found: list[tuple[str, str, SurveyFigure | None]] = []
    for key, group in groups.items():
        figures = {each.year: each for each in indicator.figures if folded(each.group) == key}
        years = {folded(year): year for year in figures}
        if interviews.divided or not figures:
            years = {folded(year): year for year in interviews.years_of(group)} | years
        found += [
            (group, year, figures.get(year)) for year in sorted(years.values(), key=_empty_last)
        ]
    return found


def _empty_last(year: str) -> tuple[bool, list[str | int]]:
    return in_order(year or None)
