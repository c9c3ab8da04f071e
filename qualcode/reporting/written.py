"""Cells of tables as people read them in a language."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qualcode.reporting.labels import labels_in, number_text
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from qualcode.reporting.tables import Cell, Table

_DIGITS = 4


def written_rows(table: Table, language: str) -> list[list[str]]:
    """The rows of a table as texts; the fractions of a column have as many places as one needs."""
    undefined = result_labels_in(language).undefined
    numbers = [table.is_number(column) for column in range(len(table.columns))]
    places = [digits_of(table, column) for column in range(len(table.columns))]

    def written(cell: Cell, row: int, column: int) -> str:
        if isinstance(cell, str):
            return cell
        if cell is None or not math.isfinite(cell):
            return undefined if numbers[column] or cell is not None else ""
        mark = "*" if (row, column) in table.marked else ""
        return number(cell, language, places[column]) + mark

    return [
        [written(cell, row, column) for column, cell in enumerate(cells)]
        for row, cells in enumerate(table.rows)
    ]


def digits_of(table: Table, column: int) -> int:
    """How many places the fractions of a column need, all the same."""
    fractions = [cell for row in table.rows if isinstance(cell := row[column], float)]
    written = [f"{cell:.{_DIGITS}f}".rstrip("0") for cell in fractions]
    return max((len(each.partition(".")[2]) for each in written), default=0) or 1


def number(value: float, language: str, digits: int = _DIGITS) -> str:
    """A number as people write it in a language; fractions to so many places."""
    labels, words = labels_in(language), result_labels_in(language)
    if isinstance(value, int):
        return number_text(labels, value).replace("-", "−")
    return f"{value:.{digits}f}".replace(".", words.decimal).replace("-", "−")
