"""Retrieval: the coded words of a selection, with everything that leads back to them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode import text as texts
from qualcode.model import Code, Coding, Excerpt, Span
from qualcode.project.cases import values_by_source
from qualcode.project.codes import codes
from qualcode.project.codings import codings, codings_where
from qualcode.project.selection import EVERYTHING, Selection, where, with_text
from qualcode.project.sources import sources

if TYPE_CHECKING:
    from qualcode.model import Source
    from qualcode.project import Project


def selected_codings(project: Project, selection: Selection = EVERYTHING) -> list[Coding]:
    """The codings of a selection, in the order of sources and words."""
    return with_text(project, selection, codings_where(project, *where(project, selection)))


def excerpts(
    project: Project, selection: Selection = EVERYTHING, *, context: int = 0
) -> list[Excerpt]:
    """An excerpt for each coding of a selection, in the order of sources and words.

    `context` is the number of turns before and after each excerpt to bring along.
    """
    places = _Places(project)
    return [
        places.excerpt(coding.source_id, Span(coding.start, coding.end), [coding], context)
        for coding in selected_codings(project, selection)
    ]


def overlapping(
    project: Project,
    code: str,
    *,
    and_code: str = "",
    not_code: str = "",
    selection: Selection = EVERYTHING,
    context: int = 0,
) -> list[Excerpt]:
    """The words that have one code AND another (their overlap), or one code but NOT another.

    Codes come with everything under them. The selection filters the codings on both sides.
    """

    def chosen(name: str) -> dict[int, list[Coding]]:
        found = defaultdict(list)
        for coding in selected_codings(project, replace(selection, codes=(name,), subtree=True)):
            found[coding.source_id].append(coding)
        return found

    left, right = chosen(code), chosen(and_code or not_code)
    combine = texts.intersection if and_code else texts.difference
    places = _Places(project)
    found = []
    for source in places.sources:
        here, there = left.get(source.id, []), right.get(source.id, [])
        for piece in combine(_spans(here), _spans(there)):
            span = texts.trim(source.text, piece)
            if span.start < span.end:
                parts = [*here, *there] if and_code else here
                concerned = [coding for coding in parts if _meet(coding, span)]
                found.append(places.excerpt(source.id, span, concerned, context))
    return found


def _spans(found: Iterable[Coding]) -> list[Span]:
    return [Span(coding.start, coding.end) for coding in found]


def _meet(coding: Coding, span: Span) -> bool:
    return coding.start < span.end and span.start < coding.end


@dataclass(frozen=True, slots=True)
class _TurnPlace:
    position: int
    start: int
    end: int
    speaker: str
    time_start: float | None


class _Places:
    """Everything needed to lead an excerpt back to its place, read from the project once."""

    def __init__(self, project: Project) -> None:
        self.sources: list[Source] = sources(project)
        self._source = {source.id: source for source in self.sources}
        self._code: dict[int, Code] = {code.id: code for code in codes(project)}
        self._values = values_by_source(project)
        self._turns: dict[int, list[_TurnPlace]] = defaultdict(list)
        for row in project.rows(
            "SELECT source_id, position, start, end, speaker, time_start FROM turns "
            "ORDER BY source_id, position"
        ):
            source_id, *place = tuple(row)
            self._turns[source_id].append(_TurnPlace(*place))
        self._turn_starts = {
            source_id: [turn.start for turn in found] for source_id, found in self._turns.items()
        }
        self._lines = {source.id: texts.line_starts(source.text) for source in self.sources}
        self._codings: dict[int, list[Coding]] = defaultdict(list)
        for coding in codings(project):
            self._codings[coding.source_id].append(coding)
        self._reach = {source_id: _reach(found) for source_id, found in self._codings.items()}

    def excerpt(
        self, source_id: int, span: Span, concerned: Sequence[Coding], context: int
    ) -> Excerpt:
        source = self._source[source_id]
        turn = self._turn_at(source_id, span)
        paths = tuple(dict.fromkeys(self._code[coding.code_id].path for coding in concerned))
        around = (self._code[coding.code_id].path for coding in self._overlapping(source_id, span))
        before, after = self._context(source, span, context)
        return Excerpt(
            source=source.name,
            start=span.start,
            end=span.end,
            text=source.text[span.start : span.end],
            codes=paths,
            coders=tuple(dict.fromkeys(coding.coder for coding in concerned)),
            coding_ids=tuple(coding.id for coding in concerned),
            case=source.case,
            speaker=turn.speaker if turn else "",
            turn=turn.position if turn else None,
            line=texts.line_of(self._lines[source_id], span.start),
            time_start=turn.time_start if turn else None,
            memos=tuple(coding.memo for coding in concerned if coding.memo),
            other_codes=tuple(dict.fromkeys(path for path in around if path not in paths)),
            variables=self._values.get(source_id, {}),
            before=before,
            after=after,
        )

    def _turn_at(self, source_id: int, span: Span) -> _TurnPlace | None:
        """The turn where the excerpt's words begin."""
        found = self._turns.get(source_id, [])
        index = bisect_right(self._turn_starts.get(source_id, []), span.start) - 1
        if index >= 0 and found[index].end > span.start:
            return found[index]
        following = index + 1
        if following < len(found) and found[following].start < span.end:
            return found[following]
        return None

    def _overlapping(self, source_id: int, span: Span) -> list[Coding]:
        """The codings that share words with a span; `_reach` says where looking back may end."""
        found, reach = self._codings[source_id], self._reach[source_id]
        index = bisect_right(found, span.end - 1, key=lambda coding: coding.start)
        hits = []
        while index > 0 and reach[index - 1] > span.start:
            index -= 1
            if found[index].end > span.start:
                hits.append(found[index])
        return hits[::-1]

    def _context(self, source: Source, span: Span, turns: int) -> tuple[str, str]:
        if not turns:
            return "", ""
        found = self._turns.get(source.id, [])
        starts = self._turn_starts.get(source.id, [])
        first = max(bisect_right(starts, span.start) - 1, 0)
        last = max(bisect_right(starts, span.end - 1) - 1, 0)
        if not found:
            return "", ""
        begin = found[max(first - turns, 0)].start
        finish = found[min(last + turns, len(found) - 1)].end
        # Lines rather than turns, so that the speakers' labels come along.
        begin = source.text.rfind("\n", 0, begin) + 1
        return (
            source.text[min(begin, span.start) : span.start],
            source.text[span.end : max(finish, span.end)],
        )


def _reach(found: Sequence[Coding]) -> list[int]:
    """For each coding the furthest end among it and all before it."""
    furthest, reach = 0, []
    for coding in found:
        furthest = max(furthest, coding.end)
        reach.append(furthest)
    return reach
