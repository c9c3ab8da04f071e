"""Whole reports: the YAML read and refused, the Word document and the page that come of it."""

from __future__ import annotations

import datetime as dt
import re

import docx
import pytest
import study
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook.edit import delete_code, rename_code
from qualcode.errors import InputError, NotFoundError, ProjectError, QualcodeError
from qualcode.project import Project
from qualcode.project.cases import set_value
from qualcode.project.project import LANGUAGES
from qualcode.project.sources import source_ids
from qualcode.reporting.building.build import build_report
from qualcode.reporting.building.choosing import chosen
from qualcode.reporting.building.document import Excerpts, FigureShown, Heading, TableShown
from qualcode.reporting.building.gathering import gather
from qualcode.reporting.building.labels import building_labels_in
from qualcode.reporting.building.layout import column_widths, least_widths
from qualcode.reporting.building.prose import Look, to_html, to_paragraphs
from qualcode.reporting.building.reading import read_plan
from qualcode.reporting.report import Report
from qualcode.reporting.tables import Table

PLAN = """\
title: Nullpunktet <1> & resten
subtitle: Tre intervjuer
authors: [Kari, Per]
date: 2026-11-22
sections:
  - heading: Hva de sier
    content:
      - text: |
          Som [@koder] og [@figur] viser, er **tid** *knapt*. <b>rått</b>

          1. først
          2. så
             - under
      - table: frequencies
        name: koder
        caption: Kodene
        rows: 2
        sort: codings
        columns: [code, codings, cases]
      - figure: frequencies
        by: perspektiv
        name: figur
    sections:
      - heading: Om tid
        content:
          - excerpts: Tid AND coder=Kari,Per
            limit: 2
            each: 1
            context: 1
          - table: frequencies
            by: perspektiv
            count: cases
            query: coder=Kari
"""


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "rapport.yaml"
    path.write_text(PLAN, "utf-8")
    return path


def gathered(project, path):
    return gather(project, read_plan(path))


def written(tmp_path, text):
    path = tmp_path / "plan.yaml"
    path.write_text(text, "utf-8")
    return path


def a_plan(content, **about):
    lines = [f"{key}: {value}" for key, value in {"title": "T", **about}.items()]
    lines += ["sections:", "  - heading: H", "    content:"]
    return "\n".join([*lines, *(f"      {line}" for line in content.splitlines())]) + "\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("", 1, "mapping with `title:`"),
        ("- a\n", 1, "mapping with `title:`"),
        ("title: T\n", 1, "no `sections:`"),
        ("title: T\nsections:\n", 1, "no `sections:`"),
        ("sections: []\n", 1, "no `title:`"),
        ("title: T\nsections: 3\n", 2, "`sections` is a list"),
        ("title: T\nsections:\n  - text: x\n", 3, "`text` has no meaning here"),
        ("title: T\nsecitons: []\n", 2, "`secitons` has no meaning here"),
        ("title: T\ntitle: U\nsections: []\n", 2, "`title` stands twice"),
        ("title: [a]\nsections: []\n", 1, "`title` is a text"),
        ("title: T\nsections:\n  - content: []\n", 3, "no `heading:`"),
        ("title: 'T\nsections: []\n", 3, "cannot be read"),
        (a_plan("- tabel: frequencies"), 5, "begins with one of text, table, figure, excerpts"),
        (a_plan("- just words"), 5, "begins with one of"),
        (a_plan("- table: frequencies\n  text: x"), 5, "begins with one of"),
        (a_plan("- table: frequancies"), 5, "no report “frequancies”"),
        (a_plan("- table: frequencies\n  bye: wave"), 5, "no option “bye”"),
        (a_plan("- table: frequencies\n  count: word"), 5, "“word” is none"),
        (a_plan("- table: cooccurrence\n  depth: zero"), 5, "takes a whole number"),
        (a_plan("- table: cooccurrence\n  matrix: 2"), 5, "takes true or false"),
        (a_plan("- table: frequencies\n  rows: ten"), 6, "`rows` is a whole number"),
        (a_plan("- table: frequencies\n  notes: 3"), 6, "`notes` is true or false"),
        (a_plan("- table: frequencies\n  name: a\n- figure: frequencies\n  name: a"), 8, "Two"),
        (a_plan("- text: 'see [@nowhere]'"), 5, "refers to “nowhere”"),
        (a_plan("- text: x", date="22.11.2026"), 2, "is no date"),
        (a_plan("- text: x", language="no"), 2, "one of nb, nn, en"),
        (a_plan("- text: x", method="maybe"), 2, "true or false"),
        ("title: T\nsections: &a\n  - heading: H\n    sections: *a\n", None, "in a circle"),
    ],
)
def test_a_plan_that_cannot_be_followed_names_the_line(tmp_path, text, line, told):
    with pytest.raises(QualcodeError) as caught:
        read_plan(written(tmp_path, text))
    assert told in str(caught.value)
    if line is not None:
        assert f"plan.yaml, line {line}" in str(caught.value)


