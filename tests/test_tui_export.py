"""The dialogue that writes files: where they go, what is refused, and that nothing is half done."""

from __future__ import annotations

import asyncio
import csv
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest
from driving import drive, screen_text
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, OptionList, Static

from qualcode.errors import InputError
from qualcode.project import Project
from qualcode.reporting.files import write_atomically
from qualcode.reporting.formats import write_report
from qualcode.reporting.tables import Table
from qualcode.tui import exporting
from qualcode.tui.exporting import Export, check_place, file_name, file_path
from qualcode.tui.screens.export import ExportDialogue

TABLE = Table("Codes", ("code",), (("Ventetid",), ("Økonomi",)))


def write(project, path):
    write_report(project, TABLE, path)


CSV = Export("Codes (CSV)", ".csv", write, name="Codes")
JSON = Export("Codes (JSON)", ".json", write, name="Codes")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The current folder, which is also the user's own."""
    here = tmp_path / "mine filer"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(here))
    return here


def recorded(path):
    connection = sqlite3.connect(path)
    found = [row[0] for row in connection.execute("SELECT path FROM written_files")]
    connection.close()
    return found


def export(project, steps, *exports, size=(80, 24)):
    """Open the dialogue over the workspace and go on from there."""

    async def go(pilot):
        study = pilot.app.workspace().study
        dialogue = ExportDialogue(study, exports or (CSV, JSON), heading="Analysis")
        pilot.app.push_screen(dialogue)
        await pilot.pause()
        await steps(pilot, dialogue)

    drive(project, go, size=size)


async def finish(pilot):
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def told(dialogue):
    return str(dialogue.query_one("#place", Static).content)


def type_path(dialogue, text):
    dialogue.query_one(Input).value = text


def test_enter_writes_under_a_sensible_name_and_says_where(project, folder):
    async def steps(pilot, dialogue):
        assert told(dialogue) == str(folder / "Nullpunkt - Codes.csv")
        await pilot.press("enter")
        await finish(pilot)
        assert pilot.app.screen is pilot.app.workspace()
        (note,) = pilot.app._notifications
        assert note.message == str(folder / "Nullpunkt - Codes.csv")

    export(project, steps)
    written = folder / "Nullpunkt - Codes.csv"
    assert written.read_text("utf-8-sig") == "code\nVentetid\nØkonomi\n"
    assert recorded(project.path) == ["mine filer/Nullpunkt - Codes.csv"], (
        "a withdrawal knows the file"
    )
    assert list(folder.iterdir()) == [written], "and nothing else is left"


def test_another_kind_and_a_name_of_ones_own(project, folder):
    async def steps(pilot, dialogue):
        await pilot.press("down")
        assert dialogue.query_one(Input).value == "Nullpunkt - Codes.json"
        await pilot.press(*"koder")  # replaces the name, which is selected
        assert told(dialogue) == str(folder / "koder.json")
        await pilot.press("up", "enter")
        await finish(pilot)

    export(project, steps)
    assert [one.name for one in folder.iterdir()] == ["koder.csv"]


def test_the_kind_changes_the_ending_that_was_typed(project):
    async def steps(pilot, dialogue):
        type_path(dialogue, "mine.csv")
        await pilot.press("down")
        assert dialogue.query_one(Input).value == "mine.json"
        await pilot.click(OptionList, offset=(3, 0))
        assert dialogue.query_one(Input).value == "mine.csv"

    export(project, steps)


def test_home_and_relative_paths(project, folder):
    (folder / "ut").mkdir()

    async def steps(pilot, dialogue):
        type_path(dialogue, "~/ut/../ut/a")
        await pilot.press("enter")
        await finish(pilot)

    export(project, steps)
    assert (folder / "ut" / "a.csv").exists()


