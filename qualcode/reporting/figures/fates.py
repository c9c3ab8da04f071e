"""What became of codes in the same cases: a bar for each code, cut by its fate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qualcode.reporting.figures.canvas import (
    FAINT,
    HIGHEST,
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

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARGIN, _NAMES, _DETAIL = 0.1, 5.8, 4.2
_HEAD, _FOOT, _NOTE = 0.8, 0.2, 0.38
_ROW, _LOWEST_ROW = 0.46, 0.34


@dataclass(frozen=True, slots=True)
class Fates:
    """Bars of cases. `rows` are a name, a detail and the numbers in the order of `names`."""

    title: str
    alt: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]
    notes: tuple[str, ...] = ()


def fates(content: Fates) -> Drawing:
    """A bar for each row, cut by what became of the code: lost, kept, gained and never."""
    return Drawing(content.title, content.alt, partial(_draw, content))


def _colours() -> tuple[str, ...]:
    steps = shades()
    return ("white", steps[-1], steps[1], "#f0f0f0")


def _draw(content: Fates) -> Figure:
    foot = _FOOT + _NOTE * len(content.notes)
    down = max(min(_ROW, (HIGHEST - _HEAD - foot) / max(len(content.rows), 1)), _LOWEST_ROW)
    bottom = _HEAD + len(content.rows) * down
    figure = sheet(bottom + foot)
    paper = page(figure)
    details = [text_width(detail, SMALL) + 0.3 for _, detail, _ in content.rows if detail]
    detail = min(max(details, default=0.0), _DETAIL)
    left = _MARGIN + _NAMES + detail
    _key(paper, content, left)
    most = max((sum(numbers) for *_, numbers in content.rows), default=1) or 1
    for place, (name, more, numbers) in enumerate(content.rows):
        middle = _HEAD + (place + 0.5) * down
        paper.text(_MARGIN, middle, fitted(name, _NAMES - 0.2, TEXT), va="center")
        text = fitted(more, detail - 0.2, SMALL)
        paper.text(_MARGIN + _NAMES, middle, text, size=SMALL, va="center")
        _bar(paper, numbers, left, (WIDTH - left - _MARGIN) / most, middle, down)
    for place, note in enumerate(content.notes):
        middle = bottom + _FOOT + (place + 0.4) * _NOTE
        paper.text(
            _MARGIN, middle, fitted(note, WIDTH - 2 * _MARGIN, SMALL), size=SMALL, va="center"
        )
    return figure


def _bar(
    paper: Axes,
    numbers: tuple[int, ...],
    left: float,
    each: float,
    middle: float,
    down: float,
) -> None:
    from matplotlib.patches import Rectangle

    for number, colour in zip(numbers, _colours(), strict=True):
        wide = number * each
        if number:
            never = colour == _colours()[-1]
            edge = FAINT if never else shades()[-1]
            paper.add_patch(
                Rectangle(
                    (left, middle - 0.36 * down),
                    wide,
                    0.72 * down,
                    facecolor=colour,
                    edgecolor=edge,
                    lw=0.6,
                    zorder=1 if never else 2,
                )
            )
            if text_width(str(number), SMALL) < wide:
                paper.text(
                    left + wide / 2,
                    middle,
                    str(number),
                    size=SMALL,
                    ha="center",
                    va="center",
                    color=ink_on(colour),
                    zorder=3,
                )
        left += wide


def _key(paper: Axes, content: Fates, left: float) -> None:
    from matplotlib.patches import Rectangle

    for name, colour in zip(content.names, _colours(), strict=True):
        paper.add_patch(
            Rectangle((left, 0.2), 0.4, 0.3, facecolor=colour, edgecolor=shades()[-1], lw=0.5)
        )
        paper.text(left + 0.5, 0.35, name, va="center")
        left += 0.5 + text_width(name, TEXT) + 0.45
