"""What saturation says in words, group by group, and what it cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.saturation import IMPORTED, NAME
from qualcode.reporting.figures.accumulation import name_of
from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.result_labels import result_labels_in
from qualcode.reporting.result_notes import counting_notes
from qualcode.reporting.saturation_labels import SaturationView, saturation_labels_in

if TYPE_CHECKING:
    from qualcode.analysis.accumulation import Criterion
    from qualcode.analysis.saturation import Accumulated, Saturation

_NAMED = 6


def notes(result: Saturation, view: SaturationView, language: str) -> tuple[str, ...]:
    """The notes of a view, from what was found to what it rests on."""
    words = saturation_labels_in(language)
    told = [_in_words(each, result, language) for each in result.accumulated]
    told += [*_codebook(result, language), words.meaning_note]
    if view is SaturationView.PRESENCE:
        told.append(words.presence_note)
    told += _order(result, language)
    if view is SaturationView.CURVE:
        rounds = number_text(labels_in(language), result.rounds)
        told.append(words.curve_note.format(rounds=rounds, seed=result.seed))
    told += [words.run_note, words.estimate_note.format(many=words.many[result.unit])]
    return (*told, *_material(result, language))


def _in_words(each: Accumulated, result: Saturation, language: str) -> str:
    """What is found of a group: codes, threshold, shuffled orders, unseen codes."""
    words = saturation_labels_in(language)
    many, found = words.many[result.unit], each.criterion
    told = [
        words.codes_of.format(
            who=name_of(each, result, language),
            codes=how_many(each.richness.observed, "codes", language),
            units=how_many(len(each.units), f"{result.unit}s", language),
        )
    ]
    if len(each.units) < found.base + found.run:
        told.append(words.too_few.format(needed=found.base + found.run, many=many))
    elif found.undefined:
        told.append(words.no_base.format(base=found.base))
    else:
        told += _criterion(each, many, language)
    known, point = each.richness, result_labels_in(language).decimal
    seen = {"once": how_many(known.once, "codes", language), "twice": known.twice}
    if known.estimate is None:
        told.append(words.estimate_undefined.format(many=many))
    elif known.low is None or known.high is None:
        told.append(words.estimate_none.format(**seen))
    else:
        ends = {"estimate": known.estimate, "low": known.low, "high": known.high}
        texts = {name: f"{number:.1f}".replace(".", point) for name, number in ends.items()}
        told.append(words.estimate.format(**texts, **seen))
    return " ".join(told)


def _criterion(each: Accumulated, many: str, language: str) -> list[str]:
    words, found = saturation_labels_in(language), each.criterion
    point = result_labels_in(language).decimal

    def percent(share: float) -> str:
        return f"{100 * share:.1f}".removesuffix(".0").replace(".", point)

    values = {
        "many": many,
        "base": found.base,
        "run": found.run,
        "base_codes": found.base_codes,
        "threshold": percent(found.threshold),
    }
    told = []
    if found.reached is None:
        told.append(words.not_reached.format(**values))
    else:
        run = found.runs[found.reached - found.base]
        told.append(
            words.reached.format(
                **values,
                reached=found.reached,
                new=how_many(run.new, "new codes", language),
                share=percent(run.share),
            )
        )
        if found.exceeded_later:
            told.append(words.exceeded.format(runs=_runs(found)))
        if found.threshold and each.strict.reached is None:
            told.append(words.never_strict)
        elif found.threshold:
            told.append(words.strict.format(reached=each.strict.reached, run=found.run))
            if each.strict.exceeded_later:
                told.append(words.strict_exceeded.format(runs=_runs(each.strict)))
    by_chance = each.shuffled
    if by_chance.share:
        told.append(
            words.shuffled.format(
                share=percent(by_chance.share),
                median=by_chance.median,
                run=found.run,
                low=by_chance.low,
                high=by_chance.high,
            )
        )
    else:
        told.append(words.never_shuffled)
    return told


def _runs(found: Criterion) -> str:
    return ", ".join(f"{run.first}–{run.last}" for run in found.exceeded_later)


def _codebook(result: Saturation, language: str) -> list[str]:
    """What the codebook and its history allow the numbers to say."""
    words, coding = saturation_labels_in(language), result.coding
    told = [
        words.closed_codebook.format(
            available=how_many(result.available, "codes", language), used=len(result.codes)
        )
    ]
    if coding.made_beforehand:
        told.append(words.made_beforehand)
    if coding.late:
        each = [f"{late.code.label} ({len(late.sources)})" for late in coding.late[:_NAMED]]
        more = ["…"] if len(coding.late) > _NAMED else []
        told.append(
            words.late.format(
                number=how_many(len(coding.late), "codes", language), each=", ".join([*each, *more])
            )
        )
    if coding.imported:
        labels = labels_in(language)
        told.append(
            words.imported.format(
                imported=number_text(labels, coding.imported),
                codings=number_text(labels, coding.codings),
            )
        )
    return told


def _order(result: Saturation, language: str) -> list[str]:
    words = saturation_labels_in(language)
    by_name = words.orders.get(result.order)
    order = by_name or words.order_by.format(variable=result.order)
    told = [words.order_note.format(order=order)]
    if result.at_once and result.order == IMPORTED:
        told.append(words.at_once_note)
    if result.without_mark and result.order not in (IMPORTED, NAME):
        told.append(
            words.without_mark_note.format(number=result.without_mark, variable=result.order)
        )
    if result.without_case:
        told.append(
            words.without_case_note.format(
                number=how_many(result.without_case, "sources", language)
            )
        )
    return told


def _material(result: Saturation, language: str) -> list[str]:
    words = result_labels_in(language)
    told = []
    if result.left_out:
        told.append(
            words.left_out_note.format(
                number=len(result.left_out), names=", ".join(result.left_out)
            )
        )
    if len({number for _, number in result.coded_by}) > 1:
        each = ", ".join(f"{coder} {number}" for coder, number in result.coded_by)
        told.append(words.unlike_note.format(each=each))
    return [*told, *counting_notes(language, result.coders, result.depth)]
