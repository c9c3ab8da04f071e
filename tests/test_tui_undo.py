"""Undo and redo in the terminal: whose action it is, how large, and what others do meanwhile."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest
import study
from driving import drive, line, put_cursor, screen_text, stored, unchanged, until, workspace

from qualcode.errors import InputError
from qualcode.project import Project
from qualcode.project.history import history, redo, redoable, undo, undoable
from qualcode.tui.describe import ago, moment
from qualcode.tui.i18n import use_language
from qualcode.tui.screens import replaying
from qualcode.tui.screens.busy import Busy
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.history import History

HISTORY = sys.modules["qualcode.project.history"]  # its name in the package is a function


def backdate(project: Project, minutes: int) -> None:
    """Let the last action have been done a while ago."""
    at = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat(timespec="seconds")
    project.connection.execute(
        "UPDATE actions SET at = ? WHERE id = (SELECT max(id) FROM actions)", (at,)
    )


@pytest.fixture
def by_per(project, project_file):
    """The study in which Per coded a moment ago, open for Kari."""
    with Project.open(project_file, coder="Per") as per:
        study.apply(per, "Familie i nord", "Vi måtte bære", "Tid")
        backdate(per, 3)
    return project


async def asked(pilot):
    await until(pilot, lambda: isinstance(pilot.app.screen, Choice))


# Somebody else's


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
def test_somebody_elses_action_is_asked_about_and_no_is_first(by_per, size):
    async def steps(pilot):
        await pilot.press("u")
        await asked(pilot)
        shown = " ".join(screen_text(pilot).replace("│", " ").split())
        for words in ("Per did this 3 minutes ago. Undo it?", "Coded Tid", "Leave it"):
            assert words in shown
        await pilot.press("enter")
        await pilot.pause()
        assert workspace(pilot).is_active
        await pilot.press("u")
        await asked(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert workspace(pilot).is_active

    with unchanged(by_per):
        drive(by_per, steps, size=size)


def test_yes_takes_it_back_and_redo_of_ones_own_undo_asks_nothing(by_per):
    async def steps(pilot):
        before = len(stored(by_per))
        await pilot.press("u")
        await asked(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: len(stored(by_per)) == before - 1)
        assert "Undid: Coded Tid (Per)" in line(pilot, "hints")
        await pilot.press("r")
        await pilot.pause()
        assert len(stored(by_per)) == before
        assert "Redid: Coded Tid (Per)" in line(pilot, "hints")

    drive(by_per, steps)


def test_what_somebody_else_undid_is_asked_about(project, project_file):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "1")
        before = len(stored(project))
        with Project.open(project_file, coder="Per") as per:
            undo(per)
            backdate(per, 0)
        await pilot.press("r")
        await asked(pilot)
        assert "Per did this just now. Bring it back?" in screen_text(pilot)
        assert "Undid: Coded with" in screen_text(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: len(stored(project)) == before)
        assert "Redid: Coded with" in line(pilot, "hints")

    drive(project, steps)


def test_nothing_else_goes_if_something_was_done_while_the_question_stood(by_per, project_file):
    async def steps(pilot):
        await pilot.press("u")
        await asked(pilot)
        with Project.open(project_file, coder="Per") as per:
            study.apply(per, "Familie i nord", "Ingen snakket", "Rutiner")
        before = stored(by_per)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert any("Something else has been done" in n.message for n in pilot.app._notifications)
        assert stored(by_per) == before

    drive(by_per, steps)


def test_ones_own_action_is_not_asked_about(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        before = len(stored(project))
        await pilot.press("s", "1", "u")
        assert workspace(pilot).is_active
        assert len(stored(project)) == before
        await pilot.press("r", "u")
        assert len(stored(project)) == before

    drive(project, steps)


def test_a_project_for_reading_asks_nothing(by_per, project_file):
    async def steps(pilot):
        await pilot.press("u")
        await pilot.pause()
        assert workspace(pilot).is_active
        assert any("reading only" in one.message for one in pilot.app._notifications)

    with Project.open(project_file, coder="Kari", read_only=True) as reading, unchanged(reading):
        drive(reading, steps)


def test_there_may_be_nothing_to_undo(empty_project):
    async def steps(pilot):
        await pilot.press("u", "r")
        await pilot.pause()
        told = [one.message for one in pilot.app._notifications]
        assert told == ["There is nothing to undo.", "There is nothing to redo."]

    drive(empty_project, steps, source="")


# Large ones


@pytest.fixture
def large(project, monkeypatch):
    """Everything is large; what was reversed when the bar was told."""
    moved = []
    monkeypatch.setattr(replaying, "_LARGE", 0)
    monkeypatch.setattr(HISTORY, "_AT_ONCE", 2)
    monkeypatch.setattr(Busy, "move", lambda _busy, done, total: moved.append((done, total)))
    with project.action("Removed many"):
        project.connection.execute("DELETE FROM codings")
    return moved


def test_a_large_action_is_replayed_beside_the_screen(project, large):
    async def steps(pilot):
        await pilot.press("H")
        await pilot.pause(0.1)
        changes = history(project, limit=1)[0].changes
        assert changes > 9, "nine codings and memos on them"
        await pilot.press("u")
        await until(pilot, lambda: len(stored(project)) == 10)
        await until(pilot, lambda: "Undid: Removed many" in line(pilot, "hints"))
        screen = pilot.app.screen
        assert isinstance(screen, History)
        assert screen.rows.at_cursor == undoable(project).id, "the bar is where the project stands"
        assert large[-1] == (changes, changes)
        assert len(large) == (changes + 1) // 2
        await pilot.press("r")
        await until(pilot, lambda: not stored(project))
        await until(pilot, lambda: "Redid: Removed many" in line(pilot, "hints"))

    drive(project, steps)


def test_a_large_action_can_be_given_up(project, large, monkeypatch):
    def wait(busy, _done, _total):
        busy.app.call_from_thread(busy.action_give_up)

    monkeypatch.setattr(Busy, "move", wait)
    monkeypatch.setattr("qualcode.tui.screens.busy._STEPS_BETWEEN_LOOKS", 1)

    async def steps(pilot):
        await pilot.press("u")
        await until(pilot, lambda: workspace(pilot).is_active)
        assert not stored(project)

    with unchanged(project):
        drive(project, steps)


def test_the_bar_shows_how_far_it_is(project, monkeypatch):
    monkeypatch.setattr(replaying, "_LARGE", 0)
    monkeypatch.setattr("qualcode.tui.screens.busy._UNSEEN_SECONDS", 0.0)
    real, seen = Busy._show_progress, []

    def show(busy, done, total):
        real(busy, done, total)
        seen.append((screen_text_of(busy), done, total))

    def screen_text_of(busy):
        strips = busy.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    monkeypatch.setattr(Busy, "_show_progress", show)

    async def steps(pilot):
        await pilot.press("u")
        await until(pilot, lambda: seen and workspace(pilot).is_active)
        assert seen[-1][1] == seen[-1][2] > 1
        assert "Wrote memos" in line(pilot, "hints")

    drive(project, steps)


# The domain


def test_only_the_expected_action_is_reversed(project):
    last = undoable(project)
    study.apply(project, "Familie i nord", "Vi måtte bære", "Tid")
    with unchanged(project), pytest.raises(InputError, match="Something else"):
        undo(project, expected=last.id)
    undone = undo(project, expected=undoable(project).id)
    assert undone.label == "Coded Tid"
    with unchanged(project), pytest.raises(InputError, match="Something else"):
        redo(project, expected=undone.id)
    assert redo(project, expected=redoable(project)[0].id).id == undone.id


@pytest.mark.parametrize("at_once", [1, 2, 7, 10_000])
def test_changes_are_reversed_in_any_number_of_steps(project, monkeypatch, at_once):
    monkeypatch.setattr(HISTORY, "_AT_ONCE", at_once)
    before = study.dump(project)
    with project.action("Changed much"):
        project.connection.execute("DELETE FROM memos")
        project.connection.execute("UPDATE codings SET start = start + 1 WHERE id % 2")
        project.connection.execute("UPDATE codings SET end = end - 1, start = start + 1")
        project.connection.execute("DELETE FROM codings WHERE id % 3 = 0")
        project.connection.execute("UPDATE codes SET name = name || '!', colour = ''")
        project.connection.execute("UPDATE suggestions SET decided_at = 'x' WHERE id % 2")
    after = study.dump(project)
    moved = []
    undo(project, progress=lambda done, total: moved.append((done, total)))
    assert study.dump(project) == before
    assert moved[-1][0] == moved[-1][1]
    redo(project)
    assert study.dump(project) == after


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "just now"),
        (1, "1 minute ago"),
        (59, "59 minutes ago"),
        (60, "1 hour ago"),
        (119, "1 hour ago"),
        (1439, "23 hours ago"),
    ],
)
def test_how_long_ago_something_was(minutes, told):
    at = datetime.now(UTC) - timedelta(minutes=minutes, seconds=5)
    assert ago(at.isoformat(timespec="seconds")) == told


def test_long_ago_is_a_moment():
    use_language("en")
    at = (datetime.now(UTC) - timedelta(days=2)).isoformat(timespec="seconds")
    assert ago(at) == moment(at)
    future = (datetime.now(UTC) + timedelta(hours=2)).isoformat(timespec="seconds")
    assert ago(future) == "just now", "another computer's clock is ahead"
