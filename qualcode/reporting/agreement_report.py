"""Agreement between coders as reports: coefficients with forest plots, and the disagreements."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qualcode.analysis.agreement.disagreements import disagreements
from qualcode.analysis.agreement.results import Estimate
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.analysis.cells import cooccurrence_excerpts
from qualcode.analysis.passages import Passage
from qualcode.analysis.retrieval import Places, excerpts_of
from qualcode.analysis.unit import Unit
from qualcode.model import Span
from qualcode.project.codes import codes
from qualcode.project.codings import codings
from qualcode.reporting.agreement import agreement_table, disagreement_table, unitizing_table
from qualcode.reporting.agreement_figures import (
    forest_of,
    forest_of_domains,
    stretches_by_coders,
)
from qualcode.reporting.agreement_labels import agreement_labels_in
from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.report import Behind, Coefficient, Report
from qualcode.reporting.result_labels import about, result_labels_in
from qualcode.reporting.results import rounded
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.agreement.disagreements import Disagreement
    from qualcode.analysis.agreement.results import Agreement, CodeAgreement, DomainAgreement
    from qualcode.model import Excerpt
    from qualcode.project import Project
    from qualcode.project.selection import Selection

_FEW_SOURCES = 10
_FIELDS = {each: str(each).replace("-", "_") for each in Coefficient}


def agreement_report(
    project: Project,
    result: Agreement,
    coefficient: Coefficient = Coefficient.ALPHA,
) -> Report:
    """The coefficients of each code and of all, and how many disagreements there are.

    A number of disagreements opens them; on sentences, turns and sources, that of a coder opens
    the units that have the code. `coefficient` is the one that the figure shows.
    """
    language = project.language
    named = agreement_labels_in(language)
    found = disagreements(project, result.selection, unit=result.unit, depth=result.depth)
    of_code: dict[int, list[Disagreement]] = {}
    for each in found:
        of_code.setdefault(each.code.id, []).append(each)
    numbers = [
        len(of_code.get(row.code.id, ())) if row.code else len(found) for row in _all(result)
    ]
    table = agreement_table(result)
    table = replace(
        table,
        columns=(*table.columns, "disagreements"),
        rows=tuple((*row, number) for row, number in zip(table.rows, numbers, strict=True)),
        totals=1,
    )
    return Report(
        table,
        shown=replace(
            table,
            title=named.title,
            columns=(
                result_labels_in(language).code,
                *(
                    named.present.format(units=named.units[result.unit], coder=coder)
                    for coder in result.coders
                ),
                named.disagreements,
                *_spread(result, [named.coefficients[each] for each in Coefficient], language),
            ),
            rows=tuple(
                _row(result, row, number, language)
                for row, number in zip(_all(result), numbers, strict=True)
            ),
            notes=_notes(result, language),
        ),
        about=about(result.selection, result.coders, named.unit[result.unit], language),
        figures=(forest_of(result, coefficient, language),),
        behind=_behind(project, result, found, of_code),
    )


def unitizing_report(project: Project, result: Agreement) -> Report:
    """The unitizing alphas of all codes, of each theme and of each code in them."""
    language = project.language
    named = agreement_labels_in(language)
    table = unitizing_table(result)
    return Report(
        table,
        shown=Table(
            named.unitizing_title,
            (
                named.codes,
                result_labels_in(language).code,
                *_spread(result, list(named.unitizing.values()), language),
                named.coverage,
                named.because,
            ),
            tuple(row for each in result.domains for row in _domain(result, each, language)),
            (
                named.unitizing_note,
                named.coverage_note,
                named.how["u-alpha"],
                *_general_notes(result, language),
            ),
        ),
        about=about(result.selection, result.coders, named.unit[AgreementUnit.CHARACTER], language),
        figures=(forest_of_domains(result, language),),
    )


def disagreements_report(
    project: Project,
    found: Sequence[Disagreement],
    selection: Selection,
    unit: AgreementUnit,
) -> Report:
    """The stretches on which coders differ, one by one; the figure says how many each code has.

    `found` is what `disagreements` gave for the selection and unit.
    """
    language = project.language
    named = agreement_labels_in(language)
    table = disagreement_table(found)
    coders = sorted((*found[0].having, *found[0].lacking)) if found else selection.coders
    return Report(
        table,
        shown=replace(
            table,
            title=named.stretches_title,
            columns=(
                named.source,
                named.start,
                named.end,
                result_labels_in(language).code,
                named.coded_by,
                named.not_by,
                named.text,
            ),
            notes=(
                named.stretches_note,
                named.coders_note,
                named.not_correct_note,
            ),
        ),
        about=about(selection, coders, named.unit[unit], language),
        figures=(stretches_by_coders(found, codes(project), language),),
    )


def _all(result: Agreement) -> tuple[CodeAgreement, ...]:
    return (*result.codes, result.overall)


def _row(
    result: Agreement, row: CodeAgreement, disagreements: int, language: str
) -> tuple[Cell, ...]:
    name = row.code.label if row.code else result_labels_in(language).all_codes
    estimates = [getattr(row, _FIELDS[each]) for each in Coefficient]
    return (
        name,
        *row.present,
        disagreements,
        *(cell for each in estimates for cell in _cells(result, each)),
    )


def _cells(result: Agreement, estimate: Estimate) -> tuple[Cell, ...]:
    numbers = (estimate.value, estimate.low, estimate.high)
    found = tuple(None if each is None else round(each, 3) + 0.0 for each in numbers)
    return found if result.rounds else found[:1]


def _spread(result: Agreement, names: Sequence[str], language: str) -> tuple[str, ...]:
    """A heading for each name, or three with a bootstrap."""
    named = agreement_labels_in(language)
    ends = ("{name}", named.low, named.high) if result.rounds else ("{name}",)
    return tuple(end.format(name=name) for name in names for end in ends)


def _domain(result: Agreement, domain: DomainAgreement, language: str) -> list[tuple[Cell, ...]]:
    words, named = result_labels_in(language), agreement_labels_in(language)
    wide = 3 if result.rounds else 1
    blank: tuple[Cell, ...] = ("",) * wide
    name = domain.theme.label if domain.theme else words.all_codes
    coefficients = (domain.u_alpha, domain.binary_u_alpha, domain.cu_alpha)
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            "",
            *(cell for each in coefficients for cell in _cells(result, each)),
            *blank,
            rounded(domain.coverage, 3),
            named.overlap if domain.undefined_because else "",
        )
    ]
    rows += [
        (
            name,
            each.code.label,
            *(blank * len(coefficients)),
            *_cells(result, each.ku_alpha),
            rounded(each.coverage, 3),
            "",
        )
        for each in domain.values
    ]
    return rows


def _notes(result: Agreement, language: str) -> tuple[str, ...]:
    named = agreement_labels_in(language)
    number = number_text(labels_in(language), result.units)
    unit, units = named.unit[result.unit], named.units[result.unit]
    notes = [
        named.unit_note.format(unit=unit, number=number, units=units),
        *(named.how[each] for each in Coefficient),
        named.overall_note,
    ]
    if len(result.coders) > 2:
        notes.append(named.pairs_note)
    if result.codings_left_out:
        notes.append(
            named.outside_note.format(
                number=how_many(result.codings_left_out, "codings", language), unit=unit
            )
        )
    return (*notes, named.disagreements_note, *_general_notes(result, language))


def _general_notes(result: Agreement, language: str) -> list[str]:
    named = agreement_labels_in(language)
    notes = [named.undefined_note, named.coders_note, named.not_correct_note]
    for note, names in (
        (named.sources_note, result.sources),
        (named.left_out_note, result.left_out),
        (
            named.not_coded_note,
            tuple(f"{source} ({coder})" for coder, source in result.not_coded),
        ),
    ):
        if names:
            notes.append(note.format(number=len(names), names=", ".join(names)))
    if result.depth is not None:
        notes.append(result_labels_in(language).rolled_up_note.format(depth=result.depth))
    if not result.rounds:
        return [*notes, named.no_interval_note]
    rounds = number_text(labels_in(language), result.rounds)
    notes.append(named.interval_note.format(rounds=rounds, seed=result.seed))
    if len(result.sources) < _FEW_SOURCES:
        notes.append(named.few_note.format(number=len(result.sources)))
    return notes


def _behind(
    project: Project,
    result: Agreement,
    found: Sequence[Disagreement],
    of_code: dict[int, list[Disagreement]],
) -> Behind:
    places: Callable[[], Places] = cache(lambda: Places(project))
    differing = 1 + len(result.coders)  # the column of disagreements

    def behind(row: int, column: int) -> list[Excerpt] | None:
        code = _all(result)[row].code
        if column == differing:
            stretches = of_code.get(code.id, []) if code else found
            return disagreement_excerpts(project, stretches, result.unit, places())
        if code is None or not 0 < column <= len(result.coders):
            return None
        if result.unit is AgreementUnit.CHARACTER:
            return None
        coder = result.coders[column - 1]
        return cooccurrence_excerpts(
            project,
            code.id,
            code.id,
            replace(result.selection, coders=(coder,), sources=result.sources),
            unit=Unit(result.unit),
            depth=result.depth,
            places=places(),
        )

    return behind


def disagreement_excerpts(
    project: Project,
    found: Sequence[Disagreement],
    unit: AgreementUnit,
    places: Places | None = None,
) -> list[Excerpt]:
    """The words of disagreements, each with the codings of those who have the code there.

    A source on which coders differ stands there with its first coding.
    """
    with project.snapshot():
        wanted = sorted({each for stretch in found for each in stretch.coding_ids})
        known = {coding.id: coding for coding in codings(project, wanted)}
        passages = []
        for stretch in found:
            concerned = tuple(known[each] for each in stretch.coding_ids)
            span = Span(stretch.start, stretch.end)
            if unit is AgreementUnit.SOURCE:
                first = min(concerned, key=lambda coding: coding.start)
                span = Span(first.start, first.end)
            passages.append(Passage(stretch.source_id, span, concerned))
        return excerpts_of(project, passages, places=places)
