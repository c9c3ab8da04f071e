"""Coefficients of agreement for a code being present or absent, and pooled over codes.

All have the form 1 − Do/De: the observed disagreement over the one to be expected by chance. They
differ in De. Here N is the number of units, m of coders, n = mN of values, S of values “present”:

- Cohen (1960): a unit's two values come from each coder's own distribution. For more than two
  coders the mean of the pairs (Light 1971).
- Fleiss (1971): both come from the pooled distribution, De = 2 S (n − S) / n².
- Brennan & Prediger (1981): both labels are equally likely, De = 1/2.
- Krippendorff's alpha, nominal (2019, section 12.3): as Fleiss, drawn without putting back,
  De = 2 S (n − S) / (n (n − 1)).
- u-alpha of a code (Krippendorff, Mathet, Bouvry & Widlöcher 2016): see `unitizing`.

Do is the share of pairs of values on the same unit that differ (Fleiss 1971), the same for all but
Cohen, whose pairs of coders are taken one by one, and u-alpha, which is on characters.

Over all codes, Do and De are averaged before they are divided: De Vries, Elliott, Kanouse & Teleki
(2008) define so for Cohen, and the others follow. Where De is 0 – only one label occurs – a
coefficient is undefined (NaN).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from qualcode.analysis.agreement.tallies import Floats, Lengths, Presence
from qualcode.analysis.agreement.unitizing import of_single_codes

NAMES = ("agreement", "cohen", "fleiss", "brennan_prediger", "alpha", "u_alpha")


def coefficients(counted: Presence, lengths: Lengths) -> Floats:
    """All coefficients, as n × coefficients (in the order of `NAMES`) × (codes, then pooled)."""
    units, present, both = counted.units[:, None, None], counted.present, counted.both
    coders = present.shape[1]
    one, other = (list(side) for side in zip(*combinations(range(coders), 2), strict=True))
    left, right = present[:, one], present[:, other]
    differ = (left + right - 2 * both) / units
    by_pairs = (left * (units - right) + right * (units - left)) / units**2
    observed = differ.mean(axis=1)
    values, said = coders * counted.units[:, None], present.sum(axis=1)
    expected = 2 * said * (values - said)
    return np.stack(
        (
            _with_pooled(observed, np.ones_like(observed)),
            _with_pooled(differ, by_pairs).mean(axis=1),
            _with_pooled(observed, expected / values**2),
            _with_pooled(observed, np.full_like(observed, 0.5)),
            _with_pooled(observed, expected / (values * (values - 1))),
            _with_pooled(*of_single_codes(lengths)),
        ),
        axis=1,
    )


def _with_pooled(observed: Floats, expected: Floats) -> Floats:
    """1 − Do/De for each code on the last axis, and after them pooled over all."""
    together = [
        np.concatenate((part, part.mean(axis=-1, keepdims=True)), axis=-1)
        for part in (observed, expected)
    ]
    return chance_corrected(*together)


def chance_corrected(observed: Floats, expected: Floats) -> Floats:
    """1 − Do/De; NaN where nothing but agreement could be expected."""
    ratio = np.full(observed.shape, np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return 1 - ratio
