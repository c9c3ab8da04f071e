"""Domains: sets of codes that a coder applies instead of one another, all or those of a theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.analysis.agreement.comparison import Comparison
from qualcode.analysis.agreement.runs import Runs
from qualcode.analysis.agreement.tallies import (
    DomainLengths,
    Lengths,
    domain_lengths,
    overlapping,
)
from qualcode.model import Code

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Domain:
    """Codes by their positions, of a theme or (None) all, and their sums if they have some.

    `overlap` says whose units of these codes overlap, and where; unitizing alphas then do not
    exist, since they are about partitions of the text.
    """

    theme: Code | None
    codes: tuple[int, ...]
    sums: DomainLengths | None
    overlap: str = ""


def domains(
    comparison: Comparison, all_codes: Sequence[Code], runs: Sequence[Runs], own: Lengths
) -> list[Domain]:
    """All codes together, then each theme of which several codes are in use."""
    themes = {code.path: code for code in all_codes if code.depth == 0}
    members: dict[tuple[str, ...], list[int]] = {}
    for position, code in enumerate(comparison.codes):
        members.setdefault(code.path[:1], []).append(position)
    sets: list[tuple[Code | None, Sequence[int]]] = [(None, range(len(comparison.codes)))]
    if len(members) > 1:
        sets += [(themes[path], found) for path, found in members.items() if len(found) > 1]
    return [_domain(comparison, runs, own, theme, tuple(chosen)) for theme, chosen in sets]


def _domain(
    comparison: Comparison,
    runs: Sequence[Runs],
    own: Lengths,
    theme: Code | None,
    chosen: tuple[int, ...],
) -> Domain:
    size = len(comparison.codes)
    for coder, each in zip(comparison.coders, runs, strict=True):
        if places := overlapping(each, size, chosen):
            names = ", ".join(comparison.sources[place] for place in places[:_NAMED])
            more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
            return Domain(theme, chosen, None, f"codings of {coder} overlap in {names}{more}")
    return Domain(theme, chosen, domain_lengths(runs, own, chosen))
