"""Searching, and coding what was found, key by key."""

from __future__ import annotations

import csv
import sqlite3
from time import monotonic

import pytest
import study
from driving import drive, line, screen_text, selected, stored, unchanged, until, view, workspace
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from qualcode.model import Span
from qualcode.project import Project
from qualcode.project.history import history
from qualcode.project.selection import Selection
from qualcode.tui.filtering import facets_of, fitting, in_words, selection_of
from qualcode.tui.screens.busy import Busy
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.search import Search

PATIENCE = 10  # seconds


async def found(pilot, timeout=PATIENCE):
    """Wait until the search rests."""
    screen = pilot.app.screen
    end = monotonic() + timeout
    await pilot.pause()
    while isinstance(screen, Search) and monotonic() < end:
        await pilot.pause(0.02)
        reading = [one for one in pilot.app.workers if one.group == "reading"]
        if screen._timer is None and not screen._searching and not reading:
            break
    await pilot.pause()


async def search(pilot, words):
    await pilot.press("f6")
    await pilot.pause()
    pilot.app.screen.query_one(Input).value = words
    await found(pilot)


def hits(pilot):
    return [hit.text for hit in pilot.app.screen.passages.passages]


def shows(pilot, kind):
    return lambda: isinstance(pilot.app.screen, kind)


@pytest.fixture
def meetings(project):
    """Words in many forms: compounds, nynorsk, dialect, two ways to write å."""
    study.add(
        project,
        "Møter [nye]",
        [
            ("Intervjuer", "Hva skjer i møtene?"),
            ("Far", "Ansvarsgruppemøtet var fint. Vi sto på. Åse kom ikkje, og Aase gikk."),
            ("Far", "MØTE på møte. Eg har venta i fleire veker på barnekoordinatoren."),
        ],
    )
    return project


# Finding


def test_typing_finds_all_forms_in_context_grouped_by_transcript(meetings):
    async def steps(pilot):
        await pilot.press("slash")
        await pilot.pause()
        assert "Type words to look for" in screen_text(pilot)
        await pilot.press(*"møte")
        await found(pilot)
        shown = screen_text(pilot)
        assert {"møtene", "ansvarsgruppemøtet", "møte", "møter"} <= {
            hit.casefold() for hit in hits(pilot)
        }
        assert "Møter [nye] · 4 hits" in shown
        assert "Familie i nord · 1 hit" in shown
        assert "turn 2" in shown
        assert "Far" in shown
        assert "line" in shown, "in the pane below"
        assert "5 hits in 2 transcripts" in shown
        assert "fint" in shown, "its context"

    with unchanged(meetings):
        drive(meetings, steps, size=(80, 24))


FORMS = {
    "MØTENE": {"møtene", "møte", "ansvarsgruppemøtet", "møter"},
    "åse": {"åse", "aase"},
    "aase": {"åse", "aase"},
    "paa": {"på"},
    "ikke": {"ikkje", "ikke"},
    "uke": {"veker", "uke"},
    "koordinator": {"koordinator", "barnekoordinatoren"},
    "vente uke": {"venta", "veker"},
}


def test_norwegian_forms(meetings):
    async def steps(pilot):
        for words, forms in FORMS.items():
            await search(pilot, words)
            assert {hit.casefold() for hit in hits(pilot)} == forms, words

    drive(meetings, steps)


def test_exact_words_and_what_cannot_be_read(meetings):
    async def steps(pilot):
        await search(pilot, "møte")
        await pilot.press("f2")
        await found(pilot)
        assert hits(pilot) == ["MØTE", "møte"]
        assert "just these words" in screen_text(pilot)
        for odd in ('"', "AND", "NAV-kontor", "*"):
            pilot.app.screen.query_one(Input).value = odd
            await found(pilot)
            assert "cannot be read" in screen_text(pilot), odd
            assert '"quotation marks"' in screen_text(pilot)
        pilot.app.screen.query_one(Input).value = "[b]…"
        await found(pilot)
        await pilot.press("f2")
        pilot.app.screen.query_one(Input).value = "…"
        await found(pilot)
        assert "no word to look for" in screen_text(pilot)
        pilot.app.screen.query_one(Input).value = "zzz"
        await found(pilot)
        assert "No turn has “zzz”" in screen_text(pilot)

    drive(meetings, steps, size=(250, 30))


def test_a_filter_leaves_informants_and_values(meetings):
    async def steps(pilot):
        await search(pilot, "hva OR dere")
        await pilot.press("f2", "f4")
        await until(pilot, shows(pilot, FilterDialogue))
        await pilot.press(*"interv")
        await pilot.press("enter")
        await found(pilot)
        assert hits(pilot) == ["Hva"]
        assert "without the interviewers’ turns" in screen_text(pilot)
        await pilot.press("f4")
        await until(pilot, shows(pilot, FilterDialogue))
        await pilot.press("f4", *"leder", "tab")
        await pilot.pause()
        assert "Only perspektiv leder" in screen_text(pilot)
        await pilot.press("enter")
        await found(pilot)
        assert hits(pilot) == ["Hva"]
        assert "Ålesund vgs · 1 hit" in screen_text(pilot)
        await pilot.press("f4", "f4", "enter")
        await found(pilot)
        assert len(hits(pilot)) == 5

    drive(meetings, steps, size=(120, 30))


