"""The files that can be made of one transcript."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.project.selection import Selection
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import _

if TYPE_CHECKING:
    from qualcode.project import Project


def transcript_exports(source: str, coders: tuple[str, ...]) -> tuple[Export, ...]:
    """A transcript with its codings in Word, and its codings as a table; no coder means all."""
    selection = Selection(sources=(source,), coders=coders)
    return (
        Export(_("Transcript with its codings (Word)"), ".docx", partial(_word, selection), source),
        Export(_("Its codings as a table (CSV)"), ".csv", partial(_table, selection), source),
    )


def _word(selection: Selection, project: Project, path: Path) -> None:
    from qualcode.reporting.exports import export_transcript

    (source,) = selection.sources
    export_transcript(project, source, path, selection)


def _table(selection: Selection, project: Project, path: Path) -> None:
    from qualcode.analysis.retrieval import excerpts
    from qualcode.reporting.formats import write_report
    from qualcode.reporting.results import excerpt_table

    write_report(project, excerpt_table(excerpts(project, selection)), path)
    project.record_written_file("export", path)
