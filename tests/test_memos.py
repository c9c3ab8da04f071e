"""Memos on the study: finding, listing and writing them, from Python and the command line."""

from __future__ import annotations

import csv
import sys

import pytest
import study

from qualcode.cli import main
from qualcode.model import Span
from qualcode.project import Project, history
from qualcode.project.cases import find_case
from qualcode.project.codings import codings, provenance
from qualcode.project.memos import find_memos, memos, write_memo
from qualcode.project.sources import find_source, source_ids


@pytest.fixture
def on_everything(project):
    """The study with a memo on each kind of thing."""
    with project.action("Wrote memos"):
        write_memo(project, "source", source_ids(project)["Ansatt i PPT"], "Støy på opptaket 😔")
        write_memo(project, "case", find_case(project, "F-01"), "Mor, ringte\ntilbake")
    return project


def test_memos_name_what_they_are_on(on_everything):
    found = {memo.subject: memo for memo in find_memos(on_everything)}
    assert found["project"].about == "Nullpunkt"
    assert found["project"].subject_id == 0
    assert found["code"].about == "Ressursbarrierer > Tid"
    assert found["case"].about == "F-01"
    assert (found["source"].about, found["source"].source) == ("Ansatt i PPT", "Ansatt i PPT")
    (on_words,) = find_memos(on_everything, text="sagt rett ut")
    assert (on_words.about, on_words.words) == ("Ressursbarrierer > Økonomi > Penger", "pengene")
    text = find_source(on_everything, "Ansatt i PPT").text
    assert on_words.span == Span(text.index("pengene"), text.index("pengene") + 7)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 7),
        ("TID", 2),
        ("tid kapasitet", 1),
        ("per møter", 1),
        ("støy", 1),
        ("tilbake mor", 1),
        ("o\u0308kono", 0),
        ("Økono", 1),
        ("[100%]", 0),
    ],
)
def test_finding_by_words(on_everything, text, number):
    assert len(find_memos(on_everything, text=text)) == number


def test_finding_by_kind_and_coder(on_everything):
    assert {memo.subject for memo in find_memos(on_everything, on=["case", "code"])} == {
        "case",
        "code",
    }
    assert {memo.coder for memo in find_memos(on_everything, coders=["Per"])} == {"Per"}
    assert find_memos(on_everything, coders=["Ingen"]) == []


def test_the_latest_comes_first(on_everything, monkeypatch):
    code_id = study.code(on_everything, "Tid").id
    monkeypatch.setattr("qualcode.project.memos.now", lambda: "2199-01-01T00:00:00+00:00")
    with on_everything.action("Wrote a memo"):
        write_memo(on_everything, "code", code_id, "Nyere")
    assert find_memos(on_everything)[0].text == "Nyere"


def test_where_codings_came_from(project):
    found = codings(project)
    known = provenance(project, [coding.id for coding in found])
    (accepted,) = [coding for coding in found if coding.origin == "suggestion"]
    assert set(known) == {coding.id for coding in found}
    assert known[accepted.id].run_id == 2
    assert {one.run_id for coding_id, one in known.items() if coding_id != accepted.id} == {None}
    assert all(one.created_at.endswith("+00:00") for one in known.values())


@pytest.fixture
def qualcode(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["qualcode", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return caught.value.code or 0, out, err

    return run


def test_writing_and_listing_from_the_command_line(qualcode, project_file, tmp_path):
    def write(*arguments):
        return qualcode("memos", "write", project_file, *arguments, "--as", "Per")

    with Project.open(project_file) as project:
        coding_id = codings(project)[0].id
    assert write("Om koden", "--code", "Rutiner")[:2] == (
        0,
        "Your memo on the code Rutiner is stored.\n",
    )
    assert write("Om kilden", "--source", "Ansatt i PPT")[0] == 0
    assert write("Om saken", "--case", "F-01")[0] == 0
    assert write("Om ordene", "--coding", coding_id)[0] == 0
    assert write("Om alt")[0] == 0
    with Project.open(project_file) as project:
        written = {
            memo.subject: memo.text for memo in find_memos(project, coders=["Per"], text="om")
        }
        assert written.items() >= {
            ("code", "Om koden"),
            ("source", "Om kilden"),
            ("case", "Om saken"),
            ("coding", "Om ordene"),
            ("project", "Om alt"),
        }
        assert history(project, limit=1)[0].label == "Wrote a memo on the project"
    assert write("", "--code", "Rutiner")[1] == "Took away the memo on the code Rutiner.\n"
    assert qualcode("undo", project_file)[0] == 0
    with Project.open(project_file) as project:
        (memo,) = memos(project, "code", study.code(project, "Rutiner").id)
        assert (memo.coder, memo.text) == ("Per", "Om koden")
    assert "Om koden" in qualcode("memos", "list", project_file, "--on", "code")[1]
    assert "no such memos" in qualcode("memos", "list", project_file, "--text", "zzz")[1]
    out = tmp_path / "memoer.csv"
    assert qualcode("memos", "list", project_file, "--coder", "Per", "--out", out)[0] == 0
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert {row["coder"] for row in rows} == {"Per"}
    assert {row["words"] for row in rows if row["on"] == "coding"} >= {"Hun kalte inn til møter"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--on", "stemning"),
        ("write", "x", "--code", "Ukjent"),
        ("write", "x", "--coding", "999"),
        ("write", "x", "--case", "F-01", "--code", "Tid"),
    ],
)
def test_what_cannot_be_meant_is_told(qualcode, project_file, arguments):
    verb, *rest = arguments
    code, _, err = qualcode("memos", verb, project_file, *rest)
    assert code == 1
    assert err.strip()
