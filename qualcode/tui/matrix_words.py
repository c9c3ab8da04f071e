"""What the numbers of a co-occurrence matrix say, in words."""

from __future__ import annotations

import math
from dataclasses import replace

from qualcode.analysis.cells import sources_of
from qualcode.analysis.cooccurrence import Cooccurrence
from qualcode.analysis.unit import PairMeasure, Unit
from qualcode.tui.figures import Measured, Question, short
from qualcode.tui.i18n import _, ngettext


def ways_of_counting() -> list[tuple[str, Question]]:
    """The ways in which codes can occur together, each with a question that asks for it."""
    plain = Question()
    return [
        (_("Overlaps: pairs of codings that share words"), plain),
        (_("Sentences that have both codes"), replace(plain, unit=Unit.SENTENCE)),
        (_("Turns that have both codes"), replace(plain, unit=Unit.TURN)),
        (_("Transcripts that have both codes"), replace(plain, unit=Unit.SOURCE)),
        (_("Cases that have both codes"), replace(plain, unit=Unit.CASE)),
        (
            _("Pairs of codings some sentences apart (+ and - say how many)"),
            replace(plain, unit=Unit.SENTENCE, within=1),
        ),
        (
            _("Pairs of codings some turns apart (+ and - say how many)"),
            replace(plain, unit=Unit.TURN, within=1),
        ),
        (
            _("One after the other, at most some sentences on (+ and -)"),
            replace(plain, unit=Unit.SENTENCE, sequence=1),
        ),
        (
            _("One after the other, at most some turns on (+ and -)"),
            replace(plain, unit=Unit.TURN, sequence=1),
        ),
        (_("One inside the other"), replace(plain, nested=True)),
    ]


def counted(result: Cooccurrence) -> str:
    """What the numbers of a matrix count."""
    within = result.within if result.sequence is None else result.sequence
    if result.nested:
        message = _("pairs of codings, the row’s inside the column’s")
    elif result.sequence is not None and result.unit is Unit.SENTENCE:
        message = _("pairs of codings, the column’s at most {number} sentences after the row’s")
    elif result.sequence is not None:
        message = _("pairs of codings, the column’s at most {number} turns after the row’s")
    elif within is not None and result.unit is Unit.SENTENCE:
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


def cell_words(result: Cooccurrence, row: int, column: int) -> str:
    """A cell in words: what it counts, in how many transcripts, and out of how many."""
    left, right = result.codes[row], result.codes[column]
    number, sources = int(result.counts[row, column]), sources_of(result, row, column)
    if row == column and not result.directed:
        own = _alone(result, number).format(code=short(left.label), number=f"{number:,}")
        rest = _("Numbers on the diagonal are each code’s own.")
        return f"{_in_transcripts(own, result.unit, number, sources)}. {rest}"
    both = _both(result, number).format(
        row=short(left.label),
        column=short(right.label),
        number=f"{number:,}",
        k=result.within if result.sequence is None else result.sequence,
    )
    first, second = int(result.own[row]), int(result.own[column])
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


def measure_words(measured: Measured, row: int, column: int) -> str:
    """A cell of another measure in words: what it is, and what the two codes count."""
    value = float(measured.values[row, column])
    told = _("undefined") if math.isnan(value) else f"{value:.4g}"
    words = cell_words(measured.result, row, column)
    return words if row == column else f"{measure_name(measured.measure)}: {told}. {words}"


def measure_name(measure: PairMeasure) -> str:
    """What a measure of pairs of codes is called."""
    return {
        PairMeasure.COUNT: _("How often"),
        PairMeasure.C: _("c-coefficient"),
        PairMeasure.JACCARD: _("Jaccard index of units"),
        PairMeasure.LIFT: _("Lift: times as many units as by chance"),
        PairMeasure.PMI: _("PMI: the logarithm of the lift"),
        PairMeasure.P: _("Exact test, p"),
        PairMeasure.P_ADJUSTED: _("Exact test, p corrected for all pairs"),
    }[measure]


def _both(result: Cooccurrence, number: int) -> str:
    if result.nested:
        return ngettext(
            "{row} lies inside {column} {number} time",
            "{row} lies inside {column} {number} times",
            number,
        )
    if result.sequence is not None and result.unit is Unit.SENTENCE:
        return ngettext(
            "{row} is followed by {column} within {k} sentences {number} time",
            "{row} is followed by {column} within {k} sentences {number} times",
            number,
        )
    if result.sequence is not None:
        return ngettext(
            "{row} is followed by {column} within {k} turns {number} time",
            "{row} is followed by {column} within {k} turns {number} times",
            number,
        )
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
