"""Codes on the same words: how much of each code's words the same coder gave another code, too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.agreement.runs import unite
from qualcode.analysis.contingency import Floats
from qualcode.analysis.intervals import on_one_line, overlaps
from qualcode.analysis.material import CodedWords
from qualcode.analysis.spans import CodingArrays, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Words of each code, and of each pair of codes; a word counts once for each coder.

    `shared` is symmetric, codes × codes, with each code's own words on the diagonal.
    """

    shared: Integers

    @property
    def words(self) -> Integers:
        """The words of each code."""
        return np.diagonal(self.shared)

    @property
    def share(self) -> Floats:
        """Of a row's words those that have the column's code, too; NaN on the diagonal and of 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found = self.shared / self.words[:, None].astype(np.float64)
        np.fill_diagonal(found, np.nan)
        return np.asarray(found)


def together(row: Integers, words: CodedWords, size: int) -> Together:
    """Count the words of codings by the codes of rows, coder by coder.

    What two coders code differently is a matter of agreement and does not count.
    """
    inside = np.flatnonzero(words.first < words.beyond)
    coders = int(words.coder.max(initial=0)) + 1
    stride = int(words.beyond.max(initial=0)) + 1
    runs = unite(
        row[inside] * coders + words.coder[inside],
        words.first[inside],
        words.beyond[inside],
        stride,
    )
    code, coder = np.divmod(runs.group, coders)
    start = runs.start % stride + coder * stride
    end = start + runs.length
    shared = np.zeros(size * size)
    for left, right in overlaps(start, end):
        both = np.minimum(end[left], end[right]) - np.maximum(start[left], start[right])
        pair = code[left] * size + code[right]
        shared += np.bincount(pair, weights=both, minlength=size * size)
    matrix = shared.reshape(size, size)
    matrix = matrix + matrix.T
    np.fill_diagonal(matrix, np.bincount(code, weights=runs.length, minlength=size))
    return Together(matrix.astype(np.int64))


def meeting(arrays: CodingArrays, one: Integers, other: Integers) -> Integers:
    """Those codings of one code that overlap a coding of another by the same coder.

    Both are given by the positions of their codings, and so is what is found.
    """
    both = np.concatenate((one, other))
    _, owner = np.unique(
        np.stack((arrays.source[both], arrays.coder[both])), axis=1, return_inverse=True
    )
    start, end = on_one_line(owner.ravel(), arrays.start[both], arrays.end[both])
    found = np.zeros(len(both), dtype=bool)
    for left, right in overlaps(start, end):
        mixed = (left < len(one)) != (right < len(one))
        found[left[mixed]] = True
        found[right[mixed]] = True
    return one[found[: len(one)]]
