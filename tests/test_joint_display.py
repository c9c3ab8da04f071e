"""Joint displays: numbers against a plain count, what is absent, quotations, figure, commands."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
import study
from openpyxl import load_workbook
from PIL import Image
from test_survey import qualcode  # noqa: F401

from qualcode.analysis.joint_display import joint_display
from qualcode.codebook.edit import delete_code, merge_codes
from qualcode.errors import InputError, NotFoundError
from qualcode.examples import make_example
from qualcode.importing.survey import import_survey
from qualcode.model import Role
from qualcode.project import Project
from qualcode.project.cases import set_value, values_by_source
from qualcode.project.codes import codes, with_descendants
from qualcode.project.codings import NewCoding, add_codings, codings
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids, turns
from qualcode.project.survey import (
    Fit,
    choose_quotations,
    find_indicator,
    link_codes,
    remove_indicator,
    survey_indicators,
    write_survey_note,
)
from qualcode.reporting.figures.canvas import png, svg
from qualcode.reporting.formats import write_report
from qualcode.reporting.joint_display import COLUMNS, joint_report, joint_screens
from qualcode.reporting.joint_labels import joint_labels_in

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project_file(project_file):
    """The study without its survey."""
    with Project.open(project_file, coder="Kari") as opened:
        remove_indicator(opened, *survey_indicators(opened))
    return project_file


def write(path, text):
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("joint") / "samordning.qualcode"
    make_example("samordning", path, coder="anne")
    return path


@pytest.fixture
def example(made):
    with Project.open(made, read_only=True) as project:
        yield project


@pytest.fixture
def asked(project, tmp_path):
    """The small study with an indicator that has the code Ressursbarrierer beside it."""
    import_survey(
        project,
        write(
            tmp_path / "tall.csv",
            "indicator,group,year,percent,n\n"
            "Mangler tid,Familie,2009,20,\nMangler tid,Familie,2023,8,210\n"
            "Mangler tid,Lærere,2023,ca. 50,40\nUten kode,leder,2023,12,\n",
        ),
    )
    link_codes(
        project, find_indicator(project, "Mangler"), [study.code(project, "Ressursbarrierer")]
    )
    return project


# Numbers


@pytest.mark.parametrize("selection", [Selection(), Selection(coders=("anne",))])
def test_numbers_are_those_of_a_plain_count(example, selection):
    """Every cell counted again, coding by coding."""
    result = joint_display(example, selection, all_groups=True)
    coder = {*selection.coders}
    values, case = values_by_source(example), {}
    for row in example.rows("SELECT id, case_id FROM sources"):
        case[row["id"]] = row["case_id"]
    found = [each for each in codings(example) if not coder or each.coder in coder]
    coded = {each.source_id for each in found}
    all_codes = codes(example)
    checked = 0
    for indicator in result.indicators:
        for line in indicator.lines:
            here = {
                source
                for source in coded
                if values[source].get("perspective") == line.group
                and values[source].get("wave") == line.year
            }
            assert set(line.source_ids) == here
            assert line.interviews.cases == len({case[source] for source in here})
            for theme in line.themes:
                below = with_descendants(all_codes, [theme.code.id])
                mine = [each for each in found if each.source_id in here and each.code_id in below]
                having = {case[each.source_id] for each in mine}
                assert (theme.codings, theme.cases) == (len(mine), len(having))
                share = len(having) / line.interviews.cases if here else None
                assert theme.share == share
                checked += 1
    assert checked > 80


def test_lines_are_of_the_surveys_groups_in_all_years(example):
    plan = joint_display(example, only=["individuell plan"]).indicators[0]
    assert [(line.group, line.year) for line in plan.lines] == [
        ("familier", "2009"), ("familier", "2023"), ("familier", "2025")
    ]  # fmt: skip
    old, now, later = plan.lines
    assert (old.figure.percent, now.figure.percent, later.figure) == (20, 8, None)
    assert (old.interviews.sources, old.themes[0].share) == (0, None)
    assert later.interviews.cases == 3
    groups = joint_display(example, only=["individuell plan"], all_groups=True).indicators[0]
    assert {line.group for line in groups.lines} == {"familier", "ansatte", "ledere", "kommuner"}


def test_groups_are_found_without_regard_to_case(asked):
    result = joint_display(asked)
    assert (result.group_variable, result.year_variable) == ("perspektiv", "bølge")
    assert (result.strangers, result.unlinked) == (("Lærere",), ("Uten kode",))
    (indicator,) = result.indicators
    lines = {(line.group, line.year): line for line in indicator.lines}
    assert set(lines) == {("Familie", "2009"), ("Familie", "2023"), ("Lærere", "2023")}
    theme = lines["Familie", "2023"].themes[0]
    assert (theme.codings, theme.cases, theme.share) == (2, 1, 1.0)
    assert lines["Lærere", "2023"].interviews.sources == 0


def test_years_that_no_variable_has_are_not_divided(asked):
    with asked.action("Waves with names"):
        for source_id in source_ids(asked).values():
            set_value(asked, "bølge", "nullpunkt", source_id=source_id)
    result = joint_display(asked)
    assert result.year_variable == ""
    (indicator,) = result.indicators
    familie = [line for line in indicator.lines if line.group == "Familie"]
    assert [(line.year, line.interviews.sources) for line in familie] == [("2009", 1), ("2023", 1)]
    notes = joint_report(asked, result).readable.notes
    assert any("Ingen variabel har årene" in note for note in notes)
    named = joint_display(asked, year="bølge").indicators[0]
    assert [line.year for line in named.lines if line.group == "Familie"] == [
        "2009", "2023", "nullpunkt"
    ]  # fmt: skip


def test_sources_without_a_year_or_a_case_are_told(asked):
    with asked.action("Unknown"):
        source_id = source_ids(asked)["Familie i nord"]
        set_value(asked, "bølge", "", source_id=source_id)
        asked.connection.execute(
            "INSERT INTO source_values (source_id, variable_id, value) "
            "SELECT ?, id, 'familie' FROM variables WHERE name = 'perspektiv'",
            (source_id,),
        )
        asked.connection.execute("UPDATE sources SET case_id = NULL WHERE id = ?", (source_id,))
    result = joint_display(asked, year="bølge")
    assert result.without_case == 1
    line = next(line for line in result.indicators[0].lines if not line.year)
    assert (line.interviews.sources, line.interviews.cases) == (1, 0)
    assert (line.themes[0].codings, line.themes[0].share) == (2, None)
    assert "ingen caser" in str(joint_report(asked, result).readable.rows)


# What is refused


def test_what_there_is_nothing_to_show_of(project, tmp_path):
    with pytest.raises(InputError, match="no survey figures"):
        joint_display(project)
    text = "indicator,group,year,percent\nA,employees,2023,4\nB,employees,2023,5\n"
    import_survey(project, write(tmp_path / "t.csv", text))
    with pytest.raises(InputError, match="No code is linked"):
        joint_display(project)
    link_codes(project, find_indicator(project, "A"), [study.code(project, "Tid")])
    with pytest.raises(InputError, match="linked to “B” yet"):
        joint_display(project, only=["B"])
    with pytest.raises(InputError) as caught:
        joint_display(project)
    assert "No variable has any of the survey's groups (employees)" in caught.value.what
    assert "perspektiv (ansatt, familie, leder)" in caught.value.remedy
    with pytest.raises(InputError, match="perspektiv has none of the survey's groups"):
        joint_display(project, by="perspektiv")


def test_names_that_do_not_exist(asked):
    for asking in ({"by": "perspectiv"}, {"year": "bolge"}, {"only": ["Finnes ikke"]}):
        with pytest.raises(NotFoundError):
            joint_display(asked, **asking)
    with pytest.raises(NotFoundError):
        joint_display(asked, Selection(coders=("Ingen",)))
    with pytest.raises(InputError, match="None of the selected codes"):
        joint_display(asked, Selection(codes=("Samordning",)))
    with pytest.raises(InputError, match="same variable"):
        joint_display(asked, by="perspektiv", year="perspektiv")


def test_a_code_that_goes_is_no_longer_shown(asked):
    merge_codes(asked, [study.code(asked, "Ressursbarrierer")], study.code(asked, "Samordning"))
    (indicator,) = joint_display(asked).indicators
    assert [code.name for code in indicator.codes] == ["Samordning"]
    delete_code(asked, study.code(asked, "Samordning"))
    with pytest.raises(InputError, match="No code is linked"):
        joint_display(asked)


def test_no_codings_at_all(empty_project, tmp_path):
    project = empty_project
    study.add(project, "Stille", [("Mor", "Vi var to.")])
    with project.action("Values"):
        set_value(project, "rolle", "mor", source_id=1)
    study.add_code(project, "Tid")
    import_survey(project, write(tmp_path / "t.csv", "indicator,group,year,percent\nA,mor,1,4\n"))
    link_codes(project, survey_indicators(project)[0], codes(project))
    result = joint_display(project)
    (line,) = result.indicators[0].lines
    assert (line.interviews.sources, line.themes[0].share) == (0, None)
    assert result.left_out == ("Stille",)
    report = joint_report(project, result)
    assert "ingen intervjuer" in report.readable.rows[0]
    assert svg(report.figures[0])


# Quotations


def test_the_rule_for_quotations(example):
    selection = Selection(coders=("anne",))
    for indicator in joint_display(example, selection).indicators:
        spans = []
        for line in indicator.lines:
            for theme in line.themes:
                if not theme.codings:
                    assert theme.quotations == ()
                for quotation in theme.quotations:
                    excerpt = quotation.excerpt
                    assert source_ids(example)[excerpt.source] in line.source_ids
                    assert theme.code.path in excerpt.codes
                    assert len(quotation.text.split()) <= 61
                    spans.append((excerpt.source, excerpt.start, excerpt.end))
                    if not quotation.chosen:
                        said = turns(example, source_ids(example)[excerpt.source])
                        first = next(turn for turn in said if turn.end > excerpt.start)
                        assert first.role is Role.INFORMANT
        assert len(set(spans)) == len(spans)
    again = joint_display(example, selection)
    assert again == joint_display(example, selection)


def test_the_rule_prefers_cases_that_are_not_quoted_and_middling_lengths(project, tmp_path):
    long = " ".join(f"ord{n}" for n in range(100))
    middling = " ".join(f"m{n}" for n in range(30))
    for name, case, words in (
        ("Ett", "C1", f"Kort her. {middling}. {long}"),
        ("To", "C1", f"{middling} to."),
        ("Tre", "C2", "Bare noen få ord."),
    ):
        source_id = study.add(project, name, [("Mor", words)])
        with project.action("Values"):
            study.assign_case(project, source_id, case)
            set_value(project, "rolle", "mor", source_id=source_id)
            set_value(project, "bølge", "2025" if name != "Ett" else "2023", source_id=source_id)
    tid = study.code(project, "Tid")
    for name, words in (
        ("Ett", "Kort her"), ("Ett", middling), ("Ett", long), ("To", middling), ("Tre", "noen få"),
    ):  # fmt: skip
        source_id, start, end = study.find(project, name, words)
        add_codings(project, [NewCoding(source_id, tid.id, start, end)], label="Coded")
    text = "indicator,group,year,percent\nA,mor,2023,4\nA,mor,2025,4\n"
    import_survey(project, write(tmp_path / "t.csv", text))
    indicator = find_indicator(project, "A")
    link_codes(project, indicator, [tid])

    def quoted():
        lines = joint_display(project).indicators[0].lines
        return [[each.text for each in line.themes[0].quotations] for line in lines]

    assert quoted() == [[middling], ["noen få"]]
    ids = {each.end - each.start: each.id for each in codings(project) if each.code_id == tid.id}
    choose_quotations(project, indicator, [ids[len(long)], ids[len("Kort her")]])
    assert quoted() == [["Kort her", long[: long.index(" ord60")] + " …"], ["noen få"]]


def test_chosen_quotations_are_in_the_example(example):
    rows = list(
        csv.DictReader((ROOT / "corpora/samordning/survey_quotations.csv").open("r", -1, "utf-8"))
    )
    shown = [
        quotation.excerpt.text
        for indicator in joint_display(example).indicators
        for line in indicator.lines
        for theme in line.themes
        for quotation in theme.quotations
        if quotation.chosen
    ]
    assert sorted(shown) == sorted(row["text"] for row in rows)
    assert len(rows) >= 15


# Reports


@pytest.fixture(scope="module")
def report(made):
    with Project.open(made, read_only=True) as project:
        result = joint_display(project, Selection(coders=("anne",)))
        yield joint_report(project, result)


def test_each_number_leads_to_the_words_that_it_counts(report):
    names = ("caser med koden", "kodinger")
    columns = [report.readable.columns.index(name) for name in names]
    for row, cells in enumerate(report.readable.rows):
        for column in range(len(cells)):
            found = report.behind(row, column)
            if column in columns and isinstance(cells[column], int):
                assert len(found) == cells[column]
            else:
                assert found is None
    assert len(report.readable.rows) == len(report.table.rows)


def test_the_table_for_programs(report, tmp_path, made):
    with Project.open(made, read_only=True) as project:
        for suffix in (".csv", ".json", ".xlsx", ".html", ".svg", ".png"):
            write_report(project, report, tmp_path / f"r{suffix}")
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text("utf-8-sig").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    old = next(row for row in rows if row["year"] == "2009")
    assert (old["survey %"], old["missing"]) == ("20.0", "no interviews")
    assert (old["cases"], old["% of cases"], old["codings"]) == ("", "", "")
    later = next(row for row in rows if row["year"] == "2025")
    assert (later["survey %"], later["missing"]) == ("", "no figure")
    about = next(row for row in rows if row["approximate"])
    assert (about["survey %"], about["n"]) == ("50.0", "")
    loaded = json.loads((tmp_path / "r.json").read_text("utf-8"))["rows"]
    assert next(row for row in loaded if row["year"] == "2009")["cases"] is None
    sheet = load_workbook(tmp_path / "r.xlsx").worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[1][:4] == ["Kjenner til lovendringene", "ledere", "2023", 66]
    page = (tmp_path / "r.html").read_text("utf-8")
    for told in (
        "ca. 50",
        "ingen tall",
        "ingen intervjuer",
        "anne, bekreftelse:",
        "anslår ingenting",
    ):
        assert told in page
    assert page.count("Begge") <= 1
    image = Image.open(BytesIO((tmp_path / "r.png").read_bytes()))
    assert image.size[0] > 1800


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_language_says_what_must_not_be_concluded(made, language, tmp_path):
    copy = tmp_path / "kopi.qualcode"
    copy.write_bytes(made.read_bytes())
    with Project.open(copy) as project:
        with project.action("Language"):
            project.connection.execute("UPDATE project SET language = ?", (language,))
        shown = joint_report(project, joint_display(project)).readable
    words = joint_labels_in(language)
    assert words.people_note in shown.notes
    assert words.fit_note in shown.notes
    assert "Fetters" in words.fit_note
    assert words.title == shown.title
    assert any(re.search(r"\b14\b", note) for note in shown.notes), "how many figures lack n"


def test_the_figure(report):
    (figure,) = report.figures
    for told in ("Kjenner til lovendringene, ledere 2023: 66 %", "2 av 3", "9 indikatorer"):
        assert told in figure.alt
    assert png(figure) == png(figure)


def test_a_large_survey_takes_several_sheets(asked, tmp_path):
    rows = [
        f"{'Et spørsmål med en lang ordlyd ' * 6}{n},leder,{year},{n},\n"
        for n in range(40)
        for year in (2019, 2021, 2023)
    ]
    rows += [f"Mange år,leder,{year},4,\n" for year in range(1900, 2000)]
    table = write(tmp_path / "stor.csv", "indicator,group,year,percent,n\n" + "".join(rows))
    import_survey(asked, table)
    for indicator in survey_indicators(asked):
        link_codes(asked, indicator, codes(asked))
    report = joint_report(asked, joint_display(asked))
    assert len(report.figures) > 3
    for figure in report.figures:
        drawn = figure.draw()
        assert drawn.get_figheight() * 2.54 <= 23.01
    assert "del 2 av" in report.figures[1].title


def test_screens_show_words_for_what_is_absent(asked):
    write_survey_note(asked, find_indicator(asked, "Mangler"), Fit.DISCORDANCE, "Ikke enig.")
    (table,) = joint_screens(joint_display(asked))
    assert table.columns == ("group", "year", "survey %", "n", "Ressursbarrierer")
    assert table.rows == (
        ("Familie", "2009", "20", "", "no interviews"),
        ("Familie", "2023", "8", "210", "1 of 1"),
        ("Lærere", "2023", "about 50", "40", "no interviews"),
    )
    assert table.notes[-1] == "Kari, discordance: Ikke enig."


# Commands


def test_the_command(qualcode, made, tmp_path):  # noqa: F811
    code, out, _ = qualcode("report", "joint", made, "--coder", "anne", "--indicator", "hørt om")
    assert code == 0
    assert "no estimate for a population" in out
    assert "1 of 3" in out
    cell = ("--cell", "Har hørt om endringene", "Ansatte", "2023")
    code, out, _ = qualcode("report", "joint", made, "--coder", "anne", *cell)
    assert (code, "4 excerpts." in out) == (0, True)
    code, _, err = qualcode(
        "report", "joint", made, "--cell", "Tverrfaglige team", "ledere", "2023"
    )
    assert (code, "No row of the joint display" in err) == (1, True)
    code, _, err = qualcode("report", "joint", made, "--by", "municipality")
    assert (code, "none of the survey's groups" in err) == (1, True)
