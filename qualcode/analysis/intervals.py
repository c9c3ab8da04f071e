"""Half-open intervals on one line, and the pairs of them that overlap."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from qualcode.analysis.spans import Integers

_PAIRS_AT_A_TIME = 4_000_000  # bounds the memory at about 100 MB


def on_one_line(source: Integers, start: Integers, end: Integers) -> tuple[Integers, Integers]:
    """Shift spans so that those of different sources never meet."""
    stride = int(end.max(initial=0)) + 1
    _, order = np.unique(source, return_inverse=True)
    return start + order * stride, end + order * stride


def counting_up(lengths: Integers) -> Integers:
    """0, 1, … up to each length, one after another."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def overlaps(start: Integers, end: Integers) -> Iterator[tuple[Integers, Integers]]:
    """The positions of two intervals that overlap, each pair once, many pairs at a time."""
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    # Those that start before this one ends, among those that come after it.
    for left, right in ranges(np.arange(1, len(start) + 1), np.searchsorted(start, end)):
        yield order[left], order[right]


def ranges(low: Integers, high: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Each position with all from `low` to before `high` of it, many pairs at a time."""
    partners = np.maximum(high - low, 0)
    for first, beyond in _chunks(partners):
        length = partners[first:beyond]
        left = np.repeat(np.arange(first, beyond), length)
        yield left, low[left] + counting_up(length)


def _chunks(partners: Integers) -> Iterator[tuple[int, int]]:
    """Cut positions into stretches with a bounded number of pairs (at least one position)."""
    ends = np.cumsum(partners)
    low = 0
    while low < len(partners):
        done = int(ends[low - 1]) if low else 0
        high = max(int(np.searchsorted(ends, done + _PAIRS_AT_A_TIME)), low + 1)
        yield low, high
        low = high
