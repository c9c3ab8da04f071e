"""qualcode report crosstab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.unit import Counted, CrosstabFigure
from qualcode.cli.console import say, show_table, write_to_file
from qualcode.cli.options import FigureOut, ProjectPath, open_project, selecting

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

_WIDEST = 10
_SHOWN = 30


@selecting
def crosstab(
    path: ProjectPath,
    selection: Selection,
    variable: Annotated[
        list[str],
        typer.Option("--variable", metavar="VARIABLE", help="By which variable; give one or two."),
    ],
    count: Annotated[Counted, typer.Option(help="What is counted.")] = Counted.CODINGS,
    show: Annotated[CrosstabFigure, typer.Option(help="What the cells show, besides counts.")] = (
        CrosstabFigure.COUNT
    ),
    depth: Annotated[
        int | None, typer.Option(min=0, help="Roll codes up to this depth; 0 for themes.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Of the permutation tests.")] = 1999,
    seed: Annotated[int, typer.Option(min=0, help="Of the permutation tests.")] = 0,
    cell: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="CODE GROUP",
            help="Instead, the excerpts that this cell counts; GROUP as in the heading.",
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    out: FigureOut = None,
) -> None:
    """Show codes by the values of one or two variables, with tests that take cases.

    .csv and .json get a row for each cell, with everything that --show can show.

    Example: qualcode report crosstab samordning.qualcode --variable perspective --count cases
    """
    from qualcode.analysis.crosstab import crosstab
    from qualcode.reporting.crosstab import crosstab_screen, crosstab_table

    with open_project(path, read_only=out is None) as project:
        if cell is not None:
            from qualcode.analysis.cells import crosstab_excerpts
            from qualcode.analysis.crossing import find_group
            from qualcode.cli.excerpts import write_or_show_excerpts
            from qualcode.project.codes import find_code

            code, group = find_code(project, cell[0]), find_group(project, variable, cell[1])
            found = crosstab_excerpts(project, code.id, group, count, selection, depth=depth)
            write_or_show_excerpts(project, found, out, all_=all_)
            return
        result = crosstab(project, variable, selection, depth=depth, rounds=rounds, seed=seed)
        if out is not None:
            from qualcode.reporting.crosstab_report import crosstab_report

            write_to_file(project, crosstab_report(project, result, count, show), out)
        elif len(result.groups) > _WIDEST:
            say(
                f"{len(result.groups)} groups do not fit side by side on a screen; here is a row "
                "for each cell. --where chooses groups, --out FILE writes them all."
            )
            table = crosstab_table(result, count)
            limit = None if all_ else _SHOWN
            show_table(table, numbers_from=1 + len(result.variables), limit=limit)
        else:
            show_table(crosstab_screen(result, show, count))
