"""Whether codes go with groups: effect sizes, and tests that take cases rather than codings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from qualcode.analysis.contingency import (
    Floats,
    chi_squared,
    chi_squared_of_presence,
    cramers_v,
)
from qualcode.analysis.resampling import permutation_p
from qualcode.analysis.spans import Integers


@dataclass(frozen=True, slots=True)
class Association:
    """How far something goes with the groups.

    `v` is Cramér's V corrected for bias, `p` of the test that `test` names, and `p_adjusted`
    corrected for the number of codes (Benjamini and Hochberg 1995). None is undefined.
    """

    v: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    test: Literal["Fisher", "permutation", ""] = ""


def associations_of_codes(
    case: Integers, group: Integers, codings: Integers, *, rounds: int, seed: int
) -> list[Association]:
    """For each code: has or has not × group, over units.

    A unit is a case in a group: `case` and `group` are whose and which, `codings` units × codes.
    With two groups and every case in one of them the test is Fisher's exact one, else a
    permutation of cases. A code that all units have, or none, has no association.
    """
    from scipy.stats import false_discovery_control, fisher_exact

    labels, members = np.unique(group, return_inverse=True)
    if len(labels) < 2:
        return [Association()] * codings.shape[1]
    units = np.bincount(members).astype(np.float64)
    present = (codings > 0).astype(np.float32)

    def statistic(permuted: Integers) -> Floats:
        return chi_squared_of_presence(_summed(permuted, present, len(labels)), units)

    (observed,) = statistic(members[None, :])
    defined = np.flatnonzero(~np.isnan(observed))
    exact = len(labels) == 2 and len(np.unique(case)) == len(case)
    if exact:
        (having,) = _summed(members[None, :], present, 2)
        p = np.array([fisher_exact(np.stack((each, units - each))).pvalue for each in having.T])
    else:
        p = permutation_p(case, members, statistic, rounds=rounds, seed=seed)
    found = [Association()] * len(observed)
    adjusted = false_discovery_control(p[defined]) if len(defined) else p[defined]
    for place, corrected in zip(defined.tolist(), adjusted.tolist(), strict=True):
        found[place] = Association(
            _number(cramers_v(observed[place], len(case), 2, len(labels))),
            float(p[place]),
            corrected,
            "Fisher" if exact else "permutation",
        )
    return found


def association_of_codings(
    case: Integers, group: Integers, codings: Integers, *, rounds: int, seed: int
) -> Association:
    """Of all codings: code × group, with a permutation of cases; arguments as above."""
    labels, members = np.unique(group, return_inverse=True)
    weights = codings.astype(np.float32)

    def statistic(permuted: Integers) -> Floats:
        return chi_squared(_summed(permuted, weights, len(labels)))[:, None]

    (table,) = _summed(members[None, :], weights, len(labels))
    filled = int(np.count_nonzero(table.sum(axis=1))), int(np.count_nonzero(table.sum(axis=0)))
    if min(filled) < 2:
        return Association()
    v = cramers_v(float(chi_squared(table)), table.sum(), *filled)
    (p,) = permutation_p(case, members, statistic, rounds=rounds, seed=seed)
    return Association(_number(v), float(p), None, "permutation")


def _summed(members: Integers, weights: npt.NDArray[np.float32], groups: int) -> Floats:
    """The sums of units' weights by group: rounds × groups × codes."""
    inside = (members[:, None, :] == np.arange(groups)[:, None]).astype(np.float32)
    return np.asarray(inside @ weights, dtype=np.float64)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value
