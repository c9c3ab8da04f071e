"""A table to walk with the cursor, on Textual's Line API, under frozen headings."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.code_names import brief
from qualcode.tui.grid import Grid, Label, scroll_to_row
from qualcode.tui.heat import HeatStyles, heat_styles
from qualcode.tui.layout import cells
from qualcode.tui.palette import palette

_CACHED_ROWS = 400

_NO_LINE = Style(underline=False)  # blanks are not underlined

_Run = tuple[str, Style]


class GridView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a grid. `cursor` is the row and column at the cursor.

    `on_moved` is called when the cursor has moved, `on_opened` when a cell was clicked twice, and
    `on_heading` with the column whose heading was clicked.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    GridView { scrollbar-size: 1 1; background: $background; }
    """

    def __init__(self) -> None:
        super().__init__(id="grid")
        self.grid = Grid((), (), (), ())
        self.cursor = (0, 0)
        self.on_moved: Callable[[], None] = lambda: None
        self.on_opened: Callable[[], None] = lambda: None
        self.on_heading: Callable[[int], None] = lambda _: None
        self._heat: HeatStyles | None = None
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(_CACHED_ROWS)

    # What is shown

    def show(self, grid: Grid, cursor: tuple[int, int]) -> None:
        """Show another grid with the cursor in a cell, or the nearest that there is."""
        self.grid = grid
        self._strips.clear()
        self._measure()
        self.cursor = self._nearest(*cursor)
        self._bring_into_view()
        self.refresh()
        self.on_moved()

    def _nearest(self, row: int, column: int) -> tuple[int, int]:
        return (
            min(max(row, 0), max(self.grid.rows - 1, 0)),
            min(max(column, 0), max(self.grid.columns - 1, 0)),
        )

    @property
    def label_width(self) -> int:
        """The cells of the row headings."""
        return self.grid.label_width(self.scrollable_content_region.width)

    @property
    def heat(self) -> HeatStyles:
        """The styles of the theme at hand."""
        if self._heat is None:
            self._heat = heat_styles(
                palette(
                    self.app.theme_variables,
                    ansi=self.app.native_ansi_color,
                    colourless=self.app.no_color,
                )
            )
        return self._heat

    def _measure(self) -> None:
        beyond = max(map(self.grid.width_of, range(self.grid.columns)), default=0)  # see Grid
        fits = self.label_width + self.grid.starts[-1] <= self.scrollable_content_region.width
        width = self.label_width + self.grid.starts[-1] + (0 if fits else beyond)
        self.virtual_size = Size(width, self.grid.rows + self.grid.head)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._strips.clear()
        self._measure()
        self._bring_into_view()

    def notify_style_update(self) -> None:
        """Take on the theme's colours."""
        super().notify_style_update()
        self._heat = None
        self._strips.clear()

    # The cursor

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor in a cell, or the nearest that there is."""
        before, self.cursor = self.cursor, self._nearest(row, column)
        if self.cursor == before:
            return
        self._bring_into_view()
        top = self.scroll_offset.y
        head = self.grid.head
        for line in {before[0] + head, self.cursor[0] + head}:
            self.refresh_lines(line, 1)
        self.refresh_lines(top, head)
        self.on_moved()

    def walk(self, where: str) -> None:
        """Go a cell or a page on (`left`, `page_down`), or to an end (`first_row`)."""
        if not self.grid.columns:
            return
        region, most = self.scrollable_content_region, max(self.grid.rows, self.grid.columns)
        rows = max(region.height - self.grid.head - 1, 1)
        columns = max((region.width - self.label_width) // self.grid.width_of(0) - 1, 1)
        steps = {
            "left": (0, -1),
            "right": (0, 1),
            "up": (-1, 0),
            "down": (1, 0),
            "page_up": (-rows, 0),
            "page_down": (rows, 0),
            "page_left": (0, -columns),
            "page_right": (0, columns),
            "first_column": (0, -most),
            "last_column": (0, most),
            "first_row": (-most, 0),
            "last_row": (most, 0),
        }
        down, right = steps[where]
        self.move_to(self.cursor[0] + down, self.cursor[1] + right)

    def _bring_into_view(self) -> None:
        region = self.scrollable_content_region
        head = self.grid.head
        if not self.grid.columns or not self.grid.rows or region.height <= head:
            return
        row, column = self.cursor
        x, y = self.scroll_offset
        self.scroll_to(
            x=self.grid.scroll_to_column(column, x, region.width - self.label_width),
            y=scroll_to_row(row, y, region.height - head),
            animate=False,
            immediate=True,
        )

    def on_click(self, event: events.Click) -> None:
        """Put the cursor in a cell, open it at the second click; or tell of a heading."""
        label, head = self.label_width, self.grid.head
        column = self.grid.column_at(event.x - label + self.scroll_offset.x)
        if event.y < head and event.x >= label and column is not None:
            self.on_heading(column)
            return
        row = event.y - head + self.scroll_offset.y
        if event.y < head or row >= self.grid.rows:
            return
        if event.x < label or column is None:
            self.move_to(row, self.cursor[1])
            return
        self.move_to(row, column)
        if event.chain == 2:
            self.on_opened()

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the view, past Textual's cache of borders, of which there are none."""
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.column_span != (0, self.size.width):
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Draw a line of the view: the headings, or a row."""
        x, top = self.scroll_offset
        head = self.grid.head
        row = y - head if y < head else y - head + top
        at = self.cursor[1] if y < head or row == self.cursor[0] else None
        width = self.scrollable_content_region.width
        known = (row, x, width, at)
        strip = self._strips.get(known)
        if strip is None:
            strip = self._strips[known] = self._draw(row, x, width, at)
        return strip

    def _draw(self, row: int, x: int, width: int, at: int | None) -> Strip:
        """Draw a row; those of the headings are -1, the lowest, and so on up."""
        heat, label = self.heat, self.label_width
        if row >= self.grid.rows:
            return Strip([Segment(" " * width, heat.text)], width)
        if row < 0:
            corner = _fitted(self.grid.corner, label - 1) if row == -1 else ""
            runs = [(set_cell_size(corner, label), heat.heading)]
        else:
            runs = _label(self.grid.labels[row], label, heat, chosen=at is not None)
        column = self.grid.column_at(x)
        if column is None:
            return _strip(runs).adjust_cell_length(width, heat.text)
        hidden, room = x - self.grid.starts[column], width - label
        body = _strip(self._cells(row, column, hidden + room, at))
        body = body.adjust_cell_length(hidden + room, heat.text).crop(hidden, hidden + room)
        return Strip.join([_strip(runs), body])

    def _cells(self, row: int, column: int, room: int, at: int | None) -> list[_Run]:
        """Cells from a column on, as many as have room; the last may reach beyond it."""
        grid, heat = self.grid, self.heat
        runs: list[_Run] = []
        while column < grid.columns and room > 0:
            width = grid.width_of(column)
            if row < 0:
                text = _fitted(grid.heading_row(column, grid.head + row), width - 1)
                style = heat.chosen if column == at else heat.heading
            else:
                fit = brief if column in grid.words else _fitted
                text = fit(grid.text_of(row, column), width - 1)
                style = heat.cursor if column == at else heat.of(grid.levels[row][column])
            blank, gap = (" ", style + _NO_LINE), width - cells(text) - 1
            filled = (" " * gap, style + _NO_LINE)
            if column in grid.words:
                runs += [blank, (text, style), filled]
            else:
                runs += [filled, blank, (text, style)]
            room -= width
            column += 1
        return runs


def _strip(runs: list[_Run]) -> Strip:
    return Strip(
        Segment("".join(text for text, _ in group), style)
        for style, group in groupby(runs, key=itemgetter(1))
    )


def _label(label: Label, width: int, heat: HeatStyles, *, chosen: bool) -> list[_Run]:
    style = heat.chosen if chosen else heat.text
    runs: list[_Run] = []
    if label.number:
        runs.append((f"{label.number} ", style if chosen else heat.heading))
    if label.hue:
        runs.append(("■ ", heat.mark(label.hue)))
    room = width - sum(cells(text) for text, _ in runs)
    name = brief(label.name, room - 1) if room > 1 else ""
    return [*runs, (name, style), (" " * (room - cells(name)), style + _NO_LINE)]


def _fitted(text: str, width: int) -> str:
    return text if cells(text) <= width else set_cell_size(text, max(width - 1, 0)) + "…"
