"""qualcode sources: list, original and remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.console import confirm, count, say, show_table
from qualcode.cli.options import Coder, ProjectPath, open_project

app = typer.Typer(
    no_args_is_help=True, help="List the transcripts; get an original file; remove one."
)


@app.command("list")
def list_(path: ProjectPath) -> None:
    """List the transcripts with their cases and variables.

    Example: qualcode sources list samordning.qualcode
    """
    from qualcode.project.cases import values_by_source, variable_names
    from qualcode.project.sources import sources
    from qualcode.reporting.tables import Table

    with open_project(path, read_only=True) as project:
        variables = variable_names(project)
        values = values_by_source(project)
        coded = dict(
            map(tuple, project.rows("SELECT source_id, count(*) FROM codings GROUP BY source_id"))
        )
        rows = tuple(
            (
                source.name,
                source.case,
                *(values.get(source.id, {}).get(variable) for variable in variables),
                len(source.text.split()),
                coded.get(source.id, 0),
            )
            for source in sources(project)
        )
    columns = ("source", "case", *variables, "words", "codings")
    show_table(Table("Sources", columns, rows), numbers_from=len(columns) - 2)


@app.command()
def original(
    path: ProjectPath,
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="The transcript's name.")],
    out: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
) -> None:
    """Write the file that a transcript was imported from, byte for byte.

    Example: qualcode sources original samordning.qualcode F01_2023 F01_2023.docx
    """
    from qualcode.project.sources import find_source, original_content
    from qualcode.reporting.files import write_atomically

    with open_project(path) as project:
        kept = original_content(project, find_source(project, name).id)
        write_atomically(out, kept.content)
        project.record_written_file("export", out)
    say(f"Wrote {out}, which was imported as {kept.filename}.")


@app.command()
def remove(
    path: ProjectPath,
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="The transcript's name.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    coder: Coder = None,
) -> None:
    """Remove a transcript with its codings; undoable. For consent, use cases withdraw.

    Example: qualcode sources remove samordning.qualcode F01_2023
    """
    from qualcode.project.sources import find_source, remove_source

    with open_project(path, coder=coder) as project:
        source = find_source(project, name)
        codings = project.value("SELECT count(*) FROM codings WHERE source_id = ?", (source.id,))
        question = f"Remove {source.name} with {count(codings, 'coding')}?"
        if confirm(question, yes=yes):
            remove_source(project, source)
            say(f"Removed {source.name}. `qualcode undo` brings it back.")
