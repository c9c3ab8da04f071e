"""Cases and variables from tables."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from qualcode.errors import InputError
from qualcode.importing.variables import import_variables
from qualcode.project import undo
from qualcode.project.cases import cases, values_by_source, variable_names
from qualcode.project.sources import find_source


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def values(project, name):
    return values_by_source(project)[find_source(project, name).id]


def test_one_informant_with_two_waves(project, tmp_path):
    table = write(
        tmp_path / "v.csv",
        "source,case,bølge,kommune\n"
        "Familie i nord,F-01,2023,Ås\n"
        "Ansatt i PPT.docx,F-01,2025,Ås\n"
        "Finnes ikke,F-09,2025,Ås\n",
    )
    summary = import_variables(project, table)
    assert (summary.rows, summary.unknown_sources) == (2, ("Finnes ikke",))
    assert values(project, "Familie i nord")["bølge"] == "2023"
    assert values(project, "Ansatt i PPT")["bølge"] == "2025"
    assert values(project, "Ansatt i PPT")["kommune"] == "Ås"
    both = {case.name: case.sources for case in cases(project)}["F-01"]
    assert both == ("Ansatt i PPT", "Familie i nord")
    undo(project)
    assert values(project, "Ansatt i PPT")["kommune"] == "Tromsø"


def test_values_of_a_case_hold_for_its_sources_unless_they_have_their_own(project, tmp_path):
    import_variables(project, write(tmp_path / "c.csv", "case;alder\nF-01;41\nL-03;58\nNy;\n"))
    assert values(project, "Familie i nord")["alder"] == "41"
    import_variables(project, write(tmp_path / "s.csv", "source;alder\nFamilie i nord;42\n"))
    assert values(project, "Familie i nord")["alder"] == "42"
    import_variables(project, write(tmp_path / "s2.csv", "source;alder\nFamilie i nord;\n"))
    assert values(project, "Familie i nord")["alder"] == "41"
    assert "alder" in variable_names(project)
    assert "Ny" in {case.name for case in cases(project)}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_encodings_and_separators(project, tmp_path, encoding):
    text = "source\tcase\tkommune\r\nLeder på Ålesund vgs\tL-03\tBærum\r\n"
    summary = import_variables(project, write(tmp_path / "v.tsv", text, encoding))
    assert (summary.rows, summary.unknown_sources) == (1, ())
    assert values(project, "Leder på Ålesund vgs")["kommune"] == "Bærum"


def test_excel_with_numbers_and_empty_rows(project, tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    for row in (
        ["source", "case", "bølge"],
        ["Familie i nord", "F-01", 2025],
        [None, None, None],
        ["Ansatt i PPT", "A-02", 2023.0],
    ):
        sheet.append(row)
    workbook.save(tmp_path / "v.xlsx")
    assert import_variables(project, tmp_path / "v.xlsx").rows == 2
    assert values(project, "Familie i nord")["bølge"] == "2025"
    assert values(project, "Ansatt i PPT")["bølge"] == "2023"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("navn,kommune\nx,y\n", "source"),
        ("", "source"),
        ("source,kommune\n,Ås\n", "line 2"),
        ("source,case\nFamilie i nord,A\nAnsatt i PPT,A\nFamilie i nord,B\n", "line 4"),
        ("source,kommune\nFamilie i nord,Ås,Oslo\n", "line 2"),
    ],
)
def test_bad_tables_change_nothing(project, tmp_path, text, said):
    before = values_by_source(project)
    with pytest.raises(InputError) as caught:
        import_variables(project, write(tmp_path / "v.csv", text))
    assert said in str(caught.value)
    assert values_by_source(project) == before
