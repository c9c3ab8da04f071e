"""Errors that a user can read: what is wrong, where, and what to do about it."""

from __future__ import annotations


class QualcodeError(Exception):
    """Something the user can act on; shown without a traceback.

    `what` is a full sentence. `where` names the file, line or row. `remedy` says what to do.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        located = f"{self.where}: {self.what}" if self.where else self.what
        return f"{located}\n{self.remedy}" if self.remedy else located


class ProjectError(QualcodeError):
    """The project file cannot be opened, read or written."""


class NotFoundError(QualcodeError):
    """A source, case, code, coder, run or action that was named does not exist."""


class InputError(QualcodeError):
    """A file or a value from the user cannot be used as it is."""


class ImportFailure(QualcodeError):
    """A transcript cannot be read; the other files of the same import go on."""


_FEW = 8


def suggest_names(wanted: str, known: list[str]) -> str:
    """A remedy for a name that does not exist: those that look like it, else the first few."""
    import difflib

    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    if close:
        return "Did you mean " + " or ".join(f"“{name}”" for name in close) + "?"
    if not known:
        return "There are none yet."
    return "There are: " + ", ".join(known[:_FEW]) + (", …" if len(known) > _FEW else "") + "."
