"""Passages: words that are to be an excerpt, and how two sets of them go together in one source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from typing import NamedTuple

from qualcode import text as texts
from qualcode.model import Coding, Span


class Applied(NamedTuple):
    """Of a coding what its excerpt says: a `Coding` has the same and more."""

    id: int
    code_id: int
    coder: str
    memo: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that are to be an excerpt, and the codings that it stands for."""

    source_id: int
    span: Span
    codings: tuple[Coding | Applied, ...]


class SpanIndex:
    """Finds which of some spans, given in the order of their starts, overlap with another.

    A span is anything that begins with its start and its end.
    """

    def __init__(self, spans: Sequence[Sequence[int]]) -> None:
        self._starts = [span[0] for span in spans]
        self._ends = [span[1] for span in spans]
        self._reach = list(accumulate(self._ends, max))  # the furthest end up to each span

    def overlapping(self, span: Span) -> list[int]:
        """The positions of the spans that overlap with one, in order."""
        index = bisect_left(self._starts, span.end)
        found = []
        while index > 0 and self._reach[index - 1] > span.start:
            index -= 1
            if self._ends[index] > span.start:
                found.append(index)
        return found[::-1]


def shared(sides: Sequence[Sequence[Passage]], text: str) -> list[Passage]:
    """The words that lie in a passage of every side, with the codings of all sides there.

    The passages are of one source, whose text is `text`; here and below pieces lose the white
    space at their ends.
    """
    pieces = reduce(texts.intersection, map(_spans, sides))
    return _pieces([passage for side in sides for passage in side], pieces, text)


def remaining(left: Sequence[Passage], taken: Iterable[Passage], text: str) -> list[Passage]:
    """The words of the left passages that lie in none of those taken away."""
    return _pieces(left, texts.difference(_spans(left), _spans(taken)), text)


def near(left: Sequence[Span], right: Sequence[Span], most: int) -> list[tuple[int, int]]:
    """Which of two lists of extents are at most so many units apart, as pairs of positions.

    An extent is the units that something touches, from the first to before the one beyond the
    last; it may be empty, and is then near nothing. Two that touch the same unit are 0 apart,
    those in neighbouring units 1.
    """
    order = sorted((n for n in range(len(right)) if _is_there(right[n])), key=lambda n: right[n])
    index = SpanIndex([_stretched(right[n], most) for n in order])
    return [
        (i, j)
        for i in range(len(left))
        if _is_there(left[i])
        for j in sorted(order[n] for n in index.overlapping(_stretched(left[i], most)))
    ]


def together(pairs: Iterable[tuple[Passage, Passage]]) -> list[Passage]:
    """A passage for each pair, from the beginning of the one to the end of the other.

    A pair that shares a coding is none: nothing is near itself.
    """
    return without_doubles(
        Passage(
            one.source_id,
            Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end)),
            one.codings + other.codings,
        )
        for one, other in pairs
        if {coding.id for coding in one.codings}.isdisjoint(coding.id for coding in other.codings)
    )


def without_doubles(passages: Iterable[Passage]) -> list[Passage]:
    """Those passages in order, with the same words once and all codings that they stand for."""
    by_span: dict[Span, dict[int, Coding | Applied]] = {}
    source_id = 0
    for passage in passages:
        source_id = passage.source_id
        codings = by_span.setdefault(passage.span, {})
        codings.update((coding.id, coding) for coding in passage.codings)
    return [Passage(source_id, span, tuple(by_span[span].values())) for span in sorted(by_span)]


def _pieces(around: Sequence[Passage], pieces: Iterable[Span], text: str) -> list[Passage]:
    """A passage for each piece that has words, with the codings of the passages that meet it."""
    # The codings of the first side come first, so that its code heads what is found.
    order = sorted(range(len(around)), key=lambda n: around[n].span)
    index = SpanIndex([around[n].span for n in order])
    found = []
    for piece in pieces:
        span = texts.trim(text, piece)
        if span.start < span.end:
            meeting = [around[n] for n in sorted(order[n] for n in index.overlapping(span))]
            found += without_doubles(
                Passage(passage.source_id, span, passage.codings) for passage in meeting
            )
    return found


def _spans(passages: Iterable[Passage]) -> list[Span]:
    return [passage.span for passage in passages]


def _is_there(extent: Span) -> bool:
    return extent.start < extent.end


def _stretched(extent: Span, most: int) -> Span:
    # Half-open ranges stretched by k overlap just where the distance is at most k.
    return Span(extent.start, extent.end + most)
