"""A project's file that is moved, deleted or replaced while it is open."""

from __future__ import annotations

import shutil

import pytest
import study
from driving import drive, put_cursor, view

from qualcode.errors import ProjectError
from qualcode.project import Project
from qualcode.project.codings import codings


@pytest.mark.parametrize("what", ["moved", "deleted", "replaced"])
def test_nothing_is_stored_in_a_file_that_nobody_can_find(project_file, tmp_path, what):
    elsewhere = tmp_path / "elsewhere.qualcode"
    with Project.open(project_file, coder="Kari") as project:
        number = len(codings(project))
        if what == "replaced":
            shutil.copy(project_file, elsewhere)
            elsewhere.replace(project_file)
        elif what == "moved":
            project_file.rename(elsewhere)
        else:
            project_file.unlink()
        with pytest.raises(ProjectError, match="moved, deleted or replaced"):
            study.apply(project, "Familie i nord", "Vi måtte bære", "Tid")
        assert len(codings(project)) == number
        if what == "moved":
            elsewhere.rename(project_file)
            study.apply(project, "Familie i nord", "Vi måtte bære", "Tid")
            assert len(codings(project)) == number + 1


def test_after_a_moment_the_file_alone_has_every_coding(project, tmp_path):
    number = len(codings(project))

    async def steps(pilot):
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "1")
        pilot.app.screen._poll()
        shutil.copy(project.path, tmp_path / "copy.qualcode")

    drive(project, steps)
    with Project.open(tmp_path / "copy.qualcode") as copy:
        assert len(codings(copy)) == number + 1


def test_a_coding_in_a_file_that_is_gone_is_refused_and_told(project):
    async def steps(pilot):
        drawn = len(view(pilot).codings)
        project.path.rename(project.path.with_suffix(".away"))
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "1")
        assert len(view(pilot).codings) == drawn
        assert any("moved, deleted" in one.message for one in pilot.app._notifications)

    drive(project, steps)
