"""Codebooks as tables, CSV or Excel: a row a code, the path above it in the column `parent`."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from qualcode.codebook.draft import (
    FIELDS,
    LIST_FIELDS,
    DraftCode,
    DraftCodebook,
    clean,
    path_key,
)
from qualcode.errors import InputError
from qualcode.tables import read_rows

COLUMNS = ("parent", *FIELDS)
_LONGEST_CELL = 32_767  # characters; openpyxl would cut what is longer


def read_table(path: Path) -> DraftCodebook:
    """Read a codebook from CSV or Excel; raises `InputError` with the row for what is wrong."""
    rows = [
        (line, {_column(heading): value for heading, value in row.items()})
        for line, row in read_rows(path)
    ]
    if not rows or "name" not in rows[0][1]:
        raise InputError(
            "A codebook table has a column `name`, and `parent` for codes under others.",
            where=path.name,
        )
    paths = _paths(rows, path.name)
    children: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, code_path in enumerate(paths):
        children[path_key(code_path[:-1])].append(index)

    def build(parent: tuple[str, ...]) -> tuple[DraftCode, ...]:
        seen: set[tuple[str, ...]] = set()
        drafts = []
        for index in children[parent]:
            line, row = rows[index]
            key = path_key(paths[index])
            # A second row of one name gets no children: it is a problem that `problems` reports.
            drafts.append(_draft(row, line, () if key in seen else build(key)))
            seen.add(key)
        return tuple(drafts)

    return DraftCodebook(build(()))


def _column(heading: str) -> str:
    """The heading of one of the columns here whatever its case; of others as it is."""
    return heading.casefold() if heading.casefold() in COLUMNS else heading


def _paths(rows: list[tuple[int, dict[str, str]]], filename: str) -> list[tuple[str, ...]]:
    """Each row's whole path.

    A row's `parent` is the whole path of the code above it, or as much of that path's end as tells
    it from others.
    """
    names = [clean("name", row["name"]) for _, row in rows]
    parents = [
        tuple(clean("name", part) for part in row.get("parent", "").split(">") if part.strip())
        for _, row in rows
    ]
    paths: dict[int, tuple[str, ...]] = {}
    whole: dict[tuple[str, ...], tuple[str, ...]] = {(): ()}
    for index in sorted(range(len(rows)), key=lambda index: len(parents[index])):
        if (above := whole.get(path_key(parents[index]))) is not None:
            paths[index] = (*above, names[index])
            whole.setdefault(path_key(paths[index]), paths[index])

    by_name: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        by_name[name.casefold()].append(index)

    def fault(index: int, what: str) -> InputError:
        return InputError(
            f"The parent “{' > '.join(parents[index])}” of “{names[index]}” {what}.",
            where=f"{filename}, line {rows[index][0]}",
            remedy="Write the parent's whole path: Theme > Code.",
        )

    while waiting := [index for index in range(len(rows)) if index not in paths]:
        resolved: dict[int, tuple[str, ...]] = {}
        for index in waiting:
            wanted = path_key(parents[index])
            candidates = by_name[wanted[-1]]
            if all(candidate in paths for candidate in candidates):
                keys = {path_key(paths[candidate]): paths[candidate] for candidate in candidates}
                fitting = [path for key, path in keys.items() if key[-len(wanted) :] == wanted]
                if len(fitting) != 1:
                    raise fault(index, "is not clear" if fitting else "is not in the table")
                resolved[index] = (*fitting[0], names[index])
        if not resolved:
            raise fault(waiting[0], "stands under itself")
        paths |= resolved
    return [paths[index] for index in range(len(rows))]


def _draft(row: dict[str, str], line: int, children: tuple[DraftCode, ...]) -> DraftCode:
    values: dict[str, Any] = {key: clean(key, row.get(key, "")) for key in FIELDS}
    for key in LIST_FIELDS:
        values[key] = tuple(entry for part in values[key].split("\n") if (entry := part.strip()))
    extra = {key: value for key, value in row.items() if key not in COLUMNS and value}
    return DraftCode(**values, line=line, extra=extra, children=children)


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
            if len(value) > _LONGEST_CELL:
                raise InputError(
                    f"“{value[:40]}…” is too long for a cell of Excel.",
                    remedy="Write the codebook as YAML or CSV.",
                )
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
            *(_cell(code.extra.get(key, "")) for key in extras),
        )


def _cell(value: Any) -> str:
    """Texts as they are; what a table has no kind for as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
