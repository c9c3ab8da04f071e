"""The commands: what they do to a project, what they say, and how they fail."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from qualcode.cli import main
from qualcode.project import Project, history
from qualcode.project.codings import codings

NOTHING_HALF_DONE = "Traceback"


@pytest.fixture
def qualcode(monkeypatch, capsys):
    """Run a command in this process; gives exit code, standard output and standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["qualcode", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", None)
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        assert NOTHING_HALF_DONE not in err
        return caught.value.code or 0, out, err

    return run


@pytest.fixture
def interviews(tmp_path):
    """Three transcripts of which one is broken."""
    folder = tmp_path / "intervjuer"
    folder.mkdir()
    (folder / "mor.txt").write_text(
        "Intervjuer: Fikk dere hjelp?\n\n"
        "Mor: Nei. Ingen koordinator, ingenting 😔. Vi ventet lenge.\n"
        "\nIntervjuer: Hvor lenge?\n\nMor: Et år på koordinatorrollen å bli avklart.\n",
        "utf-8",
    )
    (folder / "leder.txt").write_bytes(
        "I: Hva skal til?\r\nR: Flere stillinger, ærlig talt.\r\nI: Ja.\r\nR: Og tid!\r\n".encode(
            "cp1252"
        )
    )
    (folder / "ødelagt.docx").write_bytes(b"PK\x03\x04 this is not a document")
    return folder


@pytest.fixture
def new_project(qualcode, tmp_path):
    path = tmp_path / "ny.qualcode"
    assert qualcode("new", path, "--name", "Ny studie")[0] == 0
    return path


def test_import_tells_of_the_broken_file_and_takes_the_others(qualcode, new_project, interviews):
    code, out, err = qualcode("import", new_project, interviews)
    assert code == 1
    assert "Imported 2 transcripts" in out
    assert "ødelagt.docx" in out
    assert "others are in the project" in err
    code, out, _ = qualcode("import", new_project, interviews / "mor.txt")
    assert code == 0
    assert "already" in out
    with Project.open(new_project) as project:
        assert project.value("SELECT count(*) FROM sources") == 2
        roles = {row["role"] for row in project.rows("SELECT role FROM turns")}
        assert roles == {"interviewer", "informant"}


def test_dry_run_shows_and_stores_nothing(qualcode, new_project, interviews):
    before = new_project.read_bytes()
    code, out, _ = qualcode(
        "import", new_project, interviews, "--dry-run", "--interviewer", "Intervjuer,Pål"
    )
    assert code == 1  # one file is broken
    assert "Nobody called “Pål” speaks" in out and "“Intervjuer” speaks" not in out
    assert "cp1252" in out and "Mor: informant, 2 turns" in out and "ødelagt.docx" in out
    assert "1 æøå" in out
    assert new_project.read_bytes() == before


def test_dry_run_is_written_as_a_table(qualcode, new_project, interviews, tmp_path):
    out = tmp_path / "preview.csv"
    code, said, _ = qualcode("import", new_project, interviews, "--dry-run", "--out", out)
    assert code == 1  # one file is broken
    assert "Wrote 3 rows to" in said
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert sorted(row["state"] for row in rows) == ["failed", "to import", "to import"]
    with Project.open(new_project) as project:
        assert project.value("SELECT count(*) FROM sources") == 0
        assert project.value("SELECT path FROM written_files") == out.name
    assert qualcode("import", new_project, interviews, "--out", out)[0] == 1
    assert qualcode("import", new_project, "--dry-run", "--variables", out, "--out", out)[0] == 1


def test_from_folder_to_word(qualcode, new_project, interviews, tmp_path):
    codebook = tmp_path / "koder.yaml"
    codebook.write_text(
        "codes:\n  - name: Ressurser\n    definition: Penger og folk.\n"
        "    indicator_terms: [stilling, tid]\n"
        "  - name: Koordinator\n    definition: Rollen.\n    indicator_terms: [koordinator]\n",
        "utf-8",
    )
    assert qualcode("codebook", "import", new_project, codebook)[0] == 0
    qualcode("import", new_project, interviews)
    by_terms = ("--suggester", "indicator-terms", "--units", "sentence")
    code, out, _ = qualcode("suggest", "run", new_project, *by_terms)
    assert code == 0, out
    assert "4 new suggestions" in out
    again = qualcode("suggest", "run", new_project, *by_terms)[1]
    assert "0 new suggestions" in again
    listed = qualcode("suggest", "list", new_project, "--out", tmp_path / "s.json")
    assert listed[0] == 0
    rows = json.loads((tmp_path / "s.json").read_text("utf-8"))["rows"]
    assert {row["text"] for row in rows} == {
        "Ingen koordinator, ingenting 😔.",
        "Et år på koordinatorrollen å bli avklart.",
        "Flere stillinger, ærlig talt.",
        "Og tid!",
    }
    negated = [row["text"] for row in rows if "[negated]" in row["evidence"]]
    assert negated == ["Ingen koordinator, ingenting 😔."]
    code, out, _ = qualcode(
        "suggest", "accept", new_project, "--all", "--yes", "--as", "Kari", "--code", "Ressurser"
    )
    assert "2 new codings" in out
    assert qualcode("suggest", "reject", new_project, "--all", "--yes")[0] == 0
    assert "0 new suggestions" in qualcode("suggest", "run", new_project, *by_terms)[1]
    with Project.open(new_project) as project:
        found = codings(project)
        assert {(coding.coder, coding.origin.value) for coding in found} == {("Kari", "suggestion")}
        runs = project.rows("SELECT DISTINCT suggestion_run FROM coded_segments")
        assert [tuple(row) for row in runs] == [(2,)]
    out_file = tmp_path / "utdrag.docx"
    assert qualcode("export", "word", new_project, out_file)[0] == 0
    text = "\n".join(paragraph.text for paragraph in Document(out_file).paragraphs)
    assert "Flere stillinger, ærlig talt." in text and "Penger og folk." in text
    transcript = tmp_path / "leder.docx"
    assert qualcode("export", "word", new_project, transcript, "--transcript", "leder")[0] == 0
    assert len(Document(transcript).comments) == 2
    found = qualcode("find", new_project, "koordinator")[1]
    assert "koordinatorrollen" in found and "2 hits in 1 source" in found
    assert "1 hit" in qualcode("find", new_project, "koordinator", "--exact")[1]


def test_a_coding_gets_another_code_and_other_words(qualcode, project_file):
    with Project.open(project_file) as project:
        coding = next(one for one in codings(project) if one.coder == "Kari")
        text = project.value("SELECT text FROM sources WHERE id = ?", (coding.source_id,))
    words = text[coding.start : coding.end + 6].strip()
    done = qualcode("codings", "change", project_file, coding.id, "--code", "Penger")
    assert done[:2] == (0, f"Changed the coding {coding.id}.\n")
    assert qualcode("codings", "change", project_file, coding.id, "--text", words)[0] == 0
    with Project.open(project_file) as project:
        (changed,) = codings(project, [coding.id])
        assert text[changed.start : changed.end] == words
        assert changed.code_id != coding.code_id
    for wrong in (["999", "--code", "Tid"], [coding.id], [coding.id, "--text", "zzz"]):
        assert qualcode("codings", "change", project_file, *wrong)[0] == 1


def test_undo_and_redo_over_program_starts(qualcode, project_file):
    with Project.open(project_file) as project:
        before = len(codings(project))
    assert qualcode("codings", "remove", project_file, "1,2")[0] == 0
    assert "Removed 2 codings" in qualcode("undo", project_file)[1]
    with Project.open(project_file) as project:
        assert len(codings(project)) == before
    assert qualcode("redo", project_file)[0] == 0
    with Project.open(project_file) as project:
        assert len(codings(project)) == before - 2
    assert "Removed 2 codings" in qualcode("history", project_file)[1]
    steps = 0
    while qualcode("undo", project_file)[0] == 0:
        steps += 1
    assert steps > 5
    with Project.open(project_file) as project:
        assert codings(project) == []


def test_codings_come_in_by_offset_and_by_words(qualcode, project_file, tmp_path):
    table = tmp_path / "kodinger.csv"
    table.write_text(
        "source;start;end;code;coder;memo;text\n"
        "Familie i nord;;;Tid;Ola;husk;ventetida var på åtte måneder\n"
        "Familie i nord;0;10;Tid;Ola;;\n"
        "Familie i nord;0;10;Tid;Ola;;noe helt annet\n"
        "Familie i sør;0;10;Tid;Ola;;\n"
        "Familie i nord;0;10;Penga;Ola;;\n"
        "Familie i nord;ti;10;Tid;Ola;;\n"
        "Familie i nord;5;99999;Tid;Ola;;\n"
        "Familie i nord;;;Tid;Ola;;finnes ikke her\n",
        "utf-8",
    )
    code, out, err = qualcode("codings", "import", project_file, table)
    assert code == 1
    assert "Added 2 codings" in out
    for line in range(4, 10):
        assert f"line {line}:" in err
    assert "Familie i nord" in err and "Penger" in err  # the names that may have been meant
    with Project.open(project_file) as project:
        new = [coding for coding in codings(project) if coding.coder == "Ola"]
        assert {(coding.origin.value, coding.memo) for coding in new} == {
            ("import", "husk"),
            ("import", ""),
        }
        assert history(project, limit=1)[0].label == "Imported codings from kodinger.csv"


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".json"])
def test_codings_go_out_and_in_again(qualcode, project_file, tmp_path, suffix):
    out = tmp_path / f"kodinger{suffix}"
    assert qualcode("codings", "export", project_file, out)[0] == 0
    with Project.open(project_file) as project:
        before = [
            (c.source_id, c.code_id, c.coder, c.start, c.end, c.memo) for c in codings(project)
        ]
    ids = ",".join(str(number) for number in range(1, len(before) + 1))
    assert qualcode("codings", "remove", project_file, ids)[0] == 0
    code, said, _ = qualcode("codings", "import", project_file, out)
    assert code == 0, said
    with Project.open(project_file) as project:
        after = [
            (c.source_id, c.code_id, c.coder, c.start, c.end, c.memo) for c in codings(project)
        ]
    assert sorted(after) == sorted(before)


