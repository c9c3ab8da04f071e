"""Choosing codes by typing a few letters, with their definitions in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.model import Code
from qualcode.tui.actions import Where, bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import definition
from qualcode.tui.fuzzy import matching
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue, key_line
from qualcode.tui.screens.new_code import NewCodeDialogue
from qualcode.tui.study import Chosen, NewCode, Study


class Picker(Dialogue[list[int] | None]):
    """Gives the ids of the chosen codes, in the order in which they were marked; None for none.

    `several`: whether more than one can be chosen. `make` is there if a new code can be chosen
    too: it is called with the marked codes and the new one, as only with them it is to be made,
    and gives whether that went well. The picker then gives None, as there is nothing left to do.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("picker",)
    BINDINGS = bindings("picker")

    def __init__(
        self,
        study: Study,
        heading: str,
        *,
        several: bool = True,
        make: Callable[[Sequence[Chosen]], bool] | None = None,
    ) -> None:
        super().__init__()
        self._study = study
        self._heading = heading
        self._several = several
        self._make = make
        self._marked: list[int] = []
        self._found: list[Code] = []

    def compose(self) -> ComposeResult:
        """Lay out filter, list and definition."""
        with Vertical(classes="dialogue wide"):
            yield Static(self._heading, classes="quotation", markup=False)
            yield Input(placeholder=_("Type letters of a code"), id="filter")
            with Horizontal():
                yield OptionList(id="codes", markup=False)
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(id="definition", markup=False)
            yield Static(self._keys(), classes="keys")

    def _keys(self) -> Content:
        hints = [(_("Enter applies") if self._several else _("Enter chooses"), "apply")]
        if self._several:
            marks = _("{key} marks several").format(key=key("picker.mark_code"))
            hints.append((marks, "mark_code"))
        if self._make:
            makes = _("{key} new code").format(key=key("picker.new_code"))
            hints.append((makes, "new_code"))
        return key_line(*hints, (_("Esc leaves"), "cancel"))

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
        if not self._found:
            options.add_option(Option(self._nothing(), disabled=self._make is None))
            self._describe(None)
        options.highlighted = highlighted if self._found else None

    def _nothing(self) -> str:
        if not self._study.codes:
            nothing = _("The codebook has no codes yet.")
        else:
            nothing = _("No code fits these letters.")
        return nothing + "\n" + _("Enter makes a new code.") if self._make else nothing

    def _prompt(self, code: Code) -> Content:
        mark = "✓ " if code.id in self._marked else "  "
        above = f"  {' > '.join(code.path[:-1])}" if code.depth else ""
        return Content.assemble(mark, ("■ ", self._study.hues[code.id]), code.name, (above, "dim"))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the definition of the code in the bar."""
        if event.option_index < len(self._found):
            self._describe(self._found[event.option_index])

    def _describe(self, code: Code | None) -> None:
        shown = definition(code, self._study.hues[code.id]) if code else ""
        self.query_one("#definition", Static).update(shown)
        self.query_one("#about").scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses as Enter does."""
        if self._found:
            self.dismiss(self._marked or [self._found[event.option_index].id])
        else:
            self.action_new_code()

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
        if code is None or not self._several:
            return
        if code.id in self._marked:
            self._marked.remove(code.id)
        else:
            self._marked.append(code.id)
        position = self.query_one("#codes", OptionList).highlighted or 0
        letters = self.query_one(Input)
        self._list(letters.value, position)
        letters.action_select_all()

    def action_apply(self) -> None:
        """Choose what is marked, else the code in the bar; where nothing fits, make a code."""
        code = self._highlighted()
        if self._marked:
            self.dismiss(self._marked)
        elif code:
            self.dismiss([code.id])
        else:
            self.action_new_code()

    @work
    async def action_new_code(self) -> None:
        """Make a code of the letters, and choose it together with the marked ones."""
        if self._make is None:
            return
        make, marked = self._make, list(self._marked)

        def store(new: NewCode) -> bool:
            return make([*marked, new])

        letters = self.query_one(Input)
        typed = "" if letters.selected_text == letters.value else letters.value
        dialogue = NewCodeDialogue(self._study, self._heading, typed, store)
        if await self.app.push_screen_wait(dialogue):
            self.dismiss(None)

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
