"""Walking through a report that was made: its table, its notes, and the words behind its cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import LoadingIndicator, Static

from qualcode.errors import QualcodeError
from qualcode.tui.filtering import together
from qualcode.tui.gridview import GridView
from qualcode.tui.i18n import _
from qualcode.tui.listing import Listing
from qualcode.tui.report_making import MadeReport, in_thread
from qualcode.tui.report_table import ordered, report_grid
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.excerpts import Excerpts
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.model import Excerpt
    from qualcode.project import Project


class ReportView(StudyScreen):
    """A screen with the table of a report, `made`; a subclass lays it out and makes it."""

    DEFAULT_CSS = """
    ReportView {
        #about { height: auto; max-height: 2; padding: 0 1; }
        #grid { height: 1fr; }
        #nothing { height: 1fr; padding: 1 2; display: none; }
        LoadingIndicator { height: 1; display: none; }
        #words { height: 2; padding: 0 1; background: $surface; }
        #notes { height: auto; max-height: 60%; padding: 0 1; border-top: solid $panel; }
        #notes { display: none; scrollbar-size-vertical: 1; }
        #notes.-open { display: block; }
        #notes:focus { border-top: solid $primary; }

        &.-counting LoadingIndicator { display: block; }
        &.-nothing #grid, &.-nothing #words, &.-nothing #notes { display: none; }
        &.-nothing #nothing { display: block; }
        &.-low #about { max-height: 1; }
        &.-low #words { height: 1; }
    }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self.made: MadeReport | None = None
        self._rows: list[int] = []  # of the table, in the order that they are shown in
        self._by_column: int | None = None

    def compose_table(self) -> ComposeResult:
        """Lay out the table and what is told of it."""
        yield Static(id="about", markup=False)
        yield GridView()
        yield Static(id="nothing", markup=False)
        yield LoadingIndicator()
        yield Static(id="words", markup=False)
        with VerticalScroll(id="notes"):
            yield Static(id="told", markup=False)

    def on_mount(self) -> None:
        """Follow the cursor in the table."""
        self.grid.on_moved = self.cell_reached
        self.grid.on_opened = self.action_open_cell
        self.grid.on_heading = self._order_by

    def on_unmount(self) -> None:
        """Give up the report's connection."""
        if self.made:
            self.made.close()

    @property
    def grid(self) -> GridView:
        """The table."""
        return self.query_one(GridView)

    @property
    def notes(self) -> VerticalScroll:
        """What is told of the table and the cell at the cursor."""
        return self.query_one("#notes", VerticalScroll)

    # Showing

    def take(self, made: MadeReport, cell: tuple[int, int]) -> None:
        """Show a report with the cursor in a cell."""
        if self.made:
            if self.made.asked.kind != made.asked.kind:
                self._by_column = None
            self.made.close()
        self.made = made
        empty = [_("There is nothing to show in this report."), *made.table.notes]
        self.show_nothing("" if made.table.rows else "\n\n".join(empty))
        self._draw(cell)
        self._show_notes()

    def drop(self, why: str) -> None:
        """Show no report, and say why."""
        if self.made:
            self.made.close()
        self.made = None
        self.query_one("#about", Static).update("")
        self.show_nothing(why)

    def show_nothing(self, why: str) -> None:
        """Say why there is no table; "" where there is one."""
        self.query_one("#nothing", Static).update(why)
        self.set_class(bool(why), "-nothing")

    def _draw(self, cell: tuple[int, int]) -> None:
        if self.made is None:
            return
        table, by_column = self.made.table, self._by_column
        self._rows = ordered(table, None if by_column is None else by_column + 1)
        parts = [f"{label}: {text}" for label, text in self.made.report.about]
        if by_column is not None:
            parts.append(_("ordered by {name}").format(name=table.columns[by_column + 1]))
        about = f" · {together(parts)}" if parts else ""
        self.query_one("#about", Static).update(Content.assemble((table.title, "bold"), about))
        self.grid.show(report_grid(table, self.made.lines, self._rows), cell)

    def cell_reached(self) -> None:
        """Tell what is in the cell at the cursor."""
        self.query_one("#words", Static).update(self._in_words(), layout=False)
        if self.notes.has_class("-open"):
            self._show_notes()

    def _cell(self) -> tuple[int, int] | None:
        """The row and column of the table at the cursor."""
        grid = self.grid.grid
        if self.made is None or self.has_class("-nothing") or not grid.rows or not grid.columns:
            return None
        row, column = self.grid.cursor
        return self._rows[row], column + 1

    def _in_words(self) -> str:
        """The cell at the cursor: its row, its column and what stands there."""
        cell = self._cell()
        if cell is None or self.made is None:
            return ""
        (row, column), rows = cell, self.made.rows
        return f"{rows[row][0]} · {self.made.table.columns[column]}: {rows[row][column]}"

    def _show_notes(self) -> None:
        notes = self.made.table.notes if self.made else ()
        self.query_one("#told", Static).update("\n".join([self._in_words(), "", *notes]).strip())

    def action_notes(self) -> None:
        """Show the notes and the whole cell, or hide them."""
        self.notes.toggle_class("-open")
        self._show_notes()
        shown = self.notes.has_class("-open")
        self.call_after_refresh(self.notes.focus if shown else self.grid.focus)

    def clipping(self) -> str:
        """The cell in words."""
        return self._in_words()

    def action_order_by_column(self) -> None:
        """Order the rows by the column at the cursor, or no longer."""
        if self._cell() is not None:
            self._order_by(self.grid.cursor[1])

    def _order_by(self, column: int) -> None:
        self._by_column = None if self._by_column == column else column
        self._draw((0, column))

    # To the words

    def action_open_cell(self) -> None:
        """List the excerpts that the cell counts."""
        cell = self._cell()
        if self.made is None or cell is None:
            return
        if self.made.has_excerpts:
            self._open_cell(self.made, cell)
        else:
            self.say(_("This report has no excerpts behind its cells."))

    @work(exclusive=True, group="reading")
    async def _open_cell(self, made: MadeReport, cell: tuple[int, int]) -> None:
        try:
            found = await in_thread(partial(_excerpts, made, cell))
        except QualcodeError as error:
            self.tell_error(error)
            return
        if not self.is_active:
            return
        if found is None:
            self.say(_("This cell counts no excerpts: go to a number of codings, cases or words."))
        elif not found:
            self.say(_("The number is 0: there is nothing behind it."))
        else:
            heading = together([made.table.title, self._in_words()])
            listing = Listing(heading, partial(_read, made, cell))
            self.app.push_screen(Excerpts(self.study, listing=listing))


def _excerpts(made: MadeReport, cell: tuple[int, int]) -> Sequence[Excerpt] | None:
    return made.excerpts(*cell)


def _read(made: MadeReport, cell: tuple[int, int], project: Project) -> Sequence[Excerpt]:
    return made.read(*cell, project)
