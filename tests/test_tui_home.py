"""Home: recent projects, opening, making, and what goes wrong on the way."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import shutil
from datetime import datetime
from pathlib import Path
from time import sleep

import pytest
from driving import drive, line, screen_text, until, view, workspace
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, OptionList

from qualcode.project import Project, file
from qualcode.tui.app import QualcodeApp
from qualcode.tui.files import (
    FileTree,
    PathField,
    complete,
    is_offered,
    read_path,
    shown_path,
)
from qualcode.tui.recent import forget, recent_projects, remember
from qualcode.tui.screens.files import ChooseFiles
from qualcode.tui.screens.home import Home
from qualcode.tui.screens.importing import Importing
from qualcode.tui.screens.starting import MakeExample, NewProject

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """A data folder of its own, and a current folder where files may be made."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "tour-shown").touch()
    monkeypatch.setenv("QUALCODE_DATA", str(folder))
    work = tmp_path / "arbeid"
    work.mkdir()
    monkeypatch.chdir(work)
    return folder


def at_home(steps, *, size=(100, 30), coder=None):
    async def go():
        app = QualcodeApp(coder=coder)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, Home)
            await steps(pilot)
        return app

    return asyncio.run(go())


async def until_screen(pilot, kind):
    await until(pilot, lambda: type(pilot.app.screen) is kind)


async def until_open(pilot):
    await until(pilot, lambda: type(pilot.app.screen).__name__ == "Workspace")


async def settled(pilot):
    await until(pilot, lambda: "Opening" not in screen_text(pilot))


def remembered(path, coder="Kari"):
    with Project.open(path, coder=coder) as project:
        remember(project)


# The list of recent projects


def test_the_list_holds_paths_and_names_only(data, project_file):
    remembered(project_file)
    stored = json.loads((data / "recent.json").read_text("utf-8"))
    assert list(stored) == ["projects"]
    (entry,) = stored["projects"]
    assert set(entry) == {"path", "name", "opened", "coder"}
    assert (entry["path"], entry["name"]) == (str(project_file), "Nullpunkt")
    assert datetime.fromisoformat(entry["opened"]).tzinfo


def test_the_last_one_comes_first_and_each_once(study_file, tmp_path):
    paths = [Path(shutil.copy(study_file, tmp_path / f"{n}.qualcode")) for n in range(3)]
    for path in (*paths, paths[0]):
        remembered(path)
    assert [Path(entry.path).stem for entry in recent_projects()] == ["0", "2", "1"]
    forget(str(paths[2]))
    assert [Path(entry.path).stem for entry in recent_projects()] == ["0", "1"]
    assert paths[2].exists()


@given(st.binary() | st.recursive(st.none() | st.text() | st.integers(), st.lists))
def test_a_broken_list_is_no_list(tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp() / "broken"
    folder.mkdir(exist_ok=True)
    raw = content if isinstance(content, bytes) else json.dumps({"projects": content}).encode()
    (folder / "recent.json").write_bytes(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_DATA", str(folder))
        assert recent_projects() == []


def test_entries_that_are_none_are_passed_over(data, project_file):
    remembered(project_file)
    stored = json.loads((data / "recent.json").read_text("utf-8"))
    stored["projects"] += [7, {"path": 1}, {"path": "", "name": "", "opened": "", "coder": ""}]
    stored["projects"] += [{"path": "/x", "name": "X", "opened": "yesterday", "coder": "K"}]
    (data / "recent.json").write_text(json.dumps(stored), "utf-8")
    assert [entry.name for entry in recent_projects()] == ["Nullpunkt", "X"]

    async def steps(pilot):
        assert "the file is not there" in screen_text(pilot)
        assert "yesterday" in screen_text(pilot)

    at_home(steps)


def test_a_folder_that_cannot_be_written_keeps_nothing_from_opening(data, project_file):
    shutil.rmtree(data)
    data.write_text("a file where the folder should be")
    remembered(project_file)
    assert recent_projects() == []


# First use


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10)])
def test_the_first_steps_are_explained(size):
    async def steps(pilot):
        shown = screen_text(pilot)
        assert "Example study" in shown
        assert "New project" in shown
        if size[1] >= 16:
            assert "The first three steps" in shown
            assert shown.count("e  ") >= 1 and "Import transcripts" in shown
        await pilot.press("i")
        assert "Transcripts go into a project" in screen_text(pilot)
        await pilot.press("x")

    at_home(steps, size=size)


