"""The co-occurrence of codes as a heat map: half a matrix, darker where ties are stronger.

Where direction counts it is the whole matrix, from the rows to the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.clusters import cluster_order
from qualcode.analysis.cooccurrence_measures import measured
from qualcode.analysis.unit import PairMeasure
from qualcode.reporting.cooccurrence_labels import cooccurrence_labels_in
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
from qualcode.reporting.figures.strengths import Scale, scale_of
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.analysis.contingency import Floats
    from qualcode.analysis.cooccurrence import Cooccurrence
    from qualcode.analysis.cooccurrence_measures import Measures

_MARGIN = 0.1
_NAMES = 6.2
_FOOT = 1.0
_LEGEND, _LEGEND_HEIGHT = 4.6, 3.8
_UNDER = 1.3  # the height of a legend that stands under the matrix
_WIDEST, _LOWEST, _HIGHEST_ROW = 1.0, 0.34, 0.62
_FEW_ENOUGH_FOR_COUNTS, _FEW_ENOUGH_FOR_FRACTIONS = 24, 14
_LEGEND_BESIDE = 8  # codes, up to which the legend stands beside the matrix


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is drawn: values, codes × codes in their order, with their scale."""

    codes: list[int]
    values: Floats
    scale: Scale
    whole: bool
    numbers: bool

    def has(self, row: int, column: int) -> bool:
        """Whether there is a cell."""
        return self.whole or column <= row

    @property
    def lacks_some(self) -> bool:
        """Whether something undefined is shown; a code with itself is not."""
        below = np.tril_indices_from(self.values, -1)
        return bool(np.isnan(self.values[below]).any())

    @property
    def highest(self) -> float:
        inside = self.values if self.whole else np.tril(self.values, -1)
        return float(np.nanmax(inside, initial=0))


def heatmap(
    result: Cooccurrence,
    language: str,
    measures: Measures | None = None,
    measure: PairMeasure = PairMeasure.COUNT,
) -> Drawing:
    """A heat map of the codes that meet others; those that belong together are neighbours.

    It shows counts, or another of the `measures`.
    """
    return Drawing(
        _title(language, measure),
        alt_text(result, language, measure),
        partial(_draw, result, language, measures, measure),
    )


def alt_text(result: Cooccurrence, language: str, measure: PairMeasure = PairMeasure.COUNT) -> str:
    """The heat map in words."""
    words = cooccurrence_labels_in(language)
    if not result.codes:
        return result_labels_in(language).no_codings
    shown = len(shown_codes(result))
    if measure is PairMeasure.COUNT:
        told = [words.heatmap_alt.format(codes=shown, together=together(result, language))]
        told += [words.rows_columns] if result.directed else []
    else:
        told = [words.measured_alt.format(codes=shown, measure=words.measures[measure])]
    return " ".join([*told, *_left_out(result, language), *strongest(result, language)])


def shown_codes(result: Cooccurrence) -> list[int]:
    """The positions of the codes that are shown, in the order in which they are."""
    met = result.either.sum(axis=1) - result.own
    if result.directed:
        met = met + np.diagonal(result.counts)
    chosen = set(most_used(met.tolist()))
    return [position for position in cluster_order(result) if position in chosen]


def _title(language: str, measure: PairMeasure) -> str:
    words = cooccurrence_labels_in(language)
    if measure is PairMeasure.COUNT:
        return words.title
    return words.measured.format(measure=words.measures[measure])


def _left_out(result: Cooccurrence, language: str) -> list[str]:
    shown = len(shown_codes(result))
    if shown == len(result.codes):
        return []
    note = result_labels_in(language).shown_codes
    return [note.format(shown=shown, all=len(result.codes))]


def _shown(result: Cooccurrence, measures: Measures | None, measure: PairMeasure) -> _Shown:
    order = shown_codes(result)
    if measure is PairMeasure.COUNT or measures is None:
        values = result.counts.astype(np.float64)
    else:
        values = measured(result, measures, measure)
    values = values[np.ix_(order, order)]
    whole = result.directed and measure in (PairMeasure.COUNT, PairMeasure.C)
    inside = values if whole else np.tril(values, -1)
    few = _FEW_ENOUGH_FOR_COUNTS if measure is PairMeasure.COUNT else _FEW_ENOUGH_FOR_FRACTIONS
    scale = scale_of(measure, float(np.nanmax(inside, initial=0)))
    return _Shown(order, values, scale, whole, len(order) <= few)


