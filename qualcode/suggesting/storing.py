"""From proposals for units to suggestions in the project: merged, and nothing twice."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from qualcode.model import Span
from qualcode.project.project import new_guid
from qualcode.suggesting.passages import Document, same_words, turn_numbers
from qualcode.suggesting.registry import Proposal
from qualcode.suggesting.settings import Settings

if TYPE_CHECKING:
    from qualcode.project import Project

Placed = tuple[Span, Proposal]


def merged(
    document: Document, proposals: Sequence[Sequence[Proposal]], settings: Settings
) -> list[Placed]:
    """The proposals that the settings ask for, each with its span.

    Where suggestions are spans, those for neighbouring sentences of a turn become one, with the
    highest score; with a least score each sentence keeps its own.
    """
    joining = settings.units == "span" and settings.min_score is None
    found: list[Placed] = []
    latest: dict[int, tuple[int, int]] = {}  # by code: the unit and the place in `found`
    places = [bisect_left(document.passages, unit) for unit in document.units]
    turns = turn_numbers(document.turns, document.units)
    for number, (unit, here) in enumerate(zip(document.units, proposals, strict=True)):
        for proposal in here:
            if not _is_asked_for(proposal, settings):
                continue
            if joining and proposal.chosen:
                before, at = latest.get(proposal.code_id, (-1, -1))
                neighbours = (
                    before >= 0
                    and before == number - 1
                    and turns[before] == turns[number]
                    and places[number] == places[before] + 1
                )
                if neighbours:
                    found[at] = _join(found[at], (unit, proposal))
                    latest[proposal.code_id] = (number, at)
                    continue
                latest[proposal.code_id] = (number, len(found))
            found.append((unit, proposal))
    return found


def _is_asked_for(proposal: Proposal, settings: Settings) -> bool:
    if settings.min_score is None:
        return proposal.chosen
    return proposal.score >= settings.min_score


def _join(left: Placed, right: Placed) -> Placed:
    """The better one's evidence, and of the other's what points to words of the span."""
    first, second = left[1], right[1]
    best, other = (first, second) if first.score >= second.score else (second, first)
    evidence = [*best.evidence, *(item for item in other.evidence if "start" in item)]
    negated = first.negated and second.negated
    return Span(left[0].start, right[0].end), replace(best, evidence=evidence, negated=negated)


@dataclass(frozen=True, slots=True)
class _Known:
    """A suggestion that the project has."""

    id: int
    span: Span
    decision: str
    alike: bool  # by the same suggester for the same kind of unit
    seen: bool  # by the coder, who may be blind


Item = TypeVar("Item")
_BLOCK = 1_000  # characters


class _Near(Generic[Item]):
    """Items by code and place, so that those on some words are found among very many."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[int, int], list[tuple[Span, Item]]] = defaultdict(list)

    def add(self, code_id: int, span: Span, item: Item) -> None:
        """File an item under every stretch of text that its span touches."""
        for block in _blocks(span):
            self._blocks[code_id, block].append((span, item))

    def on(self, code_id: int, span: Span) -> list[Item]:
        """The items of a code that share a character with a span."""
        found = {
            item: None
            for block in _blocks(span)
            for other, item in self._blocks.get((code_id, block), ())
            if span.start < other.end and other.start < span.end
        }
        return list(found)


