"""Numbers along a line across a figure: where they lie, with marks below and intervals on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reporting.figures.canvas import FAINT, INK, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Interval = tuple[float | None, float | None, float | None]
"""A number with the ends of its interval: value, low, high; None is undefined."""

_TICKS = 4


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of a figure, in centimetres from the left, that stands for numbers."""

    left: float
    width: float
    low: float
    high: float

    def at(self, number: float) -> float:
        """Where a number lies."""
        return self.left + self.width * (number - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        """A few round numbers on it."""
        from matplotlib.ticker import MaxNLocator

        found = MaxNLocator(_TICKS, steps=[1, 2, 2.5, 5, 10]).tick_values(self.low, self.high)
        return [float(each) for each in found if self.low <= each <= self.high]


def spanning(left: float, width: float, numbers: Iterable[float | None], *ends: float) -> Range:
    """A range that has room for all numbers, and for the ends in any case."""
    known = [each for each in (*numbers, *ends) if each is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if low == high:
        low, high = low - 1, high + 1
    spare = 0.04 * (high - low)
    return Range(left, width, low - spare, high + spare)


def draw_range(
    paper: Axes, across: Range, top: float, bottom: float, names: dict[float, str]
) -> None:
    """Faint lines at some numbers, which stand below them."""
    for number, name in names.items():
        place = across.at(number)
        paper.plot((place, place), (top, bottom), color=FAINT, lw=0.5, zorder=0)
        paper.text(place, bottom + 0.08, name, size=SMALL, ha="center", va="top")


def draw_interval(
    paper: Axes, across: Range, middle: float, interval: Interval, *, diamond: bool = False
) -> None:
    """A number as a dot, a ring where its interval is undefined, and the interval as a line."""
    value, low, high = interval
    if value is None:
        return
    fill = "white"
    if low is not None and high is not None:
        fill = INK
        ends = (across.at(low), across.at(high))
        paper.plot(ends, (middle, middle), color=INK, lw=1.1, solid_capstyle="butt")
        for end in ends:
            paper.plot((end, end), (middle - 0.07, middle + 0.07), color=INK, lw=1.1)
    paper.plot(
        (across.at(value),),
        (middle,),
        marker="D" if diamond else "o",
        markersize=4.5 if diamond else 4,
        markerfacecolor=fill,
        markeredgecolor=INK,
        markeredgewidth=0.9,
    )
