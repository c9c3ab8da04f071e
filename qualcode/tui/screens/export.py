"""The dialogue that writes what a screen of a project shows to a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from qualcode.project import Project
from qualcode.project.file import explain
from qualcode.tui.exporting import Export, current_folder
from qualcode.tui.screens.writing import WriteDialogue
from qualcode.tui.study import Study


class ExportDialogue(WriteDialogue):
    """Writes an export from one state of the project, with a connection of its own."""

    def __init__(self, study: Study, exports: Sequence[Export], *, heading: str = "") -> None:
        project = study.project
        folder = current_folder(project.path)
        super().__init__(exports, owner=project.name, heading=heading, folder=folder)
        self._project = project
        self._exports = exports
        self._reading: sqlite3.Connection | None = None

    def record(self, path: Path) -> None:
        """Remember the file: a withdrawal has to know every file with words."""
        self._project.record_written_file("export", path)

    def make(self, kind: int, path: Path) -> None:
        """Write the export."""
        opened = self._project
        try:
            with (
                Project.open(opened.path, coder=opened.coder, read_only=True) as project,
                project.snapshot(),
            ):
                self._reading = project.connection
                self._exports[kind].write(project, path)
        except sqlite3.Error as error:
            raise explain(error, opened.path) from error
        finally:
            self._reading = None

    def give_up(self) -> None:
        """Stop reading what was to be written."""
        with suppress(sqlite3.ProgrammingError):  # closed just now
            if self._reading is not None:
                self._reading.interrupt()
