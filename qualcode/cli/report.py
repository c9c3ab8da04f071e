"""qualcode report: frequencies; the other reports have modules of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.unit import Counted
from qualcode.cli.console import show_table, write_to_file
from qualcode.cli.options import FigureOut, ProjectPath, open_project, selecting
from qualcode.cli.report_agreement import agreement
from qualcode.cli.report_build import build
from qualcode.cli.report_codebook import codebook
from qualcode.cli.report_compare import compare
from qualcode.cli.report_cooccurrence import cooccurrence
from qualcode.cli.report_crosstab import crosstab
from qualcode.cli.report_joint import joint
from qualcode.cli.report_saturation import saturation
from qualcode.cli.report_words import collocations, contrast, keyness, kwic, words

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

app = typer.Typer(no_args_is_help=True, help="Counts across codes, sources and cases.")
app.command()(agreement)
app.command()(build)
app.command()(cooccurrence)
app.command()(crosstab)
app.command()(compare)
for _on_words in (words, keyness, contrast, collocations, kwic):
    app.command()(_on_words)
app.command()(joint)
app.command()(saturation)
app.command()(codebook)


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
