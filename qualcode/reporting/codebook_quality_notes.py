"""What was found of a codebook in words, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.codebook_quality_drift import FEWEST_CODINGS as FEWEST_TESTED
from qualcode.analysis.codebook_quality_drift import FEWEST_SOURCES
from qualcode.analysis.codebook_quality_reading import FEWEST_CODINGS, LEVEL
from qualcode.reporting.codebook_quality_labels import QualityView, quality_labels_in
from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.result_labels import result_labels_in
from qualcode.reporting.result_notes import counting_notes

if TYPE_CHECKING:
    from qualcode.analysis.codebook_quality_drift import Over
    from qualcode.analysis.codebook_quality_results import CodebookQuality, Finding

_TOLD = 30


def finding_text(found: Finding, language: str) -> str:
    """A finding as a sentence or two."""
    words = quality_labels_in(language)
    kind = found.values.get("kind")
    key = f"{found.check} {kind}" if kind else str(found.check)
    values: dict[str, str] = {
        name: _value(name, value, language) for name, value in found.values.items()
    }
    begin, end = words.quotes
    other = "" if found.other is None else f"{begin}{found.other.label}{end}"
    code = f"{begin}{found.code.label}{end}"
    return words.told[key].format_map({**values, "code": code, "other": other})


def notes(result: CodebookQuality, view: QualityView, language: str) -> tuple[str, ...]:
    """The findings, unless they are the table, and what they rest on."""
    words = quality_labels_in(language)
    told: list[str] = []
    if not result.coders:
        told.append(result_labels_in(language).no_codings)
    elif not result.findings:
        told.append(words.nothing_found)
    if view is QualityView.CODES:
        told += [
            f"{number}. {finding_text(found, language)}"
            for number, found in enumerate(result.findings[:_TOLD], 1)
        ]
        if len(result.findings) > _TOLD:
            told.append(words.more.format(number=len(result.findings) - _TOLD))
    told.append(words.hint_note)
    if view is not QualityView.DRIFT:
        told.append(
            words.words_note.format(
                overlap=_percent(result.overlap, language),
                fewest=FEWEST_CODINGS,
                short=result.short,
            )
        )
        if len(result.coders) > 1:
            double = words.double if result.double_coded else words.no_double
            told.append(double.format(number=how_many(result.double_coded, "sources", language)))
    told += _of_drift(result, language)
    return (*told, *_material(result, language))


def _of_drift(result: CodebookQuality, language: str) -> list[str]:
    words = quality_labels_in(language)
    told = [_of_over(over, result.over, language) for over in result.drift]
    tested = [over for over in result.drift if not over.undefined]
    if any(over.coder for over in tested):
        told.append(
            words.comparable_note.format(variable=result.comparable)
            if result.comparable
            else words.not_comparable_note
        )
    if tested:
        told.append(
            words.level_note.format(
                rounds=number_text(labels_in(language), result.rounds),
                seed=result.seed,
                fewest=FEWEST_TESTED,
                level=_decimal(f"{LEVEL:g}", language),
            )
        )
    return told


def _of_over(over: Over, variable: str, language: str) -> str:
    words = quality_labels_in(language)
    first, second = len(over.sources[0]), len(over.sources[-1])
    if not over.coder:
        note = words.over_few if over.undefined else words.over_note
        return note.format(variable=variable)
    if over.undefined == "order":
        return words.no_order.format(coder=over.coder)
    if over.undefined == "few":
        return words.few_sources.format(
            coder=over.coder, sources=first + second, needed=FEWEST_SOURCES
        )
    return words.work_note.format(coder=over.coder, first=first, second=second)


def _material(result: CodebookQuality, language: str) -> list[str]:
    words = result_labels_in(language)
    told = []
    if result.left_out:
        names = ", ".join(result.left_out)
        told.append(words.left_out_note.format(number=len(result.left_out), names=names))
    if len({number for _, number in result.coded_by}) > 1:
        each = ", ".join(f"{coder} {number}" for coder, number in result.coded_by)
        told.append(words.unlike_note.format(each=each))
    return [*told, *counting_notes(language, result.coders, None)]


def _value(name: str, value: float | str, language: str) -> str:
    if isinstance(value, str):
        return value
    if name in ("share", "back", "low", "high"):
        return _percent(value, language)
    if name == "p" and value < 0.001:
        return "< " + _decimal("0.001", language)
    if name == "p":
        return "= " + _decimal(f"{value:.3f}", language)
    number = _decimal(f"{value:g}", language)
    if name == "words":
        one, more = labels_in(language).nouns[name]
        return f"{number} {one if value == 1 else more}"
    return number


def _percent(share: float, language: str) -> str:
    return _decimal(f"{100 * share:.1f}".removesuffix(".0"), language)


def _decimal(text: str, language: str) -> str:
    return text.replace(".", result_labels_in(language).decimal)
