"""Work that takes a while and that the user waits for, or gives up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ProgressBar, Static

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue
from qualcode.tui.study import Study

Result = TypeVar("Result")

_UNSEEN_SECONDS = 0.4  # shorter work shows nothing
_BUSY_MILLISECONDS = 3000
_STEPS_BETWEEN_LOOKS = 1000  # of SQLite's machine, until it looks whether to stop


class Busy(Dialogue[Result | None], Generic[Result]):
    """Carries out a change in a thread, with a connection of its own; gives what came of it.

    None if it failed, which is told, or was given up; then nothing was changed. A change that
    computes for long looks now and then whether `given_up` is set, and if so raises an error.
    """

    BINDINGS: ClassVar = [("escape", "give_up", "")]
    DEFAULT_CSS = """
    Busy { background: transparent; }
    Busy > .dialogue { display: none; }
    Busy.-shown { background: $background 40%; }
    Busy.-shown > .dialogue { display: block; }
    Busy ProgressBar, Busy Bar { width: 1fr; }
    """

    def __init__(
        self,
        study: Study,
        message: str,
        change: Callable[[Project], Result],
        given_up: Event | None = None,
    ) -> None:
        super().__init__()
        self._path = study.project.path
        self._coder = study.project.coder
        self._read_only = study.project.read_only
        self._message = message
        self._change = change
        self._given_up = given_up or Event()

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue small"):
            yield Static(self._message, classes="quotation", markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
            yield Static(_("Esc gives it up: nothing is changed."), classes="keys")

    def on_mount(self) -> None:
        """Begin, and show it if it takes long."""
        self.set_timer(_UNSEEN_SECONDS, lambda: self.add_class("-shown"))
        self._begin()

    @work
    async def _begin(self) -> None:
        try:
            self.dismiss(await asyncio.to_thread(self._carry_out))
        except QualcodeError as error:
            if not self._given_up.is_set():
                told = f"{error.what}\n{error.remedy}".strip()
                self.app.notify(told, severity="error", markup=False)
            self.dismiss(None)

    def _carry_out(self) -> Result:
        with Project.open(self._path, coder=self._coder, read_only=self._read_only) as project:
            project.connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
            project.connection.set_progress_handler(self._given_up.is_set, _STEPS_BETWEEN_LOOKS)
            return self._change(project)

    def move(self, done: int, total: int) -> None:
        """Show how far the change is; called by the change itself, in its thread."""
        if not self._given_up.is_set():
            self.app.call_from_thread(self._show_progress, done, total)

    def _show_progress(self, done: int, total: int) -> None:
        for bar in self.query(ProgressBar):
            bar.update(total=total, progress=done)

    def action_give_up(self) -> None:
        """Take everything back."""
        self._given_up.set()
