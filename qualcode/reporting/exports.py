"""Word exports: gather from the project what a document needs, and write it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.analysis.frequencies import frequencies
from qualcode.analysis.query import query_excerpts
from qualcode.analysis.retrieval import excerpts, selected_codings
from qualcode.project.cases import variable_names
from qualcode.project.codes import codes, effective_colours
from qualcode.project.codings import codings
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import find_source, turns
from qualcode.reporting.labels import SELECTED, labels_in
from qualcode.reporting.word.document import CodedSpan, Counts, ExcerptReport, TranscriptDocument
from qualcode.reporting.word.excerpts import write_excerpts
from qualcode.reporting.word.transcript import write_transcript

if TYPE_CHECKING:
    from qualcode.model import Code, Excerpt
    from qualcode.project import Project
    from qualcode.project.queries.syntax import Query

Progress = Callable[[int, int], None]


def export_excerpts(
    project: Project,
    out: Path,
    selection: Selection = EVERYTHING,
    *,
    query: Query | None = None,
    title: str = "",
    context: int = 0,
    template: Path | None = None,
    date: dt.date | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the coded excerpts of a selection as a Word document; gives their number.

    A `query` takes the selection's place; what it finds stands under the first of its codes.
    `context` is the number of turns around each excerpt. The project remembers the file.
    """
    report = excerpt_report(
        project, selection, query=query, title=title, context=context, date=date
    )
    write_excerpts(report, out, template=template, progress=progress)
    project.record_written_file("export", out)
    return sum(map(len, report.excerpts.values()))


def excerpt_report(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    query: Query | None = None,
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
    if query:
        found = query_excerpts(project, query, context=context)
        counts = _counts(project, all_codes, found)
        coders = sorted({coder for excerpt in found for coder in excerpt.coders})
        described = [("query", str(query)), ("coders", ", ".join(coders))]
    else:
        found = excerpts(project, selection, context=context)
        used = frequencies(project, selection)
        counts = {row.code.id: Counts(row.codings, row.sources, row.cases) for row in used.rows}
        described = selection.described()
        if not selection.coders:
            described.append(("coders", ", ".join(used.coders)))
    for excerpt in found:
        by_code[by_path[excerpt.codes[0]]].append(excerpt)
    return ExcerptReport(
        title=title or f"{labels.coded_excerpts}: {project.name}",
        project=project.name,
        language=project.language,
        date=date or dt.date.today(),
        codes=tuple(replace(code, colour=colours[code.id]) for code in all_codes),
        counts=counts,
        excerpts=by_code,
        selection=tuple(
            (getattr(labels, what) if what in SELECTED else what, which)
            for what, which in described
            if which
        ),
        variables=tuple(variable_names(project)),
    )


def _counts(
    project: Project, all_codes: Sequence[Code], found: Sequence[Excerpt]
) -> dict[int, Counts]:
    """How often each code is used in excerpts: codings, sources and cases."""
    code_of = {
        coding.id: coding.code_id
        for coding in codings(project, {each for one in found for each in one.coding_ids})
    }
    used: dict[int, list[tuple[int, str, str | None]]] = defaultdict(list)
    for excerpt in found:
        for each in excerpt.coding_ids:
            used[code_of[each]].append((each, excerpt.source, excerpt.case))
    return {
        code.id: Counts(
            len({each for each, _, _ in used[code.id]}),
            len({source for _, source, _ in used[code.id]}),
            len({case for _, _, case in used[code.id] if case is not None}),
        )
        for code in all_codes
    }


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