def test_help_and_palette_know_the_keys():
    async def steps(pilot):
        await pilot.press("f1")
        assert "Open another project" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        assert "New project" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.press("q")

    assert at_home(steps).return_code == 0


def test_every_option_of_the_list_does_something():
    async def steps(pilot):
        for downs, screen in ((0, MakeExample), (1, NewProject), (2, ChooseFiles)):
            await pilot.press("home", *["down"] * downs, "enter")
            await until_screen(pilot, screen)
            await pilot.press("escape")
            await until_screen(pilot, Home)
        await pilot.press("end", "enter")

    assert at_home(steps).return_code == 0


# Opening, going home, opening another


def test_open_from_the_list_and_go_home(project_file):
    remembered(project_file, "Per")

    async def steps(pilot):
        shown = screen_text(pilot)
        assert "Nullpunkt" in shown and "Per" in shown and "first three steps" not in shown
        await pilot.press("enter")
        await until_open(pilot)
        assert "Per" in line(pilot, "title")
        opened = workspace(pilot).study.project
        await pilot.press("ctrl+o")
        await until_screen(pilot, Home)
        await until(pilot, lambda: closed(opened))
        await pilot.press("enter")
        await until_open(pilot)
        assert not closed(workspace(pilot).study.project)

    app = at_home(steps)
    assert closed(app._study.project), "closed at the end by whoever opened it"


def closed(project):
    try:
        project.connection.execute("SELECT 1")
    except Exception:
        return True
    return False


def test_home_is_reached_from_every_screen_and_leaves_nothing_behind(project, project_file):
    async def steps(pilot):
        for key in ("", "f6", "H", "f7"):
            if key:
                await pilot.press(key)
                await pilot.pause()
            await pilot.press("ctrl+o")
            await until_screen(pilot, Home)
            assert len(pilot.app.screen_stack) == 2
            pilot.app.go("search")
            pilot.app.show_place(1, (0, 1))
            assert isinstance(pilot.app.screen, Home)
            pilot.app.open_project(project_file)
            await until_open(pilot)

    drive(project, steps)


def test_whoever_opened_the_project_has_it_still(project):
    async def steps(pilot):
        assert isinstance(pilot.app.screen, type(workspace(pilot)))

    drive(project, steps)
    assert not closed(project)


def test_as_somebody_else(project_file):
    remembered(project_file, "Per")

    async def steps(pilot):
        await pilot.press("enter")
        await until_open(pilot)
        assert "Ida" in line(pilot, "title")

    at_home(steps, coder="Ida")


def test_a_project_from_elsewhere_changes_nothing_of_the_first(project, study_file, tmp_path):
    other = Path(shutil.copy(study_file, tmp_path / "annen.qualcode"))

    async def steps(pilot):
        pilot.app.open_project(other)
        await pilot.pause(0.2)

    drive(project, steps)
    assert recent_projects()[0].path == str(other)


def _truncated(path, good):
    path.write_bytes(good[:5000])


def _newer(path, good):
    path.write_bytes(good)
    with Project.open(path) as project:
        project.connection.execute("PRAGMA user_version = 999")


def _text(path, good):
    path.write_text("I: Hei\n")


def _empty(path, good):
    path.write_bytes(b"")


def _folder(path, good):
    path.mkdir()


