"""Workbooks as Excel reads them: numbers, text that stays text, and what was counted."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qualcode.analysis.frequencies import frequencies
from qualcode.errors import InputError
from qualcode.reporting import excel
from qualcode.reporting.excel import sheet_name, workbook
from qualcode.reporting.report import Made, Report
from qualcode.reporting.reports import frequency_report
from qualcode.reporting.tables import Table

MADE = Made("Nullpunkt", "nb", dt.date(2026, 1, 2), "1.2.3")
FORMULAS = ("=1+1", "+47 123", "-tid", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')


def read(table, made=MADE):
    return load_workbook(BytesIO(workbook(Report(table), made)))


def test_numbers_are_numbers_and_undefined_is_said():
    table = Table("Tall", ("kode", "n", "c"), (("Tid", 3, 0.25), ("Rom", 0, None)))
    sheet = read(table).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["kode", "n", "c"],
        ["Tid", 3, 0.25],
        ["Rom", 0, "udefinert"],
    ]
    assert [cell.data_type for cell in sheet[3]] == ["s", "n", "s"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:C3"


def test_an_empty_place_among_words_is_empty():
    sheet = read(Table("Utdrag", ("kilde", "case"), (("a", None), ("b", "F-01")))).worksheets[0]
    assert sheet["B2"].value is None


def test_totals_are_not_sorted_away():
    table = Table("Tall", ("kode", "n"), (("a", 1), ("b", 2), ("alle", 3)), totals=1)
    assert read(table).worksheets[0].auto_filter.ref == "A1:B3"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    table = Table(text, (text, "n"), ((text, 1),), (text,))
    book = read(table, Made(text, "en", MADE.date, "1"))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    assert book.worksheets[0]["A2"].value == text
    assert book.worksheets[0]["A2"].quotePrefix
    inside = zipfile.ZipFile(BytesIO(workbook(Report(table), MADE)))
    assert not any(b"<f>" in inside.read(name) for name in inside.namelist())


def test_text_that_looks_like_a_number_stays_text():
    sheet = read(Table("Koder", ("kode", "n"), (("0012", 1), ("1e5", 2)))).worksheets[0]
    assert [sheet["A2"].value, sheet["A3"].value] == ["0012", "1e5"]


def test_what_excel_cannot_hold():
    text = "😔" * 40_000
    sheet = read(Table("Utdrag", ("tekst", "n"), ((text, 1), ("a\x00b\x0b", 2)))).worksheets[0]
    held = sheet["A2"].value
    assert held.endswith("😔…")
    assert len(held.encode("utf-16-le")) // 2 <= 32_767
    assert sheet["A3"].value


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(excel, "_MOST_ROWS", 2)
    with pytest.raises(InputError, match="more than Excel takes"):
        read(Table("Tall", ("n",), ((1,), (2,), (3,))))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kodinger etter [bølge]: 2023/2025", "Kodinger etter bølge 2023 2025"),
        ("'Sitat'", "Sitat"),
        ("History", "qualcode"),
        ("?*", "qualcode"),
        ("Samforekomst mellom " + "veldig " * 9, "Samforekomst mellom veldig veld"),
    ],
)
def test_sheets_have_names_that_excel_takes(title, name):
    assert sheet_name(title) == name


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_title_makes_a_workbook(title, text):
    book = read(Table(title, (text, "n"), ((text, 1),)))
    assert len(book.sheetnames) == 2
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in book.sheetnames)


def test_a_table_called_as_the_other_sheet():
    assert len(set(read(Table("Om tallene", ("n",), ((1,),))).sheetnames)) == 2


def test_the_second_sheet_says_what_was_counted(project):
    report = frequency_report(project, frequencies(project))
    book = load_workbook(BytesIO(workbook(report, MADE)))
    assert book.sheetnames == ["Frekvenser", "Om tallene"]
    facts = {row[0].value: row[1].value for row in book["Om tallene"].iter_rows() if row[0].value}
    assert facts["Tabell"] == "Frekvenser"
    assert facts["Prosjekt"] == "Nullpunkt"
    assert facts["Enhet"] == "kodinger, kilder, caser"
    assert facts["Utvalg"] == "alt"
    assert facts["Kodere"] == "Kari, Per"
    assert facts["Dato"] == "2. januar 2026"
    assert facts["Versjon"] == "qualcode 1.2.3"
    assert facts["Merknader"].startswith("Ord: ")
    assert [cell.value for cell in book["Frekvenser"][1]][:3] == ["kode", "kodinger", "kilder"]


def test_the_same_input_gives_the_same_file(project):
    report = frequency_report(project, frequencies(project))
    assert workbook(report, MADE) == workbook(report, MADE)
    book = load_workbook(BytesIO(workbook(report, MADE)))
    assert book.properties.created == dt.datetime(2026, 1, 2)