def _draw(
    result: Cooccurrence, language: str, measures: Measures | None, measure: PairMeasure
) -> Figure:
    shown = _shown(result, measures, measure)
    order = shown.codes
    if not order:
        figure = sheet(2)
        page(figure).text(_MARGIN, 1, result_labels_in(language).no_codings)
        return figure
    beside = _LEGEND + 2 * _MARGIN if len(order) <= _LEGEND_BESIDE else 0
    under = _UNDER if shown.whole and not beside else 0
    across = min((WIDTH - _NAMES - 2 * _MARGIN - beside) / len(order), _WIDEST)
    down = min(max(across, _LOWEST), _HIGHEST_ROW)
    above = _MARGIN
    below = above + len(order) * down
    figure = sheet(max(below + _FOOT + under, _LEGEND_HEIGHT))
    paper = page(figure)
    names = code_names([result.codes[position] for position in order])
    for place, name in enumerate(names):
        middle = above + (place + 0.5) * down
        label = fitted(f"{place + 1} {name}", _NAMES - 0.2, TEXT)
        paper.text(_NAMES, middle, label, ha="right", va="center_baseline")
        paper.text(
            _NAMES + _MARGIN + (place + 0.5) * across,
            below + 0.12,
            str(place + 1),
            ha="center",
            va="top",
            size=SMALL if across > 0.3 else SMALL - 1,
            rotation=0 if across > 0.3 else 90,
        )
    decimal = result_labels_in(language).decimal
    _cells(paper, shown, above, across, down, decimal)
    _legend(paper, result, shown, language, below + 0.65 if under else None)
    notes = _left_out(result, language)
    if notes:
        paper.text(
            WIDTH - _MARGIN,
            below + under + _FOOT - 0.1,
            notes[0],
            size=SMALL,
            ha="right",
            va="bottom",
        )
    return figure


def _cells(
    paper: Axes, shown: _Shown, above: float, across: float, down: float, decimal: str
) -> None:
    from matplotlib.patches import Rectangle

    colours = shades(len(shown.scale.steps))
    size = len(shown.codes)
    for row in range(size):
        for column in range(size):
            if not shown.has(row, column):
                continue
            value = float(shown.values[row, column])
            left, top = _NAMES + _MARGIN + column * across, above + row * down
            apart = row == column and not shown.whole  # the diagonal holds something else
            level = None if apart else shown.scale.level(value)
            ground = "white" if level is None else colours[level]
            cell = Rectangle((left, top), across, down, facecolor=ground, edgecolor=FAINT, lw=0.4)
            if not apart:
                paper.add_patch(cell)
            if not shown.numbers:  # number the columns where they begin, too
                told = str(row + 1) if apart else ""
            elif apart:
                counts = shown.scale.measure is PairMeasure.COUNT
                told = f"({shown.scale.text(value, decimal)})" if counts else ""
            elif row == column and np.isnan(value):
                told = ""
            else:
                told = shown.scale.text(value, decimal)
            if told:
                paper.text(
                    left + across / 2,
                    top + down / 2,
                    told,
                    size=SMALL if across > 0.11 * len(told) + 0.23 else SMALL - 1.5,
                    ha="center",
                    va="center_baseline",
                    color=ink_on(ground),
                )


def _legend(
    paper: Axes, result: Cooccurrence, shown: _Shown, language: str, under: float | None
) -> None:
    """What the shades stand for: in the empty upper right half, or under the whole matrix."""
    from matplotlib.patches import Rectangle

    words, scale = cooccurrence_labels_in(language), shown.scale
    counts = scale.measure is PairMeasure.COUNT
    title = together(result, language) if counts else words.measures[scale.measure]
    title = title[:1].upper() + title[1:]
    if shown.whole:
        title = f"{title}. {words.rows_columns}"
    said = (result_labels_in(language).decimal, words.below, words.above)
    texts = scale.legend(shown.highest, *said)
    colours = shades(len(texts))
    if white := scale.white(*said):
        texts, colours = [white, *texts], ["white", *colours]
    if under is not None:
        title = fitted(title, WIDTH - 2 * _MARGIN, TEXT)
        paper.text(_MARGIN, under, title, va="top")
        step = (WIDTH - 2 * _MARGIN) / max(len(texts), 5)
        places = [(_MARGIN + step * place, under + 0.45) for place in range(len(texts))]
    else:
        left = WIDTH - _LEGEND
        title = fitted(title, _LEGEND - _MARGIN, TEXT, lines=5)
        paper.text(left, _MARGIN + 0.1, title, va="top", linespacing=1.25)
        top = 0.5 + 0.35 * (title.count("\n") + 1)
        places = [(left, top + 0.42 * place) for place in range(len(texts))]
    for (x, y), text, colour in zip(places, texts, colours, strict=True):
        box = Rectangle((x, y), 0.6, 0.34, facecolor=colour, edgecolor=FAINT, lw=0.4)
        paper.add_patch(box)
        paper.text(x + 0.75, y + 0.17, text, va="center_baseline")
    if under is None and places:
        x, y = places[-1]
        if counts and shown.numbers and not shown.whole:
            note = f"({own(result, language)})"
        else:
            note = words.undefined if shown.numbers and shown.lacks_some else ""
        paper.text(x, y + 0.67, fitted(note, _LEGEND - _MARGIN, TEXT), va="center")
