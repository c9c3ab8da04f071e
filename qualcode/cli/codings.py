"""qualcode codings: add, import, export, change, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import bullet_list, count, say, working
from qualcode.cli.options import Coder, ProjectPath, open_project, selecting, whole_numbers

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

app = typer.Typer(no_args_is_help=True, help="Coded segments: add, import, export, change, remove.")


@app.command()
def add(
    path: ProjectPath,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The transcript's name.")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code's name or path.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The words, as they stand there.")],
    memo: Annotated[str, typer.Option(help="A remark on this coding.")] = "",
    coder: Coder = None,
) -> None:
    """Put a code on words of a transcript.

    Example: qualcode codings add demo/samordning F01_2023 "Uklart mandat" "Jeg fikk en brosjyre."
    """
    from qualcode.importing.codings import locate
    from qualcode.project.codes import find_code
    from qualcode.project.codings import NewCoding, add_codings
    from qualcode.project.sources import find_source

    with open_project(path, coder=coder) as project:
        found = find_source(project, source)
        chosen = find_code(project, code)
        start, end = locate(found, text)
        new = NewCoding(found.id, chosen.id, start, end, memo=memo)
        added = add_codings(project, [new], label=f"Coded with {chosen.name}")
        say(f"Coded with {chosen.label}." if added else "These words have that code already.")


@app.command("import")
def import_(
    path: ProjectPath,
    file: Annotated[Path, typer.Argument(help="CSV, Excel or JSON Lines.")],
    coder: Coder = None,
) -> None:
    """Bring in codings, by offsets or by quoted text, as one action.

    Columns: source, start, end, code, coder, memo, text. Without start and end the text is looked
    up. A line that does not fit is reported by number; the others go in.

    Example: qualcode codings import samordning.qualcode corpora/samordning/codings_anne.csv
    """
    from qualcode.errors import InputError
    from qualcode.importing.codings import import_codings

    with open_project(path, coder=coder) as project:
        with working("Reading codings"):
            summary = import_codings(project, file)
        say(f"Added {count(summary.added, 'coding')}.")
        if summary.known:
            say(f"There already: {count(summary.known, 'coding')}.")
        if summary.misfits:
            raise InputError(
                f"{count(len(summary.misfits), 'line')} did not fit:\n"
                + bullet_list([f"line {line}: {reason}" for line, reason in summary.misfits]),
                where=file.name,
                remedy="The other lines are in the project.",
            )


@app.command()
@selecting
def export(
    path: ProjectPath,
    out: Annotated[Path, typer.Argument(metavar="OUT", help=".csv, .json or .jsonl")],
    selection: Selection,
) -> None:
    """Write codings to a file that can be imported again.

    Example: qualcode codings export samordning.qualcode codings.csv --coder anne
    """
    from qualcode.analysis.retrieval import selected_codings
    from qualcode.cli.console import write_or_show
    from qualcode.reporting.results import codings_table

    with open_project(path) as project:
        table = codings_table(project, selected_codings(project, selection))
        write_or_show(project, table, out)


@app.command()
def change(
    path: ProjectPath,
    number: Annotated[int, typer.Argument(metavar="ID", help="The coding's number.")],
    code: Annotated[str, typer.Option(metavar="CODE", help="Another code: name or path.")] = "",
    text: Annotated[
        str, typer.Option(metavar="TEXT", help="Other words, as they stand in its transcript.")
    ] = "",
    coder: Coder = None,
) -> None:
    """Give a coding another code or other borders; `qualcode excerpts` shows the numbers.

    Example: qualcode codings change samordning.qualcode 12 --code "Uklart mandat"
    """
    from qualcode.errors import InputError, NotFoundError
    from qualcode.importing.codings import locate
    from qualcode.model import Span
    from qualcode.project.codes import find_code
    from qualcode.project.codings import change_coding, codings
    from qualcode.project.sources import source

    with open_project(path, coder=coder) as project:
        (found,) = codings(project, [number]) or (None,)
        if found is None:
            raise NotFoundError(f"There is no coding {number}.", remedy="Nothing was changed.")
        if not code and not text:
            raise InputError("Nothing to change was given.", remedy="Give --code, --text or both.")
        chosen = find_code(project, code) if code else None
        span = Span(*locate(source(project, found.source_id), text)) if text else None
        change_coding(project, number, span=span, code_id=chosen.id if chosen else None)
        say(f"Changed the coding {number}.")


@app.command()
def remove(
    path: ProjectPath,
    ids: Annotated[str, typer.Argument(metavar="ID,ID,…", help="The codings' numbers.")],
    coder: Coder = None,
) -> None:
    """Remove codings by their numbers, which `qualcode excerpts` shows.

    Example: qualcode codings remove samordning.qualcode 12,13
    """
    from qualcode.errors import NotFoundError
    from qualcode.project.codings import codings, remove_codings

    with open_project(path, coder=coder) as project:
        wanted = whole_numbers(ids)
        known = {coding.id for coding in codings(project, wanted)}
        if missing := [number for number in wanted if number not in known]:
            raise NotFoundError(f"There is no coding {missing[0]}.", remedy="Nothing was changed.")
        remove_codings(project, wanted)
        say(f"Removed {count(len(wanted), 'coding')}.")
