"""qualcode report agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.cli.console import count, say, show_table, working, write_or_show
from qualcode.cli.options import Out, ProjectPath, open_project, selecting_sources

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

_FILTERS = "Filters"
_SHOWN = 20


@selecting_sources
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
    all_: Annotated[bool, typer.Option("--all", help="Show every disagreement.")] = False,
    out: Out = None,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            "--coder",
            metavar="NAME",
            help="Who is compared; else all. Repeatable.",
            rich_help_panel=_FILTERS,
        ),
    ] = None,
    code: Annotated[
        list[str] | None,
        typer.Option(
            "--code",
            metavar="CODE",
            help="A code's name or path, with everything under it. Repeatable.",
            rich_help_panel=_FILTERS,
        ),
    ] = None,
) -> None:
    """Show how far coders agree: per code and overall, with several coefficients.

    A transcript counts if every coder has coded something in it, or if --source names it.

    Example: qualcode report agreement samordning.qualcode --coder anne --coder bjørn --depth 0
    """
    from dataclasses import replace

    from qualcode.analysis.agreement.disagreements import disagreements as find_disagreements
    from qualcode.analysis.agreement.measuring import agreement
    from qualcode.reporting import agreement as tables

    selection = replace(selection, coders=tuple(coder or ()), codes=tuple(code or ()))
    with open_project(path, read_only=out is None) as project:
        if disagreements:
            found = find_disagreements(project, selection, unit=unit, depth=depth)
            if out:
                write_or_show(project, tables.disagreement_table(found), out)
                return
            table = tables.disagreement_screen(found)
            show_table(table, numbers_from=len(table.columns), limit=None if all_ else _SHOWN)
            say(f"{count(len(found), 'disagreement')}.")
            return
        with working("Comparing"):
            result = agreement(
                project, selection, unit=unit, depth=depth, bootstrap=bootstrap, seed=seed
            )
        in_file, on_screen = (
            (tables.unitizing_table, tables.unitizing_screen)
            if unitizing
            else (tables.agreement_table, tables.agreement_screen)
        )
        write_or_show(project, in_file(result) if out else on_screen(result), out)
