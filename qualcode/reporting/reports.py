"""Frequencies as reports: tables with figures, the words of people, and the excerpts behind."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qualcode.analysis.cells import frequency_excerpts
from qualcode.analysis.retrieval import Places
from qualcode.analysis.unit import Counted
from qualcode.reporting.figures.bars import bars
from qualcode.reporting.figures.dots import Grid, dots
from qualcode.reporting.figures.names import code_names
from qualcode.reporting.report import Report
from qualcode.reporting.result_labels import about, result_labels_in
from qualcode.reporting.result_notes import material_notes_in
from qualcode.reporting.results import (
    frequency_by_table,
    frequency_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.frequencies import Frequencies, FrequenciesBy
    from qualcode.model import Excerpt
    from qualcode.project import Project
    from qualcode.reporting.tables import Table

_COUNTED = {
    f"{counted}{end}": (counted, bool(end))
    for counted in Counted
    for end in ("", " with sub-codes")
}


def frequency_report(project: Project, result: Frequencies) -> Report:
    """Frequencies by code, with bars."""
    language = project.language
    words = result_labels_in(language)
    table = frequency_table(result)
    columns = [_COUNTED.get(name) for name in table.columns]
    places = _places(project)

    def behind(row: int, column: int) -> list[Excerpt] | None:
        if (what := columns[column]) is None:
            return None
        counted, subcodes = what
        code = result.rows[row].code.id
        return frequency_excerpts(
            project, code, counted, result.selection, subcodes=subcodes, places=places()
        )

    return Report(
        table,
        shown=replace(
            table,
            title=words.frequencies,
            columns=_headings(table, language),
            notes=(
                words.words_note,
                *material_notes_in(language, result.material, result.coded_by, result.left_out),
                *_together(result.coders, language),
            ),
        ),
        about=about(result.selection, result.coders, _counts_of(table, language), language),
        figures=(bars(result, language),),
        behind=behind,
    )


def frequency_by_report(
    project: Project,
    result: FrequenciesBy,
    counted: Counted = Counted.CODINGS,
    *,
    subcodes: bool = False,
) -> Report:
    """Frequencies by code and by a variable's values, with dots."""
    language, variable = project.language, result.variable
    words = result_labels_in(language)
    table = frequency_by_table(result, counted, subcodes=subcodes)
    rows = result.total.rows
    values = tuple(
        words.without.format(variable=variable) if group.value is None else group.value
        for group in result.groups
    )
    name = words.counted[counted]
    title = words.frequencies_by.format(counted=name, variable=variable)
    title = title[:1].upper() + title[1:]
    grid = Grid(
        title=title,
        counted=counted,
        variable=variable,
        codes=tuple(code_names([row.code for row in rows])),
        values=values,
        numbers=tuple(
            tuple(
                getattr(group.rows[place], f"all_{counted}" if subcodes else counted)
                for group in result.groups
            )
            for place in range(len(rows))
        ),
    )

    places = _places(project)

    def behind(row: int, column: int) -> list[Excerpt] | None:
        if not column:
            return None
        code = rows[row].code.id if row < len(rows) else None
        by = (variable, result.groups[column - 1].value) if column <= len(values) else None
        return frequency_excerpts(
            project,
            code,
            counted,
            result.total.selection,
            subcodes=subcodes,
            by=by,
            places=places(),
        )

    return Report(
        replace(table, totals=1),
        shown=replace(
            table,
            title=title,
            columns=(words.code, *values, words.total),
            rows=(*table.rows[:-1], (words.all_codes, *table.rows[-1][1:])),
            notes=_by_notes(result, counted, language, subcodes=subcodes),
            totals=1,
        ),
        about=about(result.total.selection, result.total.coders, name, language),
        figures=(dots(grid, language),) if values else (),
        behind=behind,
    )


def _places(project: Project) -> Callable[[], Places]:
    """Gives what leads excerpts back to their places, read when it is first needed."""
    return cache(lambda: Places(project))


def _headings(table: Table, language: str) -> tuple[str, ...]:
    known = result_labels_in(language).headings
    return tuple(known.get(name, name) for name in table.columns)


def _counts_of(table: Table, language: str) -> str:
    """What the columns count that have excerpts behind them: codings, sources and cases."""
    counted = result_labels_in(language).counted
    return ", ".join(counted[name] for name in table.columns if name in counted)


def _together(coders: Sequence[str], language: str) -> tuple[str, ...]:
    return (result_labels_in(language).together_note,) if len(coders) > 1 else ()


def _by_notes(
    result: FrequenciesBy, counted: Counted, language: str, *, subcodes: bool
) -> tuple[str, ...]:
    words = result_labels_in(language)
    how = words.with_subcodes_note if subcodes else words.alone_note
    each = ", ".join(
        f"{group.value or words.without.format(variable=result.variable)} {group.sources}"
        for group in result.groups
    )
    notes = [how.format(counted=words.counted[counted])]
    if each:
        notes.append(words.sources_note.format(each=each))
    if counted is Counted.CASES:
        notes.append(words.cases_note)
    elif counted is Counted.SOURCES:
        notes.append(words.source_once_note)
    return (*notes, *_together(result.total.coders, language))
