"""What the figures of a co-occurrence say in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from qualcode.analysis.cooccurrence import Cooccurrence

_TOLD = 5


def together(result: Cooccurrence, language: str) -> str:
    """What n12 counts."""
    words = result_labels_in(language)
    if result.within is None:
        return words.cooccurring[result.unit]
    units = words.names_of_unit[result.unit]
    return words.cooccurring["within"].format(within=result.within, units=units)


def own(result: Cooccurrence, language: str) -> str:
    """What n1 counts."""
    return result_labels_in(language).own["within" if result.within is not None else result.unit]


def linked(result: Cooccurrence) -> list[tuple[int, int, int]]:
    """The pairs of positions that occur together, with their n12, the most frequent first."""
    size = len(result.codes)
    found = [
        (i, j, int(result.counts[i, j]))
        for i in range(size)
        for j in range(i + 1, size)
        if result.counts[i, j]
    ]
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


def strongest(result: Cooccurrence, language: str) -> list[str]:
    """A sentence with the pairs that occur together most."""
    pairs = [
        f"{result.codes[i].name} – {result.codes[j].name} ({number})"
        for i, j, number in linked(result)[:_TOLD]
    ]
    return [result_labels_in(language).most.format(most="; ".join(pairs))] if pairs else []
