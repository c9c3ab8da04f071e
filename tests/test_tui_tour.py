"""The tour goes on by doing what it says, and is shown of itself only once."""

from __future__ import annotations

import asyncio

from driving import drive, screen_text, workspace

from qualcode.tui.tour import STEPS, Tour, is_first_run


async def reach(pilot, number: int) -> None:
    """Wait, at most half a minute, until a step is shown."""
    for _ in range(300):
        if f"{number}/{len(STEPS)} " in screen_text(pilot):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(screen_text(pilot))


def test_each_step_is_done_by_doing_it(project):
    async def steps(pilot):
        await pilot.press("ctrl+g")
        await reach(pilot, 1)
        assert "j goes to the next sentence, k to the one before" in screen_text(pilot)
        await pilot.press("j")
        await reach(pilot, 2)
        await pilot.press("s")
        await reach(pilot, 3)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await reach(pilot, 4)
        await pilot.press("u")
        await reach(pilot, 5)
        for number in range(6, len(STEPS) + 1):
            await pilot.press("ctrl+g")
            await reach(pilot, number)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert not workspace(pilot).query(Tour)

    drive(project, steps, size=(80, 24))


def test_it_can_be_left_and_names_the_keys_that_were_chosen(project, monkeypatch, tmp_path):
    (tmp_path / "settings.toml").write_text('[keys]\n"transcript.move-sentence_right" = "z"')
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path))

    async def steps(pilot):
        await pilot.press("f1", "escape", "ctrl+g")
        await reach(pilot, 1)
        assert "z goes to the next sentence" in screen_text(pilot)
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert not workspace(pilot).query(Tour)

    drive(project, steps)


def test_it_is_shown_of_itself_only_once(project, monkeypatch, tmp_path):
    monkeypatch.setenv("QUALCODE_DATA", str(tmp_path / "new"))

    async def first(pilot):
        await reach(pilot, 1)

    async def second(pilot):
        assert not workspace(pilot).query(Tour)

    drive(project, first)
    drive(project, second)


def test_where_nothing_can_be_remembered_it_is_not_shown(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("QUALCODE_DATA", str(tmp_path / "file"))
    assert not is_first_run()


def test_a_key_pressed_while_a_step_is_praised_skips_none(project):
    async def steps(pilot):
        await pilot.press("ctrl+g")
        await reach(pilot, 1)
        await pilot.press("j")
        while "Just so." not in screen_text(pilot):
            await asyncio.sleep(0.05)
        await pilot.press("ctrl+g")
        await asyncio.sleep(1.0)
        assert f"2/{len(STEPS)} " in screen_text(pilot)

    drive(project, steps)


def test_going_on_beyond_the_last_step_ends_the_tour(project):
    async def steps(pilot):
        await pilot.press("ctrl+g")
        await reach(pilot, 1)
        tour = workspace(pilot).query_one(Tour)
        for _ in range(len(STEPS) + 1):
            tour.next_step()
        await pilot.pause()
        assert not workspace(pilot).query(Tour)

    drive(project, steps)
