"""Saturation against published examples, every order by brute force, and the words behind it."""

from __future__ import annotations

import csv
import json
import shutil
from itertools import permutations

import numpy as np
import pytest
import study
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import qualcode  # noqa: F401 (a fixture)

from qualcode.analysis.accumulation import (
    chao2,
    criterion,
    expected_curve,
    first_places,
    new_codes,
    reached_in_curves,
    shuffled_curves,
)
from qualcode.analysis.saturation import saturation
from qualcode.analysis.saturation_cells import new_code_excerpts, presence_excerpts
from qualcode.analysis.unit import Unit
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError, NotFoundError
from qualcode.project import Project
from qualcode.project.cases import assign_case, set_value
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids
from qualcode.reporting.figures import presence as presence_module
from qualcode.reporting.figures.canvas import WIDTH, png, svg
from qualcode.reporting.saturation import saturation_report
from qualcode.reporting.saturation_labels import SaturationView

# The worked example of Guest, Namey and Chen (2020): four interviews with 37 codes, then runs of
# two with 7 (19 %), 4 (11 %) and 1 (3 %) new codes. These sums are the paper's, as others quote it;
# how they fall on single interviews is ours, and so is how the 37 do.
GUEST = np.array([20, 8, 5, 4, 4, 3, 1, 0])
# The counts of EstimateS's documentation as scikit-bio tests them: Chao 9.75, interval 9.07–17.45.
ESTIMATES = np.array([0, 1, 1, 4, 2, 5, 2, 4, 1, 2])
MANY_UNITS = 10**9  # (m − 1) / m is 1 for abundances

matrices = st.integers(1, 6).flatmap(
    lambda units: st.lists(
        st.lists(st.booleans(), min_size=units, max_size=units), min_size=1, max_size=6
    ).map(lambda codes: np.array(codes).T)
)


def every_order(present):
    return np.array(
        [
            [present[list(order[: n + 1])].any(axis=0).sum() for n in range(len(present))]
            for order in permutations(range(len(present)))
        ]
    )


def test_the_worked_example_of_guest_namey_and_chen():
    found = criterion(GUEST, 4, 2, 0.05)
    assert found.base_codes == 37
    assert [(run.first, run.last, run.new) for run in found.runs] == [
        (5, 6, 7),
        (6, 7, 4),
        (7, 8, 1),
    ]
    assert [round(100 * run.share) for run in found.runs] == [19, 11, 3]
    assert found.reached == 6
    assert criterion(GUEST, 4, 2, 0).reached is None
    assert criterion(np.append(GUEST, 0), 4, 2, 0).reached == 7


def test_a_threshold_that_is_met_exactly_counts_and_later_runs_may_pass_it_again():
    found = criterion(np.array([10, 10, 1, 0, 5, 0, 0]), 2, 2, 0.05)
    assert found.reached == 2
    assert [(run.first, run.last) for run in found.exceeded_later] == [(4, 5), (5, 6)]
    assert criterion(np.array([10, 10, 1, 0]), 2, 2, 0.0499).reached is None


@pytest.mark.parametrize(
    ("new", "base", "run"), [([5, 1, 0], 2, 2), ([0, 0, 4, 1, 0], 2, 2), ([], 1, 1)]
)
def test_too_few_units_or_an_empty_base_are_undefined(new, base, run):
    found = criterion(np.array(new, dtype=np.int64), base, run, 0.05)
    assert found.undefined
    assert found.reached is None
    assert found.runs == ()


@settings(max_examples=40, deadline=None)
@given(matrices)
def test_the_expected_curve_is_the_mean_of_every_order(present):
    assert expected_curve(present) == pytest.approx(every_order(present).mean(axis=0))


@settings(max_examples=40, deadline=None)
@given(matrices, st.integers(0, 5))
def test_shuffled_curves_are_among_those_of_every_order(present, seed):
    curves = shuffled_curves(present, 20, seed)
    possible = set(map(tuple, every_order(present).tolist()))
    assert set(map(tuple, curves.tolist())) <= possible
    assert (curves == shuffled_curves(present, 20, seed)).all()


def test_shuffled_curves_are_drawn_from_all_orders_alike():
    present = np.random.default_rng(3).random((12, 20)) < 0.25
    curves = shuffled_curves(present, 4000, 1)
    assert curves.mean(axis=0) == pytest.approx(expected_curve(present), abs=0.12)