def test_a_file_is_replaced_only_when_the_user_insists(project, folder):
    old = folder / "a.csv"
    old.write_text("gammel")

    async def steps(pilot, dialogue):
        type_path(dialogue, "a")
        await pilot.pause()
        assert "is there" in told(dialogue)
        await pilot.press("enter")
        assert "Enter again replaces" in told(dialogue)
        type_path(dialogue, "./a.csv")  # the question is asked anew
        await pilot.pause()
        await pilot.press("enter")
        assert old.read_text() == "gammel"
        await pilot.press("enter")
        await finish(pilot)

    export(project, steps)
    assert "Ventetid" in old.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Type a name"),
        ("   ", "Type a name"),
        ("nei/a.csv", "There is no folder"),
        ("fil.txt/a.csv", "is not a folder"),
        (".", "That is a folder"),
        ("ut/", "That is a folder"),
        ("mappe", "There is a folder of this name"),
        ("~ingen-slik-bruker/a", "cannot be the name"),
        ("å" * 300, "cannot be the name"),
        ("a\x00b", "cannot be"),
    ],
)
def test_a_place_that_cannot_be_is_refused_in_words(folder, typed, message):
    (folder / "fil.txt").write_text("")
    (folder / "mappe.csv").mkdir()
    with pytest.raises(InputError, match=message):
        check_place(file_path(typed, ".csv", folder))


def test_the_dialogue_stays_until_there_is_a_place_to_write(project, folder):
    async def steps(pilot, dialogue):
        for typed, message in (("", "Type a name"), ("nei/a", "no folder")):
            type_path(dialogue, typed)
            await pilot.pause()
            assert message in told(dialogue)
            await pilot.press("enter")
            assert message in told(dialogue)
            assert pilot.app.screen is dialogue

    export(project, steps)
    assert list(folder.iterdir()) == []
    assert recorded(project.path) == []


def test_a_folder_one_may_not_write_in(folder, monkeypatch):
    monkeypatch.setattr(exporting.os, "access", lambda path, mode: Path(path) != folder)
    with pytest.raises(InputError, match="may not write in the folder"):
        check_place(folder / "a.csv")
    (folder / "ut").mkdir()
    (folder / "ut" / "a.csv").write_text("")
    monkeypatch.setattr(exporting.os, "access", lambda path, mode: Path(path).suffix != ".csv")
    with pytest.raises(InputError, match="may not replace"):
        check_place(folder / "ut" / "a.csv")


def _fail_half_way(project, path):
    with path.open("w") as file:
        file.write("halv")
    raise OSError(28, "No space left on device")


def _fail_oddly(project, path):
    path.write_text("halv")
    raise KeyError("code 7")


def _fail_in_sqlite(project, path):
    project.connection.execute("DELETE FROM codings")


@pytest.mark.parametrize(
    ("failing", "message"),
    [
        (_fail_half_way, "No space left"),
        (_fail_oddly, "KeyError"),
        (_fail_in_sqlite, "can be read but not written"),
    ],
)
def test_a_write_that_fails_leaves_what_was_there(project, folder, failing, message):
    old = folder / "a.csv"
    old.write_text("gammel")

    async def steps(pilot, dialogue):
        type_path(dialogue, "a")
        await pilot.press("enter", "enter")
        await finish(pilot)
        assert message in told(dialogue)
        assert pilot.app.screen is dialogue, "one may try again"
        assert not dialogue.has_class("-writing")

    export(project, steps, Export("Koder", ".csv", failing))
    assert old.read_text() == "gammel"
    assert list(folder.iterdir()) == [old]


def test_leaving_gives_up_a_file_that_is_being_written(project, folder):
    started, go_on = threading.Event(), threading.Event()

    def slow(reading, path):
        write_atomically(path, b"nesten ferdig")
        started.set()
        assert go_on.wait(10)

    async def steps(pilot, dialogue):
        await pilot.press("enter")
        await pilot.pause()
        assert started.wait(10)
        assert "Writing" in screen_text(pilot)
        await pilot.press("enter", "down")  # the keys are off meanwhile
        await pilot.press("escape")
        assert pilot.app.screen is pilot.app.workspace()
        go_on.set()

    export(project, steps, Export("Koder", ".csv", slow))
    assert list(folder.iterdir()) == []


