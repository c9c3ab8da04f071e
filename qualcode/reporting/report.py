"""A report: a table with what the forms other than tables need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qualcode.reporting.tables import Table

if TYPE_CHECKING:
    from pandas import DataFrame

    from qualcode.model import Excerpt

Behind = Callable[[int, int], "Sequence[Excerpt] | None"]
"""Gives the excerpts that a cell counts, by row and column; None for a cell that counts none."""


class CooccurrencePicture(StrEnum):
    """Which figure of a co-occurrence is written as a picture."""

    HEATMAP = "heatmap"
    NETWORK = "network"


class ComparisonPicture(StrEnum):
    """Which figure of a comparison is written as a picture: shares, or what cases lost and got."""

    SHARES = "shares"
    CHANGES = "changes"


class Coefficient(StrEnum):
    """Which coefficient of agreement a figure shows."""

    AGREEMENT = "agreement"
    COHEN = "cohen"
    FLEISS = "fleiss"
    BRENNAN_PREDIGER = "brennan-prediger"
    ALPHA = "alpha"
    U_ALPHA = "u-alpha"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure that can be drawn: its title, what it shows in words, and what draws it.

    `draw` gives a Matplotlib figure; it is called by `figures.canvas.render` only.
    """

    title: str
    alt: str
    draw: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Report:
    """A result that can be written in every form.

    `table` is for programs. `shown` is the same for people, with title, headings and notes in the
    project's language, and where that is easier to read in other rows and columns; else `table`.
    `behind` goes by the rows and columns of `readable`. `about` says what was counted, in what
    selection and by whom: pairs of a label and a text. The first of `figures` is the one that
    is written as a picture. `network` gives a networkx graph.
    """

    table: Table
    shown: Table | None = None
    about: tuple[tuple[str, str], ...] = ()
    figures: tuple[Drawing, ...] = ()
    network: Callable[[], Any] | None = None
    behind: Behind | None = None

    @property
    def readable(self) -> Table:
        """The table as people read it."""
        return self.shown or self.table

    def to_frame(self) -> DataFrame:
        """The table for programs as a pandas data frame; see `Table.to_frame`."""
        return self.table.to_frame()

    def _repr_html_(self) -> str:
        return self.readable._repr_html_()


@dataclass(frozen=True, slots=True)
class Made:
    """Of which project a report was made, in what language, when, and with which version."""

    project: str
    language: str
    date: dt.date
    version: str
