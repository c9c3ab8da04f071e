from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_codebook_yaml import AWKWARD_TEXT, without_lines

from qualcode.codebook.draft import FIELDS, DraftCode, DraftCodebook, path_key, problems
from qualcode.codebook.store import read_codebook, write_codebook
from qualcode.codebook.table_file import COLUMNS, read_table
from qualcode.errors import InputError
from qualcode.text import normalise, one_line

IN_CELLS = st.sampled_from(["=1+1", "_x0041_", "#N/A", "a,b;c", "x" * 300])
ANY_TEXT = AWKWARD_TEXT | IN_CELLS | st.text(max_size=20)
TEXT = ANY_TEXT.map(lambda text: normalise(text).strip())
ENTRIES = st.lists(ANY_TEXT.map(one_line).filter(bool), max_size=3).map(tuple)
# Few names, so that the same one comes at many places of the tree.
NAMES = st.sampled_from(["Tid", "Økonomi", "tid og penger", "A", "æ", "-", "2023", "=A1"])
HEADINGS = st.sampled_from(["Kilde", "år", "note; til oss", "Eier"])


def draft_codes(children: st.SearchStrategy[Any]) -> st.SearchStrategy[DraftCode]:
    return st.builds(
        DraftCode,
        name=NAMES,
        line=st.just(0),
        definition=TEXT,
        when_to_use=TEXT,
        when_not_to_use=TEXT,
        examples=ENTRIES,
        indicator_terms=ENTRIES,
        colour=st.sampled_from(["", "#4477AA"]),
        guid=st.just(""),
        extra=st.dictionaries(HEADINGS, TEXT.filter(bool), max_size=2),
        children=children,
    )


def siblings(inner: st.SearchStrategy[DraftCode]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3, unique_by=lambda code: code.name.casefold()).map(tuple)


CODES = st.recursive(
    draft_codes(st.just(())), lambda inner: draft_codes(siblings(inner)), max_leaves=6
)


@settings(max_examples=80, deadline=None)
@given(codes=siblings(CODES).filter(bool), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_round_trip(
    tmp_path_factory: pytest.TempPathFactory, codes: tuple[DraftCode, ...], suffix: str
) -> None:
    book = DraftCodebook(codes)
    path = tmp_path_factory.getbasetemp() / f"bok{suffix}"
    write_codebook(book, path)
    assert without_lines(read_codebook(path)) == without_lines(book)


def read(tmp_path: Path, content: str, name: str = "bok.csv") -> DraftCodebook:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return read_table(path)


def labels(book: DraftCodebook) -> list[str]:
    return [" > ".join(path) for path, _ in book.walk()]


def test_a_table_as_people_write_it(tmp_path: Path) -> None:
    book = read(
        tmp_path,
        "Name;PARENT;Definition;Examples;Kilde\n"
        "Økonomi;ressurser;Penger;;\n"
        'Penger;Økonomi;"To\nlinjer";"ett\n\n to ";s. 12\n'
        "Ressurser;;;;\n"
        "Stillinger;Ressurser > Økonomi;Poster;;\n",
    )
    assert labels(book) == [
        "Ressurser",
        "Ressurser > Økonomi",
        "Ressurser > Økonomi > Penger",
        "Ressurser > Økonomi > Stillinger",
    ]
    money = book.codes[0].children[0].children[0]
    assert money == DraftCode(
        "Penger", 3, "To\nlinjer", examples=("ett", "to"), extra={"Kilde": "s. 12"}
    )
    assert [(found.line, found.grave) for found in problems(book)] == [(7, False)]


def test_only_names(tmp_path: Path) -> None:
    assert labels(read(tmp_path, "name\nB\nA\n")) == ["B", "A"]


def test_the_same_name_on_many_levels(tmp_path: Path) -> None:
    written = "parent,name\n,A\nA,B\nA > B,A\nA > B > A,B\n,B\nB,A\n"
    assert labels(read(tmp_path, written)) == [
        "A", "A > B", "A > B > A", "A > B > A > B", "B", "B > A"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("name,parent\nA,B\nB,A\n", 2, "“B” of “A” stands under itself"),
        ("name,parent\nT,\nA,C\nB,A\nC,B\n", 3, "stands under itself"),
        ("name,parent\nA,A\n", 2, "stands under itself"),
        ("name,parent\nA,\nB,C\n", 3, "“C” of “B” is not in the table"),
        ("name,parent\nA,\nB,X > A\n", 3, "is not in the table"),
        ("name,parent\nX,\nY,\nA,X\nA,Y\nB,A\n", 6, "“A” of “B” is not clear"),
    ],
)
def test_parents_that_cannot_be(tmp_path: Path, content: str, line: int, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, content)
    assert caught.value.where == f"bok.csv, line {line}"


@pytest.mark.parametrize("content", ["", "name\n", "parent,definition\nA,B\n"])
def test_what_is_no_codebook(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match="has a column `name`"):
        read(tmp_path, content)


def test_problems_are_named_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "bok.csv"
    path.write_bytes(
        "name;parent;definition;colour\n"
        "Tid;;x;\n"
        "Å;Tid;x;\n"
        "a\u030a;tid;x;\n"
        "Rød;;x;rød\n"
        ";Tid;x;\n"
        "Uten;;;\n".encode("cp1252", "replace").replace(b"a?", "å".encode("cp1252"))
    )
    book = read_table(path)
    assert [(found.line, found.text, found.grave) for found in problems(book)] == [
        (4, "“å” stands under “Tid” already (line 3).", True),
        (5, "“rød” is no colour; write it as #RRGGBB (#4477AA).", True),
        (6, "A code has no name.", True),
        (7, "“Uten” has no definition.", False),
    ]
    with pytest.raises(InputError, match="line 4: “å” stands"):
        read_codebook(path)


def test_what_a_table_has_no_kind_for_is_written_as_json(tmp_path: Path) -> None:
    code = DraftCode("A", 0, extra={"sider": [1, "to"], "ja": True, "tekst": "[1]"})
    write_codebook(DraftCodebook((code,)), tmp_path / "bok.csv")
    (read_back,) = read_codebook(tmp_path / "bok.csv").codes
    assert read_back.extra == {"sider": '[1, "to"]', "ja": "true", "tekst": "[1]"}


def test_a_text_that_no_cell_holds(tmp_path: Path) -> None:
    book = DraftCodebook((DraftCode("A", 0, "x" * 40_000),))
    with pytest.raises(InputError, match="too long for a cell"):
        write_codebook(book, tmp_path / "bok.xlsx")
    assert not (tmp_path / "bok.xlsx").exists()
    write_codebook(book, tmp_path / "bok.csv")
    assert without_lines(read_codebook(tmp_path / "bok.csv")) == without_lines(book)


def test_columns_are_those_of_a_code() -> None:
    assert set(COLUMNS) == {"parent", *FIELDS}
    assert path_key(("Å", "B")) == path_key(("å", "b"))
    assert replace(DraftCode("A", 1), line=0) == DraftCode("A", 0)
