"""What the screens look like: pictures to compare with. `pytest --snapshot-update` takes them anew.

Look at every picture that changes before it is stored.
"""

from __future__ import annotations

import sqlite3

import pytest
from driving import screen_text, until

from qualcode.tui.app import QualcodeApp

SOURCE = "Familie i nord"
SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (160, 50)


MOMENTS = (("actions", "at"), ("codings", "created_at"), ("memos", "changed_at"))


@pytest.fixture(autouse=True)
def _one_moment(project_file, monkeypatch):
    """The same clock for every run."""
    monkeypatch.setenv("TZ", "UTC")
    connection = sqlite3.connect(project_file)
    for table, column in MOMENTS:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(f"UPDATE {table} SET {column} = '2026-01-02T10:00:00.000Z'")
        for _, sql in guards:
            connection.execute(sql)
    connection.commit()
    connection.close()


@pytest.fixture
def looks(project, snap_compare):
    """Compare a screen, reached by keys, with its picture, once it shows some words."""

    def compare(*keys: str, size=SMALL, theme="textual-dark", source=SOURCE, shows="") -> bool:
        async def go(pilot) -> None:
            pilot.app.theme = theme
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await until(pilot, lambda: shows in screen_text(pilot))
            await pilot.pause(0.6)

        app = QualcodeApp(project, source=source)
        return snap_compare(app, terminal_size=size, run_before=go)

    return compare


def test_the_text_in_a_small_window(looks):
    assert looks("s")


def test_the_text_with_its_panes(looks):
    assert looks("n", "n", size=MIDDLE)


def test_the_text_in_a_large_window_on_light_ground(looks):
    assert looks("n", "l", size=LARGE, theme="textual-light")


def test_the_text_in_the_colours_of_the_terminal(looks):
    assert looks("n", "s", size=MIDDLE, theme="ansi-dark")


def test_a_suggestion_in_the_text(looks):
    assert looks("f", size=MIDDLE)


def test_choosing_a_code(looks):
    assert looks("s", "enter", "t", "i", "d")


def test_a_memo(looks):
    assert looks("n", "n", "m")


def test_the_keys(looks):
    assert looks("f1")


def test_the_tour(looks):
    assert looks("ctrl+g")


def test_reviewing(looks):
    assert looks("f5", size=MIDDLE)


def test_searching(looks):
    assert looks("f6", "t", "i", "d", size=MIDDLE, shows="2 hits")


def test_excerpts(looks):
    assert looks("f7", size=MIDDLE)


def test_the_codebook(looks):
    assert looks("f12", "down", size=MIDDLE)


def test_the_codebook_in_a_small_window(looks):
    assert looks("f12", "down")


def test_the_matrix(looks):
    assert looks("f8", size=MIDDLE, shows="pairs of overlapping codings")


def test_frequencies_by_a_variable(looks):
    assert looks("f8", "v", "enter", shows="codings by perspektiv")


def test_the_history(looks):
    assert looks("H", size=MIDDLE)


def test_filtering(looks):
    assert looks("f7", "f4")


def test_codings_at_the_cursor(looks):
    assert looks("n", "n", "L")


@pytest.fixture
def home(snap_compare, monkeypatch, tmp_path):
    monkeypatch.setenv("QUALCODE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def compare(*keys: str) -> bool:
        async def go(pilot) -> None:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()

        return snap_compare(QualcodeApp(None), terminal_size=SMALL, run_before=go)

    return compare


def test_home_for_the_first_time(home):
    assert home()
