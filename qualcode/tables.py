"""Reading tables from users: CSV in whatever encoding and with whatever separator, and Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO, StringIO
from pathlib import Path

from qualcode.encoding import decode
from qualcode.errors import ImportFailure, InputError
from qualcode.text import normalise, one_line

_EXCEL = {".xlsx", ".xlsm"}


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table as (1-based line, column → text); blank rows are passed over.

    Lines count as the file shows them: the heading is line 1, and a cell with line breaks takes as
    many lines as it has. Columns without a heading are left out. Raises `InputError` for a file
    that cannot be read.
    """
    try:
        rows = _excel_rows(path) if path.suffix.lower() in _EXCEL else _csv_rows(path)
        filled = ((line, cells) for line, cells in rows if any(map(str.strip, cells)))
        line, cells = next(filled, (1, []))
        heading = [one_line(cell) for cell in cells]
        if twice := [name for name in heading if name and heading.count(name) > 1]:
            raise InputError(
                f"Two columns are called “{twice[0]}”.", where=f"{path.name}, line {line}"
            )
        for line, cells in filled:
            if any(cells[len(heading) :]):
                raise InputError(
                    "The line has more cells than the heading.",
                    where=f"{path.name}, line {line}",
                    remedy="Put text that holds the separator in quotation marks.",
                )
            cells += [""] * (len(heading) - len(cells))
            row = {name: cell for name, cell in zip(heading, cells, strict=False) if name}
            if any(row.values()):
                yield line, row
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror}).", where=str(path)) from error


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = normalise(decode(path.read_bytes()).text)
    except ImportFailure as error:
        raise InputError(error.what, where=path.name, remedy=error.remedy) from error
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # Norwegian Excel writes semicolons
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num - sum(cell.count("\n") for cell in cells), cells
    except csv.Error as error:
        raise InputError(
            f"The table cannot be read: {error}.",
            where=f"{path.name}, line {reader.line_num}",
            remedy="Write a quotation mark inside a quoted cell twice, and close every cell.",
        ) from error


def _excel_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    data = BytesIO(path.read_bytes())
    try:
        workbook = load_workbook(data, read_only=True, data_only=True)
        rows = [
            [(cell.value, cell.number_format or "") for cell in row]
            for row in workbook.worksheets[0].iter_rows()
        ]
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise InputError("This is not an Excel workbook, or a damaged one.", where=path.name) from (
            error
        )
    for line, row in enumerate(rows, 1):
        yield line, [_cell(value, number_format) for value, number_format in row]


def _cell(value: object, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)) and number_format.endswith("%"):
        return f"{100 * value:.12g} %"  # Excel keeps 47 % as 0.47
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel keeps the year 2023 as 2023.0
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()  # and a date as its first moment
    return normalise(str(value))
