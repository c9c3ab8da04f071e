"""A table of numbers under frozen headings, as plain data: what stands where, how wide it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from qualcode.tui.layout import cells

_LABEL_SHARE = 0.42  # of the width at most, and no more cells than `_LABEL_MOST`
_LABEL_LEAST, _LABEL_MOST = 12, 48
_HEADING_MOST = 14


@dataclass(frozen=True, slots=True)
class Label:
    """The heading of a row: a number, a code's colour and a name, each empty for none."""

    name: str
    number: str = ""
    hue: str = ""

    @property
    def width(self) -> int:
        """Its cells, with blanks between the parts."""
        return cells(self.name) + len(self.number) + bool(self.number) + 2 * bool(self.hue)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows × columns of numbers with their shades (see `heat`)."""

    labels: tuple[Label, ...]
    headings: tuple[str, ...]
    numbers: Sequence[Sequence[int]]
    levels: Sequence[Sequence[int]]
    corner: str = ""
    starts: tuple[int, ...] = field(init=False)
    """Where each column starts, from the first; last, where the table ends."""

    def __post_init__(self) -> None:
        highest = [max(column) for column in zip(*self.numbers, strict=True)] or [0] * len(
            self.headings
        )
        widths = (
            max(len(str(most)), min(cells(heading), _HEADING_MOST)) + 1
            for most, heading in zip(highest, self.headings, strict=True)
        )
        object.__setattr__(self, "starts", tuple(accumulate(widths, initial=0)))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.labels)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.headings)

    def width_of(self, column: int) -> int:
        """The cells of a column, with the blank before it."""
        return self.starts[column + 1] - self.starts[column]

    def label_width(self, width: int) -> int:
        """The cells of the row headings in a table of that width, with the blank after them."""
        longest = max((label.width for label in self.labels), default=0)
        room = min(max(int(width * _LABEL_SHARE), _LABEL_LEAST), _LABEL_MOST)
        return min(max(longest, cells(self.corner)), room) + 1

    def column_at(self, offset: int) -> int | None:
        """The column at so many cells from the first one's start."""
        if not 0 <= offset < self.starts[-1]:
            return None
        return bisect_right(self.starts, offset) - 1

    def scroll_to_column(self, column: int, offset: int, room: int) -> int:
        """The nearest offset at which a column is in a view of that many cells.

        A view that has to move begins where a column does.
        """
        start, end = self.starts[column], self.starts[column + 1]
        if offset <= start and end <= offset + room:
            return offset
        if start < offset:
            return start
        return min(self.starts[bisect_left(self.starts, end - room)], start)


def scroll_to_row(row: int, offset: int, room: int) -> int:
    """The nearest offset at which a row is in a view of that many rows."""
    return min(max(offset, row - room + 1), row)
