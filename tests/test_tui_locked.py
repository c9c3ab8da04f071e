"""Another program holds the file: nothing stands still, and what was done is kept and stored."""

from __future__ import annotations

import asyncio
import sqlite3
from time import monotonic

import pytest
from driving import (
    drive,
    line,
    put_cursor,
    screen_text,
    selected,
    stored,
    unchanged,
    until,
    view,
    workspace,
)
from textual.widgets import Input

from qualcode.errors import ProjectError
from qualcode.project import Project
from qualcode.project.history import history
from qualcode.tui import study as study_module
from qualcode.tui.beside import is_locked
from qualcode.tui.screens.codebook import CodebookEditor
from qualcode.tui.screens.locked import Locked
from qualcode.tui.screens.picker import Picker
from qualcode.tui.study import Study

SENTENCE = "Vi måtte bære alt selv."


@pytest.fixture
def other(project):
    """Another program's connection; `BEGIN IMMEDIATE` keeps everybody else from writing."""
    connection = sqlite3.connect(project.path, isolation_level=None)
    yield connection
    connection.close()


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch):
    monkeypatch.setattr(study_module, "_BUSY_MILLISECONDS", 20)


def waits(pilot) -> bool:
    return isinstance(pilot.app.screen, Locked)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
def test_what_was_done_is_kept_and_stored_once_the_file_is_free(project, other, size):
    async def steps(pilot):
        drawn, before = len(view(pilot).codings), stored(project)
        put_cursor(pilot, "måtte bære")
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("s", "1")
        await until(pilot, lambda: waits(pilot))
        for words in ("Another program", "kept here", "Enter tries again"):
            assert words in screen_text(pilot)
        await pilot.pause(0.5)
        assert waits(pilot)
        assert stored(project) == before
        assert len(view(pilot).codings) == drawn
        await pilot.press("enter")
        await pilot.pause()
        await until(pilot, lambda: waits(pilot))
        other.execute("ROLLBACK")
        await until(pilot, lambda: workspace(pilot).is_active)
        assert len(view(pilot).codings) == drawn + 1
        assert {words for _code, words, _coder in set(stored(project)) - set(before)} == {SENTENCE}

    drive(project, steps, size=size)


def test_giving_up_changes_nothing_and_the_selection_stays(project, other):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("s", "1")
        await until(pilot, lambda: waits(pilot))
        await pilot.press("escape")
        await pilot.pause()
        assert "Given up: nothing was changed." in line(pilot, "hints")
        assert selected(pilot) == SENTENCE
        other.execute("ROLLBACK")

    with unchanged(project):
        drive(project, steps)


def test_the_screen_goes_on_painting_while_it_waits(project, other, monkeypatch):
    monkeypatch.undo()  # the real patience
    gaps = []

    async def heartbeat():
        last = monotonic()
        while True:
            await asyncio.sleep(0.01)
            gaps.append(monotonic() - last)
            last = monotonic()

    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("s")
        beating = asyncio.create_task(heartbeat())
        await pilot.press("1")
        await until(pilot, lambda: waits(pilot))
        await until(pilot, lambda: "Waiting for 1 s" in screen_text(pilot))
        other.execute("ROLLBACK")
        await until(pilot, lambda: workspace(pilot).is_active)
        beating.cancel()
        assert SENTENCE in {words for _code, words, _coder in stored(project)}

    drive(project, steps)
    assert max(gaps) < 1.0, "less than a third of what SQLite used to wait"


def test_undo_waits_too(project, other):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "1")
        count = len(stored(project))
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("u")
        await until(pilot, lambda: waits(pilot))
        assert len(stored(project)) == count
        other.execute("ROLLBACK")
        await until(pilot, lambda: len(stored(project)) == count - 1)
        await until(pilot, lambda: "Undid: Coded with" in line(pilot, "hints"))

    drive(project, steps)


def test_the_codebook_waits_too(project, other):
    async def steps(pilot):
        await pilot.press("f12")
        await pilot.pause()
        editor = pilot.app.screen
        assert isinstance(editor, CodebookEditor)
        before = [code.name for code in editor.rows.passages]
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("alt+down")
        await until(pilot, lambda: waits(pilot))
        assert [code.name for code in editor.rows.passages] == before
        other.execute("ROLLBACK")
        await until(pilot, lambda: editor.is_active)
        assert [code.name for code in editor.rows.passages] != before

    drive(project, steps)


def test_a_dialogue_keeps_what_was_typed_itself(project, other):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter")
        await pilot.pause()
        pilot.app.screen.query_one(Input).value = "tid"
        await pilot.pause()
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("enter")
        await pilot.pause()
        if isinstance(pilot.app.screen, Picker):  # it stays until the coding is on disk
            assert any("Another program" in one.message for one in pilot.app._notifications)
            other.execute("ROLLBACK")
            await pilot.press("enter")
        else:
            assert waits(pilot)
            other.execute("ROLLBACK")
        await until(pilot, lambda: workspace(pilot).is_active)
        assert ("Tid", SENTENCE, "Kari") in stored(project)

    drive(project, steps)


def test_what_another_program_stored_meanwhile_is_shown_too(project, project_file):
    async def steps(pilot):
        drawn = len(view(pilot).codings)
        put_cursor(pilot, "måtte bære")
        with Project.open(project_file, coder="Per") as per:
            with per.action("Took all codings away"):
                per.connection.execute("DELETE FROM codings")
                await pilot.press("s", "1")
                await until(pilot, lambda: waits(pilot))
                assert len(view(pilot).codings) == drawn
            await until(pilot, lambda: workspace(pilot).is_active)
        assert [words for _code, words, _coder in stored(project)] == [SENTENCE]
        await until(pilot, lambda: len(view(pilot).codings) == 1)
        assert [one.label for one in history(project, limit=2)][1] == "Took all codings away"

    drive(project, steps)


def test_only_a_lock_is_waited_for(project, other):
    study = Study(project)
    assert study.is_free()
    other.execute("BEGIN IMMEDIATE")
    began = monotonic()
    assert not study.is_free()
    assert monotonic() - began < 0.1
    with pytest.raises(ProjectError) as caught, project.action("Waits"):
        pass
    assert is_locked(caught.value)
    other.execute("ROLLBACK")
    assert study.is_free()
    assert project.value("PRAGMA busy_timeout") == 20
    assert not is_locked(ProjectError("The disk is full."))
