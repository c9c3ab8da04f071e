"""Words as a dot plot: a dot on a line for each word, by how often or how strongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.reporting.figures.canvas import (
    FAINT,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    page,
    shades,
    sheet,
)
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARGIN, _NAMES, _NUMBERS = 0.1, 4.6, 2.0
_HEAD, _FOOT, _FOOT_LINE = 1.1, 0.35, 0.32
_ROW, _HEADING = 0.42, 0.62
_DOT = 0.13
_MOST_ROWS, _MOST_OF_SECTION, _MOST_SECTIONS = 44, 30, 14
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """A word on its line; `told` stands at the right, `filled` is how the dot is drawn."""

    name: str
    value: float
    told: str
    filled: bool = True


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Sections of dots, the strongest first; the first rows of each are drawn.

    `axis` names the values, `alt` what is to be seen with `{words}` for how many, `empty` says why
    there is nothing; `foot` are remarks.
    """

    title: str
    alt: str
    axis: str
    sections: tuple[tuple[str, tuple[Dot, ...]], ...]
    empty: str
    shows: str
    foot: tuple[str, ...] = ()


def dot_plot(plot: DotPlot, language: str) -> Drawing:
    """The plot as a figure; more than 14 sections cannot be drawn."""
    return Drawing(plot.title, _alt_text(plot, language), partial(_draw, plot, language))


def _shown(plot: DotPlot) -> list[tuple[str, tuple[Dot, ...]]]:
    sections = [section for section in plot.sections if section[1]]
    room = _MOST_ROWS - len(sections) * (_HEADING / _ROW)
    most = max(min(int(room / max(len(sections), 1)), _MOST_OF_SECTION), 1)
    return [(heading, dots[:most]) for heading, dots in sections]


def _alt_text(plot: DotPlot, language: str) -> str:
    shown = _shown(plot)
    if not shown:
        return plot.empty
    told = [plot.alt.format(words=sum(len(dots) for _, dots in shown))]
    for heading, dots in shown:
        names = "; ".join(f"{dot.name} ({_number(dot.value, language)})" for dot in dots[:_TOLD])
        told.append(f"{heading}: {names}." if heading else f"{names}.")
    return " ".join([*told, *_left_out(plot)])


def _left_out(plot: DotPlot) -> list[str]:
    shown = sum(len(dots) for _, dots in _shown(plot))
    every = sum(len(dots) for _, dots in plot.sections)
    return [] if shown == every else [plot.shows.format(shown=shown, all=every)]


def _draw(plot: DotPlot, language: str) -> Figure:
    shown = _shown(plot)
    if not shown:
        figure = sheet(2)
        page(figure).text(_MARGIN, 1, fitted(plot.empty, WIDTH - 0.3, TEXT, lines=2))
        return figure
    if len(shown) > _MOST_SECTIONS:
        raise InputError(
            f"There are {len(shown)} groups; a figure has room for {_MOST_SECTIONS}.",
            remedy="Choose one with --value, or write a table.",
        )
    foot = [
        line
        for remark in (*plot.foot, *_left_out(plot))
        for line in fitted(remark, WIDTH - 0.3, SMALL, lines=2).split("\n")
    ]
    rows = sum(len(dots) for _, dots in shown)
    headings = sum(bool(heading) for heading, _ in shown)
    body = rows * _ROW + headings * _HEADING
    height = _HEAD + body + _FOOT + _FOOT_LINE * len(foot)
    figure = sheet(height)
    paper = page(figure)
    across = _scale(paper, plot, shown, language, _HEAD + body)
    top = _HEAD
    for heading, dots in shown:
        if heading:
            text = fitted(heading, WIDTH - 0.3, TEXT)
            paper.text(_MARGIN, top + 0.42, text, va="center", weight="bold")
            top += _HEADING
        for dot in dots:
            _row(paper, dot, top + _ROW / 2, across)
            top += _ROW
    for number, line in enumerate(foot):
        below = _HEAD + body + _FOOT + _FOOT_LINE * (number + 0.5)
        paper.text(_MARGIN, below, line, size=SMALL, va="center")
    return figure


def _scale(
    paper: Axes,
    plot: DotPlot,
    shown: Sequence[tuple[str, Sequence[Dot]]],
    language: str,
    bottom: float,
) -> float:
    """Draw the axis; gives how many centimetres one is on it."""
    from matplotlib.ticker import MaxNLocator

    highest = max(dot.value for _, dots in shown for dot in dots)
    ticks = [
        tick for tick in MaxNLocator(8, steps=[1, 2, 5, 10]).tick_values(0, highest) if tick >= 0
    ]
    ticks = ticks[: next(at for at, tick in enumerate(ticks) if tick >= highest) + 1]
    room = WIDTH - _NAMES - _NUMBERS - _MARGIN
    across = room / ticks[-1]
    for tick in ticks:
        at = _NAMES + tick * across
        paper.plot((at, at), (_HEAD - 0.05, bottom), color=FAINT, lw=0.4, zorder=0)
        told = _number(tick, language).rstrip("0").rstrip(".,") if tick else "0"
        told = f"{tick:.0f}" if float(tick).is_integer() else told
        paper.text(at, _HEAD - 0.12, told, size=SMALL, ha="center", va="bottom")
    middle = _NAMES + room / 2
    paper.text(middle, 0.15, plot.axis, ha="center", va="top", weight="bold")
    return across


def _row(paper: Axes, dot: Dot, middle: float, across: float) -> None:
    from matplotlib.patches import Circle

    dark = shades()[-1]
    at = _NAMES + dot.value * across
    name = fitted(dot.name, _NAMES - 0.4, TEXT)
    paper.text(_NAMES - 0.2, middle, name, ha="right", va="center")
    paper.plot((_NAMES, at), (middle, middle), color=FAINT, lw=0.8, zorder=1)
    fill = dark if dot.filled else "white"
    paper.add_patch(Circle((at, middle), _DOT, facecolor=fill, edgecolor=dark, lw=0.9, zorder=2))
    right = WIDTH - _NUMBERS + 0.15
    paper.text(right, middle, fitted(dot.told, _NUMBERS - 0.2, SMALL), size=SMALL, va="center")


def _number(value: float, language: str) -> str:
    return f"{value:.2f}".replace(".", result_labels_in(language).decimal)
