"""A report as one HTML file that needs no network: sortable, and with the excerpts behind cells.

Nothing that users wrote is markup or script in it: the page forbids every script but its own, by
its hash, and everything that would be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import math
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.project.codes import PATH_SEPARATOR
from qualcode.reporting.labels import date_text, labels_in, number_text, stamp_text
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Excerpt
    from qualcode.reporting.report import Drawing, Made, Report
    from qualcode.reporting.tables import Table

MOST_EXCERPTS = 4_000
"""How many different excerpts a page holds."""

MOST_OF_A_CELL = 400
_MOST_CELLS = 3_000
_DIGITS = 4


def page(report: Report, made: Made) -> str:
    """The whole page; the same for the same report and date."""
    labels, words = labels_in(made.language), result_labels_in(made.language)
    table = report.readable
    store = _Store(report, made.language)
    rows = _table(table, store, made.language)
    style, script = _resource("page.css"), _resource("page.js")
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{allowed}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
    facts = [
        *report.about,
        (labels.date, date_text(labels, made.date)),
        (words.version, f"qualcode {made.version}"),
    ]
    closed = store.closed_note()
    parts = [
        f'<p class="quiet">{escape(made.project)}</p>',
        f"<h1>{escape(table.title)}</h1>",
        f"<dl>{''.join(f'<dt>{escape(a)}</dt><dd>{escape(b)}</dd>' for a, b in facts)}</dl>",
        *(f"<p>{escape(note)}</p>" for note in closed),
        f'<p class="quiet screen">{escape(words.how_to_read)}</p>' if store.articles else "",
        f"<noscript><p>{escape(words.no_scripts)}</p></noscript>",
        rows,
        _notes(report, made.language),
        *(_figure(each, made.language) for each in report.figures),
    ]
    content = "\n".join(part for part in parts if part)
    return (
        f'<!DOCTYPE html>\n<html lang="{labels.tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(f'{table.title} – {made.project}')}</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n{content}\n</main>\n"
        f"{store.markup()}<script>{script}</script>\n</body>\n</html>\n"
    )


def _table(table: Table, store: _Store, language: str) -> str:
    words = result_labels_in(language)
    if not table.rows:
        return f"<p>{escape(words.no_rows)}</p>"
    numbers = [table.is_number(column) for column in range(len(table.columns))]
    digits = [_digits(table, column) for column in range(len(table.columns))]
    head = "".join(
        f'<th scope="col" aria-sort="none"{" class=number" if number else ""}>'
        f'<button type="button" title="{escape(words.sort.format(column=name))}">'
        f"{escape(name)}</button></th>"
        for name, number in zip(table.columns, numbers, strict=True)
    )
    first_total = len(table.rows) - table.totals
    body = "\n".join(
        f"<tr{' class=total' if row >= first_total else ''}>"
        + "".join(
            _cell(table, row, column, numbers[column], digits[column], store, language)
            for column in range(len(table.columns))
        )
        + "</tr>"
        for row in range(len(table.rows))
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(table.title)}">'
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _cell(
    table: Table,
    row: int,
    column: int,
    in_numbers: bool,
    digits: int,
    store: _Store,
    language: str,
) -> str:
    cell = table.rows[row][column]
    if isinstance(cell, str):
        tag = "th scope=row" if column == 0 else "td"
        return f"<{tag}>{escape(cell)}</{tag.split(maxsplit=1)[0]}>"
    if cell is None and not in_numbers:
        return '<td data-sort=""></td>'
    if cell is None or not math.isfinite(cell):
        text = escape(result_labels_in(language).undefined)
        return f'<td class="number undefined" data-sort="">{text}</td>'
    text = number(cell, language, digits)
    if found := store.behind.get((row, column)):
        told = result_labels_in(language).cell_excerpts.format(
            row=_row_name(table, row), column=table.columns[column], number=len(found)
        )
        text = (
            f'<button type="button" aria-expanded="false" aria-label="{escape(told)}" '
            f'data-excerpts="{" ".join(f"e{each}" for each in found)}">{text}</button>'
        )
    return f'<td class=number data-sort="{cell}">{text}</td>'


def _row_name(table: Table, row: int) -> str:
    """The words with which a row begins, as in `Tid – Penger`."""
    names = []
    for cell in table.rows[row]:
        if not isinstance(cell, str):
            break
        names.append(cell)
    return " – ".join(names)


def _digits(table: Table, column: int) -> int:
    """How many places the fractions of a column need, all the same."""
    fractions = [cell for row in table.rows if isinstance(cell := row[column], float)]
    written = [f"{cell:.{_DIGITS}f}".rstrip("0") for cell in fractions]
    return max((len(each.partition(".")[2]) for each in written), default=0) or 1


def number(value: float, language: str, digits: int = _DIGITS) -> str:
    """A number as people write it in a language; fractions to so many places."""
    labels, words = labels_in(language), result_labels_in(language)
    if isinstance(value, int):
        return number_text(labels, value).replace("-", "−")
    return f"{value:.{digits}f}".replace(".", words.decimal).replace("-", "−")


def _figure(drawing: Drawing, language: str) -> str:
    from qualcode.reporting.figures.canvas import svg

    try:
        return f"<figure>\n{svg(drawing).decode()}</figure>"
    except InputError as error:  # there is no room for it on paper
        words = result_labels_in(language)
        return f"<p>{escape(words.too_large.format(reason=error.what))}</p>"


def _notes(report: Report, language: str) -> str:
    if not (notes := report.readable.notes):
        return ""
    words = result_labels_in(language)
    foreign = "" if report.shown else ' lang="en"'
    listed = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f"<h2>{escape(words.notes)}</h2>\n<ul{foreign}>{listed}</ul>"


class _Store:
    """The excerpts behind the cells of a table, each once; small cells are served first."""

    def __init__(self, report: Report, language: str) -> None:
        self.behind: dict[tuple[int, int], list[int]] = {}
        self.articles: list[str] = []
        self._language = language
        self._closed = 0
        self._numbers: dict[tuple[object, ...], int] = {}
        if report.behind is not None:
            self._fill(report)

    def _fill(self, report: Report) -> None:
        assert report.behind is not None, "only reports that lead back to words are asked"
        cells = [
            (cell, row, column)
            for row, cells in enumerate(report.table.rows)
            for column, cell in enumerate(cells)
            if isinstance(cell, int) and cell > 0
        ]
        for opened, (size, row, column) in enumerate(sorted(cells)):
            if size > MOST_OF_A_CELL or opened >= _MOST_CELLS or self._is_full():
                self._closed += 1
            elif found := report.behind(row, column):
                self.behind[row, column] = [self._number(each) for each in found]

    def _is_full(self) -> bool:
        return len(self.articles) >= MOST_EXCERPTS

    def _number(self, excerpt: Excerpt) -> int:
        key = (excerpt.source, excerpt.start, excerpt.end, excerpt.coding_ids)
        if key not in self._numbers:
            self._numbers[key] = len(self.articles)
            self.articles.append(_article(len(self.articles), excerpt, self._language))
        return self._numbers[key]

    def closed_note(self) -> list[str]:
        """What is to be said if some cells cannot be opened."""
        if not self._closed:
            return []
        labels, words = labels_in(self._language), result_labels_in(self._language)
        return [
            words.closed_cells.format(
                number=number_text(labels, self._closed),
                limit=number_text(labels, len(self.articles)),
                per_cell=MOST_OF_A_CELL,
            )
        ]

    def markup(self) -> str:
        if not self.articles:
            return ""
        close = escape(result_labels_in(self._language).close)
        joined = "\n".join(self.articles)
        return (
            '<aside id="reader" tabindex="-1" aria-labelledby="reading" hidden>'
            f'<h2 id="reading"></h2><button type="button">{close}</button><div></div></aside>\n'
            f'<template id="excerpts">\n{joined}\n</template>\n'
        )


def _article(name: int, excerpt: Excerpt, language: str) -> str:
    labels = labels_in(language)
    place: Sequence[str | None] = (
        excerpt.source,
        excerpt.case,
        f"{labels.turn} {excerpt.turn}" if excerpt.turn is not None else None,
        f"{labels.line} {excerpt.line}",
        stamp_text(excerpt.time_start) if excerpt.time_start is not None else None,
        excerpt.speaker,
    )
    lines = [
        " · ".join(part for part in place if part),
        f"{_paths(excerpt.codes)} ({labels.coded_by} {', '.join(excerpt.coders)})",
    ]
    if excerpt.other_codes:
        lines.append(f"{labels.also_coded}: {_paths(excerpt.other_codes)}")
    lines += [f"{labels.memo}: {memo}" for memo in excerpt.memos]
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<article id="e{name}"><blockquote>{escape(excerpt.text)}</blockquote>{told}</article>'


def _paths(paths: Sequence[tuple[str, ...]]) -> str:
    return "; ".join(PATH_SEPARATOR.join(path) for path in paths)


def _resource(name: str) -> str:
    return files("qualcode.reporting").joinpath(name).read_text("utf-8")
