"""Coding everything that was found: the words themselves, their sentences or their turns."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.model import Span
from qualcode.project.codes import codes
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import sentence_spans, turns

if TYPE_CHECKING:
    from qualcode.project import Project

Place = tuple[int, Span]
"""A source's id and words in it."""


class HitUnit(StrEnum):
    """How much around a hit is meant."""

    HIT = "hit"
    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class CodedHits:
    """What coding hits came to: the stretches, and how many codings were new or there before."""

    places: int
    added: int
    known: int


def widen(project: Project, places: Iterable[Place], unit: HitUnit) -> list[Place]:
    """The stretches that places stand for, each once, in order.

    Sentences and turns are taken whole, from the first to the last that a place touches; words
    that lie in none stand for themselves.
    """
    wanted = sorted(set(places))
    if unit is HitUnit.HIT:
        return wanted
    by_source: dict[int, list[Span]] = {}
    for source_id, span in wanted:
        by_source.setdefault(source_id, []).append(span)
    return [
        (source_id, span)
        for source_id, spans in by_source.items()
        for span in sorted(set(_widened(_units(project, source_id, unit), spans)))
    ]


def _units(project: Project, source_id: int, unit: HitUnit) -> list[Span]:
    if unit is HitUnit.SENTENCE:
        return sentence_spans(project, source_id)
    return [Span(turn.start, turn.end) for turn in turns(project, source_id)]


def _widened(units: Sequence[Span], spans: Sequence[Span]) -> Iterable[Span]:
    starts, ends = [unit.start for unit in units], [unit.end for unit in units]
    for span in spans:
        first = bisect_right(ends, span.start)
        last = bisect_left(starts, span.end) - 1
        if first > last:
            yield span
        else:
            yield Span(min(starts[first], span.start), max(ends[last], span.end))


def count_known(project: Project, places: Sequence[Place], code_ids: Sequence[int]) -> int:
    """How many of the codings that these places would get the coder has made already."""
    return int(
        project.value(
            "SELECT count(*) FROM codings JOIN json_each(:places) AS place "
            "ON source_id = json_extract(place.value, '$[0]') "
            "AND start = json_extract(place.value, '$[1]') "
            "AND end = json_extract(place.value, '$[2]') "
            "WHERE code_id IN (SELECT value FROM json_each(:codes)) "
            "AND coder_id = (SELECT id FROM coders WHERE name = :coder)",
            {
                "places": json.dumps([(source_id, *span) for source_id, span in places]),
                "codes": json.dumps(list(code_ids)),
                "coder": project.coder,
            },
        )
    )


def code_hits(
    project: Project, places: Iterable[Place], code_ids: Sequence[int], unit: HitUnit
) -> CodedHits:
    """Put codes on all places, as one undoable action; what is coded so already stays as it is."""
    stretches = widen(project, places, unit)
    names = {code.id: code.name for code in codes(project)}
    noun = unit.value if len(stretches) == 1 else f"{unit.value}s"
    label = f"Coded {len(stretches)} {noun} with {', '.join(names[one] for one in code_ids)}"
    new = [
        NewCoding(source_id, code_id, *span)
        for source_id, span in stretches
        for code_id in code_ids
    ]
    added = add_codings(project, new, label=label)
    return CodedHits(len(stretches), added, len(new) - added)
