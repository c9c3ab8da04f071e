"""Keyness and lexical contrast as reports: words under the group that uses them more."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qualcode.analysis.retrieval import Places
from qualcode.analysis.words.keyness import Keyword, Uses
from qualcode.analysis.words.places import COUNTED, counted_places, word_excerpts
from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.report import Report
from qualcode.reporting.result_labels import result_labels_in
from qualcode.reporting.results import rounded
from qualcode.reporting.tables import Table
from qualcode.reporting.words_figures import Dot, DotPlot, dot_plot
from qualcode.reporting.words_labels import word_labels_in
from qualcode.reporting.words_notes import (
    Column,
    about_words,
    cells,
    counting_notes,
    forms_shown,
    forms_text,
    headings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.words.contrast import Contrast
    from qualcode.analysis.words.keyness import Keyness
    from qualcode.model import Excerpt
    from qualcode.project import Project
    from qualcode.reporting.tables import Cell

_FEW_CASES = 3
_SURE = 0.05
_SCREEN = (
    "word",
    *("count", "per\n1,000", "cases", "DP"),
    *("count\nelsewhere", "per\n1,000", "cases"),
    *("log\nratio", "G²", "p\nadjusted"),
)


def keyness_report(project: Project, result: Keyness, *, limit: int | None = None) -> Report:
    """The words that groups use more, all or so many of each group, with a dot plot.

    A count opens the sentences in which the word stands, here or elsewhere.
    """
    language = project.language
    return Report(
        keyness_table(result, "en", limit, everything=True),
        shown=keyness_table(result, language, limit),
        about=about_words(result.selection, language),
        figures=(dot_plot(_plot(result, _keyness_title(result, language), language), language),),
        behind=_behind(project, result, limit),
    )


def keyness_table(
    result: Keyness, language: str, limit: int | None = None, *, everything: bool = False
) -> Table:
    """Keywords in a language; `everything` has all columns, and all forms of a word."""
    return _table(
        result,
        _keyness_title(result, language),
        _keyness_notes(result, language),
        language,
        limit,
        everything=everything,
    )


def contrast_report(project: Project, result: Contrast, *, limit: int | None = None) -> Report:
    """The words of a code's excerpts and those of the other talk, with a dot plot."""
    language = project.language
    title = _contrast_title(result, language)
    return Report(
        contrast_table(result, "en", limit, everything=True),
        shown=contrast_table(result, language, limit),
        about=about_words(result.words.selection, language, result.coders),
        figures=(dot_plot(_plot(result.words, title, language), language),),
        behind=_behind(project, result.words, limit),
    )


def contrast_table(
    result: Contrast, language: str, limit: int | None = None, *, everything: bool = False
) -> Table:
    """The contrast in a language; `everything` has all columns, and all forms of a word."""
    return _table(
        result.words,
        _contrast_title(result, language),
        _contrast_notes(result, language),
        language,
        limit,
        everything=everything,
    )


def keyness_screen(result: Keyness, limit: int | None = None) -> list[Table]:
    """The same for a screen, in English: a narrow table for each group; the last has the notes."""
    return _screen(result, _keyness_title(result, "en"), _keyness_notes(result, "en"), limit)


def contrast_screen(result: Contrast, limit: int | None = None) -> list[Table]:
    """The same for a screen, in English: a table for the code and one for the other words."""
    title, notes = _contrast_title(result, "en"), _contrast_notes(result, "en")
    return _screen(result.words, title, notes, limit)


def group_name(result: Keyness, group: int | None, than: int, language: str) -> str:
    """A group as people read it; None is all groups but `than`."""
    labels = word_labels_in(language)
    if group is None:
        return labels.others_than.format(group=group_name(result, than, than, language))
    value = result.groups[group].value
    return value if value is not None else labels.rest if result.variable else labels.other_words


def first_of_groups(rows: Sequence[Keyword], limit: int | None) -> list[Keyword]:
    """The first rows of each group."""
    seen: dict[int, int] = {}
    found = []
    for row in rows:
        seen[row.group] = seen.get(row.group, 0) + 1
        if limit is None or seen[row.group] <= limit:
            found.append(row)
    return found


