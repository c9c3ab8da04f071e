"""The projects that were opened of late: paths and names only, nothing of anybody's words.

The list is a convenience: what cannot be read or written of it is passed over in silence, and never
keeps a project from opening.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.project.project import now
from qualcode.reporting.files import write_atomically
from qualcode.tui.settings import data_folder

if TYPE_CHECKING:
    from qualcode.project import Project

_MOST = 30


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was opened: where it is, what it is called, when and by whom.

    `opened` is ISO 8601 in UTC.
    """

    path: str
    name: str
    opened: str
    coder: str

    def is_there(self) -> bool:
        """Whether there is still a file at the path."""
        try:
            return Path(self.path).is_file()
        except (OSError, ValueError):
            return False


def recent_projects() -> list[RecentProject]:
    """The projects, the one opened last first."""
    try:
        found = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    entries = found.get("projects") if isinstance(found, dict) else None
    read = map(_entry, entries if isinstance(entries, list) else [])
    return list({entry.path: entry for entry in read if entry}.values())[:_MOST]


def remember(project: Project) -> None:
    """Put a project that was opened on top of the list."""
    path = str(project.path.absolute())
    entry = RecentProject(path, project.name, now(), project.coder)
    _write([entry, *(other for other in recent_projects() if other.path != path)])


def forget(path: str) -> None:
    """Take a project off the list; its file stays."""
    _write([entry for entry in recent_projects() if entry.path != path])


def _file() -> Path:
    return data_folder() / "recent.json"


def _entry(found: Any) -> RecentProject | None:
    if not isinstance(found, dict):
        return None
    values = [found.get(name) for name in RecentProject.__dataclass_fields__]
    if not all(isinstance(value, str) for value in values) or not found["path"]:
        return None
    return RecentProject(*values)  # type: ignore[arg-type]  # all are texts


def _write(entries: list[RecentProject]) -> None:
    content = {"projects": [asdict(entry) for entry in entries[:_MOST]]}
    with suppress(OSError, QualcodeError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        write_atomically(_file(), json.dumps(content, indent=1).encode())