def test_codebook_changes(qualcode, project_file, tmp_path):
    assert qualcode("codebook", "rename", project_file, "Tid", "Kapasitet og tid")[0] == 0
    assert (
        qualcode("codebook", "move", project_file, "Rutiner", "--under", "Ressursbarrierer")[0] == 0
    )
    assert qualcode("codebook", "add", project_file, "Ny", "--under", "Samordning")[0] == 0
    assert qualcode("codebook", "merge", project_file, "Stillinger", "--into", "Penger")[0] == 0
    code, out, _ = qualcode(
        "codebook", "split", project_file, "Møter", "--off", "Koordinatorrollen", "--text", "møter"
    )
    assert (code, "1 coding" in out) == (0, True)
    code, out, _ = qualcode(
        "codebook", "delete", project_file, "Økonomi", "--codings-to", "Ressursbarrierer", "--yes"
    )
    assert code == 0
    shown = qualcode("codebook", "show", project_file)[1]
    for name in ("Kapasitet og tid", "Rutiner", "Ny", "Møter"):
        assert name in shown
    assert "Økonomi" not in shown and "Stillinger" not in shown
    for _ in range(6):
        assert qualcode("undo", project_file)[0] == 0
    shown = qualcode("codebook", "show", project_file)[1]
    assert "Stillinger" in shown and "Kapasitet" not in shown
    out_file = tmp_path / "koder.xlsx"
    assert qualcode("codebook", "export", project_file, out_file)[0] == 0
    assert "as the file has it" in qualcode("codebook", "import", project_file, out_file)[1]


