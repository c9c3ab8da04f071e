"""Codes' paths where there is little room: whole, or shortened from the top, never cut off."""

from __future__ import annotations

import pytest
from driving import drive, line, put_cursor, screen_text, stored
from hypothesis import given
from hypothesis import strategies as st
from reviewing import drive_review, make_queue, propose
from rich.cells import cell_len

from qualcode.codebook.edit import add_code, move_code
from qualcode.project.codes import find_code
from qualcode.tui.code_names import MOST, brief
from qualcode.tui.figures import short

LONG = "Barrierer for samordning mellom tjenestene"
DEEP = f"{LONG} > Ressurser og rammer i kommunen > Tid til møter"

names = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=">"), min_size=1)


@pytest.mark.parametrize(
    ("path", "most", "shown"),
    [
        ("Tid", 40, "Tid"),
        ("Ressurser > Tid", 40, "Ressurser > Tid"),
        (DEEP, 100, DEEP),
        (DEEP, 60, "… > Ressurser og rammer i kommunen > Tid til møter"),
        (DEEP, 40, "Ressurser og rammer i k… > Tid til møter"),
        (DEEP, 22, "Ressu… > Tid til møter"),
        (DEEP, 16, "Tid til møter"),
        (DEEP, 8, "Tid til…"),
        (f"{LONG} > Tid", 40, "Barrierer for samordning mellom t… > Tid"),
        (LONG, 20, "Barrierer for samor…"),
        ("漢字漢字 > 漢字漢字漢字", 16, "漢字漢字漢字"),
        ("", 10, ""),
    ],
)
def test_a_path_is_shortened_from_the_top(path, most, shown):
    assert brief(path, most) == shown
    assert cell_len(brief(path, most)) <= most


@given(st.lists(names, min_size=1, max_size=6), st.integers(1, 90))
def test_it_always_fits_and_a_name_that_fits_is_whole(path, most):
    shown = brief(" > ".join(path), most)
    assert cell_len(shown) <= most
    if cell_len(path[-1]) <= most:
        assert shown.endswith(path[-1])
    if cell_len(" > ".join(path)) <= most:
        assert shown == " > ".join(path)


def test_figures_quote_what_is_shortened():
    assert short(DEEP, 40) == "“Ressurser og rammer i k… > Tid til møter”"


@pytest.fixture
def deep(project):
    """The code Tid lies deep under codes with long names."""
    top = find_code(project, "Ressursbarrierer")
    add_code(project, LONG, parent=top)
    add_code(project, "Ressurser og rammer i kommunen", parent=find_code(project, LONG))
    move_code(
        project, find_code(project, "Tid"), find_code(project, "Ressurser og rammer i kommunen")
    )
    assert len(find_code(project, "Tid").label) > 80
    return project


def told(pilot):
    """The lowest line, which is not cut."""
    shown = screen_text(pilot).split("\n")[-1].strip()
    assert not shown.endswith("…")
    return shown


def test_the_review_names_the_code_and_the_key_in_eighty_columns(deep):
    make_queue(deep)
    propose(deep, [("Familie i nord", "Hun kalte inn til møter", "Tid", 0.99, "møter", False)])

    async def steps(pilot):
        await pilot.press("a")
        await pilot.pause()
        assert "> Tid. u takes it back." in told(pilot)
        await pilot.press("u", "x")
        await pilot.pause()

    drive_review(deep, steps, size=(80, 24))


def test_excerpts_name_the_code_in_eighty_columns(deep):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await pilot.press("f7")
        await pilot.pause(0.3)
        before = len(stored(deep))
        await pilot.press("x")
        await pilot.pause()
        assert len(stored(deep)) == before - 1
        assert "> Tid" in told(pilot)

    drive(deep, steps, size=(80, 24))


def test_headings_of_the_codebook_name_the_code(deep):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await pilot.press("f12")
        await pilot.pause(0.1)
        screen = pilot.app.screen
        position = [code.name for code in screen.rows.passages].index("Tid")
        screen.rows.move_to(position)
        await pilot.press("e")
        await pilot.pause()
        assert "> Tid" in line(pilot, "heading")
        assert cell_len(line(pilot, "heading")) <= MOST + len("Definition · Code ")

    drive(deep, steps, size=(80, 24))
