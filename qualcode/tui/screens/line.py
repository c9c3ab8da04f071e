"""A line to be typed: a name, a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue


class LineDialogue(Dialogue[bool]):
    """Gives whether what was typed was accepted.

    `accept` gives what is wrong with it, "" for nothing; while something is, the line stays open.
    """

    BINDINGS: ClassVar = [("escape", "dismiss(False)", "")]
    DEFAULT_CSS = """
    LineDialogue #problem { height: auto; color: $text-error; }
    LineDialogue Input { border: none; height: 1; padding: 0 1; background: $boost; }
    """

    def __init__(
        self,
        heading: str,
        value: str,
        accept: Callable[[str], str],
        *,
        proposals: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._heading = heading
        self._value = value
        self._accept = accept
        self._proposals = proposals

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue small"):
            yield Static(self._heading, classes="quotation", markup=False)
            suggester = SuggestFromList(self._proposals, case_sensitive=False)
            yield Input(self._value, suggester=suggester if self._proposals else None)
            yield Static(id="problem", markup=False)
            yield Static(_("Enter goes on · Esc leaves"), classes="keys")

    def on_mount(self) -> None:
        """Begin in the line."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leave if the line is accepted; else say why it is not."""
        problem = self._accept(event.value)
        if problem:
            self.query_one("#problem", Static).update(problem)
        else:
            self.dismiss(True)
