"""Labels of the history in the language of the user interface."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from driving import drive, screen_text
from hypothesis import given
from hypothesis import strategies as st

import qualcode
from qualcode.analysis.code_hits import HitUnit
from qualcode.project.memos import Subject
from qualcode.tui.describe import history_name
from qualcode.tui.i18n import use_language
from qualcode.tui.labels import translated

PACKAGE = Path(qualcode.__file__).parent
NAME, NUMBER = "Æøå", "3"
OPEN_AN_ACTION = ("action", "recording")
"""What is given the label of an action, in a `with` statement."""
TAKE_A_LABEL = {"add_codings": None, "_reverse": 2}
"""What is called with a label, and in which place; else by its name."""


class Labels(ast.NodeVisitor):
    """Finds what stands for a label in a module, and every text that it may be."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._module = ast.parse(path.read_text("utf-8"))
        self._function: ast.FunctionDef | None = None
        self.found: dict[str, str] = {}  # the label with NAME for names, and where it stands

    def collect(self) -> dict[str, str]:
        self.visit(self._module)
        return self.found

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, self._function = self._function, node
        self.generic_visit(node)
        self._function = outer

    def visit_With(self, node: ast.With) -> None:
        for item in node.items:
            opened = item.context_expr
            if isinstance(opened, ast.Call) and _called(opened) in OPEN_AN_ACTION:
                self._take(opened.args[0])
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        if (called := _called(node)) not in TAKE_A_LABEL:
            return
        position = TAKE_A_LABEL[called]
        label = next((one.value for one in node.keywords if one.arg == "label"), None)
        if label is None and position is not None:
            label = node.args[position]
        if label is not None:
            self._take(label)

    def _take(self, label: ast.expr) -> None:
        if not self._is_handed_on(label):
            where = f"{self._path.relative_to(PACKAGE)}:{label.lineno}"
            self.found |= {text: where for text in self._texts(label) if text}

    def _is_handed_on(self, label: ast.expr) -> bool:
        """A parameter: whoever calls gives the label, and is looked at there."""
        if not isinstance(label, ast.Name) or self._function is None:
            return False
        arguments = self._function.args
        return label.id in {one.arg for one in (*arguments.args, *arguments.kwonlyargs)}

    def _texts(self, node: ast.expr) -> Iterator[str]:
        """The texts that an expression may come to."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=parts):
                yield from map("".join, product(*(tuple(self._texts(part)) for part in parts)))
            case ast.FormattedValue(value=value):
                yield from self._texts(value)
            case ast.IfExp(body=body, orelse=orelse):
                yield from self._texts(body)
                yield from self._texts(orelse)
            case ast.Attribute(value=ast.Name(id="unit"), attr="value"):
                yield from (unit.value for unit in HitUnit)
            case ast.Call(func=ast.Name(id="len")):
                yield NUMBER
            case ast.Name(id=name) if given := self._given(name):
                for value in given:
                    yield from self._texts(value)
            case ast.Call(func=ast.Name(id=name)) if results := self._results(name):
                for result in results:
                    yield from self._texts(result)
            case _:
                yield NAME

    def _given(self, name: str) -> list[ast.expr]:
        """What a variable is set to where the label is made, if that is a text."""
        assert self._function is not None
        return [
            node.value
            for node in ast.walk(self._function)
            if isinstance(node, ast.Assign)
            and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
            and isinstance(node.value, ast.Constant | ast.JoinedStr | ast.IfExp)
        ]

    def _results(self, name: str) -> list[ast.expr]:
        """What a function of the module gives, if that is a text."""
        return [
            node.value
            for function in self._module.body
            if isinstance(function, ast.FunctionDef) and function.name == name
            for node in ast.walk(function)
            if isinstance(node, ast.Return)
            and isinstance(node.value, ast.JoinedStr | ast.IfExp | ast.Constant)
        ]


def _called(node: ast.Call) -> str:
    """The name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def labels() -> dict[str, str]:
    """Every label that qualcode gives to an action, and where."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        found |= Labels(path).collect()
    return found


LABELS = labels()


@pytest.fixture(autouse=True)
def _in_bokmaal():
    use_language("nb")
    yield
    use_language("en")


def test_the_labels_are_found_in_the_source():
    assert {
        "Created the project",
        f"Coded with {NAME}",
        f"Coded {NUMBER} sentences with {NAME}",
        f"Moved the code {NAME} to the top",
        f"Imported {NUMBER} transcripts, with variables from {NAME}",
        f"Wrote the memo on {NAME}",
        f"Undid: {NAME}",
        "Rejected a suggestion",
        "Withdrew a case",
    } <= LABELS.keys()
    assert len(LABELS) >= 45


@pytest.mark.parametrize("label", LABELS)
def test_every_label_has_a_pattern_and_keeps_its_names(label):
    shown = translated(label)
    assert shown != label, f"qualcode/tui/labels.py lacks the label of {LABELS[label]}"
    assert shown.count(NAME) == label.count(NAME)
    assert shown.count(NUMBER) == label.count(NUMBER)
    use_language("en")
    assert translated(label) == label


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Undid: Redid: Coded with Tid", "Angret: Gjort om igjen: Kodet med Tid"),
        ("Undid: Accepted 1,204 suggestions", "Angret: Godtok 1,204 forslag"),
        ("Coded with Tid, the new code Rom, Økonomi", "Kodet med Tid, den nye koden Rom, Økonomi"),
        ("Changed the code Tid to the new code Rom", "Endret koden Tid til den nye koden Rom"),
        ("Moved the code Tid under Rom up", "Flyttet koden Tid under Rom up"),
        ("Moved the code Tid up", "Flyttet koden Tid opp"),
        (
            "Imported the transcript F01, with variables from v.csv",
            "Importerte transkripsjonen F01, med variabler fra v.csv",
        ),
        ("Wrote the memo on a coding with A > B", "Skrev memoet om en koding med A > B"),
        ("Split Rom\nog tid off Tid", "Skilte Rom\nog tid ut fra Tid"),
    ],
)
def test_labels_within_labels_and_numbers_are_translated(label, shown):
    assert translated(label) == shown


@pytest.mark.parametrize(
    "label", ["", "Suggested", "Coded Rutiner", "Accepted many suggestions", "Undid:", " "]
)
def test_what_other_programs_wrote_is_shown_as_it_is(label):
    assert translated(label) == label


@pytest.mark.parametrize("subject", get_args(Subject))
@pytest.mark.parametrize("label", ["Wrote a memo on", "Wrote the memo on", "Removed the memo on"])
def test_what_a_memo_is_on_is_translated(subject, label):
    about = history_name(subject, NAME)
    shown = translated(f"{label} {about}")
    assert about not in shown
    assert (NAME in shown) == (NAME in about)


@given(st.text())
def test_any_name_is_kept_and_the_interface_in_english_changes_nothing(name):
    use_language("nb")
    assert translated(f"Deleted the code {name}") == f"Slettet koden {name}"
    use_language("en")
    for label in (name, f"Coded with {name}", f"Undid: Moved the code {name} up"):
        assert translated(label) == label


def test_the_history_is_in_bokmaal_and_found_by_either_language(project, tmp_path, monkeypatch):
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path))
    (tmp_path / "settings.toml").write_text('language = "nb"\n')

    async def steps(pilot):
        await pilot.press("s", "1", "u")
        await pilot.pause()
        assert "Angret: Kodet med " in screen_text(pilot)
        await pilot.press("H")
        await pilot.pause(0.1)
        shown = screen_text(pilot)
        assert "Angret: Kodet med " in shown
        assert "Coded with" not in shown
        await pilot.press("end")
        await pilot.pause(0.1)
        assert "Opprettet prosjektet" in screen_text(pilot)
        for words in ("opprettet", "created"):
            await pilot.press("f", *words)
            await pilot.pause(0.1)
            assert "Opprettet prosjektet" in screen_text(pilot)
            assert "Kodet med" not in screen_text(pilot)
            await pilot.press("escape")

    drive(project, steps)
