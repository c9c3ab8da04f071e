"""Every screen of a project has something to write to a file."""

from __future__ import annotations

import pytest
from driving import drive
from reviewing import make_queue

from qualcode.tui.exporting import Export
from qualcode.tui.screens import _SCREENS, make_screen
from qualcode.tui.screens.export import ExportDialogue
from qualcode.tui.screens.memos import Memos
from qualcode.tui.screens.runs import Runs

SCREENS = [name for name in _SCREENS if name != "importing"]  # empty until files are chosen


@pytest.mark.parametrize("name", [*SCREENS, "memos", "runs"])
def test_every_screen_can_be_written(project, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    make_queue(project)

    async def steps(pilot):
        study = pilot.app.workspace().study
        others = {"memos": Memos, "runs": Runs}
        screen = others[name](study) if name in others else make_screen(name, study)
        pilot.app.show_over_workspace(screen)
        await pilot.pause()
        if name == "search":
            await pilot.press(*"tid")
            await pilot.pause(0.4)
            await pilot.press("enter")
            await pilot.pause()
        offered = screen.exports()
        assert offered
        assert all(isinstance(one, Export) for one in offered)
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ExportDialogue)

    drive(project, steps)
