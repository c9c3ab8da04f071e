"""Which of several codings is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.model import Coding
from qualcode.tui.describe import quotation
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue
from qualcode.tui.study import Study


class ChooseCoding(Dialogue[Coding | None]):
    """Gives the coding that is meant; None for none."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)"),
        *(Binding(str(number), f"choose({number})", priority=True) for number in range(1, 10)),
    ]

    def __init__(self, study: Study, question: str, codings: Sequence[Coding], text: str) -> None:
        super().__init__()
        self._study = study
        self._question = question
        self._codings = codings
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue small"):
            yield Static(self._question, classes="quotation", markup=False)
            yield OptionList(*map(self._option, range(len(self._codings))), markup=False)
            yield Static(_("Enter or its number chooses · Esc leaves"), classes="keys")

    def _option(self, position: int) -> Option:
        coding = self._codings[position]
        words = quotation(self._text[coding.start : coding.end], 48)
        return Option(
            Content.assemble(
                (f"{position + 1:>2} ", "dim"),
                ("■ ", self._study.hues.get(coding.code_id, "")),
                (self._study.brief(coding.code_id, self.app.size.width - 24), "bold"),
                f" ({coding.coder})\n     {words}",
            )
        )

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one(OptionList).highlighted = 0

    def action_choose(self, number: int) -> None:
        """Choose by number."""
        if number <= len(self._codings):
            self.dismiss(self._codings[number - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose this one."""
        self.dismiss(self._codings[event.option_index])
