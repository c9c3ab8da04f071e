"""What the Search screen looks for, how a thread finds it, and how it is written to files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.analysis.find import find_codes, find_query, find_words, prepare_words
from qualcode.project.search import Hit
from qualcode.project.selection import Selection
from qualcode.tui.exporting import Export
from qualcode.tui.filtering import Facet
from qualcode.tui.i18n import _
from qualcode.tui.querying import full_query

if TYPE_CHECKING:
    from qualcode.project import Project

Progress = Callable[[float], None]
Read = Callable[["Project", Progress], list[Hit]]


@dataclass(frozen=True, slots=True)
class TwoCodes:
    """The words under `first` and, or but not, under `other`: the codes' ids."""

    first: int
    other: int
    both: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: words, two codes or a query, where the filter leaves."""

    words: str = ""
    exact: bool = False
    codes: TwoCodes | None = None
    facets: tuple[Facet, ...] = ()
    query: str = ""

    @property
    def of_codings(self) -> bool:
        """Whether coded words are looked for."""
        return bool(self.codes or self.query)


def hit_exports(hits: Sequence[Hit]) -> list[Export]:
    """Hits in every form of a table."""
    write = partial(_write_hits, hits)
    kinds = {
        ".csv": _("Hits as a table"),
        ".xlsx": _("Hits as an Excel workbook"),
        ".html": _("Hits as a page (HTML)"),
        ".json": _("Hits with notes (JSON)"),
        ".jsonl": _("Hits, an object a line"),
    }
    return [Export(label, suffix, write) for suffix, label in kinds.items()]


def find_by_words(
    words: str,
    exact: bool,
    selection: Selection,
    interviewers: bool,
    project: Project,
    progress: Progress,
) -> list[Hit]:
    """Words, in all their forms or just as they are."""
    if not exact:
        prepare_words(project, progress)
    return find_words(project, words, exact=exact, selection=selection, interviewers=interviewers)


def find_by_codes(
    code: str,
    other: dict[str, str],
    selection: Selection,
    project: Project,
    progress: Progress,  # noqa: ARG001
) -> list[Hit]:
    """The words that have one code and, or but not, another."""
    return find_codes(project, code, selection=selection, **other)


def find_by_query(
    query: str,
    coder: str,
    project: Project,
    progress: Progress,  # noqa: ARG001
) -> list[Hit]:
    """What a query finds, of a coder's alone if one is given."""
    return find_query(project, full_query(project, query, coder=coder))


def _write_hits(hits: Sequence[Hit], project: Project, path: Path) -> None:
    from qualcode.reporting.formats import write_report
    from qualcode.reporting.results import hit_table

    write_report(project, hit_table(hits), path)
    project.record_written_file("export", path)
