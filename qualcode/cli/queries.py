"""qualcode queries: list, save, remove."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.console import say, show_table, when, write_or_show
from qualcode.cli.options import Coder, Out, ProjectPath, open_project

app = typer.Typer(
    no_args_is_help=True, help="Queries saved under a name, for --query @NAME: list, save, remove."
)
_Name = Annotated[str, typer.Argument(metavar="NAME", help="The query's name.")]


@app.command("list")
def list_(path: ProjectPath, out: Out = None) -> None:
    """List the saved queries; codes have the names that they have now.

    Example: qualcode queries list samordning.qualcode
    """
    from qualcode.project.queries.saved import saved_queries
    from qualcode.reporting.tables import Table

    with open_project(path, read_only=out is None) as project:
        found = saved_queries(project)
        rows = tuple((one.name, one.text, one.coder, when(one.changed_at)) for one in found)
        notes = tuple(
            f"{one.name}: no longer in the codebook: {', '.join(one.gone)}."
            for one in found
            if one.gone
        )
        table = Table("Saved queries", ("name", "query", "coder", "changed"), rows, notes)
        if out:
            write_or_show(project, table, out)
        elif found:
            show_table(table, numbers_from=4)
        else:
            say("There are no saved queries.")


@app.command()
def save(
    path: ProjectPath,
    name: _Name,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="See docs/queries.md.")],
    coder: Coder = None,
) -> None:
    """Save a query under a name, in place of one that had it.

    Every name in it has to exist. A code that is renamed or moved later is still meant.

    Example: qualcode queries save samordning.qualcode kø '"Ventetid og kø" AND role=informant'
    """
    from qualcode.project.queries.saved import find_query, save_query

    with open_project(path, coder=coder) as project:
        save_query(project, name, query)
        found = find_query(project, name)
        say(f"Saved: --query @{found.name} is {found.text}")


@app.command()
def remove(path: ProjectPath, name: _Name, coder: Coder = None) -> None:
    """Take a saved query away; `qualcode undo` brings it back.

    Example: qualcode queries remove samordning.qualcode kø
    """
    from qualcode.project.queries.saved import remove_query

    with open_project(path, coder=coder) as project:
        remove_query(project, name)
        say("Removed the query.")
