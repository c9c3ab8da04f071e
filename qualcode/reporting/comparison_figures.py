"""The figures of a comparison: shares with their differences, and what became of codes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.analysis.comparison import Cases, Change
from qualcode.analysis.unit import Measure
from qualcode.reporting.comparison_labels import comparison_labels_in
from qualcode.reporting.figures.dumbbells import Dumbbell, Dumbbells, dumbbells, largest_rows
from qualcode.reporting.figures.fates import Fates, fates
from qualcode.reporting.figures.names import code_names
from qualcode.reporting.labels import how_many
from qualcode.reporting.result_labels import result_labels_in
from qualcode.reporting.written import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.comparison import Compared, Comparison, Contrast
    from qualcode.reporting.report import Drawing

_FATES = (Change.LOST, Change.KEPT, Change.GAINED, Change.NEVER)
_TOLD = 5


def difference_text(measure: Measure, contrast: Contrast, language: str) -> str:
    """A difference with its interval; in percentage points for shares."""
    if contrast.difference is None:
        return result_labels_in(language).undefined
    scale, digits = (100, 0) if measure is Measure.CASES else (1, 2)

    def signed(value: float) -> str:
        shown = round(scale * value, digits)
        return ("+" if shown > 0 else "") + number(float(shown) + 0.0, language, digits)

    if contrast.low is None or contrast.high is None:
        return signed(contrast.difference)
    between = "; " if result_labels_in(language).decimal == "," else ", "
    return f"{signed(contrast.difference)} [{signed(contrast.low)}{between}{signed(contrast.high)}]"


def shares_of(result: Comparison, language: str) -> Drawing:
    """Each code in the baseline and later, of all cases, and the difference with its interval."""
    named = comparison_labels_in(language)
    share = result.measure is Measure.CASES
    scale = 100 if share else 1

    def size(row: Compared) -> float:
        return abs(row.contrasts[Cases.ALL].difference or 0)

    chosen, notes = _by_code(result, result.rows, size, language)
    rows = []
    for name, row in chosen:
        contrast = row.contrasts[Cases.ALL]
        before, after, *difference = (
            None if each is None else scale * each
            for each in (
                contrast.before.figure,
                contrast.after.figure,
                contrast.difference,
                contrast.low,
                contrast.high,
            )
        )
        interval = (difference[0], difference[1], difference[2])
        told = difference_text(result.measure, contrast, language)
        rows.append(Dumbbell(name, _detail(result, row, language), before, after, interval, told))
    later = ", ".join(result.values[1:])
    clear = sorted(
        (
            row
            for _, row in chosen
            if (row.contrasts[Cases.ALL].low or 0) > 0 or (row.contrasts[Cases.ALL].high or 0) < 0
        ),
        key=lambda row: -size(row),
    )
    measure = named.titles[result.measure]
    alt = named.shares_alt.format(
        measure=measure[:1].lower() + measure[1:],
        codes=how_many(len({row.code.id for _, row in chosen}), "codes", language),
        baseline=result.baseline,
        later=later,
    )
    if clear:
        each = "; ".join(
            ", ".join(
                filter(
                    None,
                    (
                        row.code.name,
                        _detail(result, row, language),
                        difference_text(result.measure, row.contrasts[Cases.ALL], language),
                    ),
                )
            )
            for row in clear[:_TOLD]
        )
        alt = f"{alt} {named.clear_alt.format(each=each)}"
    return dumbbells(
        Dumbbells(
            title=named.title.format(
                measure=named.titles[result.measure],
                variable=result.variable,
                baseline=result.baseline,
            ),
            alt=alt,
            heading=named.titles[result.measure] + (" (%)" if share else ""),
            difference=named.difference[:1].upper() + named.difference[1:],
            sides=_sides(result, language),
            rows=tuple(rows),
            whole=100.0 if share else None,
            written=lambda value: f"{value:g}".replace("-", "−").replace(
                ".", result_labels_in(language).decimal
            ),
            notes=(*notes, named.interval_key),
        ),
        language,
    )


def _sides(result: Comparison, language: str) -> tuple[str, str]:
    """The two sides with the number of cases where it is the same in every row."""
    if result.group_variable:
        several = len(result.values) > 2
        other = comparison_labels_in(language).other if several else result.values[1]
        return result.baseline, other
    contrast = result.rows[0].contrasts[Cases.ALL]
    before = f"{result.baseline} (n = {contrast.before.cases})"
    if len(result.values) > 2:
        return before, comparison_labels_in(language).other
    return before, f"{result.values[1]} (n = {contrast.after.cases})"


def fates_of(result: Comparison, language: str) -> Drawing:
    """What became of each code in the cases that are on both sides."""
    named = comparison_labels_in(language)

    def size(row: Compared) -> float:
        return len(row.changes[Change.GAINED]) + len(row.changes[Change.LOST])

    again = [row for row in result.rows if row.contrasts[Cases.AGAIN].before.cases]
    chosen, notes = _by_code(result, again, size, language)
    later = ", ".join(dict.fromkeys(row.later for row in again))
    most = most_changed([row for _, row in chosen if not row.group], language, _TOLD)
    most_cases = max((row.contrasts[Cases.AGAIN].before.cases for row in again), default=0)
    return fates(
        Fates(
            title=named.changes_title.format(baseline=result.baseline, later=later),
            alt=named.changes_alt.format(
                number=how_many(most_cases, "cases", language),
                codes=how_many(len({row.code.id for _, row in chosen}), "codes", language),
                most=most[:1].upper() + most[1:],
            ),
            names=tuple(named.changes[change] for change in _FATES),
            rows=tuple(
                (
                    name,
                    _detail(result, row, language, Cases.AGAIN),
                    tuple(len(row.changes[change]) for change in _FATES),
                )
                for name, row in chosen
            ),
            notes=tuple(notes),
        )
    )


def _by_code(
    result: Comparison, rows: Sequence[Compared], size: Callable[[Compared], float], language: str
) -> tuple[list[tuple[str, Compared]], list[str]]:
    """Rows with the code's name at its first, of as many codes as there is room for, and notes."""
    names = dict(zip((code.id for code in result.codes), code_names(result.codes), strict=True))
    groups = [list(same) for _, same in groupby(rows, key=lambda row: row.code.id)]
    shown = largest_rows([max(map(size, group)) for group in groups], list(map(len, groups)))
    found = [
        ("" if place else names[row.code.id], row)
        for position in shown
        for place, row in enumerate(groups[position])
    ]
    if len(shown) == len(groups):
        return found, []
    note = comparison_labels_in(language).figure_rows
    return found, [note.format(shown=len(shown), all=len(groups))]


def _detail(result: Comparison, row: Compared, language: str, which: Cases = Cases.ALL) -> str:
    """What tells a row from the others of its code: the group and the value."""
    parts = []
    if result.group_variable:
        parts.append(group_name(result, row, language))
    if len(result.values) > 2:
        cases = row.contrasts[which].after.cases
        parts.append(row.later if row.group else f"{row.later} (n = {cases})")
    return ", ".join(parts)


def most_changed(rows: Sequence[Compared], language: str, number: int) -> str:
    """The codes that were gained and lost most, with in how many cases."""
    named = comparison_labels_in(language)
    parts = []
    for change in (Change.GAINED, Change.LOST):
        found = [(len(row.changes[change]), row.code.name) for row in rows]
        most = sorted(found, key=lambda each: -each[0])[:number]
        codes = ", ".join(f"{name} ({cases})" for cases, name in most if cases)
        parts.append(named.most[change].format(codes=codes or named.no_code))
    return "; ".join(parts)


def group_name(result: Comparison, row: Compared, language: str) -> str:
    """The group of a row as people read it."""
    if not row.group:
        return comparison_labels_in(language).all_groups
    (value,) = row.group
    without = result_labels_in(language).without.format(variable=result.group_variable)
    return without if value is None else value
