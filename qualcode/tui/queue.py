"""The queue of suggestions as a person goes through it: plain data and functions, no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from qualcode.model import Span
from qualcode.project.codes import PATH_SEPARATOR
from qualcode.suggesting.queue import ALL, Order, Wanted
from qualcode.tui.document import Document
from qualcode.tui.filtering import facets_of, parts_in_words, together
from qualcode.tui.i18n import _
from qualcode.tui.movement import Units

Edge = Literal["start", "end"]
Unit = Literal["words", "sentences"]


@dataclass(slots=True)
class QueueView:
    """What of the queue is looked at, and where; kept while other screens are in front.

    `decided` are the suggestions decided of late, so that undo leads back to them.
    """

    wanted: Wanted = ALL
    order: Order = Order.SCORE
    current: int | None = None
    decided: list[int] = field(default_factory=list)


def place_of(ids: Sequence[int], current: int | None, position: int) -> int:
    """Where a suggestion stands in a queue; if it has gone, what stands in its place now."""
    if current is not None and current in ids:
        return ids.index(current)
    return max(min(position, len(ids) - 1), 0)


def next_order(order: Order) -> Order:
    """The order after this one, at last the first again."""
    orders = list(Order)
    return orders[(orders.index(order) + 1) % len(orders)]


def move_border(document: Document, span: Span, edge: Edge, unit: Unit, step: int) -> Span:
    """Words with one border a word or a sentence further on (`step` 1) or back (-1).

    A border that has nowhere to go, or would leave no words, stays.
    """
    units: Units = document.words if unit == "words" else document.sentences
    if edge == "start":
        found = units.after(span.start) if step > 0 else units.before(span.start)
        start = found.start if found else span.start
        return Span(start, span.end) if start < span.end else span
    end = _end_after(units, span.end) if step > 0 else _end_before(units, span.end)
    return Span(span.start, end) if end > span.start else span


def _end_after(units: Units, end: int) -> int:
    here = units.at(end)
    if here and here.start < end < here.end:
        return here.end
    following = units.after(end - 1)
    return following.end if following and following.end > end else end


def _end_before(units: Units, end: int) -> int:
    """Where the last unit before the one at the end does end: punctuation goes with its word."""
    last = units.before(end)
    rest = units.before(last.start) if last else None
    return rest.end if rest else 0


def in_words(first: str, wanted: Wanted, order: Order | None = None) -> str:
    """What is wanted, in a line that begins with some words; with the order if it is given."""
    parts = [first]
    if order:
        parts.append(
            {
                Order.SCORE: _("by score"),
                Order.CODE: _("by code"),
                Order.PLACE: _("by place"),
                Order.SPREAD: _("spread over the transcripts"),
                Order.UNSURE: _("least certain first"),
            }[order]
        )
    selection = wanted.selection
    names = ", ".join(path.rpartition(PATH_SEPARATOR)[2] for path in selection.codes)
    if names:
        parts.append(_("only {codes} and below").format(codes=names))
    parts += parts_in_words(facets_of(selection))
    if wanted.run_id is not None:
        parts.append(_("run {run}").format(run=wanted.run_id))
    if wanted.min_score is not None:
        parts.append(_("from {score} up").format(score=f"{wanted.min_score:g}"))
    if wanted.negated is not None:
        parts.append(_("only negated") if wanted.negated else _("none negated"))
    return together(parts)
