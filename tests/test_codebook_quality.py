"""The codebook's quality against plain loops and every permutation, and the words behind it."""

from __future__ import annotations

import csv
import json
import shutil
from itertools import combinations

import numpy as np
import pytest
import study
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats
from test_cli import qualcode  # noqa: F401 (a fixture)

from qualcode.analysis.codebook_quality import codebook_quality, finding_excerpts
from qualcode.analysis.codebook_quality_drift import (
    adjusted,
    cohens_h,
    drift_of_work,
    drift_over,
    halves,
)
from qualcode.analysis.codebook_quality_results import Check
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError, NotFoundError
from qualcode.project import Project
from qualcode.project.cases import set_value
from qualcode.project.codes import codes
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids
from qualcode.reporting.codebook_quality import codebook_quality_report
from qualcode.reporting.codebook_quality_labels import QualityView
from qualcode.reporting.figures.canvas import png

WORDS = 30  # in a source; each has three letters and a space after it
CODES = ("A", "A1", "B", "C", "D")
CODERS = ("anne", "bjørn")

codings_lists = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, len(CODES) - 1),
        st.integers(0, WORDS - 1),
        st.integers(1, 12),
        st.sampled_from(CODERS),
    ),
    max_size=30,
)


def make_project(path, rows, sources=3, defined=True):
    """Codings (source, code, first word, number of words, coder) in sources of equal words."""
    project = Project.create(path, coder="anne")
    for name in CODES:
        parent = study.code(project, "A") if name == "A1" else None
        add_code(project, name, parent=parent, definition="Det som gjelder." if defined else "")
    ids = [
        study.add(project, f"kilde {number}", [("Mor", " ".join(["ord"] * WORDS))])
        for number in range(sources)
    ]
    code_ids = [study.code(project, name).id for name in CODES]
    begin = len("Mor: ")
    add_codings(
        project,
        [
            NewCoding(
                ids[source],
                code_ids[code],
                begin + 4 * first,
                begin + 4 * min(first + number, WORDS) - 1,
                coder,
            )
            for source, code, first, number, coder in rows
        ],
        label="coded",
    )
    return project


def of(result, check):
    return [finding for finding in result.findings if finding.check is check]


