"""What a report is to be made of: a YAML file, read and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Exhibit(StrEnum):
    """What is shown of a report of some kind."""

    TABLE = "table"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Prose:
    """The researcher's own text, in Markdown; `[@name]` refers to a table or figure."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A table or a figure of a report of a kind (see `reporting.kinds`).

    `query` selects codings under the whole report's query. Of a table, `columns` are those that
    are shown, all if there are none, `sort` is the column by which its rows stand (the highest
    first), and `rows` the most that are shown. `which` is the number of the figure, from 1.
    """

    exhibit: Exhibit
    kind: str
    options: Mapping[str, Any]
    line: int
    query: str = ""
    caption: str = ""
    name: str = ""
    notes: bool = True
    rows: int | None = None
    columns: tuple[str, ...] = ()
    sort: str = ""
    which: int = 1


@dataclass(frozen=True, slots=True)
class Quoted:
    """The excerpts that a query finds: at most `limit`, of a source at most `each`.

    `context` is the number of turns around each.
    """

    query: str
    line: int
    limit: int | None = None
    each: int | None = None
    context: int = 0


Block = Prose | Shown | Quoted


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    heading: str
    content: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole report. Without `language` or `date` it takes the project's and today's.

    `query` selects the codings that all of it is about; `method` puts the appendix on method last.
    """

    title: str
    sections: tuple[Section, ...]
    filename: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    date: dt.date | None = None
    query: str = ""
    method: bool = True
    names: Mapping[str, Exhibit] = field(default_factory=dict)