@pytest.mark.parametrize("broken", [b"\xff\xfe\x00", b"title: \x00", b"\x80" * 20])
def test_a_file_that_is_no_yaml(tmp_path, broken):
    (tmp_path / "plan.yaml").write_bytes(broken)
    with pytest.raises(QualcodeError):
        read_plan(tmp_path / "plan.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        read_plan(tmp_path / "ingen.yaml")


def test_what_is_gathered(project, plan_file):
    document = gathered(project, plan_file)
    headings = [element for element in document.elements if isinstance(element, Heading)]
    assert [(heading.text, heading.level) for heading in headings[:2]] == [
        ("Hva de sier", 1),
        ("Om tid", 2),
    ]
    labels = [
        element.label.replace("\N{NO-BREAK SPACE}", " ")
        for element in document.elements
        if isinstance(element, TableShown | FigureShown)
    ]
    assert labels[:3] == ["Tabell 1", "Figur 1", "Tabell 2"]
    assert labels[3:] == [f"Tabell {number}" for number in range(3, len(labels))], "the method's"
    first = next(element for element in document.elements if isinstance(element, TableShown))
    assert first.report.readable.columns == ("kode", "kodinger", "caser")
    assert len(first.report.readable.rows) == 2
    numbers = [row[1] for row in first.report.readable.rows]
    assert numbers == sorted(numbers, reverse=True)
    assert first.left_out == 9 - 2, "the codebook has nine codes"
    (quoted,) = [element for element in document.elements if isinstance(element, Excerpts)]
    assert len(quoted.excerpts) == 2
    assert quoted.left_out == 1
    assert len({excerpt.source for excerpt in quoted.excerpts}) == 2
    assert all(excerpt.before or excerpt.after for excerpt in quoted.excerpts)


def test_a_code_that_was_renamed_is_named_with_its_new_name(project, tmp_path):
    rename_code(project, study.code(project, "Tid"), "Tidsnød")
    path = written(tmp_path, a_plan("- text: x\n- excerpts: Tid"))
    out = tmp_path / "rapport.docx"
    with pytest.raises(NotFoundError) as caught:
        build_report(project, path, out)
    assert "plan.yaml, line 6" in str(caught.value)
    assert "“Tid”" in str(caught.value)
    assert "Tidsnød" in str(caught.value)
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("- excerpts: ''", "line 5"),
        ("- excerpts: Ingenting", "no code"),
        ("- table: frequencies\n  query: coder=Ola", "no coder “Ola”"),
        ("- table: frequencies\n  query: Tid NEAR/2 Penger", "makes passages"),
        ("- table: frequencies\n  by: farge", "no variable “farge”"),
        ("- table: frequencies\n  columns: [kode, farge]", "no column “farge”"),
        ("- table: frequencies\n  sort: code", "holds words"),
        ("- figure: frequencies\n  which: 7", "no figure 7"),
    ],
)
def test_what_the_project_does_not_have(project, tmp_path, content, told):
    path = written(tmp_path, a_plan(content))
    with pytest.raises(QualcodeError) as caught:
        build_report(project, path, tmp_path / "ut.html")
    assert told in str(caught.value)
    assert "plan.yaml, line 5" in str(caught.value)
    assert not (tmp_path / "ut.html").exists()


def test_one_query_for_the_whole_report(project, tmp_path):
    content = "- table: frequencies\n- excerpts: Tid\n"
    document = gathered(project, written(tmp_path, a_plan(content, query="coder=Per")))
    table = next(element for element in document.elements if isinstance(element, TableShown))
    counted = sum(int(row[1]) for row in table.report.table.rows)
    per = project.value(
        "SELECT count(*) FROM codings JOIN coders ON coders.id = coder_id WHERE name = 'Per'"
    )
    assert counted == per
    (quoted,) = [element for element in document.elements if isinstance(element, Excerpts)]
    assert {coder for excerpt in quoted.excerpts for coder in excerpt.coders} == {"Per"}
    content = "- table: frequencies\n  query: coder=Kari\n"
    document = gathered(project, written(tmp_path, a_plan(content, query="coder=Per")))
    table = next(element for element in document.elements if isinstance(element, TableShown))
    assert dict(table.report.about)["Kodere"] == "Kari", "what a table says itself goes before"
    content = "- table: kwic\n  word: tid\n"
    document = gathered(project, written(tmp_path, a_plan(content, query="coder=Per")))
    table = next(element for element in document.elements if isinstance(element, TableShown))
    assert len(table.report.table.rows) == 2, "what is said is nobody's coding"