def _gone(path, good):
    pass


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_truncated, "damaged"),
        (_newer, "Update qualcode"),
        (_text, "not a qualcode project"),
        (_empty, "empty"),
        (_folder, "folder"),
        (_gone, "no such project"),
    ],
)
@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_what_cannot_be_opened_is_told_and_nothing_breaks(
    data, study_file, tmp_path, make, told, size
):
    path = tmp_path / "p.qualcode"
    make(path, study_file.read_bytes())
    entry = {"path": str(path), "name": "P", "opened": "2026-01-01T00:00:00+00:00", "coder": "K"}
    (data / "recent.json").write_text(json.dumps({"projects": [entry]}), "utf-8")

    async def steps(pilot):
        for key in ("enter", "i"):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(pilot.app.screen, Home)
            assert told in str(pilot.app.screen.query_one("#told").content)
        await pilot.press("x")
        assert "off the list" in str(pilot.app.screen.query_one("#told").content)

    at_home(steps, size=size)
    assert recent_projects() == []


def test_a_locked_project_is_told_without_standing_still(project_file, monkeypatch):
    """A rollback journal, as on network disks, so that a writer keeps readers out."""
    remembered(project_file)
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.3)
    with Project.open(project_file) as other:
        other.connection.execute("PRAGMA journal_mode = DELETE")
        other.connection.execute("BEGIN EXCLUSIVE")

        async def steps(pilot):
            await pilot.press("enter")
            assert "Opening" in screen_text(pilot)
            await pilot.press("down")
            await settled(pilot)
            assert "Another program is writing" in screen_text(pilot), screen_text(pilot)
            other.connection.execute("COMMIT")
            await pilot.press("up", "enter")
            await until_open(pilot)

        at_home(steps)


def test_a_read_only_project_opens_for_reading(project_file, monkeypatch):
    remembered(project_file)
    # Permissions of the file would not keep root from writing.
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)

    async def steps(pilot):
        await pilot.press("enter")
        await until_open(pilot)
        assert "for reading only" in line(pilot, "title")

    at_home(steps)


def test_open_another_by_the_tree_and_by_typing(project_file):
    shutil.copy(project_file, "ute.qualcode")
    Path("under").mkdir()
    shutil.copy(project_file, "under/inne.qualcode")
    Path("notat.txt").write_text("no project")

    async def steps(pilot):
        await pilot.press("o")
        await until_screen(pilot, ChooseFiles)
        await until(pilot, lambda: "ute.qualcode" in screen_text(pilot))
        assert "notat.txt" not in screen_text(pilot)
        await pilot.press("down", "down", "enter")
        await until_open(pilot)
        assert workspace(pilot).study.project.path.name == "ute.qualcode"
        await pilot.press("ctrl+o")
        await until_screen(pilot, Home)
        await pilot.press("o")
        await until_screen(pilot, ChooseFiles)
        pilot.app.screen.query_one(Input).focus()
        await pilot.press(*"ingen", "enter")
        assert "no such file" in screen_text(pilot)
        await pilot.press("home", "ctrl+k", *"un")
        await until(pilot, lambda: "under/" in screen_text(pilot))
        await pilot.press("tab")
        assert pilot.app.screen.query_one(Input).value == "under/"
        await pilot.press("i")
        await pilot.pause(0.1)
        await pilot.press("tab", "enter")
        await until_open(pilot)
        assert workspace(pilot).study.project.path.name == "inne.qualcode"

    at_home(steps)


def test_a_folder_that_is_typed_is_shown():
    Path("under/mer").mkdir(parents=True)
    Path("under/mer/x.qualcode").write_bytes(b"")

    async def steps(pilot):
        await pilot.press("o")
        await until_screen(pilot, ChooseFiles)
        pilot.app.screen.query_one(Input).focus()
        await pilot.press(*"under/mer", "enter")
        await until(pilot, lambda: "x.qualcode" in screen_text(pilot))
        await pilot.press("backspace")
        await until(pilot, lambda: "mer" in screen_text(pilot).split("In ")[0])
        await pilot.press("f10")
        assert isinstance(pilot.app.screen, ChooseFiles), "a folder is no project"

    at_home(steps)


