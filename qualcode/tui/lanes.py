"""Ranges that overlap: which of them touch a place, and in which lane of the margin each stands.

The index is a table of buckets over the text; it knows nothing of rows, so it outlives every
change of width. Lanes come from colouring the intervals greedily in the order of their starts;
chains of overlapping ranges are coloured each on its own, so that a new range changes few lanes.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

from qualcode.model import Coding, Span

_BUCKET = 512  # characters


class CodingIndex:
    """The codings of one source, by place and by id, with their lanes."""

    def __init__(self, codings: Iterable[Coding] = ()) -> None:
        self._by_id: dict[int, Coding] = {}
        self._buckets: defaultdict[int, dict[int, Coding]] = defaultdict(dict)
        for coding in codings:
            self._put(coding)
        self._lanes = assign_lanes(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def all(self) -> list[Coding]:
        """Every coding, in the order of `order_of`."""
        return sorted(self._by_id.values(), key=order_of)

    def get(self, coding_id: int) -> Coding | None:
        """The coding of that id, if it is there."""
        return self._by_id.get(coding_id)

    def lane(self, coding: Coding) -> int:
        """The lane of a coding, counted from 0."""
        return self._lanes[coding.id]

    def overlapping(self, start: int, end: int) -> list[Coding]:
        """The codings that share at least one character with `[start, end)`, in order."""
        found: dict[int, Coding] = {}
        for bucket in range(start // _BUCKET, (end - 1) // _BUCKET + 1):
            if bucket in self._buckets:
                found |= self._buckets[bucket]
        return sorted(
            (coding for coding in found.values() if coding.start < end and coding.end > start),
            key=order_of,
        )

    def at(self, offset: int) -> list[Coding]:
        """The codings on an offset; where there are none, those that end there."""
        return self.overlapping(offset, offset + 1) or (
            self.overlapping(offset - 1, offset) if offset else []
        )

    def put(self, codings: Iterable[Coding]) -> list[Span]:
        """Add codings, or replace those of the same ids; gives the places that look different."""
        changed: list[Span] = []
        for coding in codings:
            changed += self.remove([coding.id])
            self._put(coding)
            changed.append(self._recolour(Span(coding.start, coding.end)))
        return changed

    def remove(self, coding_ids: Iterable[int]) -> list[Span]:
        """Take codings out; gives the places that look different."""
        changed: list[Span] = []
        for coding_id in coding_ids:
            coding = self._by_id.pop(coding_id, None)
            if coding is None:
                continue
            for bucket in _buckets(coding):
                del self._buckets[bucket][coding_id]
            del self._lanes[coding_id]
            changed.append(self._recolour(Span(coding.start, coding.end)))
        return changed

    def _put(self, coding: Coding) -> None:
        self._by_id[coding.id] = coding
        for bucket in _buckets(coding):
            self._buckets[bucket][coding.id] = coding

    def _recolour(self, span: Span) -> Span:
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


def order_of(coding: Coding) -> tuple[int, int, int]:
    """Codings in the order of their starts, the longer first."""
    return coding.start, -coding.end, coding.id


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


def bracket(codings: Sequence[Coding], row: Span) -> str:
    """The character that one lane shows beside a row, for its codings there."""
    if not codings:
        return " "
    begins = any(coding.start >= row.start for coding in codings)
    stops = any(coding.end <= row.end for coding in codings)
    if begins and stops:
        return "[" if len(codings) == 1 else "├"
    return "┌" if begins else "└" if stops else "│"


def _buckets(coding: Coding) -> range:
    return range(coding.start // _BUCKET, (coding.end - 1) // _BUCKET + 1)
