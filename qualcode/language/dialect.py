"""Dialect spellings and nynorsk brought to bokmål, so that one search finds them all.

The tables and the words that are left out on purpose are in `data/dialect.toml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from qualcode.language.languages import heads, table
from qualcode.language.stems import stem


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The bokmål form of a Norwegian word in dialect or nynorsk; any other word casefolded.

    Words of the table become bokmål words (`itj` is `ikke`); the rest is respelled by rule and may
    come out as something that is no word, but the same for every spelling of it.
    """
    word = word.casefold()
    if word in (words := heads("dialect", "words")):
        return words[word]
    for pattern, becomes in _spellings():
        word = pattern.sub(becomes, word)
    return word


def bokmaal_stem(norwegian_stem: str) -> str:
    """The stem of the bokmål word for a nynorsk stem (`skul` is `skol`); any other as it is."""
    return _stems().get(norwegian_stem, norwegian_stem)


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rule["pattern"]), rule["becomes"]) for rule in table("dialect")["spellings"]
    )


@cache
def _stems() -> dict[str, str]:
    return {
        stem(word, "nb"): stem(bokmaal, "nb") for word, bokmaal in heads("dialect", "stems").items()
    }
