"""A text to read, on Textual's Line API: what is on the screen, and where the cursor is in it.

What keeps a key quick: the whole text is wrapped beforehand, drawn rows are cached by what they
show, only rows that look different are drawn again, and the status line is updated in the same
call (`on_moved`), so that one key is one paint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.model import Span, Suggestion
from qualcode.text import trim
from qualcode.tui.document import Document
from qualcode.tui.highlights import Hits
from qualcode.tui.lanes import CodingIndex, RangeIndex
from qualcode.tui.layout import Layout
from qualcode.tui.movement import Caret
from qualcode.tui.palette import Palette, palette
from qualcode.tui.sheet import MEASURE, Gutter, Marks, Sheet, fit_gutter

_CACHED_ROWS = 600
_CONTEXT = 2  # rows that stay in view above and below the cursor


class TextView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one document with its codings, its open suggestions and what a search has found.

    `on_moved` is called when cursor or selection have changed, `on_redrawn` with the stretches
    whose marks have, or None for everything, `on_scrolled` when other rows are in view, and
    `on_told` with a message to the user.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TextView { overflow: hidden hidden; }
    """

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self.document: Document | None = None
        self.codings = CodingIndex()
        self.suggestions: RangeIndex[Suggestion] = RangeIndex()
        self.hits = Hits()
        self.caret = Caret(0, 0)
        self.suggestions_shown = True
        self.on_moved: Callable[[], None] = lambda: None
        self.on_redrawn: Callable[[list[Span] | None], None] = lambda _: None
        self.on_scrolled: Callable[[], None] = lambda: None
        self.on_told: Callable[[str], None] = lambda _: None
        self._hues: dict[int, str] = {}
        self._line_numbers = False
        self._dotted_lane = False
        self._sheet: Sheet | None = None
        self._palette: Palette | None = None
        self._strips: LRUCache[Any, Strip] = LRUCache(_CACHED_ROWS)
        self._generation: defaultdict[int, int] = defaultdict(int)
        self._height = 1  # of the view for which the text was fitted last

    # What is shown

    def show(
        self,
        document: Document,
        codings: CodingIndex,
        hues: dict[int, str],
        *,
        suggestions: RangeIndex[Suggestion] | None = None,
        hits: Iterable[Span] = (),
    ) -> None:
        """Show a document from its start."""
        self.document = document
        self.codings = codings
        self.suggestions = suggestions or RangeIndex()
        self.hits = Hits(hits, end=len(document.source.text))
        self._hues = hues
        self._dotted_lane = False
        self._sheet = None
        self._fit()
        self.scroll_to(y=0, animate=False, immediate=True)
        first = self.layout_of_text.starts[0] if self._sheet else 0
        self.caret = Caret(first, first)
        self.refresh()
        self.on_moved()

    def show_nothing(self) -> None:
        """Show no document."""
        self.document = self._sheet = None
        self.codings, self.suggestions, self.hits = CodingIndex(), RangeIndex(), Hits()
        self.caret = Caret(0, 0)
        self.virtual_size = Size(0, 0)
        self.refresh()
        self.on_redrawn(None)

    def show_marks(
        self, codings: CodingIndex, hues: dict[int, str], suggestions: RangeIndex[Suggestion]
    ) -> None:
        """Show other codings, colours and suggestions on the same text."""
        self.codings = codings
        self._hues = hues
        self.suggestions = suggestions
        self._mark_anew()

    def show_hits(self, hits: Iterable[Span]) -> None:
        """Show what a search has found in this text, or that nothing is searched for."""
        self.hits = Hits(hits, end=len(self.document.source.text) if self.document else 0)
        self._mark_anew()

    def show_suggestions(self, shown: bool) -> None:
        """Show or hide the open suggestions."""
        self.suggestions_shown = shown
        self._mark_anew()

    def _mark_anew(self) -> None:
        if self._sheet:
            if self._sheet.gutter.suggestions != self._has_dotted_lane():
                self._refit()
            self._sheet = replace(self._sheet, marks=self._marks())
        self._strips.clear()
        self.refresh()
        self.on_redrawn(None)
        self.on_moved()

    def _marks(self) -> Marks:
        suggestions = self.suggestions if self.suggestions_shown else RangeIndex[Suggestion]()
        return Marks(self.codings, self._hues, suggestions, self.hits)

    def _has_dotted_lane(self) -> bool:
        """Whether there is room for suggestions: it stays when the last of them is decided."""
        self._dotted_lane = self._dotted_lane or len(self.suggestions) > 0
        return self._dotted_lane and self.suggestions_shown

    def redraw(self, changed: list[Span]) -> None:
        """Draw anew the rows of stretches whose marks have changed."""
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
    def margin_of_text(self) -> Gutter:
        """What stands left of the words."""
        assert self._sheet is not None
        return self._sheet.gutter

    @property
    def rows(self) -> int:
        """How many rows the text has at this width; 0 without a text."""
        return self._sheet.layout.rows if self._sheet else 0

    def row_of(self, offset: int) -> int:
        """The row that holds an offset."""
        return self.layout_of_text.row_of(offset)

    def marks_of_rows(self, first: int, last: int) -> tuple[str, bool]:
        """The hue of the first coding on some rows, "" if there is none; whether hits are there."""
        layout = self.layout_of_text
        if first >= layout.rows:
            return "", False
        start, end = layout.starts[first], layout.row_span(min(last, layout.rows - 1)).end
        found = self.codings.overlapping(start, end)
        hue = self._hues.get(found[0].code_id, "") if found else ""
        return hue, bool(self.hits.within(start, end))

    def bar_style(self, hue: str, *, hit: bool, in_view: bool) -> Style:
        """The style of a cell of the scroll bar."""
        return self._palette.bar(hue, hit=hit, in_view=in_view) if self._palette else Style()

    @property
    def allow_vertical_scroll(self) -> bool:
        """The mouse wheel works though the scroll bar is a widget of its own."""
        return True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Show other rows."""
        super().watch_scroll_y(old_value, new_value)
        self.on_scrolled()

    @property
    def selection(self) -> Span | None:
        """The selected offsets, without white space at the ends; None for nothing."""
        if not self.caret.selects or self.document is None:
            return None
        span = trim(self.document.source.text, self.caret.span)
        return span if span.start < span.end else None

    # Fitting the text to the widget

    def _fit(self) -> None:
        width = self.scrollable_content_region.width
        if self.document is None or width <= 0:
            return
        gutter = fit_gutter(
            self.document,
            width,
            line_numbers=self._line_numbers,
            suggestions=self._has_dotted_lane(),
        )
        text_width = min(max(width - gutter.width - 1, 2), MEASURE)
        layout = (
            self._sheet.layout
            if self._sheet and self._sheet.layout.width == text_width
            else self.document.layout(text_width)
        )
        self._sheet = Sheet(self.document, layout, gutter, self._current_palette(), self._marks())
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
        if first_time and self._sheet:
            if not self.caret.selects:
                first = self.layout_of_text.shown(self.caret.head)
                self.caret = Caret(first, first)
            self.place(self.caret, centre=True)

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

    # Where the cursor is

    def place(self, caret: Caret, *, centre: bool = False, context: int = _CONTEXT) -> None:
        """Put cursor and selection somewhere and bring it into view."""
        before, self.caret = self.caret, caret
        if self._sheet is None:
            return  # it is brought into view when the text is fitted
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
