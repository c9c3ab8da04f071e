"""Memos, key by key, in an app without a terminal."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator

import pytest
import study
from driving import drive, line, put_cursor, screen_text, selected, unchanged, view, workspace
from textual.widgets import Input, OptionList, TextArea

from qualcode.errors import ProjectError
from qualcode.project import Project
from qualcode.project.cases import find_case
from qualcode.project.history import history
from qualcode.project.memos import find_memos, memos, write_memo
from qualcode.tui.screens.memo import MemoEditor
from qualcode.tui.screens.memos import Memos
from qualcode.tui.screens.memos_here import MemosHere

SIZES = [(80, 24), (40, 10)]


def written(project: Project, subject: str, subject_id: int = 0) -> list[tuple[str, str]]:
    """The memos on something, as another connection reads them."""
    with Project.open(project.path, read_only=True) as other:
        return [(memo.coder, memo.text) for memo in memos(other, subject, subject_id)]


async def write(pilot, text: str) -> None:
    """Type a text into the memo that is open, and save it."""
    assert isinstance(pilot.app.screen, MemoEditor)
    pilot.app.screen.query_one(TextArea).insert(text)
    await pilot.press("ctrl+s")
    await pilot.pause()


@pytest.fixture
def locked(project) -> Iterator[sqlite3.Connection]:
    """Another program, which can keep the file from being written."""
    other = sqlite3.connect(project.path, isolation_level=None)
    yield other
    other.close()


@pytest.mark.parametrize("size", SIZES)
def test_memos_on_transcript_case_code_and_project(project, size):
    code_id = study.code(project, "Samordning").id

    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        source_id = view(pilot).document.source.id
        await pilot.press("M")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MemosHere)
        shown = screen_text(pilot)
        assert "Transcript Familie i nord" in shown
        assert "no memo yet" in shown
        for position, name in enumerate(("transcript", "case", "code", "project")):
            pilot.app.screen.query_one(OptionList).highlighted = position
            await pilot.press("enter")
            await pilot.pause()
            await write(pilot, f" Om {name} [1]")
        assert "Project Nullpunkt" in screen_text(pilot)
        await pilot.press("escape")
        assert "The memo is stored." in line(pilot, "hints")
        assert written(project, "source", source_id) == [("Kari", " Om transcript [1]")]
        assert written(project, "case", find_case(project, "F-01")) == [("Kari", " Om case [1]")]
        assert written(project, "code", code_id) == [("Kari", " Om code [1]")]
        assert written(project, "project") == [
            ("Kari", "Nullpunktet er ikke nøytralt. Om project [1]")
        ]
        labels = [action.label for action in history(project, limit=4)]
        assert labels == [
            "Wrote the memo on the project",
            "Wrote the memo on the code Samordning",
            "Wrote the memo on the case F-01",
            "Wrote the memo on the transcript Familie i nord",
        ]
        await pilot.press(*"uuuu")
        await pilot.pause()
        assert "Undid: Wrote the memo on the transcript" in line(pilot, "hints")

    with unchanged(project):
        drive(project, steps, size=size)


def test_the_code_under_the_bar_in_the_codebook(project):
    async def steps(pilot):
        await pilot.press("f3")
        await pilot.pause()
        await pilot.press("down", "down", "M")
        await pilot.pause()
        shown = screen_text(pilot)
        bar = workspace(pilot).query_one("#codes").cursor_node.data
        assert f"Code {workspace(pilot).study.label(bar)}" in shown

    with unchanged(project):
        drive(project, steps)


@pytest.mark.parametrize("size", SIZES)
def test_what_others_wrote_is_shown_and_stays(project, project_file, size):
    with Project.open(project_file, coder="Per") as per, per.action("Wrote"):
        write_memo(per, "project", 0, "Pers mening\nover to linjer")

    async def steps(pilot):
        await pilot.press("M", "up", "up", "enter")  # from the top around to the end
        await pilot.pause()
        shown = screen_text(pilot)
        assert "Per · 20" in shown
        assert "Pers mening" in shown
        assert pilot.app.screen.query_one(TextArea).text == "Nullpunktet er ikke nøytralt."
        await write(pilot, " Eller?")
        assert written(project, "project") == [
            ("Kari", "Nullpunktet er ikke nøytralt. Eller?"),
            ("Per", "Pers mening\nover to linjer"),
        ]

    drive(project, steps, size=size)


def test_an_emptied_memo_goes_and_comes_back(project):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde ikke tid")
        await pilot.press("m")
        await pilot.pause()
        pilot.app.screen.query_one(TextArea).text = ""
        await pilot.press("f10")
        await pilot.pause()
        assert "The memo is removed." in line(pilot, "hints")
        assert "✎" not in line(pilot, "status")
        assert find_memos(project, text="som hos lederen") == []
        await pilot.press("u")
        await pilot.pause()
        assert "Undid: Removed the memo on a coding with Ressursbarrierer" in line(pilot, "hints")

    with unchanged(project):
        drive(project, steps)


@pytest.mark.parametrize("size", SIZES)
def test_the_preview_shows_markdown(project, size):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("m")
        await pilot.pause()
        area = pilot.app.screen.query_one(TextArea)
        area.text = "Et *viktig* poeng, [les](https://example.org) mer"
        await pilot.press("f4")
        await pilot.pause()
        await pilot.pause()
        shown = screen_text(pilot)
        assert "Et viktig poeng, les mer" in shown
        assert "*" not in shown
        await pilot.press("escape")
        await pilot.pause()
        assert "*viktig*" in screen_text(pilot)
        assert area.has_focus
        await pilot.press("escape")
        assert "Not saved yet" in screen_text(pilot)
        await pilot.press("escape")

    with unchanged(project):
        drive(project, steps, size=size)


# Nothing that was written is lost


def test_a_locked_file_leaves_the_text_in_the_editor(project, locked):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("m")
        await pilot.pause()
        project.connection.execute("PRAGMA busy_timeout = 20")
        locked.execute("BEGIN IMMEDIATE")
        await write(pilot, "Viktig tanke")
        assert isinstance(pilot.app.screen, MemoEditor)
        assert pilot.app.screen.query_one(TextArea).text == "Viktig tanke"
        assert any("Another program" in one.message for one in pilot.app._notifications)
        locked.execute("ROLLBACK")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert workspace(pilot).is_active
        assert [memo.text for memo in find_memos(project, text="Viktig")] == ["Viktig tanke"]

    drive(project, steps)


def test_leaving_warns_each_time_something_was_written(project):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("m")
        await pilot.pause()
        await pilot.press("a", "ctrl+q")
        assert "Not saved yet" in screen_text(pilot)
        await pilot.press("b")
        assert "Not saved yet" not in screen_text(pilot)
        await pilot.press("f1", "ctrl+q")
        await pilot.pause()
        assert any("not saved yet" in one.message for one in pilot.app._notifications)
        await pilot.press("escape")
        assert pilot.app.is_running
        assert pilot.app.screen.query_one(TextArea).text == "ab"
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert pilot.app._exit

    with unchanged(project):
        drive(project, steps)


def test_a_coding_that_is_gone_keeps_the_editor_open(project, project_file):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("m")
        await pilot.pause()
        with Project.open(project_file, coder="Per") as other, other.action("Removed"):
            other.connection.execute("DELETE FROM codings")
        await write(pilot, "Hvor ble det av?")
        assert isinstance(pilot.app.screen, MemoEditor)
        assert pilot.app.screen.query_one(TextArea).text == "Hvor ble det av?"

    drive(project, steps)


def test_reading_only(project_file):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde ikke tid")
        await pilot.press("m")
        await pilot.pause()
        await pilot.press("x", "ctrl+s")
        await pilot.pause()
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("M", "M", "m")
        await pilot.pause()
        area = pilot.app.screen.query_one(TextArea)
        assert area.read_only
        assert "saves" not in screen_text(pilot)

    with Project.open(project_file, read_only=True, coder="Kari") as project, unchanged(project):
        drive(project, steps)


# All memos


async def open_all(pilot) -> Memos:
    await pilot.press("M", "M")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, Memos)
    return screen


@pytest.mark.parametrize("size", SIZES)
def test_all_memos_are_found_by_words_and_lead_to_their_place(project, size):
    async def steps(pilot):
        screen = await open_all(pilot)
        assert "5 memos" in screen_text(pilot)
        await pilot.press("f")
        pilot.app.focused.insert_text_at_cursor("sagt rett")
        await pilot.pause()
        assert "1 memo" in screen_text(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert workspace(pilot).is_active
        assert view(pilot).document.source.name == "Ansatt i PPT"
        assert selected(pilot) == "pengene"
        assert screen is not pilot.app.screen

    with unchanged(project):
        drive(project, steps, size=size)


def test_a_memo_without_a_place_is_opened(project):
    async def steps(pilot):
        screen = await open_all(pilot)
        screen.query_one(Input).value = "kapasitet"
        await pilot.pause()
        assert "Tid eller kapasitet?" in screen_text(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await write(pilot, " Tid!")
        assert pilot.app.screen is screen
        assert "Tid eller kapasitet? Tid!" in screen_text(pilot)
        await pilot.press("u")
        await pilot.pause()
        assert "Undid: Wrote the memo on the code" in line(pilot, "hints")

    with unchanged(project):
        drive(project, steps)


def test_memos_on_transcripts_and_cases_lead_to_the_first_words(project):
    with project.action("Wrote"):
        write_memo(project, "case", find_case(project, "L-03"), "Om saken")

    async def steps(pilot):
        screen = await open_all(pilot)
        screen.query_one(Input).value = "om saken"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        document = view(pilot).document
        assert document.source.name == "Leder på Ålesund vgs"
        assert document.source.text[view(pilot).caret.head :].startswith("Hva skal til?")

    drive(project, steps)


@pytest.mark.parametrize("size", SIZES)
def test_no_memos_at_all(empty_project, size):
    async def steps(pilot):
        await open_all(pilot)
        assert "There are no memos yet" in screen_text(pilot)
        await pilot.press("enter", "m", "down")
        await pilot.press("f", *"zz")
        await pilot.pause()
        assert "No memo has these words." in screen_text(pilot)
        await pilot.press("escape")

    drive(empty_project, steps, source="", size=size)


def test_many_memos_are_cut_and_found(project):
    with project.action("Wrote"):
        for number in range(1200):
            name = f"sak {number:04}"
            write_memo(project, "case", project.id_of("cases", name), f"Om {name}")

    async def steps(pilot):
        screen = await open_all(pilot)
        assert "1205 memos; the latest 200 are shown" in screen_text(pilot)
        screen.query_one(Input).value = "sak 0007"
        await pilot.pause()
        assert "1 memo" in screen_text(pilot)
        assert "Om sak 0007" in screen_text(pilot)

    drive(project, steps)


def test_the_table_of_memos(project, tmp_path):
    async def steps(pilot):
        screen = await open_all(pilot)
        screen.query_one(Input).value = "tid"
        await pilot.pause()
        (export,) = screen.exports()
        export.write(project, tmp_path / f"memoer{export.suffix}")

    drive(project, steps)
    with (tmp_path / "memoer.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["memo"] for row in rows} == {"Tid igjen, som hos lederen.", "Tid eller kapasitet?"}
    assert {row["words"] for row in rows} == {"hun hadde ikke tid", ""}


def test_what_another_program_writes_appears(project, project_file):
    async def steps(pilot):
        await open_all(pilot)
        with Project.open(project_file, coder="Per") as per, per.action("Wrote"):
            write_memo(per, "project", 0, "Pers nye tanke")
        for _ in range(40):
            await pilot.pause(0.1)
            if "Pers nye tanke" in screen_text(pilot):
                break
        assert "6 memos" in screen_text(pilot)

    drive(project, steps)


def test_what_cannot_be_read_is_told_and_not_written_over(project, monkeypatch):
    def fails(*_arguments):
        raise ProjectError("The file is damaged.")

    async def steps(pilot):
        put_cursor(pilot, "hun hadde ikke tid")
        monkeypatch.setattr("qualcode.tui.screens.memo.memos", fails)
        monkeypatch.setattr("qualcode.tui.screens.workspace.memos", fails)
        monkeypatch.setattr("qualcode.tui.screens.workspace.provenance", fails)
        await pilot.press("m")
        await pilot.pause()
        assert any("damaged" in one.message for one in pilot.app._notifications)
        assert pilot.app.screen.query_one(TextArea).read_only
        await pilot.press("escape", "M", "enter", "escape", "L")
        await pilot.pause()
        assert "Kari" in screen_text(pilot)

    with unchanged(project):
        drive(project, steps)
