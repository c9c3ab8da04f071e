"""Whether codes are used otherwise as time goes: over a coder's work, and over waves.

What is compared is a code's share of codings. Tests move whole sources (over waves whole cases), so
that a talkative informant is one informant. A difference may lie in the material as well as in the
coder: only comparable material can tell the two apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod
from typing import Literal

import numpy as np

from qualcode.analysis.contingency import Floats
from qualcode.analysis.resampling import permutation_p
from qualcode.analysis.spans import Integers

FEWEST_SOURCES = 8
"""For a test of one coder's work: with seven in two halves no p can be small."""

FEWEST_CODINGS = 5
"""Of a code, for a test of it."""

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Drift:
    """A code's share of codings in the first half of a coder's work and in the second.

    `code` is a position. `codings` and `shares` have a number for each half, or for each value of a
    variable; a share of nothing is NaN. `difference` is the last share less the first of two, else
    the largest less the smallest. `h` is Cohen's (1988) effect size for two shares: 0.2 is small,
    0.5 medium, 0.8 large; None for more than two. `p_adjusted` is corrected for all codes and
    coders that were tested (Benjamini and Hochberg 1995). None is undefined.
    """

    code: int
    codings: tuple[int, ...]
    shares: tuple[float, ...]
    difference: float | None
    h: float | None
    p: float | None
    p_adjusted: float | None


@dataclass(frozen=True, slots=True)
class Over:
    """The drift of all codes over one coder's work, or, for coder "", over a variable's values.

    `parts` are the halves (`1` and `2`) or the values, and `sources` the ids of the sources of
    each. `undefined` says why there is no test: `order` where the order of coding is not known,
    `few` for too few sources.
    """

    coder: str
    parts: tuple[str, ...]
    sources: tuple[tuple[int, ...], ...]
    rows: tuple[Drift, ...]
    undefined: Literal["order", "few", ""]


def halves(begun: Sequence[str], stratum: Integers) -> tuple[Integers, bool]:
    """Which half of the work each source belongs to: 0, 1, or −1 for neither.

    `begun` says when the coder began with each source, `stratum` what it may be compared with: each
    stratum is halved by itself. The middle one of an odd number belongs to neither; so do all of a
    stratum whose halves were not begun at different times. The second value says whether that was
    so of any.
    """
    half = np.full(len(begun), -1, dtype=np.int64)
    tied = False
    for each in np.unique(stratum).tolist():
        inside = sorted(np.flatnonzero(stratum == each).tolist(), key=lambda place: begun[place])
        size = len(inside) // 2
        if not size:
            continue
        before, after = inside[:size], inside[-size:]
        if begun[before[-1]] < begun[after[0]]:
            half[before], half[after] = 0, 1
        else:
            tied = True
    return half, tied


def drift_of_work(
    coder: str,
    source: Integers,
    begun: Sequence[str],
    stratum: Integers,
    codings: Integers,
    *,
    rounds: int,
    seed: int,
) -> Over:
    """Compare the halves of a coder's work; `codings` is sources × codes, `source` their ids.

    The test moves sources between halves within their stratum: in every way there is, if those are
    no more than `rounds`, else in so many random ways; p = (1 + as far apart) / (1 + rounds).
    """
    half, tied = halves(begun, stratum)
    inside = np.flatnonzero(half >= 0)
    sources = tuple(tuple(source[half == each].tolist()) for each in (0, 1))
    label, block, counts = half[inside], stratum[inside], codings[inside]
    found = _difference(label[None, :], counts)[0]
    if len(inside) < FEWEST_SOURCES:
        p = np.full(codings.shape[1], np.nan)
        why: Literal["order", "few", ""] = "order" if tied else "few"
    else:
        why = ""
        p = _permuted(label, block, counts, found, rounds, seed)
        p[codings.sum(axis=0) < FEWEST_CODINGS] = np.nan
    parts = np.stack([counts[label == each].sum(axis=0) for each in (0, 1)])
    return Over(coder, ("1", "2"), sources, _rows(parts, p), why)


