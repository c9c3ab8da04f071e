"""What other programs do to a project while a screen or a dialogue of it is open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import study
from driving import drive, line, put_cursor, screen_text, stored, view, workspace

from qualcode.codebook.edit import add_code, delete_code
from qualcode.project import Project
from qualcode.project.codings import remove_codings


@contextmanager
def another(project: Project) -> Iterator[Project]:
    """The same project, as another program has it open."""
    with Project.open(project.path, coder="Per") as opened:
        yield opened


def delete_every_code(project: Project) -> None:
    with another(project) as other, other.action("Deleted everything"):
        for name in ("Ressursbarrierer", "Samordning", "Koordinatorrollen"):
            delete_code(other, study.code(other, name))


def test_a_code_chosen_that_was_deleted_meanwhile_is_told(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter", *"rutin")
        delete_every_code(project)
        await pilot.press("enter")
        await pilot.pause()
        assert any("meanwhile" in one.message for one in pilot.app._notifications)
        assert stored(project) == []
        assert len(view(pilot).codings) == 0

    drive(project, steps)


@pytest.mark.parametrize("keys", [("s", "1"), ("s", "."), ("x",), ("m",), ("g",), ("L",), ("u",)])
def test_keys_on_codings_that_were_deleted_meanwhile_break_nothing(project, keys):
    async def steps(pilot):
        put_cursor(pilot, "snakket sammen")
        await pilot.pause()
        delete_every_code(project)
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.press("escape", "escape")  # u asks before it takes back what another did
        await pilot.pause()
        assert pilot.app.screen is workspace(pilot)
        workspace(pilot)._poll()
        assert len(view(pilot).codings) == 0

    drive(project, steps)


def test_codings_with_a_code_made_elsewhere_are_drawn(project):
    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        with another(project) as other:
            add_code(other, "Ny kode")
            study.apply(other, "Familie i nord", "Vi måtte bære alt selv.", "Ny kode")
        await pilot.press("s", "1")
        await pilot.pause()
        assert "Ny kode" in screen_text(pilot)
        assert len(view(pilot).codings) == 6

    drive(project, steps)


def test_removing_what_somebody_else_has_removed_is_not_told_as_done(project):
    async def steps(pilot):
        put_cursor(pilot, "snakket sammen")
        await pilot.press("L")
        await pilot.pause()
        with another(project) as other:
            remove_codings(other, [view(pilot).codings.at(view(pilot).caret.head)[0].id])
        await pilot.press("x")
        await pilot.pause()
        assert any("no longer there" in one.message for one in pilot.app._notifications)
        assert "Removed" not in line(pilot, "hints")
        assert len(view(pilot).codings) == len(
            [one for one in stored(project) if one[1] in view(pilot).document.source.text]
        )

    drive(project, steps)


def test_an_error_that_nobody_foresaw_shows_no_words_of_the_transcript(tmux, project_file):
    broken = (
        "import sys; from qualcode.tui.screens.coding import CodingKeys\n"
        "def fail(self, number): self.transcript.text = None; raise KeyError(number)\n"
        "CodingKeys.action_recent = fail\n"
        f"sys.argv = ['qualcode', 'open', {str(project_file)!r}]\n"
        "from qualcode.cli import main; main()"
    )
    tmux.start(sys.executable, "-c", broken)
    tmux.wait_for("F1")
    tmux.press("1")
    shown = tmux.wait_for("did not expect: KeyError: 1")
    tmux.wait_for_end()
    assert "Traceback" not in shown
    assert "rutiner" not in shown
