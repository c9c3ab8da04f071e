"""Where every word stands on the screen: which text is shown, how it wraps, offset ↔ place.

Plain functions on code points and cells. A *piece* is a stretch of one line of the source that is
shown; a *row* is what of a piece fits into the width. Rows are arrays of starts and ends, so that
a place is found by bisection. Every character takes one cell, except in pieces that hold wide or
combining characters; only these are measured grapheme by grapheme.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import set_cell_size, split_graphemes

from qualcode.model import Span, Turn

# All that is surely one cell wide: Latin, Greek and Cyrillic letters, punctuation, arrows, boxes.
_OTHER_WIDTH = re.compile(
    "[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u03a3-\u0482"
    "\u2010-\u2027\u2030-\u203b\u203d-\u2048\u20a0-\u20bf\u2190-\u2193\u2500-\u25a9]"
)


class Place(NamedTuple):
    """A row, counted from 0, and a cell in it."""

    row: int
    cell: int


def hidden_spans(text: str, turns: Sequence[Turn]) -> list[Span]:
    """Labels, stamps and blank lines between turns: the gutter shows what they say.

    Words outside any turn stay visible, unless they lead to a turn with a speaker or a stamp.
    """
    hidden: list[Span] = []
    end = 0
    for turn in turns:
        gap = text[end : turn.start]
        named = turn.speaker or turn.time_start is not None
        if gap and (named or not gap.strip()):
            hidden.append(Span(end, turn.start))
        end = turn.end
    if turns and not text[end:].strip() and end < len(text):
        hidden.append(Span(end, len(text)))
    return hidden


def drawn(text: str, hidden: Sequence[Span]) -> str:
    """The text as it is drawn, of the same length: hidden characters are line ends."""
    parts, end = [], 0
    for span in hidden:
        parts += [text[end : span.start], "\n" * (span.end - span.start)]
        end = span.end
    # Terminals draw tabs and soft hyphens each in its own way. (`translate` is slow on long texts.)
    return "".join([*parts, text[end:]]).replace("\t", " ").replace("\xad", "-")


def pieces(text: str, hidden: Sequence[Span]) -> list[Span]:
    """The stretches without a line end that are shown, in order; at least one, even if empty."""
    found: list[Span] = []
    end = 0
    for start, stop in (*hidden, Span(len(text), len(text))):
        if end < start:
            found += _lines(text, end, start)
        end = stop
    return found or [Span(0, 0)]


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while (stop := text.find("\n", start, end)) >= 0:
        yield Span(start, stop)
        start = stop + 1
    yield Span(start, end)


def is_narrow(text: str) -> bool:
    """Whether every character takes one cell."""
    return _OTHER_WIDTH.search(text) is None


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawn text in rows of at most `width` cells; made by `wrap`.

    The blank at which a row was broken is in neither row: the place after a row's last character
    stands for it.
    """

    text: str
    width: int
    starts: list[int]
    ends: list[int]

    @property
    def rows(self) -> int:
        """How many rows there are; at least one."""
        return len(self.starts)

    def row_of(self, offset: int) -> int:
        """The row that holds an offset; a hidden offset belongs to the row before it."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def row_text(self, row: int) -> str:
        """The characters of a row."""
        return self.text[self.starts[row] : self.ends[row]]

    def row_span(self, row: int) -> Span:
        """All offsets that belong to a row, those that are not drawn included."""
        last = row + 1 == len(self.starts)
        return Span(self.starts[row], len(self.text) + 1 if last else self.starts[row + 1])

    def shown(self, offset: int) -> int:
        """The offset itself if a cursor can stand there, else the nearest after or before it."""
        row = self.row_of(offset)
        if offset < self.starts[row]:
            return self.starts[row]
        if offset <= self.ends[row]:
            return offset
        return self.starts[row + 1] if row + 1 < len(self.starts) else self.ends[row]

    def place_of(self, offset: int) -> Place:
        """Where an offset is drawn."""
        row = self.row_of(offset)
        start, end = self.starts[row], self.ends[row]
        stop = min(max(offset, start), end)
        return Place(row, cells(self.text[start:stop]))

    def offset_at(self, row: int, cell: int) -> int:
        """The offset that is drawn at a place; beyond a row's end, its last one."""
        row = min(max(row, 0), len(self.starts) - 1)
        start, end = self.starts[row], self.ends[row]
        text = self.row_text(row)
        if is_narrow(text):
            offset = start + min(max(cell, 0), len(text))
        else:
            offset = end
            at = 0
            for left, _, size in split_graphemes(text)[0]:
                at += size
                if cell < at:
                    offset = start + left
                    break
        if offset == end and row + 1 < len(self.starts) and self.starts[row + 1] == end:
            return self.before(end)
        return offset

    def after(self, offset: int) -> int:
        """The next offset where a cursor can stand."""
        row = self.row_of(offset)
        if offset >= self.ends[row]:
            return self.starts[row + 1] if row + 1 < len(self.starts) else self.ends[row]
        start = max(offset, self.starts[row])
        return start + _first_grapheme(self.text[start : self.ends[row]])

    def before(self, offset: int) -> int:
        """The offset before, where a cursor can stand."""
        row = self.row_of(offset)
        start, end = self.starts[row], self.ends[row]
        if offset <= start:
            if row == 0:
                return start
            row, start, end = row - 1, self.starts[row - 1], self.ends[row - 1]
            if end < offset:
                return end
        text = self.text[start : min(offset, end)]
        if offset > end:
            return end
        return start + _last_grapheme(text) if text else start


