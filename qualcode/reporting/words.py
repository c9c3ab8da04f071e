"""Word frequencies, collocations and keywords in context as reports."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qualcode.analysis.retrieval import Places
from qualcode.analysis.words.choices import CollocationMeasure
from qualcode.analysis.words.places import COUNTED, counted_places, turn_excerpt, word_excerpts
from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.report import Report
from qualcode.reporting.results import rounded
from qualcode.reporting.tables import Table
from qualcode.reporting.words_figures import Dot, DotPlot, dot_plot
from qualcode.reporting.words_labels import word_labels_in
from qualcode.reporting.words_notes import (
    Column,
    about_words,
    amount_note,
    cells,
    counting_notes,
    first_rows_note,
    forms_shown,
    forms_text,
    headings,
    speakers_note,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.analysis.words.collocations import Collocation, Collocations
    from qualcode.analysis.words.frequencies import WordFrequencies, WordFrequency
    from qualcode.analysis.words.kwic import Kwic, KwicLine
    from qualcode.model import Excerpt
    from qualcode.project import Project


def word_report(project: Project, result: WordFrequencies, *, limit: int | None = None) -> Report:
    """The commonest words, all or so many, with a dot plot; a number opens the sentences."""
    language = project.language
    rows, places = result.rows[:limit], _places(project)

    def behind(row: int, column: int) -> list[Excerpt] | None:
        if (counted := _WORD_COLUMNS[column].name) not in COUNTED:
            return None
        corpus, found = result.occurrences.corpus, result.occurrences.of_term(rows[row].term)
        found = counted_places(corpus, found, counted)
        return word_excerpts(project, corpus, found, places=places())

    return Report(
        word_table(result, "en", limit, everything=True),
        shown=word_table(result, language, limit),
        about=about_words(result.selection, language),
        figures=(dot_plot(_word_plot(result, language), language),),
        behind=behind,
    )


def word_table(
    result: WordFrequencies, language: str, limit: int | None = None, *, everything: bool = False
) -> Table:
    """The commonest words in a language; `everything` names all forms of each."""
    labels, rows = word_labels_in(language), result.rows[:limit]
    numbers = labels_in(language)
    columns = [
        Column("forms", lambda row: forms_text(row.forms))
        if everything and column.name == "forms"
        else column
        for column in _WORD_COLUMNS
    ]
    return Table(
        labels.frequencies,
        tuple(each.name for each in columns) if everything else headings(columns, language),
        cells(columns, rows),
        (
            *([] if rows else [labels.no_words]),
            *first_rows_note(len(rows), len(result.rows), language),
            amount_note(result.amount, result.stop_words, language),
            labels.different.format(
                all=number_text(numbers, result.different),
                listed=number_text(numbers, len(result.rows)),
            ),
            *counting_notes(result.counting, result.selection, 0, "words", language),
            labels.dispersion,
        ),
    )


def _word_plot(result: WordFrequencies, language: str) -> DotPlot:
    labels = word_labels_in(language)
    dots = tuple(
        Dot(row.word, row.per_1000_words, number_text(labels_in(language), row.count))
        for row in result.rows
    )
    return DotPlot(
        title=labels.frequencies,
        alt=labels.frequencies_alt,
        axis=labels.axis_per_1000[:1].upper() + labels.axis_per_1000[1:],
        sections=(("", dots),),
        empty=labels.no_words,
        shows=labels.figure_shows,
    )


def collocation_report(
    project: Project, result: Collocations, *, limit: int | None = None
) -> Report:
    """The strongest pairs of words, all or so many, with a dot plot; counts open the sentences."""
    language = project.language
    rows, places = result.rows[:limit], _places(project)

    def behind(row: int, column: int) -> list[Excerpt] | None:
        if (counted := _PAIR_COLUMNS[column].name) not in COUNTED:
            return None
        corpus, found = result.occurrences.corpus, result.where(rows[row].first, rows[row].second)
        found = counted_places(corpus, found, counted)
        return word_excerpts(project, corpus, found, places=places())

    return Report(
        collocation_table(result, "en", limit, everything=True),
        shown=collocation_table(result, language, limit),
        about=about_words(result.selection, language),
        figures=(dot_plot(_pair_plot(result, language), language),),
        behind=behind,
    )


def collocation_table(
    result: Collocations, language: str, limit: int | None = None, *, everything: bool = False
) -> Table:
    """The strongest pairs of words in a language; `everything` is for programs."""
    labels, rows = word_labels_in(language), result.rows[:limit]
    return Table(
        labels.collocations,
        tuple(each.name for each in _PAIR_COLUMNS)
        if everything
        else headings(_PAIR_COLUMNS, language),
        cells(_PAIR_COLUMNS, rows),
        (
            *([] if rows else [labels.no_pairs]),
            *first_rows_note(len(rows), len(result.rows), language),
            labels.window.format(window=result.window),
            labels.pairs,
            labels.ordered_by[result.measure],
            amount_note(result.amount, result.stop_words, language),
            *counting_notes(result.counting, result.selection, result.unspread, "pairs", language),
        ),
    )


def _pair_plot(result: Collocations, language: str) -> DotPlot:
    labels = word_labels_in(language)
    by_g2 = result.measure is CollocationMeasure.LOG_LIKELIHOOD
    axis = labels.axis_g2 if by_g2 else labels.axis_pmi
    dots = tuple(
        Dot(
            (" " if result.window == 2 else " … ").join(row.words),
            row.g2 if by_g2 else row.pmi,
            number_text(labels_in(language), row.count),
        )
        for row in result.rows
    )
    return DotPlot(
        title=labels.collocations,
        alt=labels.collocations_alt.replace("{measure}", axis),
        axis=axis,
        sections=(("", dots),),
        empty=labels.no_pairs,
        shows=labels.figure_shows,
    )


def kwic_report(project: Project, result: Kwic, *, limit: int | None = None) -> Report:
    """The places where words stand, all or so many; each leads to its whole turn."""
    language = project.language
    lines, places = result.lines[:limit], _places(project)

    def behind(row: int, _column: int) -> list[Excerpt]:
        line = lines[row]
        return turn_excerpt(project, line.source_id, line.start, line.end, places=places())

    return Report(
        kwic_table(result, "en", limit, everything=True),
        shown=kwic_table(result, language, limit),
        about=about_words(result.selection, language),
        behind=behind,
    )


def kwic_table(
    result: Kwic, language: str, limit: int | None = None, *, everything: bool = False
) -> Table:
    """The places: what goes before and after in the cells beside the word.

    `everything` has all that leads back to them.
    """
    if everything:
        return _kwic_table(result, language, limit, _LINE_COLUMNS)
    place = word_labels_in(language).place
    columns: tuple[Column[KwicLine], ...] = (
        *(column for column in _LINE_COLUMNS if column.name in ("source", "speaker")),
        Column("place", lambda line: place.format(turn=line.turn, line=line.line)),
        *(column for column in _LINE_COLUMNS if column.name in ("left", "word", "right")),
    )
    return _kwic_table(result, language, limit, columns)


def _kwic_table(
    result: Kwic, language: str, limit: int | None, columns: tuple[Column[KwicLine], ...]
) -> Table:
    labels, lines = word_labels_in(language), result.lines[:limit]
    return Table(
        labels.kwic.format(words=result.words),
        headings(columns, language),
        cells(columns, lines),
        (
            *first_rows_note(len(lines), len(result.lines), language),
            *kwic_notes(result, language),
        ),
    )


def kwic_notes(result: Kwic, language: str) -> tuple[str, ...]:
    """How many places there are, in what forms, where they were looked for and how ordered."""
    labels = word_labels_in(language)
    found = labels.hits.format(
        hits=how_many(len(result.lines), "places", language),
        sources=how_many(result.sources, "sources", language),
        cases=how_many(result.cases, "cases", language),
    )
    forms = ", ".join(f"{form} ({number})" for form, number in result.forms)
    return (
        *([found, labels.hit_forms.format(forms=forms)] if forms else [labels.no_hits]),
        labels.exact if result.exact else labels.in_all_forms,
        labels.ordered_by[result.order],
        speakers_note(result.selection, result.everyone, language),
    )


def _places(project: Project) -> Callable[[], Places]:
    """Gives what leads excerpts back to their places, for one report."""
    return cache(lambda: Places(project))


_WORD_COLUMNS: tuple[Column[WordFrequency], ...] = (
    Column("word", lambda row: row.word),
    Column("forms", lambda row: forms_shown(row.forms)),
    Column("count", lambda row: row.count),
    Column("per 1,000 words", lambda row: rounded(row.per_1000_words, 3)),
    Column("sources", lambda row: row.sources),
    Column("cases", lambda row: row.cases),
    Column("DP", lambda row: rounded(row.dp, 3)),
)
_PAIR_COLUMNS: tuple[Column[Collocation], ...] = (
    Column("first word", lambda row: row.words[0]),
    Column("second word", lambda row: row.words[1]),
    Column("count", lambda row: row.count),
    Column("first count", lambda row: row.first_count),
    Column("second count", lambda row: row.second_count),
    Column("G2", lambda row: rounded(row.g2, 2)),
    Column("PMI", lambda row: rounded(row.pmi, 2)),
    Column("sources", lambda row: row.sources),
    Column("cases", lambda row: row.cases),
)
_LINE_COLUMNS: tuple[Column[KwicLine], ...] = (
    Column("source", lambda line: line.source),
    Column("case", lambda line: line.case),
    Column("speaker", lambda line: line.speaker),
    Column("turn", lambda line: line.turn),
    Column("line", lambda line: line.line),
    Column("start", lambda line: line.start),
    Column("end", lambda line: line.end),
    Column("left", lambda line: line.left),
    Column("word", lambda line: line.word),
    Column("right", lambda line: line.right),
)