def _behind(
    project: Project, result: Keyness, limit: int | None
) -> Callable[[int, int], list[Excerpt] | None]:
    rows = first_of_groups(result.rows, limit)
    names = [column.name for column in _columns(result, "en", everything=False)]
    places = cache(lambda: Places(project))

    def behind(row: int, column: int) -> list[Excerpt] | None:
        keyword = rows[row]
        counted, elsewhere, _ = names[column].partition(" elsewhere")
        if counted not in COUNTED:
            return None
        group = keyword.other if elsewhere else keyword.group
        wanted = result.groups_of(group, keyword.group)
        corpus, found = result.occurrences.corpus, result.occurrences.of_term(keyword.term, wanted)
        found = counted_places(corpus, found, counted)
        return word_excerpts(project, corpus, found, places=places())

    return behind


def _columns(result: Keyness, language: str, *, everything: bool) -> list[Column[Keyword]]:
    def group(row: Keyword) -> Cell:
        return group_name(result, row.group, row.group, language)

    def other(row: Keyword) -> Cell:
        return group_name(result, row.other, row.group, language)

    forms = forms_text if everything else forms_shown

    def p_adjusted(row: Keyword) -> Cell:
        return float(f"{row.p_adjusted:.3g}") if everything else rounded(row.p_adjusted)

    columns: list[Column[Keyword]] = [
        Column("group", group),
        Column("compared with", other),
        Column("word", lambda row: row.word),
        Column("forms", lambda row: forms(row.forms)),
        Column("count", lambda row: row.here.count),
        Column("per 1,000 words", lambda row: rounded(row.here.per_1000_words, 3)),
        Column("sources", lambda row: row.here.sources),
        Column("cases", lambda row: row.here.cases),
        Column("DP", lambda row: rounded(row.here.dp, 3)),
        Column("count elsewhere", lambda row: row.there.count),
        Column("per 1,000 words elsewhere", lambda row: rounded(row.there.per_1000_words, 3)),
        Column("sources elsewhere", lambda row: row.there.sources),
        Column("cases elsewhere", lambda row: row.there.cases),
        Column("log ratio", lambda row: rounded(row.log_ratio, 3)),
        Column("G2", lambda row: rounded(row.g2, 2)),
        Column("p", lambda row: float(f"{row.p:.3g}")),
        Column("p adjusted", p_adjusted),
        Column("spread", lambda row: _spread(row, language)),
    ]
    for_programs = ("compared with", "sources", "sources elsewhere", "p", "spread")
    return [column for column in columns if everything or column.name not in for_programs]


def _spread(row: Keyword, language: str) -> str:
    """A word of warning on a word that one source or one case uses."""
    labels = word_labels_in(language)
    if row.here.sources == 1:
        return labels.one_source
    return labels.one_case_mark if row.here.cases == 1 else ""


def _table(
    result: Keyness,
    title: str,
    notes: Sequence[str],
    language: str,
    limit: int | None,
    *,
    everything: bool,
) -> Table:
    labels, rows = word_labels_in(language), first_of_groups(result.rows, limit)
    columns = _columns(result, language, everything=everything)
    column = [each.name for each in columns].index("count")
    marked = frozenset((at, column) for at, row in enumerate(rows) if _spread(row, language))
    first = []
    if len(rows) < len(result.rows):
        numbers = labels_in(language)
        told = {"listed": len(rows), "all": len(result.rows), "shown": limit or 0}
        first.append(
            labels.first_of_group.format(
                **{name: number_text(numbers, number) for name, number in told.items()}
            )
        )
    return Table(
        title,
        tuple(each.name for each in columns) if everything else headings(columns, language),
        cells(columns, rows),
        (
            *([] if rows else [labels.no_keywords]),
            *first,
            *([labels.one_case] if marked else []),
            *notes,
        ),
        marked=marked,
    )


