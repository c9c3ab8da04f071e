"""Waiting for another program that writes to the project, without standing still."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ProgressBar, Static

from qualcode.errors import QualcodeError
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue
from qualcode.tui.study import Study

_LOOK_SECONDS = 0.2


class Locked(Dialogue[bool]):
    """Stays until the project can be written; gives whether what was begun is to be tried again."""

    BINDINGS: ClassVar = [("enter", "dismiss(True)", ""), ("escape", "dismiss(False)", "")]
    DEFAULT_CSS = """
    Locked {
        ProgressBar, Bar { width: 1fr; }
        #told { margin-bottom: 1; }
        &.-flat #told { margin: 0; }
    }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._since = monotonic()

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        told = _(
            "Another program is writing to the project. What you did is kept here, and is stored "
            "as soon as the file is free."
        )
        with Vertical(classes="dialogue small"):
            yield Static(told, id="told")
            yield Static(id="waited")
            yield ProgressBar(show_eta=False, show_percentage=False)
            yield Static(
                _("Enter tries again · Esc gives it up: nothing is changed."), classes="keys"
            )

    def on_mount(self) -> None:
        """Look from time to time."""
        self._look()
        self.set_interval(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        waited = _("Waiting for {seconds} s").format(seconds=round(monotonic() - self._since))
        self.query_one("#waited", Static).update(waited, layout=False)
        try:
            free = self._study.is_free()
        except QualcodeError:
            free = True  # something else is wrong, which trying again tells
        if free and self.is_active:
            self.dismiss(True)
