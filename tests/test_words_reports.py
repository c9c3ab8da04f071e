"""Reports on words: every form, three languages, the words behind counts, and the commands."""

from __future__ import annotations

import csv
import json
import re
import string
from dataclasses import fields

import numpy as np
import pytest
import study
from test_cli import qualcode  # noqa: F401 (a fixture)
from test_words import EACH, coded, talk  # noqa: F401 (fixtures)

import qualcode as api
from qualcode.analysis.words.collocations import collocations
from qualcode.analysis.words.contrast import contrast
from qualcode.analysis.words.counting import Counting
from qualcode.analysis.words.frequencies import word_frequencies
from qualcode.analysis.words.keyness import keyness
from qualcode.analysis.words.kwic import kwic
from qualcode.errors import InputError
from qualcode.project.cases import set_value
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids
from qualcode.reporting.figures.canvas import png, svg
from qualcode.reporting.formats import write_report
from qualcode.reporting.labels import LANGUAGES
from qualcode.reporting.words import collocation_report, kwic_report, word_report
from qualcode.reporting.words_compared import contrast_report, keyness_report
from qualcode.reporting.words_labels import word_labels_in

MAKERS = {
    "words": lambda project: word_report(project, word_frequencies(project, counting=EACH)),
    "keyness": lambda project: keyness_report(
        project, keyness(project, "gruppe", "familie", counting=EACH)
    ),
    "contrast": lambda project: contrast_report(
        project, contrast(project, Selection(codes=("Penger",)), counting=EACH)
    ),
    "collocations": lambda project: collocation_report(
        project, collocations(project, window=4, counting=EACH)
    ),
    "kwic": lambda project: kwic_report(project, kwic(project, "skolen")),
}


def places_in(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_have_the_same_places_for_values(language):
    labels, english = word_labels_in(language), word_labels_in("en")
    for field in fields(labels):
        here, there = getattr(labels, field.name), getattr(english, field.name)
        if isinstance(here, str):
            assert here.strip()
            assert places_in(here) == places_in(there), field.name
        elif field.name != "headings":
            assert here.keys() == there.keys()
    assert word_labels_in("nb").headings.keys() == word_labels_in("nn").headings.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAKERS)
def test_each_report_in_each_language(coded, name, language):  # noqa: F811
    with coded.action("Changed the language"):
        coded.connection.execute("UPDATE project SET language = ?", (language,))
    report = MAKERS[name](coded)
    told = [report.readable.title, *report.readable.columns, *report.readable.notes]
    told += [part for pair in report.about for part in pair]
    assert all(told)
    assert not any(re.search(r"[{}]", each) for each in told)
    headings = word_labels_in(language).headings
    if language != "en":
        assert set(report.readable.columns) <= set(headings.values())
    for figure in report.figures:
        assert figure.alt
        assert "{" not in figure.alt
    assert len(report.table.rows) == len(report.readable.rows) > 0


@pytest.mark.parametrize("name", ["words", "keyness", "contrast", "collocations"])
def test_each_count_leads_to_as_many_places(coded, name):  # noqa: F811
    report = MAKERS[name](coded)
    headings = word_labels_in("nb").headings
    counts = {
        headings[f"{counted}{where}"]
        for counted in ("count", "sources", "cases")
        for where in ("", " elsewhere")
        if f"{counted}{where}" in headings
    }
    opened = 0
    for row, cells in enumerate(report.readable.rows):
        named = headings["word"] in report.readable.columns
        word = cells[report.readable.columns.index(headings["word"])] if named else cells[0]
        for column, cell in enumerate(cells):
            found = report.behind(row, column)
            if report.readable.columns[column] not in counts:
                assert found is None
                continue
            assert len(found) == cell
            assert all(word in excerpt.text.casefold() for excerpt in found)
            opened += len(found)
    assert opened


def test_a_line_in_context_leads_to_its_turn(coded):  # noqa: F811
    report = MAKERS["kwic"](coded)
    for row, cells in enumerate(report.readable.rows):
        (excerpt,) = report.behind(row, 0)
        assert excerpt.source == cells[0]
        assert "".join(cells[3:6]).strip("… ") in " ".join(excerpt.text.split())


