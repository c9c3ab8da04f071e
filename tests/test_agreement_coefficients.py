"""The coefficients against published examples and independent implementations."""

from __future__ import annotations

import warnings
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from qualcode.analysis.agreement.coefficients import NAMES, coefficients
from qualcode.analysis.agreement.runs import unite
from qualcode.analysis.agreement.tallies import lengths, presence

# Fleiss (1971), table 1: 30 patients, six psychiatrists, how many gave which of five diagnoses.
FLEISS_1971 = """
    00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
    00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
# Krippendorff (2011), “Computing Krippendorff's alpha-reliability”, examples A and B.
MEG_AND_OWEN = ["0100000010", "1110010000"]
BEN_AND_GERRY = ["aabbdcccedda", "babbbccceddd"]
# Cohen (1960), table 2: proportions of 200 by two judges.
COHEN_1960 = ((88, 14, 18), (10, 40, 10), (2, 6, 12))


def of_labels(coders):
    """The coefficients of data with one label a unit, by name and by label, and over all."""
    labels = sorted(set().union(*map(set, coders)))
    runs = []
    for values in coders:
        group = np.array([labels.index(value) for value in values])
        place = np.arange(len(values))
        runs.append(unite(group, place, place + 1, len(values) + 1))
    counted = presence(runs, np.array([len(coders[0])]), len(labels))
    found = coefficients(counted, lengths(runs, counted))[0]
    return {
        name: dict(zip([*labels, "all"], row, strict=True))
        for name, row in zip(NAMES, found.tolist(), strict=True)
    }


def test_fleiss_1971():
    subjects = [
        "".join(label * int(count) for label, count in zip("dpsno", row, strict=True))
        for row in FLEISS_1971.split()
    ]
    found = of_labels(list(zip(*subjects, strict=True)))["fleiss"]
    assert found["all"] == pytest.approx(0.430, abs=5e-4)
    by_category = [found[label] for label in "dpsno"]
    assert by_category == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=5e-4)


def test_krippendorff_2011():
    binary = of_labels(MEG_AND_OWEN)
    assert binary["alpha"]["1"] == pytest.approx(0.095, abs=5e-4)
    assert binary["agreement"]["1"] == pytest.approx(0.6)
    assert of_labels(BEN_AND_GERRY)["alpha"]["all"] == pytest.approx(0.692, abs=5e-4)


def test_cohen_1960():
    pairs = [
        (one, other)
        for one, row in zip("abc", COHEN_1960, strict=True)
        for other, count in zip("abc", row, strict=True)
        for _ in range(count)
    ]
    found = of_labels(list(zip(*pairs, strict=True)))
    assert found["cohen"]["all"] == pytest.approx(0.492, abs=5e-4)


def test_brennan_prediger_is_agreement_over_equally_likely_labels():
    """Brennan & Prediger (1981): (Po − 1/q) / (1 − 1/q), here with q = 2."""
    found = of_labels(MEG_AND_OWEN)
    assert found["brennan_prediger"]["1"] == pytest.approx((0.6 - 0.5) / 0.5)


@pytest.mark.parametrize("labels", ["0000", "1111"])
def test_one_label_is_undefined_not_perfect(labels):
    found = of_labels([labels, labels])
    for name in ("cohen", "fleiss", "alpha", "u_alpha"):
        assert np.isnan(found[name]["all"]), name
    assert found["agreement"]["all"] == 1


def test_one_coder_who_never_uses_a_code_is_chance_not_undefined():
    assert of_labels(["0000", "0110"])["cohen"]["1"] == 0


matrices = st.tuples(st.integers(2, 5), st.integers(2, 30)).flatmap(
    lambda size: st.lists(
        st.text("xy", min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@given(coders=matrices)
def test_against_independent_implementations(coders):
    assume(len(set("".join(coders))) == 2)  # where it is one, they say 1.0
    found = {name: by_label["x"] for name, by_label in of_labels(coders).items()}
    values = [[int(label == "x") for label in labels] for labels in coders]
    task = AnnotationTask(
        [
            (str(coder), str(unit), value)
            for coder, row in enumerate(values)
            for unit, value in enumerate(row)
        ]
    )
    assert found["agreement"] == pytest.approx(task.avg_Ao())
    assert found["fleiss"] == pytest.approx(task.pi())
    assert found["brennan_prediger"] == pytest.approx(task.S())
    assert found["alpha"] == pytest.approx(task.alpha())
    assert found["alpha"] == pytest.approx(
        krippendorff.alpha(np.array(values), level_of_measurement="nominal")
    )
    if any(len(set(one + other)) == 1 for one, other in combinations(coders, 2)):
        assert np.isnan(found["cohen"])  # a pair with one label has no kappa, so nor has the mean
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairs = [cohen_kappa_score(one, other) for one, other in combinations(values, 2)]
    assert found["cohen"] == pytest.approx(np.mean(pairs))


@given(coders=matrices)
def test_the_order_of_coders_is_no_matter(coders):
    one, other = of_labels(coders), of_labels(coders[::-1])
    for name in NAMES:
        assert list(one[name].values()) == pytest.approx(list(other[name].values()), nan_ok=True)


@given(labels=st.text("xyz", min_size=2, max_size=20), coders=st.integers(2, 4))
def test_the_same_codings_are_one_or_undefined(labels, coders):
    for name, found in of_labels([labels] * coders).items():
        several = len(set(labels)) > 1
        for value in found.values():
            defined = several or name in ("agreement", "brennan_prediger")
            assert value == pytest.approx(1) if defined else np.isnan(value)


@given(coders=matrices.filter(lambda coders: len(coders) == 2))
def test_pooled_kappa_is_that_of_de_vries_and_others(coders):
    """The mean observed over the mean expected agreement of two codes (De Vries et al. 2008)."""
    again = [coders[0], coders[0][::-1]]  # a second code, coded otherwise
    size = len(coders[0])
    runs = []
    for one, other in zip(coders, again, strict=True):
        place = np.array(
            [i for i in range(size) if one[i] == "x"] + [i for i in range(size) if other[i] == "x"],
            dtype=np.int64,
        )
        group = np.repeat([0, 1], [one.count("x"), other.count("x")])
        runs.append(unite(group, place, place + 1, size + 1))
    counted = presence(runs, np.array([size]), 2)
    pooled = coefficients(counted, lengths(runs, counted))[0][NAMES.index("cohen")][-1]
    agreed, by_chance = [], []
    for one, other in (coders, again):
        agreed.append(np.mean([a == b for a, b in zip(one, other, strict=True)]))
        p, q = one.count("x") / size, other.count("x") / size
        by_chance.append(p * q + (1 - p) * (1 - q))
    if np.mean(by_chance) == 1:
        assert np.isnan(pooled)
    else:
        expected = (np.mean(agreed) - np.mean(by_chance)) / (1 - np.mean(by_chance))
        assert pooled == pytest.approx(expected, abs=1e-9)
