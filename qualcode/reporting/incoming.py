"""Files on their way into a project as a table: what each would become, and what is amiss."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from qualcode.importing.files import Correction, Failure, Preview
from qualcode.reporting.tables import Cell, Table

_COLUMNS = (
    "file",
    "state",
    "transcript",
    "case",
    "language",
    "format",
    "encoding",
    "words",
    "æøå",
    "turns",
    "with time stamp",
    "speakers",
    "problems",
    "first line",
)


def incoming_table(
    outcomes: Sequence[Preview | Failure],
    *,
    corrections: Mapping[Path, Correction] | None = None,
    left_out: Collection[Path] = (),
) -> Table:
    """A row for each file, with its speakers, their roles and turns, and everything noted.

    `state` is: to import, left out, known (in the project already) or failed. `corrections` are
    what a person has set right; the outcomes were read with them.
    """
    corrections = corrections or {}
    rows = []
    for outcome in outcomes:
        correction = corrections.get(outcome.path, Correction())
        left = outcome.path in left_out
        if isinstance(outcome, Failure):
            rows.append(_failed(outcome, "left out" if left else "failed"))
        else:
            state = "left out" if left else "known" if outcome.known_as else "to import"
            rows.append(_read(outcome, state, correction))
    return Table("Import", _COLUMNS, tuple(rows))


def _failed(failure: Failure, state: str) -> tuple[Cell, ...]:
    nothing = [""] * (len(_COLUMNS) - 4)
    return (str(failure.path), state, *nothing, failure.reason, "")


def _read(preview: Preview, state: str, correction: Correction) -> tuple[Cell, ...]:
    problems = list(preview.notes)
    if preview.known_as:
        problems.append(f"In the project already, as {preview.known_as}.")
    return (
        str(preview.path),
        state,
        preview.name,
        correction.case,
        correction.language,
        preview.format,
        preview.encoding,
        preview.words,
        preview.norwegian_letters,
        preview.turns,
        preview.stamped_turns,
        "; ".join(f"{one.label} ({one.role}, {one.turns})" for one in preview.speakers),
        " ".join(problems),
        next(iter(preview.first_lines), ""),
    )