def _screen(result: Keyness, title: str, notes: Sequence[str], limit: int | None) -> list[Table]:
    whole = _table(result, title, notes, "en", limit, everything=False)
    rows = first_of_groups(result.rows, limit)
    tables = [
        Table(
            f"{title}: more with {group_name(result, number, number, 'en')}",
            _SCREEN,
            tuple(_screen_cells(row) for row in rows if row.group == number),
        )
        for number in sorted({row.group for row in rows})
    ]
    if not tables:
        return [Table(title, _SCREEN, (), whole.notes)]
    return [*tables[:-1], replace(tables[-1], notes=whole.notes)]


def _screen_cells(row: Keyword) -> tuple[Cell, ...]:
    return (
        row.word,
        f"{row.here.count}{'*' if _spread(row, 'en') else ''}",
        f"{row.here.per_1000_words:.2f}",
        row.here.cases,
        None if row.here.dp is None else f"{row.here.dp:.2f}",
        row.there.count,
        f"{row.there.per_1000_words:.2f}",
        row.there.cases,
        f"{row.log_ratio:.2f}",
        f"{row.g2:.1f}",
        "<0.001" if row.p_adjusted < 0.001 else f"{row.p_adjusted:.3f}",
    )


def _keyness_title(result: Keyness, language: str) -> str:
    title = word_labels_in(language).keyness.format(variable=result.variable)
    if len(result.groups) > 2:
        return title
    names = " / ".join(group_name(result, each, each, language) for each in (0, 1))
    return f"{title}: {names}"


def _contrast_title(result: Contrast, language: str) -> str:
    return word_labels_in(language).contrast.format(code=result.words.groups[0].value)


def _keyness_notes(result: Keyness, language: str) -> list[str]:
    labels = word_labels_in(language)
    notes = _shared_notes(result, language)
    if result.without:
        names = ", ".join(result.without)
        notes.append(
            labels.without.format(variable=result.variable, number=len(result.without), names=names)
        )
    return notes


def _contrast_notes(result: Contrast, language: str) -> list[str]:
    labels = word_labels_in(language)
    notes = [
        labels.excerpts.format(codings=how_many(result.codings, "codings", language)),
        labels.against[result.rest],
        *_shared_notes(result.words, language),
    ]
    if result.left_out:
        names = ", ".join(result.left_out)
        notes.append(labels.left_out.format(number=len(result.left_out), names=names))
    return notes


def _shared_notes(result: Keyness, language: str) -> list[str]:
    labels, numbers = word_labels_in(language), labels_in(language)
    amounts = []
    few = []
    for number, group in enumerate(result.groups):
        name = group_name(result, number, number, language)
        cases = how_many(group.amount.cases, "cases", language)
        amounts.append(
            labels.group.format(
                group=name,
                words=number_text(numbers, group.amount.words),
                sources=how_many(group.amount.sources, "sources", language),
                cases=cases,
            )
        )
        if group.amount.cases < _FEW_CASES:
            few.append(labels.few_cases.format(group=name, cases=cases))
    return [
        labels.groups.format(groups="; ".join(amounts)),
        labels.statistics.format(tested=how_many(result.tested, "tests", language)),
        labels.not_draws,
        *few,
        *counting_notes(result.counting, result.selection, result.unspread, "words", language),
        labels.dispersion,
    ]


def _rate(uses: Uses, language: str) -> str:
    return f"{uses.per_1000_words:.2f}".replace(".", result_labels_in(language).decimal)


def _plot(result: Keyness, title: str, language: str) -> DotPlot:
    labels = word_labels_in(language)
    sections = tuple(
        (
            group_name(result, number, number, language),
            tuple(
                Dot(
                    row.word,
                    row.log_ratio,
                    f"{_rate(row.here, language)} / {_rate(row.there, language)}",
                    row.p_adjusted < _SURE,
                )
                for row in result.rows
                if row.group == number
            ),
        )
        for number in range(len(result.groups))
    )
    return DotPlot(
        title=title,
        alt=labels.keyness_alt,
        axis=labels.axis_log_ratio[:1].upper() + labels.axis_log_ratio[1:],
        sections=sections,
        empty=labels.no_keywords,
        shows=labels.figure_shows,
        foot=(f"{labels.filled} {labels.rates_beside}",),
    )
