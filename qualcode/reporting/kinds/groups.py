"""Reports that set groups, waves, surveys and coders side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.analysis.unit import Counted, CrosstabFigure, Measure
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.reporting.kinds.codes import Depth, Rounds, Seed
from qualcode.reporting.kinds.options import Known
from qualcode.reporting.report import Coefficient, ComparisonPicture, Report

if TYPE_CHECKING:
    from qualcode.analysis.agreement.results import Agreement
    from qualcode.analysis.comparison import Comparison
    from qualcode.project import Project

Baseline = Annotated[str, "the value to compare the others with; else the first", Known.VALUE]
WhichUnit = Annotated[AgreementUnit, "what a code is present in or absent from"]


def crosstab(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    variable: Annotated[tuple[str, ...], "one or two variables", Known.VARIABLE],
    count: Annotated[Counted, "what is counted"] = Counted.CODINGS,
    show: Annotated[CrosstabFigure, "what cells show beside counts"] = CrosstabFigure.COUNT,
    depth: Depth = None,
    rounds: Rounds = 1999,
    seed: Seed = 0,
) -> Report:
    """Codes by the values of one or two variables, with tests that take cases."""
    from qualcode.analysis.crosstab import crosstab as analysis
    from qualcode.reporting.crosstab_report import crosstab_report

    result = analysis(project, list(variable), selection, depth=depth, rounds=rounds, seed=seed)
    return crosstab_report(project, result, count, show)


def compare(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    variable: Annotated[str, "what is compared, as wave", Known.VARIABLE],
    baseline: Baseline = "",
    group: Annotated[str, "compare within each value of this variable too", Known.VARIABLE] = "",
    measure: Annotated[Measure, "what is compared"] = Measure.CASES,
    depth: Depth = None,
    picture: Annotated[ComparisonPicture, "which figure"] = ComparisonPicture.SHARES,
    rounds: Rounds = 2000,
    seed: Seed = 0,
) -> Report:
    """A baseline with later waves, or one group with others, case by case."""
    from qualcode.analysis.comparison import compare as analysis
    from qualcode.reporting.comparison_report import comparison_report

    result: Comparison = analysis(
        project,
        variable,
        baseline,
        selection,
        group=group,
        measure=measure,
        depth=depth,
        rounds=rounds,
        seed=seed,
    )
    return comparison_report(project, result, picture=picture)


def compare_cases(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    variable: Annotated[str, "what is compared, as wave", Known.VARIABLE],
    baseline: Baseline = "",
    depth: Depth = None,
) -> Report:
    """Each case: which codes it gained, lost or kept."""
    from qualcode.analysis.comparison import compare as analysis
    from qualcode.reporting.comparison_report import cases_report

    return cases_report(project, analysis(project, variable, baseline, selection, depth=depth))


def joint(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    indicator: Annotated[
        tuple[str, ...], "only these, by name or words in it", Known.INDICATOR
    ] = (),
    by: Annotated[str, "the variable whose values are the survey's groups", Known.VARIABLE] = "",
    year: Annotated[str, "the variable whose values are the years", Known.VARIABLE] = "",
    all_groups: Annotated[bool, "also groups that the survey did not ask"] = False,
) -> Report:
    """A survey's figures beside the codes that are linked to them, by group and year."""
    from qualcode.analysis.joint_display import joint_display
    from qualcode.reporting.joint_display import joint_report

    result = joint_display(
        project, selection, only=indicator, by=by, year=year, all_groups=all_groups
    )
    return joint_report(project, result)


def agreement(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: WhichUnit = AgreementUnit.SENTENCE,
    depth: Depth = None,
    bootstrap: Annotated[int, "draws of the sources for intervals; 0 for none"] = 0,
    picture: Annotated[Coefficient, "which coefficient the figure shows"] = Coefficient.ALPHA,
    seed: Seed = 0,
) -> Report:
    """How far coders agree, per code and overall, with several coefficients."""
    from qualcode.reporting.agreement_report import agreement_report

    result = _agreement(project, selection, unit, depth, bootstrap, seed)
    return agreement_report(project, result, picture)


def unitizing(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    depth: Depth = None,
    bootstrap: Annotated[int, "draws of the sources for intervals; 0 for none"] = 0,
    seed: Seed = 0,
) -> Report:
    """How far coders agree on where units begin and end: the unitizing alphas."""
    from qualcode.reporting.agreement_report import unitizing_report

    result = _agreement(project, selection, AgreementUnit.CHARACTER, depth, bootstrap, seed)
    return unitizing_report(project, result)


def disagreements(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: WhichUnit = AgreementUnit.SENTENCE,
    depth: Depth = None,
) -> Report:
    """Each stretch where coders differ."""
    from qualcode.analysis.agreement.disagreements import disagreements as analysis
    from qualcode.reporting.agreement_report import disagreements_report

    found = analysis(project, selection, unit=unit, depth=depth)
    return disagreements_report(project, found, selection, unit)


def _agreement(
    project: Project,
    selection: Selection,
    unit: AgreementUnit,
    depth: int | None,
    bootstrap: int,
    seed: int,
) -> Agreement:
    from qualcode.analysis.agreement.measuring import agreement as analysis

    return analysis(project, selection, unit=unit, depth=depth, bootstrap=bootstrap, seed=seed)
