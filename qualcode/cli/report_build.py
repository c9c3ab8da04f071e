"""qualcode report build."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.console import progress, say
from qualcode.cli.options import ProjectPath, open_project


def build(
    path: ProjectPath,
    plan: Annotated[Path, typer.Argument(metavar="REPORT.yaml", help="What stands in the report.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write: .docx or .html.")],
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A Word file whose styles and page the report takes."),
    ] = None,
    date: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The date on it, if the YAML names none."),
    ] = None,
) -> None:
    """Build a whole report of text, tables, figures and excerpts that a YAML file chooses.

    Example: qualcode report build samordning.qualcode rapport.yaml rapport.docx
    """
    from qualcode.reporting.building.build import build_report

    with open_project(path) as project, progress("Building") as move:
        build_report(
            project,
            plan,
            out,
            template=template,
            date=date.date() if date else None,
            progress=move,
        )
    say(f"Wrote {out}.")
