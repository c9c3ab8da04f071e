"""The results of analyses as tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qualcode.analysis.frequencies import Frequencies, FrequenciesBy
from qualcode.analysis.unit import Counted
from qualcode.project.codes import PATH_SEPARATOR, codes
from qualcode.project.sources import sources
from qualcode.reporting.result_labels import result_labels_in
from qualcode.reporting.result_notes import amount_texts
from qualcode.reporting.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.material import Amount
    from qualcode.model import Code, Coding, Excerpt, Suggestion
    from qualcode.project import Project
    from qualcode.project.memos import Memo
    from qualcode.project.search import Hit
    from qualcode.project.selection import Selection


_NAMED = 8


def selection_notes(selection: Selection, coders: Sequence[str]) -> tuple[str, ...]:
    """What was selected and whose codings they are."""
    parts = [f"{what}: {which}" for what, which in selection.described()]
    notes = ["Selection: " + ("; ".join(parts) if parts else "everything")]
    if coders and not selection.coders:
        notes.append("Coders: " + ", ".join(coders))
    if len(coders) > 1:
        notes.append("Codings of several coders are counted together; choose one with --coder.")
    return tuple(notes)


def material_notes(
    amount: Amount, coded_by: Sequence[tuple[str, int]], left_out: Sequence[str]
) -> tuple[str, ...]:
    """What shares and rates are on, and what was left out of it."""
    notes = [result_labels_in("en").material_note.format(**amount_texts("en", amount))]
    if left_out:
        named = ", ".join(left_out[:_NAMED]) + (", …" if len(left_out) > _NAMED else "")
        notes.append(f"Left out, since nobody of them has coded it ({len(left_out)}): {named}")
    if len({number for _, number in coded_by}) > 1:
        each = ", ".join(f"{coder} {number}" for coder, number in coded_by)
        notes.append(
            f"Coders have not coded the same sources ({each}): together they count more where "
            "more have coded. Choose one with --coder."
        )
    return tuple(notes)


def indented(code: Code) -> str:
    """A code's name as a screen has it in its tree."""
    return "  " * code.depth + code.name


def rounded(number: float | None, digits: int = 4) -> float | None:
    """A number as a file has it; None where it is undefined, as None or as NaN."""
    return None if number is None or math.isnan(number) else round(number, digits)


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
            "words",
            "words with sub-codes",
            "codings per 1,000 words",
            "codings per 1,000 words with sub-codes",
            "codings per case",
            "codings per case with sub-codes",
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
                row.words,
                row.all_words,
                rounded(row.per_1000_words),
                rounded(row.all_per_1000_words),
                rounded(row.per_case),
                rounded(row.all_per_case),
            )
            for row in result.rows
        ),
        _frequency_notes(result),
    )


def frequency_tree(result: Frequencies) -> Table:
    """The same for a screen: codes by name, indented, and numbers for what lies under them."""
    under = tuple(
        (
            indented(row.code),
            row.codings,
            row.all_codings,
            row.sources,
            row.all_sources,
            row.cases,
            row.all_cases,
            row.words,
            row.all_words,
            rounded(row.all_per_1000_words),
            rounded(row.all_per_case),
        )
        for row in result.rows
    )
    return Table(
        "Frequencies",
        (
            "code",
            *("codings", "Σ", "sources", "Σ", "cases", "Σ", "words", "Σ"),
            "Σ per\n1,000 words",
            "Σ per\ncase",
        ),
        under,
        ("Σ: with the codes under it.", *_frequency_notes(result)),
    )


def _frequency_notes(result: Frequencies) -> tuple[str, ...]:
    return (
        "Words: those under the code, each once for every coder, however many of their codings "
        "have it. Per 1,000 words and per case: codings.",
        *material_notes(result.material, result.coded_by, result.left_out),
        *selection_notes(result.selection, result.coders),
    )


def frequency_by_table(
    result: FrequenciesBy, counted: Counted = Counted.CODINGS, *, subcodes: bool = False
) -> Table:
    """Codes × values of a variable, with totals; `subcodes` counts the codes under each too."""
    name = f"all_{counted}" if subcodes else str(counted)
    columns = [(group.rows, group.total) for group in result.groups]
    columns.append((result.total.rows, result.total.total))
    headings = [
        f"no {result.variable}" if group.value is None else f"{result.variable}={group.value}"
        for group in result.groups
    ]
    return Table(
        f"{str(counted).capitalize()} by {result.variable}",
        ("code", *headings, "total"),
        (
            *(
                (row.code.label, *(getattr(rows[position], name) for rows, _ in columns))
                for position, row in enumerate(result.total.rows)
            ),
            ("(all codes)", *(getattr(total, counted) for _, total in columns)),
        ),
        _frequency_by_notes(result, counted, subcodes),
    )


def _frequency_by_notes(result: FrequenciesBy, counted: Counted, subcodes: bool) -> tuple[str, ...]:
    sources = ", ".join(
        f"{group.value or 'without ' + result.variable} {group.sources}" for group in result.groups
    )
    notes = [
        f"The numbers count {counted}, "
        + ("each code with the codes under it." if subcodes else "each code alone."),
        f"Sources: {sources}." if sources else "There are no sources in the selection.",
    ]
    if counted is Counted.CASES:
        notes.append("A case whose sources differ counts under several values, once in the total.")
    elif counted is Counted.SOURCES:
        notes.append("A source with several codes counts once for all codes together.")
    return (*notes, *selection_notes(result.total.selection, result.total.coders))


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
        dict.fromkeys(
            f"{item['words']} ({item['term']})"
            for item in suggestion.evidence
            if "term" in item and item.get("pull", 1) > 0
        )
    )
    return words + (" [negated]" if suggestion.negated else "")


def memo_table(found: Sequence[Memo]) -> Table:
    """A row for each memo, with what it is on; places only where it is on a coding."""
    return Table(
        "Memos",
        ("on", "name", "source", "start", "end", "words", "coder", "changed", "memo"),
        tuple(
            (
                memo.subject,
                memo.about,
                memo.source,
                *(memo.span or (None, None)),
                memo.words,
                memo.coder,
                memo.changed_at,
                memo.text,
            )
            for memo in found
        ),
    )


def hit_table(found: Sequence[Hit]) -> Table:
    """A row for each hit of a search, with its turn."""
    return Table(
        "Hits",
        ("source", "line", "turn", "speaker", "start", "end", "words", "context"),
        tuple(
            (
                hit.source,
                hit.line,
                hit.turn,
                hit.speaker,
                hit.start,
                hit.end,
                hit.text,
                hit.turn_text,
            )
            for hit in found
        ),
    )
