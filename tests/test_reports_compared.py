"""Crosstabs, comparisons and agreement as whole reports: forms, languages, the words behind."""

from __future__ import annotations

import datetime as dt
import json
import string
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import fields, replace

import pytest
import study
from test_cli import qualcode  # noqa: F401 (a fixture)

from qualcode.analysis.agreement.disagreements import disagreements
from qualcode.analysis.agreement.measuring import agreement
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.analysis.comparison import Cases, Change, compare
from qualcode.analysis.crosstab import crosstab
from qualcode.analysis.unit import Counted, CrosstabFigure, Measure
from qualcode.errors import InputError
from qualcode.examples import make_example
from qualcode.project import Project
from qualcode.project.cases import assign_case, set_value
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids
from qualcode.reporting.agreement_labels import agreement_labels_in
from qualcode.reporting.agreement_report import (
    agreement_report,
    disagreements_report,
    unitizing_report,
)
from qualcode.reporting.comparison_labels import comparison_labels_in
from qualcode.reporting.comparison_report import cases_report, comparison_report
from qualcode.reporting.crosstab_labels import crosstab_labels_in
from qualcode.reporting.crosstab_report import crosstab_report
from qualcode.reporting.figures.canvas import svg
from qualcode.reporting.figures.dumbbells import largest_rows
from qualcode.reporting.formats import FORMATS, Part, write_report
from qualcode.reporting.html import page
from qualcode.reporting.labels import LANGUAGES
from qualcode.reporting.report import Coefficient, ComparisonPicture, Made

DATE = dt.date(2026, 1, 2)
ANNE = Selection(coders=("anne",), codes=("Ressursbarrierer", "Individuell plan"))
BOTH = Selection(coders=("anne", "bjørn"), codes=("Ressursbarrierer",))


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    made = tmp_path_factory.mktemp("example") / "samordning.qualcode"
    make_example("samordning", made)
    with Project.open(made, coder="anne") as project:
        yield project


def of_stretches(project):
    found = disagreements(project, BOTH)
    return disagreements_report(project, found, BOTH, AgreementUnit.SENTENCE)


REPORTS = {
    "crosstab": lambda project: crosstab_report(
        project, crosstab(project, "perspective", ANNE, rounds=99)
    ),
    "of cases": lambda project: crosstab_report(
        project,
        crosstab(project, ["perspective", "wave"], ANNE, depth=0, rounds=99),
        Counted.CASES,
        CrosstabFigure.COLUMN,
    ),
    "residuals": lambda project: crosstab_report(
        project,
        crosstab(project, "wave", ANNE, rounds=99),
        Counted.SOURCES,
        CrosstabFigure.RESIDUAL,
    ),
    "comparison": lambda project: comparison_report(
        project, compare(project, "wave", "2023", ANNE, rounds=99)
    ),
    "within groups": lambda project: comparison_report(
        project,
        compare(project, "wave", "2023", ANNE, group="perspective", depth=0, rounds=99),
        picture=ComparisonPicture.CHANGES,
    ),
    "rates": lambda project: comparison_report(
        project,
        compare(
            project, "perspective", "familier", ANNE, measure=Measure.PER_1000_WORDS, rounds=99
        ),
    ),
    "cases": lambda project: cases_report(
        project, compare(project, "wave", "2023", ANNE, rounds=9)
    ),
    "agreement": lambda project: agreement_report(project, agreement(project, BOTH, bootstrap=20)),
    "of turns": lambda project: agreement_report(
        project, agreement(project, BOTH, unit=AgreementUnit.TURN, depth=0), Coefficient.COHEN
    ),
    "unitizing": lambda project: unitizing_report(project, agreement(project, BOTH, bootstrap=20)),
    "disagreements": of_stretches,
}
KEPT = {"comparison": 13, "within groups": 14}  # whose excerpts are of both sides


@pytest.mark.parametrize("name", REPORTS)
def test_every_form_the_same_twice(example, tmp_path, name):
    first, second = REPORTS[name](example), REPORTS[name](example)
    for suffix, form in FORMATS.items():
        out, again = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
        if form.part is Part.TABLE:  # the figures are in the page
            write_report(example, first, out, date=DATE)
            write_report(example, second, again, date=DATE)
            assert out.read_bytes() == again.read_bytes()
            assert out.stat().st_size > 200


