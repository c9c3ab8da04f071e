"""What is said below tables and excerpts, the same on paper and on a page."""

from __future__ import annotations

from qualcode.reporting.building.document import Excerpts, TableShown
from qualcode.reporting.building.labels import building_labels_in
from qualcode.reporting.labels import labels_in, number_text


def table_notes(table: TableShown, language: str) -> list[str]:
    """How many rows are not shown, then the table's own notes."""
    if not table.left_out:
        return list(table.notes)
    number = number_text(labels_in(language), table.left_out)
    told = building_labels_in(language).rows_left_out.format(number=number)
    return [told, *table.notes]


def excerpt_notes(found: Excerpts, language: str) -> list[str]:
    """How many excerpts are shown, where that is not all."""
    if not found.left_out:
        return []
    labels, shown = labels_in(language), len(found.excerpts)
    told = building_labels_in(language).excerpts_left_out.format(
        shown=number_text(labels, shown), all=number_text(labels, shown + found.left_out)
    )
    return [told]
