"""A number with its interval for each of several rows, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
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
    page,
    sheet,
)
from qualcode.reporting.figures.ranges import (
    Interval,
    draw_interval,
    draw_range,
    spanning,
)
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in
from qualcode.reporting.written import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARGIN, _NAMES, _TOLD = 0.1, 6.0, 3.2
_HEAD, _FOOT, _NOTE = 0.75, 0.55, 0.38
_ROW, _LOWEST_ROW = 0.46, 0.34
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, so many steps to the right, and a number with its interval."""

    name: str
    interval: Interval
    indent: int = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Forest:
    """Numbers with their intervals. `heading` says what they are.

    `guides` are numbers at which a dashed line stands, and `notes` stand below.
    """

    title: str
    alt: str
    heading: str
    lines: tuple[Line, ...]
    guides: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()


def forest(content: Forest, language: str) -> Drawing:
    """A row for each line; more than 60 of them cannot be drawn."""
    return Drawing(content.title, content.alt, partial(_draw, content, language))


def interval_text(interval: Interval, language: str, digits: int = 2) -> str:
    """A number with its interval in words: `0,71 [0,55, 0,82]`, or that it is undefined."""
    value, low, high = interval

    def written(each: float) -> str:
        return number(round(each, digits) + 0.0, language, digits)  # no minus before a zero

    if value is None:
        return result_labels_in(language).undefined
    if low is None or high is None:
        return written(value)
    between = "; " if result_labels_in(language).decimal == "," else ", "
    return f"{written(value)} [{between.join(map(written, (low, high)))}]"


def _draw(content: Forest, language: str) -> Figure:
    lines = content.lines
    if len(lines) > MOST_ROWS:
        raise InputError(
            f"There are {len(lines)} rows; a figure has room for {MOST_ROWS}.",
            remedy="Roll codes up with --depth, choose some with --code, or write a table.",
        )
    foot = _FOOT + _NOTE * len(content.notes)
    down = max(min(_ROW, (HIGHEST - _HEAD - foot) / max(len(lines), 1)), _LOWEST_ROW)
    bottom = _HEAD + len(lines) * down
    figure = sheet(bottom + foot)
    paper = page(figure)
    left = _MARGIN + _NAMES
    ends = [each for line in lines for each in line.interval]
    scale = spanning(left, WIDTH - left - _TOLD - 0.2, ends, 0.0, 1.0)
    names = {each: number(each, language, 2) for each in scale.ticks()}
    draw_range(paper, scale, _HEAD, bottom, names)
    for guide in content.guides:
        place = scale.at(guide)
        paper.plot((place, place), (_HEAD, bottom), color=INK, lw=0.7, ls=(0, (3, 3)), zorder=0)
    paper.text(left, 0.3, fitted(content.heading, WIDTH - left, TEXT / 1.12), weight="bold")
    _rows(paper, lines, scale_right=scale.left + scale.width, down=down, language=language)
    for place, line in enumerate(lines):
        draw_interval(paper, scale, _HEAD + (place + 0.5) * down, line.interval, diamond=line.total)
    for place, note in enumerate(content.notes):
        middle = bottom + _FOOT + (place + 0.4) * _NOTE
        paper.text(
            _MARGIN, middle, fitted(note, WIDTH - 2 * _MARGIN, SMALL), size=SMALL, va="center"
        )
    return figure


def _rows(
    paper: Axes,
    lines: Sequence[Line],
    *,
    scale_right: float,
    down: float,
    language: str,
) -> None:
    for place, line in enumerate(lines):
        middle = _HEAD + (place + 0.5) * down
        if line.total and place:
            above = _HEAD + place * down
            paper.plot((_MARGIN, WIDTH - _MARGIN), (above, above), color=INK, lw=0.6)
        indent = _MARGIN + 0.3 * line.indent
        weight = "bold" if line.total else "normal"
        room = _NAMES - indent - 0.1
        name = fitted(line.name, room / 1.12 if line.total else room, TEXT)
        paper.text(indent, middle, name, va="center", weight=weight)
        value = line.interval[0]
        paper.text(
            scale_right + 0.25,
            middle,
            interval_text(line.interval, language),
            size=SMALL,
            va="center",
            weight=weight,
            style="normal" if value is not None else "italic",
        )
        under = middle + down / 2
        paper.plot((_MARGIN, WIDTH - _MARGIN), (under, under), color=FAINT, lw=0.3, zorder=0)
