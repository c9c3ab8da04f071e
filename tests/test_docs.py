"""The docs are true: the commands and the Python on their pages run on the example study.

Each page has its own copy of the study, and its commands run in the order in which they stand
there; the examples of the commands (docs/commands.md) have a copy each. docs/tutorial.md is run,
and its output compared, by tests/test_tutorial.py; README.md by tests/test_readme.py.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.examples import make_example
from qualcode.project import Project
from qualcode.project.sources import sources

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
NOT_RUN = {
    r"^qualcode (open|serve)\b": "waits for keys: tests/test_tmux.py, tests/test_serve.py",
    r"--dask\b": "needs a cluster: tests/test_dask.py",
    r"--suggester my-suggester": "a package of the reader's own: tests/test_suggesting.py",
}
# What stands for something in a command that is told in general.
PLACES = {
    "PROJECT": "samordning.qualcode",
    "SOURCE": "F01_2023",
    "START": "1200",
    "END": "1260",
    "CODE": "'Ventetid og kø'",
    "CASE": "F04",
    "RUN": "1",
    "FILE": "forslag",
    "KEY": "0e445efe",
    "PATH…": "interviews --dry-run",
}
# What has to be done before some of the examples.
BEFORE = {
    "qualcode redo": "qualcode undo PROJECT",
    "qualcode coders release": "qualcode coders blind PROJECT bjørn",
    "qualcode consensus reopen": "qualcode consensus decide PROJECT KEY --keep anne",
    "qualcode queries remove": "qualcode queries save PROJECT kø '\"Ventetid og kø\"'",
}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (?:\$ )?((?:qualcode|sqlite3) (?:.*\\\n)*.*)$", re.MULTILINE)
INLINE = re.compile(r"`(qualcode\s[^`]*(?:PROJECT|\.qualcode)[^`]*)`")


class Step(NamedTuple):
    """A command, or a block of Python, and where it stands in its page."""

    at: int
    text: str
    python: bool = False


def steps(page):
    """The commands and the Python of a page, in order."""
    found = []
    for block in FENCED.finditer(page):
        if block[1] == "python":
            found.append(Step(block.start(), block[2], python=True))
            continue
        commands = re.finditer(r"^(?:\$ )?(qualcode .+)$", block[2], re.MULTILINE)
        found += [Step(block.start(2) + command.start(), command[1]) for command in commands]
    prose = FENCED.sub(lambda block: "\n" * len(block[0]), page)  # as long as it was
    found += [
        Step(match.start(), " ".join(match[1].replace("\\\n", " ").split()))
        for pattern in (INDENTED, INLINE)
        for match in pattern.finditer(prose)
    ]
    return [
        step for step in sorted(found) if not any(re.search(each, step.text) for each in NOT_RUN)
    ]


PAGES = {
    path.name: steps(path.read_text("utf-8"))
    for path in sorted(DOCS.glob("*.md"))
    if path.name not in ("commands.md", "tutorial.md")
}
EXAMPLES = [step.text for step in steps((DOCS / "commands.md").read_text("utf-8"))]


# Learning takes its time: what is told of suggestions runs on a part of the study.
ON_SUGGESTIONS = ("suggestions.md", "evaluation.md", "experiments.md")
PART = ("F01_2023", "L01_2023", "A01_2023")


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    """The example study."""
    path = tmp_path_factory.mktemp("studied") / "samordning.qualcode"
    make_example("samordning", path, coder="anne")
    return path


@pytest.fixture(scope="module")
def suggested(studied, tmp_path_factory):
    """Three interviews of the example study, with three runs."""
    path = tmp_path_factory.mktemp("suggested") / "samordning.qualcode"
    shutil.copy(studied, path)
    with Project.open(path) as project:
        rest = [source.name for source in sources(project) if source.name not in PART]
    for arguments in (
        *(["sources", "remove", path, name, "--yes"] for name in rest),
        ["suggest", "run", path],
        ["suggest", "run", path, "--codes", "Uklart mandat"],
        ["suggest", "run", path, "--codes", "Ressursbarrierer"],
    ):
        made = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
        assert made.exit_code == 0, made.output
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder in which a reader of the docs stands."""
    for name in ("corpora", "codebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    example = ROOT / "corpora" / "samordning"
    (tmp_path / "interviews").symlink_to(example)
    (tmp_path / "variables.csv").symlink_to(example / "variables.csv")
    for name in ("report.yaml", "rapport.yaml"):
        shutil.copy(example / "report.yaml", tmp_path / name)
    (tmp_path / "demo").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_out(path):
    """Put copies of a study where the docs have it."""
    for name in ("samordning.qualcode", "demo/samordning.qualcode"):
        shutil.copy(path, name)


def run(command):
    """Run a command of the docs, and see that it did something."""
    for name, value in PLACES.items():
        command = re.sub(rf"(?<!\w){name}(?!\w)", value, command)
    program, *arguments = shlex.split(command)
    if program == "sqlite3":
        with sqlite3.connect(arguments[0]) as connection:
            assert connection.execute(arguments[1]).fetchall(), command
        return
    if arguments[0] in ("new", "example"):  # the reader has no such file yet
        for path in Path().glob(f"{arguments[-1 if arguments[0] == 'example' else 1]}*.qualcode"):
            path.unlink()
    done = CliRunner().invoke(app, arguments, input="y\n", catch_exceptions=False)
    assert done.exit_code == 0, f"{command}\n{done.output}"
    assert done.output.strip(), f"{command} says nothing"
    if arguments[0] == "excerpts" or "--cell" in arguments:
        assert re.search(r"\b[1-9]\d* (excerpt|place)", done.output), f"{command}\n{done.output}"
    for option in ("-o", "--out"):
        if option in arguments:
            assert Path(arguments[arguments.index(option) + 1]).stat().st_size > 0, command


@pytest.mark.parametrize("page", [name for name, found in PAGES.items() if found])
def test_page(page, folder, request):
    lay_out(request.getfixturevalue("suggested" if page in ON_SUGGESTIONS else "studied"))
    for step in PAGES[page]:
        if step.python:
            exec(compile(step.text, page, "exec"), {})
        else:
            run(step.text)


@pytest.mark.parametrize("command", EXAMPLES)
def test_example_of_a_command(command, folder, request):
    on_suggestions = command.startswith("qualcode suggest ")
    lay_out(request.getfixturevalue("suggested" if on_suggestions else "studied"))
    for name, first in BEFORE.items():
        if command.startswith(f"{name} "):
            run(first)
    run(command)


def test_every_command_has_an_example_that_runs():
    def names(group, path=()):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from names(command, (*path, name))
            else:
                yield " ".join(("qualcode", *path, name))

    without = {
        name
        for name in names(typer.main.get_command(app))
        if not any(f"{example} ".startswith(f"{name} ") for example in EXAMPLES)
    }
    assert without == {"qualcode open", "qualcode serve"}  # see NOT_RUN


def test_there_are_commands_on_the_pages():
    assert sum(len(found) for found in PAGES.values()) > 90
    assert sum(step.python for found in PAGES.values() for step in found) > 7
    texts = [step.text for found in PAGES.values() for step in found]
    assert any("--group perspective" in text and "--variable wave" in text for text in texts)
    assert any(text.startswith("sqlite3") for text in texts)
    assert "qualcode suggest evaluate samordning.qualcode --by case --out evaluation.html" in texts
