"""Asking the suggester: why nothing is suggested, what is like some words, how sure it is."""

from __future__ import annotations

import json
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
)

from qualcode.analysis.find import hits_at
from qualcode.model import Decision, Span
from qualcode.project import Project
from qualcode.suggesting import why
from qualcode.suggesting.decisions import suggestions
from qualcode.suggesting.ordering import least_certain, spread_over_sources
from qualcode.suggesting.queue import Order, entries, queue
from qualcode.suggesting.trust import threshold_of, weak_examples
from qualcode.tui.screens.asking import WhyDialogue
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.excerpts import Excerpts
from qualcode.tui.screens.review import Review
from qualcode.tui.screens.similar import Similar
from qualcode.tui.screens.workspace import Workspace

SENTENCE = "Ja, men hun hadde ikke tid."


def on(pilot, kind):
    return lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted


async def ask_why(pilot, letters):
    await pilot.press("question_mark")
    await pilot.pause()
    await pilot.press(*letters)
    await pilot.pause()
    await pilot.press("enter")
    await until(pilot, on(pilot, WhyDialogue))
    await pilot.pause()


async def list_similar(pilot, key="equals_sign"):
    await pilot.press(key)
    await until(pilot, lambda: on(pilot, Similar)() and pilot.app.screen.hits)
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_why_nothing_is_suggested_here(project, size):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await ask_why(pilot, "rutiner")
        shown = " ".join(screen_text(pilot).split())
        if size[0] >= 80:
            assert "Too little speaks for the code here." in shown
            assert "weak: 1 example" in shown
        else:
            assert "Rutiner" in shown
        assert selected(pilot) == SENTENCE, "the sentence at the cursor is meant"
        await pilot.press("escape")
        assert on(pilot, Workspace)()

    with unchanged(project):
        drive(project, steps, size=size)


def test_words_that_are_coded_or_rejected(project):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await ask_why(pilot, "tid")
        assert "These words have the code already." in screen_text(pilot)
        await pilot.press("escape")
        put_cursor(pilot, "Hvordan har dere")
        await ask_why(pilot, "tid")
        assert "Only what informants say gets suggestions." in screen_text(pilot)

    drive(project, steps)


def test_it_learns_once_while_nothing_changes(project, monkeypatch):
    learned = []
    load = why.load_engine

    def count(*args, **options):
        learned.append(args)
        return load(*args, **options)

    monkeypatch.setattr(why, "load_engine", count)

    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        for _ in range(2):
            await ask_why(pilot, "rutiner")
            await pilot.press("escape")
        assert len(learned) == 1
        await pilot.press("1")  # a coding: what was learned is out of date
        await ask_why(pilot, "rutiner")
        assert len(learned) == 2

    drive(project, steps)


def test_learning_can_be_given_up(project, monkeypatch):
    started = []

    def learn(_project, *, pause):
        started.append(1)
        while True:
            pause()

    monkeypatch.setattr(why, "load_engine", learn)

    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await pilot.press("question_mark")
        await pilot.pause()
        await pilot.press(*"rutiner", "enter")
        await until(pilot, lambda: started)
        await pilot.press("escape")
        await until(pilot, on(pilot, Workspace))
        assert "given up" not in screen_text(pilot)

    with unchanged(project):
        drive(project, steps)


