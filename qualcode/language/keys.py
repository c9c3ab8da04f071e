"""What a word is found under, and which words of a vocabulary a search term means.

Every word has keys: its stem, the stems of its lemmas, of its bokmål form and of its compound
parts, and each run of neighbouring parts joined by "+". A term asks for fewer: itself as a whole.
So `koordinator` finds `barnekoordinatoren` and `koordinatorrolla`, whereas `barnekoordinator`
finds itself in any inflection and in `barnekoordinatorrollen`, but not `barnehage`; and `skole`
finds nynorsk `ungdomsskulane`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from qualcode.language import compounds, lexicon, stems
from qualcode.language.compounds import parts
from qualcode.language.dialect import bokmaal_stem, fold
from qualcode.language.languages import is_norwegian
from qualcode.language.roots import root
from qualcode.language.stems import stem

_TERM_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


_BATCH = 1000


def keys_of(vocabulary: Iterable[str], language: str) -> Iterator[frozenset[str]]:
    """The `keys` of many words: quicker, since the lexicon is asked for many things at a time."""
    words = list(vocabulary)
    for start in range(0, len(words), _BATCH):
        batch = words[start : start + _BATCH]
        if is_norwegian(language):
            forms = {word.casefold() for word in batch}
            lexicon.load(forms.union(map(fold, forms)))
            compounds.load(forms)
        for word in batch:
            yield keys(word, language)


@lru_cache(maxsize=200_000)
def keys(word: str, language: str) -> frozenset[str]:
    """Everything that a word of a text can be found under."""
    found = set(_whole(word, language))
    components = parts(word, language)
    for part in components:
        found |= _whole(part, language)
    roots = [root(part, language) for part in components]
    for size in range(2, len(roots) + 1):
        found.update("+".join(roots[at : at + size]) for at in range(len(roots) - size + 1))
    return frozenset(found)


def forget_steps() -> None:
    """Give back the memory of what only led to `keys`, which are remembered themselves."""
    compounds.forget()
    stems.forget()
    fold.cache_clear()
    _whole.cache_clear()


@lru_cache(maxsize=200_000)
def term_keys(word: str, language: str) -> frozenset[str]:
    """What one word of a search term asks for: words that have any of these among their `keys`."""
    components = parts(word, language)
    joined = {"+".join(root(part, language) for part in components)} if components else set()
    return _whole(word, language) | joined


def key_index(vocabulary: Iterable[str], language: str) -> dict[str, list[str]]:
    """The words of a vocabulary by key, in the vocabulary's order, for `matching_words`."""
    index: dict[str, list[str]] = {}
    words = list(dict.fromkeys(vocabulary))
    for word, found in zip(words, keys_of(words, language), strict=True):
        for key in found:
            index.setdefault(key, []).append(word)
    return index


def matching_words(term: str, index: Mapping[str, Sequence[str]], language: str) -> list[list[str]]:
    """For each word of a search term, the sorted words of the vocabulary that it means.

    `index` is the vocabulary's `key_index`. A word that nothing matches has an empty list; a term
    without letters or digits has no words at all.
    """
    return [
        sorted({word for key in term_keys(part, language) for word in index.get(key, ())})
        for part in _TERM_WORD.findall(term)
    ]


@lru_cache(maxsize=200_000)
def _whole(word: str, language: str) -> frozenset[str]:
    """The stems of a word as a whole: as it stands, as bokmål, and of its lemmas."""
    if not is_norwegian(language):
        return frozenset({stem(word, language)})
    forms = {word.casefold(), fold(word)}
    stems = {stem(form, language) for form in forms.union(*map(_lemmas, forms))}
    return frozenset(stems | {bokmaal_stem(each) for each in stems})


def _lemmas(form: str) -> tuple[str, ...]:
    """The lemmas of a form; itself alone where it is one, so that `vente` is not also `venn`."""
    readings = lexicon.readings(form)
    lemmas = sorted({lemma for lemma, pos in readings if pos} or {lemma for lemma, _ in readings})
    return (form,) if form in lemmas else tuple(lemmas)
