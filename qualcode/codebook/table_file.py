"""Codebooks as tables, CSV or Excel: a row a code, the path above it in the column `parent`."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from qualcode.codebook.draft import FIELDS, LIST_FIELDS, DraftCode, DraftCodebook
from qualcode.errors import InputError
from qualcode.tables import read_rows

COLUMNS = ("parent", *FIELDS)


def read_table(path: Path) -> DraftCodebook:
    """Read a codebook from CSV or Excel; raises `InputError` with the row for what is wrong."""
    rows = [
        (line, {key.strip().casefold(): value for key, value in row.items()})
        for line, row in read_rows(path)
    ]
    if not rows or "name" not in rows[0][1]:
        raise InputError(
            "A codebook table has at least the columns `parent` and `name`.", where=path.name
        )
    paths = _paths(rows, path.name)
    children: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, code_path in enumerate(paths):
        children[tuple(name.casefold() for name in code_path[:-1])].append(index)

    def build(parent: tuple[str, ...]) -> tuple[DraftCode, ...]:
        seen: set[tuple[str, ...]] = set()
        drafts = []
        for index in children[parent]:
            line, row = rows[index]
            key = tuple(name.casefold() for name in paths[index])
            # A second row of one name gets no children: it is a problem that `problems` reports.
            drafts.append(_draft(row, line, () if key in seen else build(key)))
            seen.add(key)
        return tuple(drafts)

    return DraftCodebook(build(()))


def _paths(rows: list[tuple[int, dict[str, str]]], filename: str) -> list[tuple[str, ...]]:
    """Each row's whole path; `parent` may be a path or just the name of the code above."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, (_, row) in enumerate(rows):
        by_name[_clean(row["name"]).casefold()].append(index)

    def resolve(index: int, below: tuple[int, ...]) -> tuple[str, ...]:
        line, row = rows[index]
        name, parent = _clean(row["name"]), _clean(row.get("parent", ""))
        if index in below:
            raise InputError(
                f"The code “{name}” stands under itself.", where=f"{filename}, line {line}"
            )
        if not parent:
            return (name,)
        *above, nearest = [part.strip() for part in parent.split(">")]
        candidates = by_name.get(nearest.casefold(), [])
        if not candidates:
            raise InputError(
                f"The parent “{parent}” of “{name}” is not in the table.",
                where=f"{filename}, line {line}",
            )
        found = [resolve(candidate, (*below, index)) for candidate in candidates]
        wanted = [part.casefold() for part in (*above, nearest)]
        fitting = [
            path for path in found if [part.casefold() for part in path[-len(wanted) :]] == wanted
        ]
        if len(set(fitting)) != 1:
            raise InputError(
                f"The parent “{parent}” of “{name}” is not clear.",
                where=f"{filename}, line {line}",
                remedy="Write the parent's whole path: Theme > Code.",
            )
        return (*fitting[0], name)

    return [resolve(index, ()) for index in range(len(rows))]


def _draft(row: dict[str, str], line: int, children: tuple[DraftCode, ...]) -> DraftCode:
    values: dict[str, Any] = {key: _clean(row.get(key, "")) for key in FIELDS}
    for key in LIST_FIELDS:
        values[key] = tuple(entry for part in values[key].split("\n") if (entry := part.strip()))
    extra = {key: value for key, value in row.items() if key not in COLUMNS and value}
    return DraftCode(**values, line=line, extra=extra, children=children)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def write_csv(codebook: DraftCodebook) -> bytes:
    """The codebook as CSV, in UTF-8 with the mark by which Excel knows it."""
    out = StringIO(newline="")
    csv.writer(out).writerows(_rows(codebook))
    return out.getvalue().encode("utf-8-sig")


def write_excel(codebook: DraftCodebook) -> bytes:
    """The codebook as an Excel workbook."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Codebook"
    for row_number, row in enumerate(_rows(codebook), 1):
        for column_number, value in enumerate(row, 1):
            cell = sheet.cell(row_number, column_number, value)
            cell.data_type = "s"  # text that starts with = is text
    sheet.freeze_panes = "A2"
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _rows(codebook: DraftCodebook) -> Iterator[Iterable[str]]:
    extras = sorted({key for _, code in codebook.walk() for key in code.extra})
    yield (*COLUMNS, *extras)
    for path, code in codebook.walk():
        values = (getattr(code, key) for key in FIELDS)
        yield (
            " > ".join(path[:-1]),
            *("\n".join(value) if isinstance(value, tuple) else value for value in values),
            *(str(code.extra.get(key, "")) for key in extras),
        )
