"""Codings from a table or from JSON Lines, by offsets or by the words themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError, NotFoundError, QualcodeError
from qualcode.model import Origin
from qualcode.project.codes import CodeFinder, codes
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import lookup_source, sources
from qualcode.tables import read_rows
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.model import Source
    from qualcode.project import Project

COLUMNS = ("source", "start", "end", "code", "coder", "memo", "text")
JSON_LINES = (".jsonl", ".ndjson")
_EMPTY = (None, "")


@dataclass(frozen=True, slots=True)
class CodingsSummary:
    """What came in: new codings, those that were there already, and (line, reason) for the rest."""

    added: int
    known: int
    misfits: tuple[tuple[int, str], ...]


def import_codings(project: Project, path: Path) -> CodingsSummary:
    """Read codings from CSV, Excel or JSON Lines, as one action.

    Columns: `source`, `code`, and either `start` and `end` or the quoted `text`; `coder` (else the
    project's) and `memo` may follow. Where offsets and text are both given they have to agree.
    A line that does not fit is reported by number and the others go in. Raises `InputError` for a
    file that is no table of codings, or an empty one.
    """
    found: list[NewCoding] = []
    misfits: list[tuple[int, str]] = []
    reader = _Reader(project)
    for line, row in _rows(path):
        try:
            found.append(reader.read(_parsed(row) if isinstance(row, str) else row))
        except QualcodeError as error:
            misfits.append((line, " ".join(part for part in (error.what, error.remedy) if part)))
    if not found and not misfits:
        raise InputError(
            "There are no codings in the file.",
            where=path.name,
            remedy="Its first line names the columns: " + ", ".join(COLUMNS) + ".",
        )
    added = add_codings(
        project, found, label=f"Imported codings from {path.name}", origin=Origin.IMPORT
    )
    return CodingsSummary(added, len(found) - added, tuple(misfits))


class _Reader:
    """Resolves the names in rows against the project, read once."""

    def __init__(self, project: Project) -> None:
        by_id = {source.id: source for source in sources(project)}
        source_ids = {source.name: source.id for source in by_id.values()}
        finder = CodeFinder(codes(project))
        self._source = cache(lambda name: by_id[lookup_source(source_ids, name.strip())])
        self._code_id = cache(lambda name: finder.find(name).id)

    def read(self, row: dict[str, Any]) -> NewCoding:
        source = self._source(_text(row, "source"))
        code_id = self._code_id(_text(row, "code"))
        quoted = _text(row, "text")
        if row.get("start") in _EMPTY and row.get("end") in _EMPTY:
            start, end = locate(source, quoted)
        else:
            start, end = _offset(row, "start"), _offset(row, "end")
            _check_span(source, start, end, quoted)
        return NewCoding(
            source_id=source.id,
            code_id=code_id,
            start=start,
            end=end,
            coder=_text(row, "coder"),
            memo=_text(row, "memo"),
        )


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return "" if value in _EMPTY else normalise(str(value)).strip()


def _check_span(source: Source, start: int, end: int, quoted: str) -> None:
    if not 0 <= start < end <= len(source.text):
        raise InputError(
            f"The span {start}–{end} does not lie in {source.name} (0–{len(source.text)})."
        )
    if quoted and source.text[start:end].split() != quoted.split():
        raise InputError(
            f"The words at {start}–{end} of {source.name} are "
            f"“{_shortened(source.text[start:end])}”, not “{_shortened(quoted)}”."
        )


def _offset(row: dict[str, Any], key: str) -> int:
    value = row.get(key)
    try:
        return int(value if isinstance(value, int) else str(value))
    except ValueError as error:
        raise InputError(f"`{key}` is “{value}”, not a whole number.") from error


def locate(source: Source, quoted: str) -> tuple[int, int]:
    """Where words stand in a source; raises unless they stand there just once."""
    quoted = normalise(quoted).strip()
    if not quoted:
        raise InputError("There are neither offsets nor a quoted text.")
    count = source.text.count(quoted)
    if count == 0:
        raise NotFoundError(f"“{_shortened(quoted)}” does not stand in {source.name}.")
    if count > 1:
        raise InputError(
            f"“{_shortened(quoted)}” stands {count} times in {source.name}.",
            remedy="Quote more of it, or give start and end.",
        )
    start = source.text.index(quoted)
    return start, start + len(quoted)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """The rows with their lines; a line of JSON Lines as it stands."""
    if path.suffix.lower() in JSON_LINES:
        yield from _lines(path)
        return
    if path.suffix.lower() == ".json":
        yield from enumerate(_json_rows(path), 1)
        return
    checked = False
    for line, row in read_rows(path):
        row = {key.strip().casefold(): value for key, value in row.items() if key}
        if not checked and not {"source", "code"} <= set(row):
            raise InputError(
                "A table of codings has the columns " + ", ".join(COLUMNS) + ".",
                where=path.name,
                remedy="`source` and `code`, and offsets or `text`, are needed.",
            )
        checked = True
        yield line, row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_read(path).split("\n"), 1):
        if line.strip():
            yield number, line


def _parsed(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"The line is no JSON: {error.msg}.") from error
    if not isinstance(row, dict):
        raise InputError("The line is no JSON object.")
    return row


def _json_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a table as `qualcode codings export` writes it in JSON."""
    try:
        rows = json.loads(_read(path))["rows"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError("This is no table of codings in JSON.", where=path.name) from error
    return [row for row in rows if isinstance(row, dict)]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The file cannot be read ({error}).", where=str(path)) from error
