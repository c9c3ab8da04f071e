"""qualcode report words, keyness, contrast, collocations and kwic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.words.choices import CollocationMeasure, KwicOrder, OtherWords
from qualcode.cli.console import (
    console,
    count,
    prepare_lexicon,
    say,
    show_table,
    working,
    write_to_file,
)
from qualcode.cli.options import (
    FigureOut,
    Out,
    ProjectPath,
    open_project,
    selecting,
    selecting_sources,
)
from qualcode.cli.words_options import (
    IN_FILE,
    ON_SCREEN,
    Everyone,
    Limit,
    counting_words,
    reading_words,
    rows_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.analysis.spans import Integers
    from qualcode.analysis.words.corpus import Corpus
    from qualcode.analysis.words.counting import Counting
    from qualcode.analysis.words.keyness import Keyness
    from qualcode.analysis.words.kwic import Kwic
    from qualcode.project import Project
    from qualcode.project.selection import Selection

_WIDE, _IN_TABLE, _NARROWEST = 200, 100, 8  # characters of context


@selecting_sources
@counting_words(min_count=5)
def words(
    path: ProjectPath,
    selection: Selection,
    counting: Counting,
    cell: Annotated[
        str, typer.Option(metavar="WORD", help="Instead, the sentences in which a word stands.")
    ] = "",
    limit: Limit = None,
    out: FigureOut = None,
) -> None:
    """Show which words informants use most, without stop words.

    Example: qualcode report words samordning.qualcode --where perspective=familier --limit 30
    """
    from qualcode.analysis.words.frequencies import word_frequencies
    from qualcode.reporting.words import word_report, word_table

    with open_project(path, read_only=out is None) as project:
        with reading_words(project) as move:
            result = word_frequencies(project, selection, counting=counting, progress=move)
        if cell:
            found = result.occurrences
            term = found.terms.find(cell, project.language)
            _show_places(project, found.corpus, found.of_term(term), out, limit)
        elif out is not None:
            write_to_file(project, word_report(project, result, limit=rows_of(limit, IN_FILE)), out)
        else:
            show_table(word_table(result, "en", rows_of(limit, ON_SCREEN)), numbers_from=2)


@selecting_sources
@counting_words(min_count=5)
def keyness(
    path: ProjectPath,
    selection: Selection,
    counting: Counting,
    variable: Annotated[
        str, typer.Option("--variable", metavar="VARIABLE", help="What makes the groups.")
    ],
    value: Annotated[
        str, typer.Option(metavar="VALUE", help="Only this group, against all others.")
    ] = "",
    against: Annotated[
        str, typer.Option(metavar="VALUE", help="With --value: against this group alone.")
    ] = "",
    cell: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="WORD GROUP", help="Instead, the sentences of a group in which a word stands."
        ),
    ] = None,
    limit: Limit = None,
    out: FigureOut = None,
) -> None:
    """Show the words that one group uses more than the others, or than another group.

    Example: qualcode report keyness samordning.qualcode --variable perspective --value familier
    """
    from qualcode.analysis.words.keyness import keyness
    from qualcode.reporting.words_compared import keyness_report, keyness_screen

    with open_project(path, read_only=out is None) as project:
        with reading_words(project) as move:
            result = keyness(
                project, variable, value, against, selection, counting=counting, progress=move
            )
        if cell:
            found, group = result.occurrences, _group(result, cell[1])
            term = found.terms.find(cell[0], project.language)
            _show_places(project, found.corpus, found.of_term(term, (group,)), out, limit)
        elif out is not None:
            report = keyness_report(project, result, limit=rows_of(limit, IN_FILE))
            write_to_file(project, report, out)
        else:
            for table in keyness_screen(result, rows_of(limit, ON_SCREEN)):
                show_table(table)


@selecting
@counting_words(min_count=5)
def contrast(
    path: ProjectPath,
    selection: Selection,
    counting: Counting,
    against: Annotated[
        OtherWords, typer.Option(help="All other words of coded sources, or only some.")
    ] = OtherWords.ALL,
    cell: Annotated[
        str,
        typer.Option(
            metavar="WORD", help="Instead, the sentences in which a word stands under the code."
        ),
    ] = "",
    limit: Limit = None,
    out: FigureOut = None,
) -> None:
    """Show the words of a code's excerpts that the other talk has less of, and the reverse.

    Example: qualcode report contrast samordning.qualcode --code Ressursbarrierer --coder anne
    """
    from qualcode.analysis.words.contrast import contrast
    from qualcode.reporting.words_compared import contrast_report, contrast_screen

    with open_project(path, read_only=out is None) as project:
        with reading_words(project) as move:
            result = contrast(project, selection, rest=against, counting=counting, progress=move)
        if cell:
            found = result.words.occurrences
            term = found.terms.find(cell, project.language)
            _show_places(project, found.corpus, found.of_term(term, (0,)), out, limit)
        elif out is not None:
            report = contrast_report(project, result, limit=rows_of(limit, IN_FILE))
            write_to_file(project, report, out)
        else:
            for table in contrast_screen(result, rows_of(limit, ON_SCREEN)):
                show_table(table)


@selecting_sources
@counting_words(min_count=3)
def collocations(
    path: ProjectPath,
    selection: Selection,
    counting: Counting,
    window: Annotated[
        int, typer.Option(metavar="K", help="Within so many words; 2 is side by side.")
    ] = 2,
    measure: Annotated[
        CollocationMeasure, typer.Option(help="What pairs are ordered by.")
    ] = CollocationMeasure.LOG_LIKELIHOOD,
    cell: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="WORD WORD", help="Instead, the sentences in which a pair of words stands."
        ),
    ] = None,
    limit: Limit = None,
    out: FigureOut = None,
) -> None:
    """Show words that stand together within a sentence more often than by chance.

    Example: qualcode report collocations samordning.qualcode --window 4 --measure pmi
    """
    from qualcode.analysis.words.collocations import collocations
    from qualcode.reporting.words import collocation_report, collocation_table

    with open_project(path, read_only=out is None) as project:
        with reading_words(project) as move:
            result = collocations(
                project,
                selection,
                window=window,
                measure=measure,
                counting=counting,
                progress=move,
            )
        if cell:
            found = result.occurrences
            first, second = (found.terms.find(word, project.language) for word in cell)
            _show_places(project, found.corpus, result.where(first, second), out, limit)
        elif out is not None:
            report = collocation_report(project, result, limit=rows_of(limit, IN_FILE))
            write_to_file(project, report, out)
        else:
            show_table(collocation_table(result, "en", rows_of(limit, ON_SCREEN)), numbers_from=2)


@selecting_sources
def kwic(
    path: ProjectPath,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to look for.")],
    selection: Selection,
    stem: Annotated[
        bool,
        typer.Option(
            "--stem/--exact",
            help="In all forms and inside compounds, or as FTS5 reads it, as in `qualcode find`.",
        ),
    ] = True,
    everyone: Everyone = False,
    sort: Annotated[
        KwicOrder, typer.Option(help="By the place, the word, or what is before or after it.")
    ] = KwicOrder.PLACE,
    width: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Characters on each side; else what has room."),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="How many to show on the screen; 0 for all.")
    ] = 50,
    out: Out = None,
) -> None:
    """Show each place where words stand, with what is said before and after (keyword in context).

    Example: qualcode report kwic samordning.qualcode koordinator --sort right --where wave=2025
    """
    from qualcode.analysis.words.kwic import kwic
    from qualcode.reporting.words import kwic_report

    with open_project(path, read_only=out is None) as project:
        if stem:
            prepare_lexicon(project.language)
        with working("Searching"):
            result = kwic(
                project,
                words,
                selection,
                exact=not stem,
                everyone=everyone,
                order=sort,
                width=width or (_WIDE if out is None else _IN_TABLE),
            )
        if out is not None:
            write_to_file(project, kwic_report(project, result), out)
        else:
            _show_lines(result, limit)


def _show_lines(result: Kwic, limit: int) -> None:
    """Print lines with the words below one another, as wide as the screen."""
    from rich.cells import cell_len
    from rich.text import Text

    from qualcode.analysis.words.kwic import first_part, last_part
    from qualcode.reporting.words import kwic_notes

    out = console()
    lines = result.lines[: limit or None]
    places = [f"{line.source} {line.turn}" for line in lines]
    margin = max(map(cell_len, places), default=0)
    longest = max((cell_len(line.word) for line in lines), default=0)
    room = min(max((out.width - margin - 2 - longest) // 2, _NARROWEST), result.width + 1)
    for place, line in zip(places, lines, strict=True):
        left = last_part(line.left, room - 1)
        right = first_part(line.right, room - 1 + longest - cell_len(line.word))
        blanks = margin - cell_len(place) + 2 + max(room - cell_len(left), 0)
        told = Text.assemble((place, "dim"), " " * blanks, left, (line.word, "bold reverse"), right)
        out.print(told, no_wrap=True, crop=True)
    if len(lines) < len(result.lines):
        say(f"… and {count(len(result.lines) - len(lines), 'more place')}; --limit 0 shows them.")
    for note in kwic_notes(result, "en"):
        say(note)


def _show_places(
    project: Project, corpus: Corpus, positions: Integers, out: Path | None, limit: int | None
) -> None:
    """Write or print the sentences in which words stand."""
    from rich.text import Text

    from qualcode.analysis.words.places import word_excerpts
    from qualcode.reporting.results import excerpt_table

    found = word_excerpts(project, corpus, positions)
    if out is not None:
        write_to_file(project, excerpt_table(found), out)
        return
    for excerpt in found[: rows_of(limit, ON_SCREEN)]:
        place = (excerpt.source, f"turn {excerpt.turn}", f"line {excerpt.line}", excerpt.speaker)
        where = ", ".join(filter(None, place))
        console().print(Text.assemble((where, "dim"), "  ", " ".join(excerpt.text.split())))
    shown = min(len(found), rows_of(limit, ON_SCREEN) or len(found))
    say(f"{count(len(found), 'place')}" + (f", {shown} shown." if shown < len(found) else "."))


def _group(result: Keyness, name: str) -> int:
    """The group of that name."""
    from qualcode.errors import NotFoundError, suggest_names
    from qualcode.reporting.words_compared import group_name

    known = {
        group_name(result, number, number, "en"): number for number in range(len(result.groups))
    }
    if name.strip() not in known:
        raise NotFoundError(f"There is no group “{name}”.", remedy=suggest_names(name, list(known)))
    return known[name.strip()]
