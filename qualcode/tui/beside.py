"""Work beside the user interface and other programs: giving it up, telling what went wrong."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project.file import explain
from qualcode.tui.i18n import _


class GivenUpError(Exception):
    """The user has given the work up; what was done of it goes."""


def is_locked(error: QualcodeError) -> bool:
    """Whether another program was writing to the project, so that trying again may do."""
    name = getattr(error.__cause__, "sqlite_errorname", "")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def explained(error: Exception, project: Path) -> QualcodeError:
    """An error of whatever kind in words for the user; `project` is the file that was at hand."""
    if isinstance(error, QualcodeError):
        return error
    if isinstance(error, sqlite3.Error):
        return explain(error, project)
    told = _("Something unexpected went wrong, and nothing half-done was stored ({error}).")
    return QualcodeError(told.format(error=f"{type(error).__name__}: {error}"))
