"""The mouse in a text: it places the cursor, selects words and sentences, and drags."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.timer import Timer

from qualcode.model import Span
from qualcode.tui.movement import Caret, Units, stretch
from qualcode.tui.textview import TextView

_CHAIN_SECONDS = 0.5  # between the clicks of a double click
_SCROLL_SECONDS = 0.05  # between rows while the mouse is dragged beyond an edge


class PointedView(TextView, inherit_bindings=False):
    """Selects what the mouse is dragged over: by character, or by word or sentence after clicks."""

    def __init__(self) -> None:
        super().__init__()
        self._dragging = False
        self._under_mouse = Offset(0, 0)
        self._clicks = 0
        self._last_down = (float("-inf"), Offset(-1, -1))
        self._origin: Span | None = None  # the unit that a double or triple click has selected
        self._scrolling: Timer | None = None

    def _offset_under_mouse(self) -> int:
        row = self._under_mouse.y + self.scroll_offset.y
        return self.layout_of_text.offset_at(row, self._under_mouse.x - self.margin_of_text.width)

    def _unit_of_clicks(self) -> Units:
        assert self.document is not None
        return self.document.words if self._clicks == 2 else self.document.sentences

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor under the mouse; with Shift, extend the selection to it.

        The second click in a row selects the word, the third the sentence.
        """
        if self._sheet is None or event.button != 1:
            return
        self._under_mouse = event.get_content_offset_capture(self)
        at, place = self._last_down
        again = event.time - at <= _CHAIN_SECONDS and place == self._under_mouse
        self._clicks = self._clicks % 3 + 1 if again and not event.shift else 1
        self._last_down = event.time, self._under_mouse
        self._dragging = True
        self.capture_mouse()
        offset = self._offset_under_mouse()
        self._origin = self._unit_of_clicks().at(offset) if self._clicks > 1 else None
        if self._origin:
            self.place(Caret(*self._origin), context=0)
        else:
            self.place(Caret(self.caret.anchor if event.shift else offset, offset), context=0)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the mouse is dragged over; beyond an edge, the text goes on by itself."""
        if not self._dragging or self._sheet is None:
            return
        self._under_mouse = event.get_content_offset_capture(self)
        outside = not 0 <= self._under_mouse.y < self.size.height
        if outside and self._scrolling is None:
            self._scrolling = self.set_interval(_SCROLL_SECONDS, self._scroll_on)
        elif not outside:
            self._stop_scrolling()
            self._drag()

    def _drag(self) -> None:
        offset = self._offset_under_mouse()
        if self._origin:
            caret = stretch(self._origin, offset, self._unit_of_clicks())
        else:
            caret = Caret(self.caret.anchor, offset)
        if caret != self.caret:
            self.place(caret, context=0)

    def _scroll_on(self) -> None:
        """A row at a time; the farther away the mouse, the more."""
        height = self.size.height
        above, below = -self._under_mouse.y, self._under_mouse.y - height + 1
        step = -above if above > 0 else below
        y = min(max(self.scroll_offset.y + step, 0), max(self.rows - height, 0))
        self.scroll_to(y=y, animate=False, immediate=True)
        inside = min(max(self._under_mouse.y, 0), height - 1)
        self._under_mouse, outside = Offset(self._under_mouse.x, inside), self._under_mouse
        self._drag()
        self._under_mouse = outside

    def _stop_scrolling(self) -> None:
        if self._scrolling:
            self._scrolling.stop()
            self._scrolling = None

    def on_mouse_up(self) -> None:
        """End dragging."""
        self.capture_mouse(False)
        self.on_mouse_release()

    def on_mouse_release(self) -> None:
        """End dragging, also where something else takes the mouse."""
        self._dragging = False
        self._stop_scrolling()
