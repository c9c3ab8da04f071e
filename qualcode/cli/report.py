"""qualcode report: co-occurrence and frequencies; the other reports have modules of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.unit import Counted, Unit
from qualcode.cli.console import say, show_table, write_to_file
from qualcode.cli.options import FigureOut, NetworkOut, ProjectPath, open_project, selecting
from qualcode.cli.report_agreement import agreement
from qualcode.cli.report_compare import compare
from qualcode.cli.report_crosstab import crosstab
from qualcode.reporting.report import CooccurrencePicture

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

app = typer.Typer(no_args_is_help=True, help="Counts across codes, sources and cases.")
app.command()(agreement)
app.command()(crosstab)
app.command()(compare)

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
    cell: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="CODE CODE", help="Instead, the excerpts that this cell counts."),
    ] = None,
    picture: Annotated[
        CooccurrencePicture, typer.Option(help="Which figure a picture file has.")
    ] = CooccurrencePicture.HEATMAP,
    all_: _All = False,
    out: NetworkOut = None,
) -> None:
    """Show which codes occur together.

    Example: qualcode report cooccurrence samordning.qualcode --coder anne --depth 0 --matrix
    """
    from qualcode.analysis.cooccurrence import cooccurrence
    from qualcode.reporting.results import cooccurrence_matrix, cooccurrence_pairs

    with open_project(path, read_only=out is None) as project:
        if cell is not None:
            from qualcode.analysis.cells import cooccurrence_excerpts
            from qualcode.cli.excerpts import write_or_show_excerpts
            from qualcode.project.codes import find_code

            row, column = (find_code(project, name).id for name in cell)
            found = cooccurrence_excerpts(
                project, row, column, selection, unit=unit, within=within, depth=depth
            )
            write_or_show_excerpts(project, found, out, all_=all_)
            return
        result = cooccurrence(project, selection, unit=unit, within=within, depth=depth)
        if out is not None:
            from qualcode.reporting.reports import cooccurrence_report

            report = cooccurrence_report(project, result, matrix=matrix, picture=picture)
            write_to_file(project, report, out)
            return
        if matrix and len(result.codes) > _WIDEST_MATRIX:
            say(
                f"A matrix of {len(result.codes)} codes does not fit on a screen; here are its "
                "pairs. --depth 0 shows the themes, --out FILE writes the matrix."
            )
            matrix = False
        table = cooccurrence_matrix(result) if matrix else cooccurrence_pairs(result)
        show_table(table, numbers_from=1 if matrix else 2, limit=None if all_ else 30)


@app.command()
@selecting
def frequencies(
    path: ProjectPath,
    selection: Selection,
    by: Annotated[
        str, typer.Option(metavar="VARIABLE", help="A column for each value of a variable.")
    ] = "",
    count: Annotated[Counted, typer.Option(help="With --by: what is counted.")] = Counted.CODINGS,
    subcodes: Annotated[
        bool, typer.Option("--subcodes", help="With --by: each code with the codes under it.")
    ] = False,
    out: FigureOut = None,
) -> None:
    """Show how much each code is used: codings, sources, cases and words, and rates.

    Example: qualcode report frequencies samordning.qualcode --by perspective --count cases
    """
    from qualcode.analysis import frequencies as analysis
    from qualcode.reporting import results

    with open_project(path, read_only=out is None) as project:
        if out is not None:
            from qualcode.reporting import reports

            if by:
                grouped = analysis.frequencies_by(project, by, selection)
                report = reports.frequency_by_report(project, grouped, count, subcodes=subcodes)
            else:
                report = reports.frequency_report(project, analysis.frequencies(project, selection))
            write_to_file(project, report, out)
        elif by:
            grouped = analysis.frequencies_by(project, by, selection)
            show_table(results.frequency_by_table(grouped, count, subcodes=subcodes))
        else:
            show_table(results.frequency_tree(analysis.frequencies(project, selection)))
