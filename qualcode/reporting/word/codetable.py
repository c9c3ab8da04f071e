"""The table of codes with their definitions and counts."""

from __future__ import annotations

from qualcode.reporting.labels import Labels, number_text
from qualcode.reporting.word import xml
from qualcode.reporting.word.document import Counts, ExcerptReport
from qualcode.reporting.word.outline import Entry
from qualcode.reporting.word.shell import Shell
from qualcode.reporting.word.styles import Style

# Shares of the text's width: colour, name, definition, three counts.
_SHARES = (0.025, 0.265, 0.34, 0.15, 0.115, 0.105)
_INDENT = 170  # a level of the tree, in twentieths of a point
_RIGHT = '<w:jc w:val="right"/>'
_NONE = Counts()


def code_table(report: ExcerptReport, entries: list[Entry], labels: Labels, shell: Shell) -> str:
    """A row per code under a header that is repeated on each page; names lead to the sections."""
    widths = [int(share * shell.text_width) for share in _SHARES]
    style = shell.styles[Style.TABLE_TEXT]

    def row(cells: list[tuple[str, str]], fill: str, properties: str) -> str:
        shades = [f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""]
        columns = zip(widths, shades + [""] * len(cells), [("", ""), *cells], strict=True)
        return (
            f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>"
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
                f"{xml.paragraph(style, content, layout)}</w:tc>"
                for width, shade, (content, layout) in columns
            )
            + "</w:tr>"
        )

    head = [(xml.run(labels.code), ""), (xml.run(labels.definition), "")]
    head += [(xml.run(unit), _RIGHT) for unit in (labels.codings, labels.sources, labels.cases)]
    rows = [row(head, "", "<w:tblHeader/>")]
    for entry in entries:
        name = xml.run(entry.name, xml.BOLD if entry.level == 1 else "")
        if entry.bookmark:
            name = xml.link(entry.bookmark, name)
        indent = f'<w:ind w:left="{(entry.level - 1) * _INDENT}"/>'
        cells = [(name, indent), (xml.run(entry.code.definition), "")]
        counts = report.counts.get(entry.code.id, _NONE)
        cells += [(xml.run(number_text(labels, count)), _RIGHT) for count in counts]
        rows.append(row(cells, xml.fill(entry.code.colour), ""))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{shell.styles[Style.TABLE]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="autofit"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
