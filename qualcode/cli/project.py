"""qualcode new, info, check, backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.console import count, say, working
from qualcode.cli.options import Coder, ProjectPath, open_project
from qualcode.errors import QualcodeError


def new(
    path: ProjectPath,
    name: Annotated[str, typer.Option(help="The study's name, for reports.")] = "",
    language: Annotated[str, typer.Option(help="Of transcripts and reports: nb, nn or en.")] = "nb",
    codebook: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A codebook to begin with (YAML, CSV, …).")
    ] = None,
    coder: Coder = None,
) -> None:
    """Make a project file for a study.

    Example: qualcode new samordning --name "Samordning 2023–2027" --language nb
    """
    from qualcode.codebook.start import start_project
    from qualcode.errors import InputError
    from qualcode.project.file import project_path

    if not path.name:
        raise InputError("The project needs a name.", remedy="As in: qualcode new STUDY")
    path = project_path(path)
    start_project(path, name=name, language=language, codebook=codebook, coder=coder)
    say(f"Made {path}. Next: qualcode import {path} FOLDER")


def info(path: ProjectPath) -> None:
    """Show what a project holds.

    Example: qualcode info samordning.qualcode
    """
    from qualcode.project.overview import overview

    with open_project(path, read_only=True) as project:
        seen = overview(project)
        say(f"{project.name} ({project.language}), {project.path}")
        say(f"{count(seen.sources, 'source')} with {count(seen.words, 'word')}")
        say(f"{count(seen.cases, 'case')}; variables: {', '.join(seen.variables) or 'none'}")
        say(f"{count(seen.codes, 'code')} in {count(seen.themes, 'theme')}")
        for name, number in seen.codings_by_coder:
            say(f"{count(number, 'coding')} by {name}")
        say(f"{count(seen.open_suggestions, 'open suggestion')}")
        if seen.last_action:
            say(f"Last change: {seen.last_action.at} {seen.last_action.label}")


def check(path: ProjectPath) -> None:
    """Check that nothing in a project is damaged or inconsistent.

    Example: qualcode check samordning.qualcode
    """
    from qualcode.project import check as check_project

    with open_project(path) as project:
        with working("Checking"):
            findings = check_project(project)
        if findings:
            raise QualcodeError(
                "\n".join(findings),
                where=str(path),
                remedy="Keep a copy of the file as it is, and go back to a backup.",
            )
        say("Everything is as it should be.")


def backup(
    path: ProjectPath,
    out: Annotated[
        Path | None, typer.Argument(help="The copy; beside the project if left out.")
    ] = None,
) -> None:
    """Copy a project as it stands, even while it is in use.

    Example: qualcode backup samordning.qualcode
    """
    from qualcode.project import back_up

    with open_project(path) as project:
        with working("Copying"):
            copy = back_up(project, out)
        say(f"Copied to {copy}.")