def test_reports_as_files(qualcode, project_file, tmp_path):
    pairs = tmp_path / "par.csv"
    assert (
        qualcode("report", "cooccurrence", project_file, "--unit", "turn", "--out", pairs)[0] == 0
    )
    with pairs.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(rows[0]) >= {"code 1", "code 2", "n1", "n2", "n12", "c", "lift", "p adjusted"}
    frequencies = tmp_path / "hyppighet.json"
    assert qualcode("report", "frequencies", project_file, "--out", frequencies)[0] == 0
    content = json.loads(frequencies.read_text("utf-8"))
    assert "Selection: everything" in content["notes"]
    totals = {row["code"]: row["codings with sub-codes"] for row in content["rows"]}
    assert totals["Ressursbarrierer"] == 6
    found = tmp_path / "utdrag.csv"
    assert qualcode("excerpts", project_file, "--code", "Tid", "--out", found)[0] == 0
    assert found.read_text("utf-8-sig").count("Ressursbarrierer > Tid") >= 3
    with Project.open(project_file) as project:
        remembered = project.rows("SELECT path FROM written_files WHERE kind = 'export'")
        names = {Path(row["path"]).name for row in remembered}
        assert names == {"par.csv", "hyppighet.json", "utdrag.csv"}


def test_a_report_shows_the_words_behind_a_number(qualcode, project_file, tmp_path):
    report = ("report", "cooccurrence", project_file)
    shown = qualcode(*report, "--cell", "Tid", "Koordinatorrollen")[1]
    assert "Hun kalte" in shown and "1 excerpt." in shown
    assert "2 excerpts." in qualcode(*report, "--cell", "Tid", "Tid", "--unit", "source")[1]
    out = tmp_path / "celle.csv"
    assert qualcode(*report, "--cell", "Tid", "Tid", "--coder", "Per", "--out", out)[0] == 0
    assert len(out.read_text("utf-8-sig").splitlines()) == 3
    assert "There is no code “Tdi”" in qualcode(*report, "--cell", "Tdi", "Tid")[2]


