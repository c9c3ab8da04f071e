"""Collocations: pairs of words that stand near one another more often than by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.material import Amount
from qualcode.analysis.spans import Integers
from qualcode.analysis.words.choices import CollocationMeasure
from qualcode.analysis.words.corpus import Corpus, read_corpus
from qualcode.analysis.words.counting import COUNTING, Counting, Progress, refuse_codings
from qualcode.analysis.words.places import Occurrences
from qualcode.analysis.words.tallies import Counted
from qualcode.analysis.words.terms import Terms, terms_of
from qualcode.errors import InputError
from qualcode.frames import Framed
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project

WIDEST = 20


@dataclass(frozen=True, slots=True)
class Collocation:
    """Two words, the first before the second, and how often they stand so.

    `first_count` and `second_count` are how often each stands at all. `g2` (Dunning 1993) and
    `pmi` (Church and Hanks 1990, binary logarithm) are NLTK's.
    """

    first: int
    second: int
    words: tuple[str, str]
    count: int
    first_count: int
    second_count: int
    sources: int
    cases: int
    g2: float
    pmi: float


@dataclass(frozen=True, slots=True)
class Collocations(Framed):
    """The pairs of a selection that stand together more often than by chance, the strongest first.

    `amount` is the talk that they are counted in. `unspread` is how many pairs were left out
    because too few cases use them. `pairs` are the positions of every pair's words in
    `occurrences.corpus`, with the terms of both, an element each.
    """

    rows: tuple[Collocation, ...]
    window: int
    measure: CollocationMeasure
    amount: Amount
    unspread: int
    stop_words: int
    counting: Counting
    selection: Selection
    occurrences: Occurrences
    pairs: tuple[Integers, Integers]

    def where(self, first: int, second: int) -> Integers:
        """The positions of the first word of a pair of terms, wherever they stand together."""
        left, right = self.pairs
        term = self.occurrences.terms.of_word
        found: Integers = left[(term[left] == first) & (term[right] == second)]
        return found


def collocations(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    window: int = 2,
    measure: CollocationMeasure = CollocationMeasure.LOG_LIKELIHOOD,
    counting: Counting = COUNTING,
    progress: Progress | None = None,
) -> Collocations:
    """Find pairs of words that stand within `window` words of one sentence: 2 is side by side.

    Stop words are no part of a pair, but keep their places between words. In a wider window NLTK
    takes a pair's count through the number of places that its second word can have. Raises
    `InputError` where there are no words.
    """
    refuse_codings(selection)
    if not 2 <= window <= WIDEST:
        raise InputError(
            f"A window has 2 to {WIDEST} words, not {window}.",
            remedy="2 is two words side by side.",
        )
    corpus = read_corpus(project, selection, everyone=counting.everyone, progress=progress)
    terms = terms_of(corpus, counting)
    group = np.zeros(len(corpus), dtype=np.int64)
    left, right = _pairs(corpus, terms, window)
    rows, unspread = _rows(corpus, terms, left, right, window, counting)
    by_g2 = measure is CollocationMeasure.LOG_LIKELIHOOD
    rows.sort(key=lambda row: (-(row.g2 if by_g2 else row.pmi), -row.count, row.words))
    return Collocations(
        rows=tuple(rows),
        window=window,
        measure=measure,
        amount=Counted(corpus, terms, group).tally([0]).amount,
        unspread=unspread,
        stop_words=terms.stop_words,
        counting=counting,
        selection=selection,
        occurrences=Occurrences(corpus, terms, group),
        pairs=(left, right),
    )


def _pairs(corpus: Corpus, terms: Terms, window: int) -> tuple[Integers, Integers]:
    """The positions of the words of every pair, within sentences and without stop words."""
    position = np.arange(len(corpus))
    found = [np.zeros((2, 0), dtype=np.int64)]
    for distance in range(1, window):
        left, right = position[:-distance], position[distance:]
        together = (corpus.sentence[left] == corpus.sentence[right]) & (corpus.sentence[left] >= 0)
        together &= (terms.of_word[left] >= 0) & (terms.of_word[right] >= 0)
        found.append(np.stack((left[together], right[together])))
    first, second = np.concatenate(found, axis=1)
    return first, second


def _rows(
    corpus: Corpus,
    terms: Terms,
    left: Integers,
    right: Integers,
    window: int,
    counting: Counting,
) -> tuple[list[Collocation], int]:
    """The pairs that are listed, and how many too few cases use."""
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics.association import BigramAssocMeasures
    from nltk.probability import FreqDist

    size = max(len(terms), 1)
    pair, which, number = np.unique(
        terms.of_word[left] * size + terms.of_word[right], return_inverse=True, return_counts=True
    )
    sources = _different(which, corpus.source[left], len(pair))
    case = np.unique(corpus.cases, return_inverse=True)[1]
    cases = _different(which, case[corpus.source[left]], len(pair))
    frequent = number >= counting.min_count
    total = np.bincount(terms.of_word[terms.of_word >= 0], minlength=size)
    ends = [(int(key // size), int(key % size)) for key in pair.tolist()]
    listed = np.flatnonzero(frequent).tolist()
    finder = BigramCollocationFinder(
        FreqDist({-1: terms.stop_words, **dict(enumerate(total.tolist()))}),
        FreqDist({ends[at]: int(number[at]) for at in listed}),
        window_size=window,
    )
    rows, unspread = [], 0
    for at in listed:
        first, second = ends[at]
        pmi = finder.score_ngram(BigramAssocMeasures.pmi, first, second)
        if pmi <= 0:  # less often than by chance, which G² takes for a difference as well
            continue
        if cases[at] < counting.min_cases:
            unspread += 1
            continue
        rows.append(
            Collocation(
                first=first,
                second=second,
                words=(terms.names[first], terms.names[second]),
                count=int(number[at]),
                first_count=int(total[first]),
                second_count=int(total[second]),
                sources=int(sources[at]),
                cases=int(cases[at]),
                g2=float(finder.score_ngram(BigramAssocMeasures.likelihood_ratio, first, second)),
                pmi=float(pmi),
            )
        )
    return rows, unspread


def _different(which: Integers, what: Integers, size: int) -> Integers:
    """How many different things each pair has."""
    stride = int(what.max(initial=0)) + 1
    return np.bincount(np.unique(which * stride + what) // stride, minlength=size)
