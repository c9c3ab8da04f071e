"""Reviewing suggestions, key by key, in an app without a terminal."""

from __future__ import annotations

import csv
import json
import sqlite3

import pytest
import study
from driving import SOURCE, drive, line, screen_text, selected, stored, unchanged, until
from reviewing import PROPOSED, at_hand, decisions, drive_review, make_queue, told, words_at_hand
from textual.widgets import Input

from qualcode.codebook.edit import delete_code
from qualcode.model import Decision
from qualcode.project import Project, check, history
from qualcode.suggesting.decisions import reject, suggestions
from qualcode.tui.screens.review import Review
from qualcode.tui.screens.runs import Runs
from qualcode.tui.screens.workspace import Workspace


@pytest.fixture
def proposed(project):
    """The small study with five open suggestions of run 4, and none of the other runs'."""
    return make_queue(project)


# What is shown


def test_the_queue_the_words_and_why(proposed):
    async def steps(pilot):
        shown = screen_text(pilot)
        rows = shown.splitlines()
        assert "5 open · by score" in rows[1]
        assert rows[2].startswith("▸   0.88 ■ Rutiner")
        assert "Hva som er nytt" in rows[2]
        assert "¬ Ja, men hun hadde ikke tid." in rows[4]
        assert "[Hva som er nytt, vet jeg" in shown
        assert "ikke.]" in shown
        assert "Ansatt i PPT · turn 2" in shown
        assert "Kjenner du til lovendringene?" in shown, "the turn before"
        assert "Vi har rutiner." in shown, "and the one after"
        assert "0.875" in shown
        assert "run 4, by the codebook’s" in shown
        assert "nytt: “nytt”" in shown
        assert "Det som gjelder rutiner." in shown, "the definition"
        await pilot.press("n", "n")
        assert "All its evidence stands in a negation." in screen_text(pilot)
        assert "Coded here already: ■ Tid (Per)" in screen_text(pilot).replace("  ", " ") or (
            "Coded here already: ■ Tid (Kari)" in screen_text(pilot)
        )

    with unchanged(proposed):
        drive_review(proposed, steps)


def test_evidence_is_marked_in_the_text_by_more_than_colour(proposed, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot):
        context = pilot.app.screen._text
        runs_of = [run for y in range(context.size.height) for run in context.render_line(y)]
        (word,) = [run for run in runs_of if run.text == "nytt"]
        assert word.style.underline
        assert word.style.reverse
        (inside,) = [run for run in runs_of if run.text == "Hva som er "]
        assert inside.style.reverse
        assert not inside.style.underline
        assert not any(run.style.color for run in runs_of if run.style)

    drive_review(proposed, steps)


def test_every_size_shows_queue_words_and_code(proposed):
    async def steps(pilot):
        for size in ((80, 24), (40, 10), (250, 70)):
            await pilot.resize_terminal(*size)
            await pilot.press("home", "w", "escape", "f3")
            await pilot.pause()
            shown = screen_text(pilot)
            assert "▸   0.88 ■ Rut" in shown
            assert "[Hva" in shown
            assert "accept" in shown
            await pilot.press("n", "f3")
            await pilot.pause()
            assert "[Jeg har hørt om dem.]" in screen_text(pilot)

    drive_review(proposed, steps)


def test_themes(proposed):
    async def steps(pilot):
        for theme in ("textual-light", "ansi-dark", "ansi-light"):
            pilot.app.theme = theme
            await pilot.pause()
            assert "[Hva som er nytt" in screen_text(pilot)
        await pilot.press("n", "a", "R")
        await pilot.pause()
        assert "indicator terms" in screen_text(pilot)

    drive_review(proposed, steps)


# Deciding


def test_one_key_accepts_and_the_next_comes(proposed):
    words = PROPOSED[0][1]

    async def steps(pilot):
        before = len(history(proposed))
        await pilot.press("a")
        assert ("Rutiner", words, "Kari") in stored(proposed)
        assert decisions(proposed)[words] == "accepted"
        assert at_hand(pilot) == ("Samordning", 0.75)
        assert "4 open" in screen_text(pilot)
        assert "Accepted: Samordning > Rutiner. u takes it back." in line(pilot, "hints")
        assert len(history(proposed)) == before + 1
        await pilot.press("n", "u")
        assert decisions(proposed)[words] == "open"
        assert ("Rutiner", words, "Kari") not in stored(proposed)
        assert at_hand(pilot) == ("Rutiner", 0.875), "undo leads back to it"
        assert "Undid: Accepted a suggestion" in line(pilot, "hints")
        await pilot.press("r")
        assert decisions(proposed)[words] == "accepted"
        assert at_hand(pilot) == ("Samordning", 0.75)

    drive_review(proposed, steps)
    assert check(proposed) == []