def test_there_is_nothing_to_ask_about(empty_project):
    async def steps(pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        assert "no codes" in line(pilot, "hints")
        await pilot.press("equals_sign")
        await pilot.pause()
        assert "no words" in line(pilot, "hints")

    drive(empty_project, steps, source="")


@pytest.mark.parametrize("size", [(120, 40), (40, 10)])
def test_more_like_the_selection(project, size):
    async def steps(pilot):
        put_cursor(pilot, SENTENCE, select=True)
        await list_similar(pilot)
        hits = pilot.app.screen.hits
        words = [hit.text for hit in hits]
        assert len(set(words)) == len(words) > 1
        assert SENTENCE not in words
        first = hits[0]
        if size[1] > 10:
            assert SENTENCE in screen_text(pilot), "it says what they are like"
        await pilot.press("enter")
        assert selected(pilot) == first.text
        assert view(pilot).document.source.id == first.source_id
        await list_similar(pilot)  # the same key leads back
        assert pilot.app.screen.hits == hits
        await pilot.press("escape")
        assert len(view(pilot).hits) == sum(hit.source_id == first.source_id for hit in hits)

    with unchanged(project):
        drive(project, steps, size=size)


def test_all_that_is_marked_can_be_coded(project):
    before = stored(project)

    async def steps(pilot):
        put_cursor(pilot, SENTENCE, select=True)
        await list_similar(pilot)
        hits = pilot.app.screen.hits
        await pilot.press("x", "home", "space")  # only the first
        assert "1 marked" in line(pilot, "found")
        await pilot.press("c")
        await pilot.pause(0.3)
        await pilot.press("enter")  # the words found
        await pilot.pause()
        await pilot.press(*"rutiner")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await until(pilot, lambda: len(stored(project)) > len(before))
        assert [one for one in stored(project) if one not in before] == [
            ("Rutiner", hits[0].text, "Kari")
        ]
        await until(pilot, on(pilot, Similar))
        await pilot.press("u")
        assert stored(project) == before

    drive(project, steps)


def test_more_like_an_excerpt_and_like_what_was_found(project):
    async def steps(pilot):
        await pilot.press("f7")
        await pilot.pause()
        assert on(pilot, Excerpts)()
        await until(pilot, lambda: pilot.app.screen.passages.passages)
        excerpt = pilot.app.screen.passages.at_cursor
        await list_similar(pilot)
        first = pilot.app.screen
        assert excerpt.text in str(first.query_one("#about").content)
        second = first.hits[0]
        await pilot.press("equals_sign")
        await until(pilot, lambda: on(pilot, Similar)() and pilot.app.screen is not first)
        assert second.text in str(pilot.app.screen.query_one("#about").content)
        await pilot.press("escape")
        assert on(pilot, Workspace)()

    drive(project, steps)


def test_a_read_only_project_can_be_asked(project_file):
    async def steps(pilot):
        put_cursor(pilot, SENTENCE, select=True)
        await ask_why(pilot, "rutiner")
        await pilot.press("escape")
        await list_similar(pilot)
        await pilot.press("c")
        assert "reading only" in line(pilot, "hints")

    with Project.open(project_file, coder="Kari", read_only=True) as opened:
        drive(opened, steps)


def test_places_as_hits(project):
    source_id, start, end = study.find(project, SOURCE, SENTENCE)
    (hit,) = hits_at(
        project,
        [(999, Span(0, 3)), (source_id, Span(start, end)), (source_id, Span(0, 3))],
    )
    assert (hit.text, hit.turn, hit.speaker, hit.line) == (SENTENCE, 4, "Mor", 4)
    assert hit.turn_text[hit.start - hit.turn_start :].startswith(SENTENCE)


# How sure it is


@pytest.fixture
def weak(project):
    """An open suggestion of a weak code, with the small study's one of a code that is not."""
    for words, score, threshold, is_weak in (
        ("Det er pengene", 0.9, 0.4, True),
        ("Jeg har hørt om dem", 0.5, 0.45, False),
    ):
        place = study.find(project, "Ansatt i PPT", words)
        study.suggest(project, [(*place, study.code(project, "Penger").id, score)], Decision.OPEN)
        evidence = [
            {"trust": {"weak": is_weak, "examples": 4, "sources": 2, "threshold": threshold}}
        ]
        with project.action("Told how sure"):
            project.connection.execute(
                "UPDATE suggestions SET evidence = ? WHERE id = (SELECT max(id) FROM suggestions)",
                (json.dumps(evidence),),
            )
    return project


def test_a_weak_code_has_no_percentage(weak):
    async def steps(pilot):
        await pilot.press("f5")
        await until(pilot, on(pilot, Review))
        await pilot.pause()
        rows = screen_text(pilot).splitlines()
        assert rows[2].startswith("▸ weak 4 ■ Penger")
        assert rows[3].startswith("    0.50 ■ Penger")
        assert "0.9" not in "\n".join(rows[2:3])
        assert "weak: 4 examples" in screen_text(pilot)
        await pilot.press("g")
        assert "□ Penger weak 4" in line(pilot, "status")

    drive(weak, steps)


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_orders_that_are_for_convenience(weak, size):
    spread, unsure = queue(weak, order=Order.SPREAD), queue(weak, order=Order.UNSURE)
    found = suggestions(weak)
    assert spread == [one.id for one in spread_over_sources(found)]
    assert unsure == [one.id for one in least_certain(found)]
    assert len({queue(weak)[0], spread[0], unsure[0]}) == 2

    async def steps(pilot):
        await pilot.press("f5", *"ooo")
        await pilot.pause()
        assert "spread over the transcripts" in line(pilot, "wanted")
        assert pilot.app.screen.query_one("#queue").ids == spread
        await pilot.press("o")
        assert "least certain first" in line(pilot, "wanted")
        assert pilot.app.screen.query_one("#queue").ids == unsure

    drive(weak, steps, size=size)


def test_what_evidence_says_of_trust():
    told = [{"word": "x"}, {"trust": {"weak": True, "examples": 3, "threshold": 0.2}}]
    assert (weak_examples(told), threshold_of(told, 0.5)) == (3, 0.2)
    assert weak_examples([{"trust": {"weak": False, "examples": 30}}]) is None
    for nothing in ([], [{"trust": "yes"}], [{}]):
        assert (weak_examples(nothing), threshold_of(nothing, 0.5)) == (None, 0.5)


def test_a_list_of_suggestions_says_which_are_weak(weak):
    told = {entry.words: entry.weak for entry in entries(weak, queue(weak)).values()}
    assert told["Det er pengene"] == 4
    assert told["Jeg har hørt om dem"] is None


# Runs


def test_a_run_has_units_and_an_aim(project):
    async def steps(pilot):
        await pilot.press("f5", "N")
        await until(pilot, on(pilot, Choice))
        await pilot.pause()
        assert "with the lexicon" in screen_text(pilot)
        assert "Aim: balanced" in screen_text(pilot)
        for downs, answer in ((4, 1), (5, 1)):
            await pilot.press(*["down"] * downs, "enter")
            await pilot.pause()
            await pilot.press(*["down"] * answer, "enter")
            await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: not pilot.app.runner.busy)

    drive(project, steps)
    connection = sqlite3.connect(project.path)
    (made,) = connection.execute(
        "SELECT settings FROM suggestion_runs ORDER BY id DESC LIMIT 1"
    ).fetchone()
    connection.close()
    settings = json.loads(made)
    assert (settings["units"], settings["aim"]) == ("sentence", "few-false")
