"""Retrieval: the coded words of a selection, with everything that leads back to them."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode import text as texts
from qualcode.analysis.passages import Passage, SpanIndex, remaining, shared
from qualcode.model import Code, Coding, Excerpt, Span
from qualcode.project.cases import values_by_source
from qualcode.project.codes import codes
from qualcode.project.codings import codings_where
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
    places = Places(project)
    return [
        places.excerpt(coding.source_id, Span(coding.start, coding.end), [coding], context)
        for coding in selected_codings(project, selection)
    ]


def excerpts_of(
    project: Project,
    passages: Sequence[Passage],
    *,
    context: int = 0,
    places: Places | None = None,
) -> list[Excerpt]:
    """An excerpt for each passage, in the order of sources and words; see `excerpts`.

    Who asks many times reads `places` once and gives them along.
    """
    places = places or Places(project, {passage.source_id for passage in passages})
    rank = {source.id: position for position, source in enumerate(places.sources)}
    ordered = sorted(passages, key=lambda passage: (rank[passage.source_id], passage.span))
    return [
        places.excerpt(passage.source_id, passage.span, passage.codings, context)
        for passage in ordered
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

    def chosen(name: str) -> dict[int, list[Passage]]:
        found = defaultdict(list)
        for coding in selected_codings(project, replace(selection, codes=(name,), subtree=True)):
            passage = Passage(coding.source_id, Span(coding.start, coding.end), (coding,))
            found[coding.source_id].append(passage)
        return found

    left, right = chosen(code), chosen(and_code or not_code)
    places = Places(project)
    found = []
    for source in places.sources:
        here, there = left.get(source.id, []), right.get(source.id, [])
        found += (
            shared([here, there], source.text) if and_code else remaining(here, there, source.text)
        )
    return [
        places.excerpt(passage.source_id, passage.span, passage.codings, context)
        for passage in found
    ]


def with_context(project: Project, found: Sequence[Excerpt], turns: int) -> list[Excerpt]:
    """The same excerpts, each with so many turns before and after it."""
    places = Places(project)
    return [places.in_context(excerpt, turns) for excerpt in found]


@dataclass(frozen=True, slots=True)
class _TurnPlace:
    position: int
    start: int
    end: int
    speaker: str
    time_start: float | None


class Places:
    """Everything needed to lead an excerpt back to its place, read from the project once.

    `source_ids` are those that there can be excerpts of; None for all.
    """

    def __init__(self, project: Project, source_ids: Collection[int] | None = None) -> None:
        self.sources: list[Source] = sources(project, source_ids)
        only = json.dumps([source.id for source in self.sources])
        self._source = {source.id: source for source in self.sources}
        self._by_name = {source.name: source for source in self.sources}
        self._code: dict[int, Code] = {code.id: code for code in codes(project)}
        self._values = values_by_source(project)
        self._turns: dict[int, list[_TurnPlace]] = defaultdict(list)
        for row in project.rows(
            "SELECT source_id, position, start, end, speaker, time_start FROM turns "
            "WHERE source_id IN (SELECT value FROM json_each(?)) ORDER BY source_id, position",
            (only,),
        ):
            source_id, *place = tuple(row)
            self._turns[source_id].append(_TurnPlace(*place))
        self._turn_starts = {
            source_id: [turn.start for turn in found] for source_id, found in self._turns.items()
        }
        self._lines = {source.id: texts.line_starts(source.text) for source in self.sources}
        self._codings: dict[int, list[Coding]] = defaultdict(list)
        for coding in codings_where(
            project, "source_id IN (SELECT value FROM json_each(?))", (only,)
        ):
            self._codings[coding.source_id].append(coding)
        self._index = {
            source_id: SpanIndex([Span(coding.start, coding.end) for coding in found])
            for source_id, found in self._codings.items()
        }

    def excerpt(
        self, source_id: int, span: Span, concerned: Sequence[Coding], context: int
    ) -> Excerpt:
        """Words as an excerpt that stands for some codings, with so many turns around it."""
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

    def in_context(self, excerpt: Excerpt, turns: int) -> Excerpt:
        """The same excerpt with so many turns around it."""
        source = self._by_name[excerpt.source]
        before, after = self._context(source, Span(excerpt.start, excerpt.end), turns)
        return replace(excerpt, before=before, after=after)

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
        """The codings that share words with a span."""
        found = self._codings[source_id]
        return [found[position] for position in self._index[source_id].overlapping(span)]

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
