"""Results as plain tables: one form for the terminal, CSV and JSON."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from qualcode.errors import InputError
from qualcode.reporting.files import write_atomically

Cell = str | int | float | None
"""None is an undefined number; it is written as such and never as 0."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. `notes` say what was counted, where, and by whom."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def to_csv(table: Table) -> str:
    """The rows as CSV under a heading; an undefined number is an empty cell."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return out.getvalue()


def to_json(table: Table) -> str:
    """Title, notes and rows as JSON; an undefined number is null."""
    content = {
        "title": table.title,
        "notes": table.notes,
        "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def to_json_lines(table: Table) -> str:
    """A JSON object a row."""
    return "".join(
        json.dumps(dict(zip(table.columns, row, strict=True)), ensure_ascii=False) + "\n"
        for row in table.rows
    )


_FORMATS = {".csv": to_csv, ".json": to_json, ".jsonl": to_json_lines}


def write_table(table: Table, out: Path) -> None:
    """Write a table in the form that the file's suffix names: .csv, .json or .jsonl.

    CSV gets the mark by which Excel knows UTF-8.
    """
    form = _FORMATS.get(out.suffix.lower())
    if form is None:
        raise InputError(
            f"A table cannot be written as {out.suffix or 'a file without suffix'}.",
            where=str(out),
            remedy="Choose " + ", ".join(_FORMATS) + ".",
        )
    encoding = "utf-8-sig" if out.suffix.lower() == ".csv" else "utf-8"
    write_atomically(out, form(table).encode(encoding))
