"""qualcode open: the coding workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.options import Coder, UiLanguage, open_project
from qualcode.errors import InputError


def open_(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PROJECT", help="The project file; without it, home opens."),
    ] = None,
    source: Annotated[
        str, typer.Option("--source", metavar="NAME", help="The transcript to begin with.")
    ] = "",
    coder: Coder = None,
    ui_language: UiLanguage = None,
) -> None:
    """Read and code in the terminal, by keyboard or mouse.

    Without a project the home screen opens: recent projects, the example study, a new project.
    F1 shows the keys. Every coding is on disk before it is drawn, so there is nothing to save; a
    file that may not be written opens for reading.

    Example: qualcode open samordning.qualcode --source F01_2023
    """
    from qualcode.tui.app import run

    if path is None:
        if source:
            raise InputError("--source is for a transcript of a project.", remedy="Name both.")
        run(coder=coder, language=ui_language or "")
        return
    with open_project(path, coder=coder) as project:
        run(project, source=source, language=ui_language or "")
