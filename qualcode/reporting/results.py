"""The results of analyses as tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qualcode.analysis.cooccurrence import Cooccurrence
from qualcode.analysis.frequencies import Frequencies
from qualcode.project.codes import PATH_SEPARATOR, codes
from qualcode.project.sources import sources
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Coding, Excerpt, Suggestion
    from qualcode.project import Project
    from qualcode.project.selection import Selection


def selection_notes(selection: Selection, coders: Sequence[str]) -> tuple[str, ...]:
    """What was selected and whose codings they are."""
    parts = [f"{what}: {which}" for what, which in selection.described()]
    notes = ["Selection: " + ("; ".join(parts) if parts else "everything")]
    if coders and not selection.coders:
        notes.append("Coders: " + ", ".join(coders))
    if len(coders) > 1:
        notes.append("Codings of several coders are counted together; choose one with --coder.")
    return tuple(notes)


def cooccurrence_pairs(result: Cooccurrence) -> Table:
    """A row for each pair of codes that occurs together, the most frequent first."""
    coefficient = result.coefficient
    rows: list[tuple[Cell, ...]] = []
    for i, left in enumerate(result.codes):
        for j in range(i + 1, len(result.codes)):
            together = int(result.counts[i, j])
            if together:
                c = float(coefficient[i, j])
                rows.append(
                    (
                        left.label,
                        result.codes[j].label,
                        int(result.counts[i, i]),
                        int(result.counts[j, j]),
                        together,
                        None if math.isnan(c) else round(c, 4),
                    )
                )
    rows.sort(key=lambda row: (-int(row[4] or 0), str(row[0]), str(row[1])))
    return Table(
        "Co-occurrence",
        ("code 1", "code 2", "n1", "n2", "n12", "c"),
        tuple(rows),
        _cooccurrence_notes(result),
    )


def cooccurrence_matrix(result: Cooccurrence) -> Table:
    """Codes × codes: n12 off the diagonal, each code's own n on it."""
    return Table(
        "Co-occurrence",
        ("code", *(str(number) for number in range(1, len(result.codes) + 1))),
        tuple(
            (f"{number} {code.label}", *row)
            for number, (code, row) in enumerate(
                zip(result.codes, result.counts.tolist(), strict=True), 1
            )
        ),
        _cooccurrence_notes(result),
    )


def _cooccurrence_notes(result: Cooccurrence) -> tuple[str, ...]:
    paired = result.within is not None or result.unit == "overlap"
    own = "codings of the code" if paired else f"{result.unit}s with the code"
    notes = [
        f"n12 counts {result.counted}; n1, n2 and the diagonal count {own}. "
        "c = n12 / (n1 + n2 − n12)."
    ]
    if result.left_out:
        notes.append(f"{result.left_out} codings lie in no {result.unit} and are left out.")
    return (*notes, *selection_notes(result.selection, result.coders))


def frequency_table(result: Frequencies) -> Table:
    """A row for each code, with what it counts alone and with the codes under it."""
    return Table(
        "Frequencies",
        (
            "code",
            "codings",
            "sources",
            "cases",
            "codings with sub-codes",
            "sources with sub-codes",
            "cases with sub-codes",
        ),
        tuple(
            (
                row.code.label,
                row.codings,
                row.sources,
                row.cases,
                row.all_codings,
                row.all_sources,
                row.all_cases,
            )
            for row in result.rows
        ),
        selection_notes(result.selection, result.coders),
    )


def frequency_tree(result: Frequencies) -> Table:
    """The same for a screen: codes by name, indented, and numbers for what lies under them."""
    under = tuple(
        (
            "  " * row.code.depth + row.code.name,
            row.codings,
            row.all_codings,
            row.sources,
            row.all_sources,
            row.cases,
            row.all_cases,
        )
        for row in result.rows
    )
    return Table(
        "Frequencies",
        ("code", "codings", "Σ", "sources", "Σ", "cases", "Σ"),
        under,
        ("Σ: with the codes under it.", *selection_notes(result.selection, result.coders)),
    )


def codings_table(project: Project, found: Sequence[Coding]) -> Table:
    """Codings in the form in which they are imported."""
    label = {code.id: code.label for code in codes(project)}
    texts = {source.id: source for source in sources(project)}
    return Table(
        "Codings",
        ("source", "start", "end", "code", "coder", "memo", "text"),
        tuple(
            (
                texts[coding.source_id].name,
                coding.start,
                coding.end,
                label[coding.code_id],
                coding.coder,
                coding.memo,
                texts[coding.source_id].text[coding.start : coding.end],
            )
            for coding in found
        ),
    )


def excerpt_table(found: Sequence[Excerpt]) -> Table:
    """A row for each excerpt, with everything that leads back to it."""
    variables = list(dict.fromkeys(name for excerpt in found for name in excerpt.variables))
    return Table(
        "Excerpts",
        (
            "source",
            "case",
            *variables,
            "line",
            "turn",
            "speaker",
            "seconds",
            "start",
            "end",
            "codes",
            "other codes",
            "coders",
            "memo",
            "text",
        ),
        tuple(
            (
                excerpt.source,
                excerpt.case,
                *(excerpt.variables.get(name) for name in variables),
                excerpt.line,
                excerpt.turn,
                excerpt.speaker,
                excerpt.time_start,
                excerpt.start,
                excerpt.end,
                _paths(excerpt.codes),
                _paths(excerpt.other_codes),
                ", ".join(excerpt.coders),
                "\n".join(excerpt.memos),
                excerpt.text,
            )
            for excerpt in found
        ),
    )


def _paths(paths: Sequence[tuple[str, ...]]) -> str:
    return "; ".join(PATH_SEPARATOR.join(path) for path in paths)


def suggestion_table(project: Project, found: Sequence[Suggestion]) -> Table:
    """A row for each suggestion with its words and its evidence."""
    labels = {code.id: code.label for code in codes(project)}
    texts = {source.id: source for source in sources(project)}
    return Table(
        "Suggestions",
        (
            "id",
            "score",
            "code",
            "source",
            "start",
            "end",
            "decision",
            "evidence",
            "text",
        ),
        tuple(
            (
                suggestion.id,
                suggestion.score,
                labels[suggestion.code_id],
                texts[suggestion.source_id].name,
                suggestion.start,
                suggestion.end,
                suggestion.decision.value,
                _evidence(suggestion),
                texts[suggestion.source_id].text[suggestion.start : suggestion.end],
            )
            for suggestion in found
        ),
    )


def _evidence(suggestion: Suggestion) -> str:
    words = "; ".join(
        dict.fromkeys(f"{item['words']} ({item['term']})" for item in suggestion.evidence)
    )
    return words + (" [negated]" if suggestion.negated else "")
