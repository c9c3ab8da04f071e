from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.codebook.draft import FIELDS, DraftCode, DraftCodebook, clean, problems
from qualcode.codebook.store import read_codebook, write_codebook
from qualcode.codebook.yaml_file import read_yaml, write_yaml
from qualcode.errors import InputError
from qualcode.text import normalise, one_line

AWKWARD = (
    "null", "~", "yes", "no", "true", "007", "1.10", "1e3", "0x1F", "2023-05-01", "12:30", ".inf",
    "- strek", "-", "? spørsmål", ": kolon", "a: b", "a #b", "# tema", "'", '"', "*anker", "&anker",
    "!tag", "%YAML", "@", "`", "[liste", "{kart", "|", ">", "<<", "=", "linje 1\nlinje 2",
    "\tinnrykk\n  mer\n\n\nslutt", "mange ord " * 30, "et" * 150, "a  b   c " * 20,
    "😔🇳🇴👩‍👧", "æøå ÆØÅ",
    "trailing \nspace \n next", "codes", "name", "\\n \\u00e5", "a\u00a0b", "«sitat»", "...", "---",
)  # fmt: skip
AWKWARD_TEXT = st.integers(0, len(AWKWARD) - 1).map(lambda number: AWKWARD[number])
ANY_TEXT = AWKWARD_TEXT | st.text(max_size=30) | st.text("ab :#-\n\t'\"", max_size=150)
TEXT = ANY_TEXT.map(lambda text: normalise(text).strip())
NAME = ANY_TEXT.map(one_line).filter(bool)
LISTS = st.lists(TEXT.filter(bool), max_size=3).map(tuple)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | ANY_TEXT.map(normalise)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(ANY_TEXT.map(normalise), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
EXTRA = st.dictionaries(
    ANY_TEXT.map(normalise).filter(lambda key: key not in (*FIELDS, "codes")), DATA, max_size=3
)


def draft_codes(children: st.SearchStrategy[Any]) -> st.SearchStrategy[DraftCode]:
    return st.builds(
        DraftCode,
        name=NAME,
        line=st.just(0),
        definition=TEXT,
        when_to_use=TEXT,
        when_not_to_use=TEXT,
        examples=LISTS,
        indicator_terms=LISTS,
        colour=st.sampled_from(["", "#4477AA"]),
        guid=TEXT,
        extra=EXTRA,
        children=children,
    )


CODES = st.recursive(
    draft_codes(st.just(())),
    lambda inner: draft_codes(st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)
CODEBOOKS = st.builds(
    DraftCodebook,
    codes=st.lists(CODES, max_size=3).map(tuple),
    about=EXTRA.map(lambda about: {key: value for key, value in about.items() if key != "codes"}),
)


def without_lines(codebook: DraftCodebook) -> Any:
    def plain(code: DraftCode) -> Any:
        fields = {key: getattr(code, key) for key in (*FIELDS, "extra")}
        return fields, [plain(child) for child in code.children]

    return codebook.about, [plain(code) for code in codebook.codes]


@settings(max_examples=80, deadline=None)
@given(codebook=CODEBOOKS)
@example(DraftCodebook(tuple(DraftCode(clean("name", text), 0, text.strip()) for text in AWKWARD)))
def test_round_trip(codebook: DraftCodebook) -> None:
    written = write_yaml(codebook)
    assert without_lines(read_yaml(written, "bok.yaml")) == without_lines(codebook)
    written.encode()


BOOK = """\
# Kodebok for nullpunktet
name: Nullpunkt
version: 1.10
date: 2023-05-01
waves: [2023, 2025]
codes:
  - name: Ressursbarrierer
    colour: "#4477AA"
    definition: >
      Det som står på
      penger og tid.
    codes:
      - name: 2023
        definition: Et tall som navn
        examples: ett eksempel
        source: {page: 12, checked: true, by: ~}
      - name: Tid
        definition: |
          Linje 1
          Linje 2
        indicator_terms:
          - kapasitet
          - ventetid
          -
        codes: null
  - {name: Ja, definition: yes}
"""


def test_a_file_as_people_write_it() -> None:
    book = read_yaml(BOOK, "bok.yaml")
    assert book.about == {
        "name": "Nullpunkt", "version": "1.10", "date": "2023-05-01", "waves": [2023, 2025]
    }  # fmt: skip
    barriers, yes = book.codes
    number, time = barriers.children
    assert (barriers.line, number.line, time.line, yes.line) == (7, 13, 17, 26)
    assert barriers.definition == "Det som står på penger og tid."
    assert (number.name, number.examples) == ("2023", ("ett eksempel",))
    assert number.extra == {"source": {"page": 12, "checked": True, "by": None}}
    assert time.definition == "Linje 1\nLinje 2"
    assert time.indicator_terms == ("kapasitet", "ventetid")
    assert (yes.name, yes.definition) == ("Ja", "yes")
    assert problems(book) == []


def test_what_is_written_is_pleasant_to_edit() -> None:
    definition = "Penger og poster som grunn til at noe ikke blir gjort. " * 2
    code = DraftCode("Økonomi", 0, definition.strip(), examples=("«Det er pengene.»", "to\nlinjer"))
    assert write_yaml(DraftCodebook((code,), {"name": "Nullpunkt"})) == (
        "name: Nullpunkt\n"
        "codes:\n"
        "  - name: Økonomi\n"
        "    definition: >-\n"
        "      Penger og poster som grunn til at noe ikke blir gjort. "
        "Penger og poster som grunn til at noe\n"
        "      ikke blir gjort.\n"
        "    examples:\n"
        "      - «Det er pengene.»\n"
        "      - |-\n"
        "        to\n"
        "        linjer\n"
    )


def test_aliases_and_merged_mappings() -> None:
    book = read_yaml(
        "defaults: &d {colour: '#112233', definition: Felles}\n"
        "codes:\n"
        "  - &a {name: A, <<: *d}\n"
        "  - {name: B, definition: Egen, <<: [*d, {source: x}], codes: [*a]}\n",
        "bok.yaml",
    )
    a, b = book.codes
    assert (a.colour, a.definition) == ("#112233", "Felles")
    assert (b.definition, b.extra, b.children[0].name) == ("Egen", {"source": "x"}, "A")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("codes:\n  - name: A\n    codes: [&b {name: B, codes: [*b]}]\n", 3, "under itself"),
        ("codes:\n  - &a\n    name: A\n    codes:\n      - name: B\n        codes: [*a]\n", 2,
         "under itself"),
        ("codes:\n- name: A\n\tdefinition: x\n", 3, "cannot be read"),
        ("codes:\n  - name: A\n   definition: x\n", 3, "cannot be read"),
        ("codes:\n  - name: A\n    name: B\n", 3, "`name` stands twice"),
        ("codes: [\n", 2, "cannot be read"),
        ("a: 1\n---\ncodes: []\n", 2, "another document"),
        ("codes: null\n", 1, "list of codes"),
        ("name: x\ncodes: A\n", 2, "list of codes"),
        ("name: x\n", 1, "list of codes"),
        ("", 1, "mapping with the key"),
        ("# bare en kommentar\n", 1, "mapping with the key"),
        ("- A\n- B\n", 1, "mapping with the key"),
        ("codes:\n  - name: A\n  - B\n", 3, "mapping with at least"),
        ("codes:\n  - name: [A]\n", 2, "`name` is a text"),
        ("codes:\n  - name: A\n    examples: {a: b}\n", 3, "`examples` is a text"),
        ("codes:\n  - name: A\n    examples: [[a]]\n", 3, "`examples` is a text"),
        ("codes:\n  - name: A\n    codes: B\n", 3, "`codes` is a list"),
        ("x: &x {colour: [1]}\ncodes:\n  - {name: A, <<: *x}\n", 1, "`colour` is a text"),
        ("codes:\n  - name: A\n    <<: B\n", 3, "takes a mapping"),
        ("codes:\n  - name: A\n    ? [x]\n    : y\n", 3, "A key is a text"),
        ("codes:\n  - name: A\n    colour: *x\n", 3, "cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text: str, line: int, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_yaml(text, "bok.yaml")
    assert caught.value.where == f"bok.yaml, line {line}"


@pytest.mark.parametrize(
    "text",
    [
        "codes: []\nx: &x {y: *x}\n",
        "codes: &c [*c]\n",
        "codes: " + "[" * 1000,
        "codes:\n- name: A\x01\n",
        "codes:\n  - name: A\n" + "".join(
            f"{'  ' * n}    codes:\n{'  ' * n}      - name: A\n" for n in range(1, 400)
        ),
        "&a {codes: [], <<: *a}\n",
    ],
    ids=["circle", "list of itself", "deep", "control", "deep codes", "merged with itself"],
)  # fmt: skip
def test_nothing_in_a_file_is_a_traceback(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_yaml(text, "bok.yaml")
    assert "bok.yaml" in caught.value.where


@settings(max_examples=200, deadline=None)
@given(text=st.text("codesname: -[]{}&*#\n\t'\"|>ab", max_size=60) | st.text(max_size=60))
def test_no_text_is_a_traceback(text: str) -> None:
    try:
        read_yaml(f"codes:\n  - name: A\n    {text}", "bok.yaml")
        read_yaml(text, "bok.yaml")
    except InputError as error:
        assert error.where.startswith("bok.yaml")


def test_problems_are_named_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "bok.yaml"
    path.write_text(
        "codes:\n"
        "  - name: Tid\n"
        "    definition: x\n"
        "    guid: g\n"
        "    codes:\n"
        "      - name: Ventetid\n"
        "      - {name: VENTETID, definition: x}\n"
        "  - {name: tid, definition: x}\n"
        "  - {name: A > B, definition: x, guid: g}\n"
        "  - {name: '', definition: x}\n"
        "  - {name: Farge, definition: x, colour: rosa}\n",
        "utf-8",
    )
    book = read_yaml(path.read_text("utf-8"), path.name)
    assert [(found.line, found.text, found.grave) for found in problems(book)] == [
        (6, "“Ventetid” has no definition.", False),
        (7, "“VENTETID” stands under “Tid” already (line 6).", True),
        (8, "“tid” stands at the top already (line 2).", True),
        (9, "The name “A > B” has a > in it, as paths do.", True),
        (9, "“A > B” has the guid of line 2.", True),
        (10, "A code has no name.", True),
        (11, "“rosa” is no colour; write it as #RRGGBB (#4477AA).", True),
    ]
    with pytest.raises(InputError, match="line 7: “VENTETID”") as caught:
        read_codebook(path)
    assert "no definition" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bok.yaml", "codes:\n  - name: Økonomi\n".encode("latin-1"), "is in UTF-8"),
        ("bok.yaml", "codes:\n  - name: Økonomi\n".encode("utf-16"), "is in UTF-8"),
        ("bok.yml", b"", "mapping with the key"),
        ("bok.pdf", b"%PDF", "YAML, CSV or Excel"),
        ("mappe.yaml", None, "cannot be read"),
    ],
)
def test_files_that_are_no_codebooks(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_codebook(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_codebook(tmp_path / "ingen.yaml")


def test_a_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "bok.yaml"
    path.write_bytes(
        "\ufeffcodes:\r\n  - name: A\u030a\r\n    definition: |\r\n      x\r\n      y\r\n".encode()
    )
    (code,) = read_codebook(path).codes
    assert (code.name, code.definition, code.line) == ("Å", "x\ny", 2)


def test_writing(tmp_path: Path) -> None:
    book = read_yaml(BOOK, "bok.yaml")
    write_codebook(book, tmp_path / "bok.yml")
    assert without_lines(read_codebook(tmp_path / "bok.yml")) == without_lines(book)
    with pytest.raises(InputError, match="cannot be written as"):
        write_codebook(book, tmp_path / "bok.odt")
    with pytest.raises(InputError, match="cannot be written"):
        write_codebook(book, tmp_path / "ingen" / "bok.yaml")
