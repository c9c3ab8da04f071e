"""A comparison as a report: side by side with intervals, who gained or lost what, and the words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from qualcode.analysis.cells import comparison_excerpts, crosstab_excerpts
from qualcode.analysis.comparison import FEWEST_CASES, Cases, Change
from qualcode.analysis.retrieval import Places
from qualcode.analysis.unit import Measure
from qualcode.reporting.comparison import case_table, comparison_table
from qualcode.reporting.comparison_figures import (
    difference_text,
    fates_of,
    group_name,
    most_changed,
    shares_of,
)
from qualcode.reporting.comparison_labels import comparison_labels_in
from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.report import Behind, ComparisonPicture, Drawing, Report
from qualcode.reporting.result_labels import about, result_labels_in
from qualcode.reporting.result_notes import counting_notes, material_notes_in
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.analysis.comparison import Compared, Comparison, Contrast, Side
    from qualcode.model import Excerpt
    from qualcode.project import Project

_FEW_CASES = 10
_NAMED = 5
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that people read: a code in a group, with a value, and the cases that it is of."""

    of: Compared
    cases: Cases

    @property
    def contrast(self) -> Contrast:
        return self.of.contrasts[self.cases]


def comparison_report(
    project: Project,
    result: Comparison,
    *,
    picture: ComparisonPicture = ComparisonPicture.SHARES,
) -> Report:
    """Codes in the baseline and later, with intervals, and what became of them case by case.

    The excerpts behind a number of cases are one for each case; behind *kept* there are those of
    both sides. For programs the table is `comparison_table`.
    """
    language = project.language
    rows = _rows(result)
    table, columns = _shown(result, rows, language)
    return Report(
        comparison_table(result),
        shown=table,
        about=about(
            result.selection,
            result.coders,
            comparison_labels_in(language).units[result.measure],
            language,
        ),
        figures=_figures(result, picture, language),
        behind=_behind(project, result, rows, columns),
    )


def cases_report(project: Project, result: Comparison) -> Report:
    """The codings of each case with each code at each value, and the change; with the words."""
    language = project.language
    words, named = result_labels_in(language), comparison_labels_in(language)
    table = case_table(result)
    changes = {"": "", **named.changes}
    places: Callable[[], Places] = cache(lambda: Places(project))

    def behind(row: int, column: int) -> list[Excerpt] | None:
        if not 2 <= column < 2 + len(result.values):
            return None
        number, place = divmod(row, len(result.cases))
        return crosstab_excerpts(
            project,
            result.codes[number].id,
            {result.variable: result.values[column - 2]},
            selection=replace(result.selection, cases=(result.cases[place],)),
            depth=result.depth,
            places=places(),
        )

    return Report(
        table,
        shown=Table(
            named.cases_title.format(variable=result.variable),
            (words.code, named.case, *result.values, named.change),
            tuple((*row[:-1], changes[str(row[-1])]) for row in table.rows),
            (
                named.cases_note.format(baseline=result.baseline),
                named.not_there_note,
                *_material(result, language),
            ),
        ),
        about=about(result.selection, result.coders, words.counted["codings"], language),
        figures=_figures(result, ComparisonPicture.CHANGES, language),
        behind=behind,
    )


def _figures(result: Comparison, first: ComparisonPicture, language: str) -> tuple[Drawing, ...]:
    """The shares, and where some case is on both sides what became of codes."""
    figures = [shares_of(result, language)]
    if any(row.contrasts[Cases.AGAIN].before.cases for row in result.rows):
        figures.append(fates_of(result, language))
    return tuple(reversed(figures) if first is ComparisonPicture.CHANGES else figures)


def _rows(result: Comparison) -> list[_Row]:
    """Every contrast that says something of its own."""
    rows = []
    for row in result.rows:
        sizes = {
            cases: contrast.before.cases + contrast.after.cases
            for cases, contrast in row.contrasts.items()
        }
        kinds = [Cases.ALL, Cases.AGAIN, Cases.ONCE]
        if not sizes[Cases.AGAIN]:
            kinds = [Cases.ALL]
        elif not sizes[Cases.ONCE]:
            kinds = [Cases.AGAIN]
        rows += [_Row(row, each) for each in kinds]
    return rows


def _shown(
    result: Comparison, rows: list[_Row], language: str
) -> tuple[Table, dict[int, Change | bool]]:
    """The table, and what the columns are that count cases: a change, or a side (the later?)."""
    words, named = result_labels_in(language), comparison_labels_in(language)
    several = len(result.values) > 2
    again = any(row.cases is Cases.AGAIN for row in rows)
    after = named.other if several else result.values[1]
    measure = named.measures[result.measure]
    first = [words.code]
    first += [result.group_variable] if result.group_variable else []
    first += [result.variable] if several else []
    first += [named.which] if again else []
    headings = [
        heading
        for value in (result.baseline, after)
        for heading in (
            named.with_code.format(value=value),
            named.of_cases.format(value=value),
            f"{value}: {measure}",
        )
    ]
    changes = [named.changes[change] for change in Change] if again else []
    at = len(first)
    columns: dict[int, Change | bool] = {at: False, at + 3: True}
    columns |= {at + 9 + place: change for place, change in enumerate(Change) if again}
    scale = 100 if result.measure is Measure.CASES else 1
    digits = 1 if result.measure is Measure.CASES else 2

    def number(value: float | None) -> float | None:
        return None if value is None else round(scale * value, digits) + 0.0

    def side(found: Side) -> tuple[Cell, ...]:
        return (len(found.having), found.cases, number(found.figure))

    def cells(row: _Row) -> tuple[Cell, ...]:
        contrast = row.contrast
        fate: tuple[Cell, ...] = tuple(
            len(row.of.changes[change]) if row.cases is Cases.AGAIN else "" for change in Change
        )
        return (
            row.of.code.label,
            *((group_name(result, row.of, language),) if result.group_variable else ()),
            *((row.of.later,) if several else ()),
            *((named.whose[row.cases],) if again else ()),
            *side(contrast.before),
            *side(contrast.after),
            *map(number, (contrast.difference, contrast.low, contrast.high)),
            *(fate if again else ()),
        )

    table = Table(
        _title(result, language),
        (*first, *headings, named.difference, named.low, named.high, *changes),
        tuple(map(cells, rows)),
        _notes(result, language, again=again),
    )
    return table, columns


