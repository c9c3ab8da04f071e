"""The figures of an evaluation against computations of their own."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from qualcode.suggesting.evaluation_figures import (
    Proposed,
    among_highest,
    average_precision,
    calibration_error,
    chance_error,
    curve,
    decisions,
    judge,
    reliability,
    units_hit,
)
from qualcode.suggesting.evaluation_results import Figures

scored = st.lists(st.tuples(st.booleans(), st.integers(0, 20)), min_size=1, max_size=40)


def arrays(pairs):
    labels, scores = zip(*pairs, strict=True)
    return np.array(labels), np.array(scores) / 20


@given(scored)
def test_average_precision_is_the_mean_precision_at_each_hit(pairs):
    labels, scores = arrays(pairs)
    at_each = [
        sum(labels[scores >= score]) / sum(scores >= score)
        for score, label in zip(scores, labels, strict=True)
        if label
    ]
    found = average_precision(labels, scores)
    assert found == (pytest.approx(sum(at_each) / len(at_each)) if at_each else None)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_decisions_by_counting(pairs):
    right = sum(label and chosen for label, chosen in pairs)
    chosen = sum(chosen for _, chosen in pairs)
    there = sum(label for label, _ in pairs)
    wanted = (
        right / chosen if chosen else None,
        right / there if there else None,
        2 * right / (chosen + there) if chosen + there else None,
    )
    labels, proposed = np.array(pairs).T
    assert decisions(labels, proposed) == tuple(
        None if number is None else pytest.approx(number) for number in wanted
    )


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda codes: st.lists(
            st.lists(
                st.tuples(st.sampled_from([-math.inf, 0.0, 0.5, 1.0]), st.booleans()),
                min_size=codes,
                max_size=codes,
            ),
            min_size=1,
            max_size=3,
        )
    )
)
def test_hits_are_the_mean_over_all_orders_of_ties(rows):
    scores = np.array([[score for score, _ in row] for row in rows])
    labels = np.array([[label for _, label in row] for row in rows])
    numbers = range(scores.shape[1])
    shares, any_right = np.zeros(scores.shape), []
    for at, row in enumerate(scores):
        orders = list(itertools.permutations(numbers))
        hits = 0
        for order in orders:
            first = sorted(order, key=lambda code: -row[code])  # stable: ties as in the order
            best = [code for code in first[:3] if row[code] > -math.inf]
            shares[at, best] += 1 / len(orders)
            hits += labels[at, best].any()
        if labels[at].any():
            any_right.append(hits / len(orders))
    among = among_highest(scores)
    assert among == pytest.approx(shares)
    wanted = pytest.approx(sum(any_right) / len(any_right)) if any_right else None
    assert units_hit(labels, among) == wanted


@given(scored)
def test_reliability_against_scikit_learn(pairs):
    labels, scores = arrays(pairs)
    scores = scores * 0.97 + 0.013  # off the borders, which the two draw on different sides
    share, mean = calibration_curve(labels, scores, n_bins=10)
    bins = reliability(labels, scores)
    filled = [each for each in bins if each.units]
    assert [each.share for each in filled] == pytest.approx(list(share))
    assert [each.mean_score for each in filled] == pytest.approx(list(mean))
    assert sum(each.units for each in bins) == len(pairs)
    by_hand = sum(
        abs(sum(float(label) - score for label, score in group)) / len(pairs)
        for group in (
            [
                (label, score)
                for label, score in zip(labels, scores, strict=True)
                if place(score) == at
            ]
            for at in range(10)
        )
    )
    assert calibration_error(bins) == pytest.approx(by_hand)


def place(score):
    return min(int(score * 10), 9)


def test_the_last_bin_has_one_in_it_and_nothing_is_undefined():
    bins = reliability(np.array([True, False]), np.array([1.0, 0.0]))
    assert (bins[0].units, bins[-1].units) == (1, 1)
    assert bins[5].mean_score is bins[5].share is None
    assert calibration_error(bins) == 0
    assert calibration_error(reliability(np.array([], bool), np.array([]))) is None
    low = reliability(np.array([True]), np.array([0.05]))
    assert calibration_error(low) == pytest.approx(0.95)
    assert calibration_error(low[1:]) is None


def test_perfect_calibration_has_a_small_error_and_overconfidence_a_large_one():
    numbers = random.Random(3)
    scores = np.array([numbers.random() for _ in range(20_000)])
    labels = np.array([numbers.random() < score for score in scores])
    assert calibration_error(reliability(labels, scores)) < 0.02
    assert calibration_error(reliability(labels, (scores > 0.5).astype(float))) > 0.2


@settings(deadline=None)
@given(scored)
def test_the_curve_holds_the_best_precision_at_each_recall(pairs):
    labels, scores = arrays(pairs)
    best = {}
    for level in set(scores):
        right = sum(labels[scores >= level])
        if right:
            recall = round(float(right / sum(labels)), 4)
            best[recall] = max(best.get(recall, 0), round(float(right / sum(scores >= level)), 4))
    assert dict(curve(labels, scores)) == pytest.approx(best)
    assert list(curve(labels, scores)) == sorted(curve(labels, scores))


def test_means_over_codes_and_over_everything():
    labels = np.array([[1, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]], bool)
    chosen = np.array([[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]], bool)
    scores = np.array([[0.9, 0, 0.6, 0.1], [0.2, 0, 0, 0], [0.5, 0.8, 0, 0], [0.1, 0, 0, 0]])
    enough = np.array([True, True, True, False])
    codes, summary = judge(
        Proposed("x", chosen, scores, among_highest(scores), probable=True), labels, enough
    )
    assert codes[0].precision == codes[0].recall == codes[0].f1 == 0.5
    assert (codes[1].precision, codes[1].recall) == (1, 1)
    unused = codes[2]
    assert (unused.average_precision, unused.recall, unused.hit_at_3) == (None, None, None)
    assert (unused.precision, unused.f1) == (0, 0)
    assert (codes[3].precision, codes[3].recall, codes[3].f1) == (None, 0, 0)
    # The third code is not used and counts in no mean; the fourth's precision is undefined.
    assert summary.macro.precision == pytest.approx((0.5 + 1) / 2)
    assert summary.macro.recall == pytest.approx((0.5 + 1 + 0) / 3)
    assert summary.macro_enough.recall == pytest.approx((0.5 + 1) / 2)
    assert summary.micro.precision == 2 / 4
    assert summary.micro.recall == 2 / 4
    assert summary.units_hit_at_3 == 1


def test_without_labels_all_is_undefined():
    nothing = np.zeros((3, 2), bool)
    scores = np.full((3, 2), 0.5)
    codes, summary = judge(
        Proposed("x", nothing, scores, among_highest(scores)), nothing, np.array([True, True])
    )
    assert codes[0] == Figures()
    assert summary.macro == summary.macro_enough == summary.micro == Figures()
    assert summary.units_hit_at_3 is None


def test_what_chance_alone_makes_of_right_scores():
    random_ = np.random.default_rng(0)
    scores = random_.choice([0.15, 0.4, 0.8], (400, 90))
    drawn = random_.random(scores.shape) < scores
    by_chance = [calibration_error(reliability(*each)) for each in zip(drawn, scores, strict=True)]
    told = [chance_error(reliability(*each)) for each in zip(drawn, scores, strict=True)]
    assert np.mean(told) == pytest.approx(np.mean(by_chance), rel=0.05)
    assert chance_error(()) is None
