"""Disputes: disagreements that are one question to a reader, and so are settled together.

These are the borders of codings of one code that overlap, and different codes that coders who
differ gave to much the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from typing import TYPE_CHECKING

from qualcode.analysis.agreement.disagreements import (
    Coded,
    Disagreement,
    Stretch,
    as_disagreement,
)
from qualcode.model import Code, Coding, Span
from qualcode.project.codings import codings
from qualcode.text import intersection, union

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.consensus import Decision

_KEY_BYTES = 4


@dataclass(frozen=True, slots=True)
class Dispute:
    """Disagreements that are settled together, with the codings that are on them.

    `[start, end)` is from the first of the words that some coder marked there to the last; `text`
    is all that lies between. `key` names the dispute as long as the codings stay as they are.
    `decisions` has for each disagreement what was decided on it, or None.
    """

    key: str
    source_id: int
    source: str
    start: int
    end: int
    text: str
    coders: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    codings: tuple[Coding, ...]
    decisions: tuple[Decision | None, ...]

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes that coders differ on, each once."""
        return tuple({each.code.id: each.code for each in self.disagreements}.values())

    @property
    def settled(self) -> bool:
        """Whether all of it has been decided."""
        return None not in self.decisions

    @property
    def reason(self) -> str:
        """What was written on why it was decided so."""
        written = (each.reason for each in self.decisions if each)
        return "\n".join(dict.fromkeys(reason for reason in written if reason))

    def codings_of(self, coder: str) -> tuple[Coding, ...]:
        """The codings that a coder has there and another has not, or not on all their words."""
        return tuple(coding for coding in self.codings if coding.coder == coder)


def disputes(project: Project, coded: Coded, made: Iterable[Decision]) -> list[Dispute]:
    """What coders differ on, with the decisions that were made, in the order of the text."""
    by_place = decisions_by_place(made)
    ids = coded.comparison.arrays.coding
    groups = _grouped(coded)
    concerned = [
        sorted({int(ids[one]) for each in group for one in each.codings}) for group in groups
    ]
    wanted = {coding_id for found in concerned for coding_id in found}
    known = {coding.id: coding for coding in codings(project, wanted)}
    found = []
    for group, coding_ids in zip(groups, concerned, strict=True):
        marked = [span for stretch in group for span in coded.marked(stretch)]
        start, end = min(span.start for span in marked), max(span.end for span in marked)
        differing = tuple(as_disagreement(coded, stretch) for stretch in group)
        source_id = differing[0].source_id
        found.append(
            Dispute(
                _key(differing),
                source_id,
                differing[0].source,
                start,
                end,
                coded.texts[source_id][start:end],
                coded.comparison.coders,
                differing,
                tuple(known[coding_id] for coding_id in coding_ids),
                tuple(decision_on(by_place, each) for each in differing),
            )
        )
    rank = {source_id: position for position, source_id in enumerate(coded.comparison.source_ids)}
    return sorted(found, key=lambda each: (rank[each.source_id], each.start, each.end))


def _key(differing: Sequence[Disagreement]) -> str:
    places = sorted((each.source_id, each.code.id, each.start, each.end) for each in differing)
    return blake2s(repr(places).encode(), digest_size=_KEY_BYTES).hexdigest()


ByPlace = dict[tuple[int, int], list["Decision"]]


def decisions_by_place(made: Iterable[Decision]) -> ByPlace:
    """Decisions by their sources and codes."""
    found: ByPlace = defaultdict(list)
    for decision in made:
        found[decision.source_id, decision.code_id].append(decision)
    return found


def decision_on(by_place: ByPlace, each: Disagreement) -> Decision | None:
    """The decision that is on all words of a disagreement, and on the fewest others."""
    covering = (
        decision
        for decision in by_place.get((each.source_id, each.code.id), ())
        if decision.span.start <= each.start and each.end <= decision.span.end
    )
    return min(covering, key=lambda one: (one.span.end - one.span.start, -one.id), default=None)


