"""What a person sets right before a file is stored: encoding, roles, name, case, language."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.encoding import ENCODINGS, decode, readings
from qualcode.errors import ImportFailure, InputError
from qualcode.importing.files import (
    Correction,
    find_files,
    import_files,
    known_files,
    preview_file,
    preview_files,
)
from qualcode.importing.registry import read_transcript
from qualcode.importing.variables import import_variables, preview_variables
from qualcode.model import Role
from qualcode.project import undo
from qualcode.project.sources import find_source

WORDS = "I: Hvor lå møtet på Bø?\nR: Æsj, på kontoret – å nei…\nI: Ja.\nR: Også på øya.\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_chosen_encoding_is_taken_whatever_the_bytes_look_like(encoding):
    words = "I: Blåbær på Ås?\nR: Ja, på Ås, ærlig talt.\nI: Når?\nR: Øh.\n"
    read = read_transcript(words.encode(encoding), "x.txt", encoding=encoding)
    assert read.text == words.rstrip("\n") or read.text == words
    assert read.encoding == decode(words.encode(encoding), encoding).encoding
    assert [turn.role for turn in read.turns][:2] == [Role.INTERVIEWER, Role.INFORMANT]
    assert not any("does not say" in note for note in read.notes)


def test_a_wrong_choice_is_visible_and_harmless():
    data = WORDS.encode("utf-8")
    read = read_transcript(data, "x.txt", encoding="cp1252")
    assert "lÃ¥" in read.text
    lost = read_transcript("blå".encode("cp1252") + b"\n" + data, "x.txt", encoding="utf-8")
    assert any("could not be read" in note for note in lost.notes)


@pytest.mark.parametrize("name", ["utf-9", "base64", "rot13", "idna", "unicode-escape", "", "\0"])
def test_encodings_that_are_none(name):
    if name:
        with pytest.raises(InputError, match="no encoding"):
            decode(b"x", name)
    else:
        assert decode(b"x", name).encoding == "utf-8"


def test_a_document_has_no_encoding_to_choose():
    data = (Path(__file__).parent.parent / "corpora/commons/V01.docx").read_bytes()
    with pytest.raises(ImportFailure, match="says its encoding itself"):
        read_transcript(data, "V01.docx", encoding="cp1252")


def test_readings_show_where_the_encodings_differ():
    offered = dict(readings(WORDS.encode("cp1252")))
    assert "utf-8" not in offered
    assert offered["cp1252"].startswith("I: Hvor lå møtet på Bø?")
    assert offered["mac-roman"] != offered["cp1252"]
    assert readings(b"") == [(name, "") for name in ENCODINGS]


def test_a_given_role_decides_and_makes_informants_of_the_others():
    words = b"Silje: Ja?\nKari: Nei.\nSilje: Jo?\nKari: Nei.\n"
    before = read_transcript(words, "x.txt")
    assert {turn.role for turn in before.turns} == {Role.UNKNOWN}
    assert any("Nobody is known" in note for note in before.notes)
    read = read_transcript(words, "x.txt", roles={"SILJE ": Role.INTERVIEWER})
    assert {turn.speaker: turn.role for turn in read.turns} == {
        "Silje": Role.INTERVIEWER,
        "Kari": Role.INFORMANT,
    }
    assert read.notes == ()


def test_a_given_role_goes_before_labels_and_named_interviewers():
    read = read_transcript(
        b"I: Ja?\nR: Nei.\nI: Jo?\nR: Nei.\n",
        "x.txt",
        interviewers=["I"],
        roles={"I": Role.INFORMANT, "R": Role.INTERVIEWER},
    )
    assert {turn.speaker: turn.role for turn in read.turns} == {
        "I": Role.INFORMANT,
        "R": Role.INTERVIEWER,
    }


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "filer"
    made.mkdir()
    (made / "a.txt").write_bytes(WORDS.encode("cp1252"))
    (made / "b.txt").write_text(WORDS.replace("Bø", "Bømlo"), "utf-8")
    (made / "tom.docx").write_bytes(b"PK")
    (made / "variabler.csv").write_text("source;case;sted\nAnnet;K1;Bø\nb;K2;Bømlo\n", "utf-8")
    (made / "studie.qualcode-wal").write_bytes(b"x")
    return made


def test_corrections_reach_the_project(empty_project, folder):
    corrections = {
        folder / "a.txt": Correction("Annet", "Kari", "nn", "mac-roman", {"R": Role.INTERVIEWER})
    }
    summary = import_files(empty_project, [folder], corrections=corrections)
    assert [name for name, _ in summary.imported] == ["Annet", "b"]
    source = find_source(empty_project, "Annet")
    assert (source.case, source.language) == ("Kari", "nn")
    assert "lå" not in source.text
    rows = empty_project.rows("SELECT DISTINCT role FROM turns WHERE source_id = ?", (source.id,))
    assert [row["role"] for row in rows] == ["interviewer"]
    assert find_source(empty_project, "b").language == "nb"
    assert undo(empty_project).label == "Imported 2 transcripts"
    assert empty_project.value("SELECT count(*) FROM cases") == 0


def test_a_name_that_is_taken_fails_that_file_only(empty_project, folder):
    corrections = {folder / "b.txt": Correction(name="a")}
    summary = import_files(empty_project, [folder], corrections=corrections)
    assert [name for name, _ in summary.imported] == ["a"]
    assert {failure.path.name for failure in summary.failed} == {"b.txt", "tom.docx"}


def test_variables_are_part_of_the_same_action(empty_project, folder):
    corrections = {folder / "a.txt": Correction(name="Annet")}
    table = folder / "variabler.csv"
    summary = import_files(empty_project, [folder], corrections=corrections, variables=table)
    assert summary.variables is not None
    assert (summary.variables.rows, summary.variables.unknown_sources) == (2, ())
    assert find_source(empty_project, "Annet").case == "K1"
    assert undo(empty_project).label == "Imported 2 transcripts, with variables from variabler.csv"
    for rows in ("sources", "cases", "source_values"):
        assert empty_project.value(f"SELECT count(*) FROM {rows}") == 0


def test_a_bad_table_stores_nothing(empty_project, folder):
    table = folder / "variabler.csv"
    table.write_text("source;case\na;K1\na;K2\n", "utf-8")
    with pytest.raises(InputError):
        import_files(empty_project, [folder], variables=table)
    assert empty_project.value("SELECT count(*) FROM sources") == 0
    table.write_text("source;start;end;code\na;0;1;Tid\n", "utf-8")
    with pytest.raises(InputError, match="table of codings"):
        import_variables(empty_project, table)


def test_the_preview_tells_names_and_what_is_there(empty_project, folder):
    found, left_out = find_files([folder])
    assert [path.name for path in left_out] == ["variabler.csv"]
    import_files(empty_project, [folder / "a.txt"])
    known = known_files(empty_project)
    corrections = {folder / "b.txt": Correction(name=" Nytt  navn ")}
    previews, failures = preview_files(found, corrections=corrections, known=known)
    assert [(one.name, one.known_as) for one in previews] == [("a", "a"), ("Nytt navn", "")]
    assert [failure.path.name for failure in failures] == ["tom.docx"]
    seen = preview_variables(folder / "variabler.csv", ["Nytt navn", "b"])
    assert (seen.rows, seen.variables, seen.unknown_sources) == (1, ("sted",), ("Annet",))
    assert preview_file(folder / "a.txt", correction=Correction(encoding="latin-1")).encoding


def test_the_command_line_can_do_the_same(empty_project, folder, monkeypatch, capsys):
    def qualcode(*arguments):
        monkeypatch.setattr(sys, "argv", ["qualcode", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        return caught.value.code or 0, *capsys.readouterr()

    path = empty_project.path
    shown = qualcode("import", path, folder / "a.txt", "--encoding", "cp865", "--dry-run")
    assert (shown[0], "cp865" in shown[1]) == (0, True)
    table = folder / "variabler.csv"
    assert qualcode("import", path, folder, "--dry-run", "--variables", table)[0] == 1
    assert empty_project.value("SELECT count(*) FROM sources") == 0
    options = ["--name", "Annet", "--case", "Kari", "--encoding", "cp1252", "--language", "nn"]
    code, out, _ = qualcode("import", path, folder / "a.txt", *options)
    assert (code, "Imported 1 transcript" in out) == (0, True)
    source = find_source(empty_project, "Annet")
    assert (source.case, source.language, "lå" in source.text) == ("Kari", "nn", True)
    assert "one transcript" in qualcode("import", path, folder, "--name", "To")[2]
    assert "no encoding" in qualcode("import", path, folder / "b.txt", "--encoding", "xyz")[1]
    _, out, _ = qualcode("import", path, folder / "a.txt", "--dry-run")
    assert "already, as Annet" in out
