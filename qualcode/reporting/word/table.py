"""Tables of Word: a heading that is repeated on each page, and rows that stay whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.reporting.word import xml
from qualcode.reporting.word.shell import Shell
from qualcode.reporting.word.styles import Style


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its runs, further properties of its paragraph, and a colour to fill it with."""

    content: str = ""
    layout: str = ""
    fill: str = ""


RIGHT = '<w:jc w:val="right"/>'


def table(
    shell: Shell, widths: Sequence[int], head: Sequence[Cell], rows: Iterable[Sequence[Cell]]
) -> str:
    """A table whose columns have these widths, in twentieths of a point."""
    style = shell.styles[Style.TABLE_TEXT]
    body = "".join(_row(cells, widths, style) for cells in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{shell.styles[Style.TABLE]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="autofit"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{_row(head, widths, style, '<w:tblHeader/>')}{body}</w:tbl>"
    )


def _row(cells: Sequence[Cell], widths: Sequence[int], style: str, properties: str = "") -> str:
    columns = zip(widths, cells, strict=True)
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_shade(cell.fill)}</w:tcPr>'
        f"{xml.paragraph(style, cell.content, cell.layout)}</w:tc>"
        for width, cell in columns
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{written}</w:tr>"


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
