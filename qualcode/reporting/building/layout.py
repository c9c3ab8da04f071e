"""Tables on paper: how wide their columns are, how large their letters, which way the page lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reporting.word import xml
from qualcode.reporting.word.table import RIGHT, Cell, table
from qualcode.reporting.written import written_rows

if TYPE_CHECKING:
    from qualcode.reporting.tables import Table
    from qualcode.reporting.word.shell import Shell

_MARGINS = 230  # of a cell, in twentieths of a point
_LONGEST = 160  # letters of a cell by which the width of a column goes
_SMALL = '<w:sz w:val="15"/>'
_LETTER = 112  # about the width of one, in twentieths of a point
_SMALL_LETTER = 92
_BOLD = 118  # per cent of a letter that is not


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as it is laid out; `landscape` where it needs a page that lies."""

    markup: str
    landscape: bool


def lay_out(shown: Table, language: str, shell: Shell) -> Laid:
    """A table for the page of a document: letters shrink, then the page is turned, if they must."""
    rows = written_rows(shown, language)
    written = [list(shown.columns), *rows]
    needs = least_widths(written, _LETTER)
    size, letter, landscape, whole = "", _LETTER, False, shell.text_width
    if sum(needs) > whole:
        size, letter = _SMALL, _SMALL_LETTER
        landscape = sum(least_widths(written, letter)) > whole
        whole = shell.landscape_width if landscape else whole
    widths = column_widths(written, letter, whole)
    numbers = [shown.is_number(column) for column in range(len(shown.columns))]
    first_total = len(rows) - shown.totals

    def cell(text: str, column: int, properties: str) -> Cell:
        return Cell(xml.run(text, properties), RIGHT if numbers[column] else "")

    head = [cell(name, column, size) for column, name in enumerate(shown.columns)]
    body = (
        [
            cell(text, column, (xml.BOLD if place >= first_total else "") + size)
            for column, text in enumerate(row)
        ]
        for place, row in enumerate(rows)
    )
    return Laid(table(shell, widths, head, body), landscape)


def least_widths(rows: Sequence[Sequence[str]], letter: int) -> list[int]:
    """How wide columns have to be for no word to be broken, in the unit of `letter`.

    `rows` begin with the headings, which are bold.
    """
    return [
        max(
            _BOLD * _longest_word([heading]) * letter // 100,
            _longest_word(cells) * letter,
        )
        + _MARGINS
        for heading, *cells in zip(*rows, strict=True)
    ]


def _longest_word(cells: Sequence[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)


def column_widths(rows: Sequence[Sequence[str]], letter: int, whole: int) -> list[int]:
    """How wide columns are, so that they fill a width.

    `rows` begin with the headings. Each column gets what its longest word needs, and what is left
    by how much more its longest cell would like; where there is not room for that, all get less.
    """
    least = least_widths(rows, letter)
    if sum(least) >= whole:
        return [whole * width // sum(least) for width in least]
    wanted = [
        max(min(max(map(len, cells)), _LONGEST) * letter + _MARGINS - width, 1)
        for cells, width in zip(zip(*rows, strict=True), least, strict=True)
    ]
    room = whole - sum(least)
    return [width + room * more // sum(wanted) for width, more in zip(least, wanted, strict=True)]
