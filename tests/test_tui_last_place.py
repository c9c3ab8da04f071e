"""Coming back to where one was: per coder, in the user's state, and never in the way."""

from __future__ import annotations

import asyncio
import json
import shutil

import pytest
from driving import drive, put_cursor, screen_text, until, view, workspace
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import OptionList

from qualcode.project import Project, withdraw
from qualcode.project.sources import find_source, remove_source, source_ids
from qualcode.tui.app import QualcodeApp
from qualcode.tui.recent import forget, last_place, remember, remember_place
from qualcode.tui.screens.home import Home

SOURCE, WORDS = "Leder på Ålesund vgs", "Men kapasiteten"


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "tour-shown").touch()
    monkeypatch.setenv("QUALCODE_DATA", str(folder))
    return folder


async def leave(pilot):
    """Be at some words of the last transcript."""
    await pilot.press("N", "N")
    assert view(pilot).document.source.name == SOURCE
    put_cursor(pilot, WORDS)


def where(pilot):
    """The transcript and the words at the cursor."""
    shown = view(pilot)
    text = shown.document.source.text
    return shown.document.source.name, text[shown.caret.head :][: len(WORDS)]


def reopened(project, expected, *, size=(120, 40)):
    async def steps(pilot):
        assert where(pilot) == expected
        if expected[1] == WORDS:
            assert WORDS in screen_text(pilot)

    drive(project, steps, source="", size=size)


FIRST = ("Ansatt i PPT", "Kjenner du til ")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
def test_a_project_opens_where_the_coder_was(project, size):
    reopened(project, FIRST)
    drive(project, leave, source="")
    reopened(project, (SOURCE, WORDS), size=size)


def test_it_is_kept_also_if_the_terminal_is_closed(project, monkeypatch):
    monkeypatch.setattr("qualcode.tui.app._PLACE_SECONDS", 0.05)

    async def steps(pilot):
        await leave(pilot)
        await until(pilot, lambda: last_place(project) is not None)
        await pilot.pause(0.1)
        source_id, offset = last_place(project)
        assert source_id == source_ids(project)[SOURCE]
        assert view(pilot).document.source.text[offset:].startswith(WORDS)

    drive(project, steps, source="")


def test_each_coder_has_a_place_and_naming_a_transcript_goes_first(project, project_file):
    drive(project, leave, source="")
    with Project.open(project_file, coder="Per") as per:
        reopened(per, FIRST)
    reopened(project, (SOURCE, WORDS))

    async def named(pilot):
        assert view(pilot).document.source.name == "Familie i nord"

    drive(project, named, source="Familie i nord")


@pytest.mark.parametrize("how", ["removed", "withdrawn"])
def test_a_transcript_that_is_gone_gives_way_to_the_first(project, how):
    drive(project, leave, source="")
    if how == "removed":
        remove_source(project, find_source(project, SOURCE))
    else:
        withdraw(project, "L-03")
    assert last_place(project) is None
    reopened(project, FIRST)


def test_a_project_without_transcripts_has_no_place(project, empty_project):
    async def steps(pilot):
        await pilot.press("j")

    drive(empty_project, steps, source="")
    assert last_place(empty_project) is None


def test_a_place_beyond_the_text_is_at_its_end(project):
    source_id = source_ids(project)[SOURCE]
    remember_place(project, source_id, 10**9)

    async def steps(pilot):
        shown = view(pilot)
        assert shown.document.source.name == SOURCE
        assert shown.caret.head <= len(shown.document.source.text)
        await pilot.press("j", "k", "s")

    drive(project, steps, source="")


def test_home_leads_back_to_the_place_too(project_file, tmp_path):
    with Project.open(project_file, coder="Kari") as project:
        remember(project)

    async def go():
        async with QualcodeApp().run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, Home))
            await pilot.press("enter")
            await until(pilot, lambda: type(pilot.app.screen).__name__ == "Workspace")
            await leave(pilot)
            await pilot.press("ctrl+o")
            await until(pilot, lambda: isinstance(pilot.app.screen, Home))
            pilot.app.screen.query_one(OptionList).action_first()
            await pilot.press("enter")
            await until(pilot, lambda: type(pilot.app.screen).__name__ == "Workspace")
            assert workspace(pilot).is_active
            assert where(pilot) == (SOURCE, WORDS)

    asyncio.run(go())


def test_nobodys_words_are_kept_and_forgetting_a_project_forgets_its_places(data, project):
    drive(project, leave, source="")
    stored = (data / "places.json").read_text("utf-8")
    (place,) = json.loads(stored)["places"]
    assert set(place) == {"path", "coder", "source", "offset"}
    for words in ("Ålesund", "kapasitet", "Nullpunkt"):
        assert words not in stored.replace(str(project.path), "")
    forget(str(project.path))
    assert json.loads((data / "places.json").read_text("utf-8")) == {"places": []}


def test_a_copy_of_the_project_has_a_place_of_its_own(project, project_file, tmp_path):
    drive(project, leave, source="")
    copied = shutil.copy(project_file, tmp_path / "kopi.qualcode")
    with Project.open(copied, coder="Kari") as copy:
        reopened(copy, FIRST)


def test_only_so_many_places_are_kept(project, monkeypatch):
    monkeypatch.setattr("qualcode.tui.recent._MOST_PLACES", 2)
    source_id = source_ids(project)[SOURCE]
    for coder in ("Kari", "Per", "Anne"):
        project.coder = coder
        remember_place(project, source_id, 3)
    assert last_place(project) == (source_id, 3)
    project.coder = "Kari"
    assert last_place(project) is None


@given(
    st.binary()
    | st.recursive(st.none() | st.text() | st.integers() | st.booleans(), st.lists)
    | st.dictionaries(st.sampled_from(["path", "coder", "source", "offset"]), st.integers())
)
def test_a_broken_list_is_no_list(study_file, tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp() / "broken places"
    folder.mkdir(exist_ok=True)
    raw = content if isinstance(content, bytes) else json.dumps({"places": [content]}).encode()
    (folder / "places.json").write_bytes(raw)
    with pytest.MonkeyPatch.context() as patch, Project.open(study_file, read_only=True) as project:
        patch.setenv("QUALCODE_DATA", str(folder))
        assert last_place(project) is None


def test_a_folder_that_cannot_be_written_keeps_nothing_from_working(project, data):
    (data / "places.json").mkdir()
    drive(project, leave, source="")
    reopened(project, FIRST)
