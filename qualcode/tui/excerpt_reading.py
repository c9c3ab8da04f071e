"""Reading what the Excerpts screen lists, in a thread of its own, and writing it to files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.analysis.retrieval import excerpts, with_context
from qualcode.project.selection import Selection
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import _
from qualcode.tui.listing import Listing
from qualcode.tui.querying import full_query

if TYPE_CHECKING:
    from qualcode.model import Excerpt
    from qualcode.project import Project

Progress = Callable[[float], None]
Read = Callable[["Project"], "Sequence[Excerpt]"]


def read_listing(
    listing: Listing,
    context: int,
    project: Project,
    progress: Progress | None = None,  # noqa: ARG001
) -> Sequence[Excerpt]:
    """What another screen has counted, with so many turns around each."""
    found = listing.read(project)
    return with_context(project, found, context) if context else found


def read_selected(
    selection: Selection,
    context: int,
    project: Project,
    progress: Progress | None = None,  # noqa: ARG001
) -> Sequence[Excerpt]:
    """What is under codes and a filter."""
    return excerpts(project, selection, context=context)


def read_found(
    query: str,
    coder: str,
    context: int,
    project: Project,
    progress: Progress | None = None,  # noqa: ARG001
) -> Sequence[Excerpt]:
    """What a query finds, of a coder's alone if one is given."""
    from qualcode.analysis.query import query_excerpts

    return query_excerpts(project, full_query(project, query, coder=coder), context=context)


def table_exports(read: Read) -> list[Export]:
    """Excerpts in every form of a table."""
    kinds = {
        ".csv": _("Excerpts as a table"),
        ".xlsx": _("Excerpts as an Excel workbook"),
        ".html": _("Excerpts as a page (HTML)"),
        ".json": _("Excerpts with notes (JSON)"),
        ".jsonl": _("Excerpts, an object a line"),
    }
    write = partial(_write_table, read)
    return [Export(label, suffix, write) for suffix, label in kinds.items()]


def word_export(selection: Selection, query: str, coder: str, context: int) -> Export:
    """Excerpts of a selection, or of a query if there is one, as a Word document."""
    write = partial(_write_word, selection, query, coder, context)
    return Export(_("Excerpts as a Word document"), ".docx", write)


def _write_table(read: Read, project: Project, path: Path) -> None:
    from qualcode.reporting.formats import write_report
    from qualcode.reporting.results import excerpt_table

    write_report(project, excerpt_table(read(project)), path)
    project.record_written_file("export", path)


def _write_word(
    selection: Selection, query: str, coder: str, context: int, project: Project, path: Path
) -> None:
    from qualcode.reporting.exports import export_excerpts

    wanted = full_query(project, query, coder=coder) if query else None
    export_excerpts(project, path, selection, query=wanted, context=context)
