"""The settings file: keys can be changed, and mistakes in it never keep anybody from working."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest
from driving import drive, line, put_cursor, screen_text, selected
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.tui.actions import ACTIONS, use_keys
from qualcode.tui.i18n import locale_language
from qualcode.tui.screens.codebook import CodebookEditor
from qualcode.tui.screens.runs import Runs
from qualcode.tui.settings import read_settings, template
from tools.catalogue import PACKAGE


@pytest.fixture
def settings_file(tmp_path, monkeypatch):
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path))
    yield tmp_path / "settings.toml"
    use_keys({})


def test_without_a_file_nothing_is_chosen(settings_file):
    assert not settings_file.exists()
    found = read_settings()
    assert (found.keys, found.problems, found.language) == ({}, (), "")


def test_a_key_can_be_changed_and_help_shows_it(project, settings_file):
    settings_file.write_text('[keys]\n"transcript.grow-sentences" = "ctrl+l z"\n')

    async def steps(pilot):
        put_cursor(pilot, "måtte")
        await pilot.press("s")
        assert not selected(pilot)
        assert line(pilot, "hints").startswith(" Ctrl+L sentence · w word")
        await pilot.press("z")
        assert selected(pilot) == "Vi måtte bære alt selv."
        await pilot.press("f1")
        await pilot.pause()
        assert "Ctrl+L, z" in screen_text(pilot)

    drive(project, steps, size=(120, 120))


def test_keys_can_be_swapped(settings_file):
    settings_file.write_text(
        '[keys]\n"transcript.grow-words" = "s"\n"transcript.grow-sentences" = "w"\n'
    )
    found = read_settings()
    assert not found.problems
    assert found.keys["transcript.grow-words"] == ("s",)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("keys = 3", "[keys]"),
        ("[keys", "cannot be read"),
        ('language = "fr"', "“nb” or “en”"),
        ("colour = 1", "“colour”"),
        ('[keys]\n"workspace.pik" = "z"', "“workspace.pick”"),
        ('[keys]\n"workspace.pick" = 5', "workspace.pick"),
        ('[keys]\n"workspace.pick" = []', "workspace.pick"),
        ('[keys]\n"workspace.pick" = "x"', "x cannot be both"),
        ('[keys]\n"study.undo" = "/"', "/ cannot be both"),
    ],
)
def test_mistakes_are_named_and_the_rest_holds(settings_file, project, written, told):
    settings_file.write_text(written)
    found = read_settings()
    assert told in found.problems[0]
    assert not found.keys

    async def steps(pilot):
        assert any(told in notice.message for notice in pilot.app._notifications)

    drive(project, steps)


@given(st.binary(max_size=200))
def test_no_file_can_break_it(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_bytes(content)
    assert read_settings(path).keys == {}


def test_the_template_changes_nothing_and_names_every_action(settings_file):
    said = CliRunner().invoke(app, ["settings"])
    assert said.stdout.strip() == str(settings_file)
    text = settings_file.read_text("utf-8")
    assert text == template()
    assert tomllib.loads(text) == {"keys": {}}
    everything = tomllib.loads(text.replace('# "', '"'))["keys"]
    assert everything.keys() == {action.name for action in ACTIONS}
    settings_file.write_text(text.replace('# "', '"'), "utf-8")
    assert read_settings().problems == (), "the list of actions has no clashes by these rules"


@pytest.mark.parametrize(
    ("setting", "language"),
    [
        ("nb_NO.UTF-8", "nb"),
        ("nn_NO", "nb"),
        ("no", "nb"),
        ("sv_SE.UTF-8", "nb"),
        ("en_GB.UTF-8", "en"),
        ("de_DE", "en"),
        ("C", "en"),
        ("nbx", "en"),
    ],
)
def test_the_language_follows_the_locale(monkeypatch, setting, language):
    monkeypatch.setenv("LC_ALL", setting)
    assert locale_language() == language


CHOSEN = """
[keys]
"everywhere.help" = "f11"
"study.undo" = "ctrl+u"
"study.back" = "ctrl+f12"
"study.go-codebook" = "f1"
"runs.go_on" = "g"
"runs.new_run" = "S"
"review.filter" = "ctrl+f4"
"search.pick_codes" = "ctrl+k"
"""


def test_every_screen_names_the_keys_that_were_chosen(project, settings_file):
    settings_file.write_text(CHOSEN)
    assert not read_settings().problems

    async def steps(pilot):
        study = pilot.app.workspace().study
        await pilot.press("f5")
        await pilot.pause()
        assert "Ctrl+F4 filter · F11 help" in line(pilot, "hints")
        pilot.app.show_over_workspace(Runs(study))
        await pilot.pause()
        hints = line(pilot, "hints")
        for words in ("g go on", "S suggest", "Ctrl+U undo", "Ctrl+F12 back", "F11 help"):
            assert words in hints
        await pilot.press("f6")
        await pilot.pause()
        assert "Ctrl+K finds words that have two codes" in " ".join(screen_text(pilot).split())
        await pilot.press("ctrl+f12", "f1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CodebookEditor)

    drive(project, steps)


OF_THEIR_OWN = ("analysis.py", "disputes.py")
"""Screens whose messages are still to name keys by their actions."""


def test_no_message_names_a_function_key_itself():
    """Whoever has chosen other keys would be told wrong ones."""
    told = [
        f"{path.name}:{node.lineno}: {argument.value}"
        for path in PACKAGE.glob("tui/**/*.py")
        if path.parent.name != "actions" and path.name not in OF_THEIR_OWN
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "N_", "ngettext")
        for argument in node.args[:2]
        if isinstance(argument, ast.Constant) and re.search(r"\bF\d+\b", str(argument.value))
    ]
    assert not told
