"""qualcode settings: where the settings file is."""

from __future__ import annotations

import typer


def settings() -> None:
    """Show where the settings file of the workspace is: language, colours, keys.

    If there is none yet, it is made, with every key as it is and a # before it: take the # away
    and change what follows.

    Example: qualcode settings
    """
    from qualcode.reporting.files import write_atomically
    from qualcode.tui.settings import read_settings, settings_path, template

    path = settings_path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, template().encode())
    typer.echo(path)
    for problem in read_settings(path).problems:
        typer.echo(problem, err=True)
