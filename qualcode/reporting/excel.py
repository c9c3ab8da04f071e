"""A report as an Excel workbook: a sheet with the table, and one that says what it counts."""

from __future__ import annotations

import datetime as dt
import math
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError
from qualcode.reporting.labels import date_text, labels_in
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from qualcode.reporting.report import Made, Report
    from qualcode.reporting.tables import Cell, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_RESERVED = {"history", ""}
_NAME_LENGTH = 31
_MOST_ROWS = 1_048_576 - 1
_MOST_COLUMNS = 16_384
_LONGEST_TEXT = 32_767  # UTF-16 units
_NARROWEST, _WIDEST = 8, 60  # in digits
_MOST_MEASURED = 2_000  # rows, for the widths of columns


def workbook(report: Report, made: Made) -> bytes:
    """The whole workbook; the same for the same report and date.

    Numbers are numbers, an undefined one says so, and no text is a formula. Raises `InputError`
    for a table that has more rows or columns than Excel.
    """
    import xlsxwriter

    table = report.readable
    if len(table.rows) > _MOST_ROWS or len(table.columns) > _MOST_COLUMNS:
        raise InputError(
            f"The table has {len(table.rows):,} rows and {len(table.columns):,} columns, which is "
            "more than Excel takes.",
            remedy="Write .csv, or choose a narrower selection.",
        )
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties(
        {
            "title": f"{made.project}: {table.title}",
            "comments": f"qualcode {made.version}",
            "created": dt.datetime.combine(made.date, dt.time()),
        }
    )
    writer = _Writer(book, result_labels_in(made.language).undefined)
    first = sheet_name(table.title)
    writer.table(book.add_worksheet(first), table)
    about = sheet_name(result_labels_in(made.language).about)
    if about.casefold() == first.casefold():
        about = f"{about[: _NAME_LENGTH - 2]} 2"
    writer.facts(book.add_worksheet(about), _facts(report, made))
    book.close()
    return out.getvalue()


def sheet_name(title: str) -> str:
    """A title as the name of a sheet: short, without what Excel forbids in it."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", title).split())
    while len(name.encode("utf-16-le")) > 2 * _NAME_LENGTH:
        name = name[:-1]
    name = name.strip(" '")
    return "qualcode" if name.casefold() in _RESERVED else name


def _facts(report: Report, made: Made) -> list[tuple[str, str]]:
    labels, words = labels_in(made.language), result_labels_in(made.language)
    table = report.readable
    return [
        (labels.table, table.title),
        (labels.project, made.project),
        *report.about,
        (labels.date, date_text(labels, made.date)),
        (words.version, f"qualcode {made.version}"),
        *((words.notes if not number else "", note) for number, note in enumerate(table.notes)),
    ]


class _Writer:
    """Writes cells in the few forms that the workbook has."""

    def __init__(self, book: Any, undefined: str) -> None:
        self._undefined = undefined
        self._heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )
        top = {"valign": "top"}
        self._text = book.add_format({**top, "text_wrap": True})
        # Excel keeps these as text, also when somebody edits the cell.
        self._quoted = book.add_format({**top, "text_wrap": True, "quote_prefix": True})
        self._whole = book.add_format({**top, "num_format": "#,##0"})
        self._fraction = book.add_format({**top, "num_format": "0.0###"})
        self._marked_whole = book.add_format({**top, "num_format": '#,##0"*"'})
        self._marked_fraction = book.add_format({**top, "num_format": '0.0###"*"'})
        self._missing = book.add_format({**top, "italic": True, "align": "right"})
        self._bold = book.add_format({**top, "bold": True})

    def table(self, sheet: Any, table: Table) -> None:
        for column, name in enumerate(table.columns):
            numbers = table.is_number(column)
            measured = [row[column] for row in table.rows[:_MOST_MEASURED]]
            longest = max((_length(cell) for cell in measured), default=0)
            heading = max(map(len, name.split()), default=0) if numbers else len(name)
            sheet.set_column(column, column, _between(max(longest, heading) + 2))
            self._words(sheet, 0, column, name, self._heading)
            for row, cells in enumerate(table.rows, 1):
                marked = (row - 1, column) in table.marked
                self._cell(sheet, row, column, cells[column], numbers, marked)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        _printed(sheet)
        if len(table.rows) > table.totals:
            sheet.autofilter(0, 0, len(table.rows) - table.totals, len(table.columns) - 1)

    def facts(self, sheet: Any, facts: list[tuple[str, str]]) -> None:
        sheet.set_column(0, 0, _between(max(len(label) for label, _ in facts) + 2))
        sheet.set_column(1, 1, 100)
        for row, (label, text) in enumerate(facts):
            self._words(sheet, row, 0, label, self._bold)
            self._words(sheet, row, 1, text, self._text)
        _printed(sheet)

    def _cell(
        self, sheet: Any, row: int, column: int, cell: Cell, in_numbers: bool, marked: bool
    ) -> None:
        if isinstance(cell, str):
            self._words(sheet, row, column, cell, self._text)
        elif cell is None and not in_numbers:
            sheet.write_blank(row, column, None, self._text)
        elif cell is None or not math.isfinite(cell):
            sheet.write_string(row, column, self._undefined, self._missing)
        else:
            whole, fraction = (
                (self._marked_whole, self._marked_fraction)
                if marked
                else (self._whole, self._fraction)
            )
            form = whole if isinstance(cell, int) else fraction
            sheet.write_number(row, column, cell, form)

    def _words(self, sheet: Any, row: int, column: int, text: str, form: Any) -> None:
        if text.startswith(_FORMULA) and form is self._text:
            form = self._quoted
        sheet.write_string(row, column, _short_enough(text), form)


def _printed(sheet: Any) -> None:
    """Let a sheet be printed as wide as a page."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _short_enough(text: str) -> str:
    if len(text) <= _LONGEST_TEXT // 2:
        return text
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * _LONGEST_TEXT:
        return text
    return encoded[: 2 * _LONGEST_TEXT - 2].decode("utf-16-le", errors="ignore") + "…"


def _length(cell: Cell) -> int:
    return max(map(len, str("" if cell is None else cell).split("\n")), default=0)


def _between(width: int) -> int:
    return min(max(width, _NARROWEST), _WIDEST)