def at_times(project, moments):
    """Let codings have been made at moments, by the names of their sources."""
    with project.action("when"):
        for name, moment in moments.items():
            project.connection.execute(
                "UPDATE codings SET created_at = ? WHERE source_id = ?",
                (moment, source_ids(project)[name]),
            )


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(codings_lists)
def test_shared_words_as_plain_loops_count_them(tmp_path_factory, rows):
    with make_project(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        result = codebook_quality(project)
        words = {}
        for source, code, first, number, coder in rows:
            for word in range(first, min(first + number, WORDS)):
                words.setdefault(CODES[code], set()).add((source, coder, word))
        for row in result.rows:
            own = words.get(row.code.name, set())
            others = {
                name: len(own & found) / len(own)
                for name, found in words.items()
                if own and name != row.code.name and {name, row.code.name} != {"A", "A1"}
            }
            best = max(others.values(), default=0)
            if not best:
                assert row.nearest is None
            else:
                assert row.nearest_share == pytest.approx(best)
                other = words[row.nearest.name]
                assert row.in_nearest == pytest.approx(len(own & other) / len(other))
        together = {(each.code.name, each.other.name) for each in of(result, Check.TOGETHER)}
        for one, other in combinations(CODES, 2):
            if {one, other} == {"A", "A1"} or not (words.get(one) and words.get(other)):
                continue
            first, second = sorted((one, other), key=lambda name: len(words[name]))
            # Of two of the same size the first in the codebook is told.
            if len(words[one]) == len(words[other]):
                first, second = one, other
            share = len(words[one] & words[other]) / len(words[first])
            enough = sum(CODES[code] == first for _, code, *_ in set(rows)) >= 3
            assert ((first, second) in together) == (share >= 0.8 and enough)


def test_the_same_code_or_a_sub_code(tmp_path):
    rows = [(source, code, 2, 6, "anne") for source in range(3) for code in (2, 3)]
    rows += [(source, 4, 0, 24, "anne") for source in range(3)]
    rows += [(source, 0, 2, 6, "bjørn") for source in range(3)]  # another coder's do not count
    with make_project(tmp_path / "p.qualcode", rows) as project:
        found = of(codebook_quality(project), Check.TOGETHER)
        told = {(each.code.name, each.other.name): each for each in found}
        assert set(told) == {("B", "C"), ("B", "D"), ("C", "D")}
        assert told["B", "C"].values["kind"] == "same"
        within = told["B", "D"]
        assert within.values["kind"] == "within"
        assert (within.values["share"], within.values["back"]) == (1, 0.25)
        assert len(finding_excerpts(project, within.codings)) == 3
        assert not of(codebook_quality(project, Selection(coders=("bjørn",))), Check.TOGETHER)


def test_touching_and_few_codings_are_not_together(tmp_path):
    rows = [(0, 2, 0, 4, "anne"), (0, 3, 4, 4, "anne"), (0, 4, 4, 4, "anne")]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        result = codebook_quality(project)
        assert not of(result, Check.TOGETHER)
        assert [row.nearest_share for row in result.rows if row.code.name in "BCD"] == [None, 1, 1]


def test_unused_codes_but_not_headings(tmp_path):
    with make_project(tmp_path / "p.qualcode", [(0, 1, 0, 4, "anne")]) as project:
        found = of(codebook_quality(project), Check.UNUSED)
        assert [each.code.name for each in found] == ["B", "C", "D"]


def test_codes_beside_their_sub_codes(tmp_path):
    rows = [(0, 0, 0, 4, "anne"), (1, 0, 0, 4, "anne"), (0, 1, 2, 4, "anne"), (1, 1, 2, 4, "bjørn")]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        (found,) = of(codebook_quality(project), Check.BESIDE_CHILDREN)
        assert dict(found.values) == {"own": 2, "below": 2, "same": 1}
        assert len(found.codings) == 2


def test_one_coder_of_those_who_coded_the_same(tmp_path):
    rows = [
        (0, 2, 0, 4, "anne"),
        (0, 3, 0, 4, "anne"),
        (0, 3, 0, 4, "bjørn"),
        (1, 4, 0, 4, "anne"),  # nobody else has coded that source
        (2, 2, 9, 4, "anne"),
    ]
    with make_project(tmp_path / "p.qualcode", rows) as project:
        result = codebook_quality(project)
        (found,) = of(result, Check.ONE_CODER)
        assert found.code.name == "B"
        values = {"coder": "anne", "others": "bjørn", "codings": 1, "sources": 1, "both": 1}
        assert dict(found.values) == values
        assert result.double_coded == 1
        alone = codebook_quality(project, Selection(coders=("anne",)))
        assert not of(alone, Check.ONE_CODER)
        assert alone.double_coded == 0


def test_definitions_single_sources_and_short_codings(tmp_path):
    rows = [(0, 2, 0, 1, "anne"), (0, 2, 5, 3, "anne"), (0, 3, 0, 9, "anne"), (1, 3, 0, 9, "anne")]
    with make_project(tmp_path / "p.qualcode", rows, defined=False) as project:
        result = codebook_quality(project)
        assert [each.code.name for each in of(result, Check.NO_DEFINITION)] == list(CODES)
        assert [each.code.name for each in of(result, Check.ONE_SOURCE)] == ["B"]
        (short,) = of(result, Check.SHORT)
        assert (short.code.name, short.values["words"]) == ("B", 2)
        assert not of(codebook_quality(project, short=1), Check.SHORT)
        only = codebook_quality(project, Selection(sources=("kilde 0",)))
        assert not of(only, Check.ONE_SOURCE)  # there is but one


def test_halves_of_the_work():
    begun = ["5", "1", "4", "2", "3"]
    half, tied = halves(begun, np.zeros(5, dtype=np.int64))
    assert (half.tolist(), tied) == ([1, 0, 1, 0, -1], False)
    half, tied = halves(["1", "2", "3", "4"], np.array([0, 0, 1, 1]))
    assert (half.tolist(), tied) == ([0, 1, 0, 1], False)
    half, tied = halves(["1", "2", "2", "4"], np.zeros(4, dtype=np.int64))
    assert (half.tolist(), tied) == ([-1] * 4, True)


def of_work(codings, stratum=None, begun=None, rounds=1999):
    size = len(codings)
    return drift_of_work(
        "anne",
        np.arange(size),
        begun or [f"{number:03}" for number in range(size)],
        np.zeros(size, dtype=np.int64) if stratum is None else stratum,
        np.array(codings),
        rounds=rounds,
        seed=0,
    )


def test_drift_is_tested_in_every_way_there_is():
    codings = np.random.default_rng(5).integers(0, 9, (8, 3)) + 1
    found = of_work(codings)

    def apart(second):
        late, early = codings[list(second)], np.delete(codings, list(second), axis=0)
        return late[:, 0].sum() / late.sum() - early[:, 0].sum() / early.sum()

    every = [apart(way) for way in combinations(range(8), 4)]
    observed = apart((4, 5, 6, 7))
    assert found.rows[0].difference == pytest.approx(observed)
    expected = np.mean([abs(each) >= abs(observed) - 1e-12 for each in every])
    assert found.rows[0].p == pytest.approx(expected)
    # In a few random ways it is about the same.
    assert of_work(codings, rounds=69).rows[0].p == pytest.approx(expected, abs=0.25)


def test_drift_within_strata_moves_sources_within_them():
    # All that differs lies between the strata, and none of it between halves.
    codings = [[9, 1]] * 6 + [[1, 9]] * 6
    stratum = np.array([0] * 6 + [1] * 6)
    assert of_work(codings).rows[0].p < 0.01
    within = of_work(codings, stratum)
    assert within.rows[0].difference == 0
    assert within.rows[0].p == 1
    assert [len(each) for each in within.sources] == [6, 6]


def test_drift_that_cannot_be_tested_says_why():
    few = of_work([[9, 1]] * 7)
    assert few.undefined == "few"
    assert [row.p for row in few.rows] == [None, None]
    assert of_work([[9, 1]] * 20, begun=["same"] * 20).undefined == "order"
    rare = of_work([[1, 9]] * 4 + [[0, 9]] * 16)
    assert [row.p is None for row in rare.rows] == [True, False]


def test_drift_over_values_moves_cases():
    random = np.random.default_rng(2)
    codings = random.integers(0, 6, (8, 2)) + 1
    group = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    found = drift_over(
        ["2023", "2025"], np.arange(8), group, np.arange(8), codings, rounds=4999, seed=1
    )

    def statistic(inside):
        table = np.array([codings[~inside].sum(axis=0), codings[inside].sum(axis=0)])
        return stats.chi2_contingency(table, correction=False).statistic

    every = []
    for way in combinations(range(8), 4):
        inside = np.zeros(8, dtype=bool)
        inside[list(way)] = True
        every.append(statistic(inside))
    expected = np.mean(np.array(every) >= statistic(group == 1) - 1e-9)
    assert found.rows[0].p == pytest.approx(expected, abs=0.03)
    assert found.sources == ((0, 1, 2, 3), (4, 5, 6, 7))


def test_p_is_adjusted_over_all_that_was_tested():
    many = np.random.default_rng(7).integers(1, 9, (12, 6))
    found = adjusted([of_work(many), of_work(many[::-1].copy())])
    p = [row.p for over in found for row in over.rows]
    corrected = stats.false_discovery_control(p)
    assert [row.p_adjusted for over in found for row in over.rows] == pytest.approx(corrected)
    assert adjusted([of_work([[1, 1]] * 3)])[0].rows[0].p_adjusted is None


def test_cohens_h():
    # Cohen (1988), table 6.2.2: φ of .50 is 1.571 and of .65 is 1.875.
    assert cohens_h(0.5, 0.65) == pytest.approx(1.875 - 1.571, abs=0.001)
    assert cohens_h(0.2, 0.2) == 0


def test_a_coder_who_changes_is_found_and_the_excerpts_are_theirs(tmp_path):
    rows = []
    for source in range(12):
        code, other = (2, 3) if source < 6 else (3, 2)
        rows += [(source, code, 3 * each, 2, "anne") for each in range(6)]
        rows += [(source, other, 20, 2, "anne")]
        rows += [(source, 4, 25, 2, "bjørn")]
    with make_project(tmp_path / "p.qualcode", rows, sources=12) as project:
        undefined = codebook_quality(project)
        assert [over.undefined for over in undefined.drift] == ["order", "order"]
        assert not of(undefined, Check.DRIFT)
        at_times(project, {f"kilde {n}": f"2024-01-{n + 1:02}T09:00:00+00:00" for n in range(12)})
        result = codebook_quality(project)
        found = of(result, Check.DRIFT)
        assert [each.code.name for each in found] == ["B", "C"]
        values = found[0].values
        assert (values["coder"], values["kind"]) == ("anne", "work")
        assert values["low"] == pytest.approx(6 / 7)
        assert values["high"] == pytest.approx(1 / 7)
        excerpts = finding_excerpts(project, found[0].codings)
        assert len(excerpts) == 42
        assert {each.coders for each in excerpts} == {("anne",)}
        with project.action("groups"):
            for number in range(12):
                name = source_ids(project)[f"kilde {number}"]
                set_value(project, "runde", "1" if number < 6 else "2", source_id=name)
        comparable = codebook_quality(project, comparable="runde", over="runde")
        assert [each.values["kind"] for each in of(comparable, Check.DRIFT)] == ["over", "over"]
        notes = codebook_quality_report(project, comparable).shown.notes
        assert any("hver verdi av runde" in note for note in notes)


def test_every_number_leads_to_as_many_excerpts(tmp_path):
    rows = [
        (s, c, 3 * s + c, 5, who) for s in range(9) for c in range(4) for who in CODERS[: s % 3]
    ]
    with make_project(tmp_path / "p.qualcode", rows, sources=9) as project:
        moments = {f"kilde {n}": f"2024-01-{n + 1:02}T09:00:00+00:00" for n in range(9)}
        at_times(project, moments)
        result = codebook_quality(project)
        assert result.findings
        for view in QualityView:
            report = codebook_quality_report(project, result, view)
            assert report.readable.rows
            opened = 0
            for row, cells in enumerate(report.readable.rows):
                for column, cell in enumerate(cells):
                    behind = report.behind(row, column)
                    if behind is not None:
                        assert len(behind) == cell
                        opened += 1
            assert opened == len(report.readable.rows)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("view", list(QualityView))
def test_reports_in_three_languages(tmp_path, language, view):
    rows = [(s, c, 2, 1, who) for s in range(3) for c in (0, 1, 2, 3) for who in CODERS]
    rows += [(0, 4, 0, 1, "anne")]
    with make_project(tmp_path / "p.qualcode", rows, defined=False) as project:
        add_code(project, "E")
        with project.action("language"):
            project.connection.execute("UPDATE project SET language = ?", (language,))
            set_value(project, "runde", "1", source_id=1)
        result = codebook_quality(project, over="runde")
        assert {each.check for each in result.findings} == set(Check) - {Check.DRIFT}
        report = codebook_quality_report(project, result, view)
        for text in (*report.shown.notes, *report.shown.columns, report.shown.title):
            assert "{" not in text
            assert text
        if view is QualityView.CODES:
            assert png(report.figures[0]).startswith(b"\x89PNG")
        assert len(report.figures[0].alt) > 30


def test_a_code_with_braces_in_its_name(project):
    add_code(project, "{code} {share}")
    report = codebook_quality_report(project, codebook_quality(project), QualityView.FINDINGS)
    assert any("{code} {share}" in str(row[-1]) for row in report.shown.rows)


def test_nothing_coded_and_an_empty_codebook(empty_project, project):
    with pytest.raises(InputError, match="empty"):
        codebook_quality(empty_project)
    result = codebook_quality(project, Selection(text="zzzz"))
    assert not result.findings
    assert len(result.rows) == len(codes(project))
    assert result.rows[0].median_words is None
    notes = codebook_quality_report(project, result).shown.notes
    assert notes[0] == "Ingen kodinger i utvalget."


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"over": "runde"}, NotFoundError),
        ({"comparable": "runde"}, NotFoundError),
        ({"overlap": 0}, InputError),
        ({"short": -1}, InputError),
        ({"rounds": 0}, InputError),
        ({"selection": Selection(codes=("Ti",))}, NotFoundError),
    ],
)
def test_what_cannot_be_computed_is_refused(project, options, error):
    with pytest.raises(error):
        codebook_quality(project, **options)