@pytest.mark.parametrize("name", REPORTS)
def test_rows_are_as_wide_as_their_headings_and_figures_speak(example, name):
    report = REPORTS[name](example)
    for table in (report.table, report.readable):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert all(row < len(table.rows) for row, _ in table.marked)
    assert report.readable is not report.table
    assert [label for label, _ in report.about] == ["Enhet", "Utvalg", "Kodere"]
    for drawing in report.figures:
        assert drawing.alt.endswith(".") and "{" not in drawing.alt
        height = float(ET.fromstring(svg(drawing)).get("height").removesuffix("pt"))
        assert 30 < height < 24.5 / 2.54 * 72


@pytest.mark.parametrize("name", [each for each in REPORTS if each != "disagreements"])
def test_a_number_opens_as_many_excerpts_as_it_says(example, name):
    report = REPORTS[name](example)
    opened = 0
    if report.behind is None:
        assert name == "unitizing"
        return
    for row, cells in enumerate(report.readable.rows):
        for column, cell in enumerate(cells):
            found = report.behind(row, column)
            if found is None:
                continue
            sides = 2 if column == KEPT.get(name) else 1
            assert isinstance(cell, int | None) or cell == ""
            assert len(found) == sides * (cell or 0), (row, column)
            opened += bool(cell)
    assert opened >= 4


def test_kept_shows_both_sides_and_lost_the_baseline(example):
    report = REPORTS["comparison"](example)
    headings = report.readable.columns
    assert headings[-4:] == ("kommet til", "falt bort", "fortsatt", "aldri")
    lost, kept = headings.index("falt bort"), headings.index("fortsatt")
    waves = {lost: {"2023"}, kept: {"2023", "2025"}}
    for column, expected in waves.items():
        found = [
            excerpt.variables["wave"]
            for row in range(len(report.readable.rows))
            for excerpt in report.behind(row, column) or ()
        ]
        assert set(found) == expected


@pytest.mark.parametrize("name", REPORTS)
def test_programs_read_english_and_people_their_language(example, name):
    english = {"coders", "codings", "sources", "material", "some", "excerpts"}
    tables, said = [], set()
    for language in LANGUAGES:
        with example.in_language(language):
            report = REPORTS[name](example)
        shown, drawing = report.readable, report.figures[0]
        tables.append(report.table)
        words = {word.strip(".,:;()") for text in shown.notes for word in text.split()}
        assert bool(words & english) == (language == "en"), language
        said.add((shown.notes, drawing.alt))
    assert len(said) == len(LANGUAGES)
    assert tables[0] == tables[1] == tables[2]


