"""qualcode history, undo, redo."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.console import count, say, show_table, when, working
from qualcode.cli.options import Coder, ProjectPath, open_project

_Steps = Annotated[int, typer.Option("--steps", "-n", min=1, help="How many actions.")]


def show_history(
    path: ProjectPath,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="How many, latest first; 0 for all.")
    ] = 20,
) -> None:
    """Show what was done, by whom and when.

    Example: qualcode history samordning.qualcode --limit 50
    """
    from qualcode.project import history
    from qualcode.reporting.tables import Table

    with open_project(path, read_only=True) as project:
        rows = tuple(
            (
                when(action.at),
                action.coder,
                action.label + (" (undone)" if action.undone and action.kind == "change" else ""),
                action.changes,
            )
            for action in history(project, limit=limit or None)
        )
    show_table(Table("History", ("when (UTC)", "who", "what", "rows"), rows), numbers_from=3)


def undo(path: ProjectPath, steps: _Steps = 1, coder: Coder = None) -> None:
    """Undo the last action, whatever it was.

    Example: qualcode undo samordning.qualcode --steps 2
    """
    from qualcode.project import undo

    with open_project(path, coder=coder) as project:
        for _ in range(steps):
            with working("Undoing"):
                action = undo(project)
            say(f"Undid: {action.label} ({count(action.changes, 'row')}, {action.coder})")


def redo(path: ProjectPath, steps: _Steps = 1, coder: Coder = None) -> None:
    """Bring back what was undone last.

    Example: qualcode redo samordning.qualcode
    """
    from qualcode.project import redo

    with open_project(path, coder=coder) as project:
        for _ in range(steps):
            with working("Redoing"):
                action = redo(project)
            say(f"Redid: {action.label} ({count(action.changes, 'row')}, {action.coder})")
