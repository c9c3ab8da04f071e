"""The codebook's quality as a report: codes with their marks, findings in words, use over time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qualcode.analysis.codebook_quality import finding_excerpts
from qualcode.analysis.codebook_quality_results import Check
from qualcode.analysis.retrieval import Places
from qualcode.reporting.codebook_quality_labels import QualityView, quality_labels_in
from qualcode.reporting.codebook_quality_notes import finding_text, notes
from qualcode.reporting.figures.names import MOST_CODES
from qualcode.reporting.figures.presence import Presence, presence
from qualcode.reporting.labels import how_many, labels_in
from qualcode.reporting.report import Behind, Drawing, Report
from qualcode.reporting.result_labels import about, result_labels_in
from qualcode.reporting.results import rounded
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualcode.analysis.codebook_quality_drift import Drift, Over
    from qualcode.analysis.codebook_quality_results import CodebookQuality
    from qualcode.model import Excerpt
    from qualcode.project import Project

_TITLES = {
    QualityView.CODES: "Codebook",
    QualityView.FINDINGS: "Findings in the codebook",
    QualityView.DRIFT: "Use of codes over time",
}


def codebook_quality_report(
    project: Project, result: CodebookQuality, view: QualityView = QualityView.CODES
) -> Report:
    """Codes, findings or shares over time; codings lead to their words."""
    language = project.language
    return Report(
        table(result, view),
        shown=shown(result, view, language),
        about=about(result.selection, result.coders, quality_labels_in(language).unit, language),
        figures=(findings_figure(result, language),),
        behind=_behind(project, result, view),
    )


def table(result: CodebookQuality, view: QualityView = QualityView.CODES) -> Table:
    """A view for programs."""
    columns, rows = _MAKERS[view](result, "en", False)
    return Table(_TITLES[view], columns, rows, notes(result, view, "en"))


def shown(result: CodebookQuality, view: QualityView, language: str) -> Table:
    """A view for people, with its notes."""
    words = quality_labels_in(language)
    columns, rows = _MAKERS[view](result, language, True)
    headings = tuple(words.headings.get(name, name) for name in columns)
    return Table(words.titles[view], headings, rows, notes(result, view, language))


_Made = tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]


def _codes(result: CodebookQuality, language: str, for_people: bool) -> _Made:
    names = quality_labels_in(language).checks
    rows = tuple(
        (
            row.code.label,
            "; ".join(names[check] if for_people else str(check) for check in row.checks),
            ", ".join(row.coders),
            row.codings,
            row.sources,
            row.cases,
            row.median_words,
            row.definition_words,
            "" if row.nearest is None else row.nearest.label,
            "" if row.nearest is None else _percent(row.nearest_share),
            "" if row.nearest is None else _percent(row.in_nearest),
        )
        for row in result.rows
    )
    return (
        "code",
        "findings",
        "coders",
        "codings",
        "sources",
        "cases",
        "median words",
        "definition words",
        "nearest",
        "% in nearest",
        "% of nearest",
    ), rows


def _findings(result: CodebookQuality, language: str, for_people: bool) -> _Made:
    names = quality_labels_in(language).checks
    rows = tuple(
        (
            number,
            names[found.check] if for_people else str(found.check),
            found.code.label,
            "" if found.other is None else found.other.label,
            len(found.codings),
            finding_text(found, language),
        )
        for number, found in enumerate(result.findings, 1)
    )
    return ("no.", "finding", "code", "other code", "codings", "in words"), rows


def _drift(result: CodebookQuality, language: str, for_people: bool) -> _Made:
    words = quality_labels_in(language)
    rows: list[tuple[Cell, ...]] = []
    for over, drift, part in _parts(result):
        first = part == 0
        of_all: tuple[Cell, ...] = ("",) * 4
        if first:
            apart = drift.difference
            of_all = (
                None if apart is None else round(100 * apart, 1),
                rounded(drift.h, 3),
                rounded(drift.p),
                rounded(drift.p_adjusted),
            )
        in_halves = over.coder and for_people
        rows.append(
            (
                over.coder or (words.everybody if for_people else "(all)"),
                result.rows[drift.code].code.label,
                words.halves[part] if in_halves else over.parts[part],
                len(over.sources[part]),
                drift.codings[part],
                _percent(drift.shares[part]),
                *of_all,
            )
        )
    return (
        "coder",
        "code",
        "part",
        "sources",
        "codings",
        "% of codings",
        "difference",
        "h",
        "p",
        "p adjusted",
    ), tuple(rows)


_MAKERS: dict[QualityView, Callable[[CodebookQuality, str, bool], _Made]] = {
    QualityView.CODES: _codes,
    QualityView.FINDINGS: _findings,
    QualityView.DRIFT: _drift,
}


def _parts(result: CodebookQuality) -> Iterator[tuple[Over, Drift, int]]:
    """Each half or value of each code, what is least likely by chance first."""
    for over in result.drift:
        for drift in sorted(over.rows, key=lambda row: (row.p is None, row.p or 0)):
            for part in range(len(over.parts)):
                yield over, drift, part


def _percent(share: float | None) -> float | None:
    return None if share is None else rounded(100 * share, 1)


def findings_figure(result: CodebookQuality, language: str) -> Drawing:
    """Codes × what is looked for: a frame for each finding, and how many codings are behind it."""
    words, counted = quality_labels_in(language), result_labels_in(language)
    rows = list(result.rows)
    if len(rows) > MOST_CODES:
        rows = [row for row in rows if row.checks][:MOST_CODES]
    behind: dict[tuple[int, Check], int] = {}
    for found in result.findings:
        for code in (found.code, found.other):
            if code is not None:
                key = (code.id, found.check)
                behind[key] = behind.get(key, 0) + len(found.codings)
    checks = list(Check)
    numbers = tuple(tuple(behind.get((row.code.id, each), 0) for each in checks) for row in rows)
    left_out = len(rows) < len(result.rows)
    return presence(
        Presence(
            title=words.figure,
            alt=words.figure_alt.format(
                codes=how_many(len(rows), "codes", language),
                findings=how_many(len(result.findings), "findings", language),
            ),
            names=tuple((row.code.name, row.code.depth) for row in rows),
            columns=tuple(words.checks[each] for each in checks),
            numbers=numbers,
            framed=frozenset(
                (place, column)
                for place, row in enumerate(rows)
                for column, each in enumerate(checks)
                if each in row.checks
            ),
            totals=("",) * len(rows),
            key=(labels_in(language).codings, words.finding),
            nothing=words.nothing_found,
            refusal="",
            notes=(
                (counted.shown_codes.format(shown=len(rows), all=len(result.rows)),)
                if left_out
                else ()
            ),
        )
    )


def _behind(project: Project, result: CodebookQuality, view: QualityView) -> Behind:
    places = cache(lambda: Places(project))
    columns, _ = _MAKERS[view](result, "en", False)
    parts = list(_parts(result)) if view is QualityView.DRIFT else []

    def behind(row: int, column: int) -> list[Excerpt] | None:
        if columns[column] != "codings":
            return None
        if view is QualityView.CODES:
            return finding_excerpts(project, result.rows[row].codings_of, places=places())
        if view is QualityView.FINDINGS:
            return finding_excerpts(project, result.findings[row].codings, places=places())
        over, drift, part = parts[row]
        return finding_excerpts(
            project,
            result.rows[drift.code].codings_of,
            coder=over.coder,
            source_ids=set(over.sources[part]),
            places=places(),
        )

    return behind
