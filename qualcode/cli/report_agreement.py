"""qualcode report agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.cli.console import count, say, show_table, working, write_to_file
from qualcode.cli.options import FigureOut, ProjectPath, open_project, selecting_alike
from qualcode.reporting.report import Coefficient

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

_SHOWN = 20


@selecting_alike
def agreement(
    path: ProjectPath,
    selection: Selection,
    unit: Annotated[
        AgreementUnit, typer.Option(help="What a code is present in or absent from.")
    ] = AgreementUnit.SENTENCE,
    depth: Annotated[
        int | None, typer.Option(min=0, help="Roll codes up to this depth; 0 for themes.")
    ] = None,
    bootstrap: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="95 % intervals from N draws of the sources."),
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling.")] = 0,
    unitizing: Annotated[
        bool,
        typer.Option("--unitizing", help="Instead, the unitizing alphas of all codes and themes."),
    ] = False,
    disagreements: Annotated[
        bool, typer.Option("--disagreements", help="Instead, each stretch where coders differ.")
    ] = False,
    picture: Annotated[
        Coefficient, typer.Option(help="Which coefficient the figure of a file shows.")
    ] = Coefficient.ALPHA,
    all_: Annotated[bool, typer.Option("--all", help="Show every disagreement.")] = False,
    out: FigureOut = None,
) -> None:
    """Show how far coders agree: per code and overall, with several coefficients.

    A transcript counts if every coder has coded something in it, or if --source names it.

    Example: qualcode report agreement samordning.qualcode --coder anne --coder bjørn --depth 0
    """
    from qualcode.analysis.agreement.disagreements import disagreements as find_disagreements
    from qualcode.analysis.agreement.measuring import agreement
    from qualcode.reporting import agreement as tables
    from qualcode.reporting import agreement_report as reports

    with open_project(path, read_only=out is None) as project:
        if disagreements:
            found = find_disagreements(project, selection, unit=unit, depth=depth)
            if out:
                report = reports.disagreements_report(project, found, selection, unit)
                write_to_file(project, report, out)
                return
            table = tables.disagreement_screen(found)
            show_table(table, numbers_from=len(table.columns), limit=None if all_ else _SHOWN)
            say(f"{count(len(found), 'disagreement')}.")
            return
        with working("Comparing"):
            result = agreement(
                project, selection, unit=unit, depth=depth, bootstrap=bootstrap, seed=seed
            )
        if out is None:
            show_table(
                tables.unitizing_screen(result) if unitizing else tables.agreement_screen(result)
            )
            return
        report = (
            reports.unitizing_report(project, result)
            if unitizing
            else reports.agreement_report(project, result, picture)
        )
        write_to_file(project, report, out)
