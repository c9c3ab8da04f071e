"""Crosstabs and rates against plain loops, published tables and scipy; excerpts behind cells."""

from __future__ import annotations

import csv
import itertools
import json
import re

import numpy as np
import pytest
import study
from hypothesis import HealthCheck, given, settings
from scipy import stats
from test_cli import qualcode  # noqa: F401 (a fixture)
from test_cooccurrence import codings_lists, make_project

from qualcode import CrosstabFigure as Figure
from qualcode.analysis.association import associations_of_codes
from qualcode.analysis.cells import crosstab_excerpts
from qualcode.analysis.contingency import (
    adjusted_residuals,
    chi_squared,
    chi_squared_of_presence,
    cramers_v,
)
from qualcode.analysis.crossing import MOST_GROUPS
from qualcode.analysis.crosstab import crosstab
from qualcode.analysis.frequencies import frequencies, frequencies_by
from qualcode.analysis.resampling import permutation_p
from qualcode.analysis.unit import Counted
from qualcode.analysis.wordcount import word_places
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError, NotFoundError
from qualcode.project.cases import assign_case, set_value
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids, sources, turns
from qualcode.reporting.crosstab import crosstab_screen, crosstab_table

# Agresti (2007), An Introduction to Categorical Data Analysis, section 2.4.5: party by gender.
PARTY = np.array([[762.0, 327, 468], [484, 239, 477]])
PARTY_RESIDUALS = [[4.50, 0.70, -5.32], [-4.50, -0.70, 5.32]]


def expected_rows(project, depth):
    """The codings as (row, source, case, coder, words by their place), by plain loops."""
    path = {each["code_id"]: each["path"] for each in project.rows("SELECT * FROM code_paths")}
    starts = {}
    for source in sources(project):
        starts[source.id] = {
            turn.start + match.start() + re.search(r"[^\W_]", match[0]).start()
            for turn in turns(project, source.id)
            for match in re.finditer(r"\S*[^\W_]\S*", source.text[turn.start : turn.end])
        }
    for each in project.rows(
        "SELECT code_id, source_id, case_id, coder_id, start, end FROM codings "
        "JOIN sources ON sources.id = source_id"
    ):
        parts = path[each["code_id"]].split(" > ")
        words = {
            (each["coder_id"], each["source_id"], place)
            for place in starts[each["source_id"]]
            if each["start"] <= place < each["end"]
        }
        row = " > ".join(parts if depth is None else parts[: depth + 1])
        yield row, each["source_id"], each["case_id"], words


def by_hand(project, variable, depth):
    """Codings, sources, cases and words of each (row, value)."""
    value_of = {
        each["source_id"]: each["value"]
        for each in project.rows(
            "SELECT source_id, value FROM effective_values WHERE variable = ?", (variable,)
        )
    }
    found = {}
    for row, source, case, words in expected_rows(project, depth):
        cell = found.setdefault((row, value_of.get(source)), (set(), set(), set(), []))
        cell[0].add(source)
        cell[1].update({case} - {None})
        cell[2].update(words)
        cell[3].append(1)
    return {
        key: (len(codings), len(in_sources), len(in_cases), len(words))
        for key, (in_sources, in_cases, words, codings) in found.items()
    }


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists.filter(lambda rows: any(source < 2 for source, *_ in rows)))
def test_cells_count_what_a_plain_loop_counts_and_lead_to_it(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        for depth in (None, 0):
            result = crosstab(project, "wave", depth=depth, rounds=9)
            wanted = by_hand(project, "wave", depth)
            for (i, code), (j, group) in itertools.product(
                enumerate(result.codes), enumerate(result.groups)
            ):
                cell = tuple(
                    int(table[i, j])
                    for table in (result.codings, result.sources, result.cases, result.words)
                )
                assert cell == wanted.get((code.label, group[0]), (0, 0, 0, 0))
                for counted in Counted:
                    found = crosstab_excerpts(
                        project, code.id, {"wave": group[0]}, counted, depth=depth
                    )
                    assert len(found) == result.counts(counted)[i, j]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings_lists)
