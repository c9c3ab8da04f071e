"""The table of codes with their definitions and counts."""

from __future__ import annotations

from qualcode.reporting.labels import Labels, number_text
from qualcode.reporting.word import xml
from qualcode.reporting.word.document import Counts, ExcerptReport
from qualcode.reporting.word.outline import Entry
from qualcode.reporting.word.shell import Shell
from qualcode.reporting.word.table import RIGHT, Cell, table

# Shares of the text's width: colour, name, definition, three counts.
_SHARES = (0.025, 0.265, 0.34, 0.15, 0.115, 0.105)
_INDENT = 170  # a level of the tree, in twentieths of a point
_NONE = Counts()


def code_table(report: ExcerptReport, entries: list[Entry], labels: Labels, shell: Shell) -> str:
    """A row per code; names lead to the sections."""
    units = (labels.codings, labels.sources, labels.cases)
    head = [
        Cell(),
        Cell(xml.run(labels.code)),
        Cell(xml.run(labels.definition)),
        *(Cell(xml.run(unit), RIGHT) for unit in units),
    ]
    rows = []
    for entry in entries:
        name = xml.run(entry.name, xml.BOLD if entry.level == 1 else "")
        if entry.bookmark:
            name = xml.link(entry.bookmark, name)
        counts = report.counts.get(entry.code.id, _NONE)
        rows.append(
            [
                Cell(fill=xml.fill(entry.code.colour)),
                Cell(name, f'<w:ind w:left="{(entry.level - 1) * _INDENT}"/>'),
                Cell(xml.run(entry.code.definition)),
                *(Cell(xml.run(number_text(labels, count)), RIGHT) for count in counts),
            ]
        )
    return table(shell, [int(share * shell.text_width) for share in _SHARES], head, rows)
