"""Ranges that overlap: which of them touch a place, and in which lane of the margin each stands.

The index is a table of buckets over the text; it knows nothing of rows, so it outlives every
change of width. Lanes come from colouring the intervals greedily in the order of their starts;
chains of overlapping ranges are coloured each on its own, so that a new range changes few lanes.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from qualcode.model import Coding, Span

_BUCKET = 512  # characters


class Ranged(Protocol):
    """A coding or a suggestion."""

    @property
    def id(self) -> int: ...  # noqa: D102

    @property
    def start(self) -> int: ...  # noqa: D102

    @property
    def end(self) -> int: ...  # noqa: D102


R = TypeVar("R", bound=Ranged)


class RangeIndex(Generic[R]):
    """The codings or suggestions of one source, by place and by id."""

    def __init__(self, ranges: Iterable[R] = ()) -> None:
        self._by_id: dict[int, R] = {}
        self._buckets: defaultdict[int, dict[int, R]] = defaultdict(dict)
        for one in ranges:
            self._by_id[one.id] = one
            for bucket in _buckets(one):
                self._buckets[bucket][one.id] = one
        self._order = sorted(map(order_of, self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def all(self) -> list[R]:
        """Everything, in the order of `order_of`."""
        return [self._by_id[range_id] for _, _, range_id in self._order]

    def spans(self) -> list[Span]:
        """The stretches, in the same order."""
        return [Span(start, -end) for start, end, _ in self._order]

    def get(self, range_id: int) -> R | None:
        """What has that id, if it is there."""
        return self._by_id.get(range_id)

    def overlapping(self, start: int, end: int) -> list[R]:
        """What shares at least one character with `[start, end)`, in order."""
        found: dict[int, R] = {}
        for bucket in range(start // _BUCKET, (end - 1) // _BUCKET + 1):
            if bucket in self._buckets:
                found |= self._buckets[bucket]
        return sorted(
            (one for one in found.values() if one.start < end and one.end > start),
            key=order_of,
        )

    def at(self, offset: int) -> list[R]:
        """What is on an offset; where there is nothing, what ends there."""
        return self.overlapping(offset, offset + 1) or (
            self.overlapping(offset - 1, offset) if offset else []
        )

    def put(self, ranges: Iterable[R]) -> list[Span]:
        """Add some, or replace those of the same ids; gives the places that look different."""
        changed: list[Span] = []
        for one in ranges:
            changed += self.remove([one.id])
            self._by_id[one.id] = one
            for bucket in _buckets(one):
                self._buckets[bucket][one.id] = one
            insort(self._order, order_of(one))
            changed.append(self._settle(Span(one.start, one.end)))
        return changed

    def remove(self, range_ids: Iterable[int]) -> list[Span]:
        """Take some out; gives the places that look different."""
        changed: list[Span] = []
        for range_id in range_ids:
            one = self._by_id.pop(range_id, None)
            if one is None:
                continue
            for bucket in _buckets(one):
                del self._buckets[bucket][range_id]
            del self._order[bisect_left(self._order, order_of(one))]
            changed.append(self._settle(Span(one.start, one.end)))
        return changed

    def _settle(self, span: Span) -> Span:
        """Take note of a change; gives the stretch that it concerns."""
        return span


class CodingIndex(RangeIndex[Coding]):
    """The codings of one source, with their lanes."""

    def __init__(self, codings: Iterable[Coding] = ()) -> None:
        super().__init__(codings)
        self._lanes = assign_lanes(self._by_id.values())

    def lane(self, coding: Coding) -> int:
        """The lane of a coding, counted from 0."""
        return self._lanes[coding.id]

    def remove(self, range_ids: Iterable[int]) -> list[Span]:
        """Take some out; gives the places that look different."""
        gone = list(range_ids)
        changed = super().remove(gone)
        for coding_id in gone:
            self._lanes.pop(coding_id, None)
        return changed

    def _settle(self, span: Span) -> Span:
        """Assign the lanes of all chains that touch a span; gives the span that they cover."""
        while True:
            chain = self.overlapping(*span)
            wider = Span(
                min([span.start, *(coding.start for coding in chain)]),
                max([span.end, *(coding.end for coding in chain)]),
            )
            if wider == span:
                self._lanes |= assign_lanes(chain)
                return span
            span = wider


def order_of(one: Ranged) -> tuple[int, int, int]:
    """Ranges in the order of their starts, the longer first."""
    return one.start, -one.end, one.id


def assign_lanes(codings: Iterable[Coding]) -> dict[int, int]:
    """For each coding's id the lowest lane that no coding it overlaps with has."""
    lanes: dict[int, int] = {}
    under_way: list[tuple[int, int]] = []  # ends and lanes
    free: list[int] = []
    opened = 0
    for coding in sorted(codings, key=order_of):
        while under_way and under_way[0][0] <= coding.start:
            heapq.heappush(free, heapq.heappop(under_way)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, opened = opened, opened + 1
        lanes[coding.id] = lane
        heapq.heappush(under_way, (coding.end, lane))
    return lanes


CODING_BRACKETS = "[├┌└│"
SUGGESTION_BRACKETS = "({╭╰┊"


def bracket(ranges: Sequence[Ranged], row: Span, glyphs: str = CODING_BRACKETS) -> str:
    """The character that one lane shows beside a row, for what is in the lane there.

    `glyphs` stand for one that is all in the row, for several, for where one begins, where one
    ends, and where it goes on.
    """
    if not ranges:
        return " "
    begins = any(one.start >= row.start for one in ranges)
    stops = any(one.end <= row.end for one in ranges)
    if begins and stops:
        return glyphs[0] if len(ranges) == 1 else glyphs[1]
    return glyphs[2] if begins else glyphs[3] if stops else glyphs[4]


def _buckets(one: Ranged) -> range:
    return range(one.start // _BUCKET, (one.end - 1) // _BUCKET + 1)
