"""What the screens with a list of passages share: moving, and reading beside the interface."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import Any, ClassVar, TypeVar

from textual import work
from textual.binding import BindingType

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.tui.actions import Where, bindings
from qualcode.tui.passages import PassageList
from qualcode.tui.screens.base import StudyScreen

Found = TypeVar("Found")
Progress = Callable[[float], None]

_STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's machine, until it looks whether to stop


class Stopped(Exception):
    """The work is no longer wanted."""


class PassagesScreen(StudyScreen):
    """A screen with a `PassageList`; a subclass lays it out and fills it."""

    PLACES: ClassVar[tuple[Where, ...]] = ("passages", "study")
    BINDINGS: ClassVar[list[BindingType]] = bindings("passages")

    @property
    def passages(self) -> PassageList[Any]:
        """The list."""
        return self.query_one(PassageList)

    # Reading and writing beside the interface

    @work(exclusive=True, group="reading")
    async def read_beside(
        self, read: Callable[[Project, Progress], Found], show: Callable[[Found], None]
    ) -> None:
        """Read in a thread, then show; a new call ends the one before."""
        with suppress(Stopped):
            try:
                found = await self.beside(read)
            except QualcodeError as error:
                if self.is_mounted:
                    self.show_failure(error)
            else:
                if self.is_mounted:
                    show(found)

    async def beside(
        self,
        do: Callable[[Project, Progress], Found],
        *,
        read_only: bool = True,
        stop: Event | None = None,
    ) -> Found:
        """Do something in a thread with a connection of its own, and give what came of it.

        `do` may tell its progress. Setting `stop` ends it: what it was writing is taken back, and
        `Stopped` is raised.
        """
        wanted_no_more = stop or Event()
        loop = asyncio.get_running_loop()
        path, coder = self.study.project.path, self.study.project.coder

        def progress(share: float) -> None:
            if wanted_no_more.is_set():
                raise Stopped
            loop.call_soon_threadsafe(self._progress, share)

        def run() -> Found:
            try:
                with Project.open(path, coder=coder, read_only=read_only) as project:
                    project.connection.set_progress_handler(
                        wanted_no_more.is_set, _STEPS_BETWEEN_LOOKS
                    )
                    return do(project, progress)
            except QualcodeError:
                if wanted_no_more.is_set():
                    raise Stopped from None
                raise

        try:
            return await asyncio.to_thread(run)
        finally:
            wanted_no_more.set()

    def _progress(self, share: float) -> None:
        if self.is_mounted and share < 1:
            self.show_progress(share)

    def show_progress(self, share: float) -> None:
        """Tell how far the work beside is, from 0 to 1."""

    def show_failure(self, error: QualcodeError) -> None:
        """Say what went wrong beside."""
        self.tell_error(error)

    # Moving

    def action_step(self, steps: int) -> None:
        """Go to the next passage or the one before."""
        self.passages.move(steps)

    def action_page(self, direction: int) -> None:
        """Go a page on or back."""
        self.passages.page(direction)

    def action_group(self, direction: int) -> None:
        """Go to the next group or the one before."""
        self.passages.move_group(direction)

    def action_end(self, direction: int) -> None:
        """Go to the first passage or the last."""
        self.passages.move_to(len(self.passages.passages) if direction > 0 else 0)