def test_frequencies_by_a_variable(qualcode, project_file, tmp_path):
    out = tmp_path / "kommuner.csv"
    by = ("report", "frequencies", project_file, "--by", "kommune")
    assert qualcode(*by, "--subcodes", "--out", out)[0] == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert rows["Ressursbarrierer"]["kommune=Tromsø"] == "5"
    assert rows["Ressursbarrierer"]["total"] == "6"
    shown = qualcode(*by, "--count", "cases", "--where", "kommune=Ålesund")[1]
    assert "Cases by kommune" in shown and "Tromsø" not in shown
    assert "Sources: Ålesund 1." in shown
    assert "There is no variable “komune”" in qualcode(*by[:3], "--by", "komune")[2]


def test_a_source_without_a_case_gets_one_and_can_be_withdrawn(qualcode, new_project, interviews):
    qualcode("import", new_project, interviews / "mor.txt")
    assert qualcode("cases", "assign", new_project, "mor", "F-01")[0] == 0
    assert qualcode("cases", "set", new_project, "F-01", "bølge=2023", "kommune=Ås")[0] == 0
    listed = qualcode("cases", "list", new_project)[1]
    assert "F-01" in listed and "mor" in listed and "kommune Ås" in listed
    assert qualcode("cases", "withdraw", new_project, "F-01", "--yes")[0] == 0
    assert b"avklart" not in new_project.read_bytes()
    assert qualcode("check", new_project)[0] == 0


def test_withdrawing_finds_the_words_wherever_the_case_has_gone(qualcode, project_file, tmp_path):
    table = tmp_path / "v.csv"
    table.write_text("source,case\nFamilie i nord,F-01b\n", "utf-8")
    assert qualcode("import", project_file, "--variables", table)[0] == 0
    code, _, err = qualcode("cases", "withdraw", project_file, "F-01", "--yes")
    assert code == 1
    assert "Familie i nord (now of F-01b)" in err
    assert "åtte måneder".encode() in project_file.read_bytes()
    assert qualcode("cases", "withdraw", project_file, "F-01b", "--yes")[0] == 0
    assert "åtte måneder".encode() not in project_file.read_bytes()


def test_withdrawing_a_case_whose_assignment_was_undone(qualcode, new_project, interviews):
    qualcode("import", new_project, interviews / "mor.txt")
    qualcode("cases", "assign", new_project, "mor", "F-01")
    qualcode("undo", new_project)
    code, out, _ = qualcode("cases", "withdraw", new_project, "F-01", "--yes")
    assert code == 0
    assert "The case F-01: mor" in out
    assert "You have undone 1 action." in out
    assert b"avklart" not in new_project.read_bytes()


def test_withdrawing_a_case_whose_import_was_undone(qualcode, new_project, interviews):
    qualcode("import", new_project, interviews / "mor.txt")
    qualcode("cases", "assign", new_project, "mor", "F-01")
    qualcode("undo", new_project, "--steps", "2")
    code, out, _ = qualcode("cases", "withdraw", new_project, "F-01", "--yes")
    assert code == 0
    assert "1 transcript that only the history still holds" in out
    assert b"avklart" not in new_project.read_bytes()


