"""Results as plain tables: one form for the terminal, CSV and JSON."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from io import StringIO

Cell = str | int | float | None
"""None is an undefined number; it is written as such and never as 0."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. `notes` say what was counted, where, and by whom.

    The last `totals` rows are sums of those above, and stay below them when people sort.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    totals: int = 0

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers, defined or not, and no words."""
        cells = [row[column] for row in self.rows]
        return bool(cells) and not any(isinstance(cell, str) for cell in cells)


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
