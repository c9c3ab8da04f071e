"""Baseline against later waves: against the files by hand, plain loops and scipy's bootstrap."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import study
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats
from test_cli import qualcode  # noqa: F401 (a fixture)

from qualcode.analysis.cells import comparison_excerpts
from qualcode.analysis.comparison import FEWEST_CASES, Cases, Change, change_of, compare
from qualcode.analysis.resampling import case_weights, percentile_interval
from qualcode.analysis.unit import Counted, Measure
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError, NotFoundError
from qualcode.examples import make_example
from qualcode.model import Span, Transcript, Turn
from qualcode.project import Project
from qualcode.project.cases import assign_case, set_value
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.selection import Selection
from qualcode.project.sources import Original, add_source, source_ids
from qualcode.reporting.comparison import (
    case_table,
    comparison_notes,
    comparison_table,
    interviewed_again,
    side_by_side,
)

CORPUS = Path(__file__).parent.parent / "corpora" / "samordning"
WORDS = 40
# Whose each source is, its wave and its place; the last three are of no use to a comparison.
SOURCES = (
    ("a", "1", "by"),
    ("a", "2", "by"),
    ("b", "1", "by"),
    ("b", "2", ""),
    ("c", "1", "bygd"),
    ("c", "1", "bygd"),
    ("c", "3", "bygd"),
    ("d", "2", "bygd"),
    ("e", "1", "by"),
    ("", "1", "by"),
    ("e", "", "by"),
    ("", "", ""),
)
codings = st.lists(
    st.tuples(
        st.integers(0, len(SOURCES) - 1), st.integers(0, 2), st.integers(0, 60), st.integers(1, 60)
    ),
    max_size=30,
)


def make(path, rows, *, everywhere=True):
    """The sources above with codings of A, A > B and C; every source has one of D if asked for."""
    project = Project.create(path, coder="anne")
    with project.action("made"):
        made = {"A": add_code(project, "A")}
        made["B"] = add_code(project, "B", parent=study.code(project, "A"))
        made["C"], made["D"] = add_code(project, "C"), add_code(project, "D")
        ids = []
        for number, (case, wave, place) in enumerate(SOURCES):
            source_id = add_source(
                project,
                name=f"s{number:02}",
                transcript=Transcript("ord " * WORDS, (Turn(0, 4 * WORDS),), "txt"),
                sentences=[Span(0, 4 * WORDS)],
                original=Original(f"{number}.txt", str(number).encode()),
                language="nb",
            )
            ids.append(source_id)
            if case:
                assign_case(project, source_id, case)
            for name, value in (("wave", wave), ("place", place)):
                set_value(project, name, value or "x", source_id=source_id)
                set_value(project, name, value, source_id=source_id)
    new = [
        NewCoding(ids[source], made["ABC"[code]], start, start + length, "anne")
        for source, code, start, length in rows
    ]
    if everywhere:
        new += [NewCoding(each, made["D"], 0, 3, "anne") for each in ids]
    add_codings(project, new, label="coded")
    return project


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=codings)
def test_every_number_is_a_loops_and_leads_to_its_excerpts(tmp_path_factory, rows):
    with make(tmp_path_factory.mktemp("p") / "p.qualcode", rows) as project:
        for depth in (None, 0):
            result = compare(project, "wave", "1", group="place", depth=depth, rounds=9)
            assert (result.values, result.cases) == (("1", "2", "3"), tuple("abcde"))
            assert (result.without_case, result.without_value) == (2, 2)
            for row in result.rows:
                check_row(project, result, row, rows, depth)


def check_row(project, result, row, rows, depth):
    names = (
        {"A": "AB", "B": "B", "C": "C", "D": "D"} if depth == 0 else {each: each for each in "ABCD"}
    )
    there = {
        (case, wave)
        for case, wave, place in SOURCES
        if case and (not row.group or (place or None,) == row.group)
    }
    counts = dict.fromkeys(there, 0)
    everything = [*rows, *((source, 3, 0, 3) for source in range(len(SOURCES)))]
    for source, code, *_ in everything:
        case, wave, place = SOURCES[source]
        inside = not row.group or (place or None,) == row.group
        if case and inside and "ABCD"[code] in names[row.code.name]:
            counts[case, wave] += 1
    both = {case for case, wave in there if wave == "1"} & {
        case for case, wave in there if wave == row.later
    }
    for cases, contrast in row.contrasts.items():
        for value, side in (("1", contrast.before), (row.later, contrast.after)):
            here = {
                case: number
                for (case, wave), number in counts.items()
                if wave == value
                and (cases is Cases.ALL or (case in both) is (cases is Cases.AGAIN))
            }
            assert side.cases == len(here)
            assert side.having == tuple(sorted(case for case in here if here[case]))
            assert side.codings == sum(here.values())
            assert side.figure == (len(side.having) / len(here) if here else None)
            for counted, number in (
                (Counted.CASES, len(side.having)),
                (Counted.CODINGS, side.codings),
            ):
                found = comparison_excerpts(
                    project, result, row, cases=cases, value=value, counted=counted
                )
                assert len(found) == number
    for change in Change:
        who = {
            case for case in both if change_of(counts[case, "1"], counts[case, row.later]) is change
        }
        assert row.changes[change] == tuple(sorted(who))
        found = comparison_excerpts(project, result, row, change=change)
        if change is Change.NEVER:
            assert not found, "there are no words where a code never was"
        else:
            assert {each.case for each in found} == who and len(found) == len(who)
            wave = "1" if change is Change.LOST else row.later
            assert {each.variables["wave"] for each in found} <= {wave}


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    made = tmp_path_factory.mktemp("example") / "samordning.qualcode"
    make_example("samordning", made)
    with Project.open(made, read_only=True) as project:
        yield project


def test_the_example_study_against_its_files(example):
    """Who gained, lost and kept each code, straight from the tables that the study came as."""
    with (CORPUS / "variables.csv").open(encoding="utf-8") as file:
        about = {row["source"]: row for row in csv.DictReader(file)}
    has = set()
    with (CORPUS / "codings_anne.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            where = about[row["source"]]
            has.add((row["code"].split(" > ")[-1], where["case"], where["wave"]))
    waves = {
        wave: {r["case"] for r in about.values() if r["wave"] == wave} for wave in ("2023", "2025")
    }
    again = waves["2023"] & waves["2025"]
    assert len(again) == 5
    result = compare(example, "wave", "2023", Selection(coders=("anne",)))
    for row in result.rows:
        names = {
            wave: {case for case in cases if (row.code.name, case, wave) in has}
            for wave, cases in waves.items()
        }
        contrast = row.contrasts[Cases.ALL]
        assert set(contrast.before.having) == names["2023"]
        assert set(contrast.after.having) == names["2025"]
        before, after = names["2023"] & again, names["2025"] & again
        assert set(row.changes[Change.GAINED]) == after - before
        assert set(row.changes[Change.LOST]) == before - after
        assert set(row.changes[Change.KEPT]) == before & after
        assert contrast.difference == pytest.approx(
            len(names["2025"]) / 6 - len(names["2023"]) / 12
        )
    assert sum(len(row.changes[Change.GAINED]) for row in result.rows) > 20


def test_an_interview_that_nobody_has_coded_yet_loses_no_code(tmp_path):
    rows = [(0, 0, 0, 5), (2, 0, 0, 5), (3, 2, 0, 5)]
    with make(tmp_path / "p.qualcode", rows, everywhere=False) as project:
        result = compare(project, "wave", "1", rounds=9)
        assert "s01" in result.left_out, "the second interview with a"
        (row,) = (row for row in result.rows if row.code.name == "A" and row.later == "2")
        assert row.changes[Change.LOST] == ("b",)
        assert any("Left out, since nobody" in note for note in comparison_notes(result))


def test_the_interval_is_scipys_for_two_groups():
    random = np.random.default_rng(4)
    one, two = random.gamma(2, 3, 25), random.gamma(3, 3, 18)
    weights = case_weights(np.repeat([1, 2], [25, 18]), 20_000, seed=0)
    assert (weights[:, :25].sum(axis=1) == 25).all() and (weights[:, 25:].sum(axis=1) == 18).all()
    drawn = weights[:, 25:] @ two / 18 - weights[:, :25] @ one / 25
    low, high = percentile_interval(drawn[:, None])
    wanted = stats.bootstrap(
        (one, two), lambda a, b, axis: b.mean(axis=axis) - a.mean(axis=axis),
        n_resamples=20_000, method="percentile", rng=1,
    ).confidence_interval  # fmt: skip
    assert [low[0], high[0]] == pytest.approx([wanted.low, wanted.high], abs=0.12)


def test_the_interval_is_scipys_for_the_same_people_twice():
    random = np.random.default_rng(4)
    before = random.gamma(2, 3, 20)
    after = before + random.normal(1, 1, 20)
    weights = case_weights(np.full(20, 3), 20_000, seed=0)
    low, high = percentile_interval((weights @ (after - before) / 20)[:, None])
    wanted = stats.bootstrap(
        (after, before), lambda a, b, axis: (a - b).mean(axis=axis), paired=True,
        n_resamples=20_000, method="percentile", rng=1,
    ).confidence_interval  # fmt: skip
    assert [low[0], high[0]] == pytest.approx([wanted.low, wanted.high], abs=0.03)
    assert high[0] - low[0] < 1.2, "who is the same person is drawn together"


def waves(path, before, after):
    """A project in which case n has so many codings in either wave, None for no interview."""
    project = Project.create(path, coder="anne")
    with project.action("made"):
        for name in "AB":
            add_code(project, name)
    for wave, numbers in (("1", before), ("2", after)):
        for case, number in enumerate(numbers):
            if number is None:
                continue
            name = f"c{case}w{wave}"
            source_id = study.add(project, name, (("R", "ord " * 20),))
            with project.action("variables"):
                assign_case(project, source_id, f"c{case}")
                set_value(project, "wave", wave, source_id=source_id)
            a, b = (study.code(project, each).id for each in "AB")
            new = [NewCoding(source_id, a, 3 + i, 9 + i, "anne") for i in range(number)]
            new.append(NewCoding(source_id, b, 3, 6, "anne"))
            add_codings(project, new, label="coded")
    return project


def test_rates_by_hand(tmp_path):
    with waves(tmp_path / "p.qualcode", [1, 0, 2, 3, 0, 1], [4, 1, 2, 5, 0, None]) as project:
        for measure, figures in (
            (Measure.PER_CASE, (7 / 6, 12 / 5)),
            (Measure.PER_1000_WORDS, (7 / 0.12, 12 / 0.1)),
            (Measure.CASES, (4 / 6, 4 / 5)),
        ):
            result = compare(project, "wave", measure=measure)
            row = result.rows[0]
            contrast = row.contrasts[Cases.ALL]
            assert (contrast.before.figure, contrast.after.figure) == pytest.approx(figures)
            assert contrast.low < contrast.difference < contrast.high
            assert compare(project, "wave", measure=measure).rows == result.rows, "the same seed"
            assert row.contrasts[Cases.ONCE].difference is None, "nobody came only later"
        assert result.baseline == "1"
        never = result.rows[-1].contrasts[Cases.ALL]
        assert (never.difference, never.low, never.high) == (0, None, None), "all have B: no spread"
        assert row.changes[Change.NEVER] == ("c4",)


def test_few_cases_have_no_interval(tmp_path):
    number = FEWEST_CASES - 1
    with waves(tmp_path / "p.qualcode", [1, 0, 2, 3, 0], [1] * number + [None]) as project:
        row = compare(project, "wave").rows[0]
        assert row.contrasts[Cases.ALL].difference is not None
        assert row.contrasts[Cases.ALL].low is None
    with waves(tmp_path / "q.qualcode", [1], [2]) as project:
        result = compare(project, "wave", measure=Measure.PER_CASE)
        assert result.rows[0].contrasts[Cases.AGAIN].difference == 1
        assert result.rows[0].contrasts[Cases.AGAIN].low is None


def test_the_tables(example):
    selection = Selection(coders=("anne",), codes=("Ressursbarrierer",))
    result = compare(example, "wave", "2023", selection, group="perspective")
    for table in (
        comparison_table(result),
        side_by_side(result),
        side_by_side(result, Cases.ONCE),
        interviewed_again(result),
        case_table(result),
    ):
        assert table.rows and {len(row) for row in table.rows} == {len(table.columns)}
    text = "\n".join(comparison_notes(result))
    assert "drawing cases, not codings" in text and "coders: anne" in text
    assert "18 sources, 13 cases" in text
    shown = side_by_side(result)
    assert shown.rows[0][1] == "(all)" and shown.rows[1][0] == ""
    assert "most often gained: Midlertidige midler (3)" in interviewed_again(result).notes[0]
    cases = {(row[0].split(" > ")[-1], row[1]): row[2:] for row in case_table(result).rows}
    assert cases["Midlertidige midler", "F01"] == (0, 1, "gained")
    assert cases["Midlertidige midler", "F02"] == (0, None, ""), "not interviewed again"
    both = comparison_notes(compare(example, "wave", "2023"))
    assert any("anne 18, bjørn 7" in note for note in both)


def test_what_cannot_be_compared(example, empty_project, project):
    with pytest.raises(NotFoundError, match="No source that counts has wave = “2022”") as raised:
        compare(example, "wave", "2022")
    assert "“2023”" in raised.value.remedy
    with pytest.raises(NotFoundError, match="no variable “wve”") as raised:
        compare(example, "wve", "2023")
    assert "“wave”" in raised.value.remedy
    with pytest.raises(InputError, match="nothing to compare"):
        compare(example, "wave", "2023", Selection(variables=(("wave", "2023"),)))
    with pytest.raises(InputError, match="compared already"):
        compare(example, "wave", "2023", group="wave")
    with pytest.raises(InputError, match="at least two rounds"):
        compare(example, "wave", rounds=1)
    with pytest.raises(InputError, match="from 0 up"):
        compare(example, "wave", depth=-1)
    with pytest.raises(InputError, match="no codings"):
        compare(empty_project, "wave")
    with project.action("no cases"):
        for source_id in source_ids(project).values():
            set_value(project, "runde", str(source_id), source_id=source_id)
            project.connection.execute("UPDATE sources SET case_id = NULL")
    with pytest.raises(InputError, match="No source that counts belongs to a case"):
        compare(project, "runde")


def test_the_command(qualcode, example, tmp_path):  # noqa: F811
    report = ("report", "compare", example.path, "--variable", "wave", "--coder", "anne")
    code = ("--code", "Ressursbarrierer")
    shown = qualcode(*report, "--baseline", "2023", *code, "--group", "perspective", "--all")[1]
    assert "what became of each code" in shown and "cases on one side only" in shown
    assert "Selection: codes: Ressursbarrierer; coders: anne" in shown
    gained = qualcode(*report, "--cell", "Midlertidige midler", "gained")[1]
    assert "F01_2025" in gained and "3 excerpts." in gained
    kept = qualcode(*report, "--cell", "Midlertidige midler", "kept")[1]
    assert "A01_2023" in kept and "A01_2025" in kept
    assert "5 excerpts." in qualcode(*report, "--cell", "Midlertidige midler", "2025")[1]
    assert (
        "Did you mean “gained”" in qualcode(*report, "--cell", "Penger og stillinger", "gaind")[2]
    )
    assert "rolled up" in qualcode(*report, "--depth", "0", "--cell", "Ventetid og kø", "lost")[2]
    assert "No case is on both sides." in qualcode(*report[:4], "perspective", *code)[1]
    assert "F01" in qualcode(*report, *code, "--cases", "--all")[1]
    out = tmp_path / "waves.json"
    assert qualcode(*report, *code, "--out", out)[0] == 0
    rows = json.loads(out.read_text("utf-8"))["rows"]
    names = ("Midlertidige midler", "cases on both sides")
    (row,) = (row for row in rows if (row["code"].split(" > ")[-1], row["which cases"]) == names)
    assert (row["gained"], row["lost"], row["kept"], row["never"]) == (3, 0, 1, 1)
    assert row["difference"] == 60
