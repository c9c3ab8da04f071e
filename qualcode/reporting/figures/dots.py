"""Codes × the values of a variable as dots, whose areas are the numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.reporting.figures.canvas import (
    FAINT,
    HIGHEST,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    page,
    shades,
    sheet,
    text_width,
)
from qualcode.reporting.figures.names import most_used
from qualcode.reporting.labels import how_many
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARGIN, _NAMES = 0.1, 5.8
_ROW, _LOWEST_ROW, _HEAD, _FOOT = 0.46, 0.34, 1.5, 0.6
_WIDEST = 2.4
_MOST_VALUES = 10
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers of codes by the values of a variable. `counted` is a key of the labels' `counted`."""

    title: str
    counted: str
    variable: str
    codes: tuple[str, ...]
    values: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]


def dots(grid: Grid, language: str) -> Drawing:
    """A dot for each code and value. There are at most ten values, else it cannot be drawn."""
    return Drawing(grid.title, alt_text(grid, language), partial(_draw, grid, language))


def alt_text(grid: Grid, language: str) -> str:
    """The dots in words."""
    words, rows = result_labels_in(language), _shown(grid)
    if not rows:
        return words.no_codings
    found = [
        (grid.numbers[row][column], grid.codes[row], value)
        for row in rows
        for column, value in enumerate(grid.values)
    ]
    highest = sorted(found, key=lambda each: -each[0])[:_TOLD]
    most = "; ".join(f"{code}, {value} ({number})" for number, code, value in highest)
    told = words.dots_alt.format(
        counted=words.counted[grid.counted],
        codes=how_many(len(rows), "codes", language),
        variable=grid.variable,
        values=", ".join(grid.values),
    )
    return " ".join([told, *_left_out(grid, language), words.most.format(most=most)])


def _shown(grid: Grid) -> list[int]:
    return most_used([sum(row) for row in grid.numbers])


def _left_out(grid: Grid, language: str) -> list[str]:
    shown = len(_shown(grid))
    note = result_labels_in(language).shown_codes
    return [] if shown == len(grid.codes) else [note.format(shown=shown, all=len(grid.codes))]


def _draw(grid: Grid, language: str) -> Figure:
    if len(grid.values) > _MOST_VALUES:
        raise InputError(
            f"{grid.variable} has {len(grid.values)} values; a figure has room for {_MOST_VALUES}.",
            remedy="Choose some with --where, or write a table.",
        )
    rows = _shown(grid)
    if not rows:
        figure = sheet(2)
        page(figure).text(_MARGIN, 1, result_labels_in(language).no_codings)
        return figure
    down = max(min(_ROW, (HIGHEST - _HEAD - _FOOT) / len(rows)), _LOWEST_ROW)
    figure = sheet(_HEAD + len(rows) * down + _FOOT)
    paper = page(figure)
    across = min((WIDTH - _NAMES - _MARGIN) / len(grid.values), _WIDEST)
    _headings(paper, grid, language, across)
    _rows(paper, grid, rows, across, down)
    for note in _left_out(grid, language):
        bottom = _HEAD + len(rows) * down + _FOOT - 0.1
        paper.text(_MARGIN, bottom, note, size=SMALL, va="bottom")
    return figure


def _headings(paper: Axes, grid: Grid, language: str, across: float) -> None:
    counted = result_labels_in(language).counted[grid.counted]
    paper.text(_MARGIN, _HEAD - 0.2, counted.capitalize(), va="bottom", weight="bold")
    middle = _NAMES + len(grid.values) * across / 2
    variable = fitted(grid.variable, WIDTH - _NAMES, TEXT)
    paper.text(middle, 0.15, variable, ha="center", va="top", weight="bold")
    for column, value in enumerate(grid.values):
        middle = _NAMES + (column + 0.5) * across
        text = fitted(value, across - 0.1, TEXT, lines=2)
        paper.text(middle, _HEAD - 0.2, text, ha="center", va="bottom", linespacing=1.15)


def _rows(paper: Axes, grid: Grid, rows: Sequence[int], across: float, down: float) -> None:
    from matplotlib.patches import Circle

    highest = max(max(grid.numbers[row]) for row in rows)
    largest = min(0.44 * down, 0.3 * across)
    dark = shades()[-1]
    right = _NAMES + len(grid.values) * across
    for place, row in enumerate(rows):
        middle = _HEAD + (place + 0.5) * down
        paper.plot((_MARGIN, right), (middle + down / 2,) * 2, color=FAINT, lw=0.4, zorder=0)
        paper.text(_MARGIN, middle, fitted(grid.codes[row], _NAMES - 0.3, TEXT), va="center")
        for column, number in enumerate(grid.numbers[row]):
            if not number:
                continue
            centre = _NAMES + (column + 0.5) * across - text_width("00", SMALL) / 2
            radius = max(largest * (number / highest) ** 0.5, 0.03)
            paper.add_patch(Circle((centre, middle), radius, facecolor=dark, edgecolor="none"))
            paper.text(centre + largest + 0.08, middle, str(number), size=SMALL, va="center")
    paper.plot((_MARGIN, right), (_HEAD, _HEAD), color=FAINT, lw=0.4, zorder=0)
