"""Words, sentences and turns: where the next one is, and selections that grow by them.

Plain functions on offsets of a drawn text (`qualcode.tui.layout.drawn`), without Textual.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qualcode.model import Span

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_CHUNK_END = re.compile("[ \n]")


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
        self._last = (Span(-1, -1), list[Span]())  # a chunk without blanks may be a whole source

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
        (start, end), words = self._last
        if not start <= offset <= end:
            start = self._chunk_start(offset)
            stop = _CHUNK_END.search(self._text, offset)
            end = stop.start() if stop else len(self._text)
            words = [Span(*match.span()) for match in _WORD.finditer(self._text, start, end)]
            self._last = Span(start, end), words
        return words


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

    @property
    def backwards(self) -> bool:
        """Whether the cursor is at the selection's start."""
        return self.head < self.anchor


def _facing(span: Span, *, backwards: bool) -> Caret:
    """A selection with the cursor at one of its ends."""
    return Caret(span.end, span.start) if backwards else Caret(*span)


def grow(caret: Caret, units: Units) -> Caret:
    """Select the unit at the cursor; a selection takes the rest of its units, or one more.

    It grows at the end where the cursor is.
    """
    start, end = caret.span
    if not caret.selects or caret.done:
        unit = units.after(max(end - 1, 0)) if caret.done else units.at(caret.head)
        return Caret(*unit) if unit else caret
    first, last = units.at(start), units.before(end)
    whole = Span(
        first.start if first and first.start < start < first.end else start,
        max(last.end, end) if last else end,
    )
    if whole == caret.span:
        if caret.backwards:
            more = units.before(start)
            whole = Span(more.start, end) if more else whole
        else:
            more = units.after(end - 1)
            whole = Span(start, more.end) if more else whole
    return _facing(whole, backwards=caret.backwards)


def shrink(caret: Caret, units: Units) -> Caret:
    """Leave out the unit of a selection where the cursor is; nothing remains of a single one."""
    start, end = caret.span
    if not caret.selects:
        return caret
    if caret.backwards:
        first = units.at(start)
        rest = units.after(first.start) if first and first.end < end else None
        return Caret(end, rest.start) if rest and rest.start < end else Caret(start, start)
    last = units.before(end)
    rest = units.before(last.start) if last else None
    return Caret(start, rest.end) if rest and rest.end > start else Caret(start, start)


def stretch(origin: Span, offset: int, units: Units) -> Caret:
    """Select whole units from one, which stays selected, to that at an offset."""
    unit = units.at(offset) or origin
    if unit.start < origin.start:
        return Caret(max(origin.end, unit.end), unit.start)
    return Caret(origin.start, max(unit.end, origin.end))


def extend(caret: Caret, mark: int, units: Units, *, forward: bool) -> Caret:
    """Select the whole unit at a mark, then at the cursor's end a unit more or a unit less."""
    origin = units.at(mark)
    if origin is None:
        return caret
    if not caret.selects:
        return _facing(origin, backwards=not forward)
    if caret.backwards:
        unit = units.at(caret.head) or origin
        part = unit.start < caret.head
    else:
        unit = units.before(caret.head) or origin
        part = unit.end > caret.head
    if part and forward != caret.backwards:
        following: Span | None = unit
    else:
        following = units.after(unit.start) if forward else units.before(unit.start)
    return stretch(origin, (following or unit).start, units)


def next_span(spans: Sequence[Span], caret: Caret, *, forward: bool) -> Span | None:
    """The stretch after or before the one that is selected, or else the cursor.

    `spans` are in the order of their starts, the longer first. A stretch that starts at the cursor
    comes after it.
    """

    def key(span: Span) -> tuple[int, float]:
        return span.start, -span.end

    start, end = caret.span
    here = (start, -end) if caret.selects else (caret.head, float("-inf"))
    if forward:
        place = bisect_right(spans, here, key=key)
        return spans[place] if place < len(spans) else None
    place = bisect_left(spans, here, key=key)
    return spans[place - 1] if place else None
