"""What tests share: the small study of `study.py`, made once and copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import study
from terminal import Tmux

from qualcode.project import Project


@pytest.fixture(autouse=True, scope="session")
def _nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """English, and none of the settings or spaCy pipelines of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_CONFIG", str(tmp_path_factory.mktemp("config")))
        data = tmp_path_factory.mktemp("data")
        (data / "tour-shown").touch()
        patch.setenv("QUALCODE_DATA", str(data))
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("QUALCODE_PIPELINE", "blank")
        yield


@pytest.fixture(scope="session")
def study_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study's closed file; not to be written to."""
    path = tmp_path_factory.mktemp("study") / "nullpunkt.qualcode"
    study.build(path)
    return path


@pytest.fixture
def project_file(study_file: Path, tmp_path: Path) -> Path:
    """A copy of the study's file."""
    return Path(shutil.copy(study_file, tmp_path / "studie.qualcode"))


@pytest.fixture
def project(project_file: Path) -> Iterator[Project]:
    """A copy of the study, open for the coder Kari."""
    with Project.open(project_file, coder="Kari") as opened:
        yield opened


@pytest.fixture
def empty_project(tmp_path: Path) -> Iterator[Project]:
    """A new project with nothing in it."""
    with Project.create(tmp_path / "tomt.qualcode", coder="Kari") as made:
        yield made


@pytest.fixture
def tmux() -> Iterator[Tmux]:
    """A real terminal of 90×30; skipped where tmux is missing."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    opened = Tmux(f"qualcode-{os.getpid()}")
    yield opened
    opened.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where QUALCODE_REQUIRE_SYSTEM is set, a test that is skipped has failed."""
    report = yield
    if report.skipped and os.environ.get("QUALCODE_REQUIRE_SYSTEM"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and no test may be: {call.excinfo.value}"
    return report


def pytest_terminal_summary(terminalreporter):
    """Show what tests measured: `record_property("score", …)`."""
    reports = (report for found in terminalreporter.stats.values() for report in found)
    scores = {
        value
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "score"
    }
    for score in sorted(scores):
        terminalreporter.write_line(score)
