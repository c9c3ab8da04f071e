"""What a query finds: passages, put together from codings, and their excerpts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.passages import (
    Passage,
    near,
    remaining,
    shared,
    together,
    without_doubles,
)
from qualcode.analysis.retrieval import excerpts_of, selected_codings
from qualcode.analysis.spans import CodingArrays
from qualcode.analysis.unit import Unit
from qualcode.analysis.units import units_covered
from qualcode.model import Excerpt, Span
from qualcode.project.queries.saved import read_query
from qualcode.project.queries.selecting import check_query, plain_selection
from qualcode.project.queries.syntax import (
    Combination,
    Condition,
    Distance,
    Filtered,
    Operator,
    Query,
)
from qualcode.project.sources import sources

if TYPE_CHECKING:
    from qualcode.project import Project

_UNIT = {"turns": Unit.TURN, "sentences": Unit.SENTENCE}
_BySource = dict[int, list[Passage]]


def query_excerpts(project: Project, query: Query | str, *, context: int = 0) -> list[Excerpt]:
    """The excerpts that a query finds, in the order of sources and words.

    A query that only selects codings has an excerpt for each of them. AND has one for each stretch
    of words that all sides share, NOT for each stretch that is left, NEAR and THEN for each pair,
    from the beginning of the one to the end of the other (the same words once); OR has those of
    its parts, the same words once. `context` is the number of turns before and after.

    Raises `InputError` for a text that is no query, `NotFoundError` for a name that does not
    exist.
    """
    with project.snapshot():
        if isinstance(query, str):
            query = read_query(project, query)
        check_query(project, query)
        found = _Finding(project).found(query, ())
        passages = [passage for here in found.values() for passage in here]
        return excerpts_of(project, passages, context=context)


class _Finding:
    """Finds the passages of queries, source by source."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._text = {source.id: source.text for source in sources(project)}

    def found(self, query: Query, conditions: tuple[Condition, ...]) -> _BySource:
        """The passages of a query under the conditions that stand around it."""
        if isinstance(query, Filtered):
            return self.found(query.query, (*conditions, *query.conditions))
        selection = plain_selection(query, conditions)
        if selection is not None:
            found: _BySource = defaultdict(list)
            for coding in selected_codings(self._project, selection):
                span = Span(coding.start, coding.end)
                found[coding.source_id].append(Passage(coding.source_id, span, (coding,)))
            return found
        assert isinstance(query, Combination)
        sides = [self.found(part, conditions) for part in query.parts]
        if query.distance is not None:
            return self._apart(sides[0], sides[1], query.operator, query.distance)
        return {
            source_id: self._combined(query.operator, [side.get(source_id, []) for side in sides])
            for source_id in set[int]().union(*sides)
        }

    def _combined(self, operator: Operator, sides: list[list[Passage]]) -> list[Passage]:
        everything = [passage for side in sides for passage in side]
        text = self._text[everything[0].source_id] if everything else ""
        if operator is Operator.AND:
            return shared(sides, text)
        if operator is Operator.NOT:
            taken = [passage for side in sides[1:] for passage in side]
            return remaining(sides[0], taken, text)
        return without_doubles(everything)

    def _apart(
        self, left: _BySource, right: _BySource, operator: Operator, distance: Distance
    ) -> _BySource:
        """The passages from A to B that are near each other, or from A to B after it."""
        found: _BySource = {}
        for source_id in left.keys() & right.keys():
            one, other = left[source_id], right[source_id]
            extents = self._extents([*one, *other], distance)
            pairs = near(extents[: len(one)], extents[len(one) :], distance.most)
            if operator is Operator.THEN:
                pairs = [(i, j) for i, j in pairs if other[j].span.start >= one[i].span.end]
            found[source_id] = together((one[i], other[j]) for i, j in pairs)
        return found

    def _extents(self, passages: list[Passage], distance: Distance) -> list[Span]:
        """The turns or sentences that passages touch."""
        table = np.array(
            [(passage.source_id, *passage.span) for passage in passages], dtype=np.int64
        )
        source, start, end = table.T
        none = np.zeros_like(source)
        covered = units_covered(
            self._project,
            CodingArrays(none, source, none, none, start, end),
            _UNIT[distance.unit],
        )
        pairs = zip(covered.first.tolist(), covered.beyond.tolist(), strict=True)
        return [Span(first, beyond) for first, beyond in pairs]
