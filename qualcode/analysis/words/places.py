"""The words behind a number: an excerpt for each time that a term stands somewhere.

The excerpt is the sentence in which the word stands, so that it can be understood; a sentence in
which it stands twice is there twice, and their number is that of the count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.passages import Passage
from qualcode.analysis.retrieval import Places, excerpts_of
from qualcode.analysis.spans import Integers
from qualcode.analysis.words.corpus import Corpus
from qualcode.analysis.words.terms import Terms
from qualcode.model import Excerpt, Span

if TYPE_CHECKING:
    from qualcode.project import Project


COUNTED = ("count", "sources", "cases")
"""What numbers of words count: running words, or sources and cases that have the word."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The words of a result, what each of them is counted as, and its group (−1: none)."""

    corpus: Corpus
    terms: Terms
    group: Integers

    def of_term(self, term: int, groups: tuple[int, ...] | None = None) -> Integers:
        """The positions of a term's running words, in all groups or in some."""
        inside = self.group >= 0 if groups is None else np.isin(self.group, groups)
        return np.flatnonzero((self.terms.of_word == term) & inside)


def counted_places(corpus: Corpus, positions: Integers, counted: str) -> Integers:
    """The running words that a number stands for, by what it counts: all of them for `count`.

    For `sources` and `cases` it is the first in each.
    """
    if counted == "count":
        return positions
    of = corpus.source[positions]
    if counted == "cases":
        of = corpus.cases[of]
    _, first = np.unique(of, return_index=True)
    return positions[np.sort(first)]


def word_excerpts(
    project: Project, corpus: Corpus, positions: Integers, *, places: Places | None = None
) -> list[Excerpt]:
    """The sentences of running words, which are named by their positions in the corpus."""
    passages = [
        Passage(int(corpus.sources[corpus.source[at]]), _sentence(corpus, at), ())
        for at in positions.tolist()
    ]
    places = places or Places(project)
    there = [each for each in passages if each.source_id in places.rank]
    return excerpts_of(project, there, places=places)


def turn_excerpt(
    project: Project, source_id: int, start: int, end: int, *, places: Places | None = None
) -> list[Excerpt]:
    """The turn in which words stand, or the words alone where they are in none."""
    row = project.rows(
        "SELECT start, end FROM turns WHERE source_id = ? AND start <= ? AND end >= ?",
        (source_id, start, end),
    )
    span = Span(*row[0]) if row else Span(start, end)
    return excerpts_of(project, [Passage(source_id, span, ())], places=places)


def _sentence(corpus: Corpus, at: int) -> Span:
    sentence = int(corpus.sentence[at])
    if sentence < 0:
        return Span(int(corpus.start[at]), int(corpus.end[at]))
    return Span(*corpus.sentences[sentence].tolist())