def test_the_word_document(project, plan_file, tmp_path):
    out = tmp_path / "rapport.docx"
    build_report(project, plan_file, out)
    document = docx.Document(str(out))
    body = document.element.body
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Nullpunktet <1> & resten" in text
    assert "<b>rått</b>" in text, "markup in Markdown is shown as it was written"
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert {"table1", "figure1"} <= anchors <= marks
    (described,) = {
        element.get("descr") for element in body.iter() if element.tag.endswith("}docPr")
    }
    assert "perspektiv" in described
    fields = [each.get(qn("w:instr")).split()[1] for each in body.iter(qn("w:fldSimple"))]
    assert fields.count("Figure") == 1
    assert fields.count("Table") == len(document.tables)
    first = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert first[0] == ["kode", "kodinger", "caser"]
    assert len(first) == 3
    assert document.core_properties.author == "Kari, Per"
    assert "Tid igjen" not in text, "memos are the researchers' own"
    assert project.value("SELECT count(*) FROM written_files WHERE path = 'rapport.docx'") == 1


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_the_same_input_gives_the_same_bytes(project, plan_file, tmp_path, suffix):
    for name in ("en", "to"):
        build_report(project, plan_file, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"en{suffix}").read_bytes() == (tmp_path / f"to{suffix}").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language(project, plan_file, tmp_path, language):
    text = plan_file.read_text("utf-8") + f"language: {language}\n"
    path = written(tmp_path, text)
    document = gathered(project, path)
    labels = building_labels_in(language)
    assert labels.method in [
        element.text for element in document.elements if isinstance(element, Heading)
    ]
    build_report(project, path, tmp_path / "ut.html")
    page = (tmp_path / "ut.html").read_text("utf-8")
    assert f'lang="{language if language == "en" else language + "-NO"}' in page
    assert project.language == "nb", "only the report is in another language"


def test_the_page_leads_somewhere(project, plan_file, tmp_path):
    build_report(project, plan_file, tmp_path / "ut.html")
    page = (tmp_path / "ut.html").read_text("utf-8")
    assert "&lt;b&gt;rått&lt;/b&gt;" in page
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert {"table1", "figure1", "section0"} <= targets <= set(re.findall(r'id="([^"]+)"', page))
    assert not re.findall(r'(?:src|href)="(?!#)', page), "nothing is fetched"
    opened = {
        name for names in re.findall(r'data-excerpts="([^"]+)"', page) for name in names.split()
    }
    assert opened
    assert opened <= set(re.findall(r'<article id="([^"]+)"', page))


def test_without_method_and_with_another_date(project, tmp_path):
    path = written(tmp_path, a_plan("- text: bare ord", method="false"))
    document = gather(project, read_plan(path), date=dt.date(2024, 2, 29))
    assert len(document.elements) == 2
    assert document.date == dt.date(2024, 2, 29)


def test_the_method_of_a_project_without_anything(empty_project, tmp_path):
    path = written(tmp_path, a_plan("- table: frequencies\n- excerpts: '*'"))
    build_report(empty_project, path, tmp_path / "ut.docx")
    build_report(empty_project, path, tmp_path / "ut.html")
    assert "Ingen utdrag" in (tmp_path / "ut.html").read_text("utf-8")


def test_targets_that_are_refused(project, plan_file, tmp_path):
    with pytest.raises(InputError, match=r"cannot be written as \.pdf"):
        build_report(project, plan_file, tmp_path / "rapport.pdf")
    with pytest.raises(InputError, match="takes a template"):
        build_report(project, plan_file, tmp_path / "r.html", template=tmp_path / "mal.docx")
    with pytest.raises(QualcodeError):
        build_report(project, plan_file, tmp_path / "ingen" / "rapport.docx")


def test_a_project_that_may_only_be_read(project_file, plan_file, tmp_path):
    with Project.open(project_file, read_only=True) as opened:
        build_report(opened, plan_file, tmp_path / "rapport.docx")
    assert (tmp_path / "rapport.docx").exists()


def test_in_language_refuses_what_there_is_not(project):
    with pytest.raises(InputError), project.in_language("sv"):
        pass
    with project.in_language("en"):
        assert project.language == "en"
        with pytest.raises(ProjectError), project.in_language("nn"):
            assert project.language == "nn"
            raise ProjectError("x")
        assert project.language == "en"
    assert project.language == "nb"


