"""qualcode open: the coding workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.options import Coder, ProjectPath, open_project


def open_(
    path: ProjectPath,
    source: Annotated[
        str, typer.Option("--source", metavar="NAME", help="The transcript to begin with.")
    ] = "",
    coder: Coder = None,
) -> None:
    """Read and code in the terminal, by keyboard or mouse.

    F1 shows the keys. Every coding is on disk before it is drawn, so there is nothing to save; a
    file that may not be written opens for reading.

    Example: qualcode open samordning.qualcode --source F01_2023
    """
    from qualcode.tui.app import run

    with open_project(path, coder=coder) as project:
        run(project, source=source)
