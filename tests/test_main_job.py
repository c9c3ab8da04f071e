"""The main job, whole: the demo, the English study, and a folder of 500 files with bad ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from docx import Document

from qualcode import (
    Project,
    Selection,
    check,
    cooccurrence,
    excerpts,
    export_excerpts,
    find_words,
    import_codebook,
    import_codings,
    import_files,
    import_variables,
    read_codebook,
    run,
    suggestions,
    undo,
)

ROOT = Path(__file__).parent.parent


def test_the_demo(tmp_path):
    for name in ("corpora", "codebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = subprocess.run(
        [sys.executable, "-m", "corpora.demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything is as it should be." in done.stdout
    assert "What to type next" in done.stdout
    with Project.open(tmp_path / "demo" / "samordning.qualcode") as project:
        origins = dict(
            map(tuple, project.rows("SELECT origin, count(*) FROM codings GROUP BY origin"))
        )
        assert origins == {"import": 1091}
        assert len(suggestions(project)) > 200
        roles = {row["role"] for row in project.rows("SELECT role FROM turns WHERE speaker <> ''")}
        assert roles == {"interviewer", "informant"}
        two_waves = project.rows(
            "SELECT name FROM cases WHERE (SELECT count(DISTINCT value) FROM effective_values "
            "JOIN sources ON sources.id = source_id "
            "WHERE case_id = cases.id AND variable = 'wave') = 2"
        )
        assert {row["name"] for row in two_waves} == {"A01", "F01", "F03", "K01", "L01"}
    paragraphs = [p.text for p in Document(tmp_path / "demo" / "samordning.docx").paragraphs]
    assert "Hun vet overskriften, ikke innholdet." in "\n".join(paragraphs)


def test_the_english_study(tmp_path):
    folder = ROOT / "corpora" / "commons"
    with Project.create(tmp_path / "commons.qualcode", language="en", coder="maya") as project:
        import_codebook(project, read_codebook(ROOT / "codebooks" / "commons.yaml"))
        assert len(import_files(project, [folder]).imported) == 4
        assert import_variables(project, folder / "variables.csv").unknown_sources == ()
        summary = import_codings(project, folder / "codings_maya.csv")
        assert (summary.added, summary.misfits) == (96, ())
        assert run(project).added > 10
        found = {hit.text.casefold() for hit in find_words(project, "volunteer")}
        assert {"volunteer", "volunteers"} <= found
        residents = Selection(variables=(("group", "resident"),))
        assert 0 < len(excerpts(project, residents)) < 96
        assert cooccurrence(project, depth=0).counts.shape == (4, 4)
        out = tmp_path / "commons.docx"
        assert export_excerpts(project, out, residents) == len(excerpts(project, residents))
        text = "\n".join(paragraph.text for paragraph in Document(out).paragraphs)
        assert "coded by maya" in text
        assert check(project) == []


@pytest.fixture(scope="module")
def many_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mange")
    for number in range(500):
        turns = "".join(
            f"I: Spørsmål nummer {number}?\nR: Svar {number}, altså. Vi ventet på kø {turn}.\n"
            for turn in range(10)
        )
        (folder / f"intervju {number:03}.txt").write_text(turns, "utf-8")
    (folder / "intervju 077.txt").write_bytes(b"")
    (folder / "intervju 078.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200))
    return folder


def test_bad_files_do_not_stop_the_other_498(tmp_path, many_files):
    with Project.create(tmp_path / "mange.qualcode") as project:
        summary = import_files(project, [many_files])
        assert len(summary.imported) == 498
        assert {failure.path.name for failure in summary.failed} == {
            "intervju 077.txt",
            "intervju 078.txt",
        }
        assert all(failure.reason for failure in summary.failed)
        again = import_files(project, [many_files])
        assert (len(again.imported), len(again.known)) == (0, 498)
        assert check(project) == []
        assert undo(project).label == "Imported 498 transcripts"
        assert project.value("SELECT count(*) FROM sources") == 0


@pytest.mark.parametrize("delay", [0.3, 0.6, 0.9, 1.2])
def test_an_import_that_is_killed_leaves_nothing_half_written(tmp_path, many_files, delay):
    path = tmp_path / "drept.qualcode"
    Project.create(path).close()
    process = subprocess.Popen(
        [sys.executable, "-m", "qualcode", "import", str(path), str(many_files)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    with Project.open(path) as project:
        assert check(project) == []
        assert project.value("SELECT count(*) FROM sources") in (0, 498)
        assert len(import_files(project, [many_files]).failed) == 2
        assert project.value("SELECT count(*) FROM sources") == 498
