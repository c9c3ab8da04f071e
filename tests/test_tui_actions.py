"""The list of actions and the screens agree."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

from qualcode.tui import screens
from qualcode.tui.actions import ACTIONS, actions_of, key_name
from qualcode.tui.app import QualcodeApp
from qualcode.tui.transcript import Transcript


def screens_with_actions() -> list[type]:
    found = {}
    for module in pkgutil.iter_modules(screens.__path__):
        for one in vars(import_module(f"qualcode.tui.screens.{module.name}")).values():
            if isinstance(one, type) and getattr(one, "PLACES", ()):
                found[one.__qualname__] = one
    return list(found.values())


SCREENS = screens_with_actions()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.where}-{action.id}")
def test_every_action_leads_somewhere(action):
    owners = {"everywhere": [QualcodeApp], "transcript": [Transcript]}.get(
        action.where, [one for one in SCREENS if action.where in one.PLACES]
    )
    name = f"action_{action.id.partition('(')[0]}"
    assert owners
    assert all(hasattr(owner, name) for owner in owners)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_key_is_taken_twice(screen):
    """But for Esc, which the text takes first to give up its selection."""
    keys = [key for one in actions_of(*screen.PLACES, "everywhere") for key in one.keys]
    assert sorted({key for key in keys if keys.count(key) > 1}) in ([], ["escape"])


def test_no_key_needs_altgr():
    names = {key.rpartition("+")[2] for action in ACTIONS for key in action.keys}
    assert not names & set("@£$€{[]}\\|~^`´")


def test_keys_are_named_as_keyboards_name_them():
    assert key_name("ctrl+shift+left") == "Ctrl+Shift+←"
    assert key_name("J") == "J"
    assert key_name("slash") == "/"


def test_hints_name_actions_that_there_are():
    used = {
        name
        for path in Path(screens.__path__[0]).parent.rglob("*.py")
        for name in re.findall(r'\bkey(?:s_by_name)?\("([^"]+)"\)', path.read_text("utf-8"))
    }
    assert len(used) > 20
    assert used - {action.name for action in ACTIONS} == set()
