"""What all coders agree on, to be taken over to the consensus coder."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.analysis.agreement.disagreements import Coded, Stretch, coded_stretches
from qualcode.analysis.agreement.settled_words import Piece, SettledWords
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.errors import InputError
from qualcode.model import Span
from qualcode.project.consensus import (
    Verdict,
    consensus_coder,
    decisions,
    name_consensus_coder,
)
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import sentence_spans, turns
from qualcode.text import intersection, trim, union

if TYPE_CHECKING:
    from qualcode.project import Project

Place = tuple[int, int]
"""A source's id and a code's id."""


def checked_consensus(project: Project, name: str, selection: Selection) -> str:
    """Who stands for the consensus; raises `InputError` for one of those who are compared."""
    name = consensus_coder(project, name)
    if name in selection.coders:
        raise InputError(
            f"{name} stands for the consensus and cannot be compared too.",
            remedy="Compare others, or let another coder stand for the consensus.",
        )
    return name


def agreed(project: Project, coded: Coded, unit: AgreementUnit) -> dict[Place, list[list[Piece]]]:
    """The words of each stretch that all coders gave a code, by source and code.

    They are those that all of them marked; of a unit where they marked different ones, all these.
    """
    found: dict[Place, list[list[Piece]]] = defaultdict(list)
    units: dict[int, list[Span]] = {}
    for each in coded.stretches:
        if each.who == coded.everybody:
            source_id, code_id = _place(coded, each)
            if source_id not in units:
                units[source_id] = _units(project, source_id, unit)
            if pieces := _pieces(coded, each, units[source_id]):
                found[source_id, code_id].append(pieces)
    return found


def open_stretches(project: Project, coder: str, found: dict[Place, list[list[Piece]]]) -> int:
    """How many of the stretches a consensus coder has not got whole."""
    present: dict[Place, list[Span]] = defaultdict(list)
    for row in project.rows(
        "SELECT source_id, code_id, start, end FROM codings "
        "WHERE coder_id = (SELECT id FROM coders WHERE name = ?)",
        (coder,),
    ):
        present[row["source_id"], row["code_id"]].append(Span(row["start"], row["end"]))
    words = {place: union(spans) for place, spans in present.items()}
    return sum(
        any(intersection(words.get(place, ()), [piece.span]) != [piece.span] for piece in pieces)
        for place, stretches in found.items()
        for pieces in stretches
    )


def take_over_agreed(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: AgreementUnit = AgreementUnit.SENTENCE,
    consensus: str = "",
) -> int:
    """Let the consensus coder have what all coders agree on; one action.

    Gives how many stretches of words got a code that they had not. Coders and sources are as in
    `agreement`, and so are the errors.
    """
    with project.action("Took over what coders agree on"):
        name = checked_consensus(project, consensus, selection)
        name_consensus_coder(project, name)
        coded = coded_stretches(project, selection, unit=unit)
        by_source: dict[int, dict[int, list[Piece]]] = defaultdict(dict)
        for (source_id, code_id), stretches in agreed(project, coded, unit).items():
            by_source[source_id][code_id] = [piece for pieces in stretches for piece in pieces]
        disputed = _not_kept(project, coded, name)
        added = 0
        for source_id, by_code in by_source.items():
            words = SettledWords(project, name, source_id)
            for code_id, pieces in by_code.items():
                added += len(words.add(code_id, pieces, barred=disputed[source_id, code_id]))
            words.store()
    return added


def _not_kept(project: Project, coded: Coded, coder: str) -> dict[Place, list[Span]]:
    """The words on which coders differ, but for those whose code was kept."""
    kept = {
        (each.source_id, each.code_id, each.span)
        for each in decisions(project, coder)
        if each.verdict is Verdict.KEPT
    }
    found: dict[Place, list[Span]] = defaultdict(list)
    for each in coded.stretches:
        place = _place(coded, each)
        if each.who != coded.everybody and (*place, each.span) not in kept:
            found[place].append(each.span)
    return found


def _place(coded: Coded, stretch: Stretch) -> Place:
    comparison = coded.comparison
    return comparison.source_ids[stretch.source], comparison.codes[stretch.row].id


def _units(project: Project, source_id: int, unit: AgreementUnit) -> list[Span]:
    if unit is AgreementUnit.SENTENCE:
        return sentence_spans(project, source_id)
    if unit is AgreementUnit.TURN:
        return [Span(turn.start, turn.end) for turn in turns(project, source_id)]
    return []


def _start(span: Span) -> int:
    return span.start


def _end(span: Span) -> int:
    return span.end


def _pieces(coded: Coded, stretch: Stretch, units: Sequence[Span]) -> list[Piece]:
    coder = coded.comparison.coder
    marked: dict[int, list[Span]] = defaultdict(list)
    for one in stretch.codings:
        marked[int(coder[one])].append(coded.spans[one])
    everything = tuple(span for spans in marked.values() for span in spans)
    place = stretch.span
    common = [place]
    for spans in marked.values():
        common = intersection(common, spans)
    first = bisect_right(units, place.start, key=_end)
    beyond = bisect_left(units, place.end, key=_start)
    within = units[first:beyond]
    for unit in within or [place]:
        if not intersection(common, [unit]):
            common = union([*common, *intersection(everything, [unit])])
    text = coded.texts[_place(coded, stretch)[0]]
    trimmed = (trim(text, span) for span in common)
    return [Piece(span, everything) for span in trimmed if span.start < span.end]