def test_enter_leads_to_the_place_and_the_search_is_still_there(meetings):
    async def steps(pilot):
        await search(pilot, "koordinator")
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert pilot.app.screen is workspace(pilot)
        assert selected(pilot) == "barnekoordinatoren"
        assert view(pilot).document.source.name == "Møter [nye]"
        assert Span(*view(pilot).caret.span) in view(pilot).hits.spans, "marked in the text"
        await pilot.press("f6")
        await found(pilot)
        assert pilot.app.screen.query_one(Input).value == "koordinator"
        assert pilot.app.screen.passages.at_cursor.text == "barnekoordinatoren"
        await pilot.press("escape")
        assert pilot.app.screen is workspace(pilot)

    drive(meetings, steps)


# Two codes


def test_words_with_two_codes(project):
    study.apply(project, "Familie i nord", "ikke tid. Hun kalte inn", "Samordning")

    async def ask(pilot, *answer):
        await pilot.press("f3")
        await until(pilot, shows(pilot, Picker))
        pilot.app.screen.query_one(Input).value = "samordning"
        await pilot.press("enter")
        await until(pilot, shows(pilot, Choice))
        await pilot.press(*answer)
        await until(pilot, shows(pilot, Picker))
        pilot.app.screen.query_one(Input).value = "tid"
        await pilot.press("enter")
        await until(pilot, shows(pilot, Search))
        await found(pilot)

    async def steps(pilot):
        await pilot.press("f6")
        await pilot.pause()
        await ask(pilot, "enter")
        assert "Samordning AND Tid" in screen_text(pilot)
        assert hits(pilot) == ["ikke tid. Hun kalte"]
        await ask(pilot, "down", "enter")
        assert "Samordning NOT Tid" in screen_text(pilot)
        assert {"inn", "Ingen snakket sammen"} <= set(hits(pilot))
        await pilot.press("f6", *"tid")
        await found(pilot)
        assert "all forms" in screen_text(pilot)

    with unchanged(project):
        drive(project, steps)


# Coding


async def code_all(pilot, unit, code, *, sure=True):
    await pilot.press("c")
    await until(pilot, shows(pilot, Choice))
    await pilot.press(*["down"] * unit, "enter")
    await until(pilot, shows(pilot, Picker))
    pilot.app.screen.query_one(Input).value = code
    await pilot.press("enter")
    await until(pilot, shows(pilot, Choice))
    question = screen_text(pilot)
    await pilot.press(*([] if sure else ["down"]), "enter")
    await until(pilot, shows(pilot, Search))
    await found(pilot)
    return question


def test_code_all_is_one_action_that_undo_takes_back(meetings):
    before = stored(meetings)

    async def steps(pilot):
        await search(pilot, "møte")
        await pilot.press("enter")
        question = await code_all(pilot, 1, "rutiner")
        assert "Code 4 sentences with Rutiner?" in question
        assert "Make 4 codings" in question
        new = [one for one in stored(meetings) if one not in before]
        assert ("Rutiner", "Ansvarsgruppemøtet var fint.", "Kari") in new
        assert len(new) == 4
        assert "Coded 4 sentences: 4 new codings." in line(pilot, "hints")
        assert history(meetings, limit=1)[0].changes == 4
        question = await code_all(pilot, 1, "rutiner")
        assert "4 codings are" in question
        assert len(stored(meetings)) == len(before) + 4
        await pilot.press("u")
        assert stored(meetings) == before
        assert "Undid: Coded 4 sentences with Rutiner" in line(pilot, "hints")
        await pilot.press("r")
        assert len(stored(meetings)) == len(before) + 4

    drive(meetings, steps)


def test_only_marked_hits_are_coded(meetings):
    async def steps(pilot):
        await search(pilot, "møte")
        await pilot.press("enter", "x")
        await pilot.pause()
        assert "0 marked" in screen_text(pilot)
        await pilot.press("c")
        await pilot.pause()
        assert "No hit is marked" in line(pilot, "hints")
        await pilot.press("J", "space", "space")
        await pilot.pause()
        assert "2 marked" in screen_text(pilot)
        await code_all(pilot, 0, "penger")
        new = [words for name, words, _ in stored(meetings) if name == "Penger"]
        assert len(new) == 3
        await pilot.press("x", "x")
        assert "marked" not in screen_text(pilot).split("\n")[2]

    drive(meetings, steps)


