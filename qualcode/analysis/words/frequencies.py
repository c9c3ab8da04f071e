"""Which words stand how often, with how many sources and cases, and how evenly spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.material import Amount
from qualcode.analysis.words.corpus import read_corpus
from qualcode.analysis.words.counting import COUNTING, Counting, Progress, refuse_codings
from qualcode.analysis.words.places import Occurrences
from qualcode.analysis.words.tallies import Counted
from qualcode.analysis.words.terms import terms_of
from qualcode.frames import Framed
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class WordFrequency:
    """A word with its forms, the commonest first; `dp` is as in `Tally`, None if undefined."""

    term: int
    word: str
    forms: tuple[str, ...]
    count: int
    per_1000_words: float
    sources: int
    cases: int
    dp: float | None


@dataclass(frozen=True, slots=True)
class WordFrequencies(Framed):
    """The words of a selection, the commonest first.

    `amount` is the talk that they are counted in, stop words included, of which `stop_words` are
    such. `different` is how many different words there are, listed or not.
    """

    rows: tuple[WordFrequency, ...]
    amount: Amount
    stop_words: int
    different: int
    counting: Counting
    selection: Selection
    occurrences: Occurrences


def word_frequencies(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    counting: Counting = COUNTING,
    progress: Progress | None = None,
) -> WordFrequencies:
    """Count the words of a selection's sources. Raises `InputError` where there are none."""
    refuse_codings(selection)
    corpus = read_corpus(project, selection, everyone=counting.everyone, progress=progress)
    terms = terms_of(corpus, counting)
    group = np.zeros(len(corpus), dtype=np.int64)
    tally = Counted(corpus, terms, group).tally([0])
    listed = np.flatnonzero(
        (tally.count >= counting.min_count) & (tally.cases >= counting.min_cases)
    )
    ordered = listed[np.argsort(-tally.count[listed], kind="stable")].tolist()
    return WordFrequencies(
        rows=tuple(
            WordFrequency(
                term=term,
                word=terms.names[term],
                forms=terms.forms[term],
                count=int(tally.count[term]),
                per_1000_words=float(tally.count[term] * 1000 / tally.amount.words),
                sources=int(tally.sources[term]),
                cases=int(tally.cases[term]),
                dp=None if np.isnan(tally.dp[term]) else float(tally.dp[term]),
            )
            for term in ordered
        ),
        amount=tally.amount,
        stop_words=terms.stop_words,
        different=len(terms),
        counting=counting,
        selection=selection,
        occurrences=Occurrences(corpus, terms, group),
    )