@settings(max_examples=40, deadline=None)
@given(matrices, st.integers(1, 3), st.integers(1, 2), st.sampled_from([0, 0.05, 0.3]))
def test_the_threshold_in_many_orders_is_that_of_each(present, base, run, threshold):
    orders = list(permutations(range(len(present))))
    found = reached_in_curves(every_order(present), base, run, threshold)
    for order, reached in zip(orders, found, strict=True):
        one = criterion(new_codes(present[list(order)]), base, run, threshold)
        assert reached == (-1 if one.reached is None else one.reached)


@settings(max_examples=40, deadline=None)
@given(matrices)
def test_new_codes_add_up_and_first_places_have_them(present):
    assert new_codes(present).sum() == present.any(axis=0).sum()
    for code, place in enumerate(first_places(present)):
        if present[:, code].any():
            assert present[place, code]
            assert not present[:place, code].any()
        else:
            assert place == len(present)


def test_chao2_as_in_estimates():
    found = chao2(ESTIMATES, MANY_UNITS)
    assert (found.observed, found.once, found.twice) == (9, 3, 3)
    assert found.estimate == pytest.approx(9.75)
    assert found.low == pytest.approx(9.07, abs=0.005)
    assert found.high == pytest.approx(17.45, abs=0.005)


def test_chao2_by_hand_and_where_it_is_undefined():
    # 5 codes in 4 interviews, 3 of them once, none twice: 5 + 3/4 · 3 · 2 / 2 = 7.25
    found = chao2(np.array([1, 1, 1, 3, 4]), 4)
    assert found.estimate == pytest.approx(7.25)
    assert found.unseen == pytest.approx(2.25)
    assert 5 < found.low < 7.25 < found.high
    nothing_unseen = chao2(np.array([1, 2, 2]), 3)
    assert (nothing_unseen.estimate, nothing_unseen.low) == (3, None)
    assert chao2(np.array([1, 1]), 1).estimate is None
    assert chao2(np.array([0, 0]), 5).estimate is None
    assert chao2(np.array([0, 0]), 5).unseen is None


def test_the_study_in_the_order_of_import_of_names_and_of_a_variable(project):
    found = saturation(project)
    assert found.all.units == tuple(study.INTERVIEWS)
    assert found.all.new.tolist() == [3, 4, 1]
    assert found.all.seen.tolist() == [3, 7, 8]
    assert found.available == 9
    by_name = saturation(project, order="name").all
    assert by_name.units == ("Ansatt i PPT", "Familie i nord", "Leder på Ålesund vgs")
    days = zip(source_ids(project), ("12.1.2024", "3.2.2024", "31.12.2023"), strict=True)
    with project.action("days"):
        for name, day in days:
            set_value(project, "dag", day, source_id=source_ids(project)[name])
    by_day = saturation(project, order="dag").all
    assert by_day.units == ("Leder på Ålesund vgs", "Ansatt i PPT", "Familie i nord")
    assert by_day.marks == ("31.12.2023", "12.1.2024", "3.2.2024")
    for each in (found.all, by_name, by_day):
        assert each.seen[-1] == 8
        assert each.expected == pytest.approx(found.all.expected)


def test_sources_without_a_value_come_last_and_are_told(project):
    with project.action("one"):
        leader = source_ids(project)["Leder på Ålesund vgs"]
        set_value(project, "runde", "1", source_id=leader)
    found = saturation(project, order="runde")
    assert found.all.units[0] == "Leder på Ålesund vgs"
    assert found.without_mark == 2
    assert any("2 uten runde" in note for note in saturation_report(project, found).shown.notes)


def test_depth_and_selection(project):
    found = saturation(project, Selection(coders=("Kari",)), depth=0)
    assert [code.name for code in found.codes] == ["Ressursbarrierer", "Samordning"]
    assert found.all.codings.tolist() == [[1, 1], [2, 1], [0, 1]]
    assert found.available == 3
    narrow = saturation(project, Selection(codes=("Økonomi",)))
    assert narrow.available == 3
    assert narrow.all.units == tuple(study.INTERVIEWS)  # those without it count, too
    assert narrow.all.new.tolist() == [0, 3, 0]


