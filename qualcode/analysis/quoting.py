"""Which words stand for a theme in a joint display: those that people chose, else one by a rule.

The rule is blind to what is said, and gives the same quotation every time. Of a group's codings it
takes one from a case that is not quoted on the indicator yet, if there is one; then one of an
informant's words within one turn; then one of 8 to 60 words; of these the one nearest to 30 words,
and the first in the order of sources and words. Where no coding is left but of words that are
quoted already, none is quoted.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.passages import Passage
from qualcode.analysis.retrieval import Places, excerpts_of
from qualcode.model import Excerpt, Role, Span
from qualcode.project.codings import codings

if TYPE_CHECKING:
    import numpy.typing as npt

    from qualcode.analysis.material import Material
    from qualcode.analysis.spans import CodingArrays, Integers
    from qualcode.project import Project

FEWEST_WORDS, MOST_WORDS, BEST_WORDS = 8, 60, 30


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that stand for a theme; `chosen` by a researcher, or else by the rule."""

    excerpt: Excerpt
    chosen: bool

    @property
    def text(self) -> str:
        """The words on one line; more than 60 are cut."""
        words = self.excerpt.text.split()
        return " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")


class Quoter:
    """Gives quotations for one indicator after the other, among the codings of a selection."""

    def __init__(self, project: Project, arrays: CodingArrays, counted: Material) -> None:
        self._project = project
        self._arrays = arrays
        self._places = Places(project)
        first, beyond = counted.places.numbers(arrays.source, arrays.start, arrays.end)
        self._words = beyond - first
        case = counted.case[counted.position(arrays.source)]
        self._case = np.where(case > 0, case, -arrays.source)  # or each source is its own
        self._own_words = _informants_words(project, arrays)
        self.begin(())

    def begin(self, chosen: Collection[int]) -> None:
        """Begin with an indicator for which these codings were chosen."""
        self._chosen = list(chosen)
        self._quoted: list[int] = []  # positions of codings

    def quote(self, inside: Integers) -> tuple[Quotation, ...]:
        """The quotations among some codings, which are named by their positions."""
        free = inside[~self._overlap_quoted(inside)]
        chosen = inside[np.isin(self._arrays.coding[inside], self._chosen)]
        quoted = {self._span(position) for position in self._quoted}
        taken = [each for each in chosen.tolist() if self._span(each) not in quoted]
        if not taken and len(free):
            taken = [self._best(free)]
        self._quoted += taken
        return tuple(Quotation(self._excerpt(each), each in chosen) for each in taken)

    def _best(self, free: Integers) -> int:
        words = self._words[free]
        order = np.lexsort(  # by the last of these first
            (
                abs(words - BEST_WORDS),
                (words < FEWEST_WORDS) | (words > MOST_WORDS),
                ~self._own_words[free],
                np.isin(self._case[free], self._case[self._quoted]),
            )
        )
        return int(free[order[0]])

    def _overlap_quoted(self, inside: Integers) -> npt.NDArray[np.bool_]:
        found = np.zeros(len(inside), dtype=bool)
        arrays = self._arrays
        for source, start, end in map(self._span, self._quoted):
            here = (arrays.start[inside] < end) & (start < arrays.end[inside])
            found |= here & (arrays.source[inside] == source)
        return found

    def _span(self, position: int) -> tuple[int, int, int]:
        arrays = self._arrays
        return (
            int(arrays.source[position]),
            int(arrays.start[position]),
            int(arrays.end[position]),
        )

    def _excerpt(self, position: int) -> Excerpt:
        (coding,) = codings(self._project, [int(self._arrays.coding[position])])
        passage = Passage(coding.source_id, Span(coding.start, coding.end), (coding,))
        (excerpt,) = excerpts_of(self._project, [passage], places=self._places)
        return excerpt


def _informants_words(project: Project, arrays: CodingArrays) -> npt.NDArray[np.bool_]:
    """Whether each coding lies within one turn of an informant."""
    rows = project.rows(
        "SELECT source_id, start, end, role = ? FROM turns "
        "WHERE source_id IN (SELECT value FROM json_each(?)) ORDER BY source_id, start",
        (Role.INFORMANT.value, json.dumps(np.unique(arrays.source).tolist())),
    )
    if not rows:
        return np.zeros(len(arrays), dtype=bool)
    source, start, end, informant = np.array([tuple(row) for row in rows], dtype=np.int64).T
    stride = int(max(end.max(), arrays.end.max(initial=0))) + 1  # all sources on one line
    turn = np.searchsorted(source * stride + end, arrays.source * stride + arrays.start, "right")
    turn = np.minimum(turn, len(source) - 1)
    same = source[turn] == arrays.source
    inside = (start[turn] <= arrays.start) & (arrays.end <= end[turn])
    return np.asarray(same & inside & (informant[turn] == 1))
