"""Suggestions and search hits in the text, and selecting, as a user meets them in the workspace."""

from __future__ import annotations

import sqlite3
from itertools import pairwise

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
    until,
    view,
    workspace,
)
from textual.widgets import Tree

from qualcode.model import Decision, Role, Span, Transcript, Turn
from qualcode.project import Project
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.history import history
from qualcode.project.sources import Original, add_source, remove_source, source, source_ids
from qualcode.suggesting.decisions import accept, suggestions
from qualcode.tui.screens.inline import ChooseSuggestion

SUGGESTED = "ventetida var på åtte måneder"
SENTENCE = "Vi måtte bære alt selv."


def suggest(project: Project, words: str, code: str, score: float = 0.5, where: str = SOURCE):
    place = (*study.find(project, where, words), study.code(project, code).id, score)
    study.suggest(project, [place], Decision.OPEN)


def open_ones(project: Project) -> list[str]:
    """The words of the open suggestions in the file, as another connection reads them."""
    connection = sqlite3.connect(project.path)
    found = connection.execute(
        "SELECT substr(text, start + 1, end - start) FROM suggestions "
        "JOIN sources ON sources.id = source_id WHERE decision = 'open' ORDER BY start"
    ).fetchall()
    connection.close()
    return [words for (words,) in found]


def row_with(pilot, words: str) -> str:
    """The row of the text where words begin."""
    found = [row for row in screen_text(pilot).splitlines() if words in row]
    assert found, words
    return found[0]


def styles(pilot, words: str) -> list:
    """How words of the text are drawn."""
    transcript = view(pilot)
    start = transcript.document.source.text.index(words)
    strip = transcript.render_line(transcript.row_of(start) - transcript.scroll_offset.y)
    return [part.style for part in strip if part.text.strip() and part.text.strip() in words]


# Suggestions


@pytest.mark.parametrize("size", [(160, 50), (120, 40), (80, 24), (40, 10)])
def test_suggestions_stand_in_the_text(project, size):
    async def steps(pilot):
        put_cursor(pilot, "ventetida")
        await pilot.pause()
        assert "╭" in row_with(pilot, "ventetida") or "(" in row_with(pilot, "ventetida")
        assert styles(pilot, "ventetida")[0].italic
        assert "□ Tid 0.12" in line(pilot, "status")
        assert "a accept" in line(pilot, "hints")
        await pilot.press("h")
        await pilot.pause()
        assert not {"╭", "("} & set(row_with(pilot, "ventetida"))
        assert not any(one.italic for one in styles(pilot, "ventetida"))
        assert "□" not in line(pilot, "status")

    drive(project, steps, size=size)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
def test_suggestions_differ_from_codings_and_hits(project, theme):
    async def steps(pilot):
        pilot.app.theme = theme
        transcript = view(pilot)
        words = study.find(project, SOURCE, "bære alt")[1:]
        workspace(pilot).show_hits({transcript.document.source.id: [Span(*words)]})
        await pilot.pause()
        looks = [
            (one.italic, one.underline, one.bold, one.bgcolor)
            for one in (
                styles(pilot, SUGGESTED)[0],
                styles(pilot, "Ingen snakket sammen")[0],
                styles(pilot, "bære alt")[0],
                styles(pilot, "Ja, men")[0],
            )
        ]
        assert all(one != other for one, other in pairwise([*looks, looks[0]]))

    drive(project, steps)


def test_accepting_at_the_cursor_is_one_action_that_can_be_undone(project):
    async def steps(pilot):
        before = stored(project)
        await pilot.press("ctrl+home", "f")
        assert selected(pilot) == SUGGESTED
        await pilot.press("a")
        await pilot.pause()
        assert sorted(stored(project)) == sorted([*before, ("Tid", SUGGESTED, "Kari")])
        assert open_ones(project) == []
        assert "Accepted Tid" in line(pilot, "hints")
        assert "■ Tid" in line(pilot, "status")
        assert history(project, limit=1)[0].changes == 2
        assert len(view(pilot).codings) == 5
        await pilot.press("f")
        assert "Nothing is suggested" in line(pilot, "hints")
        await pilot.press("u")
        assert stored(project) == before
        assert open_ones(project) == [SUGGESTED]
        assert len(view(pilot).suggestions) == 1

    drive(project, steps)