def _title(result: Comparison, language: str) -> str:
    named = comparison_labels_in(language)
    return named.title.format(
        measure=named.titles[result.measure],
        variable=result.variable,
        baseline=result.baseline,
    )


def _notes(result: Comparison, language: str, *, again: bool) -> tuple[str, ...]:
    named = comparison_labels_in(language)
    notes = [
        *_clear(result, language),
        *(_most_changed(result, language) if again else [named.nobody_note]),
        named.difference_note.format(
            compared=named.compared[result.measure],
            baseline=result.baseline,
            points=named.points if result.measure is Measure.CASES else "",
        ),
        named.columns_note,
        *([named.changes_note.format(baseline=result.baseline)] if again else []),
        named.interval_note.format(
            rounds=number_text(labels_in(language), result.rounds),
            seed=result.seed,
            fewest=FEWEST_CASES,
        ),
    ]
    fewest = min(
        side.cases
        for row in result.rows
        for side in (row.contrasts[Cases.ALL].before, row.contrasts[Cases.ALL].after)
    )
    if fewest < _FEW_CASES:
        notes.append(named.few_note.format(number=fewest))
    return (*notes, *_material(result, language))


def _material(result: Comparison, language: str) -> list[str]:
    named = comparison_labels_in(language)
    notes = []
    if result.without_case:
        notes.append(
            named.no_case_note.format(number=how_many(result.without_case, "sources", language))
        )
    if result.without_value:
        notes.append(
            named.no_value_note.format(
                number=how_many(result.without_value, "sources", language), variable=result.variable
            )
        )
    return [
        *notes,
        *material_notes_in(language, result.material, result.coded_by, result.left_out),
        *counting_notes(language, result.coders, result.depth),
    ]


def _clear(result: Comparison, language: str) -> list[str]:
    """The codes whose intervals, of all cases, leave out 0, in words."""
    named = comparison_labels_in(language)
    known = [row for row in result.rows if row.contrasts[Cases.ALL].low is not None]
    clear = [
        row
        for row in known
        if (row.contrasts[Cases.ALL].low or 0) > 0 or (row.contrasts[Cases.ALL].high or 0) < 0
    ]
    if not known:
        return []
    clear.sort(key=lambda row: -abs(row.contrasts[Cases.ALL].difference or 0))
    each = "; ".join(
        ", ".join(
            (
                row.code.name,
                *((group_name(result, row, language),) if row.group else ()),
                *((row.later,) if len(result.values) > 2 else ()),
                difference_text(result.measure, row.contrasts[Cases.ALL], language),
            )
        )
        for row in clear[:_NAMED]
    )
    more = "; …" if len(clear) > _NAMED else ""
    chance = round(len(known) / 20)
    return [
        named.clear_note.format(
            clear=len(clear),
            known=len(known),
            by_chance=named.by_chance.format(number=chance) if chance else "",
            each=f": {each}{more}" if clear else "",
        )
    ]


def _most_changed(result: Comparison, language: str) -> list[str]:
    """What was gained and lost most among all cases on both sides, in words."""
    named = comparison_labels_in(language)
    found = []
    for later in result.values[1:]:
        rows = [row for row in result.rows if row.later == later and not row.group]
        number = rows[0].contrasts[Cases.AGAIN].before.cases
        if number:
            found.append(
                named.again_note.format(
                    later=later,
                    number=how_many(number, "cases", language),
                    each=most_changed(rows, language, _MOST),
                )
            )
    return found


def _behind(
    project: Project, result: Comparison, rows: list[_Row], columns: dict[int, Change | bool]
) -> Behind:
    places: Callable[[], Places] = cache(lambda: Places(project))

    def behind(row: int, column: int) -> list[Excerpt] | None:
        what = columns.get(column)
        compared, cases = rows[row].of, rows[row].cases
        if what is None or what is Change.NEVER:
            return None
        if isinstance(what, bool):
            value = compared.later if what else result.baseline
            return comparison_excerpts(
                project, result, compared, cases=cases, value=value, places=places()
            )
        if cases is not Cases.AGAIN:
            return None
        sides = (result.baseline, compared.later) if what is Change.KEPT else ("",)
        return [
            excerpt
            for side in sides
            for excerpt in comparison_excerpts(
                project, result, compared, change=what, value=side, places=places()
            )
        ]

    return behind
