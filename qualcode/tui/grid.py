"""A table under frozen headings, as plain data: what stands where, how wide it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from textwrap import wrap

from qualcode.project.codes import PATH_SEPARATOR
from qualcode.tui.heat import NOTHING
from qualcode.tui.layout import cells

_LABEL_SHARE = 0.42  # of the width at most, and no more cells than `_LABEL_MOST`
_LABEL_LEAST, _LABEL_MOST = 12, 48
_HEADING_MOST = 14
_HEADING_ROWS = 3
_WORDS_MOST, _TEXT_MOST = 36, 64  # cells of a column with names, and of one with sentences
_NO_NAME = 36  # characters


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
    """Rows × columns of numbers, or of texts, with their shades (see `heat`).

    Columns in `words` hold words, which stand to the left. With `folded`, long headings take up to
    three rows.
    """

    labels: tuple[Label, ...]
    headings: tuple[str, ...]
    numbers: Sequence[Sequence[int | str]]
    levels: Sequence[Sequence[int]]
    corner: str = ""
    words: frozenset[int] = frozenset()
    folded: bool = False
    starts: tuple[int, ...] = field(init=False)
    """Where each column starts, from the first; last, where the table ends."""
    heads: tuple[tuple[str, ...], ...] = field(init=False)
    """The rows of each heading, from the lowest up."""
    longest: int = field(init=False)
    """The cells of the longest row heading."""

    def __post_init__(self) -> None:
        columns = list(zip(*self.numbers, strict=True)) or [()] * len(self.headings)
        widths = [
            _widest(column, words=position in self.words) for position, column in enumerate(columns)
        ]
        heads = tuple(
            _folded(heading, width) if self.folded else (heading,)
            for heading, width in zip(self.headings, widths, strict=True)
        )
        widths = [
            max(width, min(max(map(cells, rows)), _HEADING_MOST)) + 1
            for width, rows in zip(widths, heads, strict=True)
        ]
        object.__setattr__(self, "heads", tuple(tuple(reversed(rows)) for rows in heads))
        longest = max((label.width for label in self.labels), default=0)
        object.__setattr__(self, "longest", longest)
        object.__setattr__(self, "starts", tuple(accumulate(widths, initial=0)))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.labels)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.headings)

    @property
    def head(self) -> int:
        """How many rows the headings take."""
        return max(map(len, self.heads), default=1)

    def text_of(self, row: int, column: int) -> str:
        """What stands in a cell; a nought is a dot."""
        number = self.numbers[row][column]
        if isinstance(number, str):
            return number
        return "·" if not number and self.levels[row][column] == NOTHING else str(number)

    def heading_row(self, column: int, row: int) -> str:
        """A row of a column's heading, counted from the top; short ones stand at the bottom."""
        above = self.head - 1 - row
        return self.heads[column][above] if above < len(self.heads[column]) else ""

    def width_of(self, column: int) -> int:
        """The cells of a column, with the blank before it."""
        return self.starts[column + 1] - self.starts[column]

    def label_width(self, width: int) -> int:
        """The cells of the row headings in a table of that width, with the blank after them."""
        room = min(max(int(width * _LABEL_SHARE), _LABEL_LEAST), _LABEL_MOST)
        return min(max(self.longest, cells(self.corner)), room) + 1

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


def _widest(column: Sequence[int | str], *, words: bool) -> int:
    """The cells that a column's contents need, or get."""
    texts = list(map(str, column))
    widest = cells(max(texts, key=len, default=""))
    if not words:
        return widest
    long = sum(len(text) > _NO_NAME and PATH_SEPARATOR not in text for text in texts)
    return min(widest, _TEXT_MOST if 2 * long > len(texts) else _WORDS_MOST)


def _folded(heading: str, width: int) -> tuple[str, ...]:
    """A heading in a few rows, no wider than they have to be."""
    rows = wrap(heading, max(width, _HEADING_MOST)) or [""]
    if len(rows) > _HEADING_ROWS:
        rows = [*rows[: _HEADING_ROWS - 1], f"{rows[_HEADING_ROWS - 1]}…"]
    return tuple(rows)


def scroll_to_row(row: int, offset: int, room: int) -> int:
    """The nearest offset at which a row is in a view of that many rows."""
    return min(max(offset, row - room + 1), row)
