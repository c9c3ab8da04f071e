"""Suggestions as CSV or JSON Lines, written one by one."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from qualcode.errors import InputError
from qualcode.reporting.files import replacing
from qualcode.suggesting.exported import ExportedSuggestion

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMNS = tuple(field.name for field in fields(ExportedSuggestion))


def write_suggestions(found: Iterable[ExportedSuggestion], out: Path) -> int:
    """Write suggestions as the file's suffix says, .csv or .jsonl; gives how many.

    CSV gets the mark by which Excel knows UTF-8, and evidence as JSON in a cell. Raises
    `InputError` for another suffix or a place that cannot be written.
    """
    if out.suffix.lower() not in _FORMS:
        raise InputError(
            f"Suggestions cannot be written as {out.suffix or 'a file without suffix'}.",
            where=str(out),
            remedy=f"Choose {' or '.join(_FORMS)}.",
        )
    encoding, write = _FORMS[out.suffix.lower()]
    with replacing(out) as temporary, temporary.open("w", encoding=encoding, newline="") as stream:
        return write(found, stream)


def write_json_lines(found: Iterable[ExportedSuggestion], stream: TextIO) -> int:
    """Write a JSON object a suggestion; gives how many."""
    number = 0
    for each in found:
        row = {name: getattr(each, name) for name in _COLUMNS}
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        number += 1
    return number


def _write_csv(found: Iterable[ExportedSuggestion], stream: TextIO) -> int:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    number = 0
    for each in found:
        evidence = json.dumps(each.evidence, ensure_ascii=False)
        writer.writerow(
            evidence if name == "evidence" else getattr(each, name) for name in _COLUMNS
        )
        number += 1
    return number


_FORMS: dict[str, tuple[str, Callable[[Iterable[ExportedSuggestion], TextIO], int]]] = {
    ".csv": ("utf-8-sig", _write_csv),
    ".jsonl": ("utf-8", write_json_lines),
}
