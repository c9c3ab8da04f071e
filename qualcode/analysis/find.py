"""Finding words in all their forms, and words by their codes, with the place of every hit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from qualcode.analysis.retrieval import overlapping
from qualcode.errors import InputError
from qualcode.language import lexicon
from qualcode.language.keys import forget_steps, key_index, keys_of, matching_words
from qualcode.language.languages import is_norwegian
from qualcode.model import Excerpt, Span
from qualcode.project.search import Hit, any_of, search, vocabulary
from qualcode.project.selection import EVERYTHING, Selection, selected_sources
from qualcode.project.sources import source_ids, sources
from qualcode.text import line_of, line_starts

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.queries.syntax import Query

_TOLD_EVERY = 200  # words
_FORGOTTEN_EVERY = 2000  # words; the steps to their keys take more memory than the keys


def find_words(
    project: Project,
    words: str,
    *,
    exact: bool = False,
    selection: Selection = EVERYTHING,
    interviewers: bool = True,
) -> list[Hit]:
    """The places where the words stand in any form; several have to stand in one turn.

    Each word is looked up among the forms that occur in the project, and the search runs over
    those forms, so that every hit is a word that is really there. `exact` reads the words as an
    expression of FTS5 instead. Of the selection, sources, cases and variables count. Without
    `interviewers` their turns are left out.
    """
    if not words.strip():
        raise InputError("There is no word to look for.", remedy="Write one.")
    expression = words if exact else _any_forms(project, words)
    if not expression:
        return []
    chosen = selected_sources(project, selection)
    return search(project, expression, source_ids=chosen, interviewers=interviewers)


def _any_forms(project: Project, words: str) -> str:
    """An expression for the words in all forms; empty where one of them occurs in none."""
    language = project.language
    index = key_index(vocabulary(project), language)
    found = [matching_words(words, index, language)]
    if is_norwegian(language):  # Haakon is Håkon, and a keyboard without å writes paa
        found += [
            matching_words(spelling, index, language)
            for spelling in (_respelled(words, "aa", "å"), _respelled(words, "å", "aa"))
            if spelling != words
        ]
    forms = [sorted(set().union(*each)) for each in zip(*found, strict=True)]
    if not forms:
        raise InputError("There is no word to look for.", remedy="Write one, with letters in it.")
    return " AND ".join(map(any_of, forms)) if all(forms) else ""


def _respelled(words: str, old: str, new: str) -> str:
    return words.casefold().replace(old, new)


def prepare_words(project: Project, progress: Callable[[float], None]) -> None:
    """Look up every word of the project once, so that `find_words` is quick from then on.

    The first time on a machine that builds the lexicon too (seconds). `progress` is told the share
    done, from 0.0 to 1.0; an exception that it raises ends the work, and nothing is lost.
    """
    language = project.language
    if is_norwegian(language):
        lexicon.prepare(lambda share: progress(share / 2))
    words = vocabulary(project)
    for number, _found in enumerate(keys_of(words, language)):
        if number % _TOLD_EVERY == 0:
            progress(0.5 + number / len(words) / 2)
        if number % _FORGOTTEN_EVERY == 0:
            forget_steps()
    progress(1.0)


def find_codes(
    project: Project,
    code: str,
    *,
    and_code: str = "",
    not_code: str = "",
    selection: Selection = EVERYTHING,
) -> list[Hit]:
    """The words that have one code AND another, or one but NOT another, as hits.

    See `analysis.retrieval.overlapping`. What stands for the turn is the words with one turn
    before and after.
    """
    found = overlapping(
        project, code, and_code=and_code, not_code=not_code, selection=selection, context=1
    )
    return _as_hits(project, found)


def find_query(project: Project, query: Query | str) -> list[Hit]:
    """The words that a query finds, as hits; see `analysis.query.query_excerpts`."""
    from qualcode.analysis.query import query_excerpts

    return _as_hits(project, query_excerpts(project, query, context=1))


def _as_hits(project: Project, found: Iterable[Excerpt]) -> list[Hit]:
    """Excerpts with one turn of context as hits."""
    ids = source_ids(project)
    return [
        Hit(
            source_id=ids[excerpt.source],
            source=excerpt.source,
            turn=excerpt.turn or 0,
            speaker=excerpt.speaker,
            start=excerpt.start,
            end=excerpt.end,
            text=excerpt.text,
            turn_start=excerpt.start - len(excerpt.before),
            turn_text=excerpt.before + excerpt.text + excerpt.after,
            line=excerpt.line,
        )
        for excerpt in found
    ]


def hits_at(project: Project, places: Iterable[tuple[int, Span]]) -> list[Hit]:
    """Places, as a source's id and a span, as hits in the order given.

    Those in a source that is gone, or outside of every turn, are left out.
    """
    wanted = list(places)
    known = {source.id: source for source in sources(project, {place[0] for place in wanted})}
    lines = {source.id: line_starts(source.text) for source in known.values()}
    found = []
    for source_id, span in wanted:
        rows = project.rows(
            "SELECT position, speaker, start, end FROM turns "
            "WHERE source_id = ? AND start <= ? AND end >= ? LIMIT 1",
            (source_id, *span),
        )
        for turn in rows:
            source = known[source_id]
            found.append(
                Hit(
                    source_id=source_id,
                    source=source.name,
                    turn=turn["position"],
                    speaker=turn["speaker"],
                    start=span.start,
                    end=span.end,
                    text=source.text[slice(*span)],
                    turn_start=turn["start"],
                    turn_text=source.text[turn["start"] : turn["end"]],
                    line=line_of(lines[source_id], span.start),
                )
            )
    return found
