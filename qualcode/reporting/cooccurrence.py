"""A co-occurrence as a report: pairs or matrix, heat map, network, and the words behind counts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qualcode.analysis.cells import cooccurrence_excerpts
from qualcode.analysis.cooccurrence_measures import cooccurrence_measures
from qualcode.analysis.retrieval import Places
from qualcode.analysis.unit import PairMeasure, Unit
from qualcode.project.codes import codes
from qualcode.reporting.cooccurrence_labels import CooccurrenceLabels, cooccurrence_labels_in
from qualcode.reporting.cooccurrence_tables import (
    FEW_UNITS,
    TESTED,
    cooccurrence_matrix,
    cooccurrence_pairs,
    tested_pairs,
)
from qualcode.reporting.figures.heatmap import heatmap
from qualcode.reporting.figures.network import network
from qualcode.reporting.figures.pairs import own, together
from qualcode.reporting.graphs import network_graph
from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.report import Behind, CooccurrencePicture, Report
from qualcode.reporting.result_labels import about, result_labels_in
from qualcode.reporting.result_notes import counting_notes
from qualcode.reporting.results import rounded
from qualcode.reporting.tables import Table

if TYPE_CHECKING:
    from qualcode.analysis.cooccurrence import Cooccurrence
    from qualcode.analysis.cooccurrence_measures import Measures
    from qualcode.model import Code, Excerpt
    from qualcode.project import Project

_DIGITS = {"c": 3, "jaccard": 3, "lift": 2, "pmi": 2}
_DIGITS |= dict.fromkeys(("p", "p adjusted", "p shuffled", "p shuffled adjusted"), 4)


def cooccurrence_report(
    project: Project,
    result: Cooccurrence,
    measures: Measures | None = None,
    *,
    matrix: bool = False,
    measure: PairMeasure = PairMeasure.COUNT,
    picture: CooccurrencePicture = CooccurrencePicture.HEATMAP,
) -> Report:
    """Co-occurrence as pairs or as a matrix, with a heat map and a network.

    `measure` is what the matrix and the heat map show, and what pairs are ordered by. Without
    `measures` those of `cooccurrence_measures` are taken.
    """
    language = project.language
    measures = measures or cooccurrence_measures(project, result)
    table = (cooccurrence_matrix if matrix else cooccurrence_pairs)(result, measures, measure)
    figures = [heatmap(result, language, measures, measure), network(result, language)]
    if picture is CooccurrencePicture.NETWORK:
        figures.reverse()
    shown = table if matrix else _for_people(table)
    return Report(
        table,
        shown=replace(
            shown,
            title=_title(cooccurrence_labels_in(language), measure if matrix else None),
            columns=_headings(shown, result, language),
            notes=_notes(result, measures, language, matrix=matrix, measure=measure),
        ),
        about=about(result.selection, result.coders, together(result, language), language),
        figures=tuple(figures),
        network=lambda: network_graph(result, codes(project), measures),
        behind=_behind(project, result, shown, matrix=matrix, measure=measure),
    )


def _title(words: CooccurrenceLabels, measure: PairMeasure | None) -> str:
    if measure in (None, PairMeasure.COUNT):
        return words.title
    return words.measured.format(measure=words.measures[measure])


def _for_people(table: Table) -> Table:
    """The pairs without what a program needs to test them again, and not as finely."""
    places = [place for place, name in enumerate(table.columns) if name not in TESTED]
    columns = tuple(table.columns[place] for place in places)
    digits = [_DIGITS.get(name, 0) for name in columns]
    rows = (
        tuple(
            rounded(cell, places) if isinstance(cell, float) else cell
            for cell, places in zip((row[place] for place in places), digits, strict=True)
        )
        for row in table.rows
    )
    return replace(table, columns=columns, rows=tuple(rows))


def _headings(table: Table, result: Cooccurrence, language: str) -> tuple[str, ...]:
    words = cooccurrence_labels_in(language)
    known = {
        **result_labels_in(language).headings,
        **{measure.replace("-", " "): text for measure, text in words.short.items()},
        "p shuffled": words.shuffled,
        "p shuffled adjusted": words.shuffled_adjusted,
        **(words.directed if result.directed else {}),
    }
    return tuple(known.get(name, name) for name in table.columns)


def _notes(
    result: Cooccurrence, measures: Measures, language: str, *, matrix: bool, measure: PairMeasure
) -> tuple[str, ...]:
    words, labels = cooccurrence_labels_in(language), labels_in(language)
    counted = {"together": together(result, language), "own": own(result, language)}
    presence, tested = measures.presence, measures.tested
    told = words.directed_note if result.directed else words.counted_note
    notes = [told.format(**counted)]
    if matrix and result.directed:
        notes.append(words.rows_columns)
    elif matrix and measure is PairMeasure.COUNT:
        notes.append(words.diagonal_note.format(**counted))
    of_tested = {
        "number": number_text(labels, tested.units),
        "units": words.units[tested.unit],
    }
    notes.append(
        words.strength_note.format(
            number=number_text(labels, presence.units), units=words.units[presence.unit]
        )
    )
    if not result.selection.roles:
        fine = {each.unit for each in (presence, tested)} & {Unit.SENTENCE, Unit.TURN}
        notes += [words.open_note.format(units=words.units[unit]) for unit in sorted(fine)]
    if result.directed:
        notes.append(words.undirected_note)
    if pairs := tested_pairs(measures):
        notes.append(words.test_note.format(**of_tested, pairs=number_text(labels, pairs)))
        if tested.unit in (Unit.SENTENCE, Unit.TURN):
            units = of_tested["units"]
            notes.append(words.dependent_note.format(units=units))
        else:
            notes.append(words.cases_note.format(**of_tested))
            if tested.units < FEW_UNITS:
                notes.append(words.few_note.format(**of_tested))
    else:
        notes.append(words.no_test_note.format(**of_tested))
    if measures.rounds:
        notes.append(
            words.shuffled_note.format(
                rounds=number_text(labels, measures.rounds),
                seed=measures.seed,
                units=words.units[presence.unit],
            )
        )
    if result.left_out:
        codings = how_many(result.left_out, "codings", language)
        notes.append(result_labels_in(language).outside_note.format(codings=codings))
    return (*notes, *counting_notes(language, result.coders, result.depth))


def _behind(
    project: Project,
    result: Cooccurrence,
    table: Table,
    *,
    matrix: bool,
    measure: PairMeasure,
) -> Behind:
    places = Places(project)
    by_label: dict[object, Code] = {code.label: code for code in result.codes}

    @cache  # a code's own number stands in many rows
    def excerpts(left: int, right: int, *, own: bool) -> list[Excerpt]:
        return cooccurrence_excerpts(
            project,
            left,
            right,
            result.selection,
            unit=result.unit,
            within=result.within,
            sequence=result.sequence,
            nested=result.nested,
            depth=result.depth,
            own=own,
            places=places,
        )

    def of_matrix(row: int, column: int) -> list[Excerpt] | None:
        if not column or measure is not PairMeasure.COUNT:
            return None
        left, right = row, column - 1
        if not result.directed:  # each pair stands twice in it
            left, right = sorted((left, right))
        return excerpts(result.codes[left].id, result.codes[right].id, own=False)

    def of_pairs(row: int, column: int) -> list[Excerpt] | None:
        one, other = (by_label[label].id for label in table.rows[row][:2])
        match table.columns[column]:
            case "n1":
                return excerpts(one, one, own=True)
            case "n2":
                return excerpts(other, other, own=True)
            case "n12":
                return excerpts(one, other, own=False)
        return None

    return of_matrix if matrix else of_pairs
