"""Comparisons as tables: side by side, those interviewed again, the rest, and case by case."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.analysis.comparison import FEWEST_CASES, Cases, Change, Comparison, change_of
from qualcode.analysis.crossing import group_label
from qualcode.analysis.unit import Measure
from qualcode.reporting.results import indented, material_notes, rounded, selection_notes
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.analysis.comparison import Compared, Contrast, Side


_ALL = "(all)"
_FEW_CASES = 10
_NAMED = 5
_FILE = {
    Measure.CASES: "% of cases with the code",
    Measure.PER_1000_WORDS: "codings per 1,000 words",
    Measure.PER_CASE: "codings per case",
}
_TITLE = {
    Measure.CASES: "Cases with the code",
    Measure.PER_1000_WORDS: "Codings per 1,000 words",
    Measure.PER_CASE: "Codings per case",
}
_WHOSE = {
    Cases.ALL: "all cases",
    Cases.AGAIN: "cases on both sides",
    Cases.ONCE: "cases on one side only",
}


def comparison_table(result: Comparison) -> Table:
    """A row for each code, group, value and kind of cases, with everything there is about it."""
    sides = ("cases", "cases with the code", "codings", "words", _FILE[result.measure])
    scale = 100 if result.measure is Measure.CASES else 1
    return Table(
        _title(result),
        (
            "code",
            *_group_heading(result),
            *(result.variable, "baseline", "which cases"),
            *(f"baseline: {side}" for side in sides),
            *(f"other: {side}" for side in sides),
            *("difference", "low", "high"),
            *(str(change) for change in Change),
        ),
        tuple(
            (
                row.code.label,
                *_group(result, row),
                *(row.later, result.baseline, _WHOSE[cases]),
                *_side(row.contrasts[cases].before, scale),
                *_side(row.contrasts[cases].after, scale),
                *_scaled(row.contrasts[cases], scale),
                *(len(row.changes[change]) if cases is Cases.AGAIN else None for change in Change),
            )
            for row in result.rows
            for cases in Cases
        ),
        comparison_notes(result),
    )


def side_by_side(result: Comparison, cases: Cases = Cases.ALL) -> Table:
    """Codes × values for a screen: the figure, and below it its difference and the interval."""
    rows: list[tuple[Cell, ...]] = []
    for _, same in groupby(result.rows, key=lambda row: (row.code.id, row.group)):
        found = list(same)
        others = (
            _figure(result, row.contrasts[cases].after)
            + _below(_difference(result, row.contrasts[cases]))
            for row in found
        )
        before = _figure(result, found[0].contrasts[cases].before)
        rows.append((*_name(result, found[0]), before, *others))
    return Table(
        f"{_title(result)}: {_WHOSE[cases]}",
        ("code", *_group_heading(result), *result.values),
        tuple(rows),
        _clearest(result, cases) if cases is Cases.ALL else (),
    )


def interviewed_again(result: Comparison) -> Table:
    """Those on both sides for a screen: how many kept, gained, lost or never had each code."""
    several = len(result.values) > 2
    return Table(
        f"{result.variable} {result.baseline} and again: what became of each code",
        (
            "code",
            *_group_heading(result),
            *((result.variable,) if several else ()),
            "cases",
            *(str(change) for change in Change),
            "difference",
        ),
        tuple(
            (
                *_name(result, row),
                *((row.later,) if several else ()),
                str(row.contrasts[Cases.AGAIN].before.cases),
                *(str(len(row.changes[change])) for change in Change),
                _difference(result, row.contrasts[Cases.AGAIN]) or None,
            )
            for row in result.rows
            if row.contrasts[Cases.AGAIN].before.cases
        ),
        _sentences(result),
    )


def case_table(result: Comparison) -> Table:
    """A row for each code and case: codings on each side (undefined: not there), and the change.

    The change is from the baseline to the last value at which the case is there.
    """
    rows: list[tuple[Cell, ...]] = []
    for number, code in enumerate(result.codes):
        for place, case in enumerate(result.cases):
            counts = [
                int(result.codings[place, value, number])
                if result.interviewed[place, value]
                else None
                for value in range(len(result.values))
            ]
            before, *later = counts
            after = next((count for count in reversed(later) if count is not None), None)
            change = "" if before is None or after is None else str(change_of(before, after))
            rows.append((code.label, case, *counts, change))
    return Table(
        f"Codings of each case by {result.variable}",
        ("code", "case", *result.values, "change"),
        tuple(rows),
        (
            f"Change: from {result.baseline} to the last value at which the case was interviewed.",
            *material_notes(result.material, result.coded_by, result.left_out),
            *selection_notes(result.selection, result.coders),
        ),
    )


def _title(result: Comparison) -> str:
    return f"{_TITLE[result.measure]} by {result.variable}, {result.baseline} as the baseline"


def _group_heading(result: Comparison) -> tuple[str, ...]:
    return (result.group_variable,) if result.group_variable else ()


def _group(result: Comparison, row: Compared) -> tuple[str, ...]:
    if not result.group_variable:
        return ()
    return (group_label((result.group_variable,), row.group) if row.group else _ALL,)


def _name(result: Comparison, row: Compared) -> tuple[str, ...]:
    """The code, indented as in the codebook and named for all cases only, and the group."""
    return (indented(row.code) if not row.group else "", *_group(result, row))


def _below(text: str) -> str:
    return f"\n{text}" if text else ""


def _side(side: Side, scale: int) -> tuple[Cell, ...]:
    figure = None if side.figure is None else rounded(scale * side.figure)
    return (side.cases, len(side.having), side.codings, side.words, figure)


def _scaled(contrast: Contrast, scale: int) -> Iterator[float | None]:
    for number in (contrast.difference, contrast.low, contrast.high):
        yield None if number is None else rounded(scale * number)


def _figure(result: Comparison, side: Side) -> str:
    if side.figure is None:
        return "–"
    if result.measure is Measure.CASES:
        return f"{len(side.having)} of {side.cases}  {100 * side.figure:.0f} %"
    return f"{side.figure:.2f}"


def _difference(result: Comparison, contrast: Contrast) -> str:
    """The difference with its interval: in percentage points for shares."""
    if contrast.difference is None:
        return ""
    scale, digits = (100, 0) if result.measure is Measure.CASES else (1, 2)

    def number(value: float) -> str:
        shown = round(scale * value, digits)
        return f"{shown:+.{digits}f}".replace("-", "−") if shown else "0"

    if contrast.low is None or contrast.high is None:
        return f"{number(contrast.difference)} [–]"
    return f"{number(contrast.difference)} [{number(contrast.low)}, {number(contrast.high)}]"


def _clearest(result: Comparison, cases: Cases) -> tuple[str, ...]:
    """The codes whose intervals leave out 0, in words."""
    known = [row for row in result.rows if row.contrasts[cases].low is not None]
    clear = [
        row
        for row in known
        if (row.contrasts[cases].low or 0) > 0 or (row.contrasts[cases].high or 0) < 0
    ]
    if not known:
        return ()
    clear.sort(key=lambda row: -abs(row.contrasts[cases].difference or 0))
    named = "; ".join(
        f"{', '.join((row.code.name, *_group(result, row), row.later))} "
        f"{_difference(result, row.contrasts[cases])}"
        for row in clear[:_NAMED]
    )
    more = f"; and {len(clear) - _NAMED} more" if len(clear) > _NAMED else ""
    expected = len(known) / 20
    by_chance = f" (about {expected:.0f} would by chance alone)" if expected >= 1 else ""
    return (
        f"Intervals that leave out 0: {len(clear)} of {len(known)}{by_chance}"
        + (f": {named}{more}." if clear else "."),
    )


def _sentences(result: Comparison) -> tuple[str, ...]:
    """What was gained and lost most among all cases on both sides, in words."""
    found = []
    for later in result.values[1:]:
        rows = [row for row in result.rows if row.later == later and not row.group]
        number = rows[0].contrasts[Cases.AGAIN].before.cases
        parts = []
        for change in (Change.GAINED, Change.LOST):
            most = sorted(rows, key=lambda row: -len(row.changes[change]))[:3]
            named = ", ".join(
                f"{row.code.name} ({len(row.changes[change])})"
                for row in most
                if row.changes[change]
            )
            parts.append(f"most often {change}: {named or 'no code'}")
        if number:
            found.append(f"{later}, of {number} cases: {'; '.join(parts)}.")
    return tuple(found)


def comparison_notes(result: Comparison) -> tuple[str, ...]:
    """What was compared and how, in what selection, and by which coders."""
    share = result.measure is Measure.CASES
    what = {
        Measure.CASES: "the share of cases that have the code",
        Measure.PER_1000_WORDS: "codings on 1,000 words of the cases",
        Measure.PER_CASE: "codings on each case, those without any among them",
    }[result.measure]
    points = " in percentage points" if share else ""
    notes = [
        f"Compared is {what}. Difference: from the baseline{points}, with its 95 % interval.",
        f"Percentile intervals from {result.rounds:,} rounds of drawing cases, not codings, seed "
        f"{result.seed}; undefined with fewer than {FEWEST_CASES} cases on a side, and where all "
        "rounds have the same difference.",
    ]
    fewest = min(
        side.cases
        for row in result.rows
        for side in (row.contrasts[Cases.ALL].before, row.contrasts[Cases.ALL].after)
    )
    if fewest < _FEW_CASES:
        notes.append(
            f"Few cases (the smallest side has {fewest}): intervals are rough, and too narrow "
            "where all cases of a side have the code, or none."
        )
    if result.without_case:
        notes.append(
            f"Left out: {result.without_case} sources that belong to no case "
            "(`qualcode cases assign`)."
        )
    if result.without_value:
        notes.append(f"Left out: {result.without_value} sources without {result.variable}.")
    return (
        *notes,
        *material_notes(result.material, result.coded_by, result.left_out),
        *selection_notes(result.selection, result.coders),
    )
