"""A corpus as matrices: each passage by its words, and by its features among its neighbours.

A passage's own features are three blocks of equal length (stems and compound parts, n-grams, pairs
of neighbouring words), weighed by how few passages have them, and a shorter one of word vectors
where there are any. In its row stand also those of the other sentences of the turn, the weight
falling by a fifth with each sentence between, and cues: who speaks, whether it is a question, how
long it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack

from qualcode.model import Role, Span
from qualcode.suggesting.features import PAIR_COLUMNS, Matrix, Vocabulary, by_rows, words_of
from qualcode.suggesting.passages import Document, turn_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int32]

    Weighted = tuple[Matrix, Matrix, Matrix]

BLOCKS = 4
_VECTORS = 0.5  # the length of the vectors beside the other blocks
_BATCH = 4096
_COMMON = 0.3  # what stands in more than this share of the passages tells nothing
_REACH = 8
_FADING = 0.8
# Weights of the cues beside a row of length 1, and the middle and spread of log(1 + words).
_ROLE, _QUESTION, _LENGTH = 0.4, 0.4, 0.3
CUES = 4
_LENGTH_SCALE = (2.3, 0.8)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """All passages of a corpus, document after document, and how to get their features.

    `words` are passages by types, `pairs` passages by hashed pairs of words; `cues` passages by
    role, question and length; `turns` numbers the turns. `weights` are the features' weights, and
    those of types for the vectors; `lengths` each passage's length in each block, and `norms` that
    of its row before the cues.
    """

    vocabulary: Vocabulary
    first: dict[int, int]
    documents: tuple[Document, ...]
    words: Matrix
    pairs: Matrix
    cues: Floats
    turns: NDArray[np.int64]
    weights: tuple[Floats, Floats, Floats, Floats]
    lengths: Floats
    norms: Floats

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(self.words.shape[0])

    def rows(self, document: Document, spans: Sequence[Span]) -> NDArray[np.int64]:
        """The numbers of some of a document's passages."""
        first = self.first[document.source_id]
        return np.array([first + bisect_left(document.passages, span) for span in spans], np.int64)

    def document_of(self, row: int) -> Document:
        """The document that a passage is in."""
        starts = list(self.first.values())
        return self.documents[bisect_right(starts, row) - 1]

    def source_of(self) -> NDArray[np.int64]:
        """The id of each passage's source."""
        return np.repeat(
            np.array([document.source_id for document in self.documents], np.int64),
            [len(document.passages) for document in self.documents],
        )


def build_index(
    documents: Sequence[Document],
    pause: Callable[[], None] = lambda: None,
    vocabulary: Vocabulary | None = None,
) -> Index:
    """Read every word of the documents once; the vocabulary may remember some of them."""
    vocabulary = vocabulary or Vocabulary()
    first: dict[int, int] = {}
    found = []
    size = 0
    for document in documents:
        pause()
        first[document.source_id] = size
        rows, types = words_of(vocabulary, document.text, document.passages, document.language)
        found.append((rows + np.int32(size), types))
        size += len(document.passages)
    rows = _joined([rows for rows, _ in found])
    types = _joined([types for _, types in found])
    del found
    turns = _turns(documents)
    pause()
    words = _counts(rows, types, (size, len(vocabulary.numbers)))
    pairs = _pairs(vocabulary, rows, types, size)
    weights = _weights(vocabulary, words, pairs, pause)
    lengths = np.ones((size, BLOCKS), np.float32)
    norms = np.ones(size, np.float32)
    index = Index(
        vocabulary,
        first,
        tuple(documents),
        words,
        pairs,
        _cues(documents, words),
        turns,
        weights,
        lengths,
        norms,
    )
    _measure(index, pause)
    return index


def _joined(parts: list[Numbers]) -> Numbers:
    return np.concatenate(parts) if parts else np.empty(0, np.int32)


