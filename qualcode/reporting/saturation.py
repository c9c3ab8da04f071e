"""Saturation as a report: units in order, codes × units, a row for each group, and in words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.accumulation import first_places
from qualcode.analysis.retrieval import Places
from qualcode.analysis.saturation import IMPORTED, NAME
from qualcode.analysis.saturation_cells import new_code_excerpts, presence_excerpts
from qualcode.project.codes import PATH_SEPARATOR
from qualcode.reporting.figures.accumulation import accumulation, name_of
from qualcode.reporting.figures.names import MOST_CODES, code_names
from qualcode.reporting.figures.presence import MOST_COLUMNS, Presence, presence
from qualcode.reporting.labels import how_many, labels_in
from qualcode.reporting.report import Behind, Drawing, Report
from qualcode.reporting.result_labels import about, result_labels_in
from qualcode.reporting.results import rounded
from qualcode.reporting.saturation_labels import (
    SaturationLabels,
    SaturationView,
    saturation_labels_in,
)
from qualcode.reporting.saturation_notes import notes
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.accumulation import Criterion
    from qualcode.analysis.saturation import Accumulated, Saturation
    from qualcode.model import Code, Excerpt
    from qualcode.project import Project

_ALL = "(all)"
_BETWEEN = "; "
_NAMED = 4
_MARKS = 3  # the column with the values of the variable that orders units


def saturation_report(
    project: Project, result: Saturation, view: SaturationView = SaturationView.CURVE
) -> Report:
    """New codes over units with curves, or codes × units with cells; each leads to its words."""
    language = project.language
    words = saturation_labels_in(language)
    table = _TABLES[view](result)
    figures = [accumulation(result, language), presence_figure(result, language)]
    if view is SaturationView.PRESENCE:
        figures.reverse()
    counted = (
        result_labels_in(language).counted["codings"]
        if view is SaturationView.PRESENCE
        else words.unit.format(many=words.many[result.unit])
    )
    return Report(
        table,
        shown=shown(result, view, language),
        about=about(result.selection, result.coders, counted, language),
        figures=tuple(figures),
        behind=_behind(project, result, view),
    )


def shown(result: Saturation, view: SaturationView, language: str) -> Table:
    """The table for people, with its notes."""
    words = saturation_labels_in(language)
    table = _TABLES[view](result)
    one = words.one[result.unit]
    title = {
        SaturationView.CURVE: words.title.format(one=one),
        SaturationView.PRESENCE: words.presence_title.format(one=one),
        SaturationView.GROUPS: (
            words.groups_title.format(variable=result.group_variable)
            if result.group_variable
            else words.title.format(one=one)
        ),
    }[view]
    rows = table.rows
    if view is SaturationView.CURVE:
        rows = tuple((*row[:-1], _shortened(str(row[-1]))) for row in rows)
    if view is not SaturationView.PRESENCE:
        names = {_group(each): name_of(each, result, language) for each in result.accumulated}
        at = table.columns.index("group")
        rows = tuple((*row[:at], names[str(row[at])], *row[at + 1 :]) for row in rows)
    shown = Table(
        title,
        _headings(result, view, table.columns, words),
        rows,
        notes(result, view, language),
        totals=table.totals,
    )
    return shown if result.groups or view is not SaturationView.CURVE else _without_group(shown)


def _headings(
    result: Saturation, view: SaturationView, columns: Sequence[str], words: SaturationLabels
) -> tuple[str, ...]:
    """The names of columns in words; those of units and variables stay as they are."""
    own = range(0)
    if view is SaturationView.PRESENCE:
        own = range(1, 1 + len(result.all.units))
    elif view is SaturationView.CURVE and result.order not in (IMPORTED, NAME):
        own = range(_MARKS, _MARKS + 1)
    return tuple(
        name if place in own else words.headings.get(name, name)
        for place, name in enumerate(columns)
    )


def _shortened(codes: str) -> str:
    """The last names of the first few codes of a list, and how many there are."""
    found = codes.split(_BETWEEN) if codes else []
    names = [each.rpartition(PATH_SEPARATOR)[2] for each in found[:_NAMED]]
    more = [f"… ({len(found)})"] if len(found) > _NAMED else []
    return _BETWEEN.join([*names, *more])


def _without_group(table: Table) -> Table:
    """Without the second column, of groups, where there is but one."""
    return replace(
        table,
        columns=(table.columns[0], *table.columns[2:]),
        rows=tuple((row[0], *row[2:]) for row in table.rows),
    )


def curve_table(result: Saturation) -> Table:
    """A row for each unit of each group, in order, with the curves up to it."""
    by_variable = result.order not in (IMPORTED, NAME)
    rows: list[tuple[Cell, ...]] = []
    for each in result.accumulated:
        runs = {run.last: run for run in each.criterion.runs}
        first, present = first_places(each.present), each.present
        numbers = zip(
            each.codings.sum(axis=1).tolist(),
            present.sum(axis=1).tolist(),
            each.new.tolist(),
            each.seen.tolist(),
            each.expected.tolist(),
            each.low.tolist(),
            each.median.tolist(),
            each.high.tolist(),
            strict=True,
        )
        for place, (codings, codes, new, seen, expected, *band) in enumerate(numbers):
            run = runs.get(place + 1)
            which = [result.codes[code].label for code in np.flatnonzero(first == place)]
            rows.append(
                (
                    each.units[place],
                    _group(each),
                    place + 1,
                    *((each.marks[place] or "",) if by_variable else ()),
                    codings,
                    codes,
                    new,
                    seen,
                    rounded(expected, 2),
                    *band,
                    "" if run is None else run.new,
                    "" if run is None else round(100 * run.share, 1),
                    _BETWEEN.join(which),
                )
            )
    return Table(
        "Saturation",
        (
            str(result.unit),
            "group",
            "place",
            *((result.order,) if by_variable else ()),
            "codings",
            "codes",
            "new codes",
            "codes so far",
            "expected",
            "shuffled low",
            "shuffled median",
            "shuffled high",
            "new in run",
            "% new in run",
            "which",
        ),
        tuple(rows),
        notes(result, SaturationView.CURVE, "en"),
    )


def presence_table(result: Saturation) -> Table:
    """Codes × units in order: how many codings; then all codings, and in how many units."""
    inside = result.all
    return Table(
        "Presence of codes",
        ("code", *inside.units, "total", f"{result.unit}s"),
        tuple(
            (code.label, *column, sum(column), sum(number > 0 for number in column))
            for code, column in zip(result.codes, inside.codings.T.tolist(), strict=True)
        ),
        notes(result, SaturationView.PRESENCE, "en"),
    )


def groups_table(result: Saturation) -> Table:
    """A row for all units and one for each group: thresholds and the estimate of unseen codes."""

    def reached(found: Criterion) -> Cell:
        if found.undefined:
            return None
        return "–" if found.reached is None else f"{found.reached}+{found.run}"

    rows: list[tuple[Cell, ...]] = []
    for each in result.accumulated:
        known, share = each.richness, each.shuffled.share
        rows.append(
            (
                _group(each),
                len(each.units),
                known.observed,
                None if each.criterion.undefined else each.criterion.base_codes,
                reached(each.criterion),
                reached(each.strict),
                None if share is None else round(100 * share, 1),
                known.once,
                known.twice,
                rounded(known.estimate, 1),
                rounded(known.low, 1),
                rounded(known.high, 1),
            )
        )
    return Table(
        "Saturation of groups",
        (
            "group",
            "units",
            "codes",
            "codes in base",
            "reached",
            "reached at 0 %",
            "% of shuffled orders",
            "in one",
            "in two",
            "Chao2",
            "low",
            "high",
        ),
        tuple(rows),
        notes(result, SaturationView.GROUPS, "en"),
    )


_TABLES = {
    SaturationView.CURVE: curve_table,
    SaturationView.PRESENCE: presence_table,
    SaturationView.GROUPS: groups_table,
}


def presence_figure(result: Saturation, language: str) -> Drawing:
    """Codes × units as shaded cells, framed where a code comes first."""
    words, counted = saturation_labels_in(language), result_labels_in(language)
    inside = result.all
    chosen = np.arange(len(result.codes))
    if len(chosen) > MOST_CODES:
        chosen = np.sort(np.argsort(-inside.present.sum(axis=0), kind="stable")[:MOST_CODES])
    codes = [result.codes[place] for place in chosen]
    first = first_places(inside.present)[chosen]
    left_out = len(result.codes) - len(codes)
    lines = in_tree(codes)
    names, numbers = code_names(codes), inside.codings.T[chosen].tolist()
    having = inside.present.sum(axis=0)[chosen].tolist()
    empty = (None,) * len(inside.units)
    title = words.presence_title.format(one=words.one[result.unit])
    return presence(
        Presence(
            title=title,
            alt=words.presence_alt.format(
                codes=how_many(len(codes), "codes", language),
                units=how_many(len(inside.units), f"{result.unit}s", language),
            ),
            names=tuple(
                (path[-1] if place is None else names[place], len(path) - 1)
                for path, place in lines
            ),
            columns=inside.units,
            numbers=tuple(empty if place is None else tuple(numbers[place]) for _, place in lines),
            framed=frozenset(
                (row, int(first[place]))
                for row, (_, place) in enumerate(lines)
                if place is not None
            ),
            totals=tuple(
                "" if place is None else words.units_with.format(number=having[place])
                for _, place in lines
            ),
            key=(labels_in(language).codings, words.first),
            nothing=counted.no_codings,
            refusal=words.too_many_units.format(
                number=how_many(len(inside.units), f"{result.unit}s", language), limit=MOST_COLUMNS
            ),
            notes=(
                (counted.shown_codes.format(shown=len(codes), all=len(result.codes)),)
                if left_out
                else ()
            ),
        )
    )


def in_tree(codes: Sequence[Code]) -> list[tuple[tuple[str, ...], int | None]]:
    """The paths of codes with those above them that are missing; each code's position, or None."""
    lines: list[tuple[tuple[str, ...], int | None]] = []
    there = {code.path for code in codes}
    for place, code in enumerate(codes):
        for depth in range(1, len(code.path)):
            if code.path[:depth] not in there:
                there.add(code.path[:depth])
                lines.append((code.path[:depth], None))
        lines.append((code.path, place))
    return lines


