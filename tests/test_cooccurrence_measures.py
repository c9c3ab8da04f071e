"""How strong ties are: against plain counting, scipy's Fisher test, and all shifts one by one."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
import study
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from test_cooccurrence import SENTENCES, TURNS, codings_lists, make_project, stored, units_of

from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.cooccurrence_measures import (
    Presence,
    adjusted,
    cooccurrence_measures,
    measured,
)
from qualcode.analysis.shuffling import shuffled_p
from qualcode.analysis.unit import PairMeasure, Unit
from qualcode.errors import InputError
from qualcode.project.selection import EVERYTHING, Selection


def two_by_two(units, has, left, right):
    """[[both, left only], [right only, neither]]."""
    both = len(has[left] & has[right])
    one, other = len(has[left]) - both, len(has[right]) - both
    return [[both, one], [other, units - both - one - other]]


def check(presence, has, names):
    jaccard, lift, pmi, p = presence.jaccard, presence.lift, presence.pmi, presence.p
    for (i, left), (j, right) in combinations(enumerate(names), 2):
        (both, one), (other, neither) = two_by_two(presence.units, has, left, right)
        union = both + one + other
        assert jaccard[i, j] == pytest.approx(both / union if union else np.nan, nan_ok=True)
        n1, n2 = both + one, both + other
        wanted = both * presence.units / (n1 * n2) if n1 and n2 else np.nan
        assert lift[i, j] == pytest.approx(wanted, nan_ok=True)
        assert pmi[i, j] == pytest.approx(np.log2(wanted) if both else np.nan, nan_ok=True)
        if 0 < n1 < presence.units and 0 < n2 < presence.units:
            table = [[both, one], [other, neither]]
            tails = [fisher_exact(table, side).pvalue for side in ("less", "greater")]
            assert p[i, j] == pytest.approx(min(1, 2 * min(tails)))
        else:
            assert np.isnan(p[i, j])
        for square in (jaccard, lift, pmi, p):
            assert square[j, i] == pytest.approx(square[i, j], nan_ok=True)
    for square in (jaccard, lift, pmi, p):
        assert np.isnan(np.diagonal(square)).all()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists)
def test_measures_equal_counting_unit_by_unit(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        known = stored(project)
        coded = {row[0] for row in known}
        for unit, spans in ((Unit.SENTENCE, SENTENCES), (Unit.TURN, TURNS), (Unit.SOURCE, None)):
            result = cooccurrence(project, unit=unit)
            names = [code.name for code in result.codes]
            has = {name: set() for name in names}
            for source, name, start, end, _ in known:
                here = units_of(spans, start, end) if spans else [0]
                has[name] |= {(source, each) for each in here}
            measures = cooccurrence_measures(project, result, test=unit)
            assert measures.presence.unit is measures.tested.unit is unit
            assert measures.tested.units == len(coded) * (len(spans) if spans else 1)
            check(measures.presence, has, names)
            check(measures.tested, has, names)


def test_a_lady_tasting_tea():
    """Fisher (1935): of 8 cups she names 3 of the 4 with milk first: 17/70 for so many or more."""
    presence = Presence(Unit.SOURCE, 8, np.array([[4, 3], [3, 4]]))
    assert presence.p[0, 1] == pytest.approx(2 * 17 / 70)
    assert presence.expected[0, 1] == 2
    assert presence.lift[0, 1] == 1.5
    assert presence.jaccard[0, 1] == 3 / 5


def test_many_units_are_exact_too():
    """Against exact whole numbers, where approximations would show."""
    from fractions import Fraction
    from math import comb

    units, n1, n2, both = 60_000, 400, 300, 9
    chances = [comb(n1, k) * comb(units - n1, n2 - k) for k in range(n2 + 1)]
    more = Fraction(sum(chances[both:]), comb(units, n2))
    presence = Presence(Unit.TURN, units, np.array([[n1, both], [both, n2]]))
    assert presence.p[0, 1] == pytest.approx(float(2 * more), rel=1e-9)


def test_correction_for_many_pairs():
    """The example of Benjamini and Hochberg (1995), section 3.2: 4 of 15 stay at 0.05."""
    known = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    known += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    p = np.full((6, 6), np.nan)
    p[np.triu_indices(6, 1)] = known
    p = np.fmax(p, p.T)
    found = adjusted(p)
    assert np.count_nonzero(found[np.triu_indices(6, 1)] <= 0.05) == 4
    assert found[0, 4] == pytest.approx(0.0095 * 15 / 4)
    assert np.isnan(np.diagonal(found)).all()
    assert np.isnan(adjusted(np.full((2, 2), np.nan))).all()


def test_what_the_test_is_on_if_nobody_says(tmp_path):
    rows = [(0, 0, 0, 10, "anne"), (1, 3, 5, 10, "anne"), (2, 3, 0, 10, "anne")]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        assert cooccurrence_measures(project, cooccurrence(project)).tested.unit is Unit.SOURCE
        only = Selection(variables=(("wave", "2023"),))
        inside = cooccurrence_measures(project, cooccurrence(project, only)).tested
        assert (inside.unit, inside.units) == (Unit.CASE, 1)
        for how, unit in (
            ({}, Unit.SENTENCE),
            ({"nested": True}, Unit.SENTENCE),
            ({"unit": Unit.TURN, "within": 1}, Unit.TURN),
            ({"unit": Unit.TURN, "sequence": 1}, Unit.TURN),
            ({"unit": Unit.CASE}, Unit.CASE),
        ):
            result = cooccurrence(project, **how)
            measures = cooccurrence_measures(project, result)
            assert measures.presence.unit is unit
            for measure in PairMeasure:
                assert measured(result, measures, measure).shape == result.counts.shape


def test_what_cannot_be_tested_is_refused(tmp_path):
    with make_project(tmp_path / "p.qualcode", [(0, 0, 0, 10, "anne")]) as project:
        by_case = cooccurrence(project, unit=Unit.CASE)
        with pytest.raises(InputError, match="no test can be on them"):
            cooccurrence_measures(project, by_case, test=Unit.OVERLAP)
        with pytest.raises(InputError, match="within a case"):
            cooccurrence_measures(project, by_case, rounds=9)
        with pytest.raises(InputError, match="rounds"):
            cooccurrence_measures(project, cooccurrence(project), rounds=-1)


def test_nothing_and_one_code(tmp_path, empty_project):
    for rounds in (0, 3):
        found = cooccurrence_measures(empty_project, cooccurrence(empty_project), rounds=rounds)
        assert (found.p.shape, found.tested.units) == ((0, 0), 0)
    with make_project(tmp_path / "p.qualcode", [(0, 0, 0, 10, "anne")]) as project:
        found = cooccurrence_measures(project, cooccurrence(project), rounds=3)
        assert found.tested.units == 1
        assert np.isnan(found.p).all() and np.isnan(found.shuffled_p).all()


def test_interviewers_turns_count_only_where_something_coded_touches_them(project):
    def turns(selection=EVERYTHING):
        result = cooccurrence(project, selection, unit=Unit.TURN)
        return cooccurrence_measures(project, result).presence.units

    assert project.value("SELECT count(*) FROM turns WHERE role = 'informant'") == 6
    assert project.value("SELECT count(*) FROM turns") == 10
    assert turns() == 6
    assert turns(Selection(roles=("informant",))) == 6
    assert turns(Selection(coders=("Kari",), sources=("Familie i nord",))) == 2
    study.apply(project, "Familie i nord", "Fikk dere en koordinator?", "Tid")
    assert turns() == 7
    assert turns(Selection(roles=("INTERVIEWER",))) == 4
    sentences = cooccurrence_measures(project, cooccurrence(project)).presence
    said = project.value(
        "SELECT count(*) FROM sentences JOIN turns USING (source_id) "
        "WHERE turns.start <= sentences.start AND sentences.start < turns.end "
        "AND role = 'informant'"
    )
    assert sentences.units == said + 1


def all_shifts(presence, lengths):
    """How often two codes are together in each number of units, over all pairs of shifts."""
    numbers = []
    for shifts in product(*(range(length) for length in lengths)):
        together = 0
        for (left, right), shift, length in zip(presence, shifts, lengths, strict=True):
            together += len({(each + shift) % length for each in left} & right)
        numbers.append(together)
    return np.array(numbers)


@settings(max_examples=15, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    data=st.data(),
)
def test_shuffling_comes_near_all_shifts_one_by_one(lengths, data):
    presence = [
        tuple(data.draw(st.sets(st.integers(0, length - 1))) for _ in range(2))
        for length in lengths
    ]
    begin = np.cumsum([0, *lengths])
    places = [
        (begin[source] + each, code)
        for source, sides in enumerate(presence)
        for code, side in enumerate(sides)
        for each in side
    ]
    unit, row = np.array(sorted(places), dtype=np.int64).reshape(-1, 2).T
    source = np.repeat(np.arange(len(lengths)) + 7, lengths)
    rounds = 1500
    found = shuffled_p(unit, row, source, 2, rounds=rounds, seed=1)
    again = shuffled_p(unit, row, source, 2, rounds=rounds, seed=1)
    assert np.array_equal(found, again, equal_nan=True)
    free = [
        any(0 < len(sides[code]) < length for sides, length in zip(presence, lengths, strict=True))
        for code in range(2)
    ]
    if not all(free):
        assert np.isnan(found[0, 1])
        return
    numbers = all_shifts(presence, lengths)
    observed = sum(len(left & right) for left, right in presence)
    tails = (np.mean(numbers <= observed), np.mean(numbers >= observed))
    assert found[0, 1] == pytest.approx(min(1, 2 * min(tails)), abs=0.08)
    assert found[0, 1] == found[1, 0] > 0


def test_cutting_shuffling_into_pieces_changes_nothing(monkeypatch):
    from qualcode.analysis import shuffling

    random = np.random.default_rng(3)
    places = np.unique(random.integers(0, 40, 60) * 3 + random.integers(0, 3, 60))
    arguments = (*np.divmod(places, 3), np.repeat((1, 2, 5), (10, 10, 20)), 3)
    whole = shuffled_p(*arguments, rounds=20, seed=0)
    monkeypatch.setattr(shuffling, "_CELLS_AT_A_TIME", 21)
    assert np.array_equal(shuffled_p(*arguments, rounds=20, seed=0), whole, equal_nan=True)


def test_codes_that_go_together_in_every_interview_show_when_shuffled(tmp_path):
    rows = [
        (source, code, span.start, span.end - span.start, "anne")
        for source in range(3)
        for code, span in ((0, SENTENCES[1]), (3, SENTENCES[1]), (4, SENTENCES[4]))
    ]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        result = cooccurrence(project, unit=Unit.SENTENCE)
        found = cooccurrence_measures(project, result, rounds=999, seed=5)
        assert np.isnan(found.p).all(), "every source has every code"
        names = [code.name for code in result.codes]
        a, b = names.index("A"), names.index("B")
        assert found.shuffled_p[a, b] < 0.05
        assert found.shuffled_p_adjusted[a, b] >= found.shuffled_p[a, b]
        assert (found.rounds, found.seed) == (999, 5)
