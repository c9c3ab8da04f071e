"""The transcript's scroll bar, which shows where codings and search hits lie."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from qualcode.model import Span
from qualcode.tui.transcript import Transcript

_GLYPHS = {(False, False): " ", (True, False): "▐", (False, True): "╸", (True, True): "┫"}
"""By whether there are codings, and hits."""


class Mark(NamedTuple):
    """What lies on the rows for which one line of the bar stands; `hue` is "" for no coding."""

    hue: str
    hit: bool


class CodingBar(Widget):
    """One column beside a transcript: the part in view, and marks where codings and hits are."""

    DEFAULT_CSS = "CodingBar { width: 1; height: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(id="bar")
        self._transcript = transcript
        self._marks: dict[int, Mark] = {}
        self._cells: dict[tuple[Mark, bool], Strip] = {}
        self._dragging = False

    def forget(self) -> None:
        """Draw everything anew: another text, other codings, another width or theme."""
        self._marks.clear()
        self._cells.clear()
        self.refresh()

    def follow(self) -> None:
        """Show which part is in view now."""
        self.refresh()

    def update_marks(self, spans: list[Span]) -> None:
        """Look again at stretches whose codings have changed."""
        for span in spans:
            first, last = (self._line_of(offset) for offset in (span.start, span.end))
            for y in range(first, last + 1):
                before = self._marks.pop(y, None)
                if before != self._mark(y):
                    self.refresh(Region(0, y, 1, 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines of the bar."""
        transcript = self._transcript
        height = max(self.size.height, 1)
        rows = transcript.rows
        if not rows:
            return [Strip.blank(crop.width) for _ in crop.line_range]
        top = transcript.scroll_offset.y * height // max(rows, height)
        length = max(height * height // max(rows, height), 1)
        return [self._cell(self._mark(y), top <= y < top + length) for y in crop.line_range]

    def _cell(self, mark: Mark, in_view: bool) -> Strip:
        cell = self._cells.get((mark, in_view))
        if cell is None:
            style = self._transcript.bar_style(mark.hue, hit=mark.hit, in_view=in_view)
            glyph = _GLYPHS[bool(mark.hue), mark.hit]
            cell = self._cells[mark, in_view] = Strip([Segment(glyph, style)], 1)
        return cell

    def _mark(self, y: int) -> Mark:
        found = self._marks.get(y)
        if found is None:
            height, rows = max(self.size.height, 1), self._transcript.rows
            first = y * rows // height
            last = max((y + 1) * rows // height - 1, first)
            found = self._marks[y] = Mark(*self._transcript.marks_of_rows(first, last))
        return found

    def _line_of(self, offset: int) -> int:
        rows = max(self._transcript.rows, 1)
        row = self._transcript.row_of(offset)
        return row * self.size.height // max(rows, self.size.height)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go to the place under the mouse."""
        self._dragging = True
        self.capture_mouse()
        self._go_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse."""
        if self._dragging:
            self._go_to(event.y)

    def on_mouse_up(self) -> None:
        """Let go."""
        self._dragging = False
        self.capture_mouse(False)

    def _go_to(self, y: int) -> None:
        transcript = self._transcript
        row = y * transcript.rows // max(self.size.height, 1) - self.size.height // 2
        transcript.scroll_to(y=max(row, 0), animate=False, immediate=True)
