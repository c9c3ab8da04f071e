"""Analysis: which codes occur together and how often each is used, to walk through by cell."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import ProgressBar, Static

from qualcode.analysis.cooccurrence import Cooccurrence
from qualcode.analysis.frequencies import Frequencies
from qualcode.analysis.unit import Counted, PairMeasure
from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.tui.actions import bindings
from qualcode.tui.exporting import Export
from qualcode.tui.figures import Answer, Figure, Key, Look, Measured, Order, Question, View
from qualcode.tui.filtering import Kind
from qualcode.tui.gridview import GridView
from qualcode.tui.heat import PLAIN, ranges
from qualcode.tui.i18n import N_, _
from qualcode.tui.matrix import matrix
from qualcode.tui.matrix_words import measure_name, ways_of_counting
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.excerpts import Excerpts
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.screens.picker import Picker
from qualcode.tui.study import Study
from qualcode.tui.tally import table, table_by

_AT_ONCE = 20_000  # codings that are counted without anybody noticing
_STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's machine, until it looks whether to stop
_FURTHEST = 50  # sentences or turns apart
_ORDERS: tuple[Order, ...] = ("codebook", "count", "clusters")
_FILTERS: tuple[Kind, ...] = ("variable", "coder", "case", "source", "code", "text")


@dataclass(frozen=True, slots=True)
class Left:
    """What the screen finds again when the user comes back: question, look, cell at the cursor."""

    question: Question
    look: Look
    cell: tuple[Key, Key]


class Analysis(StudyScreen):
    """Shows one figure: the matrix, the table of frequencies, or the table by a variable."""

    NAME = N_("Analysis")
    PLACES = ("analysis", "study")
    BINDINGS = bindings("analysis")
    DEFAULT_CSS = """
    Analysis #about { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    Analysis #grid { height: 1fr; }
    Analysis #nothing { height: 1fr; padding: 1 2; display: none; }
    Analysis #words { height: 3; padding: 0 1; background: $surface; }
    Analysis #scale { height: 1; padding: 0 1; text-wrap: nowrap; }
    Analysis ProgressBar { display: none; height: 1; padding: 0 1; }
    Analysis.-counting ProgressBar { display: block; }
    Analysis.-nothing #grid, Analysis.-nothing #words, Analysis.-nothing #scale { display: none; }
    Analysis.-nothing #nothing { display: block; }
    Analysis.-low #scale { display: none; }
    Analysis.-low #about { max-height: 1; }
    Analysis.-low #words { height: 2; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        left = study.left.get("analysis")
        known = left if isinstance(left, Left) else None
        self._question = known.question if known else Question()
        self._look = known.look if known else Look()
        self._cell = known.cell if known else None
        self._answer: Answer | None = None
        self._figure: Figure | None = None
        self._drawn_view: View | None = None
        self._stop = Event()

    def compose_body(self) -> ComposeResult:
        """Lay out what is counted, the figure, the cell in words and the scale of shades."""
        yield Static(id="about", markup=False)
        yield GridView()
        yield Static(id="nothing", markup=False)
        yield ProgressBar(show_eta=False, show_percentage=False)
        yield Static(id="words", markup=False)
        yield Static(id="scale", markup=False)

    def on_mount(self) -> None:
        """Count what was asked last, at first which codes overlap."""
        self.grid.on_moved = self._moved
        self.grid.on_opened = self.action_open_cell
        self.grid.on_heading = self._order_by
        self.grid.focus()
        self.show_hint(
            _("Enter excerpts · m matrix · t table · v variable · w unit · f filter · F1 help")
        )
        self.reload()

    def on_unmount(self) -> None:
        """Stop counting."""
        self._stop.set()

    @property
    def grid(self) -> GridView:
        """The table of numbers."""
        return self.query_one(GridView)

    # Counting

    def reload(self) -> None:
        """Count anew: codings or codes have changed."""
        self.study.read_codebook()
        self._ask(self._question)

    def _ask(self, question: Question) -> None:
        own = self.study.project.coder if self.study.own_only else ""
        self._question = replace(question, coder=own)
        self._stop.set()
        many = int(self.study.project.value("SELECT count(*) FROM codings")) > _AT_ONCE
        if many or self._question.measure is not PairMeasure.COUNT:
            self._count_beside(self._question)
            return
        try:
            self._take(self._question.answer(self.study.project))
        except QualcodeError as error:
            self._show_failure(error)

    @work(exclusive=True, group="counting")
    async def _count_beside(self, question: Question) -> None:
        """Count in a thread; what is on the screen stays until the answer is there."""
        stop = self._stop = Event()
        self.add_class("-counting")
        try:
            answer = await asyncio.to_thread(self._read, question, stop)
            if not stop.is_set():
                self._take(answer)
        except QualcodeError as error:
            if not stop.is_set():
                self._show_failure(error)
        finally:
            stop.set()
            if self._stop is stop:
                self.remove_class("-counting")

    def _read(self, question: Question, stop: Event) -> Answer:
        opened = self.study.project
        with Project.open(opened.path, coder=opened.coder, read_only=True) as project:
            project.connection.set_progress_handler(stop.is_set, _STEPS_BETWEEN_LOOKS)
            return question.answer(project)

    # Showing

    def _take(self, answer: Answer) -> None:
        self._answer = answer
        self._draw()

    def _draw(self, *, follow: bool = True) -> None:
        """Draw the answer; with `follow` the cursor stays with its codes, else in its place."""
        hues, answer = self.study.hues, self._answer
        if answer is None:
            return
        if isinstance(answer, (Cooccurrence, Measured)):
            figure = matrix(answer, self._question, self._look, hues)
        elif isinstance(answer, Frequencies):
            figure = table(answer, self._question, self._look, hues)
        else:
            figure = table_by(answer, self._question, self._look, hues)
        self._figure = figure
        about = Content.assemble((figure.heading, "bold"), f" · {figure.about}")
        self.query_one("#about", Static).update(about)
        self._show_nothing(self._why_empty(answer, figure))
        place = self._place(figure) if follow else self.grid.cursor
        self._drawn_view = self._question.view
        self.grid.show(figure.grid, place)

    def _place(self, figure: Figure) -> tuple[int, int]:
        """Where the cell now is that the cursor was in, as far as it is there."""
        if self._cell is None:
            return 0, 0
        row, column = self._cell
        at_row = figure.rows.index(row) if row in figure.rows else self.grid.cursor[0]
        if column in figure.columns:
            return at_row, figure.columns.index(column)
        if self._drawn_view == self._question.view:
            return at_row, self.grid.cursor[1]
        return at_row, figure.columns.index(row) if row in figure.columns else 0

    def _why_empty(self, answer: Answer, figure: Figure) -> str:
        if not self.study.codes:
            return _("There are no codes yet: F12 opens the codebook, or code in the text.")
        result = answer.result if isinstance(answer, Measured) else answer
        if figure.grid.columns and (figure.grid.rows or not isinstance(result, Cooccurrence)):
            return ""
        if isinstance(result, Cooccurrence) and result.codes:
            return _("No two codes meet here. h shows the codes all the same, w counts otherwise.")
        if self._question.facets:
            return _("No coding fits the filter: f changes it.")
        if self.study.own_only:
            return _("You have no codings yet. In the text, o shows those of all coders.")
        return _("There are no codings yet: Esc leads to the text, where words are coded.")

    def _show_failure(self, error: QualcodeError) -> None:
        self._answer = self._figure = None
        self.query_one("#about", Static).update("")
        self._show_nothing(
            f"{error.what} {error.remedy}\n\n"
            + _("f changes the filter, v the variable, m and t show another figure.")
        )

    def _show_nothing(self, why: str) -> None:
        self.query_one("#nothing", Static).update(why)
        self.set_class(bool(why), "-nothing")

    def _moved(self) -> None:
        """Tell what the cell at the cursor counts, and keep it for the user's return."""
        words = ""
        if self._at_cursor() and self._figure:
            row, column = self.grid.cursor
            words = self._figure.words(row, column)
            self._cell = self._figure.rows[row], self._figure.columns[column]
            self.study.left["analysis"] = Left(self._question, self._look, self._cell)
            self._show_scale(self._figure, column)
        self.query_one("#words", Static).update(words, layout=False)

    def _show_scale(self, figure: Figure, column: int) -> None:
        """Show what the shades stand for in a column."""
        heat = self.grid.heat
        highest, lowest = figure.scales[column]
        scale = Text("" if figure.legend else "· 0 ")
        for numbers, level in figure.legend or ranges(lowest, highest):
            scale.append(" ").append(f" {numbers} ", heat.of(level))
        if figure.plain:
            scale.append("  ").append(f" {figure.plain} ", heat.of(PLAIN))
        self.query_one("#scale", Static).update(scale, layout=False)

    def _at_cursor(self) -> bool:
        figure = self._figure
        empty = self.has_class("-nothing")
        return bool(figure and figure.grid.rows and figure.grid.columns and not empty)

    def clipping(self) -> str:
        """The cell in words."""
        return self._figure.words(*self.grid.cursor) if self._figure and self._at_cursor() else ""

    def exports(self) -> Sequence[Export]:
        """The figure in every form that it has."""
        return self._figure.exports if self._figure and self._at_cursor() else ()

    # Moving

    def action_walk(self, where: str) -> None:
        """Go to another cell."""
        self.grid.walk(where)

    def action_open_cell(self) -> None:
        """List the excerpts that the cell counts."""
        if not self._figure or not self._at_cursor():
            return
        listing = self._figure.listing(*self.grid.cursor)
        if listing is None:
            self.say(_("The number is 0: there is nothing behind it."))
        else:
            self.app.push_screen(Excerpts(self.study, listing=listing))

    @work
    async def action_find_code(self) -> None:
        """Go to the row of a code, or to the cell of two."""
        heading = _("Go to a code; mark two for the number of the two")
        chosen = await self.app.push_screen_wait(Picker(self.study, heading))
        if not chosen or not self._figure:
            return
        figure = self._figure
        row = self._shown(chosen[0], figure.rows)
        column = self._shown(chosen[-1], figure.columns) if len(chosen) > 1 else None
        if row is None:
            missing = _("{code} is not in this figure: it is hidden, or has no codings here.")
            self.say(missing.format(code=self.study.label(chosen[0])))
            return
        self.grid.move_to(row, self.grid.cursor[1] if column is None else column)

    def _shown(self, code_id: int | None, keys: Sequence[Key]) -> int | None:
        """Where a code, or the one that it is rolled up to, is among keys."""
        while code_id is not None and code_id not in keys:
            code = self.study.code_by_id.get(code_id)
            code_id = code.parent_id if code else None
        return None if code_id is None else keys.index(code_id)

    # Asking otherwise

    def _show_view(self, view: View, variable: str = "") -> None:
        self._look = replace(self._look, by_column=None)
        self._ask(replace(self._question, view=view, variable=variable))

    def action_matrix(self) -> None:
        """Show which codes occur together."""
        self._show_view("cooccurrence")

    def action_table(self) -> None:
        """Show how often each code is used."""
        self._show_view("frequencies")

    @work
    async def action_by_variable(self) -> None:
        """Show how often each code is used by the values of a variable."""
        variables = self.study.variables()
        if not variables:
            self.say(_("There are no variables yet: they are imported as a table, one row a case."))
            return
        variable = variables[0]
        if len(variables) > 1:
            chosen = await self.app.push_screen_wait(Choice(_("By which variable?"), variables))
            if chosen is None:
                return
            variable = variables[chosen]
        self._show_view("by", variable)

    @work
    async def action_count(self) -> None:
        """Choose what is counted."""
        if self._question.view == "frequencies":
            self.say(_("The table counts codings, transcripts and cases beside each other."))
        elif self._question.view == "by":
            answers = [_("Codings"), _("Transcripts"), _("Cases")]
            chosen = await self.app.push_screen_wait(Choice(_("What is counted?"), answers))
            if chosen is not None:
                self._look = replace(self._look, counted=tuple(Counted)[chosen])
                self._draw()
        else:
            await self._choose_unit()

    async def _choose_unit(self) -> None:
        ways = ways_of_counting()
        answers = [answer for answer, _way in ways]
        chosen = await self.app.push_screen_wait(Choice(_("What is counted?"), answers))
        if chosen is not None:
            way = ways[chosen][1]
            counted = replace(self._question, unit=way.unit, within=way.within)
            self._ask(replace(counted, sequence=way.sequence, nested=way.nested))

    def action_stretch(self, steps: int) -> None:
        """Let codings be further apart, or less far."""
        distance = self._question.distance
        if self._question.view != "cooccurrence" or distance is None:
            self.say(_("w, then “some sentences apart”, counts codings near one another."))
            return
        further = min(max(distance + steps, 0), _FURTHEST)
        if further != distance:
            if self._question.sequence is None:
                self._ask(replace(self._question, within=further))
            else:
                self._ask(replace(self._question, sequence=further))

    @work
    async def action_measure(self) -> None:
        """Choose whether the matrix shows counts or how strong ties are."""
        if self._question.view != "cooccurrence":
            self.say(_("That is for the matrix: m shows it."))
            return
        measures = list(PairMeasure)
        answers = [measure_name(measure) for measure in measures]
        chosen = await self.app.push_screen_wait(Choice(_("What do cells show?"), answers))
        if chosen is not None:
            self._ask(replace(self._question, measure=measures[chosen]))

    def action_depth(self) -> None:
        """Roll codes up to another level."""
        deepest = max((code.depth for code in self.study.codes), default=0)
        if not deepest:
            self.say(_("The codebook has one level only."))
            return
        depth = self._question.depth
        deeper = 0 if depth is None else depth + 1
        depth = None if deeper >= deepest else deeper
        question = replace(self._question, depth=depth)
        if question.view == "cooccurrence":
            self._ask(question)
        else:
            self._question = question
            self._draw()

    def action_subcodes(self) -> None:
        """Count each code alone or with the codes under it."""
        if self._question.view != "by":
            self.say(_("That is for tables by variable. Here, d rolls codes up."))
            return
        self._look = replace(self._look, subcodes=not self._look.subcodes)
        self._draw()

    def action_order(self) -> None:
        """Order the matrix otherwise."""
        if self._question.view != "cooccurrence":
            self._look = replace(self._look, by_column=None)
            self._draw()
            self.say(_("The codebook’s order; o orders by the column at the cursor."))
            return
        order = _ORDERS[(_ORDERS.index(self._look.order) + 1) % len(_ORDERS)]
        self._look = replace(self._look, order=order, by_column=None)
        self._draw(follow=False)

    def action_order_by_column(self) -> None:
        """Order the rows by the column at the cursor, or no longer."""
        if self._at_cursor():
            self._order_by(self.grid.cursor[1])

    def _order_by(self, column: int) -> None:
        if not self._figure:
            return
        key = self._figure.columns[column]
        by_column = None if self._look.by_column == (key,) else (key,)
        self._look = replace(self._look, by_column=by_column)
        self._cell = (self._figure.rows[self.grid.cursor[0]], key)
        self._draw()
        self.grid.move_to(0 if by_column else self.grid.cursor[0], self.grid.cursor[1])

    def action_empty_rows(self) -> None:
        """Hide empty rows, or show them again."""
        self._look = replace(self._look, empty_rows=not self._look.empty_rows)
        self._draw()
        self.say(_("All rows are shown.") if self._look.empty_rows else _("Empty rows are hidden."))

    @work
    async def action_filter(self) -> None:
        """Choose which codings are counted."""
        dialogue = FilterDialogue(self.study, _FILTERS, self._question.facets)
        facets = await self.app.push_screen_wait(dialogue)
        if facets is not None:
            self._ask(replace(self._question, facets=facets))
