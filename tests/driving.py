"""Driving the terminal user interface in tests: an app without a terminal, key by key."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import study
from textual.pilot import Pilot
from textual.widgets import Static

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.movement import Caret
from qualcode.tui.screens.workspace import Workspace
from qualcode.tui.transcript import Transcript as TranscriptView

SOURCE = "Familie i nord"
PATIENCE = 30  # seconds for anything to happen

Steps = Callable[[Pilot[None]], Awaitable[None]]


def drive(
    project: Project, steps: Steps, *, size: tuple[int, int] = (120, 40), source: str = SOURCE
) -> None:
    async def go() -> None:
        async with QualcodeApp(project, source=source).run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)

    asyncio.run(go())


def workspace(pilot: Pilot[None]) -> Workspace:
    return next(one for one in pilot.app.screen_stack if isinstance(one, Workspace))


def view(pilot: Pilot[None]) -> TranscriptView:
    return workspace(pilot).query_one(TranscriptView)


def put_cursor(pilot: Pilot[None], words: str, *, select: bool = False) -> None:
    """Place the cursor where words begin, or select them."""
    start = view(pilot).document.source.text.index(words)
    view(pilot).place(Caret(start, start + len(words) if select else start))


def selected(pilot: Pilot[None]) -> str:
    selection = view(pilot).selection
    return view(pilot).document.source.text[slice(*selection)] if selection else ""


def line(pilot: Pilot[None], name: str) -> str:
    """A line of the screen with the title: `title`, `hints`, or the workspace's `status`."""
    screen = next(one for one in reversed(pilot.app.screen_stack) if one.query(f"#{name}"))
    return str(screen.query_one(f"#{name}", Static).content)


def screen_text(pilot: Pilot[None]) -> str:
    """What is on the screen, row by row."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def until(pilot: Pilot[None], ready: Callable[[], object]) -> None:
    """Wait, no longer than `PATIENCE`, until something holds."""
    end = monotonic() + PATIENCE
    while not ready():
        assert monotonic() < end, f"waited in vain:\n{screen_text(pilot)}"
        await pilot.pause(0.02)
    await pilot.pause()


def stored(project: Project) -> list[tuple[str, str, str]]:
    """The codings in the file, as another connection reads them: code, words and coder."""
    connection = sqlite3.connect(project.path)
    found = connection.execute(
        "SELECT codes.name, substr(text, start + 1, end - start), coders.name FROM codings "
        "JOIN codes ON codes.id = code_id JOIN sources ON sources.id = source_id "
        "JOIN coders ON coders.id = coder_id"
    ).fetchall()
    connection.close()
    return found


@contextmanager
def unchanged(project: Project) -> Iterator[None]:
    before = study.dump(project)
    yield
    assert study.dump(project) == before
