"""qualcode excerpts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import console, count, say, working
from qualcode.cli.options import Out, ProjectPath, open_project, selecting

if TYPE_CHECKING:
    from qualcode.model import Excerpt
    from qualcode.project.selection import Selection


@selecting
def excerpts(
    path: ProjectPath,
    selection: Selection,
    and_code: Annotated[
        str, typer.Option("--and", metavar="CODE", help="Only words that have this code too.")
    ] = "",
    not_code: Annotated[
        str, typer.Option("--not", metavar="CODE", help="Only words without this code.")
    ] = "",
    context: Annotated[int, typer.Option(min=0, help="Turns before and after.")] = 0,
    limit: Annotated[int, typer.Option(min=0, help="How many to show; 0 for all.")] = 20,
    out: Out = None,
) -> None:
    """Show coded words with where they stand, by code, coder, variable or text.

    Example: qualcode excerpts samordning.qualcode --code "Unødig tung vei" --and "Ventetid og kø"
    """
    from dataclasses import replace

    from qualcode.analysis import retrieval
    from qualcode.errors import InputError

    combined = bool(and_code or not_code)
    if combined and (len(selection.codes) != 1 or (and_code and not_code)):
        raise InputError("Give one --code, and either --and or --not.")
    with open_project(path, read_only=out is None) as project:
        if combined:
            found = retrieval.overlapping(
                project,
                selection.codes[0],
                and_code=and_code,
                not_code=not_code,
                selection=replace(selection, codes=()),
                context=context,
            )
        else:
            with working("Gathering"):
                found = retrieval.excerpts(project, selection, context=context)
        if out:
            from qualcode.cli.console import write_or_show
            from qualcode.reporting.results import excerpt_table

            write_or_show(project, excerpt_table(found), out)
            return
    for excerpt in found[: limit or None]:
        _show(excerpt)
    say(
        f"{count(len(found), 'excerpt')}" + (f", {limit} shown." if 0 < limit < len(found) else ".")
    )


def _show(excerpt: Excerpt) -> None:
    from rich.text import Text

    out = console()
    place = [excerpt.source, f"line {excerpt.line}", excerpt.speaker, ", ".join(excerpt.coders)]
    codes = "; ".join(" > ".join(path) for path in excerpt.codes)
    numbers = ",".join(map(str, excerpt.coding_ids))
    out.print(
        Text.assemble(
            (", ".join(filter(None, place)), "dim"), f"  {codes}  ", (f"#{numbers}", "dim")
        )
    )
    out.print(
        Text.assemble((excerpt.before, "dim"), excerpt.text, (excerpt.after, "dim")),
        soft_wrap=False,
    )
    for memo in excerpt.memos:
        out.print(Text(f"memo: {memo}", style="italic"))
    out.print()
