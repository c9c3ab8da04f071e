"""qualcode serve: the coding workspace in a browser."""

from __future__ import annotations

import shlex
import subprocess
import sys
import webbrowser
from typing import Annotated

import typer

from qualcode.cli.options import Coder, ProjectPath, UiLanguage, open_project


def serve(
    path: ProjectPath,
    coder: Coder = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="0 for any that is free.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open it in the browser at once.")
    ] = True,
    ui_language: UiLanguage = None,
) -> None:
    """Read and code in a browser on this machine: the same screens and keys.

    Only this machine can reach the address, and only who knows its key; nothing is fetched from
    the internet. Ctrl+C ends it. Each tab of the browser is a window of its own on the project.

    Example: qualcode serve samordning.qualcode
    """
    from qualcode.tui.web.server import serve as serve_command

    with open_project(path, coder=coder) as project:  # what is wrong is said here, not there
        name, who = project.name, project.coder
    command = [sys.executable, "-m", "qualcode", "open", str(path.absolute()), "--as", who]
    if ui_language:
        command += ["--ui-language", ui_language]
    quoted = subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)

    def ready(address: str) -> None:
        typer.echo(f"qualcode is at {address}\nCtrl+C ends it.")
        if browser:
            webbrowser.open(address)

    serve_command(quoted, title=f"{name} – qualcode", port=port, on_ready=ready)
