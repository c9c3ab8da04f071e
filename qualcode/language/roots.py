"""The root that stands for a word in all its inflections and spellings, where words are counted.

A word is found under many keys (`keys.keys`), but can be counted under one thing only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from qualcode.language import lexicon
from qualcode.language.dialect import bokmaal_stem, fold
from qualcode.language.languages import is_norwegian
from qualcode.language.stems import stem

_BATCH = 1000


def roots(words: Iterable[str], language: str) -> Iterator[str]:
    """The roots of many words: quicker, since the lexicon is asked for many things at a time."""
    every = list(words)
    for start in range(0, len(every), _BATCH):
        batch = every[start : start + _BATCH]
        if is_norwegian(language):
            lexicon.load({fold(word) for word in batch})
        yield from (root(word, language) for word in batch)


@lru_cache(maxsize=200_000)
def root(word: str, language: str) -> str:
    """The stem of a word's lemma, of a Norwegian one as bokmål: `gikk` and `gjekk` are `gå`.

    A form of several words goes to itself if it is one of them (`lærer`), else to the first of
    them by the alphabet; nothing here reads the sentence.
    """
    if not is_norwegian(language):
        return stem(word, language)
    form = fold(word)
    readings = lexicon.readings(form)
    lemmas = {lemma for lemma, pos in readings if pos} or {lemma for lemma, _ in readings}
    lemma = form if form in lemmas else min(lemmas, default=form)
    return bokmaal_stem(stem(lemma, "nb"))
