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
from qualcode.reporting.written import digits_of, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.model import Excerpt
    from qualcode.reporting.report import Drawing, Made, Report
    from qualcode.reporting.tables import Table

MOST_EXCERPTS = 4_000
"""How many different excerpts a page holds."""

MOST_OF_A_CELL = 400
_MOST_CELLS = 3_000
_SHORT, _LONG = 14, 80  # characters; beyond them a column is given room


def page(report: Report, made: Made) -> str:
    """The whole page; the same for the same report and date."""
    labels, words = labels_in(made.language), result_labels_in(made.language)
    table = report.readable
    store = Store(made.language)
    rows = table_markup(report, store)
    facts = [
        *report.about,
        (labels.date, date_text(labels, made.date)),
        (words.version, f"qualcode {made.version}"),
    ]
    return bound(
        table.title,
        made.project,
        [
            facts_markup(facts),
            store.introduction(),
            rows,
            _notes(report, made.language),
            *(figure_markup(each, made.language) for each in report.figures),
        ],
        store,
    )


def bound(title: str, project: str, content: Sequence[str], store: Store) -> str:
    """Pieces of markup as a whole page under a title, with the excerpts that they open."""
    labels, words = labels_in(store.language), result_labels_in(store.language)
    style, script = _resource("page.css"), _resource("page.js")
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{allowed}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
    body = "\n".join(
        part
        for part in (
            f'<p class="quiet">{escape(project)}</p>',
            f"<h1>{escape(title)}</h1>",
            f"<noscript><p>{escape(words.no_scripts)}</p></noscript>",
            *content,
        )
        if part
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{labels.tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(f'{title} – {project}')}</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"{store.markup()}<script>{script}</script>\n</body>\n</html>\n"
    )


def facts_markup(facts: Sequence[tuple[str, str]]) -> str:
    """Pairs of a label and a text."""
    return f"<dl>{''.join(f'<dt>{escape(a)}</dt><dd>{escape(b)}</dd>' for a, b in facts)}</dl>"


def table_markup(report: Report, store: Store) -> str:
    """A report's table; its cells open the excerpts that they count, which the store takes."""
    table, language = report.readable, store.language
    words = result_labels_in(language)
    if not table.rows:
        return f"<p>{escape(words.no_rows)}</p>"
    behind = store.behind(report)
    numbers = [table.is_number(column) for column in range(len(table.columns))]
    digits = [digits_of(table, column) for column in range(len(table.columns))]
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
            _cell(table, row, column, numbers[column], digits[column], behind, language)
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
    behind: Mapping[tuple[int, int], Sequence[int]],
    language: str,
) -> str:
    cell = table.rows[row][column]
    if isinstance(cell, str):
        wide = " class=words" if len(cell) > _LONG else " class=name" if len(cell) > _SHORT else ""
        tag = "th scope=row" if column == 0 else f"td{wide}"
        return f"<{tag}>{escape(cell)}</{tag.split(maxsplit=1)[0]}>"
    if cell is None and not in_numbers:
        return '<td data-sort=""></td>'
    if cell is None or not math.isfinite(cell):
        text = escape(result_labels_in(language).undefined)
        return f'<td class="number undefined" data-sort="">{text}</td>'
    text = number(cell, language, digits)
    mark = "<span class=mark>*</span>" if (row, column) in table.marked else ""
    if found := behind.get((row, column)):
        told = result_labels_in(language).cell_excerpts.format(
            row=_row_name(table, row), column=table.columns[column], number=len(found)
        )
        text = (
            f'<button type="button" aria-expanded="false" aria-label="{escape(told)}" '
            f'data-excerpts="{" ".join(f"e{each}" for each in found)}">{text}</button>'
        )
    return f'<td class=number data-sort="{cell}">{text}{mark}</td>'


def _row_name(table: Table, row: int) -> str:
    """The words with which a row begins, as in `Tid – Penger`."""
    names = []
    for cell in table.rows[row]:
        if not isinstance(cell, str):
            break
        names.append(cell)
    return " – ".join(names)


def figure_markup(drawing: Drawing, language: str) -> str:
    """A figure within a page."""
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


class Store:
    """The excerpts behind the cells of a page's tables, each once; small cells are served first."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._articles: list[str] = []
        self._closed = 0
        self._numbers: dict[tuple[object, ...], int] = {}

    def behind(self, report: Report) -> dict[tuple[int, int], list[int]]:
        """The numbers of the excerpts that each cell opens, by row and column."""
        if report.behind is None:
            return {}
        cells = [
            (cell, row, column)
            for row, cells in enumerate(report.readable.rows)
            for column, cell in enumerate(cells)
            if isinstance(cell, int) and cell > 0
        ]
        found: dict[tuple[int, int], list[int]] = {}
        for opened, (size, row, column) in enumerate(sorted(cells)):
            if size > MOST_OF_A_CELL or opened >= _MOST_CELLS or self._is_full():
                self._closed += 1
            elif excerpts := report.behind(row, column):
                found[row, column] = [self._number(each) for each in excerpts]
        return found

    def _is_full(self) -> bool:
        return len(self._articles) >= MOST_EXCERPTS

    def _number(self, excerpt: Excerpt) -> int:
        key = (excerpt.source, excerpt.start, excerpt.end, excerpt.coding_ids)
        if key not in self._numbers:
            self._numbers[key] = len(self._articles)
            self._articles.append(_article(len(self._articles), excerpt, self.language))
        return self._numbers[key]

    def introduction(self) -> str:
        """How to read tables whose cells open, and what is to be said if some cells cannot."""
        labels, words = labels_in(self.language), result_labels_in(self.language)
        parts = []
        if self._closed:
            told = words.closed_cells.format(
                number=number_text(labels, self._closed),
                limit=number_text(labels, len(self._articles)),
                per_cell=MOST_OF_A_CELL,
            )
            parts.append(f"<p>{escape(told)}</p>")
        if self._articles:
            parts.append(f'<p class="quiet screen">{escape(words.how_to_read)}</p>')
        return "\n".join(parts)

    def markup(self) -> str:
        """The excerpts, and the place where they are read."""
        if not self._articles:
            return ""
        close = escape(result_labels_in(self.language).close)
        joined = "\n".join(self._articles)
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
    lines = [" · ".join(part for part in place if part)]
    if excerpt.codes:
        lines.append(f"{_paths(excerpt.codes)} ({labels.coded_by} {', '.join(excerpt.coders)})")
    if excerpt.other_codes:
        lines.append(f"{labels.also_coded}: {_paths(excerpt.other_codes)}")
    lines += [f"{labels.memo}: {memo}" for memo in excerpt.memos]
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<article id="e{name}"><blockquote>{escape(excerpt.text)}</blockquote>{told}</article>'


def _paths(paths: Sequence[tuple[str, ...]]) -> str:
    return "; ".join(PATH_SEPARATOR.join(path) for path in paths)


def _resource(name: str) -> str:
    return files("qualcode.reporting").joinpath(name).read_text("utf-8")
