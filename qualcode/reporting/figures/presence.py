"""Codes × units as shaded cells: which codes each interview has, or what is said of each code."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.reporting.figures.canvas import (
    FAINT,
    HIGHEST,
    INK,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    ink_on,
    page,
    shades,
    sheet,
    text_width,
)
from qualcode.reporting.report import Drawing
from qualcode.reporting.shades import bounds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_COLUMNS = 60
_MARGIN, _NAMES, _TOTALS = 0.1, 5.6, 0.8
_NAMES_ABOVE, _FOOT, _INDENT = 3.2, 0.65, 0.25
_ROW, _LOWEST_ROW, _WIDEST = 0.42, 0.3, 1.3
_ROOM_FOR_NUMBERS = 0.42


@dataclass(frozen=True, slots=True)
class Presence:
    """Numbers by row and column; None is no cell, as in a row that only heads others.

    `names` have an indent each, `framed` are cells that stand out, `totals` stand after each row.
    `refusal` is said where there are more than `MOST_COLUMNS` columns. The strings of `key` are
    what the shades count, and what a frame means ("" if there are none).
    """

    title: str
    alt: str
    names: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[int | None, ...], ...]
    framed: frozenset[tuple[int, int]]
    totals: tuple[str, ...]
    key: tuple[str, str]
    nothing: str
    refusal: str
    notes: tuple[str, ...] = ()


def presence(shown: Presence) -> Drawing:
    """A cell for each row and column, darker for higher numbers."""
    return Drawing(shown.title, shown.alt, partial(_draw, shown))


def _draw(shown: Presence) -> Figure:
    if len(shown.columns) > MOST_COLUMNS:
        raise InputError(shown.refusal, remedy="Choose some with a filter, or write a table.")
    if not shown.names or not shown.columns:
        figure = sheet(2)
        page(figure).text(_MARGIN, 1, shown.nothing)
        return figure
    above = max(min(_NAMES_ABOVE, _longest(shown.columns)), 0.6) + 0.3
    below = _FOOT + 0.4 * len(shown.notes)
    down = max(min(_ROW, (HIGHEST - above - below) / len(shown.names)), _LOWEST_ROW)
    across = min((WIDTH - _NAMES - _TOTALS - _MARGIN) / len(shown.columns), _WIDEST)
    figure = sheet(above + len(shown.names) * down + below)
    paper = page(figure)
    for column, name in enumerate(shown.columns):
        middle = _NAMES + (column + 0.5) * across
        text = fitted(name, _NAMES_ABOVE, SMALL)
        paper.text(middle, above - 0.12, text, rotation=90, ha="center", va="bottom", size=SMALL)
    _cells(paper, shown, above, across, down)
    foot = above + len(shown.names) * down
    _key(paper, shown, foot + 0.3)
    for place, note in enumerate(shown.notes):
        at = foot + _FOOT + 0.35 * place
        paper.text(_MARGIN, at, fitted(note, WIDTH - 2 * _MARGIN, SMALL), size=SMALL, va="center")
    return figure


def _longest(names: tuple[str, ...]) -> float:
    return max(text_width(name, SMALL) for name in names)


def _highest(shown: Presence) -> int:
    return max((number or 0 for row in shown.numbers for number in row), default=0)


def _cells(paper: Axes, shown: Presence, above: float, across: float, down: float) -> None:
    from matplotlib.patches import Rectangle

    lowest = bounds(_highest(shown))
    colours = shades(len(lowest))
    for row, (name, indent) in enumerate(shown.names):
        top = above + row * down
        left = _MARGIN + _INDENT * indent
        text = fitted(name, _NAMES - left - 0.15, TEXT)
        paper.text(left, top + down / 2, text, va="center_baseline")
        for column, number in enumerate(shown.numbers[row]):
            if number is None and (row, column) not in shown.framed:
                continue
            ground = colours[bisect_right(lowest, number) - 1] if number else "white"
            place = (_NAMES + column * across, top)
            paper.add_patch(Rectangle(place, across, down, facecolor=ground, ec=FAINT, lw=0.4))
            if number and across > _ROOM_FOR_NUMBERS:
                paper.text(
                    place[0] + across / 2,
                    top + down / 2,
                    str(number),
                    size=SMALL,
                    ha="center",
                    va="center_baseline",
                    color=ink_on(ground),
                )
        end = _NAMES + len(shown.columns) * across + 0.12
        paper.text(end, top + down / 2, shown.totals[row], size=SMALL, va="center_baseline")
    for row, column in shown.framed:
        place = (_NAMES + column * across + 0.02, above + row * down + 0.02)
        paper.add_patch(
            Rectangle(place, across - 0.04, down - 0.04, facecolor="none", ec=INK, lw=1.1, zorder=3)
        )


def _key(paper: Axes, shown: Presence, top: float) -> None:
    """What shades and frames stand for, in a line under the cells."""
    from matplotlib.patches import Rectangle

    lowest = bounds(_highest(shown))
    counted, frame = shown.key
    left = _MARGIN
    paper.text(left, top, counted, va="center")
    left += text_width(counted, TEXT) + 0.3
    ends = [*(bound - 1 for bound in lowest[1:]), _highest(shown)]
    for first, last, colour in zip(lowest, ends, shades(len(lowest)), strict=True):
        box = (left, top - 0.15)
        paper.add_patch(Rectangle(box, 0.45, 0.3, facecolor=colour, edgecolor=FAINT, lw=0.4))
        text = str(first) if first == last else f"{first}–{last}"
        paper.text(left + 0.55, top, text, va="center")
        left += 0.55 + text_width(text, TEXT) + 0.35
    if frame:
        paper.add_patch(Rectangle((left + 0.2, top - 0.15), 0.45, 0.3, fc="none", ec=INK, lw=1.1))
        paper.text(left + 0.77, top, frame, va="center")