def test_an_import_names_what_it_leaves_out(qualcode, new_project, interviews):
    (interviews / "gammel.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (interviews / "under").mkdir()
    (interviews / "under" / "mor.txt").write_text("I: En annen?\nMor: Ja.\n", "utf-8")
    out = qualcode("import", new_project, interviews)[1]
    assert "Left out, since qualcode does not read such files: gammel.doc" in out
    assert "There is a source mor with other words; this one is called mor.txt." in out


def test_a_file_name_that_is_not_utf_8(qualcode, new_project, tmp_path):
    folder = tmp_path / "navn"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/m\xf8te.txt")).write_text("I: Ja?\nR: Ja.\n", "utf-8")
    assert qualcode("import", new_project, folder, "--dry-run")[0] == 0
    assert qualcode("import", new_project, folder)[0] == 0
    assert "m�te" in qualcode("sources", "list", new_project)[1]


@pytest.mark.parametrize("content", ["", "Familie i nord,0,10,Tid\n", "source,start,end,code\n"])
def test_a_codings_file_without_codings_says_so(qualcode, project_file, tmp_path, content):
    (tmp_path / "k.csv").write_text(content, "utf-8")
    code, _, err = qualcode("codings", "import", project_file, tmp_path / "k.csv")
    assert code == 1
    assert "columns" in err


def test_a_broken_line_of_json_does_not_stop_the_others(qualcode, project_file, tmp_path):
    (tmp_path / "k.jsonl").write_text(
        '{"source": "Familie i nord", "start": 0, "end": 10, "code": "Tid"}\n{"source"\n[1]\n',
        "utf-8",
    )
    code, out, err = qualcode("codings", "import", project_file, tmp_path / "k.jsonl")
    assert (code, "Added 1 coding" in out) == (1, True)
    assert "line 2: The line is no JSON" in err and "line 3: The line is no JSON object" in err


def test_the_suffix_may_be_left_out_beside_a_folder_of_that_name(qualcode, project_file):
    project_file.with_suffix("").mkdir()
    assert qualcode("info", project_file.with_suffix(""))[0] == 0


def test_withdraw_asks_and_tells(qualcode, project_file, monkeypatch):
    monkeypatch.setattr("typer.confirm", lambda question: False)
    code, out, _ = qualcode("cases", "withdraw", project_file, "F-01")
    assert code == 0 and "Nothing was changed" in out and "Familie i nord" in out
    monkeypatch.setattr("typer.confirm", lambda question: True)
    code, out, _ = qualcode("cases", "withdraw", project_file, "F-01")
    assert code == 0 and "Removed" in out
    assert "åtte måneder".encode() not in project_file.read_bytes()
    assert qualcode("check", project_file)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["info", "{folder}/finnes-ikke.qualcode"], "no such project"),
        (["info", "{folder}"], "folder"),
        (["info", "{folder}/text.qualcode"], "not a qualcode project"),
        (["info", "{folder}/other.qualcode"], "not a qualcode project"),
        (["new", "{project}"], "already"),
        (["new", "{folder}/x", "--language", "fr"], "fr"),
        (["import", "{project}"], "--variables"),
        (["import", "{project}", "{folder}/finnes-ikke"], "no such file"),
        (["import", "{project}", "{project}"], "could not be imported"),
        (["import", "{project}", "--variables", "{folder}/text.qualcode"], "source"),
        (["codebook", "import", "{project}", "{folder}/finnes-ikke.yaml"], "cannot be read"),
        (["codebook", "import", "{project}", "{folder}/text.qualcode"], "YAML, CSV or Excel"),
        (["codebook", "rename", "{project}", "Tidd", "Tid"], "Tid"),
        (["codebook", "rename", "{project}", "Penger", "Stillinger"], "two codes"),
        (["codebook", "merge", "{project}", "Tid", "--into", "Tid"], "itself"),
        (["codebook", "move", "{project}", "Økonomi", "--under", "Penger"], "under itself"),
        (["codings", "remove", "{project}", "1,x"], "numbers"),
        (["codings", "remove", "{project}", "987"], "987"),
        (["codings", "add", "{project}", "Familie i nord", "Tid", "aldri sagt"], "does not stand"),
        (["suggest", "accept", "{project}"], "--all"),
        (["suggest", "accept", "{project}", "987"], "987"),
        (["suggest", "run", "{project}", "--suggester", "magi"], "magi"),
        (["suggest", "run", "{project}", "--resume", "99"], "99"),
        (["excerpts", "{project}", "--code", "Tid", "--and", "Tid", "--not", "Tid"], "either"),
        (["excerpts", "{project}", "--where", "kommune"], "variable=value"),
        (["report", "cooccurrence", "{project}", "--within", "2"], "sentence or turn"),
        (["new", ""], "needs a name"),
        (["report", "frequencies", "{project}", "--out", "{folder}/x.pdf"], ".csv"),
        (["report", "frequencies", "{project}", "--out", "{folder}/no/x.csv"], "cannot be written"),
        (["export", "word", "{project}", "{folder}/x.pdf"], ".docx"),
        (["export", "word", "{project}", "{folder}/x.docx", "--transcript", "Nei"], "Nei"),
        (["export", "word", "{project}", "{folder}/x.docx", "--template", "{project}"], ""),
        (["find", "{project}", '"', "--exact"], "cannot be read"),
        (["find", "{project}", " "], "no word"),
        (["cases", "withdraw", "{project}", "Ingen", "--yes"], "Ingen"),
        (["sources", "remove", "{project}", "Ingen", "--yes"], "Ingen"),
    ],
)
def test_bad_input(qualcode, project_file, tmp_path, arguments, said):
    (tmp_path / "text.qualcode").write_text("Dette er ikke et prosjekt.\n", "utf-8")
    with sqlite3.connect(tmp_path / "other.qualcode") as other:
        other.execute("CREATE TABLE t (x)")
    before = project_file.read_bytes()
    filled = [argument.format(folder=tmp_path, project=project_file) for argument in arguments]
    code, out, err = qualcode(*filled)
    assert code == 1
    assert err.startswith("qualcode: ")
    assert said in err + out
    with Project.open(project_file) as project:
        assert len(codings(project)) == 10
    assert project_file.read_bytes() == before
    assert not list(tmp_path.glob("x*"))