def _counts(rows: Numbers, columns: Numbers, shape: tuple[int, int]) -> Matrix:
    """How often each column stands in each row, dampened: 1 + log(count)."""
    counts = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    counts.sum_duplicates()
    counts.data = (1 + np.log(counts.data)).astype(np.float32)
    return counts


def _pairs(vocabulary: Vocabulary, rows: Numbers, types: Numbers, size: int) -> Matrix:
    """Passages by pairs of neighbouring words, hashed."""
    from sklearn.utils import murmurhash3_32

    hashes = np.array(
        [murmurhash3_32(word, seed=0, positive=True) for word, _ in vocabulary.numbers], np.uint64
    )
    together = rows[1:] == rows[:-1]
    left, right = hashes[types[:-1][together]], hashes[types[1:][together]]
    columns = ((left * np.uint64(31) + right) * np.uint64(0x9E3779B1)) >> np.uint64(7)
    columns %= np.uint64(PAIR_COLUMNS)
    return _counts(rows[1:][together], columns.astype(np.int32), (size, PAIR_COLUMNS))


def _turns(documents: Sequence[Document]) -> NDArray[np.int64]:
    """The number of each passage's turn across the corpus, rising; one of its own outside."""
    numbers: list[int] = []
    following = 0
    for document in documents:
        following += 1
        latest: int | None = None
        for number in turn_numbers(document.turns, document.passages):
            if number is None or number != latest:
                following += 1
            latest = number
            numbers.append(following)
    return np.array(numbers, np.int64)


def _cues(documents: Sequence[Document], words: Matrix) -> Floats:
    cues = np.zeros((words.shape[0], CUES), np.float32)
    at = 0
    for document in documents:
        numbers = turn_numbers(document.turns, document.passages)
        for span, number in zip(document.passages, numbers, strict=True):
            role = document.turns[number].role if number is not None else Role.UNKNOWN
            cues[at, 0] = _ROLE * (role is Role.INFORMANT)
            cues[at, 1] = _ROLE * (role is Role.INTERVIEWER)
            cues[at, 2] = _QUESTION * ("?" in document.text[span.start : span.end])
            at += 1
    middle, spread = _LENGTH_SCALE
    size = np.log1p(np.diff(words.indptr))
    cues[:, 3] = _LENGTH * np.clip((size - middle) / spread, -2, 2)
    return cues


def _weights(
    vocabulary: Vocabulary, words: Matrix, pairs: Matrix, pause: Callable[[], None]
) -> tuple[Floats, Floats, Floats, Floats]:
    """What a feature weighs: the logarithm of how few passages have it, 0 for very common ones."""
    size = words.shape[0]

    def weigh(frequency: NDArray[np.int64]) -> Floats:
        weight = np.log((1 + size) / (1 + frequency)) + 1
        if size > 20:
            weight[frequency > _COMMON * size] = 0
        return weight.astype(np.float32)

    frequencies = []
    for features in vocabulary.features():
        frequency = np.zeros(features.shape[1], np.int64)
        for start in range(0, size, _BATCH):
            pause()
            block = by_rows(words[start : start + _BATCH] @ features)
            frequency += np.bincount(block.indices, minlength=features.shape[1])
        frequencies.append(frequency)
    frequencies.append(np.bincount(pairs.indices, minlength=PAIR_COLUMNS))
    frequencies.append(np.bincount(words.indices, minlength=words.shape[1]))
    keys, grams, joined, types = map(weigh, frequencies)
    return keys, grams, joined, types


def weighted_features(index: Index) -> Weighted:
    """Types by weighted stems and parts, by weighted n-grams, and by weighted vectors."""
    keys, grams = index.vocabulary.features()
    found = index.vocabulary.vectors()
    weights = np.full(found.shape[0], np.log1p(index.size) + 1, np.float32)  # for words met since
    weights[: len(index.weights[3])] = index.weights[3]
    return (
        by_rows(keys @ diags(index.weights[0])),
        by_rows(grams @ diags(index.weights[1])),
        by_rows(diags(weights) @ found),
    )


