"""What the figures of a co-occurrence say in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.reporting.cooccurrence_labels import cooccurrence_labels_in
from qualcode.reporting.cooccurrence_tables import linked_pairs
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from qualcode.analysis.cooccurrence import Cooccurrence

_TOLD = 5


def together(result: Cooccurrence, language: str) -> str:
    """What n12 counts."""
    words = cooccurrence_labels_in(language)
    distance = result.within if result.sequence is None else result.sequence
    units = (words.unit if distance == 1 else words.units).get(result.unit, "")
    return words.counted[_way(result)].format(within=distance, units=units)


def own(result: Cooccurrence, language: str) -> str:
    """What n1 counts."""
    return cooccurrence_labels_in(language).own[_way(result)]


def linked(result: Cooccurrence) -> list[tuple[int, int, int]]:
    """The pairs of positions that occur together, with their n12, the most frequent first.

    Where direction counts they go from A to B, and a code with itself is left out.
    """
    return [(i, j, int(result.counts[i, j])) for i, j in linked_pairs(result) if i != j]


def strongest(result: Cooccurrence, language: str) -> list[str]:
    """A sentence with the pairs that occur together most."""
    to = "→" if result.directed else "–"
    pairs = [
        f"{result.codes[i].name} {to} {result.codes[j].name} ({number})"
        for i, j, number in linked(result)[:_TOLD]
    ]
    return [result_labels_in(language).most.format(most="; ".join(pairs))] if pairs else []


def _way(result: Cooccurrence) -> str:
    if result.nested:
        return "nested"
    if result.sequence is not None:
        return "sequence"
    return "within" if result.within is not None else str(result.unit)
