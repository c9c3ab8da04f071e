"""A crosstab as a report: rows for programs, codes × groups for people, dots, and the words."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.cells import counted_excerpts
from qualcode.analysis.crossing import codes_of_row
from qualcode.analysis.crosstab import FEW_CASES, SMALL_EXPECTED
from qualcode.analysis.frequencies import sources_by_value
from qualcode.analysis.retrieval import Places
from qualcode.analysis.unit import Counted, CrosstabFigure
from qualcode.reporting.crosstab import crosstab_table
from qualcode.reporting.crosstab_labels import crosstab_labels_in
from qualcode.reporting.figures.marked_dots import MarkedDots, marked_dots
from qualcode.reporting.figures.names import code_names
from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.report import Behind, Drawing, Report
from qualcode.reporting.result_labels import about, result_labels_in
from qualcode.reporting.result_notes import amount_texts, counting_notes, material_notes_in
from qualcode.reporting.results import rounded
from qualcode.reporting.tables import Cell, Table
from qualcode.reporting.written import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.analysis.association import Association
    from qualcode.analysis.contingency import Floats
    from qualcode.analysis.crosstab import Crosstab
    from qualcode.model import Excerpt
    from qualcode.project import Project

_RATES = (CrosstabFigure.WORDS, CrosstabFigure.PER_1000_WORDS, CrosstabFigure.PER_CASE)
_SHARES = (CrosstabFigure.ROW, CrosstabFigure.COLUMN)
_DIGITS = {
    CrosstabFigure.ROW: 1,
    CrosstabFigure.COLUMN: 1,
    CrosstabFigure.RESIDUAL: 1,
    CrosstabFigure.WORDS: 0,
}
_STANDS_OUT = 2
_FEW_IN_GROUP = 5


def crosstab_report(
    project: Project,
    result: Crosstab,
    counted: Counted = Counted.CODINGS,
    figure: CrosstabFigure = CrosstabFigure.COUNT,
) -> Report:
    """Codes × groups: counts that open their excerpts, beside them the figure, and the tests.

    For programs there is a row for each cell with every figure, as `crosstab_table` has it.
    """
    language = project.language
    return Report(
        crosstab_table(result, counted),
        shown=_shown(result, counted, figure, language),
        about=about(
            result.selection,
            result.coders,
            result_labels_in(language).counted[counted],
            language,
        ),
        figures=(_dots(result, counted, figure, language),),
        behind=_behind(project, result, counted),
    )


def _shown(result: Crosstab, counted: Counted, figure: CrosstabFigure, language: str) -> Table:
    words, named = result_labels_in(language), crosstab_labels_in(language)
    groups = [" / ".join(parts) for parts in _groups(result, language)]
    counts, figures = result.counts(counted), _figures(result, counted, figure)
    with_figure = figure is not CrosstabFigure.COUNT
    rows: list[tuple[Cell, ...]] = [
        (
            code.label,
            *counts[place].tolist(),
            _total(result, place, counted),
            *(map(rounded, figures[place].tolist()) if with_figure else ()),
            *_association(result.associations[place]),
        )
        for place, code in enumerate(result.codes)
    ]
    totals = counted is Counted.CODINGS
    if totals:
        each = result.codings.sum(axis=0).tolist()
        blank: tuple[Cell, ...] = ("",) * (len(groups) if with_figure else 0)
        overall = (*_association(result.overall)[:2], "")
        rows.append((words.all_codes, *each, sum(each), *blank, *overall))
    first_figure = len(groups) + 2
    marked = set()
    for row, column in zip(*result.small(counted).nonzero(), strict=True):
        marked.add((int(row), 1 + int(column)))
        if with_figure and figure not in _RATES:
            marked.add((int(row), first_figure + int(column)))
    name = named.figures[figure]
    return Table(
        _title(result, counted, figure, language),
        (
            words.code,
            *groups,
            words.total,
            *(f"{group}: {name}" for group in groups if with_figure),
            "V",
            "p",
            named.p_adjusted,
        ),
        tuple(rows),
        _notes(result, counted, figure, language),
        totals=int(totals),
        marked=frozenset(marked),
    )


def _figures(result: Crosstab, counted: Counted, figure: CrosstabFigure) -> Floats:
    """What is shown, shares in percent, to as many places as people read."""
    scale = 100 if figure in _SHARES else 1
    return (scale * result.figures(figure, counted)).round(_DIGITS.get(figure, 2)) + 0.0


def _total(result: Crosstab, place: int, counted: Counted) -> int:
    if counted is Counted.CASES:
        return result.different_cases[place]
    return int(result.counts(counted)[place].sum())


def _association(found: Association) -> tuple[Cell, ...]:
    return (rounded(found.v, 3), rounded(found.p), rounded(found.p_adjusted))


def _groups(result: Crosstab, language: str) -> list[tuple[str, ...]]:
    """The values of each group as people read them."""
    without = result_labels_in(language).without
    return [
        tuple(
            without.format(variable=variable) if value is None else value
            for variable, value in zip(result.variables, group, strict=True)
        )
        for group in result.groups
    ]


def _variables(result: Crosstab, language: str) -> str:
    if len(result.variables) == 1:
        return result.variables[0]
    first, second = result.variables
    return crosstab_labels_in(language).variables.format(first=first, second=second)


def _title(result: Crosstab, counted: Counted, figure: CrosstabFigure, language: str) -> str:
    named = crosstab_labels_in(language)
    name = result_labels_in(language).counted[counted]
    title = named.title.format(counted=name, variables=_variables(result, language))
    return title[:1].upper() + title[1:] + named.titles[figure]


def _notes(
    result: Crosstab, counted: Counted, figure: CrosstabFigure, language: str
) -> tuple[str, ...]:
    words, named = result_labels_in(language), crosstab_labels_in(language)
    name = words.counted[counted]
    groups = [" / ".join(parts) for parts in _groups(result, language)]
    notes = []
    if figure is CrosstabFigure.ROW:
        notes.append(named.row_note.format(counted=name))
    elif figure is CrosstabFigure.COLUMN and counted is Counted.CODINGS:
        notes.append(named.column_of_codings_note)
    elif figure is CrosstabFigure.COLUMN:
        notes.append(named.column_of_units_note.format(counted=name))
    elif figure is CrosstabFigure.RESIDUAL:
        notes.append(named.residual_note)
    elif figure in _RATES:
        notes.append(words.words_note)
    if result.small(counted).any():
        notes.append(named.small_note.format(expected=SMALL_EXPECTED, cases=FEW_CASES))
    if counted is Counted.CASES:
        notes.append(words.cases_note)
    amounts = [
        named.group_amount.format(group=group, **amount_texts(language, amount))
        for group, amount in zip(groups, result.amounts, strict=True)
    ]
    notes.append(named.groups_note.format(each="; ".join(amounts)))
    few = [
        f"{group} {amount.cases}"
        for group, amount in zip(groups, result.amounts, strict=True)
        if amount.cases < _FEW_IN_GROUP
    ]
    if few:
        notes.append(named.few_note.format(each=", ".join(few)))
    return (
        *notes,
        *_test_notes(result, counted, language),
        *material_notes_in(language, result.material, result.coded_by, result.left_out),
        *counting_notes(language, result.coders, result.depth),
    )


def _test_notes(result: Crosstab, counted: Counted, language: str) -> list[str]:
    named = crosstab_labels_in(language)
    rounds = {"rounds": number_text(labels_in(language), result.rounds), "seed": result.seed}
    tests = {each.test for each in result.associations} - {""}
    if tests:
        test = named.fisher if tests == {"Fisher"} else named.permutation.format(**rounds)
        notes = [
            named.test_note.format(tested=how_many(result.tested, "cases", language), test=test)
        ]
    else:
        notes = [named.no_test_note]
    if counted is Counted.CODINGS and result.overall.p is not None:
        notes.append(named.overall_note.format(**rounds))
    if not all(result.known):
        notes.append(named.unknown_note)
    return notes


def _dots(result: Crosstab, counted: Counted, figure: CrosstabFigure, language: str) -> Drawing:
    words, named = result_labels_in(language), crosstab_labels_in(language)
    figures = _figures(result, counted, figure)
    residuals = result.figures(CrosstabFigure.RESIDUAL, counted)
    small = result.small(counted)
    of_residuals = figure is CrosstabFigure.RESIDUAL
    what = words.counted[counted]
    if figure is CrosstabFigure.WORDS:
        what = named.figures[figure]
    elif figure is not CrosstabFigure.COUNT:
        what = f"{what}, {named.figures[figure]}"

    def told(value: float, place: tuple[int, int]) -> str:
        if math.isnan(value):
            return "–"
        mark = "*" if small[place] and figure not in _RATES else ""
        if figure is CrosstabFigure.COUNT or figure is CrosstabFigure.WORDS:
            return f"{value:.0f}{mark}"
        if figure in _SHARES:
            return f"{value:.0f} %{mark}"
        sign = "+" if of_residuals and value > 0 else ""
        return sign + number(float(value), language, _DIGITS.get(figure, 2)) + mark

    sizes = result.counts(counted) if of_residuals else figures
    marks = np.where(small | ~(abs(residuals) > _STANDS_OUT), "", np.where(residuals > 0, "▲", "▼"))
    key = [text for mark, text in (("▲", named.more), ("▼", named.fewer)) if (marks == mark).any()]
    if small.any() and figure not in _RATES:
        key.append(named.small)
    return marked_dots(
        MarkedDots(
            title=_title(result, counted, figure, language),
            what=what,
            variables=result.variables,
            rows=tuple(code_names(result.codes)),
            groups=tuple(_groups(result, language)),
            sizes=tuple(tuple(0.0 if math.isnan(x) else float(x) for x in row) for row in sizes),
            told=tuple(
                tuple(told(value, (place, column)) for column, value in enumerate(row))
                for place, row in enumerate(figures.tolist())
            ),
            marks=tuple(map(tuple, marks.tolist())),
            key=tuple(key),
            alt=named.alt,
            marks_alt={"▲": named.more_alt, "▼": named.fewer_alt},
            area=named.area.format(counted=words.counted[counted]) if of_residuals else "",
        ),
        language,
    )


def _behind(project: Project, result: Crosstab, counted: Counted) -> Behind:
    places: Callable[[], Places] = cache(lambda: Places(project))
    by_value = cache(lambda variable: sources_by_value(project, variable))
    last = len(result.groups) + 1  # the column of totals

    def behind(row: int, column: int) -> list[Excerpt] | None:
        if not 0 < column <= last:
            return None
        with project.snapshot():
            wanted = None
            if row < len(result.codes):
                wanted = codes_of_row(project, result.codes[row].id, result.depth)
            members = None
            if column < last:
                group = zip(result.variables, result.groups[column - 1], strict=True)
                members = set.intersection(
                    *(by_value(variable).get(value, set()) for variable, value in group)
                )
            return counted_excerpts(
                project, wanted, members, counted, result.selection, places=places()
            )

    return behind
