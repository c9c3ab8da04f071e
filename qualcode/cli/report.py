"""qualcode report: co-occurrence and frequencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.unit import Unit
from qualcode.cli.console import say, write_or_show
from qualcode.cli.options import Out, ProjectPath, open_project, selecting

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

app = typer.Typer(no_args_is_help=True, help="Counts across codes, sources and cases.")

_WIDEST_MATRIX = 12
_All = Annotated[bool, typer.Option("--all", help="Show every row.")]


@app.command()
@selecting
def cooccurrence(
    path: ProjectPath,
    selection: Selection,
    unit: Annotated[Unit, typer.Option(help="What is counted.")] = Unit.OVERLAP,
    within: Annotated[
        int | None,
        typer.Option(metavar="K", help="Pairs at most K sentences or turns apart (with --unit)."),
    ] = None,
    depth: Annotated[
        int | None, typer.Option(min=0, help="Roll codes up to this depth; 0 for themes.")
    ] = None,
    matrix: Annotated[bool, typer.Option("--matrix", help="As a matrix.")] = False,
    all_: _All = False,
    out: Out = None,
) -> None:
    """Show which codes occur together.

    Example: qualcode report cooccurrence samordning.qualcode --coder anne --depth 0 --matrix
    """
    from qualcode.analysis.cooccurrence import cooccurrence
    from qualcode.reporting.results import cooccurrence_matrix, cooccurrence_pairs

    with open_project(path, read_only=out is None) as project:
        result = cooccurrence(project, selection, unit=unit, within=within, depth=depth)
        if matrix and out is None and len(result.codes) > _WIDEST_MATRIX:
            say(
                f"A matrix of {len(result.codes)} codes does not fit on a screen; here are its "
                "pairs. --depth 0 shows the themes, --out FILE writes the matrix."
            )
            matrix = False
        table = cooccurrence_matrix(result) if matrix else cooccurrence_pairs(result)
        write_or_show(
            project, table, out, numbers_from=1 if matrix else 2, limit=None if all_ else 30
        )


@app.command()
@selecting
def frequencies(path: ProjectPath, selection: Selection, out: Out = None) -> None:
    """Show how often each code is used: codings, sources and cases.

    Example: qualcode report frequencies samordning.qualcode --where perspective=familier
    """
    from qualcode.analysis.frequencies import frequencies
    from qualcode.reporting.results import frequency_table, frequency_tree

    with open_project(path, read_only=out is None) as project:
        result = frequencies(project, selection)
        table = frequency_table(result) if out else frequency_tree(result)
        write_or_show(project, table, out)
