"""The projects that were opened of late, and where each coder was in them.

Paths, names of projects and identifiers only, nothing of anybody's words. All of it is a
convenience: what cannot be read or written of it is passed over in silence, and never keeps a
project from opening.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qualcode.errors import QualcodeError
from qualcode.project.project import now
from qualcode.reporting.files import write_atomically
from qualcode.reporting.tables import Table
from qualcode.tui.settings import data_folder

if TYPE_CHECKING:
    from qualcode.project import Project

_MOST = 30
_MOST_PLACES = 100
_Entry = TypeVar("_Entry", "RecentProject", "_Place")


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a coder was in the project of a path: the source by its GUID, `offset` in its text."""

    path: str
    coder: str
    source: str
    offset: int


def recent_projects() -> list[RecentProject]:
    """The projects, the one opened last first."""
    read = [entry for entry in _read("projects", RecentProject) if entry.path]
    return list({entry.path: entry for entry in read}.values())[:_MOST]


def remember(project: Project) -> None:
    """Put a project that was opened on top of the list."""
    path = _path(project)
    entry = RecentProject(path, project.name, now(), project.coder)
    _write("projects", [entry, *(one for one in recent_projects() if one.path != path)][:_MOST])


def forget(path: str) -> None:
    """Take a project off the list, and what was kept of places in it; its file stays."""
    _write("places", [place for place in _read("places", _Place) if place.path != path])
    _write("projects", [entry for entry in recent_projects() if entry.path != path])


def remember_place(project: Project, source_id: int, offset: int) -> None:
    """Keep where the coder is, for the next time that they open the project."""
    with suppress(QualcodeError):
        source = project.value("SELECT guid FROM sources WHERE id = ?", (source_id,))
        if source:
            place = _Place(_path(project), project.coder, source, offset)
            others = (one for one in _read("places", _Place) if not _is_of(one, project))
            _write("places", [place, *others][:_MOST_PLACES])


def last_place(project: Project) -> tuple[int, int] | None:
    """The source and the offset where the coder was last; None if the source is gone."""
    for place in _read("places", _Place):
        if _is_of(place, project):
            source_id = project.value("SELECT id FROM sources WHERE guid = ?", (place.source,))
            return None if source_id is None else (source_id, max(place.offset, 0))
    return None


def _path(project: Project) -> str:
    return str(project.path.absolute())


def _is_of(place: _Place, project: Project) -> bool:
    return (place.path, place.coder) == (_path(project), project.coder)


def recent_table(projects: Iterable[RecentProject]) -> Table:
    """A row for each project: its name, its file, whether that is there, when it was opened (ISO
    8601 in UTC) and by whom.
    """
    rows = (
        (one.name, one.path, "yes" if one.is_there() else "no", one.opened, one.coder)
        for one in projects
    )
    return Table("Recent projects", ("project", "file", "there", "opened", "coder"), tuple(rows))


def _file(kind: str) -> Path:
    return data_folder() / {"projects": "recent.json", "places": "places.json"}[kind]


def _read(kind: str, entry: type[_Entry]) -> list[_Entry]:
    """The entries of a list; what is none is passed over."""
    try:
        found = json.loads(_file(kind).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    listed = found.get(kind) if isinstance(found, dict) else None
    read = (_entry(entry, one) for one in (listed if isinstance(listed, list) else []))
    return [one for one in read if one]


def _entry(entry: type[_Entry], found: Any) -> _Entry | None:
    types = {"offset": int}
    names = entry.__dataclass_fields__
    if not isinstance(found, dict):
        return None
    if not all(type(found.get(name)) is types.get(name, str) for name in names):
        return None
    return entry(**{name: found[name] for name in names})


def _write(kind: str, entries: Sequence[RecentProject | _Place]) -> None:
    content = {kind: [asdict(entry) for entry in entries]}
    path = _file(kind)
    with suppress(OSError, QualcodeError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(content, indent=1).encode())
