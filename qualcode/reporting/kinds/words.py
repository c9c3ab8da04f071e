"""Reports on the words that are said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from qualcode.analysis.words.choices import CollocationMeasure, KwicOrder, OtherWords
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.reporting.kinds.options import Known
from qualcode.reporting.report import Report

if TYPE_CHECKING:
    from qualcode.analysis.words.counting import Counting
    from qualcode.project import Project

Stem = Annotated[bool, "count the inflected forms of a word together"]
StopWord = Annotated[tuple[str, ...], "leave these words out too"]
AllWords = Annotated[bool, "keep the stop words of the language"]
Everyone = Annotated[bool, "all turns, not only those of informants"]
MinCount = Annotated[int, "list what stands so many times"]
MinCases = Annotated[int, "list what so many cases say"]
Limit = Annotated[int, "how many rows (of each group); 0 for all"]
_LIMIT = 200


def words(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    limit: Limit = _LIMIT,
    stem: Stem = True,
    stop_word: StopWord = (),
    all_words: AllWords = False,
    everyone: Everyone = False,
    min_count: MinCount = 5,
    min_cases: MinCases = 2,
) -> Report:
    """Which words informants use most, without stop words."""
    from qualcode.analysis.words.frequencies import word_frequencies
    from qualcode.reporting.words import word_report

    counting = _counting(stem, stop_word, all_words, everyone, min_count, min_cases)
    result = word_frequencies(project, selection, counting=counting)
    return word_report(project, result, limit=limit or None)


def keyness(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    variable: Annotated[str, "what makes the groups", Known.VARIABLE],
    value: Annotated[str, "only this group, against all others", Known.VALUE] = "",
    against: Annotated[str, "with `value`: against this group alone", Known.VALUE] = "",
    limit: Limit = _LIMIT,
    stem: Stem = True,
    stop_word: StopWord = (),
    all_words: AllWords = False,
    everyone: Everyone = False,
    min_count: MinCount = 5,
    min_cases: MinCases = 2,
) -> Report:
    """The words that one group uses more than the others, or than another group."""
    from qualcode.analysis.words.keyness import keyness as analysis
    from qualcode.reporting.words_compared import keyness_report

    counting = _counting(stem, stop_word, all_words, everyone, min_count, min_cases)
    result = analysis(project, variable, value, against, selection, counting=counting)
    return keyness_report(project, result, limit=limit or None)


def contrast(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    against: Annotated[OtherWords, "which other words"] = OtherWords.ALL,
    limit: Limit = _LIMIT,
    stem: Stem = True,
    stop_word: StopWord = (),
    all_words: AllWords = False,
    everyone: Everyone = False,
    min_count: MinCount = 5,
    min_cases: MinCases = 2,
) -> Report:
    """The words of a code's excerpts that the other talk has less of, and the reverse."""
    from qualcode.analysis.words.contrast import contrast as analysis
    from qualcode.reporting.words_compared import contrast_report

    counting = _counting(stem, stop_word, all_words, everyone, min_count, min_cases)
    result = analysis(project, selection, rest=against, counting=counting)
    return contrast_report(project, result, limit=limit or None)


def collocations(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    window: Annotated[int, "within so many words; 2 is side by side"] = 2,
    measure: Annotated[CollocationMeasure, "what pairs are ordered by"] = (
        CollocationMeasure.LOG_LIKELIHOOD
    ),
    limit: Limit = _LIMIT,
    stem: Stem = True,
    stop_word: StopWord = (),
    all_words: AllWords = False,
    everyone: Everyone = False,
    min_count: MinCount = 3,
    min_cases: MinCases = 2,
) -> Report:
    """Words that stand together within a sentence more often than by chance."""
    from qualcode.analysis.words.collocations import collocations as analysis
    from qualcode.reporting.words import collocation_report

    counting = _counting(stem, stop_word, all_words, everyone, min_count, min_cases)
    result = analysis(project, selection, window=window, measure=measure, counting=counting)
    return collocation_report(project, result, limit=limit or None)


def kwic(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    word: Annotated[str, "what to look for"],
    exact: Annotated[bool, "not in its other forms or inside compounds"] = False,
    order: Annotated[KwicOrder, "by the place, the word, or what is beside it"] = KwicOrder.PLACE,
    width: Annotated[int, "characters on each side"] = 60,
    limit: Limit = _LIMIT,
    everyone: Everyone = False,
) -> Report:
    """Each place where words stand, with what is said before and after."""
    from qualcode.analysis.words.kwic import kwic as analysis
    from qualcode.reporting.words import kwic_report

    result = analysis(
        project, word, selection, exact=exact, everyone=everyone, order=order, width=width
    )
    return kwic_report(project, result, limit=limit or None)


def _counting(
    stem: bool,
    stop_word: tuple[str, ...],
    all_words: bool,
    everyone: bool,
    min_count: int,
    min_cases: int,
) -> Counting:
    from qualcode.analysis.words.counting import Counting, read_stop_words

    return Counting(
        stem=stem,
        stop_words=read_stop_words("\n".join(stop_word)),
        all_words=all_words,
        everyone=everyone,
        min_count=min_count,
        min_cases=min_cases,
    )
