"""Suggestion runs from the screen: starting, stopping, going on, forgetting."""

from __future__ import annotations

import csv
import json
import threading
from importlib.metadata import EntryPoint

import pytest
import study
from driving import SOURCE, drive, line, screen_text, until
from reviewing import decisions, drive_review, make_queue, propose, told
from textual.widgets import Input

from qualcode.codebook.edit import edit_code
from qualcode.project import check
from qualcode.reporting.runs import run_table
from qualcode.suggesting import registry
from qualcode.suggesting.decisions import suggestions
from qualcode.suggesting.queue import tallies
from qualcode.suggesting.registry import Proposal
from qualcode.suggesting.runs import Settings, runs
from qualcode.tui.running import BackgroundRun, Progress, bar, progress_line
from qualcode.tui.screens.review import Review
from qualcode.tui.screens.runs import Runs
from qualcode.tui.screens.workspace import Workspace


@pytest.fixture
def proposed(project):
    """The small study with five open suggestions of run 4, and none of the other runs'."""
    return make_queue(project)


def test_forgetting_a_run(proposed):
    async def steps(pilot):
        await pilot.press("a", "R")
        await pilot.pause()
        shown = screen_text(pilot)
        assert isinstance(pilot.app.screen, Runs)
        assert pilot.app.focused is None, "the keys are the screen's"
        assert "4 open · 1 accepted · 0 rejected" in shown
        await pilot.press("x")
        await pilot.pause()
        assert "Forget 4 open suggestions" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "done" in line(pilot, "hints"))
        assert set(decisions(proposed).values()) == {"accepted"}
        assert "0 open · 1 accepted" in screen_text(pilot)
        assert len(runs(proposed)) == 4
        await pilot.press("x")
        assert "no open suggestions" in line(pilot, "hints")
        await pilot.press("u")
        assert sorted(decisions(proposed).values()) == ["accepted", *["open"] * 4]
        await pilot.press("c")
        assert "is finished" in line(pilot, "hints")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Review)

    drive_review(proposed, steps)


def test_reviewing_one_run(proposed):
    propose(
        proposed, [(SOURCE, "Hun kalte inn til møter", "Koordinatorrollen", 0.2, "møter", False)]
    )

    async def steps(pilot):
        await pilot.press("R")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert line(pilot, "wanted") == "5 of 6 open · by score · run 4"
        await pilot.press("R")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert line(pilot, "wanted") == "1 of 6 open · by score · run 5"

    drive_review(proposed, steps)


class Gate:
    """A suggester that waits before each transcript until it may go on."""

    def __init__(self):
        self.open = threading.Semaphore(0)
        self.begun = 0

    def prepare(self, task):
        code = task.codes[-1]

        def propose(document):
            self.begun += 1
            assert self.open.acquire(timeout=20)
            evidence = [{"word": "nytt slag", "why": "just so"}]
            return [[Proposal(code.id, 0.25, evidence)] for _ in document.units]

        return propose


@pytest.fixture
def gate(monkeypatch):
    """The only suggester besides qualcode's own, and the first to be offered."""
    made = Gate()

    class Point(EntryPoint):
        def load(self):
            return made.prepare

    point = Point("gate", "nowhere:prepare", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    yield made
    made.open.release(50)


async def start_gate(pilot):
    await pilot.press("N")
    await pilot.pause()
    await pilot.press("down", "enter")
    await pilot.pause()
    names = registry.suggesters()
    await pilot.press(*["down"] * names.index("gate"), "enter")
    await pilot.pause()
    assert "How: gate" in screen_text(pilot)
    await pilot.press("enter")
    await pilot.pause()


def test_a_run_goes_on_while_one_reads_and_decides(proposed, gate):
    async def steps(pilot):
        await start_gate(pilot)
        await until(pilot, lambda: gate.begun == 1)
        await until(pilot, lambda: "0 of 3" in screen_text(pilot))
        await pilot.press("a")
        assert "accepted" in decisions(proposed).values()
        await pilot.press("N")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "A run is under way" in line(pilot, "hints")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Workspace)
        await until(pilot, lambda: "0 of 3" in screen_text(pilot))
        gate.open.release()
        await until(pilot, lambda: "1 of 3" in screen_text(pilot))
        await pilot.press("f5")
        await pilot.pause()
        assert "4 open" not in screen_text(pilot), "what the run has found is there"
        gate.open.release(2)
        await until(pilot, lambda: "Run 5 is done" in told(pilot))
        await until(pilot, lambda: "of 3" not in screen_text(pilot))
        assert tallies(proposed)[5].open == runs(proposed)[0].added > 0

    drive_review(proposed, steps)
    assert check(proposed) == []


def test_a_run_is_stopped_and_goes_on(proposed, gate):
    async def steps(pilot):
        await start_gate(pilot)
        await until(pilot, lambda: gate.begun == 1)
        await pilot.press("Q")
        await until(pilot, lambda: "stopping after this transcript" in screen_text(pilot))
        gate.open.release()
        await until(pilot, lambda: "Run 5 stopped after 1 of 3" in told(pilot))
        assert runs(proposed)[0].finished_at is None
        await pilot.press("Q")
        assert "No run is under way" in line(pilot, "hints")
        await pilot.press("R")
        await pilot.pause()
        assert "1 of 3" in screen_text(pilot)
        gate.open.release(2)
        await pilot.press("c")
        await until(pilot, lambda: "Run 5 is done" in told(pilot))
        assert runs(proposed)[0].finished_at
        await until(pilot, lambda: "3 of 3" in screen_text(pilot))

    drive_review(proposed, steps)


