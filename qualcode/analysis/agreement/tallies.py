"""The sums that all coefficients are computed from, source by source.

Each is additive over sources. That makes resampling sources a product with their weights.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from qualcode.analysis.agreement.runs import Runs, unite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.spans import Integers

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Presence:
    """On how many units coders have codes. The first axis is a source, or a weighting of them.

    `units` (n); `present` (n × coders × codes): units in which the coder has the code; `both`
    (n × pairs × codes): units in which both coders of a pair have it, the pairs in the order of
    `itertools.combinations`.
    """

    units: Floats
    present: Floats
    both: Floats


@dataclass(frozen=True, slots=True)
class Lengths:
    """What unitizing alphas of single codes need. The first axis is as in `Presence`.

    With m coders: `continuum` (n) is m times the characters, ℓ.. in Krippendorff et al. (2016);
    `coded` (n × codes) the characters that coders gave the code, ℓ.k; `shared` (n × codes) the
    observed coincidences of the code with itself, ℓkk; `squares` (n × codes) the sum of the
    squared lengths of its units.
    """

    continuum: Floats
    coded: Floats
    shared: Floats
    squares: Floats


@dataclass(frozen=True, slots=True)
class DomainLengths:
    """What the unitizing alphas of several codes need beyond their `Lengths`.

    `met` (n × codes): the part of ℓ.k that meets any unit of another coder, ℓ*.k; `met_squares`
    (n × codes): the sum over ordered pairs of coders and over units of the squared length that
    meets the other coder's units, divided by m − 1.
    """

    lengths: Lengths
    met: Floats
    met_squares: Floats


Sums = TypeVar("Sums", Presence, Lengths, DomainLengths)


def weighted(sums: Sums, weights: Floats) -> Sums:
    """Sums over sources, for each row of weights (rows × sources)."""
    changes: dict[str, Any] = {}
    for field in fields(sums):
        value = getattr(sums, field.name)
        if isinstance(value, np.ndarray):
            flat = weights @ value.reshape(len(value), -1)
            changes[field.name] = flat.reshape(len(weights), *value.shape[1:])
        else:
            changes[field.name] = weighted(value, weights)
    return replace(sums, **changes)


def presence(runs: Sequence[Runs], units: Integers, codes: int) -> Presence:
    """Count units by coder and by pair of coders, in each source and for each code."""
    return Presence(
        units.astype(np.float64),
        np.stack([_by_code(each, each.length, len(units), codes) for each in runs], axis=1),
        np.stack(
            [
                _by_code(one, one.covered_by(other), len(units), codes)
                for one, other in combinations(runs, 2)
            ],
            axis=1,
        ),
    )


def lengths(runs: Sequence[Runs], counted: Presence) -> Lengths:
    """The lengths of codes' units and of their intersections; runs and counts of characters."""
    sources, coders, codes = counted.present.shape
    squares = [_by_code(each, each.length**2, sources, codes) for each in runs]
    return Lengths(
        coders * counted.units,
        counted.present.sum(axis=1),
        2 * counted.both.sum(axis=1) / (coders - 1),
        np.stack(squares).sum(axis=0),
    )


def domain_lengths(runs: Sequence[Runs], own: Lengths, chosen: Sequence[int]) -> DomainLengths:
    """The same for some codes together, where no coder's units of them overlap (`overlapping`).

    `own` are the lengths of all codes, `chosen` the positions of some.
    """
    sources, codes = own.coded.shape
    lines = [_on_sources(each, codes, chosen) for each in runs]
    met = np.zeros((sources, codes))
    squares = np.zeros((sources, codes))
    for one, other in permutations(range(len(runs)), 2):
        units = _of_codes(runs[one], codes, chosen)
        there = _moved(units, codes).covered_by(lines[other])
        met += _by_code(units, there, sources, codes)
        squares += _by_code(units, there**2, sources, codes)
    others = len(runs) - 1
    part = list(chosen)
    return DomainLengths(
        Lengths(own.continuum, own.coded[:, part], own.shared[:, part], own.squares[:, part]),
        met[:, part] / others,
        squares[:, part] / others,
    )


def overlapping(runs: Runs, codes: int, chosen: Sequence[int]) -> list[int]:
    """The positions of the sources in which a coder's units of several codes overlap."""
    moved = _moved(_of_codes(runs, codes, chosen), codes)
    order = np.argsort(moved.start, kind="stable")
    start, reached = moved.start[order], np.maximum.accumulate(moved.end[order])
    found: list[int] = np.unique(start[1:][start[1:] < reached[:-1]] // runs.stride).tolist()
    return found


def _by_code(runs: Runs, values: Integers, sources: int, codes: int) -> Floats:
    weights = values.astype(np.float64)
    flat = np.bincount(runs.group, weights=weights, minlength=sources * codes)
    return flat.astype(np.float64).reshape(sources, codes)


def _of_codes(runs: Runs, codes: int, chosen: Sequence[int]) -> Runs:
    inside = np.isin(runs.group % codes, list(chosen))
    return Runs(runs.start[inside], runs.end[inside], runs.stride)


def _moved(runs: Runs, codes: int) -> Runs:
    """Runs on a line on which a group is a source, whatever the code; in the order they had."""
    shift = (runs.group - runs.group // codes) * runs.stride
    return Runs(runs.start - shift, runs.end - shift, runs.stride)


def _on_sources(runs: Runs, codes: int, chosen: Sequence[int]) -> Runs:
    moved = _moved(_of_codes(runs, codes, chosen), codes)
    group = moved.group
    return unite(
        group, moved.start - group * runs.stride, moved.end - group * runs.stride, runs.stride
    )
