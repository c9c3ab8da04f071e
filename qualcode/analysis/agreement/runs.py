"""Runs of constant coding: sets of positions as sorted half-open intervals that do not touch.

Positions are characters or numbers of units. Everything lies on one line on which each group (a
code in a source) has a stretch of its own, so that no run reaches from one group into the next.
Nothing here is as long as the text: the work grows with the number of codings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.spans import Integers


@dataclass(frozen=True, slots=True)
class Runs:
    """Sorted intervals `[start, end)` on the line; `stride` is a group's share of the line."""

    start: Integers
    end: Integers
    stride: int

    @property
    def group(self) -> Integers:
        """The group that each run is in."""
        return self.start // self.stride

    @property
    def length(self) -> Integers:
        """How many positions each run has."""
        return self.end - self.start

    def covered_by(self, other: Runs) -> Integers:
        """How many positions of each run lie in the other's runs."""
        return _reach(other, self.end) - _reach(other, self.start)


def unite(group: Integers, start: Integers, end: Integers, stride: int) -> Runs:
    """The runs that intervals make up, group by group; those that overlap or touch are one.

    Every end is below `stride`; empty intervals have to be left out.
    """
    order = np.argsort(group * stride + start, kind="stable")
    starts = (group * stride + start)[order]
    reached = np.maximum.accumulate((group * stride + end)[order])
    first = np.ones(len(starts), dtype=bool)
    first[1:] = starts[1:] > reached[:-1]
    last = np.ones(len(starts), dtype=bool)
    last[:-1] = first[1:]
    return Runs(starts[first], reached[last], stride)


def _reach(runs: Runs, position: Integers) -> Integers:
    """How many positions of the runs lie before a position."""
    if not len(runs.start):
        return np.zeros_like(position)
    total = np.concatenate(([0], np.cumsum(runs.length)))
    begun = np.searchsorted(runs.start, position)
    beyond = np.where(begun > 0, runs.end[begun - 1] - position, 0)
    return total[begun] - np.maximum(beyond, 0)


@dataclass(frozen=True, slots=True)
class Stretches:
    """Maximal intervals in which the same coders have a code: bit i of `who` is coder i's."""

    start: Integers
    end: Integers
    who: Integers


def stretches(of_coders: list[Runs]) -> Stretches:
    """Cut the line at every border of a run; stretches that nobody has are left out."""
    position = np.concatenate([part for runs in of_coders for part in (runs.start, runs.end)])
    step = np.concatenate(
        [
            part
            for coder, runs in enumerate(of_coders)
            for part in (
                np.full(len(runs.start), 1 << coder, dtype=np.int64),
                np.full(len(runs.end), -(1 << coder), dtype=np.int64),
            )
        ]
    )
    border, which = np.unique(position, return_inverse=True)
    change = np.zeros(len(border), dtype=np.int64)
    np.add.at(change, which, step)
    who = np.cumsum(change)[:-1]
    held = who != 0
    return Stretches(border[:-1][held], border[1:][held], who[held])