def test_cases_stand_where_their_first_source_does(project):
    ids = source_ids(project)
    with project.action("one case, one without"):
        assign_case(project, ids["Leder på Ålesund vgs"], "F-01")
        project.connection.execute(
            "UPDATE sources SET case_id = NULL WHERE id = ?", (ids["Ansatt i PPT"],)
        )
    found = saturation(project, unit=Unit.CASE, order="name", group="kommune")
    assert found.all.units == ("F-01",)
    assert found.without_case == 1
    assert set(found.all.sources[0]) == {ids["Familie i nord"], ids["Leder på Ålesund vgs"]}
    (only,) = found.groups
    assert only.group == ("Tromsø",)
    assert found.all.criterion.undefined
    assert found.all.shuffled.share is None


def test_groups_add_up_to_their_own_sources(project):
    found = saturation(project, group="perspektiv", base=1, run=1)
    assert [each.group for each in found.groups] == [("ansatt",), ("familie",), ("leder",)]
    assert [each.units for each in found.groups] == [
        ("Ansatt i PPT",),
        ("Familie i nord",),
        ("Leder på Ålesund vgs",),
    ]
    assert [int(each.seen[-1]) for each in found.groups] == [4, 3, 2]
    assert found.all.criterion.base_codes == 3
    assert not found.all.criterion.undefined


def test_a_code_made_late_is_told_and_one_made_beforehand_too(project):
    found = saturation(project).coding
    assert found.made_beforehand
    assert (found.late, found.imported) == ((), 0)
    with project.action("earlier"):
        project.connection.execute("UPDATE actions SET at = '2019-01-01T00:00:00+00:00'")
        project.connection.execute("UPDATE codings SET created_at = '2020-01-01T00:00:00+00:00'")
    add_code(project, "Ny kode")
    study.apply(project, "Leder på Ålesund vgs", "går seg til", "Ny kode")
    found = saturation(project)
    late = [each for each in found.coding.late if each.code.name == "Ny kode"]
    assert [each.sources for each in late] == [("Ansatt i PPT", "Familie i nord")]
    assert not found.coding.made_beforehand
    notes = saturation_report(project, found).shown.notes
    assert any("kom til etter" in note and "Ny kode (2)" in note for note in notes)


def test_imported_codings_have_no_history(project):
    with project.action("as if imported"):
        project.connection.execute("UPDATE codings SET origin = 'import', suggestion_id = NULL")
    found = saturation(project)
    assert not found.coding.made_beforehand
    assert found.coding.imported == found.coding.codings == 10
    assert any("10 av 10" in note for note in saturation_report(project, found).shown.notes)


def test_every_number_leads_to_as_many_excerpts(project):
    found = saturation(project, group="kommune")
    for view in SaturationView:
        report = saturation_report(project, found, view)
        opened = 0
        for row, cells in enumerate(report.readable.rows):
            for column, cell in enumerate(cells):
                behind = report.behind(row, column)
                if behind is not None:
                    assert len(behind) == cell
                    opened += 1
        assert opened or view is SaturationView.GROUPS


def test_excerpts_are_of_the_code_and_of_where_it_came_first(project):
    found = saturation(project)
    code = study.code(project, "Tid")
    assert [each.source for each in presence_excerpts(project, found, code)] == [
        "Familie i nord",
        "Familie i nord",
        "Leder på Ålesund vgs",
    ]
    new = new_code_excerpts(project, found, "Ansatt i PPT")
    assert {each.codes[0][-1] for each in new} == {"Rutiner", "Penger", "Økonomi", "Stillinger"}
    with pytest.raises(NotFoundError, match="Ansatt i PP"):
        new_code_excerpts(project, found, "Ansatt i PP")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("view", list(SaturationView))
def test_reports_in_three_languages(project, language, view):
    with project.action("language"):
        project.connection.execute("UPDATE project SET language = ?", (language,))
    found = saturation(project, group="perspektiv", base=1, run=1)
    report = saturation_report(project, found, view)
    for text in (*report.shown.notes, *report.shown.columns, report.shown.title):
        assert "{" not in text
        assert text
    assert len(report.shown.rows) == len(report.table.rows)
    if view is SaturationView.CURVE:
        names = {row[1] for row in report.shown.rows}
        assert names == {"Alle" if language != "en" else "All", "ansatt", "familie", "leder"}
        for drawing in report.figures:
            assert png(drawing).startswith(b"\x89PNG")
            assert len(drawing.alt) > 30


