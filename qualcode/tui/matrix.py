"""The co-occurrence matrix as a figure to walk through."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.cells import cooccurrence_excerpts
from qualcode.analysis.clusters import cluster_order
from qualcode.analysis.cooccurrence import Cooccurrence
from qualcode.reporting.cooccurrence_tables import STRONG_IF_LOW
from qualcode.reporting.figures.strengths import scale_of
from qualcode.reporting.formats import Part
from qualcode.reporting.report import CooccurrencePicture
from qualcode.reporting.shades import bounds
from qualcode.tui.exporting import Export
from qualcode.tui.figures import Figure, Look, Measured, Question, indented, selected, short
from qualcode.tui.filtering import together
from qualcode.tui.grid import Grid, Label
from qualcode.tui.heat import NOTHING, PLAIN, level
from qualcode.tui.i18n import _
from qualcode.tui.listing import Listing
from qualcode.tui.matrix_words import cell_words, counted, measure_name, measure_words
from qualcode.tui.report_making import Asked, forms

if TYPE_CHECKING:
    from qualcode.analysis.contingency import Floats
    from qualcode.analysis.cooccurrence_measures import Booleans

_DECIMAL = "."
_WIDE_FORMS = (".csv", ".xlsx", ".html")  # that people read


def matrix(
    answer: Cooccurrence | Measured, question: Question, look: Look, hues: Mapping[int, str]
) -> Figure:
    """The matrix in the order and with the codes that are to be seen."""
    result = answer.result if isinstance(answer, Measured) else answer
    columns = _order(result, look)
    if not look.empty_rows:
        met = result.either.sum(axis=1) > result.own
        columns = [position for position in columns if met[position]]
    rows = columns
    keys = [result.codes[position].id for position in columns]
    chosen: int | None = None
    if look.by_column and look.by_column[0] in keys:
        chosen = columns[keys.index(int(look.by_column[0] or 0))]
        rows = sorted(columns, key=lambda position: _falling(answer, position, chosen))
    own = np.equal.outer(rows, columns)
    if isinstance(answer, Measured):
        cells = _measured_cells(answer, answer.values[np.ix_(rows, columns)], own)
    else:
        cells = _counted_cells(result, rows, columns, own)
    number_of = {position: number for number, position in enumerate(columns, 1)}
    width = max(len(str(len(columns))), cells.width)
    return Figure(
        heading=_("Co-occurrence"),
        about=together(
            [
                cells.about,
                counted(result),
                _rolled(question.depth),
                _ordered(result, look, chosen),
                *selected(result.selection, result.coders),
            ]
        ),
        grid=Grid(
            labels=tuple(
                Label(
                    indented(result.codes[position], look.order, chosen),
                    str(number_of[position]).rjust(len(str(len(columns)))),
                    hues.get(result.codes[position].id, ""),
                )
                for position in rows
            ),
            headings=tuple(str(number).rjust(width) for number in number_of.values()),
            numbers=cells.numbers,
            levels=cells.levels,
        ),
        rows=[result.codes[position].id for position in rows],
        columns=keys,
        scales=[(cells.highest, bounds(cells.highest))] * len(keys),
        plain="" if result.directed or cells.legend else _("each code’s own"),
        words=lambda row, column: (
            measure_words(answer, rows[row], columns[column])
            if isinstance(answer, Measured)
            else cell_words(result, rows[row], columns[column])
        ),
        listing=lambda row, column: _listing(result, question, rows[row], columns[column]),
        exports=_exports(question),
        legend=cells.legend,
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """What stands in the cells, and what their shades stand for."""

    numbers: Sequence[Sequence[int | str]]
    levels: Sequence[Sequence[int]]
    width: int
    highest: int = 0
    about: str = ""
    legend: Sequence[tuple[str, int]] = ()


def _counted_cells(
    result: Cooccurrence, rows: Sequence[int], columns: Sequence[int], own: Booleans
) -> _Cells:
    numbers = result.counts[np.ix_(rows, columns)].tolist()
    if result.directed:
        own = np.zeros_like(own)
    highest = int(np.where(own, 0, numbers).max(initial=0))
    lowest = bounds(highest)
    levels = [
        [PLAIN if mine else level(number, lowest) for number, mine in zip(*pair, strict=True)]
        for pair in zip(numbers, own.tolist(), strict=True)
    ]
    return _Cells(numbers, levels, len(str(max(map(max, numbers), default=0))), highest)


def _measured_cells(answer: Measured, values: Floats, own: Booleans) -> _Cells:
    """Values as figures have them, on the same scale."""
    scale = scale_of(answer.measure, float(np.nanmax(values, initial=0)))
    below, above = _("below {bound}"), _("{bound} or more")
    pairs = [
        list(zip(*pair, strict=True)) for pair in zip(values.tolist(), own.tolist(), strict=True)
    ]
    texts = [
        ["" if mine else scale.text(value, _DECIMAL) or "·" for value, mine in line]
        for line in pairs
    ]

    def shade(value: float) -> int:
        step = scale.level(value)
        return NOTHING if step is None else step + 1

    levels = [[PLAIN if mine else shade(value) for value, mine in line] for line in pairs]
    told = scale.legend(0, _DECIMAL, below, above)
    white = scale.white(_DECIMAL, below, above)
    legend = [(white, NOTHING)] if white else []
    legend += [(text, position + 1) for position, text in enumerate(told)]
    if np.isnan(values[~own]).any():
        legend.append((_("– undefined"), NOTHING))
    width = max((len(text) for line in texts for text in line), default=1)
    return _Cells(texts, levels, width, about=measure_name(answer.measure), legend=legend)


def _falling(answer: Cooccurrence | Measured, row: int, column: int) -> float:
    """What rows are ordered by: the strongest ties with a code first, undefined ones last."""
    if not isinstance(answer, Measured):
        return -int(answer.counts[row, column])
    value = float(answer.values[row, column])
    if math.isnan(value):
        return math.inf
    return value if answer.measure in STRONG_IF_LOW else -value


def _order(result: Cooccurrence, look: Look) -> list[int]:
    positions = list(range(len(result.codes)))
    if look.order == "count":
        return sorted(positions, key=lambda position: -int(result.own[position]))
    return list(cluster_order(result)) if look.order == "clusters" else positions


def _rolled(depth: int | None) -> str:
    if depth is None:
        return ""
    if depth == 0:
        return _("rolled up to themes")
    return _("rolled up to level {number}").format(number=depth + 1)


def _ordered(result: Cooccurrence, look: Look, chosen: int | None) -> str:
    if chosen is not None:
        return _("ordered by {name}").format(name=short(result.codes[chosen].name, 30))
    return {
        "codebook": "",
        "count": _("most used first"),
        "clusters": _("neighbours occur together"),
    }[look.order]


def _listing(result: Cooccurrence, question: Question, row: int, column: int) -> Listing | None:
    if not result.counts[row, column]:
        return None
    left, right = result.codes[row], result.codes[column]
    if row == column and not result.directed:
        heading = together([left.name, *selected(result.selection, ())])
    else:
        heading = together(
            [f"{left.name} + {right.name}", counted(result), *selected(result.selection, ())]
        )
    read = partial(
        cooccurrence_excerpts,
        row=left.id,
        column=right.id,
        selection=result.selection,
        **question.way,
    )
    return Listing(heading, read)


def _exports(question: Question) -> list[Export]:
    """The matrix and the pairs in every form, and both figures."""
    plain = {**question.way, "measure": question.measure}

    def asked(**options: object) -> Asked:
        return Asked("cooccurrence", {**plain, **options}, question.selection)

    network = asked(picture=CooccurrencePicture.NETWORK)
    wide = [each for each in forms(asked(matrix=True), Part.TABLE) if each.suffix in _WIDE_FORMS]
    pairs = forms(asked(), Part.TABLE)
    told = [
        *((_("Matrix of codes: {form}"), export) for export in wide),
        *((_("Pairs of codes: {form}"), export) for export in pairs),
        *((_("Heat map: {form}"), export) for export in forms(asked(), Part.FIGURE)),
        *((_("Network: {form}"), export) for export in forms(network, Part.FIGURE)),
        *(("{form}", export) for export in forms(asked(), Part.NETWORK)),
    ]
    return [replace(export, label=text.format(form=export.label)) for text, export in told]