def drift_over(
    values: Sequence[str],
    source: Integers,
    group: Integers,
    case: Integers,
    codings: Integers,
    *,
    rounds: int,
    seed: int,
) -> Over:
    """Compare the values of a variable, which each source has by its position in `group`.

    The test is a permutation of cases as in `qualcode.analysis.resampling`, and its statistic is
    Pearson's χ² of the code against all others.
    """
    size = len(values)

    def statistic(labels: Integers) -> Floats:
        inside = (labels[:, None, :] == np.arange(size)[:, None]).astype(np.float64)
        table = inside @ codings
        total = table.sum(axis=2, keepdims=True)
        share = table.sum(axis=1, keepdims=True) / total.sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = (table - total * share) ** 2 / (total * share * (1 - share))
        return np.asarray(np.where(total > 0, parts, 0).sum(axis=1))

    sources = tuple(tuple(source[group == each].tolist()) for each in range(size))
    few = size < 2 or len(group) < FEWEST_SOURCES
    if few:
        p = np.full(codings.shape[1], np.nan)
    else:
        p = permutation_p(case, group, statistic, rounds=rounds, seed=seed)
        p[codings.sum(axis=0) < FEWEST_CODINGS] = np.nan
    parts = np.stack([codings[group == each].sum(axis=0) for each in range(size)])
    return Over("", tuple(values), sources, _rows(parts, p), "few" if few else "")


def adjusted(found: Sequence[Over]) -> tuple[Over, ...]:
    """The same with p corrected for the number of all tests."""
    from dataclasses import replace

    from scipy.stats import false_discovery_control

    p = {
        (number, place): row.p
        for number, over in enumerate(found)
        for place, row in enumerate(over.rows)
        if row.p is not None
    }
    if not p:
        return tuple(found)
    corrected = dict(zip(p, false_discovery_control(list(p.values())).tolist(), strict=True))
    return tuple(
        replace(
            over,
            rows=tuple(
                replace(row, p_adjusted=corrected.get((number, place)))
                for place, row in enumerate(over.rows)
            ),
        )
        for number, over in enumerate(found)
    )


def cohens_h(first: float, second: float) -> float:
    """2 arcsin √second − 2 arcsin √first; Cohen (1988), “Statistical power analysis”, chapter 6."""
    return float(2 * np.arcsin(np.sqrt(second)) - 2 * np.arcsin(np.sqrt(first)))


def _rows(parts: Integers, p: Floats) -> tuple[Drift, ...]:
    """A row for each code that has any codings; `parts` is halves or values × codes."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = parts / parts.sum(axis=1, keepdims=True).astype(np.float64)
    rows = []
    for code in np.flatnonzero(parts.sum(axis=0)).tolist():
        here = share[:, code]
        known = here[~np.isnan(here)]
        two = len(here) == 2 and len(known) == 2
        apart = float(here[1] - here[0]) if two else None
        if len(known) > 2:
            apart = float(known.max() - known.min())
        rows.append(
            Drift(
                code,
                tuple(parts[:, code].tolist()),
                tuple(here.tolist()),
                apart,
                cohens_h(float(here[0]), float(here[1])) if two else None,
                None if np.isnan(p[code]) else float(p[code]),
                None,
            )
        )
    return tuple(rows)


def _permuted(
    label: Integers, block: Integers, counts: Integers, found: Floats, rounds: int, seed: int
) -> Floats:
    far = np.abs(found) * (1 - 1e-9) - 1e-12  # equal but for rounding is equal
    reached = np.zeros(len(found))
    ways = prod(comb(len(at), int(label[at].sum())) for at in _blocks(block))
    exact = ways <= rounds
    for labels in _every(label, block) if exact else _some(label, block, rounds, seed):
        reached += (np.abs(_difference(labels, counts)) >= far).sum(axis=0)
    return np.asarray(reached / ways if exact else (1 + reached) / (1 + rounds))


def _difference(labels: Integers, counts: Integers) -> Floats:
    """Second share less first, rounds × codes."""
    shares = []
    for each in (0, 1):
        table = (labels == each).astype(np.float64) @ counts
        with np.errstate(divide="ignore", invalid="ignore"):
            shares.append(table / table.sum(axis=1, keepdims=True))
    return np.asarray(shares[1] - shares[0])


def _blocks(block: Integers) -> list[Integers]:
    return [np.flatnonzero(block == each) for each in np.unique(block)]


def _every(label: Integers, block: Integers) -> Iterator[Integers]:
    places = _blocks(block)
    choices = (combinations(at.tolist(), int(label[at].sum())) for at in places)
    for chosen in product(*choices):
        labels = np.zeros((1, len(label)), dtype=np.int64)
        labels[0, [place for each in chosen for place in each]] = 1
        yield labels


def _some(label: Integers, block: Integers, rounds: int, seed: int) -> Iterator[Integers]:
    random = np.random.default_rng(seed)
    places = _blocks(block)
    for begun in range(0, rounds, _AT_A_TIME):
        labels = np.tile(label, (min(_AT_A_TIME, rounds - begun), 1))
        for at in places:
            labels[:, at] = random.permuted(labels[:, at], axis=1)
        yield labels
