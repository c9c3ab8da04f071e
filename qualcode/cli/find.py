"""qualcode find."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.console import console, count, prepare_lexicon, say, working
from qualcode.cli.options import ProjectPath, open_project


def find(
    path: ProjectPath,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to look for.")],
    exact: Annotated[
        bool,
        typer.Option("--exact", help='As FTS5 reads it: "a phrase", prefix*, AND, OR, NOT.'),
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="How many hits to show; 0 for all.")] = 20,
) -> None:
    """Find words in the transcripts, in all their forms and inside compounds.

    "koordinator" finds barnekoordinatoren and koordinatorrolla; several words have to stand in one
    turn. --exact takes the words as they stand.

    Example: qualcode find samordning.qualcode "ventetid"
    """
    from rich.text import Text

    from qualcode.analysis.find import find_words
    from qualcode.project.search import search

    with open_project(path, read_only=True) as project:
        if not exact:
            prepare_lexicon(project.language)
        with working("Searching"):
            hits = search(project, words) if exact else find_words(project, words)
    out = console()
    for hit in hits[: limit or None]:
        start = hit.start - hit.turn_start
        end = hit.end - hit.turn_start
        before = hit.turn_text[max(start - 60, 0) : start].replace("\n", " ")
        after = hit.turn_text[end : end + 60].replace("\n", " ")
        place = f"{hit.source}, turn {hit.turn}" + (f", {hit.speaker}" if hit.speaker else "")
        out.print(Text.assemble((place, "dim"), "  ", before, (hit.text, "bold reverse"), after))
    sources = len({hit.source for hit in hits})
    say(f"{count(len(hits), 'hit')} in {count(sources, 'source')}.")
    forms = sorted({hit.text.casefold() for hit in hits})
    if forms and not exact:
        say("Forms: " + ", ".join(forms))
