"""`qualcode find` and `qualcode excerpts`: filters, files, and coding all that is found."""

from __future__ import annotations

import csv
import sys

import pytest
import study

from qualcode.cli.main import main
from qualcode.project import Project
from qualcode.project.codes import codes
from qualcode.project.codings import codings
from qualcode.project.history import history


@pytest.fixture
def qualcode(monkeypatch, capsys):
    """Run a command in this process; gives exit code, standard output and standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["qualcode", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", None)
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        return caught.value.code or 0, out, err

    return run


def coded_by(project_file, coder):
    with Project.open(project_file, read_only=True) as project:
        names = {code.id: code.name for code in codes(project)}
        return [names[one.code_id] for one in codings(project) if one.coder == coder]


def test_filters(qualcode, project_file):
    def found(*options):
        return qualcode("find", project_file, "hva", *options)[1]

    assert "2 hits in 2 sources" in found()
    assert "1 hit in 1 source" in found("--no-interviewers")
    assert "line 2" in found("--no-interviewers")
    assert "1 hit in 1 source" in found("--where", "perspektiv=leder")
    assert "0 hits in 0 sources" in found("--case", "F-01")
    assert "There is no source" in qualcode("find", project_file, "hva", "--source", "x")[2]


def test_a_table_of_hits(qualcode, project_file, tmp_path):
    assert qualcode("find", project_file, "hva", "--out", tmp_path / "t.csv")[0] == 0
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["words"] for row in rows] == ["Hva", "Hva"]
    assert all(row["words"] in row["context"] for row in rows)


def test_code_all_is_one_action(qualcode, project_file):
    options = ["--code-all", "Rutiner", "--unit", "sentence", "--as", "Ida"]
    code, said, _ = qualcode("find", project_file, "hva", *options, "--yes")
    assert code == 0
    assert "Coded 2 sentences with Samordning > Rutiner: 2 new codings." in said
    assert coded_by(project_file, "Ida") == ["Rutiner", "Rutiner"]
    said = qualcode("find", project_file, "hva", *options, "--code-all", "Tid", "-y")[1]
    assert "2 new codings, 2 there already." in said
    with Project.open(project_file) as project:
        assert history(project, limit=1)[0].changes == 2
    assert qualcode("undo", project_file)[0] == 0
    assert qualcode("undo", project_file)[0] == 0
    assert coded_by(project_file, "Ida") == []


def test_nothing_is_coded_without_a_yes_or_on_bad_words(qualcode, project_file):
    with Project.open(project_file) as project:
        before = study.dump(project)
    bad = (
        (["--code-all", "Rutiner"], 1),
        (["--code-all", "Nei", "-y"], 1),
        (["--code-all", "Tid", "--unit", "word", "-y"], 1),
        (["--code-all", "Tid", "--case", "F-01", "-y"], 0),
    )
    for options, code in bad:
        assert qualcode("find", project_file, "hva", *options)[0] == code, options
    with Project.open(project_file) as project:
        assert study.dump(project) == before


def test_everything_under_two_codes_can_be_coded(qualcode, project_file):
    said = qualcode(
        "excerpts", project_file, "--code", "Tid", "--and", "Koordinatorrollen",
        "--code-all", "Penger", "--unit", "turn", "--as", "Ida", "-y",
    )[1]  # fmt: skip
    assert "Coded 1 turn with" in said
    assert coded_by(project_file, "Ida") == ["Penger"]
