"""The README is true: its commands run, one after another, in a copy of the example study."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
# `qualcode open` waits for keys: tests/test_tmux.py drives it.
COMMANDS = re.findall(r"^\$ qualcode (?!open )(.+)$", README, re.MULTILINE)
PYTHON = re.findall(r"^```python\n(.+?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("readme")
    for name in ("corpora", "codebooks"):
        (place / name).symlink_to(ROOT / name)
    return place


def run(folder, arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_commands_and_python(folder):
    assert len(COMMANDS) > 20
    # Python comes before the last commands, which withdraw a case.
    withdrawal = next(i for i, command in enumerate(COMMANDS) if command.startswith("cases"))
    for command in COMMANDS[:withdrawal]:
        done = run(folder, ["-m", "qualcode", *shlex.split(command)])
        assert done.returncode == 0, f"qualcode {command}\n{done.stdout}\n{done.stderr}"
    for code in PYTHON:
        done = run(folder, ["-c", code])
        assert done.returncode == 0, done.stderr
    for command in COMMANDS[withdrawal:]:
        done = run(folder, ["-m", "qualcode", *shlex.split(command)])
        assert done.returncode == 0, f"qualcode {command}\n{done.stdout}\n{done.stderr}"
    for written in (
        "cooccurrence.csv",
        "excerpts.docx",
        "transcript.docx",
        "families.docx",
        "report.docx",
        "waves.html",
    ):
        assert (folder / written).stat().st_size > 100


def test_links_lead_somewhere():
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_make_targets_named_in_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"(?:^    |`)make (\w+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
