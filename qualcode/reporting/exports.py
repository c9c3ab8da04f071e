"""Word exports: gather from the project what a document needs, and write it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.analysis.frequencies import frequencies
from qualcode.analysis.retrieval import excerpts, selected_codings
from qualcode.project.cases import variable_names
from qualcode.project.codes import codes, effective_colours
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import find_source, turns
from qualcode.reporting.labels import labels_in
from qualcode.reporting.word.document import CodedSpan, Counts, ExcerptReport, TranscriptDocument
from qualcode.reporting.word.excerpts import write_excerpts
from qualcode.reporting.word.transcript import write_transcript

if TYPE_CHECKING:
    from qualcode.model import Excerpt
    from qualcode.project import Project

Progress = Callable[[int, int], None]

_LABELLED = ("codes", "coders", "sources", "cases", "text")  # the rest are the study's variables


def export_excerpts(
    project: Project,
    out: Path,
    selection: Selection = EVERYTHING,
    *,
    title: str = "",
    context: int = 0,
    template: Path | None = None,
    date: dt.date | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the coded excerpts of a selection as a Word document; gives their number.

    `context` is the number of turns around each excerpt. The project remembers the file.
    """
    report = excerpt_report(project, selection, title=title, context=context, date=date)
    write_excerpts(report, out, template=template, progress=progress)
    project.record_written_file("export", out)
    return sum(map(len, report.excerpts.values()))


def excerpt_report(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    title: str = "",
    context: int = 0,
    date: dt.date | None = None,
) -> ExcerptReport:
    """Gather excerpts by code, the codes they need, and how often each was used."""
    labels = labels_in(project.language)
    all_codes = codes(project)
    colours = effective_colours(all_codes)
    by_path = {code.path: code.id for code in all_codes}
    by_code: dict[int, list[Excerpt]] = defaultdict(list)
    for excerpt in excerpts(project, selection, context=context):
        by_code[by_path[excerpt.codes[0]]].append(excerpt)
    found = frequencies(project, selection)
    counts = {row.code.id: Counts(row.codings, row.sources, row.cases) for row in found.rows}
    described = selection.described()
    if not selection.coders:
        described.append(("coders", ", ".join(found.coders)))
    return ExcerptReport(
        title=title or f"{labels.coded_excerpts}: {project.name}",
        project=project.name,
        language=project.language,
        date=date or dt.date.today(),
        codes=tuple(replace(code, colour=colours[code.id]) for code in all_codes),
        counts=counts,
        excerpts=by_code,
        selection=tuple(
            (getattr(labels, what) if what in _LABELLED else what, which)
            for what, which in described
            if which
        ),
        variables=tuple(variable_names(project)),
    )


def export_transcript(
    project: Project,
    source_name: str,
    out: Path,
    selection: Selection = EVERYTHING,
    *,
    template: Path | None = None,
    date: dt.date | None = None,
    progress: Progress | None = None,
) -> int:
    """Write a whole transcript with a Word comment for each coding; gives their number."""
    source = find_source(project, source_name)
    all_codes = {code.id: code for code in codes(project)}
    colours = effective_colours(list(all_codes.values()))
    chosen = selected_codings(project, replace(selection, sources=(source.name,)))
    document = TranscriptDocument(
        title=source.name,
        project=project.name,
        language=project.language,
        date=date or dt.date.today(),
        text=source.text,
        turns=tuple(turns(project, source.id)),
        codings=tuple(
            CodedSpan(
                start=coding.start,
                end=coding.end,
                code=all_codes[coding.code_id].label,
                coder=coding.coder,
                colour=colours[coding.code_id],
                memo=coding.memo,
            )
            for coding in chosen
        ),
    )
    write_transcript(document, out, template=template, progress=progress)
    project.record_written_file("export", out)
    return len(chosen)
