"""Results as plain tables: one form for the terminal, CSV and JSON."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from qualcode.frames import data_frame

if TYPE_CHECKING:
    from pandas import DataFrame

Cell = str | int | float | None
"""None is an undefined number; it is written as such and never as 0. "" is: does not apply."""


_SHOWN = 60  # rows in a notebook
_LONG = 60  # characters
_LARGE = 1000  # from there a number has no decimals there


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. `notes` say what was counted, where, and by whom.

    The last `totals` rows are sums of those above, and stay below them when people sort.
    `marked` are numbers, by row and column, that get an asterisk where people read them; a note
    says why.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    totals: int = 0
    marked: frozenset[tuple[int, int]] = frozenset()

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers, defined or not, and no words."""
        cells = [row[column] for row in self.rows if row[column] != ""]
        return bool(cells) and not any(isinstance(cell, str) for cell in cells)

    def to_frame(self) -> DataFrame:
        """The rows as a pandas data frame, in which undefined is NA; see `frames.data_frame`."""
        return data_frame(self.columns, self.rows)

    def _repr_html_(self) -> str:
        """The first rows and the notes, for a notebook."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        numbers = [self.is_number(column) for column in range(len(self.columns))]
        rows = "\n".join(
            "<tr>"
            + "".join(
                f"{_shown(cell, number)}{'*' * ((at, column) in self.marked)}</td>"
                for column, (cell, number) in enumerate(zip(row, numbers, strict=True))
            )
            + "</tr>"
            for at, row in enumerate(self.rows[:_SHOWN])
        )
        left_out = len(self.rows) - _SHOWN
        notes = [*self.notes, *([f"{left_out:,} more rows."] if left_out > 0 else [])]
        return (
            f"<h4>{escape(self.title)}</h4>\n<table>\n<thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{rows}\n</tbody>\n</table>\n"
            + "\n".join(f"<p>{escape(note)}</p>" for note in notes)
        )


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


def _shown(cell: Cell, in_numbers: bool) -> str:
    """The beginning of a cell; words to the left, since notebooks set everything to the right."""
    if isinstance(cell, str):
        wide = "; min-width: 20em" if len(cell) > _LONG else ""
        return f'<td style="text-align: left{wide}">{escape(cell)}'
    if cell is None:
        return "<td><i>undefined</i>" if in_numbers else "<td>"
    if isinstance(cell, float):
        return f"<td>{cell:.4g}" if abs(cell) < _LARGE else f"<td>{cell:.0f}"
    return f"<td>{cell}"
