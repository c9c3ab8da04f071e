"""The transcript: text to read, move in and select, on Textual's Line API.

What keeps a key quick: the whole text is wrapped beforehand, drawn rows are cached by what they
show, only rows that look different are drawn again, and the status line is updated in the same
call (`on_moved`), so that one key is one paint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.model import Span
from qualcode.text import trim
from qualcode.tui.actions import bindings
from qualcode.tui.document import Document
from qualcode.tui.lanes import CodingIndex
from qualcode.tui.layout import Layout
from qualcode.tui.movement import Caret, Units, grow, shrink
from qualcode.tui.palette import Palette, palette
from qualcode.tui.sheet import MEASURE, Gutter, Sheet, fit_gutter

_CACHED_ROWS = 600
_CONTEXT = 2  # rows that stay in view above and below the cursor


class Transcript(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one document with its codings.

    `on_moved` is called when cursor or selection have changed, `on_redrawn` with the stretches
    whose codings have, or None for everything, and `on_scrolled` when other rows are in view.
    """

    BINDINGS = bindings("transcript")
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Transcript { overflow: hidden hidden; }
    """

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self.document: Document | None = None
        self.codings = CodingIndex()
        self.caret = Caret(0, 0)
        self.on_moved: Callable[[], None] = lambda: None
        self.on_redrawn: Callable[[list[Span] | None], None] = lambda _: None
        self.on_scrolled: Callable[[], None] = lambda: None
        self._hues: dict[int, str] = {}
        self._line_numbers = False
        self._sheet: Sheet | None = None
        self._palette: Palette | None = None
        self._strips: LRUCache[Any, Strip] = LRUCache(_CACHED_ROWS)
        self._generation: defaultdict[int, int] = defaultdict(int)
        self._height = 1  # of the view for which the text was fitted last
        self._goal: int | None = None  # the cell that moves up and down aim for
        self._marking = False
        self._dragging = False

    # What is shown

    def show(self, document: Document, codings: CodingIndex, hues: dict[int, str]) -> None:
        """Show a document from its start."""
        self.document = document
        self.codings = codings
        self._hues = hues
        self._marking = False
        self._sheet = None
        self._fit()
        self.scroll_to(y=0, animate=False, immediate=True)
        first = self.layout_of_text.starts[0] if self._sheet else 0
        self.caret = Caret(first, first)
        self.refresh()
        self.on_moved()

    def show_codings(self, codings: CodingIndex, hues: dict[int, str]) -> None:
        """Show other codings or colours on the same text."""
        self.codings = codings
        self._hues = hues
        if self._sheet:
            self._sheet = replace(self._sheet, codings=codings, hues=hues)
        self._strips.clear()
        self.refresh()
        self.on_redrawn(None)
        self.on_moved()

    def redraw(self, changed: list[Span]) -> None:
        """Draw anew the rows of stretches whose codings have changed."""
        for span in changed:
            first, last = self._rows_of(span)
            for row in range(first, last + 1):
                self._generation[row] += 1
            self.refresh_lines(first, last - first + 1)
        self.on_redrawn(changed)
        self.on_moved()

    def toggle_line_numbers(self) -> None:
        """Show or hide the numbers of the source's lines."""
        self._line_numbers = not self._line_numbers
        self._refit()

    @property
    def layout_of_text(self) -> Layout:
        """The rows of the document at hand."""
        assert self._sheet is not None
        return self._sheet.layout

    @property
    def rows(self) -> int:
        """How many rows the text has at this width; 0 without a text."""
        return self._sheet.layout.rows if self._sheet else 0

    def row_of(self, offset: int) -> int:
        """The row that holds an offset."""
        return self.layout_of_text.row_of(offset)

    def hue_of_rows(self, first: int, last: int) -> str:
        """The hue of the first coding on some rows; "" if there is none."""
        layout = self.layout_of_text
        if first >= layout.rows:
            return ""
        start, end = layout.starts[first], layout.row_span(min(last, layout.rows - 1)).end
        found = self.codings.overlapping(start, end)
        return self._hues.get(found[0].code_id, "") if found else ""

    def bar_style(self, hue: str, *, in_view: bool) -> Style:
        """The style of a cell of the scroll bar."""
        return self._palette.bar(hue, in_view=in_view) if self._palette else Style()

    @property
    def allow_vertical_scroll(self) -> bool:
        """The mouse wheel works though the scroll bar is a widget of its own."""
        return True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Show other rows."""
        super().watch_scroll_y(old_value, new_value)
        self.on_scrolled()

    @property
    def margin_of_text(self) -> Gutter:
        """What stands left of the words."""
        assert self._sheet is not None
        return self._sheet.gutter

    @property
    def selection(self) -> Span | None:
        """The selected offsets, without white space at the ends; None for nothing."""
        if not self.caret.selects or self.document is None:
            return None
        span = trim(self.document.source.text, self.caret.span)
        return span if span.start < span.end else None

    def place(self, caret: Caret, *, centre: bool = False) -> None:
        """Put cursor and selection somewhere and bring it into view."""
        self._move_to(caret, centre=centre)

    # Fitting the text to the widget

    def _fit(self) -> None:
        width = self.scrollable_content_region.width
        if self.document is None or width <= 0:
            return
        gutter = fit_gutter(self.document, width, line_numbers=self._line_numbers)
        text_width = min(max(width - gutter.width - 1, 2), MEASURE)
        layout = (
            self._sheet.layout
            if self._sheet and self._sheet.layout.width == text_width
            else self.document.layout(text_width)
        )
        self._sheet = Sheet(
            self.document, layout, gutter, self._current_palette(), self.codings, self._hues
        )
        self._strips.clear()
        self._generation.clear()
        self.virtual_size = Size(width, layout.rows)
        self.on_redrawn(None)

    def _refit(self) -> None:
        """Fit again, keeping the cursor, or else the topmost word, where it is in the view."""
        if self._sheet is None:
            self._height = max(self.size.height, 1)
            self._fit()
            return
        top = self.scroll_offset.y
        row = self.layout_of_text.row_of(self.caret.head)
        in_view = top <= row < top + self._height
        anchor = self.caret.head if in_view else self.layout_of_text.starts[top]
        below = row - top if in_view else 0
        self._fit()
        below = min(below * self.size.height // self._height, max(self.size.height - 1, 0))
        self._height = max(self.size.height, 1)
        self.scroll_to(y=self.layout_of_text.row_of(anchor) - below, animate=False, immediate=True)
        self.refresh()

    def on_resize(self) -> None:
        """Fit the text to the new size."""
        first_time = self._sheet is None
        self._refit()
        if first_time and self._sheet and self.document:
            first = self.layout_of_text.shown(self.caret.head)
            self.caret = Caret(first, first)
            self.on_moved()

    def notify_style_update(self) -> None:
        """Take on the theme's colours."""
        super().notify_style_update()
        self._palette = None
        if self._sheet:
            self._sheet = replace(self._sheet, palette=self._current_palette())
            self._strips.clear()
            self.on_redrawn(None)

    def _current_palette(self) -> Palette:
        if self._palette is None:
            self._palette = palette(
                self.app.theme_variables,
                ansi=self.app.native_ansi_color,
                colourless=self.app.no_color,
            )
        return self._palette

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the view, past Textual's cache of borders, of which there are none."""
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.column_span != (0, self.size.width):
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if self._sheet is None or row >= self.layout_of_text.rows:
            return Strip.blank(width, self._palette.plain() if self._palette else None)
        reach = self.layout_of_text.row_span(row)
        head = self.caret.head
        cursor = head if reach.start <= head < reach.end else None
        start, end = self.caret.span
        start, end = max(start, reach.start), min(end, reach.end)
        selection = Span(start, end) if start < end else None
        key = (row, self._generation[row], selection, cursor)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._sheet.strip(row, selection, cursor, width)
            self._strips[key] = strip
        return strip

    def _rows_of(self, span: Span) -> tuple[int, int]:
        layout = self.layout_of_text
        return layout.row_of(span.start), layout.row_of(max(span.end - 1, span.start))

    # Moving

    def _move_to(
        self,
        caret: Caret,
        *,
        centre: bool = False,
        keep_goal: bool = False,
        context: int = _CONTEXT,
    ) -> None:
        if self._sheet is None:
            return
        before, self.caret = self.caret, caret
        if not keep_goal:
            self._goal = None
        layout = self.layout_of_text
        spans = {before.span, caret.span}
        if before.anchor == caret.anchor:
            spans = {Span(min(before.head, caret.head), max(before.head, caret.head))}
        for span in (*spans, Span(before.head, before.head + 1)):
            first, last = layout.row_of(span.start), layout.row_of(span.end)
            self.refresh_lines(first, last - first + 1)
        self._bring_into_view(centre, context)
        self.on_moved()

    def _bring_into_view(self, centre: bool, context: int) -> None:
        row = self.layout_of_text.row_of(self.caret.head)
        height = max(self.size.height, 1)
        context = min(context, (height - 1) // 2)
        top = self.scroll_offset.y
        if centre and not top + context <= row < top + height - context:
            top = row - height // 3
        elif row < top + context:
            top = row - context
        elif row > top + height - 1 - context:
            top = row - height + 1 + context
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)

    def action_move(self, where: str, extend: bool = False) -> None:
        """Move the cursor; see the list of actions for the places it can go to."""
        if self._sheet is None:
            return
        head = self._target(where)
        keep = extend or self._marking
        if not keep and self.caret.selects and where in ("left", "right"):
            start, end = self.caret.span
            head = start if where == "left" else end
        if where in ("page_up", "page_down"):
            step = max(self.size.height - 2, 1) * (1 if where == "page_down" else -1)
            self.scroll_to(y=self.scroll_offset.y + step, animate=False, immediate=True)
        anchor = self.caret.anchor if keep else head
        vertical = where in ("up", "down", "page_up", "page_down")
        self._move_to(Caret(anchor, head), keep_goal=vertical, centre=where.startswith("coding"))

    def _target(self, where: str) -> int:
        layout, head = self.layout_of_text, self.caret.head
        row, cell = layout.place_of(head)
        match where:
            case "left":
                return layout.before(head)
            case "right":
                return layout.after(head)
            case "row_start":
                return layout.starts[row]
            case "row_end":
                return layout.offset_at(row, layout.width + 1)
            case "text_start":
                return layout.starts[0]
            case "text_end":
                return layout.ends[-1]
            case "up" | "down" | "page_up" | "page_down":
                self._goal = cell if self._goal is None else self._goal
                page = max(self.size.height - 2, 1)
                step = {"up": -1, "down": 1, "page_up": -page, "page_down": page}[where]
                if not 0 <= row + step < layout.rows and abs(step) == 1:
                    return head
                return layout.offset_at(row + step, self._goal)
            case "coding_left" | "coding_right":
                return self._next_coding(head, forward=where == "coding_right")
        unit, _side, direction = where.partition("_")
        units = self._units(f"{unit}s")
        found = units.after(head) if direction == "right" else units.before(head)
        if found is None:
            return layout.ends[-1] if direction == "right" else layout.starts[0]
        return layout.shown(found.start)

    def _next_coding(self, offset: int, *, forward: bool) -> int:
        starts = sorted({coding.start for coding in self.codings.all()})
        later = [start for start in starts if start > offset]
        earlier = [start for start in starts if start < offset]
        found = later[:1] if forward else earlier[-1:]
        return self.layout_of_text.shown(found[0]) if found else offset

    def _units(self, name: str) -> Units:
        assert self.document is not None
        units: dict[str, Units] = {
            "words": self.document.words,
            "sentences": self.document.sentences,
            "turns": self.document.turn_units,
        }
        return units[name]

    def action_grow(self, unit: str) -> None:
        """Select a unit, or one more."""
        if self._sheet:
            self._move_to(grow(self.caret, self._units(unit)))

    def action_shrink(self, unit: str) -> None:
        """Select a unit less."""
        if self._sheet:
            self._move_to(shrink(self.caret, self._units(unit)))

    def action_mark(self) -> None:
        """Let every movement extend the selection from here."""
        self._marking = True
        self._move_to(Caret(self.caret.head, self.caret.head))

    def action_deselect(self) -> None:
        """Give up the selection; the cursor goes to where it began."""
        self._marking = False
        start = self.caret.span.start if self.caret.selects else self.caret.head
        self._move_to(Caret(start, start))

    def finish_selection(self) -> None:
        """Keep the selection for more codes, but let the next one begin behind it."""
        self._marking = False
        self.caret = replace(self.caret, done=True)

    # The mouse

    def _offset_under(self, event: events.MouseEvent) -> int | None:
        if self._sheet is None:
            return None
        at = event.get_content_offset_capture(self) or Offset(0, 0)
        row = at.y + self.scroll_offset.y
        return self.layout_of_text.offset_at(row, at.x - self.margin_of_text.width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor under the mouse; with Shift, extend the selection to it."""
        offset = self._offset_under(event)
        if offset is None or event.button != 1:
            return
        self._dragging = True
        self.capture_mouse()
        self._move_to(Caret(self.caret.anchor if event.shift else offset, offset), context=0)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the mouse is dragged over."""
        if not self._dragging or (offset := self._offset_under(event)) is None:
            return
        if offset != self.caret.head:
            self._move_to(Caret(self.caret.anchor, offset), context=0)

    def on_mouse_up(self) -> None:
        """End dragging."""
        self._dragging = False
        self.capture_mouse(False)

    def on_click(self, event: events.Click) -> None:
        """Select a word at a double click, a sentence at a triple one."""
        offset = self._offset_under(event)
        if offset is None or event.chain < 2 or self.document is None:
            return
        units: Units = self.document.words if event.chain == 2 else self.document.sentences
        unit = units.at(offset)
        if unit:
            self._move_to(Caret(*unit), context=0)
