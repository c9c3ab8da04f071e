"""qualcode excerpts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coding import CodeAll, HitUnits, Yes, code_all_of
from qualcode.cli.console import console, count, say, working
from qualcode.cli.options import Coder, Out, ProjectPath, open_project, selecting

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.model import Excerpt
    from qualcode.project import Project
    from qualcode.project.queries.syntax import Query
    from qualcode.project.selection import Selection

_SHOWN = 20


@selecting
def excerpts(
    path: ProjectPath,
    selection: Selection,
    query: Query | None = None,
    and_code: Annotated[
        str, typer.Option("--and", metavar="CODE", help="Only words that have this code too.")
    ] = "",
    not_code: Annotated[
        str, typer.Option("--not", metavar="CODE", help="Only words without this code.")
    ] = "",
    context: Annotated[int, typer.Option(min=0, help="Turns before and after.")] = 0,
    limit: Annotated[int, typer.Option(min=0, help="How many to show; 0 for all.")] = 20,
    out: Out = None,
    code_all: CodeAll = None,
    unit: HitUnits = "hit",
    yes: Yes = False,
    as_coder: Coder = None,
) -> None:
    """Show coded words with where they stand, by code, coder, variable or text, or by a query.

    --query also finds words near or after others: 'Tid NEAR/2 turns Penger' (docs/queries.md).
    --code-all puts a further code on everything that is found.

    Example: qualcode excerpts samordning.qualcode --code "Unødig tung vei" --and "Ventetid og kø"
    """
    from dataclasses import replace

    from qualcode.analysis import retrieval
    from qualcode.errors import InputError
    from qualcode.model import Span
    from qualcode.project.sources import source_ids

    combined = bool(and_code or not_code)
    if combined and (query or len(selection.codes) != 1 or (and_code and not_code)):
        raise InputError("Give one --code, and either --and or --not; or only a --query.")
    with open_project(path, coder=as_coder, read_only=not (out or code_all)) as project:
        if combined:
            found = retrieval.overlapping(
                project,
                selection.codes[0],
                and_code=and_code,
                not_code=not_code,
                selection=replace(selection, codes=()),
                context=context,
            )
        elif query:
            from qualcode.analysis.query import query_excerpts

            with working("Gathering"):
                found = query_excerpts(project, query, context=context)
        else:
            with working("Gathering"):
                found = retrieval.excerpts(project, selection, context=context)
        if out:
            from qualcode.cli.console import write_or_show
            from qualcode.reporting.results import excerpt_table

            write_or_show(project, excerpt_table(found), out)
        else:
            show_excerpts(found, limit)
        if code_all:
            ids = source_ids(project)
            places = [(ids[each.source], Span(each.start, each.end)) for each in found]
            code_all_of(project, places, code_all, unit, yes=yes)


def write_or_show_excerpts(
    project: Project, found: list[Excerpt], out: Path | None, *, all_: bool
) -> None:
    """Write excerpts to a file, or print the first of them, or all."""
    if out is None:
        show_excerpts(found, 0 if all_ else _SHOWN)
        return
    from qualcode.cli.console import write_or_show
    from qualcode.reporting.results import excerpt_table

    write_or_show(project, excerpt_table(found), out)


def show_excerpts(found: list[Excerpt], limit: int) -> None:
    """Print the first excerpts, or with 0 all of them, and how many there are."""
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
