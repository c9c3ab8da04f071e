"""Making a code on the spot: its name, the code it stands under, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.model import Code
from qualcode.text import one_line
from qualcode.tui.actions import Where, bindings
from qualcode.tui.code_names import brief
from qualcode.tui.fuzzy import matching
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue, key_line
from qualcode.tui.study import NewCode, Study


class NewCodeDialogue(Dialogue[bool]):
    """Gives whether a code was made.

    `make` gives whether that went well; unless it did, the dialogue stays with all that was typed.
    `edit_name`: begin in the line of the name, since it is a proposal.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("new_code",)
    BINDINGS = bindings("new_code")

    def __init__(
        self,
        study: Study,
        heading: str,
        name: str,
        make: Callable[[NewCode], bool],
        *,
        edit_name: bool = False,
    ) -> None:
        super().__init__()
        self._study = study
        self._heading = heading
        self._proposed = one_line(name)
        self._make = make
        self._begin = "#name" if edit_name or not self._proposed else "#parent"
        self._parents: list[Code | None] = []

    def compose(self) -> ComposeResult:
        """Lay out name, parents and definition."""
        with Vertical(classes="dialogue wide"):
            yield Static(self._heading, classes="quotation", markup=False)
            with Horizontal(classes="row"):
                yield Static(_("New code"))
                yield Input(self._proposed, placeholder=_("Its name"), id="name")
            with Horizontal(classes="row"):
                yield Static(_("Under"))
                yield Input(placeholder=_("Type letters of a code, or choose"), id="parent")
            yield OptionList(id="parents", markup=False)
            with Horizontal(classes="row"):
                yield Static(_("Definition"))
                yield Input(placeholder=_("What it means; can wait"), id="meaning")
            yield Static(id="note", markup=False)
            yield Static(
                key_line(
                    (_("Enter makes it"), "go_on"),
                    (_("Tab next line"), "app.focus_next"),
                    (_("Esc back"), "cancel"),
                ),
                classes="keys",
            )

    def on_mount(self) -> None:
        """Begin where something is to be decided."""
        options = self.query_one(OptionList)
        options.can_focus = False
        self._list("")
        self.query_one(self._begin, Input).focus()

    # What is shown

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the parents that fit, and look whether there is a code of that name."""
        if event.input.id == "parent":
            self._list(event.value)
        elif event.input.id == "name":
            self._note()

    def _list(self, typed: str) -> None:
        searched = bool(typed.split())
        found = matching(self._study.codes, typed) if searched else self._study.codes
        self._parents = [*found] if searched else [None, *found]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._prompt(code, searched)) for code in self._parents)
        if not self._parents:
            options.add_option(Option(_("No code fits these letters."), disabled=True))
        options.highlighted = 0 if self._parents else None

    def _prompt(self, code: Code | None, searched: bool) -> Content:
        if code is None:
            return Content.styled(_("at the top, as a theme of its own"), "italic")
        indent = "" if searched else "  " * code.depth
        above = f"  {' > '.join(code.path[:-1])}" if searched and code.depth else ""
        return Content.assemble(
            indent, ("■ ", self._study.hues[code.id]), code.name, (above, "dim")
        )

    def _note(self) -> None:
        name = one_line(self.query_one("#name", Input).value).casefold()
        there = [brief(code.label) for code in self._study.codes if code.name.casefold() == name]
        told = _("There is already: {codes}").format(codes="; ".join(there)) if there else ""
        self.query_one("#note", Static).update(told)

    # Choosing

    def action_step(self, steps: int) -> None:
        """Move the bar over the parents."""
        options = self.query_one(OptionList)
        if self._parents:
            last = len(self._parents) - 1
            options.highlighted = min(max((options.highlighted or 0) + steps, 0), last)

    def on_option_list_option_selected(self) -> None:
        """A click chooses the parent; the rest is typed or confirmed."""
        self.query_one("#meaning", Input).focus()

    def action_go_on(self) -> None:
        """From the name on to the parent; else make the code."""
        name = self.query_one("#name", Input)
        if name.has_focus and one_line(name.value):
            self.query_one("#parent", Input).focus()
            return
        if not one_line(name.value):
            self.notify(_("Give the code a name first."), severity="warning")
            name.focus()
            return
        chosen = self.query_one(OptionList).highlighted
        if chosen is None:
            self.notify(_("No code fits the letters; empty the line to see all."))
            return
        new = NewCode(name.value, self._parents[chosen], self.query_one("#meaning", Input).value)
        if self._make(new):
            self.dismiss(True)

    def action_cancel(self) -> None:
        """Make nothing."""
        self.dismiss(False)