def test_reject_to_the_end_of_the_queue(proposed):
    async def steps(pilot):
        await pilot.press("end", "x")
        assert decisions(proposed)[PROPOSED[4][1]] == "rejected"
        assert at_hand(pilot) == ("Tid", 0.4), "the last one took its place"
        await pilot.press("delete", "x", "d", "x")
        await pilot.pause()
        assert set(decisions(proposed).values()) == {"rejected"}
        assert "Every suggestion has been decided" in screen_text(pilot)
        await pilot.press("a", "x", "c", "w", "left", "n", "g", "C", "A")
        await pilot.pause()
        await pilot.press("u")
        assert at_hand(pilot) is not None

    with_codings = len(stored(proposed))
    drive_review(proposed, steps)
    assert len(stored(proposed)) == with_codings


def test_accepting_with_another_code(proposed):
    async def steps(pilot):
        await pilot.press("c", *"penger")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert ("Penger", PROPOSED[0][1], "Kari") in stored(proposed)
        assert decisions(proposed)[PROPOSED[0][1]] == "accepted"
        assert at_hand(pilot) == ("Samordning", 0.75)
        await pilot.press("c", "escape")
        await pilot.pause()
        assert at_hand(pilot) == ("Samordning", 0.75)

    drive_review(proposed, steps)


def test_accepting_with_other_borders(proposed):
    async def steps(pilot):
        await pilot.press("n", "s")
        assert words_at_hand(pilot) == f"Jeg har hørt om dem. {PROPOSED[0][1]}"
        assert "[Jeg har hørt om dem. Hva" in screen_text(pilot)
        assert "Other borders than suggested" in screen_text(pilot)
        await pilot.press("W", "W", "right")
        assert words_at_hand(pilot) == "har hørt om dem. Hva som er nytt, vet jeg ærlig"
        assert "Jeg[har hørt om dem." in screen_text(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, Review)
        assert "[Jeg har hørt om dem.]" in screen_text(pilot)
        await pilot.press("ctrl+left", "ctrl+right", "shift+left", "right", "right", "a")
        assert ("Samordning", "hørt om", "Kari") in stored(proposed)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, Workspace)

    drive_review(proposed, steps)


def test_the_mouse_chooses_and_stretches(proposed):
    async def steps(pilot):
        await pilot.click("#queue", offset=(20, 1))
        await pilot.pause()
        assert at_hand(pilot) == ("Samordning", 0.75)
        rows = screen_text(pilot).splitlines()
        (y,) = [y for y, row in enumerate(rows) if "[Jeg har hørt om dem.]" in row]

        def at(word):
            return (rows[y].index(word) + 1, y)

        await pilot.mouse_down(offset=at("hørt"))
        await pilot.hover(offset=at("nytt"))
        await pilot.mouse_up(offset=at("nytt"))
        words = words_at_hand(pilot)
        assert words == "hørt om dem. Hva som er nytt"
        await pilot.press("enter")
        assert ("Samordning", words, "Kari") in stored(proposed)

    drive_review(proposed, steps)


def test_accepting_all_that_a_filter_leaves_is_one_action(proposed):
    async def steps(pilot):
        before = stored(proposed)
        await pilot.press("C", "A")
        await pilot.pause()
        assert "Accept 2 suggestions" in screen_text(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert stored(proposed) == before
        await pilot.press("A")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "done" in line(pilot, "hints"))
        new = [one for one in stored(proposed) if one not in before]
        assert {name for name, _, _ in new} == {"Rutiner"}
        assert len(new) == 2
        assert history(proposed, limit=1)[0].label == "Accepted 2 suggestions"
        assert "None of 3 open suggestions fits the filter" in screen_text(pilot)
        await pilot.press("u")
        assert stored(proposed) == before
        assert at_hand(pilot) == ("Rutiner", 0.875)

    drive_review(proposed, steps)


