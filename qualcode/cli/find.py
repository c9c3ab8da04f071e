"""qualcode find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coding import CodeAll, HitUnits, Yes, code_all_of
from qualcode.cli.console import console, count, prepare_lexicon, say, working, write_or_show
from qualcode.cli.options import Coder, Out, ProjectPath, open_project, selecting_sources

if TYPE_CHECKING:
    from qualcode.project.search import Hit
    from qualcode.project.selection import Selection


@selecting_sources
def find(
    path: ProjectPath,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to look for.")],
    selection: Selection,
    exact: Annotated[
        bool,
        typer.Option("--exact", help='As FTS5 reads it: "a phrase", prefix*, AND, OR, NOT.'),
    ] = False,
    interviewers: Annotated[
        bool,
        typer.Option("--interviewers/--no-interviewers", help="Whether to look in their turns."),
    ] = True,
    limit: Annotated[int, typer.Option(min=0, help="How many hits to show; 0 for all.")] = 20,
    out: Out = None,
    code_all: CodeAll = None,
    unit: HitUnits = "hit",
    yes: Yes = False,
    coder: Coder = None,
) -> None:
    """Find words in the transcripts, in all their forms and inside compounds.

    "koordinator" finds barnekoordinatoren and koordinatorrolla; several words have to stand in one
    turn. --exact takes the words as they stand. --code-all puts a code on every hit.

    Example: qualcode find samordning.qualcode "ventetid" --where perspective=familier
    """
    from qualcode.analysis.find import find_words
    from qualcode.model import Span
    from qualcode.reporting.results import hit_table

    with open_project(path, coder=coder, read_only=not (code_all or out)) as project:
        if not exact:
            prepare_lexicon(project.language)
        with working("Searching"):
            hits = find_words(
                project, words, exact=exact, selection=selection, interviewers=interviewers
            )
        if out:
            write_or_show(project, hit_table(hits), out)
        else:
            _show(hits, limit, forms=not exact)
        if code_all:
            places = [(hit.source_id, Span(hit.start, hit.end)) for hit in hits]
            code_all_of(project, places, code_all, unit, yes=yes)


def _show(hits: list[Hit], limit: int, *, forms: bool) -> None:
    from rich.text import Text

    out = console()
    for hit in hits[: limit or None]:
        start = hit.start - hit.turn_start
        end = hit.end - hit.turn_start
        before = hit.turn_text[max(start - 60, 0) : start].replace("\n", " ")
        after = hit.turn_text[end : end + 60].replace("\n", " ")
        place = f"{hit.source}, turn {hit.turn}, line {hit.line}"
        place += f", {hit.speaker}" if hit.speaker else ""
        out.print(Text.assemble((place, "dim"), "  ", before, (hit.text, "bold reverse"), after))
    sources = len({hit.source for hit in hits})
    say(f"{count(len(hits), 'hit')} in {count(sources, 'source')}.")
    found = sorted({hit.text.casefold() for hit in hits})
    if found and forms:
        say("Forms: " + ", ".join(found))