@pytest.mark.parametrize("name", MAKERS)
def test_each_form(coded, name, tmp_path):  # noqa: F811
    report = MAKERS[name](coded)
    for suffix in ("csv", "json", "jsonl", "xlsx", "html"):
        out = tmp_path / f"report.{suffix}"
        write_report(coded, report, out)
        assert out.stat().st_size > 200
    rows = list(csv.DictReader((tmp_path / "report.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == len(report.table.rows)
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["notes"]
    if report.figures:
        assert png(report.figures[0])[:4] == b"\x89PNG"


def test_words_of_one_source_or_case_are_marked(talk):  # noqa: F811
    found = keyness(talk, "gruppe", counting=EACH)
    report = keyness_report(talk, found)
    spread = report.table.columns.index("spread")
    column = report.readable.columns.index("antall")
    marked = {row for row, each in enumerate(report.table.rows) if each[spread]}
    assert report.readable.marked == {(row, column) for row in marked}
    assert {row.here.cases for at, row in enumerate(found.rows) if at in marked} == {1}
    assert {row.here.cases for at, row in enumerate(found.rows) if at not in marked} == {2}
    assert any(note.startswith("* ") for note in report.readable.notes)
    assert any("1 case" in note and "leder" in note for note in report.readable.notes)


def test_the_first_rows_and_how_many_there_are(talk):  # noqa: F811
    found = keyness(talk, "gruppe", counting=EACH)
    report = keyness_report(talk, found, limit=2)
    assert [row[0] for row in report.table.rows] == ["familie"] * 2 + ["leder"] * 2
    assert f"De 2 første i hver gruppe, 4 av {len(found.rows)}." in report.readable.notes
    words = word_frequencies(talk, counting=EACH)
    assert f"The first 3 of {len(words.rows)}." in word_report(talk, words, limit=3).table.notes


def test_nothing_to_show_is_said(talk, tmp_path):  # noqa: F811
    never = Counting(min_count=99)
    for report in (
        word_report(talk, word_frequencies(talk, counting=never)),
        keyness_report(talk, keyness(talk, "gruppe", counting=never)),
        collocation_report(talk, collocations(talk, counting=never)),
        kwic_report(talk, kwic(talk, "finnesikke")),
    ):
        assert not report.table.rows
        assert report.readable.notes[0].startswith("Ingen")
        for figure in report.figures:
            assert figure.alt.startswith("Ingen")
            assert svg(figure)
        for suffix in ("html", "xlsx", "csv"):
            write_report(talk, report, tmp_path / f"empty.{suffix}")


def test_a_figure_of_too_many_groups(empty_project):
    with empty_project.action("Import"):
        for number in range(20):
            source_id = study.add(empty_project, f"s{number}", [("Mor", f"Ord{number} " * 3)])
            set_value(empty_project, "nummer", str(number), source_id=source_id)
    report = keyness_report(empty_project, keyness(empty_project, "nummer", counting=EACH))
    with pytest.raises(InputError, match="room for 14"):
        svg(report.figures[0])


def test_a_source_that_is_gone_has_no_places(talk):  # noqa: F811
    found = word_frequencies(talk, counting=EACH)
    at = np.arange(len(found.occurrences.corpus))
    before = api.word_excerpts(talk, found.occurrences.corpus, at)
    with talk.action("Removed"):
        talk.connection.execute("DELETE FROM sources WHERE id = ?", (source_ids(talk)["far"],))
    after = api.word_excerpts(talk, found.occurrences.corpus, at)
    assert {excerpt.source for excerpt in before} - {excerpt.source for excerpt in after} == {"far"}


# Commands


@pytest.fixture
def file(coded):  # noqa: F811
    path = coded.path
    coded.close()
    return path


def test_commands_on_the_screen(qualcode, file):  # noqa: F811
    few = ("--min-count", 1, "--min-cases", 1)
    code, out, _ = qualcode("report", "words", file, *few)
    assert code == 0
    assert "skolen" in out
    assert "running words" in out
    code, out, _ = qualcode("report", "keyness", file, "--variable", "gruppe", *few)
    assert code == 0
    assert "more with familie" in out
    assert "more with leder" in out
    code, out, _ = qualcode("report", "contrast", file, "--code", "Penger", "--coder", "Kari", *few)
    assert code == 0
    assert "budsjettet" in out
    code, out, _ = qualcode("report", "collocations", file, "--min-count", 3)
    assert code == 0
    assert "individuell" in out
    code, out, _ = qualcode("report", "kwic", file, "skole", "--sort", "right")
    assert code == 0
    assert "4 places in 2 sources" in out


def test_lines_in_context_stand_below_one_another(qualcode, file):  # noqa: F811
    _, out, _ = qualcode("report", "kwic", file, "individuell", "--width", 15)
    lines = [line for line in out.splitlines() if re.match(r"(mor|far) \d", line)]
    assert len(lines) == 3
    assert len({line.index("individuell") for line in lines}) == 1


def test_places_behind_a_number(qualcode, file, tmp_path):  # noqa: F811
    few = ("--min-count", 1, "--min-cases", 1)
    _, out, _ = qualcode("report", "words", file, "--cell", "skole", *few)
    assert "4 places." in out
    assert "Skolen ringte igjen" in out
    _, out, _ = qualcode(
        "report", "keyness", file, "--variable", "gruppe", "--cell", "budsjett", "leder", *few
    )
    assert "2 places." in out
    _, out, _ = qualcode(
        "report", "contrast", file, "--code", "Penger", "--cell", "budsjettet", *few
    )
    assert "2 places." in out
    written = tmp_path / "steder.csv"
    code, _, _ = qualcode(
        "report", "collocations", file, "--cell", "individuell", "plan", "-o", written
    )
    assert code == 0
    assert written.read_text("utf-8-sig").count("individuell plan") == 3


def test_own_stop_words_from_a_file(qualcode, file, tmp_path):  # noqa: F811
    listed = tmp_path / "stopp.txt"
    listed.write_bytes("skole # alle former\r\nsøkte\r\n".encode("cp1252"))
    few = ("--min-count", 1, "--min-cases", 1, "--limit", 0)
    _, out, _ = qualcode("report", "words", file, *few)
    assert "søkte" in out
    _, out, _ = qualcode(
        "report", "words", file, *few, "--stop-words", listed, "--stop-word", "budsjett"
    )
    assert not re.search("skolen|skulen|søkte|budsjettet", out)
    code, _, err = qualcode("report", "words", file, "--stop-words", tmp_path / "mangler.txt")
    assert code == 1
    assert "mangler.txt" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("keyness", "--variable", "farge"), "There is no variable “farge”"),
        (("keyness", "--variable", "gruppe", "--value", "leger"), "Did you mean “leder”"),
        (("keyness", "--variable", "gruppe", "--case", "MOR"), "nothing to compare"),
        (("contrast",), "--code"),
        (("contrast", "--code", "Penge"), "Penger"),
        (("words", "--cell", "ikke"), "stop word"),
        (("words", "--source", "finnes ikke"), "finnes ikke"),
        (("collocations", "--window", "50"), "2 to 20"),
        (("kwic", "…"), "no word to look for"),
    ],
)
def test_bad_input_is_told_in_words(qualcode, file, arguments, said):  # noqa: F811
    name, *rest = arguments
    words = [rest.pop(0)] if name == "kwic" else []
    code, _, err = qualcode("report", name, file, *words, *rest)
    assert code == 1
    assert said in err
    assert "Traceback" not in err


def test_an_empty_project_on_the_screen(qualcode, empty_project):  # noqa: F811
    path = empty_project.path
    empty_project.close()
    for name in ("words", "collocations"):
        code, _, err = qualcode("report", name, path)
        assert code == 1
        assert "no transcripts" in err
    code, out, _ = qualcode("report", "kwic", path, "ord")
    assert code == 0
    assert "No place in the selection" in out