# Making


async def fill(pilot, name, value):
    field = pilot.app.screen.query_one(name, Input)
    field.value = value
    await pilot.pause()


def test_a_new_project_with_a_codebook():
    async def steps(pilot):
        await pilot.press("n")
        await until_screen(pilot, NewProject)
        await pilot.press(*"Min studie", "tab", "tab", "right", "tab")
        await pilot.press("home", "ctrl+k", *"Ida", "enter")
        await fill(pilot, "#codebook_file", str(ROOT / "codebooks" / "com"))
        await pilot.press("end", "m")
        await until(pilot, lambda: "commons.yaml" in screen_text(pilot))
        assert "studie.qualcode" in screen_text(pilot)
        await pilot.press("tab", "enter")
        await until_screen(pilot, ChooseFiles)
        assert isinstance(pilot.app.screen_stack[-2], Importing), "transcripts come next"

    at_home(steps)
    with Project.open("Min studie.qualcode") as made:
        assert (made.name, made.language) == ("Min studie", "nn")
        assert made.value("SELECT count(*) FROM codes") == 18
    assert recent_projects()[0].coder == "Ida"


def test_what_is_wrong_with_a_new_project_is_said_and_nothing_made():
    Path("fins.qualcode").write_bytes(b"mine")
    Path("bok.yaml").write_text("codes: [")

    async def steps(pilot):
        await pilot.press("n")
        await until_screen(pilot, NewProject)

        async def told(words):
            await pilot.press("f10")
            await pilot.pause()
            assert words in str(pilot.app.screen.query_one("#told").content)
            assert isinstance(pilot.app.screen, NewProject)

        await told("Give the study a name")
        await fill(pilot, "#name", "fins")
        await told("already")
        await fill(pilot, "#name", "Ny/../:studie?")
        await fill(pilot, "#folder", "ingen/slik")
        await told("There is no folder")
        await fill(pilot, "#folder", "~nobody-of-that-name/x")
        await told("cannot be a path")
        await fill(pilot, "#folder", ".")
        await fill(pilot, "#codebook_file", "bok.yaml")
        await told("bok.yaml")
        await fill(pilot, "#codebook_file", "borte.yaml")
        await told("borte.yaml")
        await fill(pilot, "#codebook_file", "")
        await pilot.press("f10")
        await until_screen(pilot, ChooseFiles)

    at_home(steps)
    assert sorted(path.name for path in Path().iterdir() if path.suffix == ".qualcode") == [
        "Ny .. studie.qualcode",
        "fins.qualcode",
    ]
    assert Path("fins.qualcode").read_bytes() == b"mine"


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_the_form_can_be_used_at_any_size(size):
    async def steps(pilot):
        await pilot.press("n")
        await until_screen(pilot, NewProject)
        await pilot.press(*"Liten", *["tab"] * 4)
        await pilot.pause(0.1)
        assert "Codebook" in screen_text(pilot)
        await pilot.press("f10")
        await until_screen(pilot, ChooseFiles)

    at_home(steps, size=size)
    assert Path("Liten.qualcode").exists()


def test_the_example_is_made_and_opened():
    async def steps(pilot):
        await pilot.press("e")
        await until_screen(pilot, MakeExample)
        await pilot.press("down")
        assert pilot.app.screen.query_one(Input).value.endswith("commons.qualcode")
        await pilot.press("enter")
        await until_open(pilot)
        assert "R01" in line(pilot, "title")
        assert len(view(pilot).codings) > 5
        await pilot.press("ctrl+o")
        await until_screen(pilot, Home)
        assert "Commons" in screen_text(pilot)
        # Once more: it is there, so it is opened.
        await pilot.press("e", "down")
        await until(pilot, lambda: "Enter opens it" in screen_text(pilot))
        await pilot.press("enter")
        await until_open(pilot)

    at_home(steps)


