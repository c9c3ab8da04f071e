"""Reviewing suggestions in a real terminal, from a run to the file."""

from __future__ import annotations

import shlex
import sqlite3
import sys
from collections import Counter

import pytest
import study

from qualcode.codebook.edit import edit_code
from qualcode.project import Project, check
from qualcode.suggesting.decisions import reject, suggestions
from qualcode.suggesting.registry import suggesters

pytestmark = pytest.mark.system

TERMS = {"Samordning": ("møte", "rutine"), "Koordinatorrollen": ("tid", "kapasitet")}


@pytest.fixture
def study_with_terms(project_file):
    """The small study with terms in its codebook and no open suggestion."""
    with Project.open(project_file, coder="Kari") as project:
        for name, terms in TERMS.items():
            edit_code(project, study.code(project, name), indicator_terms=terms)
        reject(project, suggestions(project))
    return project_file


def rows(path, sql):
    """What another connection reads."""
    connection = sqlite3.connect(path)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def test_run_accept_reject_undo_quit(tmux, study_with_terms):
    path = study_with_terms
    of_run = "SELECT id, decision FROM suggestions WHERE run_id = 4 ORDER BY score DESC, source_id"
    made = (
        "SELECT suggestion_id, origin, name FROM codings JOIN coders ON coders.id = coder_id "
        "WHERE origin = 'suggestion' AND name = 'Ida'"
    )
    tmux.start(sys.executable, "-m", "qualcode", "open", str(path), "--as", "Ida")
    tmux.wait_for("s sentence")
    tmux.press("F5")
    tmux.wait_for("Every suggestion has been decided")
    tmux.press("N")
    tmux.wait_for("Transcripts: all 3")
    tmux.press("Down", "Enter")
    tmux.wait_for("How are codes to be suggested?")
    tmux.press(*["Down"] * suggesters().index("indicator-terms"), "Enter")
    tmux.wait_for("How: by the codebook’s indicator terms")
    tmux.press("Enter")
    tmux.wait_for("Run 4 is done")
    tmux.wait_for("▸")
    count = len(rows(path, of_run))
    assert count >= 3
    tmux.wait_for(f"{count} open")

    tmux.press("a")
    tmux.wait_for("Accepted:")
    tmux.wait_for(f"{count - 1} open")
    assert Counter(decision for _, decision in rows(path, of_run))["accepted"] == 1
    ((accepted, *_),) = rows(path, made)
    tmux.press("x")
    tmux.wait_for("Rejected:")
    assert Counter(decision for _, decision in rows(path, of_run))["rejected"] == 1
    tmux.press("u")
    tmux.wait_for("Undid: Rejected a suggestion")
    tmux.wait_for(f"{count - 1} open")
    tmux.press("d")
    tmux.wait_for(f"{count - 2} open")
    tmux.press("C-q")
    tmux.wait_for_end()

    decided = rows(path, of_run)
    assert Counter(decision for _, decision in decided) == {
        "accepted": 1,
        "rejected": 1,
        "open": count - 2,
    }
    assert rows(path, made) == [(accepted, "suggestion", "Ida")]
    assert dict(decided)[accepted] == "accepted"
    with Project.open(path) as project:
        assert check(project) == []


def test_quitting_in_the_middle_of_a_run(tmux, study_with_terms):
    """The terminal comes back, and the project is whole."""
    path = study_with_terms
    program = shlex.join([sys.executable, "-m", "qualcode", "open", str(path), "--as", "Ida"])
    tmux.start("sh", "-c", f"{program}; echo ended with $?; sleep 60")
    tmux.wait_for("s sentence")
    tmux.press("F5")
    tmux.wait_for("Every suggestion has been decided")
    tmux.press("N")
    tmux.wait_for("Transcripts: all 3")
    tmux.press("Enter", "C-q")
    assert "Traceback" not in tmux.wait_for("ended with 0")
    with Project.open(path) as project:
        assert check(project) == []
