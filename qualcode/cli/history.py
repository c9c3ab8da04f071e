"""qualcode history, undo, redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import console, count, say, when, working, write_or_show
from qualcode.cli.options import Coder, Out, ProjectPath, open_project

if TYPE_CHECKING:
    from qualcode.project import Project

_Steps = Annotated[int, typer.Option("--steps", "-n", min=1, help="How many actions.")]


_FEW = 20
_ALL_CHANGES = 1000  # lines of an action that are shown; a run may have many thousands


def show_history(
    path: ProjectPath,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            help="How many, latest first; 0 for all. Else 20, and all into a file.",
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="CODER", help="Whose actions.")] = "",
    text: Annotated[str, typer.Option("--text", help="Words in what was done.")] = "",
    show: Annotated[
        int | None,
        typer.Option("--show", metavar="NUMBER", help="One action, with all that it changed."),
    ] = None,
    out: Out = None,
) -> None:
    """Show what was done, by whom and when, or one action whole.

    Example: qualcode history samordning.qualcode --by Kari --text merged
    """
    from qualcode.project.history import history
    from qualcode.reporting.history import history_table

    with open_project(path, read_only=out is None) as project:
        if show is not None:
            _show_action(project, show)
            return
        if limit is None and out is None:
            limit = _FEW
        table = history_table(history(project, limit=limit or None, coder=by, text=text))
        write_or_show(project, table, out, numbers_from=5)


def _show_action(project: Project, number: int) -> None:
    from rich.text import Text

    from qualcode.project.changes import changes, find_action, names_for, step_counts
    from qualcode.tui.changes import KINDS, counts_in_words, tell

    action = find_action(project, number)
    kind = KINDS[action.kind] + (", undone" if action.undone else "")
    say(f"{action.label}\n{when(action.at)} UTC, {action.coder}, {kind}")
    say(counts_in_words(step_counts(project, number)))
    told = changes(project, number, limit=_ALL_CHANGES + 1)
    names = names_for(project, told)
    for change in told[:_ALL_CHANGES]:
        words = tell(change, names)
        say(f"\n{words.head}")
        for heading, content in words.lines:
            indented = content.replace("\n", "\n    ")
            console().print(Text(f"  {heading}: {indented}"), soft_wrap=True)
    if len(told) > _ALL_CHANGES:
        say("\n… and more, which are counted above.")


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
