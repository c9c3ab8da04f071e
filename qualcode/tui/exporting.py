"""What a screen offers to write to a file, and where the file goes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.tui.i18n import _

if TYPE_CHECKING:
    from qualcode.project import Project

_NAME_BYTES = 200  # file systems allow 255, and temporary files stand beside with longer names
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # by any system that the file may be sent to


@dataclass(frozen=True, slots=True)
class Export:
    """A file that can be made: its kind as people call it, its ending, and what writes it.

    `write` gets a connection of its own, as it may run beside the user interface. `name` is what
    the file is called after the project's name; empty for the name of the screen.
    """

    label: str
    suffix: str
    write: Callable[[Project, Path], object]
    name: str = ""


def file_name(project: str, heading: str, suffix: str) -> str:
    """A name for a file of a project, such as any system allows."""
    words = _FORBIDDEN.sub(" ", f"{project} - {heading}" if heading else project)
    name = " ".join(words.split()).strip(". ") or "qualcode"
    return name.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip(". ") + suffix


def current_folder(project_path: Path) -> Path:
    """Where relative paths begin: the current folder, or the project's if that one is gone."""
    try:
        return Path.cwd()
    except OSError:
        return project_path.absolute().parent


def file_path(typed: str, suffix: str, folder: Path) -> Path:
    """The full path of the file that is meant; its ending is added where it was left out.

    Raises `InputError` for what can be no file: nothing, a folder, an unknown user's home.
    """
    typed = typed.strip()
    if not typed:
        raise InputError(_("Type a name for the file."))
    try:
        path = folder / Path(typed).expanduser()
        if typed.endswith(("/", os.sep)) or path.is_dir():
            raise InputError(_("That is a folder. Write the file's name after it."))
        if path.suffix.lower() != suffix.lower():
            path = path.with_name(path.name + suffix)
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # an unknown home, links in a circle
        raise InputError(_("This cannot be the name of a file.")) from error


def check_place(path: Path) -> bool:
    """Whether there is a file to be replaced; raises `InputError` where none can be written."""
    folder = path.parent
    try:
        if not folder.exists():
            raise InputError(_("There is no folder {folder}.").format(folder=folder))
        if not folder.is_dir():
            raise InputError(_("{folder} is not a folder.").format(folder=folder))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise InputError(_("You may not write in the folder {folder}.").format(folder=folder))
        if not path.exists():
            return False
        if path.is_dir():
            raise InputError(_("There is a folder of this name."))
        if not path.is_file() or not os.access(path, os.W_OK):
            raise InputError(_("There is a file of this name that you may not replace."))
    except OSError as error:
        told = _("The file cannot be written there ({reason}).")
        raise InputError(told.format(reason=error.strerror)) from error
    return True