def test_rejecting_all(proposed):
    async def steps(pilot):
        await pilot.press("D")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: set(decisions(proposed).values()) == {"rejected"})
        await until(pilot, lambda: "Every suggestion has been decided" in screen_text(pilot))
        await pilot.press("u")
        assert "5 open" in screen_text(pilot)

    drive_review(proposed, steps)


# Filters and order


def test_filters(proposed):
    async def steps(pilot):
        def wanted():
            return line(pilot, "wanted")

        await pilot.press("C")
        assert wanted() == "2 of 5 open · by score · only Rutiner and below"
        await pilot.press("C", "exclamation_mark")
        assert wanted() == "1 of 5 open · by score · only negated"
        assert at_hand(pilot) == ("Tid", 0.5)
        await pilot.press("exclamation_mark")
        assert wanted() == "4 of 5 open · by score · none negated"
        await pilot.press("m")
        await pilot.pause()
        await pilot.press(*"hm", "enter")
        assert "is no number" in screen_text(pilot)
        pilot.app.screen.query_one(Input).value = "0,5"
        await pilot.press("enter")
        await pilot.pause()
        assert wanted() == "2 of 5 open · by score · from 0.5 up · none negated"
        await pilot.press("F")
        assert wanted() == "5 open · by score"
        await pilot.press("f")
        await pilot.pause()
        await pilot.press(*"code ressurs")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert wanted() == "2 of 5 open · by score · only Ressursbarrierer and below"

    with unchanged(proposed):
        drive_review(proposed, steps)


def test_orders_keep_the_suggestion_at_hand(proposed):
    async def steps(pilot):
        await pilot.press("n")
        await pilot.press("o")
        assert "by code" in line(pilot, "wanted")
        assert at_hand(pilot) == ("Samordning", 0.75)
        await pilot.press("home")
        assert at_hand(pilot) == ("Tid", 0.5)
        await pilot.press("o", "home")
        assert "by place" in line(pilot, "wanted")
        assert at_hand(pilot) == ("Samordning", 0.75)

    drive_review(proposed, steps)


def test_to_the_text_and_back_to_the_same_place(proposed):
    async def steps(pilot):
        await pilot.press("C", "o", "n", "g")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Workspace)
        assert selected(pilot) == PROPOSED[4][1]
        await pilot.press("f5")
        await pilot.pause()
        assert "only Rutiner" in line(pilot, "wanted")
        assert "by code" in line(pilot, "wanted")
        assert at_hand(pilot) == ("Rutiner", 0.3)

    drive_review(proposed, steps)


def test_a_filter_on_a_code_that_goes_is_dropped(proposed):
    async def steps(pilot):
        await pilot.press("end", "C")
        with Project.open(proposed.path, coder="Per") as other:
            delete_code(other, study.code(other, "Rutiner"))
        await until(pilot, lambda: "3 open · by score" in line(pilot, "wanted"))
        assert "no filter now" in line(pilot, "hints")

    drive_review(proposed, steps)


# Others at the same time


def test_what_another_program_decides_goes_from_the_queue(proposed):
    async def steps(pilot):
        await pilot.press("n")
        with Project.open(proposed.path, coder="Per") as other:
            reject(other, suggestions(other, min_score=0.8))
        await until(pilot, lambda: "4 open" in line(pilot, "wanted"))
        assert at_hand(pilot) == ("Samordning", 0.75), "it stays where the user is"

    drive_review(proposed, steps)


def test_deciding_on_what_another_program_has_just_decided(proposed):
    async def steps(pilot):
        before = stored(proposed)
        with Project.open(proposed.path, coder="Per") as other:
            reject(other, suggestions(other, min_score=0.8))
        await pilot.press("a")
        assert stored(proposed) == before
        assert decisions(proposed)[PROPOSED[0][1]] == "rejected"
        assert "decided on a suggestion meanwhile" in told(pilot)
        assert at_hand(pilot) == ("Samordning", 0.75)

    drive_review(proposed, steps)


