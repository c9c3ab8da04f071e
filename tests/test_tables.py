from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from qualcode.errors import InputError
from qualcode.tables import read_rows

TEXT = "navn;verdi\nÅse;blåbær\nOla;1,5\n"


def table(tmp_path: Path, content: bytes | str, name: str = "tabell.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_encodings_line_ends_and_separators(
    tmp_path: Path, encoding: str, line_end: str, separator: str
) -> None:
    content = TEXT.replace("\n", line_end).replace(";", separator).encode(encoding)
    assert list(read_rows(table(tmp_path, content))) == [
        (2, {"navn": "Åse", "verdi": "blåbær"}),
        (3, {"navn": "Ola", "verdi": "1,5"}),
    ]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        '\nnavn,"to\nlinjer"\n\n"A\nB",1\n,\n C ,"si ""hei"", du"\n\n\nD\n',
    )
    assert list(read_rows(path)) == [
        (5, {"navn": "A\nB", "to linjer": "1"}),
        (8, {"navn": " C ", "to linjer": 'si "hei", du'}),
        (11, {"navn": "D", "to linjer": ""}),
    ]


def test_columns_without_a_heading_are_left_out(tmp_path: Path) -> None:
    assert list(read_rows(table(tmp_path, "a,,b\n1,2,3\n1,2,3,,\n"))) == [
        (2, {"a": "1", "b": "3"}),
        (3, {"a": "1", "b": "3"}),
    ]


@pytest.mark.parametrize("content", ["", "\n\n", "a,b\n", "a,b\n,\n\n", "\ufeff"])
def test_a_table_without_rows(tmp_path: Path, content: str) -> None:
    assert list(read_rows(table(tmp_path, content))) == []


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("a,b\n1,2\n1,2,3\n", 3, "more cells than the heading"),
        ("a,b\n1,2\n3,\"4\n5,6\n", 4, "cannot be read"),
        ("a,b\n1,\"2\" 3\n", 2, "cannot be read"),
        ("a,A,a\n1,2,3\n", 1, "Two columns are called “a”"),
        (" a ,b,a\n", 1, "Two columns are called “a”"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read(tmp_path: Path, content: str, line: int, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        list(read_rows(table(tmp_path, content)))
    assert caught.value.where == f"tabell.csv, line {line}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tabell.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("tabell.csv", b"PK\x03\x04" + b"xl/" * 50),
        ("tabell.xlsx", b""),
        ("tabell.xlsx", b"a,b\n1,2\n"),
        ("tabell.xlsx", b"PK\x03\x04" + bytes(100)),
        ("tabell.csv", None),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(InputError, match=name):
        list(read_rows(path))
    with pytest.raises(InputError, match="cannot be read"):
        list(read_rows(tmp_path / "ingen.csv"))


def workbook(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["navn", None, "år", "dato", "tid", "andel", "ja"],
        ["A\u030ase", "uten", 2023.0, date(2023, 5, 1), datetime(2023, 5, 1, 12, 30), 0.5, True],
        [],
        [None, "uten heading", None],
        ["Ola\nNordmann", None, "007"],
    ):
        sheet.append(row)
    book.save(path)
    return path


def test_excel(tmp_path: Path) -> None:
    assert list(read_rows(workbook(tmp_path / "tabell.xlsx"))) == [
        (2, {"navn": "Åse", "år": "2023", "dato": "2023-05-01", "tid": "2023-05-01 12:30:00",
             "andel": "0.5", "ja": "True"}),
        (5, {"navn": "Ola\nNordmann", "år": "007", "dato": "", "tid": "", "andel": "", "ja": ""}),
    ]  # fmt: skip


def test_a_damaged_workbook(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "hel.xlsx").read_bytes()
    for length in range(50, len(whole), 397):
        with pytest.raises(InputError, match=r"tabell\.xlsx"):
            list(read_rows(table(tmp_path, whole[:length], "tabell.xlsx")))
    for place in range(100, len(whole), 397):
        damaged = bytearray(whole)
        damaged[place : place + 20] = bytes(20)
        try:
            list(read_rows(table(tmp_path, bytes(damaged), "tabell.xlsx")))
        except InputError as error:
            assert "tabell.xlsx" in error.where


@given(content=st.binary(max_size=80) | st.text('ab,;\t"\n\r \x00å', max_size=60).map(str.encode))
def test_no_bytes_are_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = table(tmp_path_factory.getbasetemp(), content)
    try:
        for line, row in read_rows(path):
            assert line > 1
            assert any(row.values())
    except InputError as error:
        assert "tabell.csv" in error.where
