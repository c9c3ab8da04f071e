"""The co-occurrence matrix as a figure to walk through."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.cells import cooccurrence_excerpts, sources_of
from qualcode.analysis.clusters import cluster_order
from qualcode.analysis.cooccurrence import Cooccurrence, cooccurrence
from qualcode.analysis.unit import Unit
from qualcode.reporting.shades import bounds
from qualcode.tui.exporting import Export
from qualcode.tui.figures import Figure, Look, Question, indented, selected, short
from qualcode.tui.filtering import together
from qualcode.tui.grid import Grid, Label
from qualcode.tui.heat import PLAIN, level
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.listing import Listing

if TYPE_CHECKING:
    from qualcode.project import Project


def matrix(result: Cooccurrence, question: Question, look: Look, hues: Mapping[int, str]) -> Figure:
    """The matrix in the order and with the codes that are to be seen."""
    columns = _order(result, look)
    if not look.empty_rows:
        met = result.counts.sum(axis=1) > np.diagonal(result.counts)
        columns = [position for position in columns if met[position]]
    rows = columns
    keys = [result.codes[position].id for position in columns]
    chosen: int | None = None
    if look.by_column and look.by_column[0] in keys:
        chosen = columns[keys.index(int(look.by_column[0] or 0))]
        rows = sorted(columns, key=lambda position: -int(result.counts[position, chosen]))
    numbers = result.counts[np.ix_(rows, columns)].tolist()
    own = np.equal.outer(rows, columns)
    highest = int(np.where(own, 0, numbers).max(initial=0))
    lowest = bounds(highest)
    width = max(len(str(len(columns))), len(str(max(map(max, numbers), default=0))))
    number_of = {position: number for number, position in enumerate(columns, 1)}
    return Figure(
        heading=_("Co-occurrence"),
        about=together(
            [
                _counted(result),
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
            numbers=numbers,
            levels=[
                [
                    PLAIN if mine else level(number, lowest)
                    for number, mine in zip(*pair, strict=True)
                ]
                for pair in zip(numbers, own.tolist(), strict=True)
            ],
        ),
        rows=[result.codes[position].id for position in rows],
        columns=keys,
        scales=[(highest, lowest)] * len(keys),
        plain=_("each code’s own"),
        words=lambda row, column: _words(result, rows[row], columns[column]),
        listing=lambda row, column: _listing(result, question, rows[row], columns[column]),
        exports=_exports(question),
    )


def _order(result: Cooccurrence, look: Look) -> list[int]:
    positions = list(range(len(result.codes)))
    if look.order == "count":
        return sorted(positions, key=lambda position: -int(result.counts[position, position]))
    return list(cluster_order(result)) if look.order == "clusters" else positions


def _counted(result: Cooccurrence) -> str:
    within = result.within
    if within is not None and result.unit is Unit.SENTENCE:
        message = _("pairs of codings at most {number} sentences apart")
    elif within is not None:
        message = _("pairs of codings at most {number} turns apart")
    else:
        message = {
            Unit.OVERLAP: _("pairs of overlapping codings"),
            Unit.SENTENCE: _("sentences with both codes"),
            Unit.TURN: _("turns with both codes"),
            Unit.SOURCE: _("transcripts with both codes"),
            Unit.CASE: _("cases with both codes"),
        }[result.unit]
    return message.format(number=within)


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


def _words(result: Cooccurrence, row: int, column: int) -> str:
    """A cell in words: what it counts, in how many transcripts, and out of how many."""
    left, right = result.codes[row], result.codes[column]
    number, sources = int(result.counts[row, column]), sources_of(result, row, column)
    if row == column:
        own = _alone(result, number).format(code=short(left.label), number=f"{number:,}")
        rest = _("Numbers on the diagonal are each code’s own.")
        return f"{_in_transcripts(own, result.unit, number, sources)}. {rest}"
    both = _both(result, number).format(
        row=short(left.label), column=short(right.label), number=f"{number:,}", k=result.within
    )
    first, second = int(result.counts[row, row]), int(result.counts[column, column])
    coefficient = float(result.coefficient[row, column])
    out_of = _("{row}: {first}, {column}: {second}; c = {coefficient}.").format(
        row=short(left.name, 40),
        column=short(right.name, 40),
        first=f"{first:,}",
        second=f"{second:,}",
        coefficient=_("undefined") if math.isnan(coefficient) else f"{coefficient:.2f}",
    )
    return f"{_in_transcripts(both, result.unit, number, sources)}. {out_of}"


def _in_transcripts(told: str, unit: Unit, number: int, sources: int) -> str:
    """Add the number of transcripts where that says something more."""
    if not number or unit in (Unit.SOURCE, Unit.CASE):
        return told
    where = ngettext("in {number} transcript", "in {number} transcripts", sources)
    return f"{told}, {where.format(number=sources)}"


def _alone(result: Cooccurrence, number: int) -> str:
    if result.within is not None or result.unit is Unit.OVERLAP:
        return ngettext("{code} has {number} coding", "{code} has {number} codings", number)
    if result.unit is Unit.SENTENCE:
        return ngettext("{code} is in {number} sentence", "{code} is in {number} sentences", number)
    if result.unit is Unit.TURN:
        return ngettext("{code} is in {number} turn", "{code} is in {number} turns", number)
    if result.unit is Unit.SOURCE:
        return ngettext(
            "{code} is in {number} transcript", "{code} is in {number} transcripts", number
        )
    return ngettext("{code} is in {number} case", "{code} is in {number} cases", number)


def _both(result: Cooccurrence, number: int) -> str:
    if result.within is not None and result.unit is Unit.SENTENCE:
        return ngettext(
            "{row} and {column} come within {k} sentences of each other {number} time",
            "{row} and {column} come within {k} sentences of each other {number} times",
            number,
        )
    if result.within is not None:
        return ngettext(
            "{row} and {column} come within {k} turns of each other {number} time",
            "{row} and {column} come within {k} turns of each other {number} times",
            number,
        )
    if not number:
        return {
            Unit.OVERLAP: _("{row} and {column} never overlap"),
            Unit.SENTENCE: _("No sentence has both {row} and {column}"),
            Unit.TURN: _("No turn has both {row} and {column}"),
            Unit.SOURCE: _("No transcript has both {row} and {column}"),
            Unit.CASE: _("No case has both {row} and {column}"),
        }[result.unit]
    if result.unit is Unit.OVERLAP:
        return ngettext(
            "{row} and {column} overlap in {number} pair of codings",
            "{row} and {column} overlap in {number} pairs of codings",
            number,
        )
    if result.unit is Unit.SENTENCE:
        return ngettext(
            "{number} sentence has both {row} and {column}",
            "{number} sentences have both {row} and {column}",
            number,
        )
    if result.unit is Unit.TURN:
        return ngettext(
            "{number} turn has both {row} and {column}",
            "{number} turns have both {row} and {column}",
            number,
        )
    if result.unit is Unit.SOURCE:
        return ngettext(
            "{number} transcript has both {row} and {column}",
            "{number} transcripts have both {row} and {column}",
            number,
        )
    return ngettext(
        "{number} case has both {row} and {column}",
        "{number} cases have both {row} and {column}",
        number,
    )


def _listing(result: Cooccurrence, question: Question, row: int, column: int) -> Listing | None:
    if not result.counts[row, column]:
        return None
    left, right = result.codes[row], result.codes[column]
    if row == column:
        heading = together([left.name, *selected(result.selection, ())])
    else:
        heading = together(
            [f"{left.name} + {right.name}", _counted(result), *selected(result.selection, ())]
        )
    read = partial(
        cooccurrence_excerpts,
        row=left.id,
        column=right.id,
        selection=result.selection,
        unit=question.unit,
        within=question.within,
        depth=question.depth,
    )
    return Listing(heading, read)


def _exports(question: Question) -> list[Export]:
    def write(project: Project, path: Path, *, pairs: bool) -> None:
        from qualcode.reporting.formats import write_report
        from qualcode.reporting.results import cooccurrence_matrix, cooccurrence_pairs

        result = cooccurrence(
            project,
            question.selection,
            unit=question.unit,
            within=question.within,
            depth=question.depth,
        )
        write_report(
            project, cooccurrence_pairs(result) if pairs else cooccurrence_matrix(result), path
        )

    name = _("Co-occurrence")
    return [
        Export(_("Matrix of codes (CSV)"), ".csv", partial(write, pairs=False), name),
        Export(_("Pairs of codes, with c (CSV)"), ".csv", partial(write, pairs=True), name),
        Export(_("Pairs of codes, with c (JSON)"), ".json", partial(write, pairs=True), name),
    ]