def test_quitting_stops_a_run_and_keeps_what_it_found(proposed, gate):
    threads = threading.active_count()

    async def steps(pilot):
        await start_gate(pilot)
        gate.open.release()
        await until(pilot, lambda: gate.begun == 2)
        threading.Timer(0.3, gate.open.release).start()
        await pilot.press("ctrl+q")
        await pilot.pause()

    drive_review(proposed, steps)
    assert threading.active_count() <= threads
    run = runs(proposed)[0]
    assert (run.id, run.finished_at, run.sources_done) == (5, None, 2)
    assert check(proposed) == []


def test_a_suggester_that_fails_is_told(proposed, gate, monkeypatch):
    def prepare(task):
        raise ZeroDivisionError("nothing to divide")

    monkeypatch.setattr(gate, "prepare", prepare)

    async def steps(pilot):
        await start_gate(pilot)
        await until(pilot, lambda: "The suggester failed" in told(pilot))
        assert "nothing to divide" in told(pilot)

    drive_review(proposed, steps)


def test_a_run_of_some_codes_and_transcripts(proposed, gate):
    gate.open.release(5)

    async def steps(pilot):
        await pilot.press("N")
        await pilot.pause()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        await pilot.press(*"tid", "enter")
        await pilot.pause()
        assert "Codes: 1 code" in screen_text(pilot)
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        await pilot.press(*"ansatt", "enter")
        await pilot.pause()
        assert "Transcripts: 1 transcript" in screen_text(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press(*["down"] * registry.suggesters().index("gate"), "enter")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "is done" in told(pilot))

    drive_review(proposed, steps)
    settings = runs(proposed)[0].settings
    assert (settings.codes, settings.sources) == (("Ressursbarrierer > Tid",), ("Ansatt i PPT",))


def test_a_real_run_from_the_screen(project):
    for name, terms in {"Tid": ("tid", "ventetid"), "Penger": ("penger",)}.items():
        edit_code(project, study.code(project, name), indicator_terms=terms)
    background = BackgroundRun(project.path, "Kari", Settings("indicator-terms"))
    background.start()
    background.wait(30)
    assert background.error is None
    assert background.run.finished_at
    assert tallies(project)[background.run.id].open == background.run.added


def test_another_process_runs_at_the_same_time(proposed, gate):
    async def steps(pilot):
        await start_gate(pilot)
        await until(pilot, lambda: gate.begun == 1)
        other = BackgroundRun(proposed.path, "Per", Settings("gate"))
        other.start()
        await until(pilot, lambda: gate.begun == 2)
        gate.open.release(6)
        await until(pilot, lambda: not other.alive)
        await until(pilot, lambda: "is done" in told(pilot))
        assert other.error is None
        first, second = runs(proposed)[:2]
        assert first.finished_at
        assert second.finished_at
        waiting = [one for one in suggestions(proposed) if one.run_id in (5, 6)]
        assert first.added + second.added == len(waiting) > 0

    drive_review(proposed, steps)
    assert check(proposed) == []


def test_the_line_of_a_run():
    assert bar(1, 2, 4) == "━━──"
    assert bar(0, 0, 4) == "────"
    assert bar(9, 3, 4) == "━━━━"
    shown = progress_line(Progress("Suggesting", 1, 4, "K1"), stopping=False)
    assert shown == "Suggesting ━━━━──────────── 1 of 4 · K1 · F5 Q stops it"
    assert "stopping" in progress_line(Progress("Getting ready"), stopping=True)


# The runs as a file


def test_the_runs_are_written_with_settings_versions_and_counts(proposed, tmp_path):
    out = tmp_path / "kjøringer.csv"
    with proposed.action("Other settings"):
        proposed.connection.execute(
            "UPDATE suggestion_runs SET settings = ?, versions = ? WHERE id = 4",
            (
                json.dumps({"codes": ["Tid", "Økonomi"], "min_score": 0.0, "again": True}),
                json.dumps({"qualcode": "1.0", "numpy": "2.3.5"}),
            ),
        )

    async def steps(pilot):
        await pilot.press("a", "R")
        await pilot.pause()
        await pilot.press("ctrl+e")
        await pilot.pause()
        pilot.app.screen.query_one(Input).value = str(out)
        await pilot.press("enter")
        await until(pilot, out.exists)

    drive_review(proposed, steps)
    with out.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["run"] for row in rows] == ["4", "3", "2", "1"]
    latest = rows[0]
    assert (latest["open"], latest["accepted"], latest["rejected"]) == ("4", "1", "0")
    assert latest["only codes"] == "Tid; Økonomi"
    assert latest["versions"] == "qualcode 1.0; numpy 2.3.5"
    assert (latest["least score"], latest["again"], latest["only sources"]) == ("0.0", "yes", "")
    assert rows[1]["least score"] == ""
    assert run_table(proposed).columns == tuple(latest)


def test_without_runs_there_is_nothing_to_write(empty_project):
    async def steps(pilot):
        pilot.app.show_over_workspace(Runs(pilot.app.workspace().study))
        await pilot.pause()
        await pilot.press("X")
        assert isinstance(pilot.app.screen, Runs)
        assert "nothing on this screen to export" in line(pilot, "hints")

    drive(empty_project, steps, source="")
