"""Asking from which score up suggestions are wanted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue


@dataclass(frozen=True, slots=True)
class Answer:
    """The least score that is wanted; None for any."""

    least: float | None


def read_score(typed: str) -> Answer | None:
    """A score as people write it, with a point or a comma; None for what is no number."""
    typed = typed.strip().replace(",", ".")
    if not typed:
        return Answer(None)
    try:
        score = float(typed)
    except ValueError:
        return None
    return Answer(score) if math.isfinite(score) else None


class AskScore(Dialogue[Answer | None]):
    """Gives the answer, or None if the question is left."""

    BINDINGS: ClassVar = [("escape", "dismiss(None)", "")]

    def __init__(self, before: float | None) -> None:
        super().__init__()
        self._before = before

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue small"):
            yield Static(_("Suggestions from which score up?"), classes="quotation")
            shown = "" if self._before is None else f"{self._before:g}"
            yield Input(shown, placeholder=_("A number, such as 0.5; nothing for all"))
            yield Static(_("Enter applies · Esc leaves"), classes="keys")

    def on_mount(self) -> None:
        """Begin in the field."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leave with the score, unless it is none."""
        answer = read_score(event.value)
        if answer is None:
            told = _("“{typed}” is no number.").format(typed=event.value)
            self.query_one(".keys", Static).update(told)
        else:
            self.dismiss(answer)
