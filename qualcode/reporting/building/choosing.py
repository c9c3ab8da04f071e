"""Showing a part of a report's table: some columns, in another order, the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import InputError, NotFoundError
from qualcode.reporting.report import Behind, Report

if TYPE_CHECKING:
    from qualcode.model import Excerpt
    from qualcode.reporting.tables import Cell, Table


def chosen(
    report: Report, *, columns: Sequence[str] = (), sort: str = "", rows: int | None = None
) -> tuple[Report, int]:
    """A report with a part of its table, and the number of rows that were left out.

    A column is called by its heading or by its name in files. Rows are sorted by falling numbers,
    undefined ones last; sums stay below, and are not counted in `rows`.
    """
    table = report.readable
    which = [_column(report, name) for name in columns] or list(range(len(table.columns)))
    body = list(range(len(table.rows) - table.totals))
    totals = list(range(len(body), len(table.rows)))
    if sort:
        column = _column(report, sort)
        body.sort(key=lambda row: _falling(table.rows[row][column], sort))
    left_out = max(len(body) - rows, 0) if rows is not None else 0
    order = body[: len(body) - left_out] + totals
    part = _part(table, order, which)
    return replace(report, shown=part, behind=_behind(report.behind, order, which)), left_out


def _column(report: Report, name: str) -> int:
    known = [report.readable.columns]
    if len(report.table.columns) == len(report.readable.columns):
        known.append(report.table.columns)
    for columns in known:
        folded = [heading.casefold() for heading in columns]
        if name.casefold() in folded:
            return folded.index(name.casefold())
    raise NotFoundError(
        f"The table has no column “{name}”.",
        remedy=f"Its columns are {', '.join(known[-1])}.",
    )


def _falling(cell: Cell, name: str) -> tuple[bool, float]:
    if isinstance(cell, str):
        raise InputError(f"Rows are sorted by numbers, and “{name}” holds words.")
    return cell is None, -(cell or 0)


def _part(table: Table, rows: Sequence[int], columns: Sequence[int]) -> Table:
    return replace(
        table,
        columns=tuple(table.columns[column] for column in columns),
        rows=tuple(tuple(table.rows[row][column] for column in columns) for row in rows),
        marked=frozenset(
            (place, at)
            for place, row in enumerate(rows)
            for at, column in enumerate(columns)
            if (row, column) in table.marked
        ),
    )


def _behind(behind: Behind | None, rows: Sequence[int], columns: Sequence[int]) -> Behind | None:
    if behind is None:
        return None

    def found(row: int, column: int) -> Sequence[Excerpt] | None:
        return behind(rows[row], columns[column])

    return found
