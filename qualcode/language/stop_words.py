"""Stop words: those that say little about what is talked of, and are many.

Norwegian has one list of bokmål, nynorsk and what is spoken (`data/stop_words.toml`), since
interviews mix them; a dialect form is a stop word if what it stands for in bokmål is. Other
languages have spaCy's list, English with what interviews ask for.
"""

from __future__ import annotations

from functools import cache, lru_cache

from qualcode.language.dialect import fold
from qualcode.language.languages import base, is_norwegian, word_set
from qualcode.language.words import pipeline


@lru_cache(maxsize=200_000)
def is_stop_word(word: str, language: str) -> bool:
    """Whether a word of a text is a stop word; a language without a list has none."""
    word = word.casefold()
    listed = stop_words(language)
    return word in listed or (is_norwegian(language) and fold(word) in listed)


@cache
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language, casefolded."""
    if is_norwegian(language):
        kinds = ("bokmaal", "nynorsk", "numbers", "spoken")
        return frozenset().union(*(word_set("stop_words", f"norwegian.{kind}") for kind in kinds))
    listed = frozenset(word.casefold() for word in pipeline(language).Defaults.stop_words)
    # Words are counted without the signs at their ends, as `n't` and `'s`.
    listed |= {word.strip("'’‘") for word in listed}
    if base(language) == "en":
        listed |= word_set("stop_words", "english.spoken")
        listed -= word_set("stop_words", "english.telling")
    return listed