def test_nothing_is_coded_without_a_confirmation(meetings):
    async def steps(pilot):
        await search(pilot, "møte")
        await pilot.press("enter")
        await code_all(pilot, 2, "penger", sure=False)
        for leave in (1, 2, 3):
            await pilot.press("c")
            await until(pilot, shows(pilot, Choice))
            if leave > 1:
                await pilot.press("enter")
                await until(pilot, shows(pilot, Picker))
            if leave > 2:
                await pilot.press("enter")
                await until(pilot, shows(pilot, Choice))
            await pilot.press("escape")
            await until(pilot, shows(pilot, Search))

    with unchanged(meetings):
        drive(meetings, steps)


def test_a_locked_file_is_told_and_nothing_is_coded(meetings, monkeypatch):
    monkeypatch.setattr("qualcode.tui.screens.busy._BUSY_MILLISECONDS", 20)

    async def steps(pilot):
        await search(pilot, "møte")
        await pilot.press("enter")
        other = sqlite3.connect(meetings.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await code_all(pilot, 0, "penger")
        await until(pilot, lambda: not shows(pilot, Busy)())
        assert any("Another program" in one.message for one in pilot.app._notifications)
        other.execute("ROLLBACK")
        other.close()

    with unchanged(meetings):
        drive(meetings, steps)


def test_changes_of_another_program_appear_and_marks_stay(meetings, project_file):
    async def steps(pilot):
        await search(pilot, "møte")
        await pilot.press("enter", "space")
        number = len(hits(pilot))
        with Project.open(project_file, coder="Per") as other:
            study.add(other, "Etterpå", [("Mor", "Enda et møte.")])
        await until(pilot, lambda: len(hits(pilot)) == number + 1)
        assert f"{number} marked" in screen_text(pilot)

    drive(meetings, steps)


# Bad input, files


def test_reading_only(project_file):
    async def steps(pilot):
        await search(pilot, "møter")
        await pilot.press("enter", "c")
        await pilot.pause()
        assert "reading only" in line(pilot, "hints")

    with Project.open(project_file, read_only=True, coder="Kari") as project, unchanged(project):
        drive(project, steps)


def test_every_size(meetings):
    async def steps(pilot):
        await search(pilot, "møte")
        await pilot.press("enter", "pagedown", "end", "up", "home")
        for size in ((160, 50), (80, 24), (40, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            shown = screen_text(pilot)
            assert "▸ ✓" in shown
            assert "møter" in shown
        await pilot.press("c")
        await until(pilot, shows(pilot, Choice))
        assert "Their sentences" in screen_text(pilot)

    drive(meetings, steps, size=(120, 40))


def test_an_empty_project(empty_project):
    async def steps(pilot):
        await pilot.press("f6")
        await pilot.pause()
        assert "import transcripts first" in screen_text(pilot)
        await pilot.press(*"a", "enter", "down", "space", "pagedown", "f2")
        await found(pilot)
        await pilot.press("f4")
        await until(pilot, shows(pilot, FilterDialogue))
        await pilot.press("tab", "enter", "escape")

    drive(empty_project, steps, source="")


def test_hits_as_a_table(meetings, tmp_path):
    async def steps(pilot):
        await search(pilot, "møte")
        await pilot.press("enter", "space")
        table, *_others, lines = pilot.app.screen.exports()
        table.write(meetings, tmp_path / "treff.csv")
        lines.write(meetings, tmp_path / "treff.jsonl")

    drive(meetings, steps)
    with (tmp_path / "treff.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert "Ansvarsgruppemøtet" in {row["words"] for row in rows}
    assert len((tmp_path / "treff.jsonl").read_text("utf-8").splitlines()) == 4


# Filters as plain data

names = st.text("abæø ", min_size=1, max_size=6).filter(str.strip)
selections = st.builds(
    Selection,
    codes=st.lists(names, unique=True).map(tuple),
    coders=st.lists(names, unique=True).map(tuple),
    sources=st.lists(names, unique=True).map(tuple),
    cases=st.lists(names, unique=True).map(tuple),
    variables=st.lists(st.tuples(names, names), unique=True).map(tuple),
    text=st.text("abæ ", max_size=5),
)


@given(selections)
def test_a_selection_comes_back_from_its_parts(selection):
    assert selection_of(facets_of(selection)) == selection
    assert in_words(selection)


@given(selections, st.text("abæ ", max_size=4))
def test_what_fits_has_the_letters(selection, typed):
    facets = facets_of(selection)
    assert set(fitting(facets, typed)) <= set(facets)
    assert fitting(facets, "") == list(facets)


def test_a_filter_in_words():
    selection = Selection(
        codes=("Tema > Tid",), variables=(("wave", "2023"), ("perspective", "family"))
    )
    assert in_words(selection) == "all codings of Tid and below · wave 2023 · perspective family"
    assert in_words(Selection()) == "all codings"
