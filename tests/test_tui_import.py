"""Importing in the terminal: the preview, setting right, storing, and what goes wrong."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from driving import drive, line, screen_text, until, view, workspace
from textual.widgets import Input, OptionList

from qualcode.importing.files import Correction, Preview, Speaker
from qualcode.model import Role
from qualcode.project import Project
from qualcode.reporting.incoming import incoming_table
from qualcode.tui.incoming import Incoming, give_roles, other_role, sample
from qualcode.tui.screens import importing as importing_screen
from qualcode.tui.screens.files import ChooseFiles
from qualcode.tui.screens.importing import Importing
from qualcode.tui.screens.workspace import Workspace

WORDS = "Silje: Hvor lå møtet på Bø?\nKari: Æsj, på kontoret.\nSilje: Ja.\nKari: Også på øya.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = tmp_path / "intervjuer"
    made.mkdir()
    (made / "a.txt").write_bytes(WORDS.encode("cp1252"))
    (made / "b.txt").write_text(WORDS.replace("Bø", "Bømlo"), "utf-8")
    (made / "c.md").write_text("I: [bold]Ja[/]?\nR: Nei.\nI: Jo?\nR: Nei 😔.\n", "utf-8")
    (made / "tom.docx").write_bytes(b"PK\x03\x04")
    (made / "variabler.csv").write_text("source;case;sted\na;K1;Bø\nb;K2;Bømlo\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return made


def screen(pilot) -> Importing:
    return next(one for one in pilot.app.screen_stack if isinstance(one, Importing))


async def read(pilot, *paths):
    """Open the screen, leave the dialogue, and let it read."""
    await pilot.press("I")
    await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFiles))
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(pilot.app.screen, Importing))
    screen(pilot).add(paths)
    await until(pilot, lambda: screen(pilot)._entries or not paths)
    await have_read(pilot)


async def have_read(pilot):
    await until(pilot, lambda: not screen(pilot)._unread)
    await pilot.pause()


def rows(project, sql):
    connection = sqlite3.connect(project.path)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def notified(pilot):
    return [one.message for one in pilot.app._notifications]


def told(pilot, name):
    return str(screen(pilot).query_one(f"#{name}").content)


async def until_stored(pilot):
    await until(pilot, lambda: isinstance(pilot.app.screen, Workspace))
    await pilot.pause()


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
def test_choose_a_folder_look_and_import(empty_project, folder, size):
    (folder / "tom.docx").unlink()

    async def steps(pilot):
        await pilot.press("I")
        await until(pilot, lambda: "intervjuer" in screen_text(pilot))
        await pilot.press("down", "space", "f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, Importing))
        await until(pilot, lambda: len(screen(pilot)._entries) == 3)
        await have_read(pilot)
        assert "3 transcripts to import" in told(pilot, "summary")
        assert "variabler.csv" in told(pilot, "summary")
        assert "a.txt" in told(pilot, "facts")
        assert rows(empty_project, "SELECT count(*) FROM sources") == [(0,)]
        await pilot.press("i")
        await until_stored(pilot)
        assert notified(pilot) == ["Imported 3 transcripts. u undoes it."]
        assert view(pilot).document.source.name == "a"
        assert rows(empty_project, "SELECT count(*) FROM sources") == [(3,)]
        await pilot.press("u")
        await pilot.pause()
        assert rows(empty_project, "SELECT count(*) FROM sources") == [(0,)]
        await pilot.press("r")
        await pilot.pause()
        assert rows(empty_project, "SELECT count(*) FROM sources") == [(3,)]

    drive(empty_project, steps, size=size, source="")


def test_the_preview_shows_what_a_file_would_become(empty_project, folder):
    async def steps(pilot):
        await read(pilot, folder)
        shown = screen_text(pilot)
        for words in ("cp1252", "16 words", "4 turns", "Silje", "not known", "Hvor lå møtet på Bø"):
            assert words in shown
        assert "Nobody is known as the interviewer" in shown
        assert "1 cannot be read" in shown
        await pilot.press("down", "down")
        assert "[bold]Ja[/]?" in screen_text(pilot)
        await pilot.press("down")
        assert "cut off or damaged" in " ".join(told(pilot, "facts").split())
        await pilot.press("up", "up", "w")
        assert "cut off or damaged" in " ".join(told(pilot, "facts").split())
        await pilot.press("w")
        assert "Bø?" in told(pilot, "lines"), "and from the last to the first"

    drive(empty_project, steps, source="")


def test_roles_are_set_right_in_one_file_and_in_all(empty_project, folder):
    async def steps(pilot):
        await read(pilot, folder)
        await pilot.press("1")
        await have_read(pilot)
        assert "Silje  interviewer" in screen_text(pilot)
        assert "Kari  informant" in screen_text(pilot)
        assert "Nobody is known" not in screen_text(pilot)
        await pilot.press("A")
        await have_read(pilot)
        assert "Changed in 1 file" in line(pilot, "hints")
        await pilot.press("down")
        assert "Silje  interviewer" in screen_text(pilot)
        # On the speaker itself, by Enter: and back.
        screen(pilot).query_one("#speakers").focus()
        await pilot.press("down", "down", "enter")
        await have_read(pilot)
        await pilot.press("9")
        assert "no speaker 9" in line(pilot, "hints")
        await pilot.press("i")
        await until(pilot, lambda: rows(empty_project, "SELECT count(*) FROM sources") == [(3,)])
        await until(pilot, lambda: "Imported 3" in line(pilot, "hints"))
        assert "1 could not be read" not in line(pilot, "hints")

    drive(empty_project, steps, source="")
    sql = (
        "SELECT DISTINCT name, speaker, role FROM turns JOIN sources ON sources.id = source_id "
        "WHERE name <> 'c' ORDER BY 1, 2"
    )
    stored = {(name, speaker): role for name, speaker, role in rows(empty_project, sql)}
    assert stored["a", "Silje"] == "interviewer"
    assert stored["a", "Kari"] == "informant"
    assert {stored["b", "Silje"], stored["b", "Kari"]} != {"unknown"}


def test_the_encoding_is_chosen_by_what_the_letters_look_like(empty_project, folder):
    (folder / "b.txt").write_bytes(WORDS.replace("Bø", "Ås").encode("cp1252"))

    async def steps(pilot):
        await read(pilot, folder)
        await pilot.press("e")
        await pilot.pause()
        assert "In which encoding" in screen_text(pilot)
        assert "Hvor lå møtet" in screen_text(pilot)
        offered = pilot.app.screen.query_one(OptionList)
        names = [str(option.prompt).split()[0] for option in offered.options]
        await pilot.press(*["down"] * names.index("mac-roman"), "enter")
        await have_read(pilot)
        assert "mac-roman" in told(pilot, "facts")
        assert "lå" not in told(pilot, "lines")
        await pilot.press("E")
        await have_read(pilot)
        assert "Changed in 1 file" in line(pilot, "hints")
        await pilot.press("down")
        assert "mac-roman" in told(pilot, "facts")
        await pilot.press("e", "enter")
        await have_read(pilot)
        assert "cp1252" in told(pilot, "facts"), "as it was found"
        await pilot.press("down", "down", "e")
        await pilot.pause()
        assert "says its encoding itself" in line(pilot, "hints")

    drive(empty_project, steps, source="")


def test_name_case_language_and_leaving_out(empty_project, folder):
    async def steps(pilot):
        await read(pilot, folder)
        await pilot.press("n", "home", "ctrl+k", *"Bø nr. 1", "enter")
        await have_read(pilot)
        assert "Bø nr. 1" in told(pilot, "facts")
        await pilot.press("c", *"K-17", "enter")
        await have_read(pilot)
        await pilot.press("L", "down", "enter")
        await have_read(pilot)
        assert "nn" in told(pilot, "facts")
        await pilot.press("down", "l", "down", "down", "enter")
        await have_read(pilot)
        await pilot.press("down", "space", "space")
        assert "2 transcripts to import" in told(pilot, "summary")
        await pilot.press("f10")
        await until_stored(pilot)

    drive(empty_project, steps, source="")
    sql = (
        "SELECT sources.name, cases.name, language FROM sources "
        "LEFT JOIN cases ON cases.id = case_id ORDER BY sources.id"
    )
    assert rows(empty_project, sql) == [("Bø nr. 1", "K-17", "nn"), ("b", None, "en")]


def test_variables_come_along_as_one_action(empty_project, folder):
    async def steps(pilot):
        await read(pilot, folder / "a.txt", folder / "b.txt", folder / "variabler.csv")
        assert "variabler.csv: 2 rows, sted" in told(pilot, "summary")
        await pilot.press("v")
        assert "variabler.csv" not in told(pilot, "summary")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFiles))
        pilot.app.screen.query_one(Input).value = "intervjuer/variabler.csv"
        pilot.app.screen.query_one(Input).focus()
        await pilot.press("enter")
        await until(pilot, lambda: "2 rows" in told(pilot, "summary"))
        await pilot.press("i")
        await until_stored(pilot)
        assert "variables from 2 rows" in notified(pilot)[-1]
        assert rows(empty_project, "SELECT name FROM cases ORDER BY 1") == [("K1",), ("K2",)]
        await pilot.press("u")
        await pilot.pause()
        assert rows(empty_project, "SELECT count(*) FROM sources") == [(0,)]
        assert rows(empty_project, "SELECT count(*) FROM cases") == [(0,)]

    drive(empty_project, steps, source="")


def test_a_bad_table_of_variables_is_told_before_anything_is_stored(empty_project, folder):
    (folder / "variabler.csv").write_text("navn;alder\nKari;40\n", "utf-8")

    async def steps(pilot):
        await read(pilot, folder / "a.txt", folder / "variabler.csv")
        assert "column `source` or `case`" in " ".join(told(pilot, "summary").split())
        await pilot.press("i")
        await pilot.pause()
        assert rows(empty_project, "SELECT count(*) FROM sources") == [(0,)]
        await pilot.press("v", "i")
        await until_stored(pilot)
        assert rows(empty_project, "SELECT count(*) FROM sources") == [(1,)]

    drive(empty_project, steps, source="")


def test_variables_alone(project, tmp_path):
    table = tmp_path / "alder.csv"
    table.write_text("case;alder\nF-01;44\n", "utf-8")

    async def steps(pilot):
        await read(pilot)
        screen(pilot).add([table])
        await until(pilot, lambda: "alder.csv: 1 row" in told(pilot, "summary"))
        await pilot.press("i")
        await until_stored(pilot)
        assert "Imported variables from 1 row" in notified(pilot)[-1]

    drive(project, steps)
    assert rows(project, "SELECT value FROM case_values WHERE value = '44'") == [("44",)]


def test_broken_files_are_named_and_the_others_imported(empty_project, folder):
    async def steps(pilot):
        await read(pilot, folder)
        await pilot.press("i")
        await until(pilot, lambda: "Imported 3 transcripts" in line(pilot, "hints"))
        await have_read(pilot)
        assert isinstance(pilot.app.screen, Importing)
        assert "✗ tom.docx" in screen_text(pilot)
        assert "is there" in screen_text(pilot)
        await pilot.press("i")
        assert "nothing to import" in line(pilot, "hints")
        await pilot.press("u")
        await have_read(pilot)
        assert "3 transcripts to import" in told(pilot, "summary")
        await pilot.press("i")
        await until(pilot, lambda: "Imported 3 transcripts" in line(pilot, "hints"))

    drive(empty_project, steps, source="")


def test_what_is_there_already_is_left_alone(empty_project, folder):
    async def steps(pilot):
        for _ in range(2):
            await read(pilot, folder / "a.txt")
            await pilot.press("i")
            await pilot.pause()
            if "nothing to import" in line(pilot, "hints"):
                break
            await until_stored(pilot)
        assert "In the project already, as a" in told(pilot, "facts")

    drive(empty_project, steps, source="")
    assert rows(empty_project, "SELECT count(*) FROM sources") == [(1,)]


def test_giving_up_stores_nothing(empty_project, folder, monkeypatch):
    def slow(project, paths, *, progress, **options):
        with project.action("Imported slowly"):
            project.id_of("cases", "Half")
            for done in range(100):
                progress(done, 100, "x")
                time.sleep(0.1)

    monkeypatch.setattr(importing_screen, "import_files", slow)

    async def steps(pilot):
        await read(pilot, folder)
        await pilot.press("i")
        await until(pilot, lambda: "Importing x" in line(pilot, "hints"))
        await pilot.press("i", "1", "space")
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was stored" in line(pilot, "hints"))
        assert isinstance(pilot.app.screen, Importing)
        assert len(screen(pilot)._entries) == 4

    drive(empty_project, steps, source="")
    assert rows(empty_project, "SELECT count(*) FROM cases") == [(0,)]


def test_leaving_in_the_middle_stores_nothing(empty_project, folder, monkeypatch):
    started = []

    def slow(project, paths, *, progress, **options):
        with project.action("Imported slowly"):
            project.id_of("cases", "Half")
            for done in range(100):
                started.append(done)
                progress(done, 100, "x")
                time.sleep(0.1)

    monkeypatch.setattr(importing_screen, "import_files", slow)

    async def steps(pilot):
        await read(pilot, folder)
        await pilot.press("i")
        await until(pilot, lambda: len(started) > 1)
        await pilot.press("ctrl+q")

    drive(empty_project, steps, source="")
    assert rows(empty_project, "SELECT count(*) FROM cases") == [(0,)]
    assert len(started) < 90


def test_a_locked_file_is_told_and_the_list_stays(empty_project, folder, monkeypatch):
    monkeypatch.setattr(importing_screen, "_BUSY_MILLISECONDS", 100)

    async def steps(pilot):
        await read(pilot, folder / "a.txt")
        other = sqlite3.connect(empty_project.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("i")
        await until(pilot, lambda: pilot.app._notifications)
        assert "Another program is writing" in notified(pilot)[0]
        other.execute("ROLLBACK")
        other.close()
        await pilot.press("i")
        await until_stored(pilot)

    drive(empty_project, steps, source="")
    assert rows(empty_project, "SELECT count(*) FROM sources") == [(1,)]


def test_leaving_with_corrections_asks_once(empty_project, folder):
    async def steps(pilot):
        await read(pilot, folder / "a.txt")
        await pilot.press("1")
        await have_read(pilot)
        await pilot.press("escape")
        assert "Nothing is stored yet" in line(pilot, "hints")
        assert isinstance(pilot.app.screen, Importing)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Workspace)

    drive(empty_project, steps, source="")


def test_nothing_there_and_nothing_chosen(empty_project, tmp_path):
    (tmp_path / "tom").mkdir()

    async def steps(pilot):
        await read(pilot)
        assert "Nothing is chosen yet" in screen_text(pilot)
        for key in ("i", "1", "A", "e", "E", "n", "c", "space", "w"):
            await pilot.press(key)
        screen(pilot).add([tmp_path / "tom"])
        await until(pilot, lambda: pilot.app._notifications)
        screen(pilot).add([tmp_path / "none.txt"])
        await until(pilot, lambda: len(pilot.app._notifications) > 1)
        await pilot.press("I")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFiles))

    drive(empty_project, steps, source="")


def test_a_project_for_reading_only_says_so(project_file, folder):
    with Project.open(project_file, coder="Kari", read_only=True) as project:

        async def steps(pilot):
            await pilot.press("I")
            await pilot.pause()
            assert isinstance(pilot.app.screen, Importing)
            assert "open for reading only" in screen_text(pilot)
            for key in ("a", "v", "i"):
                await pilot.press(key)
                assert "for reading only" in line(pilot, "hints")
            await pilot.press("escape")

        drive(project, steps)


def test_two_hundred_files_stay_quick(empty_project, folder):
    for number in range(200):
        shutil.copy(folder / "b.txt", folder / f"intervju {number:03}.txt")
        with (folder / f"intervju {number:03}.txt").open("a") as file:
            file.write(f"Kari: {number}.\n")

    async def steps(pilot):
        await read(pilot, folder)
        assert screen(pilot).query_one("#incoming", OptionList).option_count == 204
        began = time.perf_counter()
        await pilot.press(*["down"] * 20)
        per_key = (time.perf_counter() - began) / 20
        assert per_key < 0.25, f"{per_key:.3f} s a key"  # bounded for a busy machine
        await pilot.press("1", "A")
        await have_read(pilot)
        await pilot.press("i")
        await until(pilot, lambda: "Imported 203" in line(pilot, "hints"))

    drive(empty_project, steps, source="")
    assert rows(empty_project, "SELECT count(*) FROM sources") == [(203,)]


# What stands behind it


def _entry(*speakers):
    preview = Preview(
        Path("x.txt"), "x", "", "txt", "utf-8", 1, 0, tuple(speakers), 1, 0, ("x",), ()
    )
    return Incoming(Path("x.txt"), outcome=preview)


def test_roles_go_by_the_label_whatever_its_case():
    first = [Speaker("SILJE", Role.INTERVIEWER, 2), Speaker("", Role.UNKNOWN, 1)]
    entry = _entry(Speaker("Silje", Role.UNKNOWN, 3), Speaker("Kari", Role.UNKNOWN, 3))
    assert give_roles(first, entry)
    assert entry.correction.roles == {"Silje": Role.INTERVIEWER}
    assert not give_roles(first, _entry(Speaker("Kari", Role.INFORMANT, 1)))
    assert not give_roles(first, Incoming(Path("not read.txt")))


@pytest.mark.parametrize("role", list(Role))
def test_toggling_twice_is_nothing_for_those_who_have_a_role(role):
    once = other_role(Speaker("x", role, 1))
    twice = other_role(Speaker("x", once, 1))
    assert once is not role
    assert twice is role or role is Role.UNKNOWN


def test_a_sample_shows_the_first_letter_beyond_ascii():
    assert sample("a" * 200 + "å" + "b" * 200).count("å") == 1
    assert sample("bare ascii") == "bare ascii"
    assert sample("") == ""


def test_a_correction_replaces_only_what_is_given():
    entry = Incoming(Path("x.txt"), Correction(name="N", case="C"))
    entry.correct(encoding="cp1252")
    entry.give_role("I", Role.INFORMANT)
    assert entry.correction == Correction("N", "C", "", "cp1252", {"I": Role.INFORMANT})


def test_the_workspace_says_how_to_import(empty_project):
    async def steps(pilot):
        assert workspace(pilot).is_active
        shown = screen_text(pilot)
        assert "no transcripts" in shown

    drive(empty_project, steps, source="")


# The preview as a file


def test_the_preview_is_written_as_a_table(empty_project, folder):
    out = folder.parent / "dry run.csv"

    async def steps(pilot):
        await read(pilot, folder)
        await pilot.press("down", "space")  # the second file is left out
        await pilot.press("home", "1")  # the first speaker of the first is the interviewer
        await have_read(pilot)
        await pilot.press("ctrl+e")
        await pilot.pause()
        pilot.app.screen.query_one(Input).value = str(out)
        await pilot.press("enter")
        await until(pilot, out.exists)

    drive(empty_project, steps, source="")
    with out.open(encoding="utf-8-sig", newline="") as opened:
        found = {Path(row["file"]).name: row for row in csv.DictReader(opened)}
    assert {name: row["state"] for name, row in found.items()} == {
        "a.txt": "to import",
        "b.txt": "left out",
        "c.md": "to import",
        "tom.docx": "failed",
    }
    assert found["a.txt"]["speakers"] == "Silje (interviewer, 2); Kari (informant, 2)"
    assert found["a.txt"]["encoding"] == "cp1252"
    assert found["b.txt"]["encoding"] == "utf-8"
    assert found["a.txt"]["turns"] == found["c.md"]["turns"] == "4"
    assert found["a.txt"]["first line"] == "Silje: Hvor lå møtet på Bø?"
    assert found["tom.docx"]["problems"]
    assert rows(empty_project, "SELECT count(*) FROM sources") == [(0,)]
    assert rows(empty_project, "SELECT kind, path FROM written_files") == [("export", out.name)]


def test_without_files_there_is_no_preview_to_write(empty_project, folder):
    async def steps(pilot):
        await read(pilot)
        await pilot.press("X")
        assert isinstance(pilot.app.screen, Importing)
        assert "nothing on this screen to export" in line(pilot, "hints")

    drive(empty_project, steps, source="")


def test_known_files_stand_in_the_table(project, folder):
    facts = ("plain", "utf-8", 9, 1, (), 0, 0, (), ("No turns.",))
    known = Preview(folder / "a.txt", "a", "Familie i nord", *facts)
    correction = Correction(case="F-01", language="nn")
    table = incoming_table([known], corrections={known.path: correction})
    (row,) = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    assert row["state"] == "known"
    assert (row["case"], row["language"], row["speakers"]) == ("F-01", "nn", "")
    assert row["problems"] == "No turns. In the project already, as Familie i nord."