def test_words_of_frequencies(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        found = frequencies(project)
        loops = list(expected_rows(project, None))
        for row in found.rows:
            alone = [words for label, *_, words in loops if label == row.code.label]
            under = [words for label, *_, words in loops if label.startswith(row.code.label)]
            assert row.words == len(set().union(*alone))
            assert row.all_words == len(set().union(*under))
            if found.material.words:
                assert row.per_1000_words == 1000 * row.codings / found.material.words
        assert found.total.words == len(set().union(*(words for *_, words in loops)))


def test_words_are_those_that_people_count(empty_project):
    talk = (("Intervjuer", "Hva – altså … det?"), ("Mor", "Å, 3-åringen min 😔 sa (ikke) «nei»."))
    study.add(empty_project, "én", talk)
    study.add(empty_project, "to", (("[00:12] R", "日本語 og\u00a0mer"),))
    ids = source_ids(empty_project)
    assert word_places(empty_project, list(ids.values())).per_source().tolist() == [9, 3]
    assert word_places(empty_project, []).per_source().tolist() == []


def test_rates_and_what_they_are_on(project):
    found = frequencies(project, Selection(coders=("Per",)))
    words = sum(
        len([word for word in source.text[turn.start : turn.end].split() if re.search(r"\w", word)])
        for source in sources(project)
        for turn in turns(project, source.id)
    )
    assert found.material == (3, 3, words)
    tid = next(row for row in found.rows if row.code.name == "Tid")
    assert (tid.codings, tid.words, tid.per_case) == (2, 6, 2 / 3)
    by = frequencies_by(project, "kommune")
    assert sum(group.material.words for group in by.groups) == words
    study.add(project, "ikke kodet", (("R", "Ingen har lest dette."),))
    assert frequencies(project).left_out == ("ikke kodet",)
    assert frequencies(project).material.words == words, "nobody has looked for codes there"
    named = frequencies(project, Selection(sources=("ikke kodet",)))
    assert named.material == (1, 0, 4) and named.rows[0].per_case is None


def test_residuals_of_a_published_table():
    found = adjusted_residuals(PARTY, PARTY.sum(axis=1), PARTY.sum(axis=0), PARTY.sum())
    assert found.round(2).tolist() == PARTY_RESIDUALS


def test_the_statistic_is_scipys():
    random = np.random.default_rng(3)
    for _ in range(20):
        table = random.integers(1, 30, random.integers(2, 6, 2)).astype(float)
        wanted = stats.chi2_contingency(table, correction=False).statistic
        assert chi_squared(table) == pytest.approx(wanted)
        units = table[0] + table[1]
        of_presence = chi_squared_of_presence(table[:1].T, units)
        wanted = stats.chi2_contingency(table[:2], correction=False).statistic
        assert of_presence[0] == pytest.approx(wanted)


def test_cramers_v_of_published_values():
    # The documentation of ClickHouse, cramersVBiasCorrected: number % 10 and number % 4 up to 150.
    table = np.zeros((10, 4))
    for number in range(150):
        table[number % 10, number % 4] += 1
    assert stats.contingency.association(table.astype(int)) == pytest.approx(0.5798088336225178)
    assert cramers_v(chi_squared(table), 150, 10, 4) == pytest.approx(0.5305112825189074)
    assert cramers_v(chi_squared(np.eye(2) * 20), 40, 2, 2) == pytest.approx(1)
    assert cramers_v(0.0, 40, 2, 2) == 0
    assert np.isnan(cramers_v(0.0, 40, 1, 2)) and np.isnan(cramers_v(0.0, 1, 2, 2))


def test_v_does_not_show_what_is_not_there():
    """Without association the corrected V is about 0 in the mean square, the plain one is not."""
    random = np.random.default_rng(5)
    plain, corrected = [], []
    for _ in range(400):
        table = np.zeros((3, 4))
        np.add.at(table, (random.integers(0, 3, 30), random.integers(0, 4, 30)), 1)
        filled = np.count_nonzero(table.sum(axis=1)), np.count_nonzero(table.sum(axis=0))
        corrected.append(cramers_v(chi_squared(table), 30, *filled))
        plain.append(np.sqrt(chi_squared(table) / 30 / 2))
    assert np.mean(plain) > 0.28 > 2 * np.mean(corrected)


def one_figure(present, groups):
    units = np.bincount(groups).astype(float)

    def statistic(labels):
        having = np.stack([(labels == each) @ present for each in range(len(units))], axis=1)
        return chi_squared_of_presence(having[..., None], units)

    return statistic


def test_permuting_cases_in_one_group_each_is_fishers_test():
    present = np.array([1.0] * 7 + [0] * 3 + [1] * 2 + [0] * 6)
    groups = np.array([0] * 10 + [1] * 8)
    (p,) = permutation_p(np.arange(18), groups, one_figure(present, groups), rounds=20_000, seed=1)
    exact = associations_of_codes(np.arange(18), groups, present[:, None], rounds=9, seed=0)[0]
    wanted = stats.fisher_exact([[7, 2], [3, 6]]).pvalue
    assert exact.p == pytest.approx(wanted) and exact.test == "Fisher"
    assert p == pytest.approx(wanted, abs=0.012)


def test_permuting_cases_in_both_groups_is_the_sign_test():
    """Of 9 people asked twice, 7 gained and 1 lost: McNemar's exact test."""
    before = np.array([0] * 7 + [1, 1])
    after = np.array([1] * 7 + [0, 1])
    present, groups = np.concatenate((before, after)).astype(float), np.repeat([0, 1], 9)
    case = np.tile(np.arange(9), 2)
    (p,) = permutation_p(case, groups, one_figure(present, groups), rounds=20_000, seed=1)
    assert p == pytest.approx(stats.binomtest(7, 8).pvalue, abs=0.006)
    (found,) = associations_of_codes(case, groups, present[:, None], rounds=1999, seed=0)
    assert found.test == "permutation", "two rounds of one person are not two persons"


def test_permuting_against_every_permutation():
    present, groups = np.array([1.0, 1, 1, 0, 0, 0, 1]), np.array([0, 0, 0, 1, 1, 2, 2])
    statistic = one_figure(present, groups)
    every = np.array(list(itertools.permutations(groups.tolist())))
    observed = statistic(groups[None, :])
    wanted = (statistic(every) >= observed - 1e-9).mean()
    (p,) = permutation_p(np.arange(7), groups, statistic, rounds=20_000, seed=2)
    assert p == pytest.approx(wanted, abs=0.012)


@pytest.fixture
def many(empty_project):
    """Twelve cases; two perspectives, two waves; a code that goes with the perspective."""
    with empty_project.action("made"):
        for name in ("A", "B"):
            add_code(empty_project, name)
    for number in range(12):
        name = f"s{number:02}"
        source_id = study.add(empty_project, name, (("R", "Første ord. Andre ord."),))
        with empty_project.action("variables"):
            assign_case(empty_project, source_id, f"c{number}")
            if number < 11:
                value = "familie" if number < 6 else "leder"
                set_value(empty_project, "perspektiv", value, source_id=source_id)
            set_value(empty_project, "bølge", str(2023 + number % 2), source_id=source_id)
        study.apply(empty_project, name, "Første", "A" if number < 6 else "B")
        study.apply(empty_project, name, "Andre", "B")
    return empty_project


def test_a_table_by_hand(many):
    result = crosstab(many, "perspektiv")
    assert result.groups == (("familie",), ("leder",), (None,))
    assert result.codings.tolist() == [[6, 0, 0], [6, 10, 2]]
    assert result.figures(Figure.ROW).tolist()[0] == [1, 0, 0]
    assert result.figures(Figure.COLUMN).tolist()[0] == [0.5, 0, 0]
    assert result.figures(Figure.COLUMN, Counted.CASES).tolist() == [[1, 0, 0], [1, 1, 1]]
    assert result.figures(Figure.PER_1000_WORDS)[0, 0] == 250
    assert result.figures(Figure.PER_CASE).tolist()[1] == [1, 2, 2]
    assert np.isnan(result.figures(Figure.RESIDUAL)[:, 2]).all(), "no value is no group to test"
    a, b = result.associations
    assert a.test == "Fisher" and a.p == pytest.approx(stats.fisher_exact([[6, 0], [0, 5]]).pvalue)
    assert a.v == pytest.approx(1) and a.p_adjusted == a.p, "B is in all cases and has no test"
    assert (b.v, b.p, b.test) == (None, None, "")
    assert result.overall.p < 0.02
    assert result.small()[1].tolist() == [False, False, True]
    assert crosstab(many, "perspektiv", seed=0).overall == result.overall


def test_two_variables(many):
    result = crosstab(many, ["perspektiv", "bølge"], rounds=99)
    assert result.groups[0] == ("familie", "2023") and result.groups[-1] == (None, "2024")
    assert result.codings.sum() == 24
    group = {"perspektiv": "familie", "bølge": "2024"}
    found = crosstab_excerpts(many, study.code(many, "A").id, group)
    assert [each.source for each in found] == ["s01", "s03", "s05"]
    table = crosstab_table(result)
    assert table.columns[:3] == ("code", "perspektiv", "bølge")
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_one_case_and_one_group_have_no_test(many):
    alone = crosstab(many, "perspektiv", Selection(cases=("c1",)))
    assert {each.p for each in (*alone.associations, alone.overall)} == {None}
    assert np.isnan(alone.figures(Figure.RESIDUAL)).all()
    assert any("undefined" in note for note in crosstab_screen(alone).notes)


def test_what_cannot_be_crossed(many, empty_project):
    with pytest.raises(NotFoundError, match="no variable “persepktiv”") as raised:
        crosstab(many, "persepktiv")
    assert "“perspektiv”" in raised.value.remedy
    for variables in (["bølge", "bølge"], [], ["a", "b", "c"]):
        with pytest.raises(InputError, match="one variable or two"):
            crosstab(many, variables)
    with pytest.raises(InputError, match="No source that counts has a value of perspektiv"):
        crosstab(many, "perspektiv", Selection(sources=("s11",)))
    with pytest.raises(InputError, match="no codings"):
        crosstab(many, "bølge", Selection(text="finnes ikke"))
    with pytest.raises(NotFoundError, match="That code has no row"):
        crosstab_excerpts(many, 999, {"bølge": "2023"})


def test_a_code_that_is_named_has_a_row_even_if_nobody_has_it(many):
    with many.action("made"):
        add_code(many, "C")
    result = crosstab(many, "bølge", Selection(codes=("C",)))
    assert [code.name for code in result.codes] == ["C"]
    assert result.cases.tolist() == [[0, 0]]
    assert result.bases(Counted.CASES).tolist() == [6, 6]


def test_a_variable_with_a_value_for_every_source(many):
    with many.action("variables"):
        for number, source_id in enumerate(source_ids(many).values()):
            set_value(many, "sted", f"sted {number}", source_id=source_id)
    assert len(crosstab(many, "sted", rounds=9).groups) == 12
    for number in range(12, 12 + MOST_GROUPS):
        source_id = study.add(many, f"s{number}", (("R", "Første ord."),))
        study.apply(many, f"s{number}", "Første", "A")
        with many.action("variables"):
            set_value(many, "sted", f"sted {number}", source_id=source_id)
    with pytest.raises(InputError, match="sted makes 72 groups; a table takes 60") as raised:
        crosstab(many, "sted")
    assert "--where sted=" in raised.value.remedy


def test_the_command(qualcode, project_file, tmp_path):  # noqa: F811
    report = ("report", "crosstab", project_file, "--variable", "perspektiv")
    shown = qualcode(*report, "--count", "cases", "--show", "column")[1]
    assert "Column percentages of cases by perspektiv" in shown and "100 %*" in shown
    assert "Coders: Kari, Per" in shown and "Selection: everything" in shown
    out = tmp_path / "kryss.csv"
    assert qualcode(*report, "--variable", "kommune", "--out", out)[0] == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["kommune"] for row in rows if row["perspektiv"] == "familie"} == {"Tromsø"}
    out = tmp_path / "kryss.json"
    assert qualcode(*report, "--depth", "0", "--out", out)[0] == 0
    content = json.loads(out.read_text("utf-8"))
    assert sum(row["codings"] for row in content["rows"] if row["perspektiv"] != "(all)") == 10
    cell = qualcode(*report, "--cell", "Tid", "leder")[1]
    assert "kapasiteten" in cell and "1 excerpt." in cell
    assert "“familie”" in qualcode(*report, "--cell", "Tid", "famile")[2]
    assert "There is no variable “perspk”" in qualcode(*report[:4], "perspk")[2]
