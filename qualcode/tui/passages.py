"""A long list of passages in groups, on Textual's Line API: what is not in view is not drawn.

How a passage looks is the business of a `Look`. The heights of all passages are known, so that
tens of thousands scroll like a text; a passage is wrapped when it comes into view.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.folding import fold

Passage = TypeVar("Passage")
Drawn_contra = TypeVar("Drawn_contra", contravariant=True)
Line = Sequence[tuple[str, str]]
"""A row as pieces of text with how each looks: one of `LOOKS`, or a colour as `#RRGGBB`."""

LOOKS = ("heading", "words", "quiet", "strong", "memo", "hit")
_CACHED_ROWS = 400
_CURSOR = ("▸ ", "  ")


class Look(Protocol[Drawn_contra]):
    """How passages of one kind are drawn; `width` is in cells."""

    def rows(self, passage: Drawn_contra, width: int) -> int:
        """How many rows a passage takes."""

    def lines(self, passage: Drawn_contra, width: int) -> Sequence[Line]:
        """The rows of a passage."""


@dataclass(frozen=True, slots=True)
class Group(Generic[Passage]):
    """Passages under a heading."""

    heading: str
    passages: Sequence[Passage]


class PassageList(ScrollView, Generic[Passage], can_focus=True, inherit_bindings=False):
    """Shows groups of passages with a cursor on one of them.

    `on_moved` is called when the cursor stands on another passage, `on_chosen` at a double click.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"passages--{look}" for look in LOOKS),
        "passages--cursor",
    }
    DEFAULT_CSS = """
    PassageList {
        height: 1fr; background: $background;
        overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
    }
    PassageList > .passages--heading { text-style: bold; background: $surface; }
    PassageList > .passages--quiet { color: $text-muted; }
    PassageList > .passages--strong { text-style: bold; }
    PassageList > .passages--memo { text-style: italic; }
    PassageList > .passages--hit { text-style: bold underline; color: $text-warning; }
    PassageList > .passages--cursor { background: $primary 20%; }
    """

    def __init__(self, look: Look[Passage]) -> None:
        super().__init__(id="passages")
        self._look = look
        self.on_moved: Callable[[], None] = lambda: None
        self.on_chosen: Callable[[], None] = lambda: None
        self.passages: list[Passage] = []
        self.cursor = 0
        self._headings: list[str] = []
        self._firsts: list[int] = []  # the position of each group's first passage
        self._tops: list[int] = []  # the row where each passage begins
        self._heights: list[int] = []
        self._message = ""
        self._width = 0
        self._strips: LRUCache[tuple[int, int, bool], Strip] = LRUCache(_CACHED_ROWS)
        self._lines: LRUCache[int, Sequence[Line]] = LRUCache(_CACHED_ROWS)
        self._styles: dict[str, Style] = {}

    # What is shown

    def show(self, groups: Iterable[Group[Passage]], *, message: str = "", cursor: int = 0) -> None:
        """Show groups; where there is no passage, the message."""
        self._headings, self._firsts, self.passages = [], [], []
        for group in groups:
            if group.passages:
                self._headings.append(group.heading)
                self._firsts.append(len(self.passages))
                self.passages += group.passages
        self._message = "" if self.passages else message
        self.cursor = min(max(cursor, 0), max(len(self.passages) - 1, 0))
        self._measure()
        self._bring_into_view()
        self.on_moved()

    @property
    def at_cursor(self) -> Passage | None:
        """The passage under the cursor."""
        return self.passages[self.cursor] if self.passages else None

    def measure_at_cursor(self) -> None:
        """Take in that the passage under the cursor has more or fewer rows than before."""
        if not self.passages:
            return
        here = self.cursor
        rows = self._look.rows(self.passages[here], self._room)
        more, self._heights[here] = rows - self._heights[here], rows
        self._tops[here + 1 :] = [top + more for top in self._tops[here + 1 :]]
        self._forget()
        self.virtual_size = Size(self._width, self._tops[-1] + self._heights[-1])
        self._bring_into_view()
        self.refresh()

    def draw_again(self) -> None:
        """Draw anew what is in view: passages look different, but take as many rows as before."""
        self._forget()
        self.refresh()

    def _measure(self) -> None:
        self._width = max(self.scrollable_content_region.width, 1)
        room, top, group = self._room, 0, 0
        self._tops, self._heights = [], []
        for position, passage in enumerate(self.passages):
            if group < len(self._firsts) and self._firsts[group] == position:
                top += 1
                group += 1
            self._tops.append(top)
            self._heights.append(self._look.rows(passage, room))
            top += self._heights[-1]
        self._forget()
        self.virtual_size = Size(self._width, top)
        self.refresh()

    def _forget(self) -> None:
        self._strips.clear()
        self._lines.clear()

    @property
    def _room(self) -> int:
        return max(self._width - len(_CURSOR[0]), 1)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        if self._width != max(self.scrollable_content_region.width, 1):
            below = self._tops[self.cursor] - self.scroll_offset.y if self.passages else 0
            self._measure()
            if self.passages:
                self.scroll_to(y=self._tops[self.cursor] - below, animate=False, immediate=True)
        self._bring_into_view()

    def notify_style_update(self) -> None:
        """Take on the theme's colours."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    def _style(self, look: str) -> Style:
        found = self._styles.get(look)
        if found is None:
            if look.startswith("#"):
                found = Style(color=look)
            elif look == "":
                found = self.rich_style
            else:
                found = self.get_component_rich_style(f"passages--{look}", partial=True)
            self._styles[look] = found
        return found

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if not self.passages:
            rows = fold(self._message, max(width - 2, 1), limit=self.size.height)
            line = [(f" {rows[row]}", "quiet")] if row < len(rows) else []
            return self._strip(line, width, at_cursor=False)
        position = bisect_right(self._tops, row) - 1
        if position < 0 or row >= self._tops[position] + self._heights[position]:
            following = position + 1
            group = bisect_right(self._firsts, following) - 1
            if following < len(self.passages) and self._firsts[group] == following:
                heading = (f" {self._headings[group]}", "heading")
                return self._strip([heading], width, at_cursor=False, fill="heading")
            return self._strip([], width, at_cursor=False)
        at_cursor = position == self.cursor
        below = row - self._tops[position]
        key = (position, below, at_cursor)
        strip = self._strips.get(key)
        if strip is None:
            lines = self._lines.get(position)
            if lines is None:
                lines = self._look.lines(self.passages[position], self._room)
                self._lines[position] = lines
            mark = _CURSOR[0] if at_cursor and below == 0 else _CURSOR[1]
            line = [(mark, "strong"), *(lines[below] if below < len(lines) else ())]
            strip = self._strips[key] = self._strip(line, width, at_cursor=at_cursor)
        return strip

    def _strip(self, line: Line, width: int, *, at_cursor: bool, fill: str = "") -> Strip:
        base = self._style("")
        if fill:
            base += self._style(fill)
        if at_cursor:
            base += self._style("cursor")
        segments = [
            Segment(text, base + self._style(look) + self._ground(at_cursor)) if look
            else Segment(text, base)
            for text, look in line
        ]  # fmt: skip
        return Strip(segments).adjust_cell_length(width, base)

    def _ground(self, at_cursor: bool) -> Style:
        """The cursor's background lies over that of a passage's parts."""
        return Style(bgcolor=self._style("cursor").bgcolor) if at_cursor else Style.null()

    # Moving

    def move(self, steps: int) -> None:
        """Go some passages on or back; a passage longer than the view is scrolled through first."""
        if abs(steps) == 1 and self._scroll_within(steps):
            return
        self.move_to(self.cursor + steps)

    def _scroll_within(self, direction: int) -> bool:
        if not self.passages:
            return False
        view, top = self.size.height, self.scroll_offset.y
        start = self._tops[self.cursor]
        end = start + self._heights[self.cursor]
        hidden = end - (top + view) if direction > 0 else top - start
        if self._heights[self.cursor] <= view or hidden <= 0:
            return False
        step = min(hidden, max(view - 2, 1))
        self.scroll_to(y=top + direction * step, animate=False, immediate=True)
        return True

    def move_to(self, position: int) -> None:
        """Put the cursor on a passage, counted from 0; beyond the ends, on the first or last."""
        if not self.passages:
            return
        before, self.cursor = self.cursor, min(max(position, 0), len(self.passages) - 1)
        for one in (before, self.cursor):
            self.refresh_lines(self._tops[one], self._heights[one])
        self._bring_into_view()
        if before != self.cursor:
            self.on_moved()

    def page(self, direction: int) -> None:
        """Go a page of rows on or back."""
        if self.passages:
            row = self._tops[self.cursor] + direction * max(self.size.height - 2, 1)
            found = max(bisect_right(self._tops, row) - 1, 0)
            self.move_to(found if found != self.cursor else self.cursor + direction)

    def move_group(self, direction: int) -> None:
        """Go to the first passage of the next group, or of this or the one before."""
        group = bisect_right(self._firsts, self.cursor) - 1
        if not self.passages or (direction > 0 and group + 1 == len(self._firsts)):
            return
        if direction > 0 or self.cursor == self._firsts[group]:
            group = max(group + direction, 0)
        self.scroll_to(y=self._tops[self._firsts[group]] - 1, animate=False, immediate=True)
        self.move_to(self._firsts[group])

    def _bring_into_view(self) -> None:
        view, top = self.size.height, self.scroll_offset.y
        if not self.passages or not view:
            return
        start = self._tops[self.cursor]
        end = start + self._heights[self.cursor]
        start -= self.cursor in (0, self._firsts[bisect_right(self._firsts, self.cursor) - 1])
        if end > top + view:
            top = end - view
        top = min(top, start)
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor under the mouse; a double click chooses."""
        at = event.get_content_offset(self) or Offset(0, 0)
        position = bisect_right(self._tops, at.y + self.scroll_offset.y) - 1
        if 0 <= position < len(self.passages):
            self.move_to(position)
            if event.chain == 2:
                self.on_chosen()
