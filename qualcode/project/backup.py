"""Copies of the project file, taken while others may be writing to it."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import ProjectError
from qualcode.project import file

if TYPE_CHECKING:
    from qualcode.project.project import Project


def back_up(project: Project, out: Path | None = None, *, record: bool = True) -> Path:
    """Copy the project as it stands; gives the copy's path.

    Without `out` the copy lies beside the project with the time in its name. `record` remembers
    the copy in the project, so that a withdrawn case disappears from it too.
    """
    path = out or _dated_path(project.path)
    if path.exists():
        raise ProjectError("There is a file of that name already.", where=str(path))
    folder = path.absolute().parent
    if folder.is_dir() and not os.access(folder, os.W_OK):
        raise ProjectError(
            "Nothing can be written in that folder.",
            where=str(path),
            remedy="Name a place for the copy where you may write.",
        )
    try:
        with project.seeing_everything():  # SQLite makes the indexes of the tables, not of views
            project.connection.execute("VACUUM INTO ?", (str(path),))
    except sqlite3.Error as error:
        file.delete(path)
        raise file.explain(error, path) from error
    if record:
        project.record_written_file("backup", path)
    return path


def _dated_path(project: Path) -> Path:
    stem = f"{project.stem} backup {datetime.now():%Y-%m-%d %H%M%S}"
    path = project.with_name(f"{stem}{project.suffix}")
    number = 2
    while path.exists():
        path = project.with_name(f"{stem} {number}{project.suffix}")
        number += 1
    return path
