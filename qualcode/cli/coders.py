"""qualcode coders: who codes, and who does not see what others code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import say, when, write_or_show
from qualcode.cli.options import Coder, Out, ProjectPath, open_project

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.reporting.tables import Table

app = typer.Typer(
    no_args_is_help=True,
    help="Who codes: list them, keep one from seeing what others code, release.",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The coder.")]


@app.command("list")
def list_(path: ProjectPath, out: Out = None) -> None:
    """List the coders: how much each has coded, who is blind, who stands for the consensus.

    Example: qualcode coders list samordning.qualcode
    """
    with open_project(path, read_only=out is None) as project:
        write_or_show(project, _table(project), out)


@app.command()
def blind(path: ProjectPath, name: Name, as_: Coder = None) -> None:
    """Keep a coder from seeing what others code, until they are released.

    The coder need not have coded yet. It guards against accident and temptation: anybody can
    release a coder.

    Example: qualcode coders blind samordning.qualcode bjørn
    """
    from qualcode.project.blind import blind as keep_blind

    with open_project(path, coder=as_) as project:
        keep_blind(project, name)
        say(f"{name} sees only their own codings from now on.")


@app.command()
def release(path: ProjectPath, name: Name, as_: Coder = None) -> None:
    """Let a coder see what others have coded.

    Example: qualcode coders release samordning.qualcode bjørn
    """
    from qualcode.project.blind import release as let_see

    with open_project(path, coder=as_) as project:
        let_see(project, name)
        say(f"{name} sees what others have coded.")


def _table(project: Project) -> Table:
    from qualcode.project.blind import coder_summaries
    from qualcode.reporting.tables import Table

    rows = tuple(
        (
            each.name,
            each.codings,
            each.sources,
            when(each.latest) if each.latest else "",
            when(each.blind_since) if each.blind_since else "",
            "yes" if each.consensus else "",
        )
        for each in coder_summaries(project)
    )
    notes = (
        (f"{project.coder} is blind: the numbers of the others are not shown.",)
        if project.is_blind
        else ()
    )
    columns = ("coder", "codings", "sources", "last coding (UTC)", "blind since", "consensus")
    return Table("Coders", columns, rows, notes)
