"""A model of all codes at once: kernel ridge regression on labelled passages and the codebook.

The codebook's own words (name and terms, definition, use, examples) are labelled rows like any
other, which is what there is to go by before anything is coded. In this form a prediction for
each source without that source comes almost for nothing: with M = K + Λ, the residuals of a left
out group g are (M⁻¹)gg⁻¹ αg (see Cook & Weisberg 1982, ch. 3; it is exact).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import lapack, solve
from scipy.sparse import vstack
from threadpoolctl import threadpool_limits

from qualcode.model import Code
from qualcode.suggesting.examples import Examples
from qualcode.suggesting.features import Matrix, by_rows
from qualcode.suggesting.index import Index, features_of, text_features
from qualcode.suggesting.scoring import Shares, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]

_PENALTY = 5.0
_CODEBOOK_WEIGHT = 4.0  # a text of the codebook counts as much as four coded passages
_SIBLINGS = 0.1  # what an example of a code counts for those under the same code
_MOST_DECIDED = 2000
_OFTEN = 200
_LEAST_OTHERS, _SHARE_OF_OTHERS = 500, 0.25
_STRETCHES = 10  # in which a source that has most of the rows is held out


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Scores for every code, higher is likelier.

    `rows` are the passages learned from, `weights` how many each stands for, `labels` what they
    are labelled with and `held_out` their scores by a model without their group. `groups` numbers
    the group of every passage: its source, or a stretch of a source that has most of the rows.
    `columns` are the features in use, `features` those of `rows` and then of the codebook, and
    `coefficients` what each adds to each code. `whitener` and `duals` are what they come from.
    """

    index: Index
    rows: NDArray[np.int64]
    weights: Floats
    labels: NDArray[np.bool_]
    groups: NDArray[np.int64]
    held_out: Floats
    columns: NDArray[np.int64]
    features: Matrix
    coefficients: Floats
    middle: Floats
    whitener: Singles
    duals: Floats

    def shares(self) -> Shares:
        """The coefficients brought from features to words."""
        return shares(self.index, self.columns, self.coefficients)


def fit(
    index: Index,
    examples: Examples,
    codes: Sequence[Code],
    language: str,
    *,
    allowed: NDArray[np.bool_],
    seed: int,
    pause: Callable[[], None] = lambda: None,
) -> Model:
    """Learn from the passages that are `allowed` and seen, and from the codebook."""
    rows, weights = training_rows(examples, allowed, seed)
    labels = examples.labels[rows]
    book, book_labels = codebook_rows(index, codes, language)
    middle = np.average(labels, axis=0, weights=weights) if len(rows) else np.zeros(len(codes))
    together = by_rows(vstack([features_of(index, rows), book]))
    pause()
    columns = np.unique(together.indices).astype(np.int64)
    together = by_rows(together[:, columns])
    penalty = np.r_[
        np.full(len(rows), _PENALTY), np.full(book.shape[0], _PENALTY / _CODEBOOK_WEIGHT)
    ]
    targets = (np.vstack([labels, book_labels]) - middle) @ _borrowing(codes)
    groups = _groups(index, rows)
    with _one_thread():
        kernel = _products(together)
        pause()
        kernel[np.diag_indices_from(kernel)] += penalty
        whitener = _whitener(kernel)
        pause()
        duals = np.asarray(whitener.T @ (whitener @ targets.astype(np.float32)), np.float64)
        held_out = middle + targets[: len(rows)] - _residuals(whitener, duals, groups[rows])
    return Model(
        index,
        rows,
        weights,
        labels,
        groups,
        held_out,
        columns,
        together,
        np.asarray(together.T @ duals),
        middle,
        whitener,
        duals,
    )