def test_rejecting_at_the_cursor(project):
    async def steps(pilot):
        before = stored(project)
        put_cursor(pilot, "var på åtte")
        await pilot.press("d")
        await pilot.pause()
        assert (stored(project), open_ones(project)) == (before, [])
        assert "Rejected" in line(pilot, "hints")
        await pilot.press("d")
        assert "Nothing is suggested here" in line(pilot, "hints")
        await pilot.press("u")
        assert open_ones(project) == [SUGGESTED]

    drive(project, steps)


def test_going_from_suggestion_to_suggestion(project):
    suggest(project, "hun hadde ikke tid", "Koordinatorrollen")
    suggest(project, "Hun kalte inn til møter", "Rutiner")

    async def steps(pilot):
        found = []
        for _ in range(3):
            await pilot.press("f")
            found.append(selected(pilot))
        assert found == [SUGGESTED, "hun hadde ikke tid", "Hun kalte inn til møter"]
        await pilot.press("f")
        assert "No suggestion follows" in line(pilot, "hints")
        await pilot.press("F", "F")
        assert selected(pilot) == SUGGESTED
        await pilot.press("F")
        assert "No suggestion before" in line(pilot, "hints")
        await pilot.press("h", "f")
        assert view(pilot).suggestions_shown

    drive(project, steps)


def test_which_of_several_is_asked(project):
    suggest(project, "ventetida", "Rutiner", 0.9)
    suggest(project, SUGGESTED, "Penger", 0.8)

    async def steps(pilot):
        put_cursor(pilot, "ventetida")
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChooseSuggestion)
        assert "Rutiner 0.90" in screen_text(pilot)
        await pilot.press("escape")
        assert len(open_ones(project)) == 3
        put_cursor(pilot, "ventetida", select=True)
        await pilot.press("d")
        await pilot.pause()
        assert sorted(open_ones(project)) == [SUGGESTED, SUGGESTED], "the selected words decide"
        await pilot.press("escape", "a")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        assert open_ones(project) == [SUGGESTED]
        assert SUGGESTED in [words for _, words, _ in stored(project)]

    drive(project, steps)


def test_a_suggestion_of_what_is_coded_already_adds_nothing(project):
    study.apply(project, SOURCE, SUGGESTED, "Tid")

    async def steps(pilot):
        before = stored(project)
        await pilot.press("f", "a")
        await pilot.pause()
        assert stored(project) == before
        assert "had already" in line(pilot, "hints")
        assert open_ones(project) == []

    drive(project, steps)


def test_what_another_program_suggests_and_decides_is_seen(project, project_file):
    async def steps(pilot):
        assert "□1" in screen_text(pilot)
        with Project.open(project_file, coder="Per") as other:
            suggest(other, "Fikk dere en koordinator?", "Koordinatorrollen")
        for _ in range(40):
            await pilot.pause(0.1)
            if len(view(pilot).suggestions) == 2:
                break
        await pilot.pause()
        assert "(" in row_with(pilot, "Fikk dere")
        assert "□2" in screen_text(pilot)
        with Project.open(project_file, coder="Per") as other:
            accept(other, suggestions(other))
        put_cursor(pilot, "ventetida")
        await pilot.press("d")
        await pilot.pause()
        assert any("Somebody has decided" in one.message for one in pilot.app._notifications)
        assert len(view(pilot).suggestions) == 0
        assert "Tid (Per)" in line(pilot, "status")

    drive(project, steps)


