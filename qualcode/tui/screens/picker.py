"""Choosing codes by typing a few letters, with their definitions in view."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.model import Code
from qualcode.tui.actions import bindings
from qualcode.tui.describe import definition
from qualcode.tui.fuzzy import matching
from qualcode.tui.i18n import _
from qualcode.tui.study import Study


class Picker(ModalScreen[list[int] | None]):
    """Gives the ids of the chosen codes, in the order in which they were marked; None for none."""

    BINDINGS = bindings("picker")
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (60, "-broad")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-tall")]  # noqa: RUF012

    def __init__(self, study: Study, words: str) -> None:
        super().__init__()
        self._study = study
        self._words = words
        self._marked: list[int] = []
        self._found: list[Code] = []

    def compose(self) -> ComposeResult:
        """Lay out filter, list and definition."""
        with Vertical(classes="dialogue wide"):
            yield Static(self._words, classes="quotation", markup=False)
            yield Input(placeholder=_("Type letters of a code"), id="filter")
            with Horizontal():
                yield OptionList(id="codes", markup=False)
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(id="definition", markup=False)
            yield Static(_("Enter applies · Tab marks one of several · Esc leaves"), classes="keys")

    def on_mount(self) -> None:
        """Begin with all codes, the recent ones first."""
        self._list("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits the letters."""
        self._list(event.value)

    def _list(self, typed: str, highlighted: int = 0) -> None:
        self._found = matching(self._study.codes, typed, self._study.recent)
        options = self.query_one("#codes", OptionList)
        options.clear_options()
        options.add_options([Option(self._prompt(code)) for code in self._found])
        options.highlighted = highlighted if self._found else None
        if not self._found:
            self._describe(None)

    def _prompt(self, code: Code) -> Text:
        mark = "✓ " if code.id in self._marked else "  "
        above = f"  {' > '.join(code.path[:-1])}" if code.depth else ""
        return Text.assemble(
            mark, ("■ ", self._study.hues[code.id]), code.name, (above, "dim"), no_wrap=True
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the definition of the code in the bar."""
        if event.option_index < len(self._found):
            self._describe(self._found[event.option_index])

    def _describe(self, code: Code | None) -> None:
        shown = (
            definition(code, self._study.hues[code.id])
            if code
            else _("No code fits these letters.")
        )
        self.query_one("#definition", Static).update(shown)
        self.query_one("#about").scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses as Enter does."""
        self.dismiss(self._marked or [self._found[event.option_index].id])

    def _highlighted(self) -> Code | None:
        position = self.query_one("#codes", OptionList).highlighted
        return None if position is None or not self._found else self._found[position]

    def action_step(self, steps: int) -> None:
        """Move the bar."""
        options = self.query_one("#codes", OptionList)
        if self._found:
            last = len(self._found) - 1
            options.highlighted = min(max((options.highlighted or 0) + steps, 0), last)

    def action_mark_code(self) -> None:
        """Mark the code in the bar, or unmark it, and make room for the next search."""
        code = self._highlighted()
        if code is None:
            return
        if code.id in self._marked:
            self._marked.remove(code.id)
        else:
            self._marked.append(code.id)
        position = self.query_one("#codes", OptionList).highlighted or 0
        self._list(self.query_one(Input).value, position)

    def action_apply(self) -> None:
        """Choose what is marked, else the code in the bar."""
        code = self._highlighted()
        if self._marked:
            self.dismiss(self._marked)
        elif code:
            self.dismiss([code.id])

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