def test_an_example_that_is_given_up_leaves_nothing(monkeypatch):
    from qualcode.tui.screens import starting

    reached = []

    def slow(name, path, *, coder, progress):
        path.write_bytes(b"half")
        try:
            for done in range(1000):
                reached.append(done)
                progress(done, 1000, "x")
                sleep(0.01)
        except BaseException:
            path.unlink()
            raise

    monkeypatch.setattr(starting, "make_example", slow)

    async def steps(pilot):
        await pilot.press("e")
        await until_screen(pilot, MakeExample)
        await pilot.press("enter")
        await until(pilot, lambda: len(reached) > 3)
        await pilot.press("escape")
        await until_screen(pilot, Home)
        await until(pilot, lambda: not Path("samordning.qualcode").exists())

    at_home(steps)
    assert reached[-1] < 999


def test_an_example_that_cannot_be_made_is_told():
    async def steps(pilot):
        await pilot.press("e")
        await until_screen(pilot, MakeExample)
        await fill(pilot, "Input", "ingen/mappe.qualcode")
        await pilot.press("enter")
        await pilot.pause()
        assert "There is no folder" in screen_text(pilot)
        await fill(pilot, "Input", "")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, MakeExample)

    at_home(steps)


# Paths


@given(st.text(max_size=40))
def test_completion_goes_on_from_what_was_typed(typed):
    folder = ROOT / "corpora"
    found = complete(typed, folder, (".docx",))
    assert found is None or (found.startswith(typed) and len(found) > len(typed))


def test_completion():
    assert complete("sam", ROOT / "corpora", ()) == "samordning" + os.sep
    assert complete("samordning/F05", ROOT / "corpora", (".docx",)) == "samordning/F05_2025.docx"
    assert complete("samordning/F05", ROOT / "corpora", (".txt",)) is None
    assert complete("", ROOT, ()) is None
    assert complete("finnes/ikke", ROOT, ()) is None


def test_what_is_offered():
    assert is_offered(Path("a.DOCX"), (".docx",), is_folder=False)
    assert not is_offered(Path("~$a.docx"), (".docx",), is_folder=False)
    assert not is_offered(Path(".skjult"), (), is_folder=True)
    assert is_offered(Path("mappe"), (), is_folder=True)


def test_paths_are_shown_from_home_and_read_again(monkeypatch):
    monkeypatch.setenv("HOME", "/home/kari")
    assert shown_path(Path("/home/kari/x y.txt")) == "~/x y.txt"
    assert shown_path("/home/karin/x") == "/home/karin/x"
    assert read_path(" ~/x y.txt ", Path("/")) == Path("/home/kari/x y.txt")


def test_two_hundred_projects_are_thirty(study_file, data):
    entry = {"name": "P", "opened": "2026-01-01T00:00:00+00:00", "coder": "K"}
    entries = [entry | {"path": f"/nowhere/{n}"} for n in range(200)]
    (data / "recent.json").write_text(json.dumps({"projects": entries}), "utf-8")

    async def steps(pilot):
        assert pilot.app.screen.query_one(OptionList).option_count == 30 + 1 + 4
        await pilot.press("end", "up", "up", "up", "up", "delete")
        assert len(recent_projects()) == 29

    at_home(steps)


# The list as a file


