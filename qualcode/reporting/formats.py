"""The forms in which a report can be written, by the suffix of the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.reporting.files import write_atomically
from qualcode.reporting.report import Made, Report
from qualcode.reporting.tables import Table, to_csv, to_json, to_json_lines

if TYPE_CHECKING:
    from qualcode.project import Project


class Part(StrEnum):
    """What a form is made from."""

    TABLE = "table"
    FIGURE = "figure"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Format:
    """A form that a report can have. `write` gives the content of the file."""

    part: Part
    write: Callable[[Report, Made], bytes]


def _csv(report: Report, _made: Made) -> bytes:
    return to_csv(report.table).encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def _json(report: Report, _made: Made) -> bytes:
    return to_json(report.table).encode()


def _json_lines(report: Report, _made: Made) -> bytes:
    return to_json_lines(report.table).encode()


def _excel(report: Report, made: Made) -> bytes:
    from qualcode.reporting.excel import workbook

    return workbook(report, made)


def _html(report: Report, made: Made) -> bytes:
    from qualcode.reporting.html import page

    return page(report, made).encode()


def _svg(report: Report, _made: Made) -> bytes:
    from qualcode.reporting.figures.canvas import svg

    return svg(report.figures[0])


def _png(report: Report, _made: Made) -> bytes:
    from qualcode.reporting.figures.canvas import png

    return png(report.figures[0])


def _graphml(report: Report, _made: Made) -> bytes:
    from qualcode.reporting.graphs import graphml

    assert report.network is not None, "checked before it is written"
    return graphml(report.network())


def _gexf(report: Report, made: Made) -> bytes:
    from qualcode.reporting.graphs import gexf

    assert report.network is not None, "checked before it is written"
    return gexf(report.network(), made.date)


FORMATS = {
    ".csv": Format(Part.TABLE, _csv),
    ".json": Format(Part.TABLE, _json),
    ".jsonl": Format(Part.TABLE, _json_lines),
    ".xlsx": Format(Part.TABLE, _excel),
    ".html": Format(Part.TABLE, _html),
    ".svg": Format(Part.FIGURE, _svg),
    ".png": Format(Part.FIGURE, _png),
    ".graphml": Format(Part.NETWORK, _graphml),
    ".gexf": Format(Part.NETWORK, _gexf),
}


def suffixes(*parts: Part) -> tuple[str, ...]:
    """The suffixes of the forms that are made from these parts."""
    return tuple(suffix for suffix, form in FORMATS.items() if form.part in parts)


def listed(*parts: Part) -> str:
    """The same as people read it: `.csv, .json or .html`."""
    *first, last = suffixes(*parts)
    return f"{', '.join(first)} or {last}"


def check_suffix(out: Path, *parts: Part) -> None:
    """Raise `InputError` for a file whose suffix names no form that is made from these parts."""
    if out.suffix.lower() not in suffixes(*parts):
        raise InputError(
            f"This cannot be written as {out.suffix or 'a file without suffix'}.",
            where=str(out),
            remedy=f"Choose {listed(*parts)}.",
        )


def write_report(
    project: Project, report: Report | Table, out: Path, *, date: dt.date | None = None
) -> None:
    """Write a report, or a table alone, in the form that the file's suffix names.

    `date` is the one that the file names; today without it. Raises `InputError` for a form that
    the report does not have and for a place that cannot be written.
    """
    from qualcode import __version__

    if isinstance(report, Table):
        report = Report(report)
    parts = [Part.TABLE]
    parts += [Part.FIGURE] if report.figures else []
    parts += [Part.NETWORK] if report.network else []
    check_suffix(out, *parts)
    made = Made(project.name, project.language, date or dt.date.today(), __version__)
    write_atomically(out, FORMATS[out.suffix.lower()].write(report, made))
