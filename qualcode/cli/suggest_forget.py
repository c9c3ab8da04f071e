"""qualcode suggest forget: take away what a run suggested and nobody has decided on."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.console import confirm, count, say
from qualcode.cli.options import Coder, ProjectPath, open_project


def forget(
    path: ProjectPath,
    run: Annotated[int, typer.Argument(metavar="RUN", help="The run's number.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    coder: Coder = None,
) -> None:
    """Take away a run's open suggestions; decided ones stay. One undoable action.

    Example: qualcode suggest forget samordning.qualcode 3
    """
    from qualcode.suggesting import forget, queue, runs

    with open_project(path, coder=coder) as project:
        found = runs.find_run(project, run)
        waiting = queue.tallies(project).get(found.id, queue.Tally()).open
        if not waiting:
            say(f"Run {run} has no open suggestions.")
        elif confirm(f"Forget {count(waiting, 'open suggestion')} of run {run}?", yes=yes):
            forgotten = forget.forget(project, run)
            say(f"Forgot {count(forgotten, 'open suggestion')} of run {run}.")