@pytest.mark.parametrize("size", [(100, 30), (40, 10)])
def test_the_list_is_written_as_a_table(project_file, tmp_path, size):
    gone = Path(shutil.copy(project_file, tmp_path / "Bø, «nå».qualcode"))
    remembered(gone)
    remembered(project_file)
    gone.unlink()
    out = Path.cwd() / "qualcode - Recent projects.csv"

    async def steps(pilot):
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert "Recent projects as a table" in screen_text(pilot)
        await pilot.press("enter")
        await until_screen(pilot, Home)
        await until(pilot, out.exists)
        assert [str(note.message) for note in pilot.app._notifications] == [str(out)]

    at_home(steps, size=size)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as opened:
        heading, *rows = csv.reader(opened)
    assert heading == ["project", "file", "there", "opened", "coder"]
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        ("Nullpunkt", str(project_file), "yes", "Kari"),
        ("Nullpunkt", str(gone), "no", "Kari"),
    ]


def test_an_empty_list_is_not_written():
    async def steps(pilot):
        await pilot.press("X")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Home)
        assert "no projects in the list" in screen_text(pilot)

    at_home(steps)


def test_a_list_that_cannot_be_written_is_told(project_file, tmp_path):
    remembered(project_file)

    async def steps(pilot):
        await pilot.press("X")
        await pilot.pause()
        pilot.app.screen.query_one(Input).value = str(tmp_path / "no folder" / "x")
        await pilot.press("enter")
        await pilot.pause()
        assert "There is no folder" in screen_text(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, Home)

    at_home(steps)


# Typing in the dialogue of files


@pytest.mark.parametrize("size", [(100, 30), (40, 10)])
def test_typing_goes_to_the_path_at_once(project_file, size):
    shutil.copy(project_file, Path.cwd() / "økt 1.qualcode")

    async def steps(pilot):
        await pilot.press("o")
        await until_screen(pilot, ChooseFiles)
        await until(pilot, lambda: pilot.app.screen.query_one(FileTree).has_focus)
        await pilot.press("ø", "k", "t", "space", "1")
        field = pilot.app.screen.query_one(PathField)
        assert field.has_focus
        assert field.value == "økt 1"
        await until(pilot, lambda: field._suggestion == "økt 1.qualcode")
        await pilot.press("tab", "enter")
        await until_open(pilot)

    at_home(steps, size=size)


def test_arrows_lead_from_the_path_to_the_tree_and_back_by_typing():
    async def steps(pilot):
        await pilot.press("o")
        await until_screen(pilot, ChooseFiles)
        tree, field = (pilot.app.screen.query_one(kind) for kind in (FileTree, PathField))
        await until(pilot, lambda: tree.has_focus)
        for typed in ("/", "~", "."):
            await pilot.press(typed)
            assert field.has_focus
            await pilot.press("down")
            assert tree.has_focus
        assert field.value == "/~."
        await pilot.press("escape")
        await until_screen(pilot, Home)

    at_home(steps)


def test_relative_paths_begin_in_the_folder_that_is_shown(project_file):
    above = Path.cwd()
    shutil.copy(project_file, above / "oppe.qualcode")
    (above / "nede").mkdir()
    os.chdir(above / "nede")

    async def steps(pilot):
        await pilot.press("o")
        await until_screen(pilot, ChooseFiles)
        await until(pilot, lambda: pilot.app.screen.query_one(FileTree).has_focus)
        await pilot.press("backspace", *"oppe")
        field = pilot.app.screen.query_one(PathField)
        await until(pilot, lambda: field._suggestion == "oppe.qualcode")
        await pilot.press("tab", "enter")
        await until_open(pilot)

    at_home(steps)


def test_space_marks_in_the_tree_still(project_file, monkeypatch):
    (Path.cwd() / "a.txt").write_text("A: Ja.\n")

    async def steps(pilot):
        await pilot.press("I")
        await until_screen(pilot, ChooseFiles)
        tree = pilot.app.screen.query_one(FileTree)
        await until(pilot, lambda: "a.txt" in screen_text(pilot) and tree.has_focus)
        await pilot.press("down", "space")
        assert [path.name for path in tree.marked] == ["a.txt"]
        assert tree.has_focus

    with Project.open(project_file, coder="Kari") as project:
        drive(project, steps)