def test_no_decision_is_drawn_that_is_not_stored(project):
    async def steps(pilot):
        put_cursor(pilot, "ventetida")
        other = sqlite3.connect(project.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        project.connection.execute("PRAGMA busy_timeout = 20")
        for key in ("a", "d"):
            await pilot.press(key)
            await pilot.pause()
            assert "Another program" in screen_text(pilot)
            await pilot.press("escape")
            await pilot.pause()
        assert (len(view(pilot).codings), len(view(pilot).suggestions)) == (4, 1)
        await pilot.press("a")
        await pilot.pause()
        other.execute("ROLLBACK")
        other.close()
        await until(pilot, lambda: workspace(pilot).is_active)
        assert (len(view(pilot).codings), len(view(pilot).suggestions)) == (5, 0)

    drive(project, steps)


def test_nothing_is_decided_in_a_project_for_reading(project_file):
    async def steps(pilot):
        await pilot.press("f", "a", "d")
        await pilot.pause()
        assert any("for reading only" in one.message for one in pilot.app._notifications)
        assert len(view(pilot).suggestions) == 1

    with Project.open(project_file, read_only=True, coder="Kari") as project:
        drive(project, steps)


def test_the_list_of_transcripts_counts_open_suggestions(project):
    async def steps(pilot):
        assert "□1" in row_with(pilot, f"▸{SOURCE}")
        assert "□" not in row_with(pilot, "Ansatt i")
        await pilot.press("f", "a")
        await pilot.pause(0.6)
        assert "□" not in row_with(pilot, f"▸{SOURCE}")

    drive(project, steps, size=(160, 40))


# Search hits


def hits_of(project: Project, *words: str) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for source_id in source_ids(project).values():
        text = source(project, source_id).text
        for one in words:
            start = -1
            while (start := text.find(one, start + 1)) >= 0:
                found.setdefault(source_id, []).append(Span(start, start + len(one)))
    return found


def test_hits_are_marked_counted_and_walked_through(project):
    async def steps(pilot):
        await pilot.press("plus")
        assert "Nothing was searched for" in line(pilot, "hints")
        workspace(pilot).show_hits(hits_of(project, "hadde ikke tid", "møter", "hver uke"))
        await pilot.pause()
        assert "2 hits (3 in all)" in line(pilot, "status")
        assert "next hit" in line(pilot, "hints")
        assert styles(pilot, "møter")[0].bold
        assert {"╸", "┫"} & set(screen_text(pilot))
        await pilot.press("plus")
        assert selected(pilot) == "hadde ikke tid"
        assert "hit 1 of 3" in line(pilot, "status")
        assert "+ next hit" in line(pilot, "hints")
        await pilot.press("plus")
        assert selected(pilot) == "møter"
        await pilot.press("plus")
        assert selected(pilot) == "hver uke"
        assert "hit 3 of 3" in line(pilot, "status")
        assert "Leder på Ålesund" in line(pilot, "title")
        await pilot.press("plus")
        assert "the last of 3 hits" in line(pilot, "hints")
        await pilot.press("minus", "minus", "minus")
        assert (selected(pilot), view(pilot).document.source.name) == ("hadde ikke tid", SOURCE)
        assert "the first of 3 hits" in line(pilot, "hints")
        await pilot.press("escape")
        assert selected(pilot) == ""
        assert "hits" in line(pilot, "status")
        await pilot.press("escape")
        assert "hits" not in line(pilot, "status")
        assert not {"╸", "┫"} & set(screen_text(pilot))

    drive(project, steps)


def test_a_hit_is_coded_as_it_is_selected(project):
    async def steps(pilot):
        workspace(pilot).show_hits(hits_of(project, "møter"))
        await pilot.press("plus", "1")
        assert "møter" in [words for _, words, _ in stored(project)]
        workspace(pilot).reload()
        assert "hit 1 of 1" in line(pilot, "status"), "a reload keeps the hits"

    drive(project, steps)


def test_hits_beyond_the_text_and_of_gone_sources_are_no_trouble(project):
    async def steps(pilot):
        here = view(pilot).document.source.id
        workspace(pilot).show_hits({here: [Span(5, 10**9), Span(3, 3)], 999: [Span(1, 2)]})
        await pilot.press("plus", "minus")
        await pilot.pause()
        assert len(view(pilot).hits) == 0
        assert selected(pilot) == ""

    drive(project, steps)


# Going to a place


def test_places_that_are_no_longer_there_are_told(project):
    async def steps(pilot):
        screen = workspace(pilot)
        screen.show_place(999, Span(0, 5))
        await pilot.pause()
        assert any("no longer there" in one.message for one in pilot.app._notifications)
        assert view(pilot).document.source.name == SOURCE
        length = len(view(pilot).document.source.text)
        for span in (Span(length - 5, length + 50), Span(10**9, 10**9 + 4), Span(-5, 3)):
            screen.show_place(view(pilot).document.source.id, span)
            await pilot.pause()
            assert 0 <= view(pilot).caret.span.start <= view(pilot).caret.span.end <= length
        screen.show_place(source_ids(project)["Ansatt i PPT"], Span(length * 2, length * 3))
        assert "text ends before" in line(pilot, "hints")
        assert "Ansatt" in line(pilot, "title")

    drive(project, steps)


# A project without transcripts


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
def test_a_project_without_transcripts_says_what_to_do(empty_project, size):
    async def steps(pilot):
        shown = " ".join(screen_text(pilot).split())
        assert "no transcripts yet" in shown
        assert "I imports" in shown
        if size[0] >= 100:
            assert "No codes yet" in shown
        await pilot.press("f", "F", "a", "d", "h", "plus", "minus", "v", "S", "escape", "escape")
        await pilot.pause()
        assert "no transcripts yet" in " ".join(screen_text(pilot).split())

    drive(empty_project, steps, size=size, source="")


def test_the_first_transcript_appears_and_the_last_one_goes(empty_project):
    async def steps(pilot):
        with Project.open(empty_project.path, coder="Per") as other:
            study.add(other, "ny", [("Mor", "Vi bar alt selv.")])
        for _ in range(40):
            await pilot.pause(0.1)
            if view(pilot).document:
                break
        await pilot.pause()
        assert "Vi bar alt selv." in screen_text(pilot)
        assert "no transcripts yet" not in screen_text(pilot)
        with Project.open(empty_project.path, coder="Per") as other:
            remove_source(other, source(other, source_ids(other)["ny"]))
        for _ in range(40):
            await pilot.pause(0.1)
            if view(pilot).document is None:
                break
        await pilot.pause()
        assert "no transcripts yet" in screen_text(pilot)
        assert "Vi bar" not in screen_text(pilot)

    drive(empty_project, steps, source="")


# Selecting


def test_from_sentence_to_sentence(project):
    async def steps(pilot):
        put_cursor(pilot, "bære alt")
        await pilot.press("v", "j")
        assert selected(pilot) == SENTENCE
        await pilot.press("j")
        assert selected(pilot).startswith("Vi måtte")
        assert selected(pilot).endswith("😔.")
        await pilot.press("k", "k")
        assert selected(pilot).startswith("Hvordan har dere")
        assert selected(pilot).endswith("alt selv."), "the first one stays"
        await pilot.press("j", "J")
        assert selected(pilot).startswith("Vi måtte")
        await pilot.press("escape", "ctrl+shift+down", "ctrl+shift+down")
        assert selected(pilot).startswith("Vi måtte")
        assert selected(pilot).endswith("😔.")

    drive(project, steps)


def test_both_ends_of_a_selection_grow_and_shrink(project):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde ikke", select=True)
        await pilot.press("e", "w")
        assert selected(pilot) == "men hun hadde ikke"
        await pilot.press("W", "W")
        assert selected(pilot) == "hadde ikke"
        await pilot.press("shift+right")
        assert selected(pilot) == "adde ikke"
        await pilot.press("e", "w")
        assert selected(pilot) == "hadde ikke", "the part of a word is completed first"
        await pilot.press("w")
        assert selected(pilot) == "hadde ikke tid"

    drive(project, steps)


@pytest.mark.parametrize("key", ["S", "W", "T"])
def test_nothing_to_shrink_is_told(project, key):
    async def steps(pilot):
        await pilot.press(key)
        assert "Nothing is selected: s selects the sentence" in line(pilot, "hints")

    drive(project, steps)


# The mouse


def at(pilot, words: str) -> tuple[int, int]:
    transcript = view(pilot)
    place = transcript.document.source.text.index(words)
    row, cell = transcript.layout_of_text.place_of(place)
    return cell + transcript.margin_of_text.width, row - transcript.scroll_offset.y


def test_dragging_after_a_double_click_goes_by_words(project):
    async def steps(pilot):
        await pilot.click("#transcript", offset=at(pilot, "måtte"))
        await pilot.mouse_down("#transcript", offset=at(pilot, "måtte"))
        assert selected(pilot) == "måtte"
        await pilot.hover("#transcript", offset=at(pilot, "lt selv"))
        assert selected(pilot) == "måtte bære alt"
        await pilot.hover("#transcript", offset=at(pilot, "i måtte"))
        assert selected(pilot) == "Vi måtte", "the word it began with stays"
        await pilot.mouse_up("#transcript", offset=at(pilot, "i måtte"))
        await pilot.hover("#transcript", offset=at(pilot, "alt selv"))
        assert selected(pilot) == "Vi måtte", "let go"

    drive(project, steps)


def test_dragging_after_a_triple_click_goes_by_sentences(project):
    async def steps(pilot):
        await pilot.click("#transcript", offset=at(pilot, "måtte"), times=2)
        await pilot.mouse_down("#transcript", offset=at(pilot, "måtte"))
        assert selected(pilot) == SENTENCE
        await pilot.hover("#transcript", offset=at(pilot, "snakket"))
        await pilot.mouse_up("#transcript", offset=at(pilot, "snakket"))
        assert selected(pilot).endswith("😔.")

    drive(project, steps)


def test_shift_and_a_click_extend(project):
    async def steps(pilot):
        await pilot.click("#transcript", offset=at(pilot, "måtte"))
        await pilot.click("#transcript", offset=at(pilot, "alt selv"), shift=True)
        assert selected(pilot) == "måtte bære"
        await pilot.click("#transcript", offset=at(pilot, "Hvordan"), shift=True)
        assert selected(pilot).startswith("Hvordan")
        assert selected(pilot).endswith("Vi"), "from where it began"

    drive(project, steps)


def test_dragging_beyond_an_edge_scrolls_on(tmp_path):
    async def steps(pilot):
        transcript = view(pilot)
        height = transcript.size.height
        await pilot.mouse_down("#transcript", offset=(30, height - 2))
        await pilot.hover("#transcript", offset=(30, height + 1))
        for _ in range(60):
            await pilot.pause(0.05)
            if transcript.scroll_offset.y > 5:
                break
        assert transcript.scroll_offset.y > 5
        low = transcript.caret.head
        await pilot.hover("#transcript", offset=(30, height - 2))
        top = transcript.scroll_offset.y
        await pilot.pause(0.2)
        assert transcript.scroll_offset.y == top, "back inside, it stands still"
        assert transcript.row_of(low) - transcript.row_of(transcript.caret.anchor) > 5
        await pilot.mouse_up("#transcript", offset=(30, height - 2))

    with Project.create(tmp_path / "lang.qualcode", coder="Kari") as project:
        study.add(project, "lang", [("Mor", f"Setning nummer {n}. " * 9) for n in range(60)])
        drive(project, steps, source="lang", size=(80, 24))


# Bad input

RTL = "שלום עולם، مرحبا بالعالم. "
STRANGE = {
    "endless": "ord" * 60_000,
    "blanks": "a " * 60_000,
    "wide": "漢字かな" * 10_000,
    "emoji": "👩\u200d👩\u200d👧❤️🇳🇴 " * 3000,
    "combining": "q\u0323\u0301x\u0302 " * 5000,
    "right to left": RTL * 500,
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_long_lines_of_any_letters(tmp_path, text):
    async def steps(pilot):
        await pilot.press("s", "escape", "w", "w", "W", "escape", "pagedown", "f", "plus", "e")
        await pilot.press("ctrl+end", "F", "v", "k", "j", "shift+up", "escape", "ctrl+left", "t")
        await pilot.pause()
        transcript = view(pilot)
        assert 0 <= transcript.caret.span.start <= transcript.caret.span.end <= len(text)
        for row in range(transcript.size.height):
            assert transcript.render_line(row).cell_length == transcript.size.width
        await pilot.resize_terminal(40, 10)
        await pilot.pause()

    with Project.create(tmp_path / "rar.qualcode", coder="Kari") as project:
        with project.action("Imported"):
            source_id = add_source(
                project,
                name="rar",
                transcript=Transcript(text, (Turn(0, len(text), "S", Role.UNKNOWN),), "txt"),
                sentences=[],
                original=Original("rar.txt", text.encode()),
                language="nb",
            )
        code = study.add_code(project, "Kode")
        study.suggest(project, [(source_id, 10, 20, code, 0.5)], Decision.OPEN)
        drive(project, steps, source="rar", size=(80, 24))


@pytest.mark.parametrize("size", [(120, 40), (40, 10)])
def test_thirty_codings_on_the_same_words(project, size):
    source_id, start, end = study.find(project, SOURCE, SENTENCE)
    made = [study.add_code(project, f"Kode {number}") for number in range(30)]
    new = [NewCoding(source_id, code, start + number % 5, end) for number, code in enumerate(made)]
    add_codings(project, new, label="x")

    async def steps(pilot):
        put_cursor(pilot, "bære alt")
        await pilot.pause()
        assert "+" in row_with(pilot, "Vi måtte"), "there are more than lanes"
        assert "Kode" in line(pilot, "status")
        await pilot.press("f", "F", "n", "p", "s", "1", "u")
        await pilot.pause()
        assert "Vi måtte" in screen_text(pilot)

    drive(project, steps, size=size)


def test_the_lists_keep_their_place_when_something_changes(project):
    async def steps(pilot):
        await pilot.press("f3")
        await pilot.pause()
        tree = pilot.app.screen.query_one("#codes", Tree)
        await pilot.press("down", "down", "down")
        place = tree.cursor_node.data
        workspace(pilot).reload()
        await pilot.pause()
        assert tree.cursor_node.data == place
        study.add_code(project, "Aller først")
        workspace(pilot).reload()
        await pilot.pause()
        assert tree.cursor_node.data == place

    drive(project, steps)
