"""Other orders in which to go through suggestions. They are for convenience and save no labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from qualcode.suggesting.trust import threshold_of


class Rankable(Protocol):
    """What an order looks at in a suggestion."""

    @property
    def id(self) -> int: ...  # noqa: D102

    @property
    def source_id(self) -> int: ...  # noqa: D102

    @property
    def start(self) -> int: ...  # noqa: D102

    @property
    def score(self) -> float: ...  # noqa: D102

    @property
    def evidence(self) -> Sequence[Mapping[str, Any]]: ...  # noqa: D102


Ranked = TypeVar("Ranked", bound=Rankable)


def spread_over_sources(found: Sequence[Ranked]) -> list[Ranked]:
    """The best of each source, then the second best of each, and so on."""
    seen: dict[int, int] = defaultdict(int)
    ranked = []
    for suggestion in sorted(found, key=_best_first):
        ranked.append((seen[suggestion.source_id], *_best_first(suggestion), suggestion))
        seen[suggestion.source_id] += 1
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])]


def least_certain(found: Sequence[Ranked]) -> list[Ranked]:
    """Those nearest to the threshold of their code first; without one, those nearest to a half."""

    def distance(suggestion: Rankable) -> float:
        return abs(suggestion.score - threshold_of(suggestion.evidence, 0.5))

    return sorted(found, key=lambda suggestion: (distance(suggestion), *_best_first(suggestion)))


def _best_first(suggestion: Rankable) -> tuple[float, int, int, int]:
    return -suggestion.score, suggestion.source_id, suggestion.start, suggestion.id
