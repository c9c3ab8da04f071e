"""New codes, other codes and other borders, key by key, in an app without a terminal."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest
import study
from driving import (
    drive,
    line,
    put_cursor,
    screen_text,
    selected,
    stored,
    unchanged,
    view,
    workspace,
)
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, OptionList

from qualcode.errors import InputError
from qualcode.model import Span
from qualcode.project import Project
from qualcode.project.codes import codes, find_code
from qualcode.project.codings import codings, remove_codings
from qualcode.project.history import history
from qualcode.tui.describe import in_vivo_name
from qualcode.tui.screens.choose import ChooseCoding
from qualcode.tui.screens.codings_here import CodingsHere
from qualcode.tui.screens.new_code import NewCodeDialogue
from qualcode.tui.screens.picker import Picker
from qualcode.tui.study import NewCode, Study

SENTENCE = "Vi måtte bære alt selv."


async def type_in(pilot, words: str) -> None:
    """Type where the cursor stands."""
    pilot.app.focused.insert_text_at_cursor(words)
    await pilot.pause()


def paths(project) -> list[str]:
    return [code.label for code in codes(project)]


@pytest.fixture
def locked(project):
    """A function that keeps the file from being written, or lets it go again."""
    other = sqlite3.connect(project.path, isolation_level=None)

    def lock(yes: bool) -> None:
        project.connection.execute("PRAGMA busy_timeout = 20")
        other.execute("BEGIN IMMEDIATE" if yes else "ROLLBACK")

    yield lock
    other.close()


# New codes


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_a_new_code_under_a_parent_is_made_and_applied_as_one_action(project, size):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter")
        await type_in(pilot, "Alene [om] alt")
        assert "new code" in screen_text(pilot)
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NewCodeDialogue)
        assert "at the top" in screen_text(pilot)
        await type_in(pilot, "samord")
        assert "■ Samordning" in screen_text(pilot)
        await pilot.press("tab")
        await type_in(pilot, "Å bære ansvaret selv.")
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is workspace(pilot)
        made = find_code(project, "Samordning > Alene [om] alt")
        assert made.definition == "Å bære ansvaret selv."
        assert ("Alene [om] alt", SENTENCE, "Kari") in stored(project)
        assert "Made the code Alene [om] alt" in line(pilot, "hints")
        assert "Alene [om] alt" in line(pilot, "status")
        await pilot.press("u")
        await pilot.pause()
        assert "Undid: Coded with the new code Alene [om] alt" in line(pilot, "hints")

    with unchanged(project):
        drive(project, steps, size=size)
    done = [action.label for action in history(project, limit=2)]
    coded = "Coded with the new code Alene [om] alt"
    assert done == [f"Undid: {coded}", coded]


def test_where_nothing_fits_enter_makes_a_theme_of_the_letters(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter")
        await type_in(pilot, "Ensomhet")
        assert "No code fits these letters." in screen_text(pilot)
        assert "Enter makes a new code." in screen_text(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert paths(project)[-1] == "Ensomhet"
        assert ("Ensomhet", SENTENCE, "Kari") in stored(project)
        recent = workspace(pilot).study.recent
        assert find_code(project, "Ensomhet").id in recent, "it has a number now"

    drive(project, steps)


def test_an_empty_codebook_begins_with_a_name(tmp_path):
    with Project.create(tmp_path / "ny.qualcode", coder="Kari") as project:
        study.add(project, "mor", [("Mor", "Vi ventet. Lenge.")])

        async def steps(pilot):
            await pilot.press("enter")
            await pilot.pause()
            assert "The codebook has no codes yet." in screen_text(pilot)
            await pilot.press("enter")
            await pilot.pause()
            await pilot.press("enter")
            assert isinstance(pilot.app.screen, NewCodeDialogue)
            assert any("name first" in one.message for one in pilot.app._notifications)
            await type_in(pilot, "Venting")
            await pilot.press("enter", "enter")
            await pilot.pause()
            assert stored(project) == [("Venting", "Vi ventet.", "Kari")]

        drive(project, steps, source="mor")


def test_a_marked_code_and_a_new_one_are_one_action(project):
    async def steps(pilot):
        before = stored(project)
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter")
        await type_in(pilot, "tid")
        await pilot.press("tab")
        await pilot.press(*"Mas")  # replaces the letters of the code that was marked
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert pilot.app.screen.query_one("#name", Input).value == "Mas"
        await pilot.press("enter")
        await pilot.pause()
        new = Counter(stored(project)) - Counter(before)
        assert set(new) == {("Tid", SENTENCE, "Kari"), ("Mas", SENTENCE, "Kari")}
        await pilot.press("u")
        assert stored(project) == before
        assert "Mas" not in paths(project)
        await pilot.press("r")
        assert "Mas" in paths(project)

    drive(project, steps)


def test_a_name_that_is_taken_is_told_and_nothing_typed_is_lost(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter")
        await type_in(pilot, "tid")
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert "There is already: Ressursbarrierer > Tid" in screen_text(pilot)
        await type_in(pilot, "ressurs")
        await pilot.press("tab")
        await type_in(pilot, "Noe annet")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NewCodeDialogue)
        assert any("two codes “tid”" in one.message for one in pilot.app._notifications)
        assert pilot.app.screen.query_one("#meaning", Input).value == "Noe annet"
        await pilot.press("escape", "escape")
        assert pilot.app.screen is workspace(pilot)
        assert selected(pilot) == SENTENCE

    with unchanged(project):
        drive(project, steps)


def test_a_locked_file_keeps_what_was_typed(project, locked):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "i")
        await pilot.pause()
        await pilot.press("enter", "tab")
        await type_in(pilot, "Kan vente")
        locked(True)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NewCodeDialogue)
        assert any("Another program" in one.message for one in pilot.app._notifications)
        locked(False)
        await pilot.press("enter")
        await pilot.pause()
        assert find_code(project, "Vi måtte bære alt selv").definition == "Kan vente"

    drive(project, steps)


def test_a_read_only_project_says_so_and_loses_nothing(project_file):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "i")
        await pilot.pause()
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert any("reading only" in one.message for one in pilot.app._notifications)
        assert pilot.app.screen.query_one("#name", Input).value == "Vi måtte bære alt selv"
        await pilot.press("escape")
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("C")
        await pilot.pause()
        await type_in(pilot, "penger")
        await pilot.press("enter")
        await pilot.pause()
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("g", "shift+left", "g")
        await pilot.pause()
        assert len(view(pilot).codings) == 4

    with Project.open(project_file, read_only=True, coder="Kari") as project, unchanged(project):
        drive(project, steps)


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_selected_words_become_a_code(project, size):
    async def steps(pilot):
        put_cursor(pilot, "Ja, men hun hadde ikke tid.", select=True)
        await pilot.press("i")
        await pilot.pause()
        name = pilot.app.screen.query_one("#name", Input)
        assert name.has_focus
        assert name.value == "Ja, men hun hadde ikke tid"
        name.value = "Hun hadde ikke tid"
        await pilot.press("enter")
        await type_in(pilot, "koord")
        await pilot.press("enter")
        await pilot.pause()
        assert "Koordinatorrollen > Hun hadde ikke tid" in paths(project)
        assert ("Hun hadde ikke tid", "Ja, men hun hadde ikke tid.", "Kari") in stored(project)
        await pilot.press("u")
        await pilot.pause()

    with unchanged(project):
        drive(project, steps, size=size)


def test_in_vivo_needs_words(project):
    async def steps(pilot):
        await pilot.press("i")
        assert "Select words first" in line(pilot, "hints")

    with unchanged(project):
        drive(project, steps)


@given(st.text(), st.integers(min_value=1, max_value=80))
def test_in_vivo_names_are_short_lines(words, length):
    name = in_vivo_name(words, length)
    assert len(name) <= length
    assert ">" not in name
    assert name == " ".join(name.split())
    assert name in " ".join(in_vivo_name(words, 10_000 + len(words)).split()) or not name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("«Vi måtte bære alt selv.»", "Vi måtte bære alt selv"),
        ("  mor\n  og far ", "mor og far"),
        ("nitti tegn " * 9, "nitti tegn nitti tegn nitti tegn nitti tegn nitti tegn nitti"),
        ("a > b", "a b"),
        ("…", "…"),
        ("¶" * 200, "¶" * 60),
        (" . ", ""),
    ],
)  # fmt: skip
def test_in_vivo_names(words, name):
    assert in_vivo_name(words) == name


# Without a selection, and with numbers


def test_numbers_and_repeat_take_the_sentence_at_the_cursor(project):
    async def steps(pilot):
        before = Counter(stored(project))
        put_cursor(pilot, "måtte bære")
        name = workspace(pilot).study.code_by_id[workspace(pilot).study.recent[1]].name
        await pilot.press("2")
        assert selected(pilot) == SENTENCE
        await pilot.press("j", ".")
        new = Counter(stored(project)) - before
        following = "Ingen snakket sammen, og ventetida var på åtte måneder 😔."
        assert set(new) == {(name, SENTENCE, "Kari"), (name, following, "Kari")}
        await pilot.press("u", "u")
        assert Counter(stored(project)) == before

    drive(project, steps)


# Other codes


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_a_coding_gets_another_code(project, size):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("C")
        await pilot.pause()
        assert "Instead of Samordning" in screen_text(pilot)
        await type_in(pilot, "rutiner")
        await pilot.press("enter")
        await pilot.pause()
        assert ("Rutiner", "Ingen snakket sammen", "Kari") in stored(project)
        assert ("Samordning", "Ingen snakket sammen", "Kari") not in stored(project)
        assert "Changed Samordning to Rutiner." in line(pilot, "hints")
        assert "Rutiner" in line(pilot, "status")
        await pilot.press("u")
        await pilot.pause()
        assert "Undid: Changed the code Samordning to Rutiner" in line(pilot, "hints")
        assert "Samordning" in line(pilot, "status")

    with unchanged(project):
        drive(project, steps, size=size)


def test_one_of_several_codings_gets_a_new_code(project):
    async def steps(pilot):
        put_cursor(pilot, "hadde ikke tid. Hun")
        await pilot.press("C")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChooseCoding)
        await pilot.press("2")
        await pilot.pause()
        assert "Instead of Ressursbarrierer > Tid (Per)" in screen_text(pilot)
        await type_in(pilot, "Mangler timer")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert ("Mangler timer", "hadde ikke tid. Hun kalte", "Per") in stored(project)
        assert ("Tid", "hun hadde ikke tid", "Kari") in stored(project)
        await pilot.press("u")
        await pilot.pause()

    with unchanged(project):
        drive(project, steps)


def test_a_code_that_the_words_have_already_is_told(project):
    study.apply(project, "Familie i nord", "Ingen snakket sammen", "Rutiner", by="Kari")

    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("C", "1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Picker)
        await type_in(pilot, "rutiner")
        await pilot.press("enter")
        await pilot.pause()
        assert any("have that code" in one.message for one in pilot.app._notifications)

    with unchanged(project):
        drive(project, steps)


# Borders


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_borders_are_adjusted_as_a_selection(project, size):
    async def steps(pilot):
        put_cursor(pilot, "snakket")
        await pilot.press("g")
        await pilot.pause()
        assert selected(pilot) == "Ingen snakket sammen"
        assert "borders of Samordning" in line(pilot, "hints")
        await pilot.press("ctrl+shift+right", "ctrl+shift+right")
        await pilot.press("e", "ctrl+shift+right")
        assert selected(pilot) == "snakket sammen, og"
        await pilot.press("g")
        await pilot.pause()
        assert ("Samordning", "snakket sammen, og", "Kari") in stored(project)
        assert "Changed the borders of Samordning." in line(pilot, "hints")
        await pilot.press("u")
        await pilot.pause()
        assert "Undid: Changed the borders of Samordning" in line(pilot, "hints")

    with unchanged(project):
        drive(project, steps, size=size)


def test_giving_up_borders_changes_nothing(project):
    async def steps(pilot):
        put_cursor(pilot, "snakket")
        await pilot.press("g", "shift+right", "escape")
        assert "borders of Samordning" not in line(pilot, "hints")
        await pilot.press("g", "g")
        await pilot.pause()
        assert len(view(pilot).codings) == 4

    with unchanged(project):
        drive(project, steps)


def test_what_was_just_coded_can_be_adjusted_at_once(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("1", "g")
        await pilot.pause()
        await pilot.press("shift+left", "g")
        await pilot.pause()
        assert SENTENCE.removesuffix(".") in [words for _, words, _ in stored(project)]

    drive(project, steps)


def test_a_coding_that_went_meanwhile_is_told(project, project_file):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("g", "shift+right")
        with Project.open(project_file, coder="Per") as other:
            remove_codings(other, [coding.id for coding in codings(other)])
        await pilot.press("g")
        await pilot.pause()
        assert any("no longer there" in one.message for one in pilot.app._notifications)
        assert len(view(pilot).codings) == 0

    drive(project, steps)


# The list of codings


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_the_codings_at_the_cursor_are_listed(project, size):
    async def steps(pilot):
        put_cursor(pilot, "hadde ikke tid. Hun")
        await pilot.press("L")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CodingsHere)
        shown = screen_text(pilot)
        assert "Kari · by hand" in shown
        assert "“hun hadde ikke tid”" in shown
        assert "Tid igjen, som hos lederen." in shown
        await pilot.press("down")
        await pilot.pause()
        assert "Per · by hand" in screen_text(pilot)
        await pilot.press("x")
        await pilot.pause()
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        await pilot.press("C")
        await pilot.pause()
        await type_in(pilot, "penger")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CodingsHere), "the list is there again"
        await pilot.press("escape")
        assert ("Penger", "hun hadde ikke tid", "Kari") in stored(project)
        await pilot.press("u", "u")
        await pilot.pause()

    with unchanged(project):
        drive(project, steps, size=size)


def test_from_the_list_to_the_words_and_to_the_borders(project):
    async def steps(pilot):
        text = view(pilot).document.source.text
        put_cursor(pilot, "snakket sammen")
        await pilot.press("L", "end")
        await pilot.pause()
        assert text[: view(pilot).caret.head].endswith("snakket sammen")
        await pilot.press("L", "enter")
        await pilot.pause()
        assert text[view(pilot).caret.head :].startswith("Ingen snakket")
        await pilot.press("L", "g")
        await pilot.pause()
        assert selected(pilot) == "Ingen snakket sammen"
        await pilot.press("escape", "ctrl+home", "L")
        assert "no coding at the cursor" in line(pilot, "hints")

    with unchanged(project):
        drive(project, steps)


def test_the_list_says_where_a_coding_came_from(project):
    async def steps(pilot):
        put_cursor(pilot, "stillingene")
        await pilot.press("L")
        await pilot.pause()
        assert "suggested by run 2" in screen_text(pilot)
        await pilot.press("x", "x")
        await pilot.pause()
        assert workspace(pilot).is_active, "nothing is left to list"
        assert "Removed" in line(pilot, "hints")

    drive(project, steps, source="Ansatt i PPT")


def test_the_line_of_keys_can_be_clicked(project):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("L")
        await pilot.pause()
        keys = pilot.app.screen.query_one(".keys")
        at = str(keys.content).index("remove")
        await pilot.click(keys, offset=(at, 0))
        await pilot.pause()
        assert ("Samordning", "Ingen snakket sammen", "Kari") not in stored(project)

    drive(project, steps)


def test_names_that_no_code_can_have_are_refused_by_the_domain(project):
    source_id, start, end = study.find(project, "Familie i nord", "Vi måtte")
    with unchanged(project), pytest.raises(InputError, match="no >"):
        Study(project).code(source_id, Span(start, end), [NewCode("a > b")])
