"""Two numbers for each row, joined by a line, and beside them their difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qualcode.reporting.figures.canvas import (
    FAINT,
    HIGHEST,
    INK,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    page,
    shades,
    sheet,
    text_width,
)
from qualcode.reporting.figures.ranges import (
    Interval,
    Range,
    draw_interval,
    draw_range,
    spanning,
)
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARGIN, _TOLD = 0.1, 2.9
_NAMES, _DETAIL = (2.5, 5.4), (0.0, 2.7)  # the least and the most
_HEAD, _FOOT, _NOTE, _GAP = 1.05, 0.55, 0.38, 0.5
_BESIDE = 0.6  # the mark of a side in the key, and what is between the two
_ROW, _LOWEST_ROW = 0.46, 0.34
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """A row: its name and detail, the two numbers, and their difference as a number and told."""

    name: str
    detail: str
    before: float | None
    after: float | None
    difference: Interval
    told: str


@dataclass(frozen=True, slots=True)
class Dumbbells:
    """Rows with two numbers. `sides` names the two, `heading` what they are.

    `written` gives a number and a difference as they stand on the scales.
    """

    title: str
    alt: str
    heading: str
    difference: str
    sides: tuple[str, str]
    rows: tuple[Dumbbell, ...]
    whole: float | None
    written: Callable[[float], str]
    notes: tuple[str, ...] = ()


def dumbbells(content: Dumbbells, language: str) -> Drawing:
    """A ring for the first number, a dot for the second, and the difference on a second scale."""
    return Drawing(content.title, content.alt, partial(_draw, content, language))


def _draw(content: Dumbbells, language: str) -> Figure:
    rows = content.rows
    if not rows:
        figure = sheet(2)
        page(figure).text(_MARGIN, 1, result_labels_in(language).no_codings)
        return figure
    foot = _FOOT + _NOTE * len(content.notes)
    down = max(min(_ROW, (HIGHEST - _HEAD - foot) / len(rows)), _LOWEST_ROW)
    bottom = _HEAD + len(rows) * down
    figure = sheet(bottom + foot)
    paper = page(figure)
    names = _wide(*_NAMES, [row.name for row in rows], TEXT)
    names = max(names, min(_room_for_key(content), _NAMES[1]))
    numbers, differences = _scales(content, names)
    for scale in (numbers, differences):
        marks = {each: content.written(each) for each in scale.ticks()}
        draw_range(paper, scale, _HEAD, bottom, marks)
    zero = differences.at(0)
    paper.plot((zero, zero), (_HEAD, bottom), color=INK, lw=0.7, zorder=0)
    _key(paper, content, numbers, differences)
    for place, row in enumerate(rows):
        middle = _HEAD + (place + 0.5) * down
        _row(paper, row, middle, names, numbers, differences)
        first = place + 1 == len(rows) or bool(rows[place + 1].name)
        under = (_MARGIN if first else _MARGIN + names, WIDTH - _MARGIN)
        paper.plot(under, (middle + down / 2,) * 2, color=FAINT, lw=0.4, zorder=0)
    for place, note in enumerate(content.notes):
        middle = bottom + _FOOT + (place + 0.4) * _NOTE
        paper.text(
            _MARGIN, middle, fitted(note, WIDTH - 2 * _MARGIN, SMALL), size=SMALL, va="center"
        )
    return figure


def _wide(least: float, most: float, texts: Sequence[str], size: float) -> float:
    """How much room texts get, in centimetres."""
    longest = max(text_width(text, size) for text in texts) + 0.3 if any(texts) else 0.0
    return min(max(longest, least), most)


def _room_for_key(content: Dumbbells) -> float:
    """How much room the names of the two sides take with their marks, in centimetres."""
    return 2 * (max(text_width(side, TEXT) for side in content.sides) + _BESIDE) + 0.1


def _scales(content: Dumbbells, names: float) -> tuple[Range, Range]:
    left = _MARGIN + names + _wide(*_DETAIL, [row.detail for row in content.rows], SMALL)
    wide = (WIDTH - left - _TOLD - 2 * _GAP) / 2
    ends, least = ((0.0,), 0.0) if content.whole is None else ((0.0, content.whole), content.whole)
    numbers = [each for row in content.rows for each in (row.before, row.after)]
    apart = [each for row in content.rows for each in row.difference]
    return (
        spanning(left, wide, numbers, *ends),
        spanning(left + wide + _GAP, wide, apart, -least / 4, 0.0, least / 4),
    )


def _key(paper: Axes, content: Dumbbells, numbers: Range, differences: Range) -> None:
    for scale, heading, room in (
        (numbers, content.heading, numbers.width + _GAP - 0.1),
        (differences, content.difference, WIDTH - differences.left - _MARGIN),
    ):
        text = fitted(heading, room / 1.12, TEXT, lines=2)
        paper.text(scale.left, _HEAD - 0.2, text, va="bottom", weight="bold", linespacing=1.15)
    left = _MARGIN + 0.1
    for side, filled in zip(content.sides, (False, True), strict=True):
        name = fitted(side, (numbers.left - _MARGIN) / 2 - _BESIDE, TEXT)
        _mark(paper, left, _HEAD - 0.35, filled=filled)
        paper.text(left + 0.2, _HEAD - 0.35, name, va="center")
        left += 0.2 + text_width(name, TEXT) + 0.4


def _row(
    paper: Axes,
    row: Dumbbell,
    middle: float,
    names: float,
    numbers: Range,
    differences: Range,
) -> None:
    paper.text(_MARGIN, middle, fitted(row.name, names - 0.2, TEXT), va="center")
    detail = fitted(row.detail, numbers.left - names - _MARGIN - 0.2, SMALL)
    paper.text(_MARGIN + names, middle, detail, size=SMALL, va="center")
    if row.before is not None and row.after is not None:
        ends = (numbers.at(row.before), numbers.at(row.after))
        paper.plot(ends, (middle, middle), color=shades()[2], lw=2.2, zorder=1)
    if row.after is not None:
        _mark(paper, numbers.at(row.after), middle, filled=True)
    if row.before is not None:
        same = row.after is not None and abs(row.before - row.after) < 1e-9
        _mark(paper, numbers.at(row.before), middle, filled=False, around=same)
    draw_interval(paper, differences, middle, row.difference)
    right = differences.left + differences.width + 0.25
    paper.text(right, middle, row.told, size=SMALL, va="center")


def _mark(paper: Axes, x: float, y: float, *, filled: bool, around: bool = False) -> None:
    """A dot, or a ring: around a dot that stands at the same place, else covering the line."""
    paper.plot(
        (x,),
        (y,),
        marker="o",
        markersize=7 if around else 4.6,
        markerfacecolor=shades()[-1] if filled else "none" if around else "white",
        markeredgecolor=shades()[-1],
        markeredgewidth=1.1,
        zorder=3,
    )


def largest_rows(sizes: Sequence[float], rows: Sequence[int], most: int = MOST_ROWS) -> list[int]:
    """Which groups of rows there is room for, those with the largest sizes first; in order."""
    chosen: list[int] = []
    used = 0
    for position in sorted(range(len(sizes)), key=lambda each: -sizes[each]):
        if used + rows[position] <= most:
            chosen.append(position)
            used += rows[position]
    return sorted(chosen)
