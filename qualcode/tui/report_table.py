"""A report's table as a grid to walk through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.tui.grid import Grid, Label
from qualcode.tui.heat import NOTHING, PLAIN, TEXT

if TYPE_CHECKING:
    from qualcode.reporting.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of a table as they are drawn, with the shade of each cell.

    Columns in `words` hold words. What is undefined or nought is quiet, sums are set apart.
    """

    texts: Sequence[Sequence[str]]
    levels: Sequence[Sequence[int]]
    words: frozenset[int]


def lines_of(table: Table, written: Sequence[Sequence[str]]) -> Lines:
    """A table's rows, given its cells as people read them."""
    words = frozenset(
        position
        for position in range(len(table.columns))
        if not table.is_number(position)
        and any(isinstance(row[position], str) and row[position] for row in table.rows)
    )
    starred = {column for _row, column in table.marked} - words
    sums = len(table.rows) - table.totals

    def text(row: int, column: int, told: str) -> str:
        if column in words:
            return " ".join(told.split())
        # Digits stand under digits where others have an asterisk.
        return f"{told} " if column in starred and (row, column) not in table.marked else told

    def level(row: int, cell: Cell) -> int:
        if row >= sums:
            return PLAIN
        return NOTHING if cell is None or cell == "" or cell == 0 else TEXT

    return Lines(
        texts=[
            [text(row, column, told) for column, told in enumerate(line)]
            for row, line in enumerate(written)
        ],
        levels=[[level(row, cell) for cell in cells[1:]] for row, cells in enumerate(table.rows)],
        words=words,
    )


def report_grid(table: Table, lines: Lines, order: Sequence[int]) -> Grid:
    """The rows of a table in an order, under its first column as headings."""
    return Grid(
        labels=tuple(Label(lines.texts[row][0]) for row in order),
        headings=table.columns[1:],
        numbers=[lines.texts[row][1:] for row in order],
        levels=[lines.levels[row] for row in order],
        corner=table.columns[0] if table.columns else "",
        words=frozenset(position - 1 for position in lines.words if position),
        folded=True,
    )


def ordered(table: Table, column: int | None) -> list[int]:
    """The rows by falling numbers of a column, or its words; without one as they stand.

    Undefined numbers come last, and sums stay below.
    """
    body = list(range(len(table.rows) - table.totals))
    if column is not None:
        body.sort(key=lambda row: _falling(table.rows[row][column]))
    return [*body, *range(len(body), len(table.rows))]


def _falling(cell: Cell) -> tuple[int, float, str]:
    if isinstance(cell, str):
        return (1, 0.0, cell.casefold()) if cell else (2, 0.0, "")
    return (2, 0.0, "") if cell is None else (0, -float(cell), "")
