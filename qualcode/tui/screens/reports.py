"""Reports of every kind: chosen, filled in, and walked through by cell down to the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.errors import QualcodeError
from qualcode.reporting.kinds.known import known_names
from qualcode.reporting.kinds.options import Option as ReportOption
from qualcode.reporting.kinds.registry import KINDS
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as name_of
from qualcode.tui.beside import GivenUpError
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import N_, _
from qualcode.tui.querying import in_words, read_selection, saved, what_is_wrong
from qualcode.tui.report_fields import kind_help, kind_name, option_help
from qualcode.tui.report_form import Pick, ReportForm, Said
from qualcode.tui.report_making import Asked, exports, in_thread, make
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.queries import QueryDialogue
from qualcode.tui.screens.report_view import ReportView
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

_TYPING_RESTS = 0.4  # seconds after which a filter is looked at
_AGAIN_AT_ONCE = 1.0  # seconds that a report may take to be made anew when something has changed
_BAR_RESTS = 0.1  # seconds after which the form follows the bar in the list of kinds
_FIRST = "frequencies"


@dataclass(slots=True)
class Left:
    """What the screen finds again: the report at hand, and what was said of each kind."""

    kind: str = _FIRST
    said: dict[str, Mapping[str, Said]] = field(default_factory=dict)
    filter: str = ""
    cell: tuple[int, int] = (0, 0)


class Reports(ReportView):
    """The kinds of reports with the options of one, and the table that was made of them.

    Only wide windows have room for both; else there is either the one or the other.
    """

    NAME = N_("Reports")
    PLACES = ("reports", "study")
    BINDINGS = bindings("reports")
    DEFAULT_CSS = """
    Reports {
        #filtering { height: 1; background: $surface; }
        #only { width: auto; padding: 0 1; color: $text-muted; }
        #filter { width: 1fr; height: 1; border: none; padding: 0 1; background: $boost; }
        #filter:focus { background: $primary 20%; }
        #problem { height: auto; max-height: 3; padding: 0 1; color: $text-error; display: none; }
        #problem.-told { display: block; }
        #body { height: 1fr; }
        #choosing { width: 50; border-right: solid $panel; }
        #kinds { height: auto; max-height: 45%; border: none; padding: 0; }
        #kinds { scrollbar-size-vertical: 1; }
        #asking { height: 1fr; }
        #kind-help { height: auto; max-height: 3; padding: 0 1; margin-bottom: 1; }
        #option-help { height: auto; max-height: 4; padding: 0 1; }
        #kind-help, #option-help { color: $text-muted; }
        #form { padding: 0 1; }
        #result { width: 1fr; }

        &.-narrow, &.-wide {
            #choosing { layout: horizontal; width: 1fr; border: none; display: none; }
            #kinds { width: 32; height: 1fr; max-height: 100%; border-right: solid $panel; }
            #asking { width: 1fr; }
            &.-choosing #choosing { display: block; }
            &.-choosing #result { display: none; }
        }
        &.-low #kind-help { max-height: 1; margin: 0; }
        &.-low #option-help { max-height: 1; }
    }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        left = study.left.get("reports")
        self._left = left if isinstance(left, Left) else Left()
        self._again = isinstance(left, Left)
        self._shown_kind = ""  # whose options the form has
        self._failed = False
        self._stop = Event()
        self._typing_rest: Timer | None = None
        self._bar_rest: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out the filter, the kinds, the form and the table."""
        with Horizontal(id="filtering"):
            yield Static(_("Only"), id="only")
            yield Input(
                self._left.filter,
                placeholder=_("everything; a query such as coder=anne AND wave=2023, or @name"),
                select_on_focus=False,
                id="filter",
            )
        yield Static(id="problem", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="choosing"):
                kinds = [Option(kind_name(name)) for name in KINDS]
                yield OptionList(*kinds, id="kinds", markup=False)
                with Vertical(id="asking"):
                    yield Static(id="kind-help", markup=False)
                    yield ReportForm(self._names)
                    yield Static(id="option-help", markup=False)
            with Vertical(id="result"):
                yield from self.compose_table()

    def on_mount(self) -> None:
        """Begin with the list of kinds, and with the report that was there before."""
        self.kinds.highlighted = list(KINDS).index(self.kind)
        self._read_saved()
        self.show_nothing(_("Choose a report in the list; Enter makes it."))
        self.add_class("-choosing")
        self.kinds.focus()
        self.call_next(self._begin)

    async def _begin(self) -> None:
        await self._show_form()
        if self.kind == _FIRST or self._again:
            await self._make_report(go=False)

    def on_unmount(self) -> None:
        """Stop making a report."""
        self._stop.set()

    # Parts

    @property
    def kinds(self) -> OptionList:
        """The list of kinds."""
        return self.query_one("#kinds", OptionList)

    @property
    def form(self) -> ReportForm:
        """The options of the kind at hand."""
        return self.query_one(ReportForm)

    @property
    def filter_line(self) -> Input:
        """The line for a query."""
        return self.query_one("#filter", Input)

    @property
    def kind(self) -> str:
        """The kind whose options are in the form."""
        return self._left.kind

    # Asking

    def _names(self, option: ReportOption, variables: Sequence[str]) -> list[str]:
        return known_names(self.study.project, option, variables)

    def _read_saved(self) -> None:
        names = [f"@{query.name}" for query in saved(self.study.project)]
        self.filter_line.suggester = SuggestFromList(names, case_sensitive=False)

    async def _show_form(self) -> None:
        """Show the options of the kind in the bar, unless they are there."""
        if self._bar_rest:
            self._bar_rest.stop()
        if self.kinds.highlighted is not None:
            self._left.kind = list(KINDS)[self.kinds.highlighted]
        if self._shown_kind == self.kind:
            return
        self._shown_kind = ""
        kind = KINDS[self.kind]
        self.query_one("#kind-help", Static).update(kind_help(kind))
        self.query_one("#option-help", Static).update("")
        await self.form.show(kind, self._left.said.get(self.kind, {}))
        self._shown_kind = self.kind

    def on_option_list_option_highlighted(self) -> None:
        """Show the options of the kind in the bar, when it rests there."""
        if self._bar_rest:
            self._bar_rest.stop()
        self._bar_rest = self.set_timer(_BAR_RESTS, self._show_form)

    async def on_option_list_option_selected(self) -> None:
        """Make the report; where something has to be said first, go there."""
        await self.action_make()

    async def on_report_form_asked(self) -> None:
        """Make the report from the form."""
        await self.action_make()

    def on_report_form_entered(self, event: ReportForm.Entered) -> None:
        """Say what the option at the cursor is for, and what can be said."""
        control = event.field.control
        names = control.words if isinstance(control, Pick) else event.field.names()
        told = option_help(event.field.option)
        told = f"{told[:1].upper()}{told[1:]}."
        if names:
            told += " " + _("One of: {names}").format(names=", ".join(names))
        self.query_one("#option-help", Static).update(told)

    def on_pick_changed(self) -> None:
        """Keep what is said for when the user comes back to this kind of report."""
        if self._shown_kind:
            self._left.said[self._shown_kind] = self.form.said

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is said; look at the filter when the typing rests."""
        self.on_pick_changed()
        if event.input is self.filter_line:
            self._left.filter = event.value
            self._tell_problem("")
            if self._typing_rest:
                self._typing_rest.stop()
            self._typing_rest = self.set_timer(_TYPING_RESTS, self._look_at_filter)

    def _look_at_filter(self) -> None:
        text = self.filter_line.value
        if text.strip() != "@":
            self._tell_problem(what_is_wrong(self.study.project, text, passages=False))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the filter makes the report."""
        if event.input is self.filter_line:
            await self.action_make()

    def _tell_problem(self, problem: str) -> None:
        line = self.query_one("#problem", Static)
        line.update(problem)
        line.set_class(bool(problem), "-told")

    def _asked(self) -> Asked | None:
        """What the form and the filter ask for; None if something is wrong, which is told there."""
        options, wrong = self.form.values()
        if wrong:
            self.add_class("-choosing")
        self.form.tell(wrong)
        if wrong:
            return None
        try:
            asked = Asked(self.kind, options, self._selection())
        except QualcodeError as error:
            self._tell_problem(in_words(error))
            self.filter_line.focus()
            return None
        self._tell_problem("")
        return asked

    def _selection(self) -> Selection:
        own = self.study.project.coder if self.study.own_only else ""
        return read_selection(self.study.project, self.filter_line.value, coder=own)

    # Making

    async def action_make(self) -> None:
        """Make the report that the form and the filter ask for, and go to its table."""
        await self._make_report(go=True)

    async def _make_report(self, *, go: bool) -> None:
        await self._show_form()
        if (asked := self._asked()) is not None:
            if self.made and self.made.asked.kind != asked.kind:
                self._left.cell = (0, 0)
            self._make(asked, go=go)

    @work(exclusive=True, group="counting")
    async def _make(self, asked: Asked, *, go: bool = False) -> None:
        """Make a report in a thread; what is on the screen stays until it is there."""
        self._stop.set()
        stop = self._stop = Event()
        self.study.left["reports"] = self._left
        project = self.study.project
        self.add_class("-counting")
        self.say(_("Making the report: {name} …").format(name=kind_name(asked.kind)))
        if go:
            self.remove_class("-choosing")
        try:
            made = await in_thread(partial(make, project.path, project.coder, asked, stop))
        except GivenUpError:
            return
        except QualcodeError as error:
            if self.is_mounted and self._stop is stop:
                self._show_failure(error)
        else:
            if not self.is_mounted or self._stop is not stop:
                made.close()
                return
            self._failed = False
            self.take(made, self._left.cell)
            if go and made.table.rows:
                self.grid.focus()
            self._hint()
        finally:
            stop.set()
            if self._stop is stop:
                self.remove_class("-counting")

    def _show_failure(self, error: QualcodeError) -> None:
        self._failed = True
        told = " ".join(f"{error.what} {error.remedy}".split())
        keys = _("{options} goes to the options, {filter} to the filter, {kinds} to the reports.")
        names = {name: name_of(f"reports.{name}") for name in ("options", "filter", "kinds")}
        self.drop(f"{told}\n\n{keys.format(**names)}")
        self._hint()

    def reload(self) -> None:
        """Make the report anew: something in the project has changed."""
        self.study.read_codebook()
        self._read_saved()
        if self.made is None:
            return
        if self.made.seconds < _AGAIN_AT_ONCE:
            self._make(self.made.asked)
        else:
            told = _("The project has changed since; {key} makes the report anew.")
            self.say(told.format(key=name_of("reports.make")))

    def cell_reached(self) -> None:
        """Keep the cell for the user's return."""
        self._left.cell = self.grid.cursor
        super().cell_reached()

    def exports(self) -> Sequence[Export]:
        """Every form that the report has."""
        if self.made:
            return exports(self.made.asked, self.made.report)
        options, wrong = self.form.values()
        if self._failed or wrong:
            return ()
        try:
            return exports(Asked(self.kind, options, self._selection()), None)
        except QualcodeError:
            return ()

    # Moving

    def _hint(self) -> None:
        """Name the keys of where the focus is."""
        if self.focused is self.kinds:
            hint = _("Enter makes the report · {options} options · {filter} filter · {help} help")
        elif self._is_in_form:
            hint = _("Enter makes the report · ↑↓ option · ←→ word · {offer} names · {help} help")
        elif self.focused is self.filter_line:
            hint = _("Enter makes the report · {offer} saved queries · {help} help")
        else:
            hint = _(
                "Enter excerpts · {kinds} another report · {options} options · {filter} filter · "
                "{notes} notes · {help} help"
            )
        names = ("kinds", "options", "filter", "offer", "notes")
        keys = {name: name_of(f"reports.{name}") for name in names}
        self.show_hint(hint.format(help=name_of("everywhere.help"), **keys))

    @property
    def _is_in_form(self) -> bool:
        return self.focused is not None and self.form in self.focused.ancestors

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """In narrow windows, show the part that has the focus."""
        if event.widget in (self.grid, self.notes):
            self.remove_class("-choosing")
        elif event.widget is not self.filter_line:
            self.add_class("-choosing")
        self._hint()

    def action_walk(self, where: str) -> None:
        """Go to another cell; in the form, to another field."""
        if self._is_in_form:
            self.form.step({"up": -1, "down": 1}.get(where, 0))
        elif self.filter_line.has_focus:
            (self.kinds if self.has_class("-choosing") else self.grid).focus()
        else:
            self.grid.walk(where)

    def action_back(self) -> None:
        """From the notes, the form or the filter to the table, and from there to the text."""
        if self.notes.has_focus:
            self.action_notes()
        elif self.made and (self._is_in_form or self.focused is self.filter_line):
            self.action_table()
        else:
            super().action_back()

    def action_kinds(self) -> None:
        """Go to the list of kinds."""
        self._go_to(partial(self.set_focus, self.kinds), choosing=True)

    async def action_options(self) -> None:
        """Go to the form."""
        await self._show_form()
        self._go_to(partial(self.form.step, 0), choosing=True)

    def action_filter(self) -> None:
        """Go to the line for a query."""
        self.set_focus(self.filter_line)

    def action_table(self) -> None:
        """Go to the table."""
        self._go_to(partial(self.set_focus, self.grid), choosing=False)

    def _go_to(self, focus: Callable[[], object], *, choosing: bool) -> None:
        """Show a part and go there; at once if it is there, so that keys typed ahead arrive."""
        there = self.has_class("-vast") or self.has_class("-choosing") == choosing
        self.set_class(choosing, "-choosing")
        if there:
            focus()
        else:
            self.call_after_refresh(focus)

    def action_go(self, screen: str) -> None:
        """Open another screen; on this one, go to the list of kinds."""
        if screen == "reports":
            self.action_kinds()
        else:
            super().action_go(screen)

    @work
    async def action_offer(self) -> None:
        """Choose from what can stand in the field; elsewhere, from the saved queries."""
        at = self.form.at_focus
        if at is None:
            dialogue = QueryDialogue(self, self.filter_line.value, passages=False)
            query = await self.app.push_screen_wait(dialogue)
            self._read_saved()
            if query is not None:
                self.filter_line.value = query
                await self.action_make()
            return
        control = at.control
        names = control.words if isinstance(control, Pick) else at.names()
        if not names:
            self.say(_("There are no names to choose from here."))
            return
        chosen = await self.app.push_screen_wait(Choice(option_help(at.option), names))
        if chosen is None:
            return
        if isinstance(control, Pick):
            control.choose(chosen)
        else:
            at.say(names[chosen])
