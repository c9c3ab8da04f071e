"""Reports on codes: how much they are used, together with what, since when, and how well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from qualcode.analysis.unit import Counted, PairMeasure, Unit
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.reporting.codebook_quality_labels import QualityView
from qualcode.reporting.kinds.options import Known
from qualcode.reporting.report import CooccurrencePicture, Report
from qualcode.reporting.saturation_labels import SaturationView

if TYPE_CHECKING:
    from qualcode.project import Project

Depth = Annotated[int | None, "roll codes up to this depth; 0 for themes"]
Rounds = Annotated[int, "rounds of the resampling"]
Seed = Annotated[int, "seed of the resampling"]


def frequencies(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    by: Annotated[str, "a column for each value of this variable", Known.VARIABLE] = "",
    count: Annotated[Counted, "with `by`: what is counted"] = Counted.CODINGS,
    subcodes: Annotated[bool, "with `by`: each code with the codes under it"] = False,
) -> Report:
    """How much each code is used: codings, sources and cases, words, and rates."""
    from qualcode.analysis import frequencies as analysis
    from qualcode.reporting.reports import frequency_by_report, frequency_report

    if not by:
        return frequency_report(project, analysis.frequencies(project, selection))
    grouped = analysis.frequencies_by(project, by, selection)
    return frequency_by_report(project, grouped, count, subcodes=subcodes)


def cooccurrence(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: Annotated[Unit, "what is counted"] = Unit.OVERLAP,
    within: Annotated[int | None, "pairs at most so many sentences or turns apart"] = None,
    sequence: Annotated[int | None, "pairs whose second follows within so many"] = None,
    nested: Annotated[bool, "pairs whose first lies inside the second"] = False,
    depth: Depth = None,
    matrix: Annotated[bool, "codes × codes instead of a row for each pair"] = False,
    measure: Annotated[PairMeasure, "what the matrix and the heat map show"] = PairMeasure.COUNT,
    test_unit: Annotated[Unit | None, "what the exact test is on; else cases or sources"] = None,
    rounds: Annotated[int, "a test by so many shufflings within sources"] = 0,
    seed: Annotated[int, "of the shuffling"] = 0,
    picture: Annotated[CooccurrencePicture, "which figure"] = CooccurrencePicture.HEATMAP,
) -> Report:
    """Which codes occur together, near, after or inside one another."""
    from qualcode.analysis.cooccurrence import cooccurrence as analysis
    from qualcode.analysis.cooccurrence_measures import cooccurrence_measures
    from qualcode.reporting.cooccurrence import cooccurrence_report

    result = analysis(
        project,
        selection,
        unit=unit,
        within=within,
        sequence=sequence,
        nested=nested,
        depth=depth,
    )
    measures = cooccurrence_measures(project, result, test=test_unit, rounds=rounds, seed=seed)
    return cooccurrence_report(
        project, result, measures, matrix=matrix, measure=measure, picture=picture
    )


def saturation(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: Annotated[Unit, "what brings new codes: source or case"] = Unit.SOURCE,
    order: Annotated[str, "imported, name, or a variable that says when", Known.ORDER] = "imported",
    group: Annotated[str, "the same for each value of this variable", Known.VARIABLE] = "",
    depth: Depth = None,
    show: Annotated[SaturationView, "what the table shows"] = SaturationView.CURVE,
    base: Annotated[int, "interviews whose codes are the base"] = 4,
    run: Annotated[int, "interviews in a run"] = 2,
    threshold: Annotated[float, "new codes in a run, as a share of the base"] = 0.05,
    rounds: Rounds = 1000,
    seed: Seed = 0,
) -> Report:
    """Which new codes each interview brings, in order and in shuffled orders."""
    from qualcode.analysis.saturation import saturation as analysis
    from qualcode.reporting.saturation import saturation_report

    result = analysis(
        project,
        selection,
        unit=unit,
        order=order,
        group=group,
        depth=depth,
        base=base,
        run=run,
        threshold=threshold,
        rounds=rounds,
        seed=seed,
    )
    return saturation_report(project, result, show)


def codebook(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    show: Annotated[QualityView, "codes, findings, or shares over time"] = QualityView.CODES,
    overlap: Annotated[float, "share of words from which codes are always together"] = 0.8,
    short: Annotated[int, "words up to which codings are short"] = 3,
    comparable: Annotated[
        str, "halve each coder's work within this variable's values", Known.VARIABLE
    ] = "",
    over: Annotated[str, "compare use between the values of this variable", Known.VARIABLE] = "",
    rounds: Rounds = 1999,
    seed: Seed = 0,
) -> Report:
    """Weak places in the codebook: unused, one coder's only, always together, drifting."""
    from qualcode.analysis.codebook_quality import codebook_quality
    from qualcode.reporting.codebook_quality import codebook_quality_report

    result = codebook_quality(
        project,
        selection,
        overlap=overlap,
        short=short,
        comparable=comparable,
        over=over,
        rounds=rounds,
        seed=seed,
    )
    return codebook_quality_report(project, result, show)
