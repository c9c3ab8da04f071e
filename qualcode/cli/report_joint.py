"""qualcode report joint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import say, show_table, write_to_file
from qualcode.cli.options import FigureOut, ProjectPath, open_project, selecting

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

_SHOWN = 10


@selecting
def joint(
    path: ProjectPath,
    selection: Selection,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator",
            metavar="INDICATOR",
            help="Only this one, by its name or words in it. Repeatable.",
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="VARIABLE",
            help="Whose values the survey's groups are; else the one that has most of them.",
        ),
    ] = "",
    year: Annotated[
        str, typer.Option(metavar="VARIABLE", help="Whose values the years are; found likewise.")
    ] = "",
    all_groups: Annotated[
        bool, typer.Option("--all-groups", help="Also groups that the survey did not ask.")
    ] = False,
    cell: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="CODE GROUP YEAR", help="Instead, the excerpts with the code there."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every indicator.")] = False,
    out: FigureOut = None,
) -> None:
    """Set a survey's figures beside the codes that are linked to them, by group and year.

    A share of interviewed cases is no estimate for a population (docs/joint-display.md).

    Example: qualcode report joint samordning.qualcode --coder anne --indicator "kjenner til"
    """
    from qualcode.analysis.joint_display import joint_display
    from qualcode.reporting.joint_display import joint_notes, joint_report, joint_screens

    with open_project(path, read_only=out is None) as project:
        result = joint_display(
            project, selection, only=indicator or (), by=by, year=year, all_groups=all_groups
        )
        if cell is not None:
            from qualcode.cli.excerpts import write_or_show_excerpts
            from qualcode.errors import NotFoundError
            from qualcode.project.codes import find_code
            from qualcode.reporting.joint_display import joint_excerpts

            code, group, when = cell
            found = joint_excerpts(project, result, find_code(project, code).id, group, when)
            if found is None:
                raise NotFoundError(
                    f"No row of the joint display has “{code}” in {group}, {when}.",
                    remedy="Write them as the table has them; --all-groups adds groups.",
                )
            write_or_show_excerpts(project, found, out, all_=all_)
        elif out is not None:
            write_to_file(project, joint_report(project, result), out)
        else:
            tables = joint_screens(result)
            for table in tables[: None if all_ else _SHOWN]:
                show_table(table, numbers_from=2)
                say("")
            if not all_ and len(tables) > _SHOWN:
                say(f"… and {len(tables) - _SHOWN} more indicators; --all shows them.")
            for line in joint_notes(result, "en"):
                say(line)
