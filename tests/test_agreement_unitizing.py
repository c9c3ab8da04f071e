"""Unitizing alphas against other implementations' numbers and the definition letter by letter."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.agreement.coefficients import chance_corrected
from qualcode.analysis.agreement.runs import Runs, stretches, unite
from qualcode.analysis.agreement.tallies import (
    domain_lengths,
    lengths,
    overlapping,
    presence,
)
from qualcode.analysis.agreement.unitizing import coverage, of_domain, of_single_codes

# What two public implementations print for these: lindanna/unitized_alpha at 11637e7 (all), whose
# README prints the first to three places, and zeljkobekcic/KrippendorffUnitizedAlpha (u-alpha).
# (units by coder as code, start, end; length; u, |u, cu; (k)u by code; coverage of all and by code)
ALEX_PAUL_SUSAN = (
    [[(0, 2, 5), (0, 9, 11), (1, 12, 20)], [(0, 2, 5), (1, 7, 15)], [(0, 2, 5), (1, 10, 15)]],
    20,
    (0.4739130434782609, 0.4328125, 0.7788819875776397),
    (0.7692517006802722, 0.7869714285714285),
    (0.3833333333333333, 0.9545454545454545, 0.5952380952380952),
)
FOUR_CODERS = (
    [
        [(0, 0, 10), (1, 12, 30), (0, 30, 37), (2, 50, 80)],
        [(0, 2, 11), (1, 15, 29), (2, 45, 70), (0, 70, 75)],
        [(1, 0, 9), (1, 14, 30), (2, 52, 78)],
        [(0, 1, 10), (2, 13, 28), (1, 60, 75)],
    ],
    100,
    (0.42497591845878135, 0.6224829727564104, 0.3106560527240776),
    (0.4929375675487562, 0.1579601181984469, 0.34890094123048665),
    (0.4233333333333333, 0.7416666666666666, 0.9212962962962962, 0.7638888888888888),
)
TWO_CODERS = (
    FOUR_CODERS[0][:2],
    100,
    (0.614051510648836, 0.5334683753617198, 0.8616221404575268),
    (0.7171745410492965, 1.0, 0.8384983623078861),
    (0.47, 0.6774193548387096, 0.875, 0.8181818181818181),
)


def runs_of(coders, length, codes):
    """Spans (code, start, end) by coder in one source as runs."""
    made = []
    for spans in coders:
        table = np.array(spans, dtype=np.int64).reshape(-1, 3)
        made.append(unite(table[:, 0], table[:, 1], table[:, 2], length + 1))
    return made


def sums_of(coders, length, codes):
    runs = runs_of(coders, length, codes)
    own = lengths(runs, presence(runs, np.array([length]), codes))
    return runs, own, domain_lengths(runs, own, range(codes))


@pytest.mark.parametrize("example", [ALEX_PAUL_SUSAN, FOUR_CODERS, TWO_CODERS])
def test_what_others_print(example):
    coders, length, family, single, shares = example
    _, _, sums = sums_of(coders, length, len(single))
    assert of_domain(sums)[0] == pytest.approx([*family, *single], abs=1e-12)
    assert coverage(sums)[0] == pytest.approx(shares, abs=1e-12)


@st.composite
def partitions(draw, codes=3):
    """Units of two to four coders, each coder's without overlaps, and the length of the text."""
    length = draw(st.integers(4, 40))
    coders = []
    for _ in range(draw(st.integers(2, 4))):
        borders = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=8)))
        spans = pairwise(borders)
        values = [draw(st.integers(-1, codes - 1)) for _ in borders[1:]]
        coders.append([(k, *span) for k, span in zip(values, spans, strict=True) if k >= 0])
    return coders, length


def by_definition(coders, length, codes):
    """The family as the paper defines it, on arrays of characters and whole matrices."""
    m = len(coders)
    value = np.zeros((m, length), dtype=int)  # 0 is φ
    units = []
    for coder, spans in enumerate(coders):
        for code, start, end in spans:
            value[coder, start:end] = code + 1
        edges = np.flatnonzero(np.diff(value[coder], prepend=-1, append=-1))
        units += [(coder, value[coder, start], start, end) for start, end in pairwise(edges)]
    observed = np.zeros((codes + 1, codes + 1))
    for one, other in permutations(range(m), 2):
        np.add.at(observed, (value[one], value[other]), 1 / (m - 1))
    q = np.zeros(codes + 1)
    q_met = np.zeros(codes + 1)
    for coder, k, start, end in units:
        q[k] += end - start if k == 0 else (end - start) ** 2
        for other in range(m):
            if k and other != coder:
                q_met[k] += np.count_nonzero(value[other, start:end]) ** 2 / (m - 1)

    def expected(seen, own):
        total = seen.sum()
        product = np.outer(seen.sum(axis=0), seen.sum(axis=0)) - np.diag(own)
        pairs = total**2 - own.sum()
        return total * product / pairs if pairs > 1e-9 else product * np.nan

    def disagreement(matrix):
        return matrix.sum() - np.trace(matrix)

    by_chance = expected(observed, q)
    two = [observed, by_chance]
    two = [
        np.array([[each[0, 0], each[0, 1:].sum()], [each[1:, 0].sum(), each[1:, 1:].sum()]])
        for each in two
    ]
    met = observed[1:, 1:]
    met_chance = expected(met, q_met[1:])
    pairs = [(observed, by_chance), tuple(two), (met, met_chance)]
    several = [np.count_nonzero(seen.sum(axis=0)) > 1 for seen, _ in pairs]
    found = [
        1 - disagreement(seen) / disagreement(chance) if enough else np.nan
        for (seen, chance), enough in zip(pairs, several, strict=True)
    ]
    for k in range(codes):
        margin, chance = met.sum(axis=0)[k], met_chance.sum(axis=0)[k]
        if margin == 0 or margin == met.sum() or np.isnan(chance):
            found.append(np.nan)
        else:
            found.append(1 - chance / margin * (margin - met[k, k]) / (chance - met_chance[k, k]))
    return found


