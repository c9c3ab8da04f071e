"""qualcode example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.console import count, progress, say
from qualcode.cli.options import Coder, open_project


def example(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="samordning: 18 interviews in Norwegian, 42 codes, two coders. "
            "commons: 4 in English, one coder.",
        ),
    ] = "samordning",
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PROJECT", help="The file to make; NAME.qualcode if left out."),
    ] = None,
    coder: Coder = None,
) -> None:
    """Make the project of an example study, to try things on. No real person said any of it.

    Example: qualcode example samordning try.qualcode
    """
    from qualcode.examples import make_example
    from qualcode.project.file import project_path
    from qualcode.project.overview import overview

    made = project_path(path or Path(name))
    with progress("Making the example") as move:
        make_example(name, made, coder=coder, progress=move)
    with open_project(made) as project:
        seen = overview(project)
    codings = sum(number for _, number in seen.codings_by_coder)
    say(
        f"Made {made}: {count(seen.sources, 'interview')}, {count(seen.codes, 'code')}, "
        f"{count(codings, 'coding')} by {count(len(seen.codings_by_coder), 'coder')}."
    )
    say(f"Next: qualcode open {made}")
