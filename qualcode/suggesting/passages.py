"""The units of a corpus: sentences or turns, with whose they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.language.languages import is_norwegian
from qualcode.language.pipelines import tier
from qualcode.model import Source, Span, Turn
from qualcode.project.sources import sentence_spans, turns

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Document:
    """A source as suggesters see it.

    `passages` are all its sentences (or turns), whoever says them, in order; `units` are those of
    them that get proposals.
    """

    source_id: int
    name: str
    language: str
    text: str
    turns: tuple[Turn, ...]
    passages: tuple[Span, ...]
    units: tuple[Span, ...]


def document(project: Project, source: Source, roles: Sequence[str], unit: str) -> Document:
    """A source with its passages, by the unit that the settings name."""
    all_turns = turns(project, source.id)
    if unit == "turn":
        passages = [Span(turn.start, turn.end) for turn in all_turns]
    else:
        passages = sentence_spans(project, source.id)
    return Document(
        source.id,
        source.name,
        source.language,
        source.text,
        tuple(all_turns),
        tuple(passages),
        tuple(_said_by(roles, all_turns, passages)),
    )


def _said_by(roles: Sequence[str], all_turns: Sequence[Turn], passages: list[Span]) -> list[Span]:
    """The passages of those whose words count.

    Where a transcript names its speakers, what nobody says (a title, a note) does not count.
    """
    somebody_speaks = any(turn.speaker for turn in all_turns)
    wanted = [
        turn.role.value in roles and bool(turn.speaker or not somebody_speaks) for turn in all_turns
    ]
    numbers = turn_numbers(all_turns, passages)
    return [
        passage
        for passage, number in zip(passages, numbers, strict=True)
        if number is not None and wanted[number]
    ]


def spoken_language(project: Project) -> str:
    """The language of most sources; the project's, that of its reports, where there are none."""
    return _languages(project)[0]


def read_with(project: Project) -> str:
    """With what the sources are read, in words for the user; each language if they have several.

    The pipeline is the one of the language of most sources, and reads no other.
    """
    first, *others = _languages(project)
    if not others:
        return tier(first)
    told = [f"{first}: {tier(first)}"]
    for language in others:
        same = is_norwegian(language) and is_norwegian(first)
        told.append(f"{language}: {tier(language, with_pipeline=same)}")
    return "; ".join(told)


def _languages(project: Project) -> list[str]:
    """Those of the sources, the one of most first; the project's where there are none."""
    rows = project.rows(
        "SELECT language FROM sources GROUP BY language ORDER BY count(*) DESC, language"
    )
    return [row["language"] for row in rows] or [project.language]


_PART = 2_000


def parts(document: Document) -> Iterator[Document]:
    """A document with all its units in parts of some thousand, none of which begins inside a turn.

    So what was found in a part can be kept before the next is looked at. There is always one.
    """
    numbers = turn_numbers(document.turns, document.units)
    start = 0
    for at in range(1, len(numbers)):
        if at - start >= _PART and numbers[at] != numbers[at - 1]:
            yield replace(document, units=document.units[start:at])
            start = at
    yield replace(document, units=document.units[start:])


def turn_numbers(all_turns: Sequence[Turn], passages: Sequence[Span]) -> list[int | None]:
    """The turn, from 0, that each passage lies in; None for one outside of all turns."""
    starts = [turn.start for turn in all_turns]
    found: list[int | None] = []
    for passage in passages:
        number = bisect_right(starts, passage.start) - 1
        inside = number >= 0 and passage.end <= all_turns[number].end
        found.append(number if inside else None)
    return found


def same_words(left: Span, right: Span) -> bool:
    """Whether two spans share at least half of the shorter one."""
    shared = min(left.end, right.end) - max(left.start, right.start)
    shorter = min(left.end - left.start, right.end - right.start)
    return shared > 0 and shared * 2 >= shorter
