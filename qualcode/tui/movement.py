"""Words, sentences and turns: where the next one is, and selections that grow by them.

Plain functions on offsets of a drawn text (`qualcode.tui.layout.drawn`), without Textual.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from qualcode.model import Span

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_CHUNK_END = re.compile(r"\s")


class Units(Protocol):
    """Words, sentences or turns of a text, in order and apart."""

    def at(self, offset: int) -> Span | None:
        """The unit that holds an offset or ends there; else the next one, else the last."""

    def after(self, offset: int) -> Span | None:
        """The first unit that starts after an offset."""

    def before(self, offset: int) -> Span | None:
        """The last unit that starts before an offset."""


class ListedUnits:
    """Units whose spans are known: sentences and turns; see `Units`."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = [span for span in spans if span.start < span.end]
        self._starts = [span.start for span in self._spans]

    def at(self, offset: int) -> Span | None:
        """The unit at an offset."""
        position = bisect_right(self._starts, offset) - 1
        if position >= 0 and offset <= self._spans[position].end:
            return self._spans[position]
        return self.after(offset) or self.before(offset)

    def after(self, offset: int) -> Span | None:
        """The unit that starts after."""
        position = bisect_right(self._starts, offset)
        return self._spans[position] if position < len(self._spans) else None

    def before(self, offset: int) -> Span | None:
        """The unit that starts before."""
        position = bisect_left(self._starts, offset) - 1
        return self._spans[position] if position >= 0 else None


class Words:
    """Words of a text, found as they are asked for; `don't` and `barne-koordinator` are one."""

    def __init__(self, text: str) -> None:
        self._text = text

    def at(self, offset: int) -> Span | None:
        """The unit at an offset."""
        for span in self._chunk(offset):
            if span.start <= offset < span.end:
                return span
        for span in self._chunk(offset):
            if span.end == offset:
                return span
        return self.after(offset) or self.before(offset)

    def after(self, offset: int) -> Span | None:
        """The unit that starts after."""
        inside = next(
            (span for span in self._chunk(offset) if span.start <= offset < span.end), None
        )
        found = _WORD.search(self._text, inside.end if inside else offset)
        if found and found.start() <= offset:
            found = _WORD.search(self._text, found.end())
        return Span(*found.span()) if found else None

    def before(self, offset: int) -> Span | None:
        """The unit that starts before."""
        while offset > 0:
            spans = [span for span in self._chunk(offset - 1) if span.start < offset]
            if spans:
                return spans[-1]
            offset = self._chunk_start(offset - 1)
        return None

    def _chunk_start(self, offset: int) -> int:
        return max(self._text.rfind(blank, 0, offset) for blank in (" ", "\n")) + 1

    def _chunk(self, offset: int) -> list[Span]:
        """The words between the white space before an offset and that after it."""
        start = self._chunk_start(offset)
        stop = _CHUNK_END.search(self._text, offset)
        end = stop.start() if stop else len(self._text)
        return [Span(*match.span()) for match in _WORD.finditer(self._text, start, end)]


@dataclass(frozen=True, slots=True)
class Caret:
    """The cursor (`head`) and where its selection began (`anchor`); equal without a selection.

    `done`: the selection has been coded, so the next one begins behind it.
    """

    anchor: int
    head: int
    done: bool = False

    @property
    def span(self) -> Span:
        """The selected offsets."""
        return Span(min(self.anchor, self.head), max(self.anchor, self.head))

    @property
    def selects(self) -> bool:
        """Whether there is a selection."""
        return self.anchor != self.head


def grow(caret: Caret, units: Units) -> Caret:
    """Select the unit at the cursor; a selection takes the rest of its unit, or one more."""
    start, end = caret.span
    if not caret.selects or caret.done:
        unit = units.after(max(end - 1, 0)) if caret.done else units.at(caret.head)
        return Caret(unit.start, unit.end) if unit else caret
    last = units.at(end - 1)
    if last and last.end <= end:
        last = units.after(end - 1)
    if last is None or last.end <= end:
        return replace(caret, done=False)
    first = units.at(start)
    whole = first is not None and first.start < start < first.end
    return Caret(first.start if first and whole else start, last.end)


def shrink(caret: Caret, units: Units) -> Caret:
    """Leave out the last unit of a selection; what remains is nothing if it was the only one."""
    start, end = caret.span
    if not caret.selects:
        return caret
    last = units.before(end)
    rest = units.before(last.start) if last else None
    if rest is None or rest.end <= start:
        return Caret(start, start)
    return Caret(start, rest.end)
