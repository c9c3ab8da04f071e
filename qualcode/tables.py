"""Reading tables from users: CSV in whatever encoding and with whatever separator, and Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from qualcode.errors import InputError
from qualcode.text import decode, normalise

_EXCEL = {".xlsx", ".xlsm"}


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table as (1-based line, column → text).

    Lines count as the file shows them: the heading is line 1, and a cell with line breaks takes as
    many lines as it has. Raises `InputError` for a file that cannot be read.
    """
    try:
        yield from _excel_rows(path) if path.suffix.lower() in _EXCEL else _csv_rows(path)
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror}).", where=str(path)) from error


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text, _ = decode(path.read_bytes(), path.name)
    text = normalise(text)
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text.partition("\n")[0], ",;\t")
    except csv.Error:
        dialect = "excel"
    delimiter = (
        csv.get_dialect(dialect).delimiter if isinstance(dialect, str) else dialect.delimiter
    )
    csv.field_size_limit(2**31 - 1)
    reader = csv.DictReader(StringIO(text), delimiter=delimiter, restkey="", restval="")
    line = 2
    try:
        for row in reader:
            surplus = row.pop("", None)
            if isinstance(surplus, list) and any(surplus):
                raise InputError(
                    "The line has more cells than the heading.",
                    where=f"{path.name}, line {line}",
                    remedy="Put text that holds the separator in quotation marks.",
                )
            yield line, {key: value or "" for key, value in row.items()}
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"The table cannot be read: {error}.", where=f"{path.name}, line {line}"
        ) from error


def _excel_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise InputError("This is not an Excel workbook.", where=path.name) from error
    rows = workbook.worksheets[0].iter_rows(values_only=True)
    heading = [_cell(value) for value in next(rows, ())]
    for line, row in enumerate(rows, 2):
        values = [_cell(value) for value in row]
        if any(values):
            yield line, dict(zip(heading, values, strict=False))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel keeps the year 2023 as 2023.0
    return normalise(str(value))
