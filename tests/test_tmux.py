"""The workspace in a real terminal, from the command line to the file and back."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from qualcode.project import Project
from qualcode.project.codes import codes
from qualcode.project.codings import codings

PATIENCE = 30  # seconds for anything to appear

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]


class Tmux:
    """A tmux server of its own, with one window."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def call(self, *arguments: str) -> str:
        command = ["tmux", "-f", os.devnull, "-L", self._socket, *arguments]
        # The window has a size of its own, whatever the one around it has.
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout

    def start(self, *command: str) -> None:
        self.call("new-session", "-d", "-x", "90", "-y", "30", shlex.join(command))
        self.call("set-option", "-g", "remain-on-exit", "on")

    def screen(self) -> str:
        return self.call("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        self.call("send-keys", *keys)

    def wait_for(self, wanted: str) -> str:
        """Wait until something is on the screen; gives the screen."""
        end = monotonic() + PATIENCE
        while wanted not in (shown := self.screen()) and monotonic() < end:
            sleep(0.1)
        assert wanted in shown, f"waited for {wanted!r}:\n{shown}"
        return shown

    def wait_for_end(self) -> None:
        end = monotonic() + PATIENCE
        while self.call("list-panes", "-F", "#{pane_dead}").strip() == "0" and monotonic() < end:
            sleep(0.1)
        assert self.call("list-panes", "-F", "#{pane_dead}").strip() != "0"

    def end(self) -> None:
        self.call("kill-server")


@pytest.fixture
def tmux() -> Iterator[Tmux]:
    opened = Tmux(f"qualcode-{os.getpid()}")
    yield opened
    opened.end()


def coded_by_ida(project_file: Path) -> set[str]:
    with Project.open(project_file, read_only=True) as project:
        names = {code.id: code.name for code in codes(project)}
        return {names[coding.code_id] for coding in codings(project) if coding.coder == "Ida"}


def test_open_code_undo_redo_quit_and_find_it_again(tmux, project_file):
    command = [sys.executable, "-m", "qualcode", "open", str(project_file)]
    command += ["--source", "Familie i nord", "--as", "Ida"]
    tmux.start(*command)
    tmux.wait_for("Hvordan har dere opplevd")
    tmux.press("s")
    tmux.wait_for("Enter code")
    tmux.press("Enter")
    tmux.wait_for("Type letters of a code")
    tmux.press(*"penger")
    tmux.wait_for("Det som gjelder penger.")
    tmux.press("Enter")
    tmux.wait_for("1 ■ Penger")
    assert coded_by_ida(project_file) == {"Penger"}, "on disk while it is on the screen"
    tmux.press("u")
    tmux.wait_for("Undid: Coded with Penger")
    assert coded_by_ida(project_file) == set()
    tmux.press("r")
    tmux.wait_for("Redid: Coded with Penger")
    tmux.press("q")
    tmux.wait_for_end()
    tmux.end()

    tmux.start(*command)
    shown = tmux.wait_for("1 ■ Penger")
    first, *_, status, _ = [line for line in shown.splitlines()[1:] if line.strip()]
    assert "[ Hvordan har dere opplevd" in first
    assert status.startswith(" ■ Penger ")
    tmux.press("q")
    tmux.wait_for_end()


def test_what_is_wrong_is_said_before_anything_is_opened(project_file, tmp_path):
    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "qualcode", "open", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    assert "There is no such project" in run(str(tmp_path / "none.qualcode"))
    assert "Did you mean" in run(str(project_file), "--source", "Familie i nor")
    damaged = tmp_path / "damaged.qualcode"
    damaged.write_bytes(project_file.read_bytes()[:5000])
    assert "damaged" in run(str(damaged))
