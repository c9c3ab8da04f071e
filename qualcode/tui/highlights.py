"""What a search has found in one text: to be drawn, counted and walked through."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from qualcode.model import Span
from qualcode.text import union


class Hits:
    """The stretches that were found, each once, in the order of their starts, the longer first.

    What lies beyond `end`, the text's, is left out.
    """

    def __init__(self, spans: Iterable[Span] = (), *, end: int | None = None) -> None:
        last = float("inf") if end is None else end
        found = {Span(start, stop) for start, stop in spans if 0 <= start < stop <= last}
        self.spans = sorted(found, key=_order)
        drawn = union(self.spans)
        self._starts = [span.start for span in drawn]
        self._ends = [span.end for span in drawn]

    def __len__(self) -> int:
        return len(self.spans)

    def within(self, start: int, end: int) -> list[Span]:
        """The parts of `[start, end)` that lie in hits, merged and in order."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return [
            Span(max(self._starts[one], start), min(self._ends[one], end))
            for one in range(first, last)
        ]

    def number(self, span: Span) -> int:
        """Which hit a stretch is, counted from 1; 0 for none."""
        place = bisect_left(self.spans, _order(span), key=_order)
        return place + 1 if self.spans[place : place + 1] == [span] else 0


def _order(span: Span) -> tuple[int, int]:
    return span.start, -span.end
