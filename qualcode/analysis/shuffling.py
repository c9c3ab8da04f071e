"""Whether codes lie in the same sentences or turns by chance: each moved within its sources."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.contingency import Floats
from qualcode.analysis.spans import Integers

_CELLS_AT_A_TIME = 8_000_000


def shuffled_p(
    unit: Integers, row: Integers, source: Integers, size: int, *, rounds: int, seed: int
) -> Floats:
    """How seldom codes are together in so many units, or so few, when each is moved at random.

    `unit` and `row` say which codes are in which units; `source` is the source of every unit, in
    order. In each round every code is moved in every source by a number of units of its own, round
    from the last to the first. Probabilities are codes × codes, twice the smaller tail, with the
    material itself as one of the rounds (Phipson and Smyth 2010, “Permutation p-values should never
    be zero”, Statistical Applications in Genetics and Molecular Biology 9). They are NaN for codes
    that are in no unit, or in every unit of each source that they are in.
    """
    random = np.random.default_rng(seed)
    _, first, member, length = np.unique(
        source, return_index=True, return_inverse=True, return_counts=True
    )
    home = member[unit]
    begin, extent, offset = first[home], length[home], unit - first[home]
    observed = _together(unit, row, size, len(source))
    fewer, more = np.ones_like(observed), np.ones_like(observed)
    for _ in range(rounds):
        moved = random.random((len(first), size))[home, row]
        found = _together(
            begin + (offset + (moved * extent).astype(np.int64)) % extent, row, size, len(source)
        )
        fewer += found <= observed
        more += found >= observed
    p = np.clip(2 * np.minimum(fewer, more) / (rounds + 1), 0, 1)
    whole = np.bincount(home * size + row, minlength=len(first) * size).reshape(len(first), size)
    free = ((whole > 0) & (whole < length[:, None])).any(axis=0)
    p[~np.outer(free, free)] = np.nan
    np.fill_diagonal(p, np.nan)
    return p


def _together(unit: Integers, row: Integers, size: int, units: int) -> Floats:
    """In how many units two codes both are; each code is in a unit at most once."""
    found = np.zeros((size, size))
    step = max(_CELLS_AT_A_TIME // max(size, 1), 1)
    for low in range(0, units, step):
        here = slice(None) if units <= step else (unit >= low) & (unit < low + step)
        has = np.zeros((min(step, units - low), size), dtype=np.float32)
        has[unit[here] - low, row[here]] = 1
        found += has.T @ has
    return found