def _groups(index: Index, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """For every passage the number of those that are held out together: the id of its source.

    A source with more than half of the rows, as the answers to a survey's question, would leave
    nothing to learn from. It is held out in stretches, cut between turns.
    """
    groups = index.source_of()
    ids, counts = np.unique(groups[rows], return_counts=True)
    if len(ids) and counts.max() * 2 > len(rows):
        largest = ids[counts.argmax()]
        learned = rows[groups[rows] == largest]
        cuts = index.turns[learned[np.arange(1, _STRETCHES) * len(learned) // _STRETCHES]]
        own = groups == largest
        groups[own] = -1 - np.searchsorted(cuts, index.turns[own], side="right")
    return groups


def without_group(model: Model, group: int) -> Model:
    """The model as it would be if it had learned nothing from a group of passages."""
    own = np.flatnonzero(model.groups[model.rows] == group)
    if not len(own):
        return model
    with _one_thread():
        residuals = _own_residuals(model.whitener, model.duals, own).astype(np.float32)
        duals = model.duals - model.whitener.T @ (model.whitener[:, own] @ residuals)
    duals[own] = 0  # but for rounding they are
    return replace(model, duals=duals, coefficients=np.asarray(model.features.T @ duals))


def _one_thread() -> AbstractContextManager[object]:
    """Dense algebra in one thread.

    Several are hardly quicker on matrices of this size, and many times slower where something else
    keeps the processor busy; and they add up in another order on another number of cores.
    """
    limits: AbstractContextManager[object] = threadpool_limits(1, user_api="blas")
    return limits


def _products(features: Matrix) -> Singles:
    """Each row's product with each other: of features that many rows have by dense algebra."""
    frequency = np.bincount(features.indices, minlength=features.shape[1])
    common = features[:, frequency > _OFTEN].toarray()
    rare: Any = features[:, (frequency <= _OFTEN) & (frequency > 0)]
    products = common @ common.T
    products += (rare @ rare.T).toarray()
    return np.asarray(products, np.float32)


def _whitener(kernel: Singles) -> Singles:
    """The W with WᵀW = M⁻¹ for a symmetric matrix M whose eigenvalues are all well above 0.

    It is the inverse of the Cholesky factor: half the work of the inverse of M. In single
    precision, which halves the time again: the largest eigenvalue is some hundred times the
    smallest. M is overwritten.
    """
    if not len(kernel):
        return kernel
    factor, _ = lapack.spotrf(kernel.T, lower=1, overwrite_a=1, clean=1)
    whitener, _ = lapack.strtri(factor, lower=1, overwrite_c=1)
    return np.asarray(whitener)


def training_rows(
    examples: Examples, allowed: NDArray[np.bool_], seed: int
) -> tuple[NDArray[np.int64], Floats]:
    """The passages to learn from, in order, and how many each stands for.

    All that were decided on, up to a number, and some of the others that were read: more of these
    make nothing better.
    """
    random = np.random.default_rng(seed)

    def draw(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
        return rows if len(rows) <= most else random.choice(rows, most, replace=False)

    decided = np.flatnonzero(examples.decided & allowed)
    others = np.flatnonzero(examples.seen & allowed & ~examples.decided)
    decided_kept = draw(decided, _MOST_DECIDED)
    kept = draw(others, max(_LEAST_OTHERS, round(_SHARE_OF_OTHERS * len(decided_kept))))
    rows = np.concatenate([decided_kept, kept])
    weights = np.concatenate(
        [
            np.full(len(decided_kept), len(decided) / max(1, len(decided_kept))),
            np.full(len(kept), len(others) / max(1, len(kept))),
        ]
    )
    order = np.argsort(rows, kind="stable")
    return rows[order], weights[order]


def _borrowing(codes: Sequence[Code]) -> Floats:
    """What an example of each code (rows) counts for each other."""
    parents = np.array([-1 if code.parent_id is None else code.parent_id for code in codes])
    siblings = (parents[:, None] == parents) & (parents != -1)
    borrowing: Floats = np.where(siblings, _SIBLINGS, 0.0)
    np.fill_diagonal(borrowing, 1)
    return borrowing


def _residuals(whitener: Singles, duals: Floats, groups: NDArray[np.int64]) -> Floats:
    """Label less prediction for each row by the model that its group had no part in."""
    found = np.zeros((len(groups), duals.shape[1]))
    for group in np.unique(groups):
        own = np.flatnonzero(groups == group)
        found[own] = _own_residuals(whitener, duals, own)
    return found


def _own_residuals(whitener: Singles, duals: Floats, own: NDArray[np.int64]) -> Floats:
    columns = whitener[own[0] :, own]  # above these they are 0
    return np.asarray(solve(columns.T @ columns, duals[own], assume_a="pos"))


def codebook_rows(
    index: Index, codes: Sequence[Code], language: str
) -> tuple[Matrix, NDArray[np.float64]]:
    """The features of what the codebook says of each code, and which code each row is about."""
    texts, about = [], []
    for number, code in enumerate(codes):
        for text in (
            ". ".join((code.name, *code.indicator_terms)),
            f"{code.name}. {code.definition}" if code.definition else "",
            code.when_to_use,
            *code.examples,
        ):
            if text.strip():
                texts.append(text)
                about.append(number)
    features = text_features(index, texts, language)
    return features, np.eye(len(codes))[np.array(about, np.int64)]
