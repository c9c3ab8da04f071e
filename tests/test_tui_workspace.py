"""The tasks of the workspace, key by key, in an app without a terminal."""

from __future__ import annotations

import sqlite3

import pytest
import study
from driving import (
    SOURCE,
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
from textual.widgets import Input, TextArea, Tree

from qualcode.model import Role, Transcript, Turn
from qualcode.project import Project
from qualcode.project.codings import NewCoding, add_codings, codings
from qualcode.project.history import history
from qualcode.project.memos import memos
from qualcode.project.sources import Original, add_source, source_ids
from qualcode.tui.screens.choose import ChooseCoding
from qualcode.tui.screens.help import Help
from qualcode.tui.screens.memo import MemoEditor
from qualcode.tui.screens.picker import Picker

SENTENCE = "Vi måtte bære alt selv."


# Coding


def test_three_keys_code_a_sentence(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter")
        assert isinstance(pilot.app.screen, Picker)
        await pilot.press("enter")
        await pilot.pause()
        first = pilot.app.screen_stack[1].study.last_codes[0]
        name = pilot.app.screen_stack[1].study.code_by_id[first].name
        assert (name, SENTENCE, "Kari") in stored(project)
        assert name in line(pilot, "status")

    drive(project, steps)


def test_two_keys_code_with_a_recent_code_and_the_next_sentence_follows(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        recent = list(pilot.app.screen_stack[1].study.recent)
        names = [pilot.app.screen_stack[1].study.code_by_id[one].name for one in recent]
        await pilot.press("s", "2")
        assert (names[1], SENTENCE, "Kari") in stored(project)
        await pilot.press("1")
        assert (names[0], SENTENCE, "Kari") in stored(project), "a second code on the same words"
        await pilot.press("s", ".")
        assert selected(pilot).startswith("Ingen snakket sammen")
        assert (names[0], selected(pilot), "Kari") in stored(project)
        assert pilot.app.screen_stack[1].study.recent == recent, "numbers stay"

    drive(project, steps)


def test_nothing_is_drawn_that_is_not_stored(project, monkeypatch):
    async def steps(pilot):
        drawn = len(view(pilot).codings)
        put_cursor(pilot, "måtte bære")
        other = sqlite3.connect(project.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        project.connection.execute("PRAGMA busy_timeout = 20")
        await pilot.press("s", "1")
        await pilot.pause()
        assert len(view(pilot).codings) == drawn
        assert "Another program" in screen_text(pilot)
        other.execute("ROLLBACK")
        other.close()
        await until(pilot, lambda: workspace(pilot).is_active)
        assert len(view(pilot).codings) == drawn + 1

    drive(project, steps)


def test_several_codes_are_one_action(project):
    async def steps(pilot):
        put_cursor(pilot, "alt selv", select=True)
        before = len(stored(project))
        await pilot.press("enter", *"tid", "tab")
        pilot.app.screen.query_one(Input).value = "penger"
        await pilot.pause()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert len(stored(project)) == before + 2
        assert history(project, limit=1)[0].changes == 2
        await pilot.press("u")
        assert len(stored(project)) == before

    drive(project, steps)


def test_the_picker_filters_and_shows_definitions(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte")
        await pilot.press("w", "c", *"rolle")
        await pilot.pause()
        assert "Koordinatorrollen" in screen_text(pilot)
        assert "Det som gjelder koordinatorrollen." in screen_text(pilot)
        await pilot.press(*"qqq")
        await pilot.pause()
        assert "No code fits these letters." in screen_text(pilot)
        await pilot.press("escape")
        assert "No code fits" not in screen_text(pilot)

    with unchanged(project):
        drive(project, steps)


def test_undo_and_redo_say_what_they_did(project):
    async def steps(pilot):
        before = stored(project)
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "1", "u")
        assert stored(project) == before
        assert "Undid: Coded with" in line(pilot, "hints")
        assert len(view(pilot).codings) == 4
        await pilot.press("r")
        assert len(stored(project)) == len(before) + 1
        assert "Redid: Coded with" in line(pilot, "hints")
        await pilot.press("r")
        assert any("nothing to redo" in one.message for one in pilot.app._notifications)

    drive(project, steps)


def test_remove_asks_which_where_there_are_several(project):
    async def steps(pilot):
        put_cursor(pilot, "hadde ikke tid. Hun")
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChooseCoding)
        await pilot.press("escape", "x")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert len(view(pilot).codings) == 3
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("delete")
        await pilot.pause()
        assert len(view(pilot).codings) == 2
        assert "Removed" in line(pilot, "hints")
        put_cursor(pilot, "ventetida")
        await pilot.press("x")
        await pilot.pause()
        assert "no coding" in line(pilot, "hints")
        await pilot.press("u", "u")
        assert len(view(pilot).codings) == 4

    with unchanged(project):
        drive(project, steps)


def test_borders_follow_the_selection(project):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket sammen, og ventetida", select=True)
        await pilot.press("g")
        await pilot.pause()
        assert ("Samordning", "Ingen snakket sammen, og ventetida", "Kari") in stored(project)
        await pilot.press("u")
        assert ("Samordning", "Ingen snakket sammen", "Kari") in stored(project)
        put_cursor(pilot, "Hvordan")
        await pilot.press("g")
        assert "no coding at the cursor" in line(pilot, "hints")

    drive(project, steps)


def test_a_memo_is_written_and_shown(project):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MemoEditor)
        await pilot.press("n", "q", "1", "enter", "ø", "ctrl+s")
        await pilot.pause()
        (coding,) = [one for one in codings(project) if one.memo == "nq1\nø"]
        assert [memo.text for memo in memos(project, "coding", coding.id)] == ["nq1\nø"]
        assert "✎" in line(pilot, "status")
        await pilot.press("m")
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "nq1\nø"
        await pilot.press("x", "ctrl+q")
        assert "Not saved yet" in screen_text(pilot)
        await pilot.press("escape")
        assert len(memos(project, "coding", coding.id)) == 1

    drive(project, steps)


def test_a_code_chosen_in_the_codebook_pane_codes_the_selection(project):
    async def steps(pilot):
        put_cursor(pilot, "alt selv", select=True)
        await pilot.press("f3")
        await pilot.pause()
        tree = pilot.app.screen.query_one("#codes", Tree)
        assert tree.has_focus
        tree.move_cursor(tree.root.children[0])
        await pilot.press("enter")
        await pilot.pause()
        assert str(tree.root.children[0].label).split(" ")[-1], "alt selv" in stored(project)[-1]
        assert view(pilot).has_focus
        assert any(words == "alt selv" for _, words, _ in stored(project))

    drive(project, steps)


# Selecting and moving


def test_selecting_by_units(project):
    async def steps(pilot):
        put_cursor(pilot, "bære")
        await pilot.press("w")
        assert selected(pilot) == "bære"
        await pilot.press("w", "w", "W")
        assert selected(pilot) == "bære alt"
        await pilot.press("s")
        assert selected(pilot) == SENTENCE
        await pilot.press("escape", "t")
        assert selected(pilot).startswith("Vi måtte")
        assert selected(pilot).endswith("måneder 😔.")
        await pilot.press("escape", "right", "shift+right", "shift+right")
        assert selected(pilot) == "i m"[:1] or len(selected(pilot)) <= 2
        await pilot.press("escape", "v", "down", "right")
        assert "\n" not in selected(pilot)
        assert len(selected(pilot)) > 10
        await pilot.press("escape")
        assert selected(pilot) == ""

    drive(project, steps)


def test_moving_goes_over_labels_as_if_they_were_not_there(project):
    async def steps(pilot):
        transcript = view(pilot)
        await pilot.press("ctrl+home")
        for _ in range(len(transcript.document.source.text)):
            transcript.action_move("right")
            head = transcript.caret.head
            place = transcript.document.turn_at(head)
            assert place is not None, "a label or stamp"
        assert head == transcript.document.turns[-1].end
        await pilot.press("K", "k", "p", "n", "ctrl+left", "pageup", "up", "home")
        assert transcript.caret.head == transcript.document.turns[0].start
        await pilot.press("J", "ctrl+end", "j", "ctrl+right", "pagedown", "down", "end")
        assert transcript.caret.head == transcript.document.turns[-1].end

    drive(project, steps)


def test_the_mouse_selects_words_sentences_and_stretches(project):
    async def steps(pilot):
        transcript = view(pilot)

        def at(words: str) -> tuple[int, int]:
            row, cell = transcript.layout_of_text.place_of(
                transcript.document.source.text.index(words)
            )
            return cell + transcript.margin_of_text.width, row - transcript.scroll_offset.y

        await pilot.click("#transcript", offset=at("måtte"))
        assert transcript.document.source.text[transcript.caret.head :].startswith("måtte")
        await pilot.click("#transcript", offset=at("Ingen"))  # or else it would be the third one
        await pilot.click("#transcript", offset=at("måtte"), times=2)
        assert selected(pilot) == "måtte"
        await pilot.click("#transcript", offset=at("Ingen"))
        await pilot.click("#transcript", offset=at("måtte"), times=3)
        assert selected(pilot) == SENTENCE
        await pilot.mouse_down("#transcript", offset=at("Hvordan"))
        await pilot.hover("#transcript", offset=at("alt selv"))
        await pilot.mouse_up("#transcript", offset=at("alt selv"))
        assert selected(pilot).startswith("Hvordan")
        assert selected(pilot).endswith("bære")
        await pilot.click("#transcript", offset=(3, 30))
        assert selected(pilot) == ""

    drive(project, steps)


# Looking


def test_panes_fold_below_a_hundred_columns_and_open_on_a_key(project):
    async def steps(pilot):
        screen = pilot.app.screen
        sources, codebook = screen.query_one("#sources"), screen.query_one("#codebook")
        assert not sources.display
        assert not codebook.display
        width = view(pilot).size.width
        assert width == 79
        await pilot.press("f2")
        await pilot.pause()
        assert sources.display
        assert sources.has_focus
        assert view(pilot).size.width == width, "it lies over the text"
        await pilot.press("f2")
        assert not sources.display
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert sources.display
        assert codebook.display

    drive(project, steps, size=(80, 24))


def test_choosing_a_source_opens_it(project):
    async def steps(pilot):
        await pilot.press("f2")
        await pilot.pause()
        tree = pilot.app.screen.query_one("#sources", Tree)
        await pilot.press("down", "enter")
        await pilot.pause()
        opened = view(pilot).document.source.name
        assert opened != SOURCE or tree.cursor_node is not None
        await pilot.press("N", "N", "N", "P")
        assert opened in source_ids(project)
        assert view(pilot).document.source.name in line(pilot, "title")

    drive(project, steps, size=(80, 24))


@pytest.mark.parametrize("size", [(250, 70), (160, 50), (100, 30), (80, 24), (40, 10)])
def test_every_size_shows_text_cursor_and_codes(project, size):
    async def steps(pilot):
        put_cursor(pilot, "Ingen snakket")
        await pilot.pause()
        shown = screen_text(pilot)
        assert "Ingen" in shown
        assert "Samordning" in shown, "the code at the cursor"
        assert any(bracket in shown for bracket in "[┌"), "its bracket"
        await pilot.press("s", "enter")
        await pilot.pause()
        assert "Samordning" in screen_text(pilot), "the picker has room"

    drive(project, steps, size=size)


def test_too_small_a_window_says_so(project):
    async def steps(pilot):
        assert "30×8" in screen_text(pilot)
        assert "40×10" in screen_text(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Hvordan" in screen_text(pilot)

    drive(project, steps, size=(30, 8))


def test_resizing_keeps_the_place(long_project):
    async def steps(pilot):
        transcript = view(pilot)
        for _ in range(12):
            await pilot.press("pagedown")
        head = transcript.caret.head
        for size in ((50, 20), (200, 60), (81, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            row = transcript.layout_of_text.row_of(head)
            top = transcript.scroll_offset.y
            assert transcript.caret.head == head
            assert top <= row < top + transcript.size.height

    drive(long_project, steps, size=(120, 40), source="lang")


@pytest.fixture
def long_project(tmp_path):
    with Project.create(tmp_path / "lang.qualcode", coder="Kari") as project:
        study.add(project, "lang", [("Mor", f"Setning nummer {n}. " * 9) for n in range(300)])
        yield project


def test_changes_of_another_program_appear(project, project_file):
    async def steps(pilot):
        before = len(view(pilot).codings)
        with Project.open(project_file, coder="Per") as other:
            study.apply(other, SOURCE, "Vi måtte bære", "Tid")
        for _ in range(40):
            await pilot.pause(0.1)
            if len(view(pilot).codings) > before:
                break
        assert len(view(pilot).codings) == before + 1
        put_cursor(pilot, "Vi måtte")
        assert "Tid (Per)" in line(pilot, "status")

    drive(project, steps)


def test_only_my_codings(project):
    async def steps(pilot):
        assert len(view(pilot).codings) == 4
        await pilot.press("o")
        assert {one.coder for one in view(pilot).codings.all()} == {"Kari"}
        assert "only my codings" in line(pilot, "title")
        await pilot.press("o")
        assert len(view(pilot).codings) == 4

    drive(project, steps)


def test_line_numbers_and_grouping(project):
    async def steps(pilot):
        await pilot.pause()
        assert "leder" in screen_text(pilot)
        for _ in range(len(pilot.app.screen.study.variables())):
            await pilot.press("f4")
        await pilot.pause()
        assert "without a value" not in screen_text(pilot)
        before = view(pilot).margin_of_text.width
        await pilot.press("l")
        assert view(pilot).margin_of_text.width == before + 2

    drive(project, steps)


# Bad input


def test_reading_only(project_file):
    async def steps(pilot):
        assert "for reading only" in line(pilot, "title")
        await pilot.press("s", "1")
        assert any("for reading only" in str(one.message) for one in pilot.app._notifications)
        put_cursor(pilot, "Ingen snakket")
        await pilot.press("x")
        await pilot.pause()
        assert len(view(pilot).codings) == 4

    with Project.open(project_file, read_only=True, coder="Kari") as project, unchanged(project):
        drive(project, steps)


def test_a_project_without_transcripts(empty_project):
    async def steps(pilot):
        assert "no transcripts yet" in screen_text(pilot)
        await pilot.press("s", "enter", "1", ".", "x", "m", "g", "u", "n", "down", "l", "f2", "f3")
        await pilot.pause()

    drive(empty_project, steps, source="")


STRANGE = ("", "\n\n", "ord" * 40_000, "漢字👩\u200d👧 e\u0301 " * 200, "a\tb\xad\u200b")


@pytest.mark.parametrize("text", STRANGE, ids=["empty", "blank", "endless", "wide", "odd"])
def test_strange_texts(tmp_path, text):
    with Project.create(tmp_path / "rar.qualcode", coder="Kari") as project:
        transcript = Transcript(text, (Turn(0, len(text), "S", Role.UNKNOWN),), "txt")
        with project.action("Imported"):
            add_source(
                project,
                name="rar",
                transcript=transcript if text else Transcript(text, (), "txt"),
                sentences=[],
                original=Original("rar.txt", text.encode()),
                language="nb",
            )
        study_code = study.add_code(project, "Kode")

        async def steps(pilot):
            await pilot.press("right", "down", "end", "ctrl+end", "ctrl+home", "s", "pagedown")
            if text.strip():
                length = min(len(text), 30)
                add_codings(project, [NewCoding(1, study_code, 0, length)], label="x")
                pilot.app.screen.reload()
            await pilot.press("ctrl+home", "w", "shift+down", "t")
            await pilot.pause()
            await pilot.click("#transcript", offset=(20, 1), times=2)
            await pilot.resize_terminal(43, 12)
            await pilot.pause()

        drive(project, steps, source="rar", size=(80, 24))


# Keys and help


def test_help_lists_every_key_of_the_screen(project):
    async def steps(pilot):
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Help)
        shown = screen_text(pilot)
        assert "A sentence on" in shown
        await pilot.press("escape", "s", "enter", "f1")
        await pilot.pause()
        assert "Mark a code" in screen_text(pilot)

    drive(project, steps, size=(120, 60))


def test_the_palette_finds_actions(project):
    async def steps(pilot):
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press(*"select a sent")
        await pilot.pause(0.4)
        await pilot.press("enter")
        await pilot.pause(0.4)
        if not selected(pilot):
            await pilot.press("enter")
            await pilot.pause(0.3)
        assert selected(pilot) == "Hvordan har dere opplevd hjelpeapparatet?"

    drive(project, steps)


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "ansi-light"])
def test_themes(project, theme):
    async def steps(pilot):
        pilot.app.theme = theme
        await pilot.pause()
        assert "Ingen snakket" in screen_text(pilot)
        await pilot.press("n", "s", "1")
        await pilot.pause()

    drive(project, steps)


def test_without_colours_codings_are_still_marked(project, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot):
        put_cursor(pilot, "Hvordan")
        await pilot.pause()
        transcript = view(pilot)
        row = transcript.layout_of_text.row_of(transcript.document.source.text.index("Ingen"))
        strip = transcript.render_line(row - transcript.scroll_offset.y)
        coded = [one for one in strip if one.text == "Ingen snakket sammen"]
        assert coded[0].style.underline
        assert not any(one.style.color or one.style.bgcolor for one in strip if one.style)

    drive(project, steps)


@pytest.mark.parametrize("screen", ["slash", "f7", "f8", "f12", "H", "f5"])
def test_the_line_of_keys_has_room_in_80_columns_and_names_the_help(project, screen):
    async def steps(pilot):
        await pilot.press(screen)
        await pilot.pause()
        if screen == "slash":
            await pilot.press(*"tid", "enter")
            await pilot.pause(0.5)
        assert len(line(pilot, "hints")) <= 80
        assert " · F1 " in line(pilot, "hints")
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert " · F1 " in line(pilot, "hints")

    drive(project, steps, size=(80, 24))


def test_beyond_the_last_transcript_there_is_none_and_that_is_told(project):
    async def steps(pilot):
        await pilot.press("N", "N", "N", "N")
        assert "last transcript" in line(pilot, "hints")
        await pilot.press("P", "P", "P", "P")
        assert "first transcript" in line(pilot, "hints")

    drive(project, steps)


def test_the_help_can_be_read_in_a_small_window(project):
    async def steps(pilot):
        await pilot.press("f1")
        await pilot.pause()
        shown = screen_text(pilot)
        assert "A character back" in shown
        assert len([row for row in shown.splitlines() if row.strip()]) >= 7

    drive(project, steps, size=(40, 10))


@pytest.mark.parametrize("keys", [("enter",), ("s", "enter"), ("t",), ("n",), ("f",), ("x",)])
def test_a_transcript_without_text_says_so(project, keys):
    with project.action("Imported"):
        add_source(
            project,
            name="Tom",
            transcript=Transcript("", (), "plain", "utf-8"),
            sentences=[],
            original=Original("tom.txt", b""),
            language="nb",
        )

    async def steps(pilot):
        assert "This transcript has no text." in line(pilot, "hints")
        await pilot.press(*keys)
        await pilot.pause()
        told = ("no text", "no words here", "no coding", "No coding", "Nothing is suggested")
        assert any(words in line(pilot, "hints") for words in told)
        assert len(pilot.app.screen_stack) == 2

    drive(project, steps, source="Tom")