def test_names_that_are_long_or_markup_are_no_trouble(project):
    with project.action("names"):
        project.connection.execute(
            "UPDATE codes SET name = '$x_1$ <b>' || name || hex(zeroblob(60))"
        )
        project.connection.execute("UPDATE sources SET name = '=1+1 ' || name || hex(zeroblob(60))")
    report = saturation_report(project, saturation(project))
    for drawing in report.figures:
        assert f'width="{WIDTH / 2.54 * 72:.6f}'[:12] in svg(drawing).decode()


def test_more_units_than_there_is_room_for(project, monkeypatch):
    monkeypatch.setattr(presence_module, "MOST_COLUMNS", 2)
    report = saturation_report(project, saturation(project), SaturationView.PRESENCE)
    with pytest.raises(InputError, match="3 kilder"):
        png(report.figures[0])


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"order": "bolge"}, NotFoundError),
        ({"group": "kjønn"}, NotFoundError),
        ({"unit": Unit.TURN}, InputError),
        ({"base": 0}, InputError),
        ({"run": 0}, InputError),
        ({"threshold": 1.0}, InputError),
        ({"rounds": 0}, InputError),
        ({"depth": -1}, InputError),
        ({"selection": Selection(text="zzzz")}, InputError),
        ({"selection": Selection(coders=("Ola",))}, NotFoundError),
    ],
)
def test_what_cannot_be_computed_is_refused(project, options, error):
    with pytest.raises(error):
        saturation(project, **options)


def test_nothing_coded_and_no_cases(empty_project, project):
    with pytest.raises(InputError, match="no codings"):
        saturation(empty_project)
    with project.action("no cases"):
        project.connection.execute("UPDATE sources SET case_id = NULL")
    with pytest.raises(InputError, match="case"):
        saturation(project, unit=Unit.CASE)


def test_a_variable_with_200_values(project):
    with project.action("many"):
        for number in range(200):
            name = f"kilde {number}"
            study.add(project, name, [("Mor", "Ja, nei, tid.")])
            set_value(project, "løpenummer", str(number), source_id=source_ids(project)[name])
    for number in range(200):
        study.apply(project, f"kilde {number}", "tid", "Tid")
    with pytest.raises(InputError, match="201 groups"):
        saturation(project, group="løpenummer")
    found = saturation(project, order="løpenummer")
    assert found.all.units[:3] == ("kilde 0", "kilde 1", "kilde 2")
    report = saturation_report(project, found)
    with pytest.raises(InputError, match="203 kilder"):
        png(report.figures[0])


def test_commands(qualcode, study_file, tmp_path):  # noqa: F811
    path = shutil.copy(study_file, tmp_path / "studie.qualcode")
    code, out, _ = qualcode("report", "saturation", path, "--order", "bølge", "--base", 1)
    assert code == 0
    assert "Saturation: new codes per interview" in out
    assert "not saturation of meaning" in out
    for show in ("presence", "groups"):
        code, out, _ = qualcode("report", "saturation", path, "--show", show)
        assert code == 0
    code, out, _ = qualcode("report", "saturation", path, "--cell", "new", "Ansatt i PPT")
    assert (code, out.count("4 excerpts")) == (0, 1)
    code, out, _ = qualcode("report", "saturation", path, "--cell", "Tid", "Familie i nord")
    assert (code, out.count("2 excerpts")) == (0, 1)
    code, _, err = qualcode("report", "saturation", path, "--order", "dato")
    assert code != 0
    assert "dato" in err
    for suffix in ("csv", "json", "xlsx", "html"):
        out_file = tmp_path / f"metning.{suffix}"
        code, _, _ = qualcode("report", "saturation", path, "--rounds", 50, "--out", out_file)
        assert code == 0
        assert out_file.stat().st_size > 100
    with (tmp_path / "metning.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["new codes"]) for row in rows] == [3, 4, 1]
    assert rows[0]["which"].count(";") == 2
    stored = json.loads((tmp_path / "metning.json").read_text("utf-8"))
    assert any("Guest" in note for note in stored["notes"])
    with Project.open(path, read_only=True) as project:
        assert project.value("SELECT count(*) FROM written_files") == 4
