"""What a crash, a full disk and a second program do to a project: nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import study

from qualcode.codebook.edit import add_code
from qualcode.errors import ProjectError
from qualcode.project import Project, back_up, check, history, redo, undo
from qualcode.project.codes import codes
from qualcode.project.sources import sources

# Scripts that another process runs on the file in argv[1]; they say when they begin.
BULK_CODING = """
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import sources
text = sources(project)[0].text
spans = [(start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
new = [NewCoding(1, code, *span) for code in range(1, 10) for span in spans][:100_000]
say("begun")
assert add_codings(project, new, label="Everything") == len(new) == 100_000
"""
BIG_IMPORT = """
turns = [("Mor", f"Setning {n} om ventetid og hjelpeapparatet, æøå." * 9) for n in range(60)]
say("begun")
with project.action("Imported 500 transcripts"):
    for number in range(500):
        study.add(project, f"Intervju {number}", [("Intervjuer", f"Nr {number}?"), *turns])
"""
TWO_WRITERS = """
from qualcode.project.codings import NewCoding, add_codings
say("begun")
for start in range(40):
    add_codings(project, [NewCoding(1, 1, start, start + 9)], label=f"{project.coder} {start}")
"""
UNTIL_THE_DISK_IS_FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
say("begun")
for number in range(500):
    try:
        study.add(project, f"Intervju {number}", [("Mor", "Vi ventet og ventet. " * 1000)])
    except QualcodeError as error:
        say(error)
        break
say(len(study.sources(project)))
resource.setrlimit(resource.RLIMIT_FSIZE, (2**14, 2**14))
for attempt in (lambda: back_up(project), lambda: Project.create(path.with_name("ny.qualcode"))):
    try:
        attempt()
    except QualcodeError as error:
        say(error)
"""
PREAMBLE = """
import sys
from pathlib import Path
import study
from qualcode.errors import QualcodeError
from qualcode.project import Project, back_up

def say(what):
    print(what, flush=True)

path = Path(sys.argv[1])
project = Project.open(path, coder=sys.argv[2])
"""


def start(script: str, path: Path, coder: str = "Per") -> subprocess.Popen[str]:
    """Run a script on a project in another process; returns when it has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + script + "\nproject.close()", path, coder],
        env={"PYTHONPATH": ":".join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


@pytest.mark.parametrize("script", [BULK_CODING, BIG_IMPORT], ids=["bulk coding", "big import"])
def test_kill(project_file: Path, script: str) -> None:
    with Project.open(project_file) as project:
        before, actions = study.dump(project), len(history(project))
    for seed in range(3):
        process = start(script, project_file)
        time.sleep(random.Random(seed).uniform(0, 1.5))
        process.kill()
        killed = process.wait() == -signal.SIGKILL
        with Project.open(project_file, coder="Kari") as project:
            assert check(project) == []
            if len(history(project)) > actions:  # it was done before the kill
                assert not killed or len(history(project)) == actions + 1
                undo(project)
                assert study.dump(project) == before
                break
            assert study.dump(project) == before
            add_code(project, "Tillit")
            undo(project)
            actions = len(history(project))


KILLED_IN_ITS_FIRST_SESSION = """
import os, signal
from qualcode.codebook.edit import add_code
made = Project.create(path.with_name("ny.qualcode"))
add_code(made, "Tid")
say("begun")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_new_project_survives_its_first_session(project_file: Path) -> None:
    start(KILLED_IN_ITS_FIRST_SESSION, project_file).wait()
    with Project.open(project_file.with_name("ny.qualcode")) as project:
        assert [code.name for code in codes(project)] == ["Tid"]
        assert check(project) == []


def test_two_programs_write_at_once(project_file: Path) -> None:
    with Project.open(project_file) as project:
        before = study.dump(project)
    writers = [start(TWO_WRITERS, project_file, coder) for coder in ("Siri", "Ola")]
    assert [writer.wait() for writer in writers] == [0, 0]
    with Project.open(project_file) as project:
        labels = [action.label for action in history(project, limit=80)]
        assert sorted(labels) == sorted(f"{c} {n}" for c in ("Siri", "Ola") for n in range(40))
        assert len(study.dump(project)["codings"]) == len(before["codings"]) + 80
        assert check(project) == []
        for _ in range(80):
            undo(project)
        assert study.dump(project) == before


def test_a_writer_waits_no_longer_than_it_should(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(project.path) as other:
        other.connection.execute("PRAGMA busy_timeout = 50")
        with project.action("Slow"):
            add_code(project, "Tillit")
            with pytest.raises(ProjectError, match="Another program is writing"):
                add_code(other, "Savn")
            assert "Tillit" not in {row["name"] for row in other.rows("SELECT name FROM codes")}
        add_code(other, "Savn")
    assert check(project) == []


def test_a_database_that_may_not_grow(project: Project) -> None:
    before, actions = study.dump(project), len(history(project))
    pages = project.value("PRAGMA page_count")
    project.connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(ProjectError, match="no room left"), project.action("Imported"):
        for number in range(9):
            study.add(project, f"Intervju {number}", [("Mor", "Vi ventet og ventet. " * 500)])
    assert study.dump(project) == before
    assert len(history(project)) == actions
    assert check(project) == []
    project.connection.execute("PRAGMA max_page_count = 1000000")
    study.add(project, "Intervju 1", [("Mor", "Vi ventet og ventet. " * 500)])
    undo(project)
    assert study.dump(project) == before


def test_a_full_disk(project_file: Path) -> None:
    if not hasattr(signal, "SIGXFSZ"):
        pytest.skip("needs the limits of Unix")
    process = start(UNTIL_THE_DISK_IS_FULL, project_file)
    output, _ = process.communicate()
    assert process.returncode == 0
    stored = int(next(line for line in output.splitlines() if line.isdigit()))
    assert 3 < stored < 500
    assert output.count("There is no room left to write, or the disk failed.") == 3
    left = {path.name for path in project_file.parent.iterdir()}
    assert left <= {f"{project_file.name}{suffix}" for suffix in ("", "-wal", "-shm")}
    with Project.open(project_file) as project:
        assert len(sources(project)) == stored
        assert check(project) == []
        undo(project)
        redo(project)
        back_up(project)
        assert check(project) == []
