"""How often terms stand, with how many sources and cases, and how evenly spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qualcode.analysis.contingency import Floats
from qualcode.analysis.material import Amount
from qualcode.analysis.spans import Integers
from qualcode.analysis.words.corpus import Corpus
from qualcode.analysis.words.terms import Terms


@dataclass(frozen=True, slots=True)
class Tally:
    """Each term's count, sources and cases, and its deviation of proportions.

    `dp` is 0 where a term is spread as evenly as the words are and 1 where it is all in the
    smallest source: DP of Gries (2008), divided by its highest value as Lijffijt and Gries (2012)
    do. NaN for a term that does not stand here, and where there is one source. `amount` is the talk
    that all this is of: running words, stop words among them, sources and cases.
    """

    count: Integers
    sources: Integers
    cases: Integers
    dp: Floats
    amount: Amount


class Counted:
    """Terms by group and source, counted once, to be added up for any of the groups.

    `group` is the group of each running word, −1 for none.
    """

    def __init__(self, corpus: Corpus, terms: Terms, group: Integers) -> None:
        self._corpus, self._size = corpus, len(terms)
        self._sources = sources = len(corpus.sources)
        groups = int(group.max(initial=-1)) + 1
        inside = group >= 0
        self._words = np.bincount(
            group[inside] * sources + corpus.source[inside], minlength=groups * sources
        ).reshape(groups, sources)
        inside &= terms.of_word >= 0
        key = (terms.of_word[inside] * sources + corpus.source[inside]) * groups + group[inside]
        combined, self._count = np.unique(key, return_counts=True)
        rest, self._group = np.divmod(combined, max(groups, 1))
        self._term, self._source = np.divmod(rest, max(sources, 1))

    def tally(self, groups: npt.ArrayLike) -> Tally:
        """The numbers of some groups together."""
        chosen = np.isin(self._group, groups)
        term, source, count = self._term[chosen], self._source[chosen], self._count[chosen]
        here, place = np.unique(term * self._sources + source, return_inverse=True)
        number = np.bincount(place, weights=count, minlength=len(here))
        term, source = np.divmod(here, self._sources)
        total = np.bincount(term, weights=number, minlength=self._size)
        words = self._words[np.asarray(groups)].sum(axis=0)
        case = np.unique(self._corpus.cases, return_inverse=True)[1]
        of_case = np.unique(term * self._sources + case[source]) // self._sources
        return Tally(
            count=total.astype(np.int64),
            sources=np.bincount(term, minlength=self._size),
            cases=np.bincount(of_case, minlength=self._size),
            dp=_dispersion(term, number / total[term], len(total), words[source], words),
            amount=Amount(
                sources=int(np.count_nonzero(words)),
                cases=len(np.unique(self._corpus.cases[words > 0])),
                words=int(words.sum()),
            ),
        )


def _dispersion(
    term: Integers, part: Floats, size: int, words_there: Integers, words: Integers
) -> Floats:
    """DP of so many terms, from the part of a term that stands in a source, for all that do."""
    parts = words[words > 0] / max(words.sum(), 1)
    found = np.full(size, np.nan)
    if len(parts) < 2:
        return found
    share = words_there / words.sum()
    off = np.bincount(term, weights=np.abs(part - share), minlength=size)
    absent = 1 - np.bincount(term, weights=share, minlength=size)
    here = np.unique(term)
    found[here] = np.clip((off + absent)[here] / 2 / (1 - parts.min()), 0, 1)
    return found
