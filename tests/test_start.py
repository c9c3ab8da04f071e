"""Starting: what is loaded, what help says, and that the public API is all there."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import qualcode
from qualcode.cli.app import app

HEAVY = {
    "textual",
    "spacy",
    "sklearn",
    "nltk",
    "matplotlib",
    "numpy",
    "docx",
    "lxml",
    "sqlite_utils",
    "networkx",
    "xlsxwriter",
}


def loaded_by(code: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after running code."""
    report = f"\nimport sys\nprint(*({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_qualcode_loads_nothing_heavy():
    assert loaded_by("import qualcode") == set()
    assert "numpy" in loaded_by("import qualcode\nqualcode.cooccurrence")  # the test can fail


def test_the_workspace_starts_without_what_only_some_screens_need():
    assert loaded_by("import qualcode.tui.app") == {"textual"}


@pytest.mark.parametrize("call", [["--help"], ["report", "--help"], ["suggest", "run", "--help"]])
def test_help_loads_nothing_heavy(call):
    code = (
        f"import sys\nsys.argv = ['qualcode', *{call!r}]\n"
        "from qualcode.cli import main\ntry: main()\nexcept SystemExit as e: assert not e.code"
    )
    assert loaded_by(code) == set()


def test_python_m_qualcode():
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"qualcode {qualcode.__version__}"


def test_every_public_name_is_there():
    for name in qualcode.__all__:
        assert getattr(qualcode, name) is not None
        assert name in dir(qualcode)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        qualcode.nothing_of_the_kind  # noqa: B018


def commands(group=None, path=("qualcode",)):
    """Every command with the words that call it."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*found, id=" ".join(found[0])) for found in commands()]
)
def test_every_command_has_help_with_an_example(path, command):
    summary, _, rest = command.help.partition("\n")
    assert summary.rstrip().endswith((".", "folders."))
    example = rest.partition("Example: ")[2].split()
    assert tuple(example[: len(path)]) == path, "the example calls the command itself"
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.help, f"{parameter.name} is not explained"


def test_commands_stand_in_groups():
    group = typer.main.get_command(app)
    panels = {command.rich_help_panel for command in group.commands.values()}
    assert panels == {"The study", "Codes and codings", "Results", "History and safety"}


@pytest.mark.parametrize("page", ["commands.md", "keys.md", "report-kinds.md"])
def test_the_pages_made_from_the_program_are_current(page):
    docs = Path(__file__).parent.parent / "docs"
    made = runpy.run_path(str(docs / "make_reference.py"))["PAGES"][page]()
    assert (docs / page).read_text("utf-8") == made, "run `make docs`"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell):
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", "--show-completion", shell],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_QUALCODE_COMPLETE" in done.stdout or "complete" in done.stdout
