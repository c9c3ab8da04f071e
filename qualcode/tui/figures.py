"""What the Analysis screen asks of the project, and how it shows the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from qualcode.analysis.contingency import Floats
from qualcode.analysis.cooccurrence import Cooccurrence, cooccurrence
from qualcode.analysis.cooccurrence_measures import cooccurrence_measures, measured
from qualcode.analysis.frequencies import (
    Frequencies,
    FrequenciesBy,
    frequencies,
    frequencies_by,
)
from qualcode.analysis.unit import Counted, PairMeasure, Unit
from qualcode.project.selection import Selection
from qualcode.tui.code_names import brief
from qualcode.tui.filtering import Facet, in_words, selection_of
from qualcode.tui.i18n import _, quoted

if TYPE_CHECKING:
    from qualcode.model import Code
    from qualcode.project import Project
    from qualcode.tui.exporting import Export
    from qualcode.tui.grid import Grid
    from qualcode.tui.listing import Listing

View = Literal["cooccurrence", "frequencies", "by"]
Order = Literal["codebook", "count", "clusters"]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A co-occurrence with a measure of every pair of codes; NaN is undefined."""

    result: Cooccurrence
    values: Floats
    measure: PairMeasure


Answer = Cooccurrence | Measured | Frequencies | FrequenciesBy
Key = int | str | None
"""What a row or column is known by: a code's id, a value; None for the total or no value."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be counted. `coder` is whose codings alone, "" for everybody's.

    `measure` is what the matrix shows of each pair of codes.
    """

    view: View = "cooccurrence"
    facets: tuple[Facet, ...] = ()
    coder: str = ""
    unit: Unit = Unit.OVERLAP
    within: int | None = None
    depth: int | None = None
    variable: str = ""
    sequence: int | None = None
    nested: bool = False
    measure: PairMeasure = PairMeasure.COUNT

    @property
    def distance(self) -> int | None:
        """How far apart codings may be, where that is asked."""
        return self.within if self.sequence is None else self.sequence

    @property
    def way(self) -> dict[str, Any]:
        """How codes are counted as occurring together, as `cooccurrence` takes it."""
        return {
            "unit": self.unit,
            "within": self.within,
            "sequence": self.sequence,
            "nested": self.nested,
            "depth": self.depth,
        }

    @property
    def selection(self) -> Selection:
        """Which codings are counted."""
        selection = selection_of(self.facets)
        if self.coder and not selection.coders:
            selection = replace(selection, coders=(self.coder,))
        return selection

    def answer(self, project: Project) -> Answer:
        """Count."""
        if self.view == "frequencies":
            return frequencies(project, self.selection)
        if self.view == "by":
            return frequencies_by(project, self.variable, self.selection)
        result = cooccurrence(project, self.selection, **self.way)
        if self.measure is PairMeasure.COUNT:
            return result
        measures = cooccurrence_measures(project, result)
        return Measured(result, measured(result, measures, self.measure), self.measure)


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer is shown, which takes no counting.

    `by_column` is the key of the column that the rows are ordered by. `subcodes`: numbers of a
    table by a variable are of each code with the codes under it.
    """

    order: Order = "codebook"
    by_column: tuple[Key] | None = None
    empty_rows: bool = True
    counted: Counted = Counted.CODINGS
    subcodes: bool = True


Scale = tuple[int, tuple[int, ...]]
"""The highest number of a column, and the lowest of each shade; see `heat`."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A grid, what its numbers are, and what is behind each.

    `rows` and `columns` are their keys. `about` names unit, selection and coders. `scales` has for
    each column the highest number and the bounds of its shades, and `plain` says what the numbers
    without a shade are. `words` tells what a cell counts, `listing` gives the excerpts behind it,
    None where it counts nothing. `legend` says what shades stand for where numbers are no counts.
    """

    heading: str
    about: str
    grid: Grid
    rows: Sequence[Key]
    columns: Sequence[Key]
    scales: Sequence[Scale]
    plain: str
    words: Callable[[int, int], str]
    listing: Callable[[int, int], Listing | None]
    exports: Sequence[Export]
    legend: Sequence[tuple[str, int]] = ()


def selected(selection: Selection, coders: Sequence[str]) -> list[str]:
    """Which codings were counted and whose they are, in words."""
    whose = ""
    if coders and not selection.coders:
        together = len(coders) > 1
        message = _("by {coders}, counted together") if together else _("by {coders}")
        whose = message.format(coders=", ".join(coders))
    return [in_words(selection), whose]


def indented(code: Code, order: Order, by_column: object) -> str:
    """A code's name, indented where rows stand in the codebook's order."""
    return "  " * code.depth * (order == "codebook" and by_column is None) + code.name


def short(name: str, most: int = 60) -> str:
    """A code's name or path in quotation marks, shortened where it is very long."""
    return quoted(brief(name, most))
