"""The workspace in a real terminal, from the command line to the file and back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from terminal import PATIENCE

from qualcode.project import Project
from qualcode.project.codes import codes
from qualcode.project.codings import codings

pytestmark = pytest.mark.system


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
