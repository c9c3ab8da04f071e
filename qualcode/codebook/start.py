"""Making a project that begins with a codebook."""

from __future__ import annotations

from pathlib import Path

from qualcode.codebook.store import import_codebook, read_codebook
from qualcode.project import Project, file


def start_project(
    path: Path,
    *,
    name: str = "",
    language: str = "nb",
    coder: str | None = None,
    codebook: Path | None = None,
) -> None:
    """Make a project file, with the codes of a codebook file if one is given.

    Raises `ProjectError` where no file can be made, and `InputError` for a codebook that cannot be
    used; no file is left behind then.
    """
    draft = read_codebook(codebook) if codebook else None
    project = Project.create(path, name=name, language=language, coder=coder)
    try:
        with project:
            if draft:
                import_codebook(project, draft)
    except BaseException:
        file.delete(path)
        raise
