"""Example studies and new projects: made whole or not at all, and part of every installation."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from qualcode import Project, check, example_studies, make_example
from qualcode.codebook.start import start_project
from qualcode.errors import InputError, NotFoundError, ProjectError
from qualcode.project.overview import overview

ROOT = Path(__file__).parent.parent


def cli(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qualcode", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "language", "sources", "codes", "coders"),
    [("samordning", "nb", 18, 42, ["anne", "bjørn"]), ("commons", "en", 4, 18, ["maya"])],
)
def test_an_example_is_a_whole_study(tmp_path, name, language, sources, codes, coders):
    path = tmp_path / "prøve.qualcode"
    moves = []
    make_example(name, path, coder="Kari", progress=lambda *move: moves.append(move))
    with Project.open(path) as project:
        seen = overview(project)
        assert (project.language, seen.sources, seen.codes) == (language, sources, codes)
        assert [coder for coder, _ in seen.codings_by_coder] == coders
        assert seen.cases and seen.variables
        assert {row["role"] for row in project.rows("SELECT role FROM turns")} >= {
            "interviewer",
            "informant",
        }
        assert check(project) == []
    totals = {total for _, total, _ in moves}
    assert totals == {sources + len(coders)}
    assert [done for done, _, _ in moves] == sorted(done for done, _, _ in moves)
    assert moves[-1][0] == moves[-1][1]


@pytest.mark.parametrize("step", [0, 5, 18, 19, 20])
def test_giving_up_leaves_nothing(tmp_path, step):
    class EnoughError(Exception):
        pass

    def progress(done, total, item):
        if done >= step:
            raise EnoughError

    with pytest.raises(EnoughError):
        make_example("samordning", tmp_path / "halv.qualcode", progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path):
    path = tmp_path / "min.qualcode"
    path.write_bytes(b"mine")
    with pytest.raises(ProjectError):
        make_example("commons", path)
    assert path.read_bytes() == b"mine"
    with pytest.raises(NotFoundError) as caught:
        make_example("comons", tmp_path / "ny.qualcode")
    assert "commons" in caught.value.remedy


def test_the_wheel_takes_along_what_examples_need():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for example in example_studies():
        folder = f"corpora/{example.name}"
        assert included[folder] == f"qualcode/example_data/{folder}"
    assert included["codebooks"] == "qualcode/example_data/codebooks"
    assert all((ROOT / place).is_dir() for place in included)


def test_the_command(tmp_path):
    done = cli("example", "commons", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "4 interviews, 18 codes, 96 codings by 1 coder" in done.stdout
    assert (tmp_path / "commons.qualcode").exists()
    again = cli("example", "commons", cwd=tmp_path)
    assert again.returncode == 1
    assert "already" in again.stderr


def test_a_new_project_begins_with_a_codebook(tmp_path):
    path = tmp_path / "ny.qualcode"
    start_project(
        path, name="Ny", language="nn", coder="Kari", codebook=ROOT / "codebooks/commons.yaml"
    )
    with Project.open(path) as project:
        assert (project.name, project.language, overview(project).codes) == ("Ny", "nn", 18)
    done = cli("new", tmp_path / "fra.qualcode", "--codebook", ROOT / "codebooks/commons.yaml")
    assert done.returncode == 0, done.stderr
    with Project.open(tmp_path / "fra.qualcode") as project:
        assert overview(project).codes == 18


@pytest.mark.parametrize("content", ["", "codes: [", "codes:\n- name: A\n- name: A\n", "\x00\x01"])
def test_a_bad_codebook_makes_no_project(tmp_path, content):
    codebook = tmp_path / "kodebok.yaml"
    codebook.write_text(content, "utf-8")
    with pytest.raises(InputError):
        start_project(tmp_path / "ny.qualcode", codebook=codebook)
    assert not (tmp_path / "ny.qualcode").exists()
    with pytest.raises(InputError):
        start_project(tmp_path / "ny.qualcode", codebook=tmp_path / "none.yaml")
    assert not (tmp_path / "ny.qualcode").exists()
