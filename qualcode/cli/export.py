"""qualcode export: Word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import count, progress, say
from qualcode.cli.options import ProjectPath, open_project, selecting

if TYPE_CHECKING:
    from qualcode.project.queries.syntax import Query
    from qualcode.project.selection import Selection

app = typer.Typer(no_args_is_help=True, help="Coded excerpts and transcripts as Word documents.")


@app.callback()
def _group() -> None:
    pass


@app.command()
@selecting
def word(
    path: ProjectPath,
    out: Annotated[Path, typer.Argument(metavar="OUT.docx")],
    selection: Selection,
    query: Query | None = None,
    title: Annotated[str, typer.Option(help="The document's title.")] = "",
    context: Annotated[int, typer.Option(min=0, help="Turns before and after each excerpt.")] = 0,
    template: Annotated[
        Path | None, typer.Option(metavar="OWN.docx", help="A document whose styles to use.")
    ] = None,
    transcript: Annotated[
        str,
        typer.Option(metavar="SOURCE", help="Instead: this whole transcript, codings as comments."),
    ] = "",
) -> None:
    """Write coded excerpts by code, or a whole transcript, as a Word document.

    Example: qualcode export word samordning.qualcode report.docx --where perspective=familier
    """
    from qualcode.errors import InputError
    from qualcode.reporting.exports import export_excerpts, export_transcript

    if out.suffix.lower() != ".docx":
        raise InputError("A Word document's name ends in .docx.", where=str(out))
    with open_project(path) as project, progress("Writing") as move:
        if transcript:
            if query:
                from qualcode.project.queries.selecting import selection_of

                selection = selection_of(query)  # comments are codings
            number = export_transcript(
                project,
                transcript,
                out,
                selection,
                template=template,
                progress=move,
            )
            noun = "comment"
        else:
            number = export_excerpts(
                project,
                out,
                selection,
                query=query,
                title=title,
                context=context,
                template=template,
                progress=move,
            )
            noun = "excerpt"
    say(f"Wrote {out} with {count(number, noun)}.")
