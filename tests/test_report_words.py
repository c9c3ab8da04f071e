"""What reports say in words: numbers with their nouns, names left alone, nothing cut in figures."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
import study

from qualcode.analysis.codebook_quality_results import Check, Finding
from qualcode.analysis.crosstab import crosstab
from qualcode.cli.console import show_table
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError
from qualcode.project import Project
from qualcode.project.cases import assign_case, set_value
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.project import LANGUAGES
from qualcode.project.sources import source_ids
from qualcode.project.survey import SurveyFigure, find_indicator, link_codes, store_figures
from qualcode.reporting.codebook_quality_notes import finding_text
from qualcode.reporting.figures.dumbbells import Dumbbell, Dumbbells, dumbbells
from qualcode.reporting.figures.fates import Fates, fates
from qualcode.reporting.figures.marked_dots import MarkedDots, marked_dots
from qualcode.reporting.formats import write_report
from qualcode.reporting.kinds.registry import KINDS, make_report
from qualcode.reporting.labels import LANGUAGES as WRITTEN
from qualcode.reporting.labels import how_many, labels_in
from qualcode.reporting.tables import Table

OPTIONS = {
    "crosstab": {"variable": "wave", "rounds": 5},
    "compare": {"variable": "wave", "rounds": 5},
    "compare-cases": {"variable": "wave"},
    "keyness": {"variable": "wave"},
    "kwic": {"word": "ventetid"},
    "saturation": {"rounds": 5},
    "codebook": {"rounds": 5, "over": "wave"},
}
ONE_OF_MANY = re.compile(
    r"(?<![\d\N{NO-BREAK SPACE},.])1 (kilder|caser|koder|kodinger|merknader|indikatorer|rader"
    r"|kjelder|casar|kodar|kodingar|indikatorar"
    r"|sources|cases|codes|codings|findings|indicators|rows|words)\b"
)


@pytest.fixture(scope="module", params=LANGUAGES)
def small(request, tmp_path_factory):
    """A project with one of each thing: one code, one case, one source of each value."""
    path = tmp_path_factory.mktemp("small") / f"{request.param}.qualcode"
    with Project.create(path, name="Lite", coder="Kari", language=request.param) as project:
        for name in ("code", "total"):  # as reports call columns
            study.add(project, name, [("Intervjuer", "Ja?"), ("Mor", "Ventetida er lang. Ja.")])
        add_code(project, "Tid")
        with project.action("Cases"):
            for name, year in (("code", "2023"), ("total", "2025")):
                source_id = source_ids(project)[name]
                set_value(project, "wave", year, source_id=source_id)
                set_value(project, "gruppe", "familier", source_id=source_id)
                assign_case(project, source_id, "F01")
        code_id = study.code(project, "Tid").id
        for coder, name in (("Kari", "code"), ("Per", "code"), ("Kari", "total")):
            where = study.find(project, name, "Ventetida")
            add_codings(project, [NewCoding(where[0], code_id, *where[1:], coder=coder)], label="")
        store_figures(project, [SurveyFigure("Venter", "familier", "2023", 12.5, 8)], label="")
        link_codes(project, find_indicator(project, "Venter"), [study.code(project, "Tid")])
        yield project


@pytest.mark.parametrize("language", WRITTEN)
def test_a_number_with_its_noun(language):
    assert how_many(1, "sources", "nb") == "1 kilde"
    assert how_many(1234, "cases", "nn") == "1\N{NO-BREAK SPACE}234 casar"
    assert set(labels_in(language).nouns) == set(labels_in("nb").nouns)
    for noun, (_, more) in labels_in(language).nouns.items():
        assert how_many(0, noun, language) == f"0 {more}"


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"cooccurrence", "contrast"}))
def test_one_is_one(small, kind):
    report = make_report(small, kind, **OPTIONS.get(kind, {}))
    said = [*report.readable.notes, *(figure.alt for figure in report.figures)]
    assert said
    assert [note for note in said if ONE_OF_MANY.search(note)] == []


def test_units_keep_their_names_in_headings(small):
    shown = make_report(small, "saturation", show="presence", rounds=5).readable
    first, *units, _, of_units = shown.columns
    assert units == ["code", "total"]
    assert (first, of_units) == {
        "nb": ("kode", "kilder"),
        "nn": ("kode", "kjelder"),
        "en": ("code", "sources"),
    }[small.language]


def test_a_joint_display_in_the_language(small):
    report = make_report(small, "joint")
    decimal = "." if small.language == "en" else ","
    assert f"12{decimal}5 %" in report.figures[0].alt
    texts = [text.get_text() for text in report.figures[0].draw().axes[0].texts]
    assert f"12{decimal}5" in texts
    quoted = [cell for row in report.readable.rows for cell in row if "Ventetida" in str(cell)]
    begin = "“" if small.language == "en" else "«"
    assert all(cell.startswith(begin) for cell in quoted)
    assert len(quoted) == 2


def test_what_is_counted_is_printed_as_wide_as_a_page(small, tmp_path):
    out = tmp_path / "ut.xlsx"
    write_report(small, make_report(small, "frequencies"), out)
    book = openpyxl.load_workbook(BytesIO(out.read_bytes()))
    assert [sheet.page_setup.fitToHeight for sheet in book] == [0, 0]


def test_too_many_groups_names_the_variable_that_makes_them(project):
    for number in range(61):
        name = f"Intervju {number}"
        study.add(project, name, [("Mor", "Ord.")])
        with project.action("Variables"):
            source_id = source_ids(project)[name]
            set_value(project, "sted", f"sted {number}", source_id=source_id)
        study.apply(project, name, "Ord", "Tid")
    with pytest.raises(InputError) as raised:
        crosstab(project, ["perspektiv", "sted"])
    assert "--where sted=" in (raised.value.remedy or "")


def _cut(drawing):
    figure = drawing.draw()
    return [
        text.get_text() for axes in figure.axes for text in axes.texts if "…" in text.get_text()
    ]


def test_figures_have_room_for_what_is_short():
    row = Dumbbell("Tid", "", 10.0, 20.0, (10.0, None, None), "+10")
    sides = ("2023 (n = 12)", "2025 (n = 6)")
    apart = Dumbbells("Tittel", "", "Caser (%)", "Forskjell", sides, (row,), 100.0, str)
    assert _cut(dumbbells(apart, "nb")) == []
    rows = (("Tid", "(alle), 2023 (n = 12)", (1, 2, 3, 4)),)
    assert _cut(fates(Fates("Tittel", "", ("a", "b", "c", "d"), rows))) == []
    groups = tuple((year, who) for year in ("2023", "2025") for who in ("familier", "kommuner"))
    dots = MarkedDots(
        "Tittel",
        "kodinger",
        ("wave", "perspective"),
        ("Tid",),
        groups * 2,
        ((1.0,) * 8,),
        (("1",) * 8,),
        (("",) * 8,),
        (),
        "{what}{codes}{variables}{groups}",
        {},
    )
    assert _cut(marked_dots(dots, "nb")) == []


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_table_wider_than_the_screen_loses_nothing(monkeypatch, capsys, width):
    monkeypatch.setattr("qualcode.cli.console._width", lambda: width)
    names = ("Kjennskap til lovendringene", "Kjenner barnekoordinatorordningen")
    columns = ("code", *(f"column {number}" for number in range(12)))
    rows = tuple((name, *range(at, at + 12)) for at, name in ((1000, names[0]), (2000, names[1])))
    show_table(Table("Title", columns, rows, ("A note.",)))
    said = capsys.readouterr().out
    tables = said.split("┏")[1:]
    assert (len(tables) > 1) == (width < 200)
    assert said.count("Title") == said.count("A note.") == 1
    assert "…" not in said
    for name in names:  # folded
        assert all(name.split()[0][:9] in each for each in tables)
    for row in rows:
        assert [said.count(str(number)) for number in row[1:]] == [1] * 12


def test_a_small_p_is_below_something(project):
    values = {"kind": "work", "coder": "Kari", "low": 0.1, "high": 0.2}
    code = study.code(project, "Tid")
    for p, told in ((0.0001, "(p < 0,001, korrigert)"), (0.0123, "(p = 0,012, korrigert)")):
        found = Finding(Check.DRIFT, code, (), values=values | {"p": p})
        assert told in finding_text(found, "nb")
