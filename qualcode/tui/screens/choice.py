"""A question with a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static

from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue


class Choice(Dialogue[int | None]):
    """Gives the position of the answer, from 0; None if the question is left.

    `details` tell what hangs on the answer.
    """

    BINDINGS: ClassVar = [("escape", "dismiss(None)", "")]
    DEFAULT_CSS = "Choice .details { height: auto; max-height: 40vh; margin-bottom: 1; }"

    def __init__(self, question: str, answers: Sequence[str], *, details: str = "") -> None:
        super().__init__()
        self._question = question
        self._details = details
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue small"):
            yield Static(self._question, classes="quotation", markup=False)
            if self._details:
                with VerticalScroll(can_focus=False, classes="details"):
                    yield Static(self._details, markup=False)
            yield OptionList(*self._answers, markup=False)
            yield Static(_("Enter chooses · Esc leaves"), classes="keys")

    def on_mount(self) -> None:
        """Begin with the first answer."""
        self.query_one(OptionList).highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose this one."""
        self.dismiss(event.option_index)
