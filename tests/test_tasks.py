"""Common tasks take just the keys that the page of keys says: `docs/tasks.py`."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from driving import drive, put_cursor, screen_text, stored, view

from qualcode.project.history import undo
from qualcode.project.memos import find_memos
from qualcode.tui.screens.excerpts import Excerpts

DOCS = runpy.run_path(str(Path(__file__).parent.parent / "docs" / "tasks.py"))
TASKS = {task.name: task for task in DOCS["TASKS"]}
SENTENCE = "Vi måtte bære alt selv."


class Done(NamedTuple):
    """Where the cursor stands before, and the codings that the task adds and takes away."""

    cursor: str
    added: frozenset[tuple[str, str, str]] | set[tuple[str, str, str]] = frozenset()
    removed: frozenset[tuple[str, str, str]] | set[tuple[str, str, str]] = frozenset()


CODED = ("Samordning", "Ingen snakket sammen", "Kari")
DONE = {
    "Code a sentence": Done("måtte", {("Tid", SENTENCE, "Kari")}),
    "Code a sentence with the code used last": Done("måtte", {("Stillinger", SENTENCE, "Kari")}),
    "Code a sentence with one of nine recent codes": Done(
        "måtte", {("Tverrfaglige team", SENTENCE, "Kari")}
    ),
    "Put two codes on a sentence": Done(
        "måtte", {("Tid", SENTENCE, "Kari"), ("Penger", SENTENCE, "Kari")}
    ),
    "Make a new code (here under a theme) and code a sentence with it": Done(
        "måtte", {("alene", SENTENCE, "Kari")}
    ),
    "Make a code that is called after two words": Done(
        "alt selv", {("alt selv", "alt selv", "Kari")}
    ),
    "Make a coding a word longer": Done(
        "snakket", {("Samordning", "Ingen snakket sammen, og", "Kari")}, {CODED}
    ),
    "Give a coding another code": Done("snakket", {("Penger", *CODED[1:])}, {CODED}),
    "Remove a coding": Done("snakket", removed={CODED}),
    "Undo what was done last": Done("snakket"),
    "Write a memo on a coding": Done("snakket"),
    "Accept the next suggestion": Done(
        "snakket", {("Tid", "ventetida var på åtte måneder", "Kari")}
    ),
    "Find words in all transcripts and code every hit": Done(
        "snakket", {("Penger", "hun", "Kari"), ("Penger", "Hun", "Kari")}
    ),
    "See every excerpt of a code": Done("snakket"),
}


@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_just_these_keys(project, name):
    task, done = TASKS[name], DONE[name]
    before = Counter(stored(project))
    actions = project.value("SELECT count(*) FROM actions")

    async def steps(pilot):
        put_cursor(pilot, done.cursor)
        if name == "Undo what was done last":
            await pilot.press("1")
        for key in task.keys:
            letters = [" " if letter == " " else letter for letter in key.strip("“”")]
            await pilot.press(*(letters if DOCS["is_typed"](key) else [key]))
            await pilot.pause(0.3 if "every hit" in name else 0)  # the search works beside
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        after = Counter(stored(project))
        assert set(after - before) == done.added
        assert set(before - after) == done.removed
        if name == "Write a memo on a coding":
            assert [memo.about for memo in find_memos(project, text="tanke")] == ["Samordning"]
        elif name == "See every excerpt of a code":
            assert isinstance(pilot.app.screen, Excerpts)
            assert "Ingen snakket sammen" in screen_text(pilot)
        elif name == "Undo what was done last":
            assert len(view(pilot).codings) == 4
        else:
            assert project.value("SELECT count(*) FROM actions") == actions + 1, "one action"
            undo(project)
            assert Counter(stored(project)) == before

    drive(project, steps)


def test_every_task_is_tested_and_every_page_is_named():
    assert list(DONE) == list(TASKS)
    named = {steps.page for task in TASKS.values() for steps in task.elsewhere.values()}
    assert named == set(DOCS["PAGES"])
