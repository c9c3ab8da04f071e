"""Searching and coding all hits in a real terminal, from the command line to the file."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest
import study

from qualcode.project import Project

pytestmark = pytest.mark.system


def coded_by_ida(project_file: Path) -> list[tuple[str, str]]:
    """Code and words of each of Ida's codings, as another connection reads them."""
    connection = sqlite3.connect(project_file)
    found = connection.execute(
        "SELECT codes.name, substr(text, start + 1, end - start) FROM codings "
        "JOIN codes ON codes.id = code_id JOIN sources ON sources.id = source_id "
        "JOIN coders ON coders.id = coder_id WHERE coders.name = 'Ida' ORDER BY sources.name, start"
    ).fetchall()
    connection.close()
    return found


def test_search_and_code_all(tmux, project_file):
    with Project.open(project_file) as project:
        study.add(project, "Nye møter", [("Far", "Ansvarsgruppemøtet gikk. Så et møte til.")])
    wanted = [
        ("Rutiner", "Hun kalte inn til møter, det var alt."),
        ("Rutiner", "Ansvarsgruppemøtet gikk."),
        ("Rutiner", "Så et møte til."),
    ]
    command = [sys.executable, "-m", "qualcode", "open", str(project_file)]
    tmux.start(*command, "--source", "Familie i nord", "--as", "Ida")
    tmux.wait_for("Hvordan har dere opplevd")
    tmux.press("/")
    tmux.wait_for("Type words to look for")
    tmux.press("m", "ø", "t", "e")
    tmux.wait_for("3 hits in 2 transcripts")
    tmux.press("Enter")
    tmux.wait_for("c code all")
    tmux.press("c")
    tmux.wait_for("Their sentences · 3 sentences")
    tmux.press("Down", "Enter")
    tmux.wait_for("3 sentences: which code?")
    tmux.press(*"rutiner")
    tmux.wait_for("Det som gjelder rutiner.")
    tmux.press("Enter")
    tmux.wait_for("Make 3 codings")
    assert coded_by_ida(project_file) == []
    tmux.press("Enter")
    tmux.wait_for("Coded 3 sentences: 3 new codings.")
    assert coded_by_ida(project_file) == wanted, "on disk while it is on the screen"
    tmux.press("u")
    tmux.wait_for("Undid: Coded 3 sentences with Rutiner")
    assert coded_by_ida(project_file) == []
    tmux.press("r")
    tmux.wait_for("Redid: Coded 3 sentences with Rutiner")
    tmux.press("C-q")
    tmux.wait_for_end()
    assert coded_by_ida(project_file) == wanted
