"""qualcode report cooccurrence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.unit import PairMeasure, Unit
from qualcode.cli.console import say, show_table, working, write_to_file
from qualcode.cli.options import NetworkOut, ProjectPath, open_project, selecting
from qualcode.reporting.report import CooccurrencePicture

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

_WIDEST_MATRIX = 12
_SHOWN = 30


@selecting
def cooccurrence(
    path: ProjectPath,
    selection: Selection,
    unit: Annotated[Unit, typer.Option(help="What is counted.")] = Unit.OVERLAP,
    within: Annotated[
        int | None,
        typer.Option(metavar="K", help="Pairs at most K sentences or turns apart (with --unit)."),
    ] = None,
    sequence: Annotated[
        int | None,
        typer.Option(
            metavar="K",
            help="Pairs where the second follows within K sentences or turns (with --unit).",
        ),
    ] = None,
    nested: Annotated[
        bool, typer.Option("--nested", help="Pairs where the first lies inside the second.")
    ] = False,
    depth: Annotated[
        int | None, typer.Option(min=0, help="Roll codes up to this depth; 0 for themes.")
    ] = None,
    measure: Annotated[
        PairMeasure,
        typer.Option(help="What the matrix and the heat map show, and pairs are ordered by."),
    ] = PairMeasure.COUNT,
    test_unit: Annotated[
        Unit | None,
        typer.Option(
            "--test-unit", help="What the exact test is on; else cases, or sources without them."
        ),
    ] = None,
    rounds: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="Besides, a test by N shufflings within sources."),
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Of the shuffling.")] = 0,
    matrix: Annotated[bool, typer.Option("--matrix", help="As a matrix.")] = False,
    cell: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="CODE CODE", help="Instead, the excerpts that this cell counts."),
    ] = None,
    picture: Annotated[
        CooccurrencePicture, typer.Option(help="Which figure a picture file has.")
    ] = CooccurrencePicture.HEATMAP,
    all_: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    out: NetworkOut = None,
) -> None:
    """Show which codes occur together: how often, how strongly, and how far by chance.

    Example: qualcode report cooccurrence samordning.qualcode --coder anne --depth 0 --matrix
    """
    from qualcode.analysis.cooccurrence import cooccurrence
    from qualcode.analysis.cooccurrence_measures import cooccurrence_measures
    from qualcode.analysis.placing import Way
    from qualcode.reporting.cooccurrence_tables import cooccurrence_matrix, cooccurrence_screen

    way = Way(unit, within, sequence, nested)  # what does not go together is refused at once
    with open_project(path, read_only=out is None) as project:
        if cell is not None:
            from qualcode.analysis.cells import cooccurrence_excerpts
            from qualcode.cli.excerpts import write_or_show_excerpts
            from qualcode.project.codes import find_code

            row, column = (find_code(project, name).id for name in cell)
            found = cooccurrence_excerpts(
                project,
                row,
                column,
                selection,
                unit=way.unit,
                within=way.within,
                sequence=way.sequence,
                nested=way.nested,
                depth=depth,
            )
            write_or_show_excerpts(project, found, out, all_=all_)
            return
        with working("Counting"), project.snapshot():
            result = cooccurrence(
                project,
                selection,
                unit=way.unit,
                within=way.within,
                sequence=way.sequence,
                nested=way.nested,
                depth=depth,
            )
            measures = cooccurrence_measures(
                project, result, test=test_unit, rounds=rounds, seed=seed
            )
        if out is not None:
            from qualcode.reporting.cooccurrence import cooccurrence_report

            report = cooccurrence_report(
                project, result, measures, matrix=matrix, measure=measure, picture=picture
            )
            write_to_file(project, report, out)
            return
        if matrix and len(result.codes) > _WIDEST_MATRIX:
            say(
                f"A matrix of {len(result.codes)} codes does not fit on a screen; here are its "
                "pairs. --depth 0 shows the themes, --out FILE writes the matrix."
            )
            matrix = False
        if matrix:
            show_table(cooccurrence_matrix(result, measures, measure))
            return
        table = cooccurrence_screen(result, measures, measure)
        show_table(table, numbers_from=2, limit=None if all_ else _SHOWN)