CELLS = st.one_of(st.none(), st.integers(-5, 5))


@given(
    rows=st.lists(st.tuples(st.text(max_size=3), CELLS, CELLS), max_size=8),
    totals=st.integers(0, 2),
    limit=st.one_of(st.none(), st.integers(0, 9)),
    columns=st.lists(st.sampled_from(["a", "B", "c"]), max_size=4),
    sort=st.sampled_from(["", "b", "C"]),
)
def test_a_part_of_a_table_leads_to_the_same_excerpts(rows, totals, limit, columns, sort):
    totals = min(totals, len(rows))
    table = Table("T", ("a", "b", "c"), tuple(rows), totals=totals, marked=frozenset({(0, 1)}))
    asked = []
    report = Report(table, behind=lambda row, column: asked.append((row, column)))
    part, left_out = chosen(report, columns=columns, sort=sort, rows=limit)
    shown = part.readable
    body = len(rows) - totals
    assert len(shown.rows) + left_out == len(rows)
    assert left_out == (max(body - limit, 0) if limit is not None else 0)
    assert shown.rows[len(shown.rows) - totals :] == tuple(
        tuple(row["abc".index((name or "").lower())] for name in columns or "abc")
        for row in rows[body:]
    )
    for row, cells in enumerate(shown.rows):
        for column, cell in enumerate(cells):
            part.behind(row, column)
            place = asked.pop()
            assert table.rows[place[0]][place[1]] == cell
            assert ((row, column) in shown.marked) == (place in table.marked)
    if sort and not columns:
        at = "abc".index(sort.lower())
        numbers = [row[at] for row in shown.rows[: len(shown.rows) - totals]]
        defined = [number for number in numbers if number is not None]
        assert defined == sorted(defined, reverse=True)
        assert numbers[len(defined) :] == [None] * (len(numbers) - len(defined))


@given(
    rows=st.lists(
        st.tuples(st.text(max_size=80), st.text(max_size=12), st.text(max_size=12)), min_size=1
    ),
    whole=st.integers(3000, 20000),
)
def test_columns_fill_the_width_and_break_no_word_if_there_is_room(rows, whole):
    widths, least = column_widths(rows, 100, whole), least_widths(rows, 100)
    assert whole - len(widths) <= sum(widths) <= whole
    if sum(least) <= whole:
        assert all(width >= need for width, need in zip(widths, least, strict=True))


@pytest.mark.parametrize(("columns", "turned"), [(3, False), (30, True)])
def test_a_wide_table_stands_on_a_page_that_lies(project, tmp_path, columns, turned):
    for number in range(columns):
        study.add(project, f"Intervju {number}", [("Mor", f"Ord nummer {number}.")])
    with project.action("Variables"):
        for number in range(columns):
            source = source_ids(project)[f"Intervju {number}"]
            set_value(project, "sted", f"Kommunenavn{number}", source_id=source)
    twice = "- table: frequencies\n  by: sted\n" * 2  # they share the pages that lie
    path = written(tmp_path, a_plan(f"{twice}- text: etter", method="false"))
    build_report(project, path, tmp_path / "ut.docx")
    sections = docx.Document(str(tmp_path / "ut.docx")).sections
    turns = [section.page_width > section.page_height for section in sections]
    assert turns == ([False, True, False] if turned else [False])
    assert len({section.footer.paragraphs[0].text for section in sections}) == 1


def test_markdown():
    found = to_paragraphs(
        "# H\n\na *b* **c**  \nd\n\n> q\n\n- x\n  1. y\n  2. z\n\n```\nkode\n```\n"
    )
    assert [(each.look, each.mark, each.depth) for each in found] == [
        (Look.HEADING, "", 0),
        (Look.PLAIN, "", 0),
        (Look.QUOTE, "", 0),
        (Look.ITEM, "•", 1),
        (Look.ITEM, "1.", 2),
        (Look.ITEM, "2.", 2),
        (Look.CODE, "", 0),
    ]
    plain = found[1].pieces
    assert [(piece.text, piece.italic, piece.bold) for piece in plain if piece.text.strip()] == [
        ("a ", False, False),
        ("b", True, False),
        ("c", False, True),
        ("d", False, False),
    ]
    assert "<img" not in to_html("![x](http://example.org/x.png) <img src=x>")


def test_a_linked_code_that_is_gone(project, tmp_path):
    delete_code(project, study.code(project, "Koordinatorrollen"))
    path = written(tmp_path, a_plan("- excerpts: Koordinatorrollen"))
    with pytest.raises(NotFoundError, match="Koordinatorrollen"):
        build_report(project, path, tmp_path / "ut.html")