def test_commands(qualcode, study_file, tmp_path):  # noqa: F811
    path = shutil.copy(study_file, tmp_path / "studie.qualcode")
    code, out, _ = qualcode("report", "codebook", path, "--over", "bølge")
    assert code == 0
    assert "not a verdict" in out
    code, out, _ = qualcode("report", "codebook", path, "--show", "findings")
    assert code == 0
    assert "1. “" in out
    assert qualcode("report", "codebook", path, "--show", "drift")[0] == 0
    with Project.open(path, read_only=True) as project:
        findings = codebook_quality(project).findings
    number = next(place for place, each in enumerate(findings, 1) if each.codings)
    code, out, _ = qualcode("report", "codebook", path, "--finding", number)
    assert code == 0
    assert f"{len(findings[number - 1].codings)} excerpt" in out
    code, _, err = qualcode("report", "codebook", path, "--finding", 999)
    assert code != 0
    assert "There is no finding 999" in err
    for suffix in ("csv", "json", "xlsx", "html"):
        out_file = tmp_path / f"kodebok.{suffix}"
        assert qualcode("report", "codebook", path, "--out", out_file)[0] == 0
        assert out_file.stat().st_size > 100
    with (tmp_path / "kodebok.csv").open(encoding="utf-8-sig") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert "beside-children" in rows["Ressursbarrierer > Økonomi"]["findings"]
    stored = json.loads((tmp_path / "kodebok.json").read_text("utf-8"))
    assert len(stored["rows"]) == 9