def _group(each: Accumulated) -> str:
    """A group as programs read it."""
    if not each.group:
        return _ALL
    return "(none)" if each.group[0] is None else each.group[0]


def _behind(project: Project, result: Saturation, view: SaturationView) -> Behind:
    places = cache(lambda: Places(project))
    if view is SaturationView.PRESENCE:
        return _behind_presence(project, result, places)
    if view is SaturationView.GROUPS:
        return lambda _row, _column: None
    lines = [(each, unit) for each in result.accumulated for unit in each.units]
    columns = curve_table(result).columns
    if not result.groups:
        columns = (columns[0], *columns[2:])

    def behind(row: int, column: int) -> list[Excerpt] | None:
        each, unit = lines[row]
        if columns[column] == "new codes":
            return new_code_excerpts(project, result, unit, each, places=places())
        if columns[column] == "codings":
            return presence_excerpts(project, result, None, unit, each, places=places())
        return None

    return behind


def _behind_presence(project: Project, result: Saturation, places: Callable[[], Places]) -> Behind:
    units = result.all.units

    def behind(row: int, column: int) -> list[Excerpt] | None:
        if not 0 < column <= len(units) + 1:
            return None
        unit = units[column - 1] if column <= len(units) else ""
        return presence_excerpts(project, result, result.codes[row], unit, places=places())

    return behind
