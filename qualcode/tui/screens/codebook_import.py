"""Finding and reading the codebook file that is to be imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.codebook.draft import DraftCodebook, problems
from qualcode.codebook.store import (
    TABLE_SUFFIXES,
    YAML_SUFFIXES,
    Difference,
    compare,
    read_codebook,
)
from qualcode.errors import QualcodeError
from qualcode.tui.effects import difference_in_words
from qualcode.tui.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.project import Project


def codebook_files(project_path: Path) -> list[str]:
    """The names of YAML files beside the project, the latest first; then those of tables."""
    folder = project_path.absolute().parent
    try:
        found = [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []
    return [
        path.name
        for suffixes in (YAML_SUFFIXES, TABLE_SUFFIXES)
        for path in sorted(found, key=lambda one: -one.stat().st_mtime)
        if path.suffix.lower() in suffixes
    ]


def is_yaml(name: str) -> bool:
    """Whether a file is most likely a codebook; a table may be anything."""
    return Path(name).suffix.lower() in YAML_SUFFIXES


class ReadFile:
    """Reads the file that is named, and keeps what it says until the user has decided."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.name = ""
        self.draft: DraftCodebook | None = None
        self.difference: Difference | None = None

    def accept(self, typed: str) -> str:
        """Read the file; gives what is wrong with it, "" for nothing."""
        if not typed.strip():
            return _("Name a file.")
        folder = self._project.path.absolute().parent
        path = folder / Path(typed.strip()).expanduser()
        try:
            self.draft = read_codebook(path)
            self.difference = compare(self._project, self.draft)
        except QualcodeError as error:
            return str(error)
        self.name = path.name
        return ""

    def in_words(self) -> str:
        """What importing it would change, and what is odd about the file."""
        if self.draft is None or self.difference is None:
            return ""
        lines = [difference_in_words(self.difference)]
        without = len(problems(self.draft))
        if without:
            told = ngettext(
                "{number} code has no definition.", "{number} codes have no definition.", without
            )
            lines.append(told.format(number=without))
        return "\n".join(lines)
