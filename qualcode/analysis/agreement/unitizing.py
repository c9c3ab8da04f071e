"""Unitizing alphas: agreement on where units begin and end, and on what they are.

After Krippendorff, Mathet, Bouvry & Widlöcher (2016), “On the reliability of unitizing textual
continua: Further developments”, Quality & Quantity 50, 2347–2364 (also Krippendorff 2019, section
12.6), for nominal values. The continuum is the text of all sources; what no unit covers is a gap,
the value φ. With m coders, ℓck is the length over which one coder has c and another k, summed over
the ordered pairs of coders and divided by m − 1; ℓ.k and ℓ.. are its sums. Expected coincidences
leave out pairing a unit with itself:

    εck = ℓ.. (ℓc. ℓ.k − [c = k] qk) / (ℓ..² − Σ q)

where qk is the sum of the squared lengths of the units with the value k, and qφ the total length
of the gaps, which have no structure. From these

- u-alpha: 1 − Σ(c≠k) ℓck / Σ(c≠k) εck, all values and φ;
- |u-alpha: the same with all values taken as one against φ;
- cu-alpha: without φ, where units of different coders meet: ℓ*, and ε* with the lengths over
  which each unit meets each other coder's units, squared, in place of q;
- (k)u-alpha: 1 − (ε*.k / ℓ*.k) (ℓ*.k − ℓ*kk) / (ε*.k − ε*kk) for a single value k.

With more than two coders of whom few meet, ε* can run out: where the units that meet allow no pair
but of a unit with itself, cu-alpha and (k)u-alpha are undefined.

With nominal values only the diagonals and the sums are needed, never the whole matrices.
"""

from __future__ import annotations

import numpy as np

from qualcode.analysis.agreement.tallies import DomainLengths, Floats, Lengths

_NEGLIGIBLE = 1e-9


def of_single_codes(lengths: Lengths) -> tuple[Floats, Floats]:
    """Observed and expected disagreement of each code against φ, as shares of ℓ.. (n × codes)."""
    total, coded = lengths.continuum[:, None], lengths.coded
    gap = total - coded
    observed = 2 * (coded - lengths.shared) / total
    return observed, 2 * coded * gap / (total**2 - lengths.squares - gap)


def of_domain(sums: DomainLengths) -> Floats:
    """U-alpha, |u-alpha, cu-alpha and then (k)u-alpha of each code (n × (3 + codes)).

    NaN where undefined: for u-alpha and cu-alpha where fewer than two values occur, for |u-alpha
    where there are no units or no gaps, for (k)u-alpha where k meets no unit or nothing but k does.
    """
    own, met = sums.lengths, sums.met
    total, coded = own.continuum, own.coded.sum(axis=1)
    gap = total - coded
    valued = met.sum(axis=1)
    apart = 2 * (coded - valued)  # a unit against a gap
    chance = (total**2 - own.squares.sum(axis=1) - gap) / total
    among = own.coded * (coded[:, None] - own.coded)  # zero if all units have one value
    overall = _ratio(
        apart + valued - own.shared.sum(axis=1), 2 * coded * gap + among.sum(axis=1), chance
    )
    binary = _ratio(apart, 2 * coded * gap, chance)
    met_pairs = valued**2 - sums.met_squares.sum(axis=1)
    elsewhere = met * (valued[:, None] - met)
    elsewhere[met_pairs <= _NEGLIGIBLE * valued**2] = 0
    coding = _ratio(
        valued - own.shared.sum(axis=1), elsewhere.sum(axis=1), _over(met_pairs, valued)
    )
    single = _ratio(met - own.shared, met * elsewhere, valued[:, None] * met - sums.met_squares)
    return np.concatenate((np.stack((overall, binary, coding), axis=1), single), axis=1)


def coverage(sums: DomainLengths) -> Floats:
    """The share of the continuum that cu-alpha is on, and of each code that (k)u-alpha is on."""
    all_codes = _over(sums.met.sum(axis=1), sums.lengths.continuum)
    return np.concatenate((all_codes[:, None], _over(sums.met, sums.lengths.coded)), axis=1)


def _ratio(observed: Floats, expected: Floats, scale: Floats) -> Floats:
    return 1 - _over(observed * scale, expected)


def _over(part: Floats, whole: Floats) -> Floats:
    ratio = np.full(np.broadcast(part, whole).shape, np.nan)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio
