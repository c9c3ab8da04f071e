"""The commands on the pages about suggestions run as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import study as small
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.codebook.edit import add_code
from qualcode.project import Project
from qualcode.project.codes import find_code
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import sentence_spans, sources

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("suggestions.md", "evaluation.md", "experiments.md")
TEXT = "\n".join((DOCS / page).read_text("utf-8") for page in PAGES)
_BLOCKS = re.findall(r"^```\w*\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
_PROSE = re.sub(r"^```\w*\n.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
_WRITTEN = [
    *(line for block in _BLOCKS for line in block.splitlines()),
    *(" ".join(found.split()) for found in re.findall(r"`([^`]+)`", _PROSE)),
]
# Without a project it is the name of a command. A cluster has tests of its own.
COMMANDS = [
    command
    for command in _WRITTEN
    if re.match(r"qualcode .*(PROJECT|\.qualcode)", command) and "--dask" not in command
]
# What stands for something in a command that is told in a sentence.
PLACES = {
    "PROJECT": "samordning.qualcode",
    "SOURCE": "'Samtale 0'",
    "START": "5",
    "END": "30",
    "CODE": "Ventetid",
    "RUN": "1",
    "FILE": "forslag",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a small study in the place of the example."""
    place = tmp_path_factory.mktemp("docs")
    with Project.create(place / "samordning.qualcode", coder="Kari") as project:
        add_code(project, "Ventetid", indicator_terms=("kø",))
        for number in range(3):
            said = [("Mor", f"Vi sto i kø i {at} uker. Alt gikk fint.") for at in range(2, 7)]
            small.add(project, f"Samtale {number}", said)
        code = find_code(project, "Ventetid").id
        new = [
            NewCoding(source.id, code, *span)
            for source in sources(project)[:2]
            for span in sentence_spans(project, source.id)[::2]
        ]
        add_codings(project, new, label="coded")
    return place


def test_there_are_commands():
    assert len(COMMANDS) > 8
    assert any("--min-score 0" in command for command in COMMANDS)


def test_commands(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for command in ("qualcode suggest run samordning.qualcode", *COMMANDS):
        for name, value in PLACES.items():
            command = re.sub(rf"\b{name}\b", value, command)
        shown = CliRunner().invoke(app, shlex.split(command.removeprefix("qualcode ")))
        assert shown.exit_code == 0, f"{command}\n{shown.stdout}\n{shown.exception!r}"
    assert {"evaluation.html", "scores.jsonl", "forslag.csv"} <= {p.name for p in folder.iterdir()}