def test_nothing_is_drawn_that_is_not_stored(proposed):
    async def steps(pilot):
        other = sqlite3.connect(proposed.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        proposed.connection.execute("PRAGMA busy_timeout = 20")
        await pilot.press("a")
        await pilot.pause()
        assert "5 open" in screen_text(pilot)
        assert "Another program" in screen_text(pilot)
        other.execute("ROLLBACK")
        other.close()
        await until(pilot, lambda: "4 open" in screen_text(pilot))

    drive_review(proposed, steps)


def test_reading_only(proposed):
    async def steps(pilot):
        assert "for reading only" in line(pilot, "title")
        for keys in ("a", "x", "w a", "u", "A enter", "N enter", "R x"):
            await pilot.press(*keys.split())
            await pilot.pause(0.1)
        assert "for reading only" in told(pilot)

    with Project.open(proposed.path, read_only=True, coder="Kari") as again, unchanged(again):
        drive_review(again, steps)


def test_a_project_with_nothing_in_it(empty_project):
    async def steps(pilot):
        await pilot.press("f5")
        await pilot.pause()
        assert "This project has no transcripts yet" in screen_text(pilot)
        for key in ("a", "x", "c", "n", "p", "pagedown", "home", "end", "left", "s", "g", "o", "C",
                    "exclamation_mark", "F", "f3", "A", "D", "N", "Q", "y", "X"):  # fmt: skip
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(pilot.app.screen, Review)
        await pilot.press("R")
        await pilot.pause()
        assert "Nothing has been suggested yet" in screen_text(pilot)
        await pilot.press("x", "c", "enter", "up", "down", "Q", "N")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Runs)
        assert "no transcripts" in line(pilot, "hints")

    drive(empty_project, steps, source="")


def test_a_project_without_a_codebook(empty_project):
    study.add(empty_project, SOURCE, study.INTERVIEWS[SOURCE])

    async def steps(pilot):
        await pilot.press("f5", "N")
        await pilot.pause()
        assert "The codebook is empty" in screen_text(pilot)
        assert "There are no codes to suggest" in line(pilot, "hints")

    drive(empty_project, steps)


# Taking along


def test_the_table_of_what_is_shown(proposed, tmp_path):
    async def steps(pilot):
        await pilot.press("C")
        offered = pilot.app.screen.exports()
        assert [one.suffix for one in offered] == [".csv", ".jsonl"]
        with Project.open(proposed.path) as other:
            offered[0].write(other, tmp_path / "ut.csv")
        await pilot.press("C")
        assert "“Hva som er nytt" in pilot.app.screen.clipping()
        assert "Ansatt i PPT, line 2" in pilot.app.screen.clipping()

    drive_review(proposed, steps)
    rows = list(csv.DictReader((tmp_path / "ut.csv").open(encoding="utf-8-sig")))
    assert [row["text"] for row in rows] == [PROPOSED[0][1], PROPOSED[4][1]]
    assert "ut.csv" in proposed.value("SELECT path FROM written_files ORDER BY id DESC")


def test_evidence_of_any_kind_can_be_shown_and_written(proposed, tmp_path):
    strange = [{"word": "tid"}, {"colour": [1, {"a": None}]}, {}, {"nearest": 3}]
    with proposed.action("Odd evidence"):
        proposed.connection.execute("UPDATE suggestions SET evidence = ?", (json.dumps(strange),))

    async def steps(pilot):
        assert "colour" in screen_text(pilot)
        with Project.open(proposed.path) as other:
            for one in pilot.app.screen.exports():
                one.write(other, tmp_path / f"ut{one.suffix}")

    drive_review(proposed, steps)
    assert "tid" in (tmp_path / "ut.csv").read_text("utf-8")


def test_many(project):
    reject(project, suggestions(project))
    source_id, _, _ = study.find(project, SOURCE, "Vi")
    code = study.code(project, "Tid").id
    length = project.value("SELECT length FROM sources WHERE id = ?", (source_id,))
    spans = [(a, b) for a in range(length) for b in range(a + 1, min(a + 40, length))][:1500]
    study.suggest(project, [(source_id, *span, code, 0.5) for span in spans], Decision.OPEN)

    async def steps(pilot):
        assert "1,500 open" in screen_text(pilot)
        read = []
        inner = pilot.app.screen._list._read
        pilot.app.screen._list._read = lambda ids: read.append(len(ids)) or inner(ids)
        await pilot.press("end", "home", *["n"] * 30)
        assert max(read) < 100, "only what is in view is read"
        await pilot.press("A")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "done" in line(pilot, "hints"))
        await pilot.press("u")
        assert "1,500 open" in screen_text(pilot)

    drive_review(project, steps)
