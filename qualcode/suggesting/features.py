"""What a suggester sees of a word: its stems, compound parts and character n-grams.

They are worked out once per word type. A passage is a row of counts of types, and its features are
that row times the matrix of types by features: whatever is linear in the features (a score, a
word's share in it) can then be computed on types, which are few.

Features are hashed to columns, so that they are the same in every process and need no dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction import FeatureHasher

from qualcode.language.dialect import fold
from qualcode.language.keys import keys, keys_of
from qualcode.language.languages import base, is_norwegian
from qualcode.language.pipelines import Pipeline, lemmas, vectors
from qualcode.language.stems import stem
from qualcode.language.words import word_places
from qualcode.model import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

Matrix = csr_matrix[Any]
Type = tuple[str, str]
"""A casefolded word and the language that it is read in."""


def by_rows(matrix: Any) -> Matrix:
    """Any matrix of scipy's, or the shape of an empty one, in the form that rows are taken from."""
    made: Matrix = csr_matrix(matrix, dtype=np.float32)
    return made


COLUMNS = 2**18
PAIR_COLUMNS = 2**20
_GRAM_SIZES = (3, 4, 5)
_LONGEST = 60  # longer strings are no words: one of 50,000 characters has 150,000 n-grams


def word_language(language: str) -> str:
    """The language whose tables read a word: one for bokmål and nynorsk."""
    return "nb" if is_norwegian(language) else base(language)


def word_keys(word: str, language: str) -> list[str]:
    """The stems and compound parts that a word is found under, sorted."""
    return sorted(keys(word[:_LONGEST], language))


def grams(word: str, language: str) -> list[str]:
    """The n-grams of 3 to 5 characters of a word between blanks, a Norwegian one as bokmål."""
    word = word[:_LONGEST]
    padded = f" {fold(word) if is_norwegian(language) else word} "
    return [padded[at : at + size] for size in _GRAM_SIZES for at in range(len(padded) - size + 1)]


def hashed(rows: Iterable[Iterable[str]], columns: int) -> Matrix:
    """A row of counts for each iterable of feature names."""
    rows = list(rows)
    if not rows:
        return by_rows((0, columns))  # which scikit-learn refuses
    hasher = FeatureHasher(columns, input_type="string", alternate_sign=False, dtype=np.float32)
    return by_rows(hasher.transform(rows))


class Vocabulary:
    """Word types, numbered in the order in which they were met, with their features."""

    def __init__(self, pipeline: Pipeline | None = None, language: str = "") -> None:
        """`pipeline` tells lemmas and vectors of words of its `language`."""
        self._pipeline, self._language = pipeline, word_language(language)
        self.numbers: dict[Type, int] = {}
        self._written: dict[str, dict[str, int]] = {}
        self._keys = by_rows((0, COLUMNS))
        self._grams = by_rows((0, COLUMNS))
        self._vectors = by_rows((0, pipeline.width if pipeline else 0))
        self._remembered: dict[Type, int] = {}
        self._old = (self._keys, self._grams)

    def remember(self, types: list[Type], keys: Matrix, grams: Matrix) -> None:
        """Take over the features of types that may come, from an earlier time."""
        self._remembered = {kind: number for number, kind in enumerate(types)}
        self._old = (keys, grams)

    def number(self, kind: Type) -> int:
        """The number of a type, which it gets when it is first asked for."""
        return self.numbers.setdefault(kind, len(self.numbers))

    def number_of(self, word: str, language: str) -> int:
        """The number of the type of a word as it is written."""
        written = self._written.setdefault(language, {})
        number = written.get(word)
        if number is None:
            number = written[word] = self.number((word.casefold(), language))
        return number

    def features(self) -> tuple[Matrix, Matrix]:
        """Types by stems and compound parts, and types by n-grams."""
        new = list(self.numbers)[self._keys.shape[0] :]
        if new:
            unknown = [kind for kind in new if kind not in self._remembered]
            place = {kind: len(self._remembered) + at for at, kind in enumerate(unknown)}
            order = [self._remembered.get(kind, place.get(kind, 0)) for kind in new]
            keys = hashed(self._keys_of(unknown), COLUMNS)
            grams_ = hashed((grams(*kind) for kind in unknown), COLUMNS)
            self._keys, self._grams = (
                by_rows(vstack([made, vstack([old, found]).tocsr()[order]]))
                for made, old, found in (
                    (self._keys, self._old[0], keys),
                    (self._grams, self._old[1], grams_),
                )
            )
        return self._keys, self._grams

    def _keys_of(self, kinds: Sequence[Type]) -> Iterator[list[str]]:
        """The `word_keys` of many types, in their order, and the stem of the pipeline's lemma."""
        for language, group in groupby(kinds, key=itemgetter(1)):
            words = [word[:_LONGEST] for word, _ in group]
            known = [""] * len(words)
            if self._pipeline and self._pipeline.lemmas and language == self._language:
                known = lemmas(self._pipeline, words)
            for found, lemma in zip(keys_of(words, language), known, strict=True):
                yield sorted(found | {stem(lemma, language)} if lemma else found)

    def vectors(self) -> Matrix:
        """Types by the numbers of their word vectors; no columns where there are none."""
        new = list(self.numbers)[self._vectors.shape[0] :]
        if new:
            width = self._vectors.shape[1]
            found = np.zeros((len(new), width), np.float32)
            if self._pipeline and width:
                own = [at for at, (_, language) in enumerate(new) if language == self._language]
                found[own] = vectors(self._pipeline, [new[at][0] for at in own])
            self._vectors = by_rows(vstack([self._vectors, by_rows(found)]))
        return self._vectors


def words_of(
    vocabulary: Vocabulary, text: str, passages: Sequence[Span], language: str
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For each word that lies in a passage, in order: the passage's number and the word's type.

    Passages are in order and do not overlap.
    """
    language = word_language(language)
    places = word_places(text, Span(0, len(text)), language)
    spans = np.array(places, np.int64).reshape(-1, 2)
    edges = np.array(passages, np.int64).reshape(-1, 2)
    where = np.searchsorted(edges[:, 0], spans[:, 0], side="right") - 1
    if len(edges):
        inside = (where >= 0) & (spans[:, 1] <= edges[where, 1])
    else:
        inside = np.zeros(len(spans), bool)
    types = [
        vocabulary.number_of(text[start:end], language) for start, end in spans[inside].tolist()
    ]
    return where[inside].astype(np.int32), np.array(types, np.int32)
