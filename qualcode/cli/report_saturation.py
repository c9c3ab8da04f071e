"""qualcode report saturation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from qualcode.analysis.unit import Unit
from qualcode.cli.console import show_table, working, write_to_file
from qualcode.cli.options import FigureOut, ProjectPath, open_project, selecting
from qualcode.reporting.saturation_labels import SaturationView

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.analysis.saturation import Saturation
    from qualcode.project import Project
    from qualcode.project.selection import Selection
    from qualcode.reporting.tables import Table

_SHOWN = 60
_WIDEST = 20
_NEW = "new"


@selecting
def saturation(
    path: ProjectPath,
    selection: Selection,
    unit: Annotated[
        Literal["source", "case"], typer.Option(help="What brings new codes.")
    ] = "source",
    order: Annotated[
        str,
        typer.Option(
            metavar="ORDER", help="imported, name, or a variable that says when, such as a date."
        ),
    ] = "imported",
    group: Annotated[
        str, typer.Option(metavar="VARIABLE", help="The same for each value of this variable.")
    ] = "",
    depth: Annotated[
        int | None, typer.Option(min=0, help="Roll codes up to this depth; 0 for themes.")
    ] = None,
    show: Annotated[
        SaturationView, typer.Option(help="New codes, codes × interviews, or a row for each group.")
    ] = SaturationView.CURVE,
    base: Annotated[int, typer.Option(min=1, help="Interviews whose codes are the base.")] = 4,
    run: Annotated[int, typer.Option(min=1, help="Interviews in a run.")] = 2,
    threshold: Annotated[
        float, typer.Option(min=0, help="New codes in a run, as a share of the base.")
    ] = 0.05,
    rounds: Annotated[int, typer.Option(min=1, help="Of shuffling the order.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Of shuffling the order.")] = 0,
    cell: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="CODE UNIT",
            help="Instead, the excerpts of a code in an interview or case; CODE may be `new`.",
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    out: FigureOut = None,
) -> None:
    """Show which new codes each interview brings, in order and in shuffled orders.

    With a new-information threshold and an estimate of codes that nobody has used yet.

    Example: qualcode report saturation samordning.qualcode --coder anne --order wave --depth 1
    """
    from qualcode.analysis.saturation import saturation
    from qualcode.reporting.saturation import saturation_report, shown

    with open_project(path, read_only=out is None) as project:
        with working("Counting"):
            result = saturation(
                project,
                selection,
                unit=Unit(unit),
                order=order,
                group=group,
                depth=depth,
                base=base,
                run=run,
                threshold=threshold,
                rounds=rounds,
                seed=seed,
            )
        if cell is not None:
            _excerpts(project, result, cell, out, all_=all_)
        elif out is not None:
            write_to_file(project, saturation_report(project, result, show), out)
        elif show is SaturationView.PRESENCE:
            show_table(_numbered(result), numbers_from=1, limit=None if all_ else _SHOWN)
        else:
            table = shown(result, show, "en")
            if show is SaturationView.CURVE:
                table = _narrow(table)
            show_table(
                table,
                numbers_from=_first_number(table.columns),
                limit=None if all_ else _SHOWN,
            )


def _first_number(columns: tuple[str, ...]) -> int:
    return columns.index("codings") if "codings" in columns else 1


def _narrow(table: Table) -> Table:
    """Without the names of the new codes, for which a screen has no room."""
    from dataclasses import replace

    return replace(table, columns=table.columns[:-1], rows=tuple(row[:-1] for row in table.rows))


def _numbered(result: Saturation) -> Table:
    """Codes × units with numbers in place of the units' names, which are the last note."""
    from dataclasses import replace

    from qualcode.reporting.saturation import in_tree, shown

    table = shown(result, SaturationView.PRESENCE, "en")
    units = result.all.units
    wide = len(units) > _WIDEST
    kept = slice(len(units) + 1, None) if wide else slice(1, None)
    columns = table.columns if wide else ("", *map(str, range(1, len(units) + 1)), "all", "in")
    numbers = ", ".join(f"{place} {name}" for place, name in enumerate(units, 1))
    note = (
        f"{len(units)} columns do not fit on a screen; --out FILE writes them."
        if wide
        else f"Columns: {numbers}."
    )
    return replace(
        table,
        columns=("code", *columns[kept]),
        rows=tuple(
            (
                "  " * (len(path) - 1) + path[-1],
                *(
                    "" if place is None or not cell else cell
                    for cell in table.rows[place or 0][kept]
                ),
            )
            for path, place in in_tree(result.codes)
        ),
        notes=(note, *table.notes),
    )


def _excerpts(
    project: Project,
    result: Saturation,
    cell: tuple[str, str],
    out: Path | None,
    *,
    all_: bool,
) -> None:
    from qualcode.analysis.saturation_cells import new_code_excerpts, presence_excerpts
    from qualcode.cli.excerpts import write_or_show_excerpts
    from qualcode.project.codes import find_code

    name, unit = cell
    found = (
        new_code_excerpts(project, result, unit)
        if name == _NEW
        else presence_excerpts(project, result, find_code(project, name), unit)
    )
    write_or_show_excerpts(project, found, out, all_=all_)
