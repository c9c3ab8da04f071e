"""Scores of passages, computed on words instead of on features: a word's share in each score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import diags

from qualcode.suggesting.features import COLUMNS, PAIR_COLUMNS
from qualcode.suggesting.index import CUES, Index, neighbourhood, weighted_features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What types (by stems, n-grams and vectors), pairs of words and cues add to codes' scores.

    All but cues are still to be divided by a passage's lengths. `pairs` has a row for each of
    `pair_columns`.
    """

    keys: Floats
    grams: Floats
    pairs: Floats
    vectors: Floats
    cues: Floats
    pair_columns: NDArray[np.int64]


def shares(index: Index, columns: NDArray[np.int64], coefficients: Floats) -> Shares:
    """Coefficients of features (columns, sorted, by codes) brought to types."""
    keys, grams, found = weighted_features(index)
    offsets = np.cumsum([0, COLUMNS, COLUMNS, PAIR_COLUMNS, found.shape[1], CUES])
    edges = np.searchsorted(columns, offsets)
    own_columns, own = [], []
    for block in range(len(offsets) - 1):
        part = slice(edges[block], edges[block + 1])
        own_columns.append(columns[part] - offsets[block])
        own.append(coefficients[part])
    cues = np.zeros((CUES, coefficients.shape[1]))
    cues[own_columns[4]] = own[4]
    return Shares(
        keys[:, own_columns[0]] @ own[0],
        grams[:, own_columns[1]] @ own[1],
        index.weights[2][own_columns[2], None] * own[2],
        found[:, own_columns[3]] @ own[3],
        cues,
        own_columns[2],
    )


def scores(index: Index, parts: Shares, rows: NDArray[np.int64]) -> Floats:
    """Passages by codes: features times coefficients."""
    near = neighbourhood(index.turns, rows)
    needed = np.unique(near.indices).astype(np.int64)
    mixed: Any = near[:, needed]
    mixed = mixed @ own_scores(index, parts, needed)
    return np.asarray(mixed / index.norms[rows, None] + index.cues[rows] @ parts.cues)


def own_scores(index: Index, parts: Shares, rows: NDArray[np.int64]) -> Floats:
    """What passages' own words add, before it is divided by the length of their row."""
    lengths = index.lengths[rows].astype(np.float64)
    words = index.words[rows]
    size = words.shape[1]  # words of the codebook come after those of the passages
    total = diags(1 / lengths[:, 0]) @ (words @ parts.keys[:size])
    total = total + diags(1 / lengths[:, 1]) @ (words @ parts.grams[:size])
    if parts.vectors.any():
        total = total + diags(1 / lengths[:, 3]) @ (words @ parts.vectors[:size])
    pairs = index.pairs[rows][:, parts.pair_columns]
    return np.asarray(total + diags(1 / lengths[:, 2]) @ (pairs @ parts.pairs))
