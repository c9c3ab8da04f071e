"""The co-occurrence of codes as a heat map: half a matrix, darker where there is more."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.clusters import cluster_order
from qualcode.reporting.figures.canvas import (
    FAINT,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    ink_on,
    page,
    shades,
    sheet,
)
from qualcode.reporting.figures.names import code_names, most_used
from qualcode.reporting.figures.pairs import own, strongest, together
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in
from qualcode.reporting.shades import bounds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.analysis.cooccurrence import Cooccurrence
    from qualcode.analysis.spans import Integers

_MARGIN = 0.1
_NAMES = 6.2
_FOOT = 1.0
_LEGEND, _LEGEND_HEIGHT = 4.6, 3.8
_WIDEST, _LOWEST, _HIGHEST_ROW = 1.0, 0.34, 0.62
_FEW_ENOUGH_FOR_NUMBERS = 24
_LEGEND_BESIDE = 8  # codes, up to which the legend stands beside the matrix


def heatmap(result: Cooccurrence, language: str) -> Drawing:
    """A heat map of the codes that meet others; those that belong together are neighbours."""
    words = result_labels_in(language)
    return Drawing(words.cooccurrence, alt_text(result, language), partial(_draw, result, language))


def alt_text(result: Cooccurrence, language: str) -> str:
    """The heat map in words."""
    words = result_labels_in(language)
    if not result.codes:
        return words.no_codings
    told = words.heatmap_alt.format(
        codes=len(shown_codes(result)), together=together(result, language)
    )
    return " ".join([told, *_left_out(result, language), *strongest(result, language)])


def shown_codes(result: Cooccurrence) -> list[int]:
    """The positions of the codes that are shown, in the order in which they are."""
    met = result.counts.sum(axis=1) - np.diagonal(result.counts)
    chosen = set(most_used(met.tolist()))
    return [position for position in cluster_order(result) if position in chosen]


def _left_out(result: Cooccurrence, language: str) -> list[str]:
    shown = len(shown_codes(result))
    if shown == len(result.codes):
        return []
    note = result_labels_in(language).shown_codes
    return [note.format(shown=shown, all=len(result.codes))]


def _draw(result: Cooccurrence, language: str) -> Figure:
    order = shown_codes(result)
    words = result_labels_in(language)
    if not order:
        figure = sheet(2)
        page(figure).text(_MARGIN, 1, words.no_codings)
        return figure
    counts = result.counts[np.ix_(order, order)]
    beside = _LEGEND + 2 * _MARGIN if len(order) <= _LEGEND_BESIDE else 0
    across = min((WIDTH - _NAMES - 2 * _MARGIN - beside) / len(order), _WIDEST)
    down = min(max(across, _LOWEST), _HIGHEST_ROW)
    above = _MARGIN
    figure = sheet(max(above + len(order) * down + _FOOT, _LEGEND_HEIGHT))
    paper = page(figure)
    names = code_names([result.codes[position] for position in order])
    for place, name in enumerate(names):
        middle = above + (place + 0.5) * down
        label = fitted(f"{place + 1} {name}", _NAMES - 0.2, TEXT)
        paper.text(_NAMES, middle, label, ha="right", va="center_baseline")
        paper.text(
            _NAMES + _MARGIN + (place + 0.5) * across,
            above + len(order) * down + 0.12,
            str(place + 1),
            ha="center",
            va="top",
            size=SMALL if across > 0.3 else SMALL - 1,
            rotation=0 if across > 0.3 else 90,
        )
    _cells(paper, counts, above, across, down)
    highest = int(np.tril(counts, -1).max())
    numbers = len(order) <= _FEW_ENOUGH_FOR_NUMBERS
    on_diagonal = f"({own(result, language)})" if numbers else ""
    _legend(paper, highest, together(result, language), on_diagonal)
    notes = _left_out(result, language)
    if notes:
        paper.text(
            WIDTH - _MARGIN,
            above + len(order) * down + _FOOT - 0.1,
            notes[0],
            size=SMALL,
            ha="right",
            va="bottom",
        )
    return figure


def _cells(paper: Axes, counts: Integers, above: float, across: float, down: float) -> None:
    from matplotlib.patches import Rectangle

    lowest = bounds(int(np.tril(counts, -1).max()))
    colours = shades(len(lowest))
    for row in range(len(counts)):
        for column in range(row + 1):
            number = int(counts[row, column])
            left, top = _NAMES + _MARGIN + column * across, above + row * down
            diagonal = row == column
            filled = number > 0 and not diagonal
            ground = colours[bisect_right(lowest, number) - 1] if filled else "white"
            cell = Rectangle((left, top), across, down, facecolor=ground, edgecolor=FAINT, lw=0.4)
            if not diagonal:
                paper.add_patch(cell)
            if len(counts) > _FEW_ENOUGH_FOR_NUMBERS:  # number the columns where they begin, too
                told = str(row + 1) if diagonal else ""
            elif diagonal:
                told = f"({number})"
            else:
                told = str(number or "")
            if told:
                paper.text(
                    left + across / 2,
                    top + down / 2,
                    told,
                    size=SMALL if across > 0.45 else SMALL - 1.5,
                    ha="center",
                    va="center_baseline",
                    color=ink_on(ground),
                )


def _legend(paper: Axes, highest: int, counted: str, on_diagonal: str) -> None:
    """What the shades stand for, in the empty upper right half."""
    from matplotlib.patches import Rectangle

    lowest = bounds(highest)
    ends = [*(bound - 1 for bound in lowest[1:]), highest]
    left = WIDTH - _LEGEND
    title = fitted(counted[:1].upper() + counted[1:], _LEGEND - _MARGIN, TEXT, lines=2)
    paper.text(left, _MARGIN + 0.1, title, va="top", linespacing=1.25)
    top = 0.5 + 0.35 * (title.count("\n") + 1)
    for place, (first, last, colour) in enumerate(
        zip(lowest, ends, shades(len(lowest)), strict=True)
    ):
        at = top + 0.42 * place
        box = Rectangle((left, at), 0.6, 0.34, facecolor=colour, edgecolor=FAINT, lw=0.4)
        paper.add_patch(box)
        text = str(first) if first == last else f"{first}–{last}"
        paper.text(left + 0.75, at + 0.17, text, va="center_baseline")
    if on_diagonal:
        text = fitted(on_diagonal, _LEGEND - _MARGIN, TEXT)
        paper.text(left, top + 0.42 * len(lowest) + 0.25, text, va="center")
