"""A query in one line, and the queries that are saved in the project under names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.errors import QualcodeError
from qualcode.tui.actions import Where, bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.i18n import _
from qualcode.tui.querying import in_words, saved, what_is_wrong
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.dialogue import Dialogue, key_line
from qualcode.tui.screens.line import LineDialogue

if TYPE_CHECKING:
    from qualcode.project import Project


class QueryDialogue(Dialogue[str | None]):
    """Gives the query that is to be used, "" for everything; None to leave all as it was.

    It lies over `screen`, whose `attempt` saves and removes. `passages`: the query may make
    passages of words, which not everything takes.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("query",)
    BINDINGS = bindings("query")
    DEFAULT_CSS = """
    QueryDialogue #problem { height: auto; max-height: 4; color: $text-error; }
    QueryDialogue #problem.-told { color: $text-success; }
    """

    def __init__(self, screen: StudyScreen, query: str, *, passages: bool = True) -> None:
        super().__init__()
        self._over = screen
        self._query = query
        self._passages = passages
        self._names: list[str] = []
        self._told_of = ""  # the query that the last message was on

    def compose(self) -> ComposeResult:
        """Lay out the line and the saved queries."""
        with Vertical(classes="dialogue listing"):
            told = _(
                "Codes with AND, OR, NOT, NEAR/2 turns, THEN/2 turns; coder=anne, wave=2023,2025"
            )
            if not self._passages:
                told = _("Codes with OR; conditions such as coder=anne AND wave=2023,2025")
            yield Static(told, classes="quotation", markup=False)
            yield Input(self._query, placeholder=_("empty: everything"), select_on_focus=False)
            yield Static(id="problem", markup=False)
            yield OptionList(markup=False)
            hints = (
                (_("Enter uses it"), "use"),
                (_("{key} saves it").format(key=key("query.save")), "save"),
                (_("{key} removes a saved one").format(key=key("query.remove")), "remove"),
                (_("Esc leaves"), "cancel"),
            )
            yield Static(key_line(*hints), classes="keys")

    def on_mount(self) -> None:
        """List what is saved, and begin in the line."""
        self.query_one(OptionList).can_focus = False
        self._list()
        self.line.focus()

    @property
    def line(self) -> Input:
        """The line for the query."""
        return self.query_one(Input)

    @property
    def _project(self) -> Project:
        return self._over.study.project

    def _list(self) -> None:
        found = saved(self._project)
        self._names = [query.name for query in found]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(Text.assemble((f"@{query.name}  ", "bold"), query.text, no_wrap=True))
            for query in found
        )
        options.display = bool(found)
        self._follow()

    def _follow(self) -> None:
        """Mark the saved query whose name is in the line."""
        name = self._name_in_line
        options = self.query_one(OptionList)
        options.highlighted = self._names.index(name) if name in self._names else None

    @property
    def _name_in_line(self) -> str:
        typed = self.line.value.strip()
        return typed.removeprefix("@").strip() if typed.startswith("@") else ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was told was on another query."""
        if event.value != self._told_of:
            self._tell("")
        self._follow()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click takes a saved query."""
        self._take(event.option_index)

    def _take(self, position: int) -> None:
        self.line.value = f"@{self._names[position]}"
        self.line.cursor_position = len(self.line.value)

    def _tell(self, message: str, *, wrong: bool = True) -> None:
        line = self.query_one("#problem", Static)
        self._told_of = self.line.value
        line.set_class(not wrong, "-told")
        line.update(message)

    def action_step(self, steps: int) -> None:
        """Take the next saved query into the line."""
        if not self._names:
            self._tell(_("No query is saved yet."))
            return
        here = self._names.index(self._name_in_line) if self._name_in_line in self._names else None
        position = (0 if steps > 0 else len(self._names) - 1) if here is None else here + steps
        self._take(position % len(self._names))

    def action_use(self) -> None:
        """Leave with the query, if it is one."""
        query = self.line.value.strip()
        wrong = what_is_wrong(self._project, query, passages=self._passages)
        if wrong:
            self._tell(wrong)
        else:
            self.dismiss(query)

    def action_save(self) -> None:
        """Ask for a name, and save the query under it."""
        query = self.line.value.strip()
        wrong = what_is_wrong(self._project, query) if query else _("There is no query to save.")
        if wrong:
            self._tell(wrong)
            return
        warned: list[str] = []

        def accept(name: str) -> str:
            name = name.strip().removeprefix("@").strip()
            if name in self._names and name not in warned:
                warned.append(name)
                return _("There is one of this name; Enter again replaces it.")
            wrong = self._change(lambda: _save(self._over, name, query))
            if not wrong:
                self.line.value = f"@{name}"
                self._list()
                told = _("Saved as {name}. Back on the screen, {key} takes that back.")
                self._tell(told.format(name=f"@{name}", key=key("study.undo")), wrong=False)
            return wrong

        heading = _("Under which name?")
        self.app.push_screen(
            LineDialogue(heading, self._name_in_line, accept, proposals=self._names)
        )

    def action_remove(self) -> None:
        """Remove the saved query whose name is in the line."""
        name = self._name_in_line
        if name not in self._names:
            self._tell(_("↓ takes a saved query into the line; then it can be removed."))
            return
        text = next(query.text for query in saved(self._project) if query.name == name)
        wrong = self._change(lambda: _remove(self._over, name))
        if wrong:
            self._tell(wrong)
            return
        self.line.value = text
        self._list()
        told = _("Removed {name}. Back on the screen, {key} takes that back.")
        self._tell(told.format(name=f"@{name}", key=key("study.undo")), wrong=False)

    def _change(self, change: Callable[[], None]) -> str:
        """Change the project; gives what is wrong, "" for nothing."""
        wrong: list[str] = []

        def told_here() -> None:
            try:
                change()
            except QualcodeError as error:
                wrong.append(in_words(error))

        self._over.attempt(told_here, kept=False)
        return "".join(wrong)

    def action_cancel(self) -> None:
        """Leave all as it was."""
        self.dismiss(None)


def _save(screen: StudyScreen, name: str, query: str) -> None:
    from qualcode.project.queries.saved import save_query

    save_query(screen.study.project, name, query)


def _remove(screen: StudyScreen, name: str) -> None:
    from qualcode.project.queries.saved import remove_query

    remove_query(screen.study.project, name)