@given(made=partitions())
def test_the_definition(made):
    coders, length = made
    _, own, sums = sums_of(coders, length, 3)
    assert of_domain(sums)[0] == pytest.approx(by_definition(*made, 3), abs=1e-9, nan_ok=True)
    # A code by itself: everything else is a gap.
    single = chance_corrected(*of_single_codes(own))[0]
    for code in range(3):
        alone = [[(0, *span) for k, *span in spans if k == code] for spans in coders]
        alone = [[(0, *each) for each in _merged(spans)] for spans in alone]
        assert single[code] == pytest.approx(
            by_definition(alone, length, 1)[0], abs=1e-9, nan_ok=True
        )


def _merged(spans):
    merged = []
    for _, start, end in sorted(spans):
        if merged and merged[-1][1] == start:
            merged[-1][1] = end
        else:
            merged.append([start, end])
    return merged


@given(made=partitions(), data=st.data())
def test_splitting_a_coding_and_the_order_of_coders_are_no_matter(made, data):
    coders, length = made
    split = []
    for spans in coders:
        cut = []
        for code, start, end in spans:
            middle = data.draw(st.integers(start, end))
            cut += [(code, *part) for part in ((start, middle), (middle, end)) if part[0] < part[1]]
        split.append(data.draw(st.permutations(cut)))
    before = of_domain(sums_of(coders, length, 3)[2])[0]
    after = of_domain(sums_of(split[::-1], length, 3)[2])[0]
    assert after == pytest.approx(before, nan_ok=True)


@given(made=partitions())
def test_the_same_units_are_one_or_undefined(made):
    (spans, *_), length = made
    found = of_domain(sums_of([spans, spans, spans], length, 3)[2])[0]
    assert np.all(np.isnan(found) | np.isclose(found, 1))
    covered = sum(end - start for _, start, end in spans)
    assert np.isnan(found[1]) == (covered in (0, length))
    assert np.isnan(found[2]) == (len({code for code, *_ in spans}) < 2)


spans_of_codes = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 12)).map(
        lambda span: (span[0], span[1], span[1] + span[2])
    ),
    max_size=8,
)


@given(coders=st.lists(spans_of_codes, min_size=2, max_size=4))
def test_runs_count_as_arrays_of_characters_do(coders):
    """One coder's own overlaps are united; counts and stretches are those of the characters."""
    length = 45
    has = np.zeros((len(coders), 3, length), dtype=bool)
    for coder, spans in enumerate(coders):
        for code, start, end in spans:
            has[coder, code, start:end] = True
    runs = runs_of(coders, length, 3)
    counted = presence(runs, np.array([length]), 3)
    assert np.array_equal(counted.present[0], has.sum(axis=2))
    pairs = [
        (has[one] & has[other]).sum(axis=1)
        for one in range(len(coders))
        for other in range(one + 1, len(coders))
    ]
    assert np.array_equal(counted.both[0], np.array(pairs))
    found = stretches(runs)
    who = np.zeros((3, length + 1), dtype=int)
    for start, end, mask in zip(found.start, found.end, found.who, strict=True):
        who[start // (length + 1), start % (length + 1) : end % (length + 1)] = mask
    bits = 1 << np.arange(len(coders))
    assert np.array_equal(who[:, :length], np.tensordot(bits, has, axes=1))
    for each, presences in zip(runs, has, strict=True):
        assert bool(overlapping(each, 3, range(3))) == bool((presences.sum(axis=0) > 1).any())


@pytest.mark.parametrize("others", [1, 2, 3])
def test_a_unit_paired_with_itself_only_is_no_agreement(others):
    """Where two of many coders meet once, the definition's expected coincidences run out."""
    coders = [[(0, 0, 10)], [(1, 0, 10)], *([[]] * others)]
    found = of_domain(sums_of(coders, 100, 2)[2])[0]
    assert np.isnan(found[2:]).all()
    assert not np.isnan(found[:2]).any()


def test_nothing_covers_nothing():
    nothing = Runs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 10)
    some = unite(np.array([0]), np.array([2]), np.array([5]), 10)
    assert some.covered_by(nothing).tolist() == [0]
    assert nothing.covered_by(some).tolist() == []