def own_features(
    index: Index,
    words: Matrix,
    pairs: Matrix,
    weighted: Weighted | None = None,
) -> tuple[Matrix, Floats]:
    """The blocks of passages side by side, and what they were divided by to get their lengths.

    `weighted` are the `weighted_features`, for who needs them often.
    """
    weighted = weighted or weighted_features(index)
    blocks, lengths = [], []
    keys, grams, found = (words @ features[: words.shape[1]] for features in weighted)
    joined = pairs @ diags(index.weights[2])
    for block, wanted in ((keys, 1), (grams, 1), (joined, 1), (found, _VECTORS)):
        block = by_rows(block)
        length = np.sqrt(np.asarray(block.multiply(block).sum(axis=1))).ravel() / wanted
        length[length == 0] = 1
        blocks.append(by_rows(diags(1 / length) @ block))
        lengths.append(length)
    return by_rows(hstack(blocks)), np.stack(lengths, axis=1).astype(np.float32)


def neighbourhood(turns: NDArray[np.int64], rows: NDArray[np.int64]) -> Matrix:
    """Rows by all passages: 1 at the passage itself, less for others of its turn."""
    size = len(turns)
    where, columns, values = [], [], []
    for offset in range(-_REACH, _REACH + 1):
        other = rows + offset
        valid = (other >= 0) & (other < size)
        valid[valid] = turns[other[valid]] == turns[rows[valid]]
        where.append(np.flatnonzero(valid))
        columns.append(other[valid])
        values.append(np.full(int(valid.sum()), _FADING ** abs(offset), np.float32))
    return csr_matrix(
        (np.concatenate(values), (np.concatenate(where), np.concatenate(columns))),
        shape=(len(rows), size),
    )


def features_of(index: Index, rows: NDArray[np.int64]) -> Matrix:
    """Passages with their neighbours and cues: what a model learns from."""
    mixed = _mixed(index, rows)
    length = _row_lengths(mixed)
    return by_rows(hstack([diags(1 / length) @ mixed, by_rows(index.cues[rows])]))


def _mixed(index: Index, rows: NDArray[np.int64]) -> Matrix:
    near = neighbourhood(index.turns, rows)
    needed = np.unique(near.indices)
    own, _ = own_features(index, index.words[needed], index.pairs[needed])
    return by_rows(near[:, needed] @ own)


def _row_lengths(matrix: Matrix) -> Floats:
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), np.float32)).ravel()
    length[length == 0] = 1
    return length


def text_features(index: Index, texts: Sequence[str], language: str) -> Matrix:
    """The features of texts that stand in no source, without cues."""
    found = [words_of(index.vocabulary, text, [Span(0, len(text))], language) for text in texts]
    rows = _joined([rows + at for at, (rows, _) in enumerate(found)])
    types = _joined([types for _, types in found])
    words = _counts(rows, types, (len(texts), len(index.vocabulary.numbers)))
    own, _ = own_features(index, words, _pairs(index.vocabulary, rows, types, len(texts)))
    cues = by_rows((len(texts), CUES))
    return by_rows(hstack([diags(1 / _row_lengths(own)) @ own, cues]))


def _measure(index: Index, pause: Callable[[], None]) -> None:
    """Fill in the lengths of all passages, batch by batch: all of their features never exist."""
    weighted = weighted_features(index)
    for start in range(0, index.size, _BATCH):
        pause()
        end = min(start + _BATCH, index.size)
        low, high = max(0, start - _REACH), min(index.size, end + _REACH)
        own, lengths = own_features(index, index.words[low:high], index.pairs[low:high], weighted)
        index.lengths[start:end] = lengths[start - low : end - low]
        near = neighbourhood(index.turns, np.arange(start, end))
        index.norms[start:end] = _row_lengths(by_rows(near[:, low:high] @ own))