def _grouped(coded: Coded) -> list[list[Stretch]]:
    """The stretches on which coders differ, those together that are settled together.

    Where they differ on white space only, there is nothing to settle.
    """
    differing = [
        part
        for each in coded.stretches
        if each.who != coded.everybody
        for part in _parts(coded, each)
        if _has_words(coded, part)
    ]
    by_border = _by_border(coded, differing)
    sides = [_Side(coded, group) for group in by_border]
    groups = _Groups(len(sides))
    under_way: list[int] = []
    for number in sorted(range(len(sides)), key=lambda one: (sides[one].source, sides[one].start)):
        side = sides[number]
        under_way = [
            other
            for other in under_way
            if sides[other].source == side.source and sides[other].end > side.start
        ]
        for other in under_way:
            if side.rivals(sides[other]):
                groups.join(number, other)
        under_way.append(number)
    return [[each for number in group for each in by_border[number]] for group in groups.lists()]


def _parts(coded: Coded, stretch: Stretch) -> list[Stretch]:
    """A stretch parted where a unit that codings touch is followed by one that others touch."""
    first, beyond = coded.placed.first, coded.placed.beyond
    parts: list[tuple[Span, list[int]]] = []
    for one in sorted(stretch.codings, key=lambda coding: int(first[coding])):
        begin = max(int(first[one]), stretch.units.start)
        finish = min(int(beyond[one]), stretch.units.end)
        if parts and begin < parts[-1][0].end:
            units, found = parts[-1]
            parts[-1] = Span(units.start, max(units.end, finish)), [*found, one]
        else:
            parts.append((Span(begin, finish), [one]))
    return [
        replace(stretch, units=units, span=coded.words(stretch.source, units), codings=tuple(found))
        for units, found in parts
    ]


def _has_words(coded: Coded, stretch: Stretch) -> bool:
    text = coded.texts[coded.comparison.source_ids[stretch.source]]
    return any(text[slice(*span)].strip() for span in coded.marked(stretch))


def _by_border(coded: Coded, differing: Sequence[Stretch]) -> list[list[Stretch]]:
    """Stretches of one code, those together that are on codings that overlap."""
    cluster = _clusters(coded)
    groups = _Groups(len(differing))
    first: dict[int, int] = {}
    for number, each in enumerate(differing):
        for coding in each.codings:
            groups.join(number, first.setdefault(cluster[coding], number))
    return [[differing[number] for number in group] for group in groups.lists()]


def _clusters(coded: Coded) -> list[int]:
    """For each compared coding a number, the same for codings of a code that overlap."""
    comparison, arrays = coded.comparison, coded.comparison.arrays
    columns = (comparison.source, comparison.row, arrays.start, arrays.end)
    rows = zip(*(each.tolist() for each in columns), range(len(arrays)), strict=True)
    found = [0] * len(arrays)
    place, reached, number = (-1, -1), 0, 0
    for source, row, start, end, position in sorted(rows):
        if (source, row) != place or start >= reached:
            place, reached, number = (source, row), 0, number + 1
        reached = max(reached, end)
        found[position] = number
    return found


class _Groups:
    """Numbers that belong together, by joining two at a time."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def _top(self, one: int) -> int:
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Let two, with all that belongs to them, belong together."""
        top, below = sorted((self._top(one), self._top(other)))
        self._above[below] = top

    def lists(self) -> list[list[int]]:
        """The numbers that belong together, in their order."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._above)):
            found[self._top(number)].append(number)
        return list(found.values())


class _Side:
    """Who has one code on which words, where others have not."""

    def __init__(self, coded: Coded, differing: Sequence[Stretch]) -> None:
        self.source, self._row = differing[0].source, differing[0].row
        self._who = 0
        for stretch in differing:
            self._who |= stretch.who
        self._marked = union(span for each in differing for span in coded.marked(each))
        self._length = _length(self._marked)
        self.start, self.end = self._marked[0].start, self._marked[-1].end

    def rivals(self, other: _Side) -> bool:
        """Whether others have another code on much the same words: half of both at least."""
        if self._row == other._row or self._who & other._who:
            return False
        shared = _length(intersection(self._marked, other._marked))
        return 2 * shared >= max(self._length, other._length)


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
