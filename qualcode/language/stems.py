"""Stems: what the inflected forms of a word have in common."""

from __future__ import annotations

from functools import cache, lru_cache
from threading import Lock
from typing import Protocol

from qualcode.language.languages import base, heads, is_norwegian

_SNOWBALL = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
_VOWELS = frozenset("aeiouyæøå")
# A stemmer keeps the word it is at in itself: two threads in it at once get each other's stems.
_lock = Lock()


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 (the library's name)


def has_stemmer(language: str) -> bool:
    """Whether words of a language are stemmed."""
    return base(language) in _SNOWBALL


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The casefolded stem of one word; only casefolded for a language without a Snowball stemmer.

    Norwegian goes through Snowball until nothing more comes off, with a few repairs (`_norwegian`)
    and a table of irregular words (`data/stems.toml`).
    """
    word = word.casefold()
    if is_norwegian(language):
        return heads("stems", "lexemes").get(word) or _norwegian(word)
    return _snowball(word, base(language))


@lru_cache(maxsize=200_000)
def _snowball(word: str, code: str) -> str:
    stemmer = _stemmer(code)
    if stemmer is None or not word:
        return word
    with _lock:
        return stemmer.stemWord(word)


def forget() -> None:
    """Give back the memory of the words so far."""
    stem.cache_clear()
    _snowball.cache_clear()


def _norwegian(word: str) -> str:
    """Snowball with what it misses in paradigms such as leder, lederen, ledere, lederne.

    Repeating it joins `led` and `leder`; a stem that ends in s is left, lest `grens` (grense)
    become `gren`. Then: `ledern` is `leder`, `ungdomm` is `ungdom`, and the vowel that comes and
    goes in artikkel and artikler, forelder and foreldre is taken out.
    """
    root = _snowball(word, "nb")
    while len(root) > 4:
        if len(root) > 5 and root.endswith("ern"):
            root = root[:-1]
        shorter = root if root.endswith("s") else _snowball(root, "nb")
        if shorter == root:
            break
        root = shorter
    if len(root) > 5 and root.endswith("mm"):
        return root[:-1]
    if len(root) > 4 and root.endswith("el") and root[-3] not in _VOWELS:
        bare = root[:-2]
        return (bare[:-1] if bare[-1] == bare[-2] else bare) + "l"
    if len(root) > 5 and root[-1] == "r" and root[-2] not in _VOWELS and root[-2] != "r":
        return root[:-1]
    return root


@cache
def _stemmer(code: str) -> _Stemmer | None:
    """The Snowball stemmer of a language, if there is one."""
    name = _SNOWBALL.get(code)
    if name is None:
        return None
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer(name)
    return stemmer