@pytest.mark.parametrize(
    "labels_in", [crosstab_labels_in, comparison_labels_in, agreement_labels_in]
)
def test_labels_have_the_same_places_in_every_language(labels_in):
    def places(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english = labels_in("en")
    for language in LANGUAGES:
        labels = labels_in(language)
        for field in fields(labels):
            here, there = getattr(labels, field.name), getattr(english, field.name)
            if isinstance(here, str):
                assert here and places(here) == places(there), field.name
            else:
                assert here.keys() == there.keys()
                assert all(places(here[key]) == places(there[key]) for key in here)
    with pytest.raises(InputError, match="sv"):
        labels_in("sv")


def test_small_cells_are_marked_in_every_form(example, tmp_path):
    result = crosstab(example, "perspective", ANNE, rounds=9)
    report = crosstab_report(example, result)
    small = result.small()
    assert report.readable.marked == {
        (int(row), 1 + int(column)) for row, column in zip(*small.nonzero(), strict=True)
    }
    assert small.any() and not small.all()
    write_report(example, report, tmp_path / "a.json", date=DATE)
    rows = json.loads((tmp_path / "a.json").read_text("utf-8"))["rows"]
    assert [row["small"] for row in rows if row["V"] is None][: small.shape[1]] == [
        "small" if each else "" for each in small[0]
    ]
    text = page(report, Made("S", "nb", DATE, "1"))
    assert text.count("<span class=mark>*</span>") == small.sum()
    write_report(example, report, tmp_path / "a.xlsx", date=DATE)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "#,##0&quot;*&quot;" in book.read("xl/styles.xml").decode()
    cell = ET.fromstring(sheet).find(".//{*}c[@r='B2']")
    assert cell.get("t") is None and cell.find("{*}v").text == str(result.codings[0, 0])
    assert "Sier lite" in " ".join(report.readable.notes)


def test_residuals_are_marked_in_the_figure_and_told(example):
    everybody = crosstab(example, "perspective", Selection(coders=("anne",)), depth=0, rounds=9)
    alt = crosstab_report(example, everybody).figures[0].alt
    assert "Mer enn ventet: Møtet med hjelpeapparatet, familier (" in alt
    assert "Mindre enn ventet: " in alt


@pytest.fixture
def many(empty_project):
    """Fourteen cases in fourteen places, one wave each, and a source without a value."""
    from qualcode.codebook.edit import add_code

    with empty_project.action("made"):
        add_code(empty_project, "A")
        add_code(empty_project, "B")
    for number in range(14):
        name = f"s{number:02}"
        source_id = study.add(empty_project, name, (("R", "Første ord. Andre ord."),))
        with empty_project.action("variables"):
            assign_case(empty_project, source_id, f"c{number}")
            set_value(empty_project, "alle", "ja", source_id=source_id)
            if number:
                set_value(empty_project, "sted", f"sted {number}", source_id=source_id)
                set_value(empty_project, "del", "ab"[number % 2], source_id=source_id)
        study.apply(empty_project, name, "Første", "AB"[number % 2])
    return empty_project


def test_too_many_groups_for_a_figure_but_not_for_a_page(many):
    report = crosstab_report(many, crosstab(many, "sted", rounds=9))
    assert len(report.readable.columns) == 1 + 14 + 1 + 3
    with pytest.raises(InputError, match="sted makes 14 groups; a figure has room for 10"):
        svg(report.figures[0])
    assert "a figure has room for 10" in page(report, Made("S", "nb", DATE, "1"))


def test_groups_without_a_value_and_one_group_only(many):
    report = crosstab_report(many, crosstab(many, "del", rounds=9), figure=CrosstabFigure.RESIDUAL)
    assert report.readable.columns[1:5] == ("a", "b", "uten del", "i alt")
    unknown = report.readable.columns.index("uten del: residual")
    assert [row[unknown] for row in report.readable.rows[:-1]] == [None, None]
    assert [each.source for each in report.behind(0, 3)] == ["s00"]
    assert any("mangler verdi" in note for note in report.readable.notes)
    assert svg(report.figures[0])
    alone = crosstab_report(many, crosstab(many, "alle", rounds=9))
    assert any("krever to grupper" in note for note in alone.readable.notes)
    assert [row[-3:] for row in alone.readable.rows[:-1]] == [(None, None, None)] * 2
    text = page(alone, Made("S", "nb", DATE, "1"))
    assert text.count("udefinert</td>") == 2 * 3 + 2, "but what does not apply is empty"
    assert svg(alone.figures[0])


def test_nobody_is_on_both_sides(many):
    result = compare(many, "del", "a", rounds=99)
    report = comparison_report(many, result, picture=ComparisonPicture.CHANGES)
    assert len(report.figures) == 1, "there is nothing that became of anybody"
    assert "hvilke caser" not in report.readable.columns
    assert "kommet til" not in report.readable.columns
    assert any("Ingen case er på begge sider" in note for note in report.readable.notes)
    assert svg(report.figures[0])


def test_everybody_is_on_both_sides(many):
    with many.action("again"):
        for number in range(3):
            source_id = source_ids(many)[f"s{number:02}"]
            many.connection.execute("UPDATE sources SET case_id = 1 WHERE id = ?", (source_id,))
            set_value(many, "runde", str(1 + number % 2), source_id=source_id)
    result = compare(many, "runde", "1", rounds=9)
    report = comparison_report(many, result)
    which = report.readable.columns.index("hvilke caser")
    assert {row[which] for row in report.readable.rows} == {"på begge sider"}
    assert len(report.figures) == 2


def test_a_long_codebook_is_cut_and_says_so(example):
    result = compare(example, "perspective", "familier", Selection(coders=("anne",)), rounds=9)
    report = comparison_report(example, result)
    assert len(result.codes) * 3 > 60
    assert b"<svg" in svg(report.figures[0])
    assert largest_rows([1, 5, 3], [30, 30, 30]) == [1, 2]
    assert largest_rows([5, 1], [61, 2]) == [1]


def test_undefined_coefficients_are_said_and_drawn(project):
    everything = Selection(sources=("Familie i nord",), codes=("Tid",))
    result = agreement(project, everything, unit=AgreementUnit.SOURCE)
    report = agreement_report(project, result)
    assert result.overall.alpha.value is None
    assert "Udefinert: Tid." in report.figures[0].alt
    column = report.readable.columns.index("Krippendorffs alfa")
    assert report.readable.rows[0][column] is None
    assert "Uten intervaller" in report.readable.notes[-1]
    assert svg(report.figures[0])


def test_numbers_of_disagreements_are_those_found(example):
    report = REPORTS["agreement"](example)
    found = disagreements(example, BOTH)
    column = report.readable.columns.index("uenigheter")
    assert report.readable.rows[-1][column] == len(found) == report.table.rows[-1][-1]
    assert report.table.columns[-1] == "disagreements"
    opened = report.behind(0, column)
    wanted = [each for each in found if each.code.label == report.readable.rows[0][0]]
    assert [each.text for each in opened] == [each.text for each in wanted]
    assert {each.coders for each in opened} == {each.having for each in wanted}


def test_a_disagreement_on_a_source_shows_its_first_coding(example):
    result = agreement(example, BOTH, unit=AgreementUnit.SOURCE)
    report = agreement_report(example, result)
    column = report.readable.columns.index("uenigheter")
    found = report.behind(len(report.readable.rows) - 1, column)
    assert found and max(len(each.text) for each in found) < 3_000


def test_no_disagreements_at_all(project):
    report = disagreements_report(
        project, [], Selection(coders=("Kari", "Per")), AgreementUnit.TURN
    )
    assert dict(report.about)["Kodere"] == "Kari, Per"
    assert svg(report.figures[0])
    assert "Ingen rader" in page(report, Made("S", "nb", DATE, "1"))


def test_characters_do_not_open(example):
    result = replace(agreement(example, BOTH), unit=AgreementUnit.CHARACTER)
    report = agreement_report(example, result)
    assert report.behind(0, 1) is None


def test_the_picture_of_changes_counts_cases(example):
    result = compare(example, "wave", "2023", Selection(coders=("anne",)), rounds=9)
    report = comparison_report(example, result, picture=ComparisonPicture.CHANGES)
    most = max(result.rows, key=lambda row: len(row.changes[Change.GAINED]))
    number = len(most.changes[Change.GAINED])
    assert f"Oftest kommet til: {most.code.name} ({number})" in report.figures[0].alt
    assert report.figures[0].alt.startswith("Stolpediagram over 5 caser")
    assert result.rows[0].contrasts[Cases.AGAIN].before.cases == 5


def test_commands_write_every_form(qualcode, example, tmp_path):  # noqa: F811
    code = ("--code", "Individuell plan", "--coder", "anne")
    commands = {
        "crosstab": ("crosstab", "--variable", "wave", *code, "--show", "row"),
        "compare": ("compare", "--variable", "wave", "--baseline", "2023", *code),
        "changes": ("compare", "--variable", "wave", *code, "--picture", "changes"),
        "cases": ("compare", "--variable", "wave", *code, "--cases"),
        "agreement": ("agreement", "--code", "Individuell plan", "--picture", "cohen"),
        "unitizing": ("agreement", "--code", "Individuell plan", "--unitizing"),
        "stretches": ("agreement", "--code", "Individuell plan", "--disagreements"),
    }
    for name, (command, *options) in commands.items():
        for suffix in (".svg", ".csv"):
            out = tmp_path / f"{name}{suffix}"
            status, _, error = qualcode("report", command, example.path, *options, "--out", out)
            assert status == 0, error
            assert out.stat().st_size > 100
    assert (tmp_path / "compare.svg").read_bytes() != (tmp_path / "changes.svg").read_bytes()
    heading = (tmp_path / "agreement.csv").read_text("utf-8-sig").splitlines()[0]
    assert heading.startswith("code,sentences: anne,") and heading.endswith(",disagreements")