def _blocks(span: Span) -> range:
    return range(span.start // _BLOCK, (span.end - 1) // _BLOCK + 1)


def store(
    project: Project,
    run_id: int,
    source_id: int,
    proposals: Sequence[Placed],
    settings: Settings,
) -> None:
    """Keep proposals for a source, or a part of one, as suggestions of a run, inside an action.

    No suggestion for words that have that code from somebody already, or that it was rejected for.
    An undecided one for the same words takes the new score and evidence; an undecided one for
    other words of the same place gives way. What went from the project since the run started, a
    source or a code, gets no suggestions.
    """
    if not proposals or not project.value("SELECT 1 FROM sources WHERE id = ?", (source_id,)):
        return
    code_ids = {row["id"] for row in project.rows("SELECT id FROM codes")}
    place = Span(min(span.start for span, _ in proposals), max(span.end for span, _ in proposals))
    coded = _coded(project, source_id, place)
    known = _known(project, source_id, place, settings)
    added = []
    renewed = []
    dropped: set[int] = set()
    for span, proposal in proposals:
        if proposal.code_id not in code_ids or coded.on(proposal.code_id, span):
            continue
        there = [each for each in known.on(proposal.code_id, span) if same_words(each.span, span)]
        near = [each for each in there if each.seen]
        same = next((each for each in there if each.span == span), None)
        if same and not same.seen and same.decision != "open":
            continue  # what somebody else decided stays as it is
        if any(each.decision == "rejected" for each in near) and not settings.again:
            continue
        if same and same.decision == "accepted":
            continue
        dropped.update(
            each.id for each in near if each.alike and each.decision == "open" and each.span != span
        )
        values = (
            run_id,
            proposal.score,
            json.dumps(proposal.evidence, ensure_ascii=False),
            proposal.negated,
        )
        if same:
            renewed.append((*values, same.id, *values))
        else:
            added.append((new_guid(), *values, source_id, proposal.code_id, *span))
    connection = project.connection
    connection.executemany(
        "DELETE FROM main.suggestions WHERE id = ?", [(number,) for number in sorted(dropped)]
    )
    connection.executemany(
        "UPDATE main.suggestions SET run_id = ?, score = ?, evidence = ?, negated = ?, "
        "decision = 'open', decided_by = NULL, decided_at = NULL WHERE id = ? "
        "AND (run_id, score, evidence, negated, decision) IS NOT (?, ?, ?, ?, 'open')",
        renewed,
    )
    connection.executemany(
        "INSERT INTO main.suggestions (guid, run_id, score, evidence, negated, source_id, code_id, "
        "start, end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        added,
    )
    connection.execute(
        "UPDATE suggestion_run_sources SET added = coalesce(added, 0) + ? "
        "WHERE run_id = ? AND source_id = ?",
        (len(added), run_id, source_id),
    )


def finish(project: Project, run_id: int, source_id: int, proposed: int) -> None:
    """Mark a source as done, with how many proposals there were, inside an action.

    One that was not marked is gone through again from its start: what is stored is then met as
    suggestions of the same words, neither doubled nor counted twice.
    """
    project.connection.execute(
        "UPDATE suggestion_run_sources SET proposed = ?, added = coalesce(added, 0) "
        "WHERE run_id = ? AND source_id = ?",
        (proposed, run_id, source_id),
    )


_WITHIN = "source_id = ? AND start < ? AND end > ?"


def _coded(project: Project, source_id: int, place: Span) -> _Near[Span]:
    found: _Near[Span] = _Near()
    for code_id, start, end in project.rows(
        f"SELECT code_id, start, end FROM codings WHERE {_WITHIN}",
        (source_id, place.end, place.start),
    ):
        found.add(code_id, Span(start, end), Span(start, end))
    return found


def _known(project: Project, source_id: int, place: Span, settings: Settings) -> _Near[_Known]:
    found: _Near[_Known] = _Near()
    for row in project.rows(
        "SELECT suggestions.id, code_id, start, end, decision, suggester, "
        "coalesce(json_extract(settings, '$.units'), '') AS units, "
        "EXISTS (SELECT 1 FROM suggestions AS seen WHERE seen.id = suggestions.id) AS seen "
        "FROM main.suggestions JOIN main.suggestion_runs ON suggestion_runs.id = run_id "
        f"WHERE {_WITHIN}",
        (source_id, place.end, place.start),
    ):
        alike = (row["suggester"], row["units"]) == (settings.suggester, settings.units)
        span = Span(row["start"], row["end"])
        found.add(
            row["code_id"], span, _Known(row["id"], span, row["decision"], alike, bool(row["seen"]))
        )
    return found
