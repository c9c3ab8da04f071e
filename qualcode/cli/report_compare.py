"""qualcode report compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.unit import Measure
from qualcode.cli.console import say, show_table, working, write_to_file
from qualcode.cli.options import FigureOut, ProjectPath, open_project, selecting
from qualcode.reporting.report import ComparisonPicture

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.analysis.comparison import Comparison
    from qualcode.project import Project
    from qualcode.project.selection import Selection

_SHOWN = 20


@selecting
def compare(
    path: ProjectPath,
    selection: Selection,
    variable: Annotated[
        str, typer.Option("--variable", metavar="VARIABLE", help="What is compared, as in wave.")
    ],
    baseline: Annotated[
        str,
        typer.Option(metavar="VALUE", help="The value to compare the others with; else the first."),
    ] = "",
    group: Annotated[
        str,
        typer.Option(metavar="VARIABLE", help="Compare within each value of this variable too."),
    ] = "",
    measure: Annotated[Measure, typer.Option(help="What is compared.")] = Measure.CASES,
    depth: Annotated[
        int | None, typer.Option(min=0, help="Roll codes up to this depth; 0 for themes.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=2, help="Of drawing cases, for intervals.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of drawing cases.")] = 0,
    cases: Annotated[
        bool, typer.Option("--cases", help="Instead, each case: who gained, lost or kept a code.")
    ] = False,
    cell: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="CODE WHICH",
            help="Instead, the excerpts behind a number: WHICH is gained, lost, kept or a value.",
        ),
    ] = None,
    picture: Annotated[
        ComparisonPicture, typer.Option(help="Which figure a picture file has.")
    ] = ComparisonPicture.SHARES,
    all_: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    out: FigureOut = None,
) -> None:
    """Compare a baseline with later waves, or one group with others, case by case.

    Informants who were interviewed again are followed one by one; the rest are compared as groups.

    Example: qualcode report compare samordning.qualcode --variable wave --baseline 2023 --depth 0
    """
    from qualcode.analysis.comparison import compare
    from qualcode.reporting import comparison as tables
    from qualcode.reporting import comparison_report as reports

    with open_project(path, read_only=out is None) as project:
        with working("Comparing"):
            result = compare(
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
        if cell is not None:
            _excerpts(project, result, cell, out, all_=all_)
        elif out is not None:
            report = (
                reports.cases_report(project, result)
                if cases
                else reports.comparison_report(project, result, picture=picture)
            )
            write_to_file(project, report, out)
        elif cases:
            limit = None if all_ else _SHOWN
            show_table(tables.case_table(result), numbers_from=2, limit=limit)
        else:
            _show(result, None if all_ else _SHOWN)


def _show(result: Comparison, limit: int | None) -> None:
    from qualcode.analysis.comparison import Cases
    from qualcode.reporting import comparison as tables

    numbers_from = 2 if result.group_variable else 1
    show_table(tables.side_by_side(result), numbers_from=numbers_from, limit=limit)
    again = tables.interviewed_again(result)
    if again.rows:
        show_table(again, numbers_from=numbers_from, limit=limit)
        show_table(tables.side_by_side(result, Cases.ONCE), numbers_from=numbers_from, limit=limit)
    else:
        say("No case is on both sides.")
    for note in tables.comparison_notes(result):
        say(note)


def _excerpts(
    project: Project, result: Comparison, cell: tuple[str, str], out: Path | None, *, all_: bool
) -> None:
    from qualcode.analysis.cells import comparison_excerpts
    from qualcode.analysis.comparison import Change
    from qualcode.cli.excerpts import write_or_show_excerpts
    from qualcode.errors import NotFoundError, suggest_names
    from qualcode.project.codes import find_code

    code, which = find_code(project, cell[0]), cell[1].strip()
    changes = [str(change) for change in Change if change is not Change.NEVER]
    if which not in (*changes, *result.values):
        raise NotFoundError(
            f"There is no number “{which}”.",
            remedy=suggest_names(which, [*changes, *result.values]),
        )
    rows = [row for row in result.rows if row.code.id == code.id and not row.group]
    if not rows:
        raise NotFoundError(f"{code.label} has no row here.", remedy="It may be rolled up.")
    if which in result.values:
        row = next((row for row in rows if row.later == which), rows[0])
        found = comparison_excerpts(project, result, row, value=which)
        write_or_show_excerpts(project, found, out, all_=all_)
        return
    found = []
    for row in rows:
        change = Change(which)
        sides = (result.baseline, row.later) if change is Change.KEPT else ("",)
        for side in sides:
            found += comparison_excerpts(project, result, row, change=change, value=side)
    write_or_show_excerpts(project, found, out, all_=all_)
