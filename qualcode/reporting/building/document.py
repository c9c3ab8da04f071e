"""A report that is gathered: what stands in it from the first line to the last, as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.model import Excerpt
from qualcode.reporting.report import Drawing, Report


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, `level` 1 for the highest."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown, with references as links to the anchors of tables and figures."""

    markdown: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """A numbered table: what its `report` shows, in the project's language.

    `label` is such as `Table 3`, `anchor` where links to it lead. `left_out` is the number of its
    rows that are not shown.
    """

    label: str
    anchor: str
    caption: str
    report: Report
    notes: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A numbered figure."""

    label: str
    anchor: str
    caption: str
    drawing: Drawing
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpts:
    """Quotations with their places; `left_out` is the number of those that are not shown."""

    excerpts: tuple[Excerpt, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines of a label and a value."""

    pairs: tuple[tuple[str, str], ...]


Element = Heading | Text | TableShown | FigureShown | Excerpts | Facts


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `variables` are those that the places of excerpts name."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    project: str
    language: str
    date: dt.date
    version: str
    elements: tuple[Element, ...]
    variables: tuple[str, ...] = ()

    def headings(self) -> Sequence[tuple[int, Heading]]:
        """The headings with their positions among the elements."""
        return [
            (place, element)
            for place, element in enumerate(self.elements)
            if isinstance(element, Heading)
        ]
