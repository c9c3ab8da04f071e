"""The queue of suggestions as a list, a row each, on Textual's Line API.

Only the numbers of the suggestions are held; what is in view is read when it comes into view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.suggesting.queue import Entry
from qualcode.tui.describe import short_score
from qualcode.tui.i18n import _

NEGATED = "¬"
_REMEMBERED = 2000  # rows, so that going back and forth reads nothing
_AHEAD = 20  # rows that are read with those in view
_SCORE = 7
_LEAST_FOR_SOURCES = 72  # cells below which the transcript has no column


class Columns(NamedTuple):
    """The widths of a row's columns in cells; 0 leaves one out."""

    code: int
    source: int
    words: int


def fit_columns(width: int, codes: int, sources: int) -> Columns:
    """Columns for a list of that width, given the longest names of codes and of sources."""
    room = max(width - 2 - _SCORE - 1, 4)
    code = min(codes, max(room // 3, 4), 34)
    source = min(sources, room // 5) if width >= _LEAST_FOR_SOURCES else 0
    return Columns(code, source, max(room - code - 3 - (source + 1 if source else 0), 0))


def fitted(text: str, width: int) -> str:
    """A text cut or filled to a width in cells."""
    return (
        set_cell_size(text, width)
        if cell_len(text) <= width
        else set_cell_size(text, max(width - 1, 0)) + "…"[:width]
    )


class QueueList(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows suggestions by their ids, with a bar on one of them.

    `read` gives the rows of some ids. `on_chosen` is called with the position that was clicked.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"queue--bar", "queue--quiet"}  # noqa: RUF012
    DEFAULT_CSS = """
    QueueList {
        overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; background: $surface;
    }
    QueueList > .queue--bar { background: $primary; color: $text; text-style: bold; }
    QueueList > .queue--quiet { color: $text-muted; }
    """

    def __init__(self, read: Callable[[Sequence[int]], Mapping[int, Entry]]) -> None:
        super().__init__(id="queue")
        self.on_chosen: Callable[[int], None] = lambda _: None
        self.ids: list[int] = []
        self.position = 0
        self._read = read
        self._names: Mapping[int, str] = {}
        self._hues: Mapping[int, str] = {}
        self._longest = (0, 0)
        self._rows: LRUCache[int, Entry | None] = LRUCache(_REMEMBERED)

    # What is shown

    def show(
        self, ids: list[int], position: int, names: Mapping[int, str], hues: Mapping[int, str]
    ) -> None:
        """Show suggestions; `names` and `hues` are those of codes."""
        self.ids = ids
        self.position = position
        self._names, self._hues = names, hues
        self._longest = (max(map(cell_len, names.values()), default=0), 18)
        self._rows.clear()
        self._resize()

    def take_out(self, position: int) -> None:
        """Take one out: it has been decided. The next one takes its place."""
        del self.ids[position]
        self.position = max(min(self.position, len(self.ids) - 1), 0)
        self._resize()

    def move_to(self, position: int) -> None:
        """Put the bar on another one."""
        before, self.position = self.position, position
        for row in (before, position):
            self.refresh_lines(row, 1)
        self._bring_into_view()

    def _resize(self) -> None:
        # Assigning it would lay out the whole screen, which takes longer than all the rest.
        self.set_reactive(QueueList.virtual_size, Size(self.size.width, len(self.ids)))
        self.vertical_scrollbar.window_virtual_size = len(self.ids)
        self._bring_into_view()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the bar in view."""
        self._resize()

    def _bring_into_view(self) -> None:
        height, top = max(self.size.height, 1), self.scroll_offset.y
        context = min(1, (height - 1) // 2)
        least = self.position - height + 1 + context
        top = min(max(top, least), max(self.position - context, 0))
        top = max(min(top, len(self.ids) - height), 0)
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)

    # Drawing

    def _entry(self, position: int) -> Entry | None:
        """A row, read with those around it; None if it is gone."""
        wanted = self.ids[position]
        if wanted not in self._rows:
            first = max(position - _AHEAD, 0)
            ids = self.ids[first : position + max(self.size.height, 1) + _AHEAD]
            found = self._read(ids)
            for one in ids:
                self._rows[one] = found.get(one)
        return self._rows[wanted]

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view."""
        width = self.scrollable_content_region.width
        position = y + self.scroll_offset.y
        if position >= len(self.ids):
            return Strip.blank(width, self.rich_style)
        entry = self._entry(position)
        chosen = position == self.position
        base = self.get_component_rich_style("queue--bar") if chosen else self.rich_style
        quiet = base if chosen else self.get_component_rich_style("queue--quiet")
        if entry is None:
            return Strip([Segment("  " + _("no longer open"), quiet)]).adjust_cell_length(
                width, base
            )
        columns = fit_columns(width, *self._longest)
        hue = self._hues.get(entry.code_id, "")
        mark = base + Style(color=hue or None) if hue and not chosen else base
        score = base if entry.weak is None else quiet
        pieces = [
            ("▸ " if chosen else "  ", base),
            (short_score(entry.score, entry.weak).rjust(_SCORE - 1)[: _SCORE - 1] + " ", score),
            ("■ ", mark),
            (fitted(self._names.get(entry.code_id, "?"), columns.code) + " ", base),
        ]
        if columns.source:
            pieces.append((fitted(entry.source, columns.source) + " ", quiet))
        words = f"{NEGATED} {entry.words}" if entry.negated else entry.words
        pieces.append((fitted(words, columns.words), quiet if entry.negated else base))
        return Strip([Segment(text, style) for text, style in pieces]).adjust_cell_length(
            width, base
        )

    def on_click(self, event: events.Click) -> None:
        """Put the bar under the mouse."""
        at = event.get_content_offset(self) or Offset(0, 0)
        position = at.y + self.scroll_offset.y
        if 0 <= position < len(self.ids):
            self.on_chosen(position)