def test_the_file_is_of_one_moment(project, folder):
    """What another program does meanwhile is not half in it."""
    counts = []

    def count(reading, path):
        counts.append(reading.value("SELECT count(*) FROM codings"))
        with Project.open(project.path, coder="Per") as other, other.action("Removed"):
            other.connection.execute("DELETE FROM codings")
        counts.append(reading.value("SELECT count(*) FROM codings"))
        path.write_text("")

    async def steps(pilot, dialogue):
        await pilot.press("enter")
        await finish(pilot)

    export(project, steps, Export("Koder", ".csv", count))
    assert counts[0] == counts[1] > 0


def test_a_locked_project_is_told_and_nothing_is_written(project, folder):
    async def steps(pilot, dialogue):
        other = sqlite3.connect(project.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        project.connection.execute("PRAGMA busy_timeout = 20")
        await pilot.press("enter")
        assert "Another program" in told(dialogue)
        other.execute("ROLLBACK")
        other.close()
        await pilot.press("enter")
        await finish(pilot)

    export(project, steps)
    assert len(list(folder.iterdir())) == 1


def test_a_project_for_reading_only_can_be_exported(project_file, folder):
    async def steps(pilot, dialogue):
        await pilot.press("enter")
        await finish(pilot)

    with Project.open(project_file, coder="Kari", read_only=True) as project:
        export(project, steps)
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (250, 70)])
def test_fits_any_window(project, size):
    async def steps(pilot, dialogue):
        text = screen_text(pilot)
        assert "Nullpunkt - Codes.csv" in text
        assert "Enter writes" in text
        assert "Codes (JSON)" in text

    export(project, steps, size=size)


def test_the_current_folder_may_be_gone(project, folder, monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", gone)
    assert exporting.current_folder(project.path) == project.path.parent


@given(project=st.text(), heading=st.text())
def test_names_are_such_as_any_system_allows(project, heading):
    name = file_name(project, heading, ".csv")
    assert name.endswith(".csv")
    assert 4 < len(name.encode("utf-8", "surrogatepass")) <= 204
    assert not set(name) & set('\\/:*?"<>|\n\x00')
    assert not name.startswith(".")


def test_the_ending_is_added_once(folder):
    assert file_path("a", ".csv", folder).name == "a.csv"
    assert file_path("a.CSV", ".csv", folder).name == "a.CSV"
    assert file_path("3. mars", ".csv", folder).name == "3. mars.csv"


@pytest.mark.parametrize("own", [False, True])
def test_the_text_is_written_with_the_codings_that_are_shown(project, folder, own):
    async def steps(pilot):
        await pilot.press(*("o" if own else ""), "X")
        await pilot.pause()
        assert "Transcript with its codings" in screen_text(pilot)
        await pilot.press("enter")
        await written(".docx")
        await pilot.pause()
        await pilot.press("X")
        await pilot.pause()
        await pilot.press("down", "enter")
        await written(".csv")

    async def written(suffix):
        for _ in range(100):
            if (folder / f"Nullpunkt - Familie i nord{suffix}").exists():
                return
            await asyncio.sleep(0.1)

    drive(project, steps, size=(80, 24))
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["Nullpunkt - Familie i nord.csv", "Nullpunkt - Familie i nord.docx"]
    rows = list(csv.DictReader((folder / names[0]).open(encoding="utf-8-sig", newline="")))
    assert {row["source"] for row in rows} == {"Familie i nord"}
    assert {row["coders"] for row in rows} == ({"Kari"} if own else {"Kari", "Per"})
    assert len(rows) == (2 if own else 4)
    comments = zipfile.ZipFile(folder / names[1]).read("word/comments.xml").decode()
    assert comments.count("<w:comment ") == len(rows)
    assert len(recorded(project.path)) == 2
