"""Copying by OSC 52: what is meant on each screen, with its place, and the file beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import drive, line, put_cursor, selected, unchanged
from reviewing import make_queue

from qualcode.model import Span
from qualcode.project.memos import write_memo
from qualcode.project.sources import source_ids
from qualcode.tui.describe import cited
from qualcode.tui.document import load_document
from qualcode.tui.screens.memos import Memos
from qualcode.tui.screens.runs import Runs


def copied(pilot) -> str:
    return pilot.app.clipboard


@pytest.mark.parametrize("size", [(120, 40), (40, 10)])
def test_selected_words_are_copied_with_their_place(project, size):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "y")
        place = "(Familie i nord · turn 2 · Mor · 0:00:07 · line 2)"
        assert copied(pilot) == f"“Vi måtte bære alt selv.” {place}"
        assert line(pilot, "hints").strip().startswith("Copied")
        assert selected(pilot) == "Vi måtte bære alt selv."

    with unchanged(project):
        drive(project, steps, size=size)


def test_without_a_selection_the_sentence_at_the_cursor_is_copied(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("y")
        assert copied(pilot).startswith("“Vi måtte bære alt selv.” (Familie i nord · turn 2")
        assert not selected(pilot)

    drive(project, steps)


def test_words_of_several_turns_keep_their_lines(project):
    document = load_document(project, source_ids(project)["Familie i nord"])
    text = document.source.text
    span = Span(text.index("Fikk dere"), text.index("Hun kalte inn"))
    assert cited(document, span).startswith(
        "“Fikk dere en koordinator?\nMor: Ja, men hun hadde ikke tid.” (Familie i nord · turn 3"
    )


def test_a_project_without_words_says_so(empty_project):
    async def steps(pilot):
        await pilot.press("y")
        assert "no words here to copy" in line(pilot, "hints")
        assert copied(pilot) == ""

    drive(empty_project, steps, source="")


def test_the_same_words_go_to_a_file(project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "Y")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    drive(project, steps)
    (written,) = Path.cwd().glob("*.txt")
    assert written.read_text("utf-8").startswith("“Vi måtte bære alt selv.” (Familie i nord")


def test_a_memo_is_copied_with_what_it_is_on(project):
    with project.action("Wrote a memo"):
        write_memo(project, "project", 0, "Nullpunktet [b]flytter[/b] seg 😔.")

    async def steps(pilot):
        pilot.app.show_over_workspace(Memos(pilot.app.workspace().study))
        await pilot.pause()
        await pilot.press("y")
        first, about, who = copied(pilot).split("\n")
        assert first == "Nullpunktet [b]flytter[/b] seg 😔."
        assert about == "Project Nullpunkt"
        assert who.startswith("Kari, 20")

    drive(project, steps)


def test_a_run_is_copied_with_what_it_gave(project):
    make_queue(project)

    async def steps(pilot):
        pilot.app.show_over_workspace(Runs(pilot.app.workspace().study))
        await pilot.pause()
        await pilot.press("y")
        assert copied(pilot).startswith("Run 4 · begun 20")
        assert "5 open" in copied(pilot)

    drive(project, steps)
