"""Opening a project a second time must not take away the locks of the first connection."""

from __future__ import annotations

import subprocess
import sys

import pytest
import study

from qualcode.errors import ProjectError
from qualcode.project import Project, undo
from qualcode.project.codings import codings

_LOOK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM codings").fetchone()[0])
connection.close()
"""


def seen_by_another_program(path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_stored_after_others_have_come_and_gone_stays(project_file, read_only):
    with Project.open(project_file, coder="Kari") as project:
        number = len(codings(project))
        with Project.open(project_file, coder="Kari", read_only=read_only):
            pass
        assert seen_by_another_program(project_file) == number
        study.apply(project, "Familie i nord", "Vi måtte bære", "Tid")
        assert seen_by_another_program(project_file) == number + 1
        undo(project)
        study.apply(project, "Familie i nord", "bære alt selv", "Tid")
    assert seen_by_another_program(project_file) == number + 1


def test_so_does_a_second_opening_that_fails(project_file, monkeypatch):
    with Project.open(project_file, coder="Kari") as project:
        number = len(codings(project))
        monkeypatch.setattr("qualcode.project.file.APPLICATION_ID", 1)
        with pytest.raises(ProjectError, match="not a qualcode project"):
            Project.open(project_file)
        assert seen_by_another_program(project_file) == number
        study.apply(project, "Familie i nord", "Vi måtte bære", "Tid")
        assert seen_by_another_program(project_file) == number + 1