def cells(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if is_narrow(text) else split_graphemes(text)[1]


def fitted(text: str, room: int) -> str:
    """A text in a row, its end left out if there is no room."""
    if cells(text) <= room:
        return text
    return set_cell_size(text, max(room - 1, 0)).rstrip() + "…" if room > 0 else ""


def _first_grapheme(text: str) -> int:
    if is_narrow(text[:2]):
        return min(1, len(text))
    spans = split_graphemes(text[:64])[0]
    return spans[0][1] if spans else len(text)


def _last_grapheme(text: str) -> int:
    """Where the last grapheme starts."""
    if is_narrow(text[-2:]):
        return len(text) - 1
    spans = split_graphemes(text)[0]
    return spans[-1][0] if spans else 0


def wrap(text: str, shown: Sequence[Span], width: int) -> Layout:
    """Break drawn text into rows at blanks, or within a word that is longer than a row.

    `shown` are its `pieces`; `width` is at least 2, so that a wide character fits.
    """
    width = max(width, 2)
    starts: list[int] = []
    ends: list[int] = []
    all_narrow = is_narrow(text)
    for start, end in shown:
        if end - start <= width // 2:  # a character takes two cells at most
            starts.append(start)
            ends.append(end)
        elif all_narrow or is_narrow(text[start:end]):
            _wrap_narrow(text, start, end, width, starts, ends)
        else:
            _wrap_wide(text, start, end, width, starts, ends)
    return Layout(text, width, starts, ends)


def _wrap_narrow(
    text: str, start: int, end: int, width: int, starts: list[int], ends: list[int]
) -> None:
    while end - start > width:
        blank = text.rfind(" ", start, start + width + 1)
        starts.append(start)
        if blank <= start:
            start += width
            ends.append(start)
        else:
            ends.append(blank)
            start = blank + 1
    starts.append(start)
    ends.append(end)


def _wrap_wide(
    text: str, start: int, end: int, width: int, starts: list[int], ends: list[int]
) -> None:
    at = 0  # cells since `start`
    blank = cells_to_blank = -1  # the last blank of the row, and the cells up to and with it
    offset = start
    for left, right, size in split_graphemes(text[start:end])[0]:
        left, right = left + offset, right + offset
        is_blank = text[left:right] == " "
        if at + size > width and not is_blank:
            starts.append(start)
            if blank > start and at - cells_to_blank + size <= width:
                ends.append(blank)
                start, at = blank + 1, at - cells_to_blank
            else:
                ends.append(left)
                start, at = left, 0
            blank = -1
        elif at + size > width:  # a blank that hangs over the edge
            starts.append(start)
            ends.append(left)
            start, at, blank = right, 0, -1
            continue
        at += size
        if is_blank:
            blank, cells_to_blank = left, at
    starts.append(start)
    ends.append(end)
