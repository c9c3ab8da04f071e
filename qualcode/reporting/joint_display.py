"""Joint displays as tables: a row for each indicator, group, year and code."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qualcode.analysis.cells import counted_excerpts
from qualcode.analysis.retrieval import Places
from qualcode.analysis.unit import Counted
from qualcode.project.codes import codes, with_descendants
from qualcode.reporting.figures.joint import joint_figures
from qualcode.reporting.joint_labels import JointLabels, joint_labels_in, percent_text
from qualcode.reporting.labels import how_many
from qualcode.reporting.report import Report
from qualcode.reporting.result_labels import about
from qualcode.reporting.result_notes import counting_notes, material_notes_in
from qualcode.reporting.results import rounded
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.analysis.joint_display import JointDisplay, JointIndicator, Line, Theme
    from qualcode.analysis.quoting import Quotation
    from qualcode.model import Excerpt
    from qualcode.project import Project
    from qualcode.project.survey import SurveyFigure

COLUMNS = (
    "indicator",
    "group",
    "year",
    "survey %",
    "approximate",
    "n",
    "code",
    "cases with the code",
    "cases",
    "% of cases",
    "codings",
    "missing",
    "quotation",
    "quoted from",
    "chosen by",
    "fit",
    "note",
)
_READ = (
    "indicator",
    "group",
    "year",
    "survey %",
    "n",
    "code",
    "cases with the code",
    "cases",
    "codings",
    "quotation",
    "fit",
)
_COUNTED = {"cases with the code": Counted.CASES, "codings": Counted.CODINGS}
_NAMED = 12


def joint_report(project: Project, result: JointDisplay) -> Report:
    """A joint display with its figures; numbers of cases and codings lead to the excerpts."""
    language = project.language
    words = joint_labels_in(language)
    rows = list(_rows(result))
    columns = [name for name in _READ if name != "n" or _any_n(result)]
    places = cache(lambda: Places(project))

    def behind(row: int, column: int) -> list[Excerpt] | None:
        counted = _COUNTED.get(columns[column])
        _, line, theme = rows[row]
        if counted is None or not line.source_ids:
            return None
        with project.snapshot():
            below = with_descendants(codes(project), [theme.code.id])
            return counted_excerpts(
                project, below, line.source_ids, counted, result.selection, places=places()
            )

    return Report(
        joint_table(result),
        shown=Table(
            words.title,
            tuple(words.headings.get(name, name) for name in columns),
            tuple(_for_reading(rows, columns, words)),
            joint_notes(result, language),
        ),
        about=about(result.selection, result.coders, words.unit, language),
        figures=joint_figures(result, language),
        behind=behind,
    )


def joint_table(result: JointDisplay) -> Table:
    """A row for each indicator, group, year and code, with everything there is about it."""
    words = joint_labels_in("en")
    return Table(
        words.title,
        COLUMNS,
        tuple(_cells(*row, words) for row in _rows(result)),
        joint_notes(result, "en"),
    )


def joint_excerpts(
    project: Project, result: JointDisplay, code_id: int, group: str, year: str
) -> list[Excerpt] | None:
    """The excerpts of a code in a group and year, one for each coding; None if there is no row."""
    from qualcode.project.survey import folded

    for _, line, theme in _rows(result):
        where = (folded(line.group), folded(line.year))
        if theme.code.id == code_id and where == (folded(group), folded(year)):
            with project.snapshot():
                below = with_descendants(codes(project), [code_id])
                return counted_excerpts(
                    project, below, line.source_ids, Counted.CODINGS, result.selection
                )
    return None


def joint_screens(result: JointDisplay) -> list[Table]:
    """A table for each indicator: group and year × codes; the quotations and notes below it."""
    words = joint_labels_in("en")
    return [_screen(indicator, words) for indicator in result.indicators]


def _screen(indicator: JointIndicator, words: JointLabels) -> Table:
    rows: list[tuple[Cell, ...]] = []
    quoted: list[str] = []
    for line in indicator.lines:
        figure = line.figure
        percent = words.no_figure
        if figure is not None:
            percent = f"{words.about} " * figure.approximate + percent_text(figure.percent, words)
        rows.append(
            (
                line.group,
                line.year or words.no_year,
                percent,
                str(figure.n) if figure is not None and figure.n else "",
                *(_of_cases(line, theme, words) for theme in line.themes),
            )
        )
        quoted += [
            f"  {line.group} {line.year}, {theme.code.name}: “{quotation.text}” "
            f"({_place(quotation.excerpt)}{', chosen' if quotation.chosen else ''})"
            for theme in line.themes
            for quotation in theme.quotations
        ]
    notes = [f"{note.coder}, {words.fits[note.fit]}: {note.text}" for note in indicator.notes]
    return Table(
        indicator.name,
        ("group", "year", "survey %", "n", *(code.name for code in indicator.codes)),
        tuple(rows),
        (*quoted, *notes),
    )


def _of_cases(line: Line, theme: Theme, words: JointLabels) -> str:
    if not line.interviews.sources:
        return words.no_interviews
    if theme.share is None:
        return words.no_cases
    return words.cases_of.format(number=theme.cases, all=line.interviews.cases)


def _rows(result: JointDisplay) -> Iterator[tuple[JointIndicator, Line, Theme]]:
    for indicator in result.indicators:
        for line in indicator.lines:
            for theme in line.themes:
                yield indicator, line, theme


def _for_reading(
    rows: Sequence[tuple[JointIndicator, Line, Theme]], columns: Sequence[str], words: JointLabels
) -> Iterator[tuple[Cell, ...]]:
    """The same in fewer columns; what is not there in words, and notes at the first row only."""
    told = ""
    for indicator, line, theme in rows:
        there = bool(line.interviews.sources)
        cases: Cell = words.no_interviews
        if there:
            cases = theme.cases if line.interviews.cases else words.no_cases
        cells: dict[str, Cell] = {
            "indicator": indicator.name,
            "group": line.group,
            "year": line.year or words.no_year,
            "survey %": _percent(line.figure, words),
            "n": (line.figure and line.figure.n) or "",
            "code": theme.code.name,
            "cases with the code": cases,
            "cases": line.interviews.cases if there else "",
            "codings": theme.codings if there else "",
            "quotation": "\n".join(_quoted(quotation, words) for quotation in theme.quotations),
            "fit": "" if indicator.name == told else _judged(indicator, words),
        }
        told = indicator.name
        yield tuple(cells[column] for column in columns)


def _percent(figure: SurveyFigure | None, words: JointLabels) -> Cell:
    if figure is None:
        return words.no_figure
    if figure.approximate:
        return f"{words.about} {percent_text(figure.percent, words)}"
    return int(figure.percent) if figure.percent.is_integer() else figure.percent


def _quoted(quotation: Quotation, words: JointLabels) -> str:
    by = words.chosen if quotation.chosen else words.by_rule
    begin, end = words.quotes
    return f"{begin}{quotation.text}{end} ({_place(quotation.excerpt)}; {by})"


def _judged(indicator: JointIndicator, words: JointLabels) -> str:
    return "\n".join(
        f"{note.coder}, {words.fits[note.fit]}: {note.text}" for note in indicator.notes
    )


def _cells(
    indicator: JointIndicator, line: Line, theme: Theme, words: JointLabels
) -> tuple[Cell, ...]:
    figure, there = line.figure, bool(line.interviews.sources)
    by = dict.fromkeys(
        words.chosen if quotation.chosen else words.by_rule for quotation in theme.quotations
    )
    missing = [] if figure is not None else [words.no_figure]
    missing += [] if there else [words.no_interviews]
    return (
        indicator.name,
        line.group,
        line.year or words.no_year,
        figure.percent if figure is not None else None,
        words.about if figure is not None and figure.approximate else "",
        figure.n if figure is not None else None,
        theme.code.label,
        theme.cases if there and line.interviews.cases else None,
        line.interviews.cases if there else None,
        None if theme.share is None else rounded(100 * theme.share, 1),
        theme.codings if there else None,
        ", ".join(missing),
        "\n".join(quotation.text for quotation in theme.quotations),
        "; ".join(_place(quotation.excerpt) for quotation in theme.quotations),
        ", ".join(by),
        "; ".join(f"{note.coder}: {words.fits[note.fit]}" for note in indicator.notes),
        "\n".join(f"{note.coder}: {note.text}" for note in indicator.notes),
    )


def _any_n(result: JointDisplay) -> bool:
    return any(line.figure is not None and line.figure.n for _, line, _ in _rows(result))


def _place(excerpt: Excerpt) -> str:
    return ", ".join(filter(None, (excerpt.source, excerpt.speaker, f"#{excerpt.coding_ids[0]}")))


def joint_notes(result: JointDisplay, language: str) -> tuple[str, ...]:
    """What was set beside what, what a reader must not conclude, and what is not there."""
    words = joint_labels_in(language)
    figures = [
        line.figure
        for indicator in result.indicators
        for line in indicator.lines
        if line.figure is not None
    ]
    matched = words.rows_note if result.year_variable else words.undivided_note
    notes = [
        matched.format(by=result.group_variable, year=result.year_variable),
        words.people_note,
        words.fit_note,
        words.quotation_note,
    ]
    if unknown := sum(figure.n is None for figure in figures):
        notes.append(words.unknown_n_note.format(number=unknown, all=len(figures)))
    if approximate := sum(figure.approximate for figure in figures):
        notes.append(words.about_note.format(number=approximate))
    if not result.all_groups:
        notes.append(words.groups_note)
    if result.strangers:
        notes.append(words.strangers_note.format(names=", ".join(result.strangers)))
    if result.unlinked:
        names = "; ".join(result.unlinked[:_NAMED]) + ("; …" if result.unlinked[_NAMED:] else "")
        notes.append(words.unlinked_note.format(number=len(result.unlinked), names=names))
    if result.without_case:
        notes.append(
            words.without_case_note.format(
                number=how_many(result.without_case, "sources", language)
            )
        )
    return (
        *notes,
        *material_notes_in(language, result.material, result.coded_by, result.left_out),
        *counting_notes(language, result.coders, None),
    )
