"""Retrieval: the coded words of a selection, with everything that leads back to them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from qualcode import text as texts
from qualcode.analysis.passages import Passage, SpanIndex, remaining, shared
from qualcode.model import Coding, Excerpt, Span
from qualcode.project.codes import codes
from qualcode.project.codings import codings_where
from qualcode.project.selection import EVERYTHING, Selection, where, with_text
from qualcode.project.sources import source, source_ids

if TYPE_CHECKING:
    import sqlite3

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
    with project.snapshot():
        passages = [_passage(coding) for coding in selected_codings(project, selection)]
        return made(Places(project), passages, context)


def excerpts_of(
    project: Project,
    passages: Sequence[Passage],
    *,
    context: int = 0,
    places: Places | None = None,
) -> list[Excerpt]:
    """An excerpt for each passage, in the order of sources and words; see `excerpts`.

    Who asks many times gives the same `places` along, and what they know is read once.
    """
    places = places or Places(project)
    rank = places.rank
    ordered = sorted(passages, key=lambda passage: (rank[passage.source_id], passage.span))
    return made(places, ordered, context)


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
            found[coding.source_id].append(_passage(coding))
        return found

    with project.snapshot():
        left, right = chosen(code), chosen(and_code or not_code)
        places = Places(project)
        found: list[Passage] = []
        for source_id, here in left.items():
            text, there = places.source(source_id).text, right.get(source_id, [])
            found += shared([here, there], text) if and_code else remaining(here, there, text)
        return excerpts_of(project, found, context=context, places=places)


def with_context(project: Project, found: Sequence[Excerpt], turns: int) -> list[Excerpt]:
    """The same excerpts, each with so many turns before and after it."""
    places = Places(project)
    return [places.in_context(excerpt, turns) for excerpt in found]


def made(places: Places, ordered: Iterable[Passage], context: int) -> list[Excerpt]:
    """The excerpts of passages in which those of one source stand together."""
    return [
        excerpt
        for source_id, here in groupby(ordered, key=lambda passage: passage.source_id)
        for excerpt in places.excerpts(source_id, list(here), context)
    ]


def _passage(coding: Coding) -> Passage:
    return Passage(coding.source_id, Span(coding.start, coding.end), (coding,))


class _Here:
    """A source as excerpts need it. Its lines are counted when they are first asked for."""

    def __init__(self, project: Project, source_id: int) -> None:
        self.source = source(project, source_id)
        self.turns = project.rows(
            "SELECT position, start, end, speaker, time_start FROM turns "
            "WHERE source_id = ? ORDER BY position",
            (source_id,),
        )
        self.turn_starts = [turn["start"] for turn in self.turns]
        self.variables = {
            row["variable"]: row["value"]
            for row in project.rows(
                "SELECT variable, value FROM effective_values WHERE source_id = ?", (source_id,)
            )
        }

    @cached_property
    def lines(self) -> list[int]:
        return texts.line_starts(self.source.text)

    def turn_at(self, span: Span) -> sqlite3.Row | None:
        """The turn where the words begin."""
        index = bisect_right(self.turn_starts, span.start) - 1
        if index >= 0 and self.turns[index]["end"] > span.start:
            return self.turns[index]
        following = index + 1
        if following < len(self.turns) and self.turns[following]["start"] < span.end:
            return self.turns[following]
        return None

    def around(self, span: Span, turns: int) -> tuple[str, str]:
        """What stands in so many turns before and after the words."""
        if not turns or not self.turns:
            return "", ""
        text = self.source.text
        first = max(bisect_right(self.turn_starts, span.start) - 1, 0)
        last = max(bisect_right(self.turn_starts, span.end - 1) - 1, 0)
        begin = self.turns[max(first - turns, 0)]["start"]
        finish = self.turns[min(last + turns, len(self.turns) - 1)]["end"]
        # Lines rather than turns, so that the speakers' labels come along.
        begin = text.rfind("\n", 0, begin) + 1
        return text[min(begin, span.start) : span.start], text[span.end : max(finish, span.end)]


class Places:
    """What leads excerpts back to their places, of each source read when it is first needed.

    What is read stays as it is; use it for one piece of work, not from one change to the next.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._here: dict[int, _Here] = {}

    @cached_property
    def ids(self) -> dict[str, int]:
        """Each source's id by its name, in the order of names."""
        return source_ids(self._project)

    @cached_property
    def rank(self) -> dict[int, int]:
        """The place of each source, by its id, in the order of names."""
        return {source_id: place for place, source_id in enumerate(self.ids.values())}

    @cached_property
    def _path(self) -> dict[int, tuple[str, ...]]:
        return {code.id: code.path for code in codes(self._project)}

    def source(self, source_id: int) -> Source:
        """A source with its text."""
        return self._at(source_id).source

    def excerpts(
        self, source_id: int, passages: Sequence[Passage], context: int = 0
    ) -> list[Excerpt]:
        """The excerpts of passages of one source, in their order, with so many turns around."""
        here = self._at(source_id)
        codings = self._codings_on(source_id, passages)
        index, code = SpanIndex(codings), [row["code_id"] for row in codings]
        found = []
        for passage in passages:
            others = [code[position] for position in index.overlapping(passage.span)]
            found.append(self._excerpt(here, passage, others, context))
        return found

    def in_context(self, excerpt: Excerpt, turns: int) -> Excerpt:
        """The same excerpt with so many turns around it."""
        here = self._at(self.ids[excerpt.source])
        before, after = here.around(Span(excerpt.start, excerpt.end), turns)
        return replace(excerpt, before=before, after=after)

    def _at(self, source_id: int) -> _Here:
        if source_id not in self._here:
            self._here[source_id] = _Here(self._project, source_id)
        return self._here[source_id]

    def _excerpt(
        self, here: _Here, passage: Passage, around: Sequence[int], context: int
    ) -> Excerpt:
        source, span, concerned = here.source, passage.span, passage.codings
        turn = here.turn_at(span)
        path = self._path
        paths = tuple(dict.fromkeys([path[coding.code_id] for coding in concerned]))
        others = dict.fromkeys([path[code_id] for code_id in around])
        before, after = here.around(span, context)
        return Excerpt(
            source=source.name,
            start=span.start,
            end=span.end,
            text=source.text[span.start : span.end],
            codes=paths,
            coders=tuple(dict.fromkeys([coding.coder for coding in concerned])),
            coding_ids=tuple([coding.id for coding in concerned]),
            case=source.case,
            speaker=turn["speaker"] if turn else "",
            turn=turn["position"] if turn else None,
            line=texts.line_of(here.lines, span.start),
            time_start=turn["time_start"] if turn else None,
            memos=tuple([coding.memo for coding in concerned if coding.memo]),
            other_codes=tuple([each for each in others if each not in paths]),
            variables=here.variables,
            before=before,
            after=after,
        )

    def _codings_on(self, source_id: int, passages: Sequence[Passage]) -> list[sqlite3.Row]:
        """Start, end and code of the codings that can share words with the passages."""
        # The index of codings has all of these in it, so that no row is looked up.
        return self._project.rows(
            "SELECT start, end, code_id FROM codings "
            "WHERE source_id = ? AND start < ? AND end > ? ORDER BY start, end, id",
            (
                source_id,
                max(passage.span.end for passage in passages),
                min(passage.span.start for passage in passages),
            ),
        )
