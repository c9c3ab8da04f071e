"""Agreement in a project: who and what counts, units, intervals, disagreements, bad input."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from itertools import combinations

import krippendorff
import numpy as np
import pytest
import study
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualcode
from qualcode.analysis.agreement.disagreements import disagreements
from qualcode.analysis.agreement.measuring import agreement
from qualcode.analysis.agreement.resampling import intervals
from qualcode.analysis.agreement.results import Estimate
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.cli import main
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Span, Transcript
from qualcode.project import Project
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.selection import Selection
from qualcode.project.sources import (
    Original,
    add_source,
    sentence_spans,
    source_ids,
    sources,
    turns,
)
from qualcode.reporting import agreement as tables

FAMILY, EMPLOYEE, LEADER = "Familie i nord", "Ansatt i PPT", "Leder på Ålesund vgs"


def figures(row):
    """The coefficients of a row."""
    names = ("agreement", "cohen", "fleiss", "brennan_prediger", "alpha", "u_alpha")
    return {name: getattr(row, name).value for name in names}


def of_code(result, name):
    (row,) = [row for row in result.codes if row.code.name == name]
    return row


def test_the_study_by_hand(project):
    """Tid is on one of Kari's 15 sentences and on three of Per's, one of them the same."""
    result = agreement(project)
    row = of_code(result, "Tid")
    assert (result.units, result.coders, row.present) == (15, ("Kari", "Per"), (1, 3))
    chance = (1 * 3 + 14 * 12) / 15**2
    assert row.agreement.value == pytest.approx(13 / 15)
    assert row.cohen.value == pytest.approx((13 / 15 - chance) / (1 - chance))
    assert row.brennan_prediger.value == pytest.approx(2 * 13 / 15 - 1)
    assert row.alpha.value == pytest.approx(1 - (2 / 15) / (2 * 4 * 26 / (30 * 29)))
    assert row.agreement.low is None
    assert {row.code.name for row in result.codes} >= {"Tid", "Penger", "Økonomi"}


def matrix(project, result, unit):
    """By brute force: coders × (units of all sources) × codes, whether a coding touches the unit.

    Also which source each unit is in.
    """
    found, where = [], []
    index = {code.id: position for position, code in enumerate(row.code for row in result.codes)}
    ids = source_ids(project)
    for number, name in enumerate(result.sources):
        source_id = ids[name]
        length = len(next(s.text for s in sources(project) if s.id == source_id))
        spans = {
            AgreementUnit.CHARACTER: lambda length=length: [(i, i + 1) for i in range(length)],
            AgreementUnit.SENTENCE: lambda source_id=source_id: sentence_spans(project, source_id),
            AgreementUnit.TURN: lambda source_id=source_id: [
                (turn.start, turn.end) for turn in turns(project, source_id)
            ],
            AgreementUnit.SOURCE: lambda length=length: [(0, length)],
        }[unit]()
        here = np.zeros((len(result.coders), len(spans), len(index)), dtype=int)
        for row in project.rows(
            "SELECT coders.name, code_id, start, end FROM codings JOIN coders "
            "ON coders.id = coder_id WHERE source_id = ?",
            (source_id,),
        ):
            for position, (start, end) in enumerate(spans):
                if row["start"] < end and start < row["end"] and row["name"] in result.coders:
                    coder = result.coders.index(row["name"])
                    here[coder, position, index[row["code_id"]]] = 1
        found.append(here)
        where += [number] * len(spans)
    return np.concatenate(found, axis=1), np.array(where)


@pytest.mark.parametrize("unit", AgreementUnit)
def test_units_against_brute_force(project, unit):
    study.apply(project, FAMILY, "Hun kalte inn til møter", "Tid", by="Ola")
    study.apply(project, EMPLOYEE, "lovendringene? \nAnsatt"[:13], "Rutiner", by="Ola")
    study.apply(project, LEADER, "Tverrfaglige team", "Tverrfaglige team", by="Ola")
    result = agreement(project, unit=unit)
    data, _ = matrix(project, result, unit)
    assert (result.coders, result.units) == (("Kari", "Ola", "Per"), data.shape[1])
    for position, row in enumerate(result.codes):
        values = data[:, :, position]
        assert row.present == tuple(values.sum(axis=1))
        same = [np.mean(one == other) for one, other in combinations(values, 2)]
        assert row.agreement.value == pytest.approx(np.mean(same))
        if 0 < values.sum() < values.size:
            expected = krippendorff.alpha(values, level_of_measurement="nominal")
            assert row.alpha.value == pytest.approx(expected)
        else:
            assert row.alpha.value is None
    assert result.overall.agreement.value == pytest.approx(
        np.mean([row.agreement.value for row in result.codes])
    )


def test_which_sources_count(project):
    project_sources = agreement(project).sources
    assert project_sources == (EMPLOYEE, FAMILY, LEADER)
    study.apply(project, FAMILY, "Ja, men", "Tid", by="Ola")
    result = agreement(project)
    assert (result.coders, result.sources) == (("Kari", "Ola", "Per"), (FAMILY,))
    assert result.left_out == (EMPLOYEE, LEADER)
    # A source that is named counts; so does what nobody coded in it, as absent.
    named = agreement(project, Selection(sources=(FAMILY, LEADER)))
    assert (named.sources, named.left_out) == ((FAMILY, LEADER), ())
    assert named.not_coded == (("Ola", LEADER),)
    # Chosen in another way it does not.
    assert agreement(project, Selection(cases=("F-01", "L-03"))).sources == (FAMILY,)
    # Which codes are chosen is no matter: not to have used one is to disagree on it.
    chosen = agreement(project, Selection(codes=("Samordning",), coders=("Kari", "Per")))
    assert chosen.sources == (EMPLOYEE, FAMILY, LEADER)
    assert of_code(chosen, "Rutiner").present == (1, 0)


def test_a_named_source_that_nobody_coded_counts(project):
    study.add(project, "Tom", [("Mor", "Ingen har kodet dette. Ikke dette heller.")])
    assert agreement(project).left_out == ("Tom",)
    result = agreement(project, Selection(sources=(FAMILY, "Tom")))
    assert result.units == agreement(project, Selection(sources=(FAMILY,))).units + 2


def test_a_coders_own_overlaps_are_no_agreement(project):
    before = agreement(project, unit=AgreementUnit.CHARACTER)
    study.apply(project, FAMILY, "ikke tid", "Tid", by="Kari")  # inside one of hers
    after = agreement(project, unit=AgreementUnit.CHARACTER)
    assert figures(of_code(after, "Tid")) == figures(of_code(before, "Tid"))


def test_roll_up_unites_codes(project):
    themes = agreement(project, depth=0, unit=AgreementUnit.SOURCE)
    assert of_code(themes, "Ressursbarrierer").present == (2, 3)
    assert [row.code.depth for row in themes.codes] == [0, 0, 0]


def test_undefined_is_undefined(project):
    only = agreement(
        project, Selection(sources=(LEADER,), codes=("Tid",)), unit=AgreementUnit.SOURCE
    )
    assert only.overall.cohen.value == 0  # Kari never, Per always
    for by in ("Kari", "Per"):
        study.apply(project, LEADER, "Men", "Økonomi", by=by)
    both = agreement(
        project, Selection(sources=(LEADER,), codes=("Økonomi",)), unit=AgreementUnit.SOURCE
    )
    values = figures(both.overall)
    assert values["agreement"] == values["brennan_prediger"] == 1
    assert [values[name] for name in ("cohen", "fleiss", "alpha")] == [None] * 3
    assert both.overall.u_alpha.value == pytest.approx(1)  # characters: there are gaps
    table = tables.agreement_table(both)
    assert table.rows[0][table.columns.index("Cohen")] is None


def test_domains_and_overlaps(project):
    result = agreement(project)
    everything, *themes = result.domains
    assert everything.undefined_because == f"codings of Per overlap in {FAMILY}"
    assert everything.u_alpha == everything.cu_alpha == Estimate(None)
    by_theme = {domain.theme.name: domain for domain in themes}
    assert set(by_theme) == {"Ressursbarrierer", "Samordning"}
    barriers = by_theme["Ressursbarrierer"]
    assert not barriers.undefined_because
    assert barriers.u_alpha.value < barriers.binary_u_alpha.value
    assert [value.code.name for value in barriers.values] == [
        "Økonomi",
        "Penger",
        "Stillinger",
        "Tid",
    ]
    # A domain of one code is what the code is by itself.
    alone = agreement(project, Selection(codes=("Tid",)))
    (domain,) = alone.domains
    assert domain.u_alpha.value == pytest.approx(alone.overall.u_alpha.value)
    assert domain.cu_alpha.value is None


def test_bootstrap_against_repeated_data(project):
    """Sources drawn again, as data that are written out and given to another implementation."""
    study.apply(project, FAMILY, "åtte måneder", "Tid", by="Kari")
    study.apply(project, LEADER, "kapasiteten", "Tid", by="Kari")
    study.apply(project, EMPLOYEE, "ærlig talt", "Tid", by="Kari")
    result = agreement(project, Selection(codes=("Tid",)), bootstrap=60, seed=7)
    data, where = matrix(project, agreement(project), AgreementUnit.SENTENCE)
    position = [row.code.name for row in agreement(project).codes].index("Tid")
    drawn = np.random.default_rng(7).multinomial(3, np.full(3, 1 / 3), size=60)
    alphas = [
        krippendorff.alpha(
            np.repeat(data[:, :, position], times[where], axis=1), level_of_measurement="nominal"
        )
        for times in drawn
    ]
    low, high = np.quantile(alphas, (0.025, 0.975))
    (row,) = result.codes
    assert (row.alpha.low, row.alpha.high) == pytest.approx((low, high))
    assert result == agreement(project, Selection(codes=("Tid",)), bootstrap=60, seed=7)
    assert result != agreement(project, Selection(codes=("Tid",)), bootstrap=60, seed=8)


def test_intervals_are_undefined_where_there_is_nothing_to_resample():
    def often_undefined(weights):
        rare = np.where(weights[:, 0] > 0, 1.0, np.nan)
        return np.stack((rare, weights.sum(axis=1)), axis=1)

    low, high = intervals(often_undefined, 5, 200, 0)
    assert np.isnan([low[0], high[0]]).all()
    assert (low[1], high[1]) == (5, 5)
    assert np.isnan(intervals(often_undefined, 1, 20, 0)).all()


spans = st.lists(
    st.tuples(
        st.sampled_from(["Kari", "Per", "Ola"]),
        st.sampled_from(["Tid", "Rutiner", "Penger"]),
        st.integers(0, 150),
        st.integers(1, 30),
    ),
    min_size=1,
    max_size=12,
)


@given(extra=spans, cut=st.integers(1, 29))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_changes_nothing(tmp_path_factory, study_file, extra, cut):
    """The order of the coders, and a coding in two halves."""

    def compared(halves, coders):
        path = tmp_path_factory.mktemp("halves") / "s.qualcode"
        path.write_bytes(study_file.read_bytes())
        with Project.open(path, coder="Kari") as project:
            source_id = source_ids(project)[FAMILY]
            rows = []
            for coder, name, start, length in extra:
                pieces = [(start, start + length)]
                if halves and cut < length:
                    pieces = [(start, start + cut), (start + cut, start + length)]
                code_id = study.code(project, name).id
                rows += [NewCoding(source_id, code_id, *piece, coder=coder) for piece in pieces]
            add_codings(project, list(dict.fromkeys(rows)), label="more")
            selection = Selection(coders=coders, sources=(FAMILY, EMPLOYEE))
            return [
                (
                    [figures(row) for row in (*result.codes, result.overall)],
                    [bool(domain.undefined_because) for domain in result.domains],
                )
                for unit in (AgreementUnit.CHARACTER, AgreementUnit.SENTENCE)
                for result in [agreement(project, selection, unit=unit)]
            ]

    whole = compared(False, ("Kari", "Per"))
    for rows, undefined in zip(compared(True, ("Per", "Kari")), whole, strict=True):
        assert rows[1] == undefined[1]
        for left, right in zip(rows[0], undefined[0], strict=True):
            assert left == pytest.approx(right)


@pytest.mark.parametrize("unit", AgreementUnit)
def test_disagreements_are_where_the_units_differ(project, unit):
    study.apply(project, FAMILY, "Hun kalte inn til møter", "Tid", by="Ola")
    selection = Selection(sources=(FAMILY, EMPLOYEE, LEADER))
    result = agreement(project, selection, unit=unit)
    found = disagreements(project, selection, unit=unit)
    texts = {source.name: source.text for source in sources(project)}
    data, where = matrix(project, result, unit)
    differing = data.any(axis=0) & ~data.all(axis=0)
    codes = [row.code.id for row in result.codes]
    for position, code_id in enumerate(codes):
        for number, name in enumerate(result.sources):
            here = [each for each in found if (each.source, each.code.id) == (name, code_id)]
            assert bool(here) == differing[where == number, position].any()
    for each in found:
        assert each.text == texts[each.source][each.start : each.end]
        assert sorted((*each.having, *each.lacking)) == ["Kari", "Ola", "Per"]
        owners = {
            row["name"]
            for row in project.rows(
                "SELECT coders.name FROM codings JOIN coders ON coders.id = coder_id "
                "WHERE codings.id IN (SELECT value FROM json_each(?))",
                (json.dumps(each.coding_ids),),
            )
        }
        assert owners == set(each.having)
    assert found == sorted(found, key=lambda each: (each.source, each.start, each.end))
    if unit is AgreementUnit.CHARACTER:
        lengths = sum(each.end - each.start for each in found)
        assert lengths == differing.sum()


def test_no_disagreements(project):
    selection = Selection(sources=(LEADER,), codes=("Koordinatorrollen",))
    for by in ("Kari", "Per"):
        study.apply(project, LEADER, "Hva skal til?", "Koordinatorrollen", by=by)
    assert disagreements(project, selection) == []


def test_codings_that_touch_no_unit_are_counted(project):
    study.apply(project, FAMILY, "Intervjuer:", "Rutiner", by="Per")
    result = agreement(project)
    assert result.codings_left_out == 1
    assert "1 codings touch no sentence" in " ".join(tables.agreement_table(result).notes)
    assert of_code(result, "Rutiner").present == (1, 0)


@pytest.mark.parametrize(
    ("selection", "error", "words"),
    [
        (Selection(coders=("Kari",)), InputError, "at least two coders"),
        (Selection(coders=("Kari", "Kari")), InputError, "at least two coders"),
        (Selection(coders=("Kari", "Pre")), NotFoundError, "no coder “Pre”"),
        (Selection(codes=("Tidd",)), NotFoundError, "Tidd"),
        (Selection(sources=("Far",)), NotFoundError, "no source “Far”"),
        (Selection(codes=("Penger",), sources=(LEADER,)), InputError, "no codings to compare"),
        (Selection(coders=("Kari", "Ola")), InputError, "No source is coded by all of Kari, Ola"),
        (Selection(text="tid"), InputError, "chosen by their words"),
    ],
)
def test_bad_selections_say_what_is_wrong(project, selection, error, words):
    with project.action("A coder without codings"):
        project.id_of("coders", "Ola")
    for function in (agreement, disagreements):
        with pytest.raises(error, match=words) as caught:
            function(project, selection)
        assert caught.value.remedy


def test_bad_numbers(project):
    for values in ({"depth": -1}, {"bootstrap": -1}, {"seed": -1}):
        with pytest.raises(InputError):
            agreement(project, **values)


def test_coders_without_common_sources(empty_project):
    for by in ("Kari", "Per"):
        study.add(empty_project, by, [("Mor", "Ja.")])
    add_code(empty_project, "Tid")
    with pytest.raises(InputError, match="no codings"):
        agreement(empty_project)
    for by in ("Kari", "Per"):
        study.apply(empty_project, by, "Ja", "Tid", by=by)
    with pytest.raises(InputError, match="No source is coded by all of Kari, Per") as caught:
        agreement(empty_project)
    assert "Kari 1, Per 1" in caught.value.remedy
    assert agreement(empty_project, Selection(sources=("Kari", "Per"))).units == 2


def test_sources_without_turns(empty_project):
    with empty_project.action("Imported a text of nobody"):
        add_source(
            empty_project,
            name="Notat",
            transcript=Transcript("Ja. Nei.\n", (), "plain"),
            sentences=[Span(0, 3), Span(4, 8)],
            original=Original("notat.txt", b""),
            language="nb",
        )
    add_code(empty_project, "Tid")
    for by in ("Kari", "Per"):
        study.apply(empty_project, "Notat", "Ja", "Tid", by=by)
    with pytest.raises(InputError, match="no turns"):
        agreement(empty_project, unit=AgreementUnit.TURN)
    assert agreement(empty_project).overall.alpha.value == 1


def test_public_names(project):
    result = qualcode.agreement(project, unit=qualcode.AgreementUnit.TURN)
    assert isinstance(result, qualcode.Agreement)
    assert isinstance(qualcode.disagreements(project)[0], qualcode.Disagreement)


@pytest.fixture
def run(monkeypatch, capsys, project_file):
    """Run `qualcode report agreement` on the study; gives its output and errors."""

    def command(*arguments):
        words = ["qualcode", "report", "agreement", str(project_file), *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr()

    return command


def test_command(run, tmp_path):
    shown = run("--bootstrap", 50, "--seed", 3).out
    for words in ("Unit: sentence", "Coders compared: Kari, Per", FAMILY, "50 rounds", "seed 3"):
        assert words in shown
    run("--bootstrap", 50, "--out", tmp_path / "a.json")
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert found["rows"][-1]["code"] == "(all codes)"
    assert found["rows"][-1]["alpha low"] <= found["rows"][-1]["alpha"]
    assert None in [row["Cohen low"] for row in found["rows"]]
    shown = run("--unitizing").out
    assert f"codings of Per overlap in {FAMILY}" in shown
    run("--unitizing", "--out", tmp_path / "u.csv")
    with (tmp_path / "u.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["u-alpha"] == ""
    assert rows[0]["undefined because"]
    assert "9 disagreements." in run("--disagreements").out
    run("--disagreements", "--coder", "Per", "--coder", "Kari", "--out", tmp_path / "d.csv")
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), rows[0]["coded by"], rows[0]["not by"]) == (9, "Kari", "Per")
    assert "at least two coders" in run("--coder", "Kari").err


def test_screens_fit_80_columns(run, monkeypatch):
    monkeypatch.setattr("qualcode.cli.console._width", lambda: 80)
    for arguments in (["--bootstrap", 20], ["--unitizing", "--bootstrap", 20]):
        table, _, _ = run(*arguments).out.partition("└")
        assert "…" not in table
        assert all(len(line) <= 80 for line in table.splitlines() if line.startswith("│"))


def test_many_sources_are_named_whole_in_files_and_in_part_on_screens(project):
    names = tuple(f"Intervju {number}" for number in range(30))
    result = replace(agreement(project), sources=names, left_out=names)
    assert "Intervju 29" in " ".join(tables.agreement_table(result).notes)
    assert "and 22 more" in " ".join(tables.agreement_screen(result).notes)
