"""Build a whole report from a YAML file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.reporting.building.gathering import Progress, gather
from qualcode.reporting.building.reading import read_plan

if TYPE_CHECKING:
    from qualcode.project import Project

SUFFIXES = (".docx", ".html")


def build_report(
    project: Project,
    plan: Path,
    out: Path,
    *,
    template: Path | None = None,
    date: dt.date | None = None,
    progress: Progress | None = None,
) -> None:
    """Build the report that a YAML file describes, as .docx or .html; the project remembers it.

    `template` gives a Word document its look. `date` stands on the report where the file names
    none; today without it. The same project, file and date give the same bytes. Raises
    `QualcodeError` with the line of the file; nothing is written then.
    """
    check_target(out, template)
    document = gather(project, read_plan(plan), date=date, progress=progress)
    if out.suffix.lower() == ".docx":
        from qualcode.reporting.building.word import write_word

        write_word(document, out, template=template)
    else:
        from qualcode.reporting.building.page import page
        from qualcode.reporting.files import write_atomically

        write_atomically(out, page(document).encode())
    project.record_written_file("export", out)


def check_target(out: Path, template: Path | None = None) -> None:
    """Raise `InputError` for a file that no report can be written to."""
    if out.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"A report cannot be written as {out.suffix or 'a file without suffix'}.",
            where=str(out),
            remedy=f"Choose {' or '.join(SUFFIXES)}.",
        )
    if template is not None and out.suffix.lower() != ".docx":
        raise InputError("Only a Word document takes a template.", where=str(out))