def test_a_wrong_call_exits_with_2(qualcode, project_file):
    assert qualcode("undo", project_file, "--steps", "minus")[0] == 2
    assert qualcode("bake")[0] == 2
    # Suggestions have no coder: a filter that could do nothing is refused.
    assert qualcode("suggest", "accept", project_file, "--all", "--coder", "Per", "--yes")[0] == 2


def test_debug_shows_the_traceback(project_file):
    call = [sys.executable, "-m", "qualcode", "find", str(project_file), '"', "--exact"]
    plain = subprocess.run(call, capture_output=True, text=True, check=False)
    debug = subprocess.run([*call, "--debug"], capture_output=True, text=True, check=False)
    assert (plain.returncode, debug.returncode) == (1, 1)
    assert "Traceback" not in plain.stderr and "Traceback" in debug.stderr


def test_the_original_comes_back_byte_for_byte(qualcode, new_project, interviews, tmp_path):
    qualcode("import", new_project, interviews / "leder.txt")
    out = tmp_path / "ut.txt"
    assert qualcode("sources", "original", new_project, "leder", out)[0] == 0
    assert out.read_bytes() == (interviews / "leder.txt").read_bytes()
    assert qualcode("sources", "original", new_project, "nei", out)[0] == 1


def test_the_suffix_may_be_left_out(qualcode, project_file):
    code, out, _ = qualcode("info", project_file.with_suffix(""))
    assert code == 0
    assert "3 sources" in out and "by Kari" in out


def test_suggestion_runs_are_written_as_a_table(qualcode, project_file, tmp_path):
    out = tmp_path / "runs.csv"
    assert "Wrote 3 rows" in qualcode("suggest", "runs", project_file, "--out", out)[1]
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [row["run"] for row in rows] == ["3", "2", "1"]
    assert [row["rejected"] for row in rows] == ["1", "0", "0"]
    assert "by hand" in qualcode("suggest", "runs", project_file)[1]
