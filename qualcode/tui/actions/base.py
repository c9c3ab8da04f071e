"""What an action is, and how its keys are named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qualcode.tui.i18n import N_

Where = Literal[
    "everywhere",
    "study",
    "workspace",
    "transcript",
    "picker",
    "new_code",
    "codings",
    "memo",
    "memos_here",
    "memos",
    "home",
    "new_project",
    "files",
    "import",
    "review",
    "runs",
    "disagreements",
    "search",
    "excerpts",
    "passages",
    "similar",
    "filter",
    "codebook",
    "code_form",
    "split",
    "analysis",
    "reports",
    "query",
    "history",
    "export",
    "tour",
]
"""A screen, or a part of it, whose keys belong together; `study`: every screen on a project."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do. `keys` are Textual's names; the first is the one that is shown.

    `priority`: the key works even while a text field has the focus. `key_shown` stands for keys
    that belong together.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    where: Where
    priority: bool = False
    key_shown: str = ""

    @property
    def name(self) -> str:
        """What the settings file calls it: `transcript.move-word_left`."""
        words = re.findall(r"-?\w+", self.id.replace("True", "extend"))
        return ".".join((self.where, "-".join(words)))


MOVE, SELECT, CODE = N_("Moving"), N_("Selecting"), N_("Coding")
SHOW, GO, GENERAL = N_("Looking"), N_("Going to"), N_("In general")
DECIDE, EDIT = N_("Deciding"), N_("Changing")
PLACE_NAMES: dict[Where, str] = {
    "transcript": N_("In the text"),
    "workspace": N_("In the workspace"),
    "picker": N_("Choosing codes"),
    "new_code": N_("Making a code"),
    "codings": N_("The codings at the cursor"),
    "memo": N_("Writing a memo"),
    "memos_here": N_("The memos at the cursor"),
    "memos": N_("All memos"),
    "review": N_("Reviewing suggestions"),
    "runs": N_("Suggestion runs"),
    "disagreements": N_("Settling differences"),
    "search": N_("Searching"),
    "excerpts": N_("Excerpts"),
    "passages": N_("Going through hits and excerpts"),
    "similar": N_("More like some words"),
    "filter": N_("Choosing a filter"),
    "codebook": N_("Codebook"),
    "code_form": N_("Editing a code"),
    "split": N_("Splitting a code"),
    "analysis": N_("Analysis"),
    "reports": N_("Reports"),
    "query": N_("Writing a query"),
    "history": N_("History"),
    "home": N_("Home"),
    "new_project": N_("Making a project"),
    "files": N_("Choosing files"),
    "import": N_("Importing"),
    "export": N_("Exporting"),
    "tour": N_("The tour"),
    "study": N_("On every screen of a project"),
    "everywhere": N_("Everywhere"),
}
"""The places as people call them, in the order of the page of keys."""

GROUPS = (MOVE, SELECT, CODE, DECIDE, EDIT, SHOW, GO, GENERAL)
"""The headings of help, in their order."""


_KEY_NAMES = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn",
    "escape": "Esc", "full_stop": ".", "delete": "Del", "ctrl": "Ctrl", "alt": "Alt",
    "shift": "Shift", "enter": "Enter", "space": "Space", "tab": "Tab", "home": "Home",
    "end": "End", "slash": "/", "insert": "Ins",
    "backspace": "Backspace", "exclamation_mark": "!",
    "plus": "+", "minus": "-", "question_mark": "?", "equals_sign": "=",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as keyboards and people name it: `Ctrl+←`, `Ctrl+Z`, but `z` by itself."""
    if len(key) == 1:
        return key
    return "+".join(_KEY_NAMES.get(part, part.upper()) for part in key.split("+"))


_chosen: dict[str, tuple[str, ...]] = {}


def use_keys(chosen: Mapping[str, tuple[str, ...]]) -> None:
    """Show other keys than the list's from now on, by the name of their action."""
    _chosen.clear()
    _chosen.update(chosen)


def keys_of(action: Action) -> tuple[str, ...]:
    """An action's keys: those that the user has chosen, else those of the list."""
    return _chosen.get(action.name, action.keys)


def keys_shown(action: Action) -> str:
    """An action's keys, for help: the first and its aliases."""
    if action.key_shown and action.name not in _chosen:
        return action.key_shown
    return ", ".join(dict.fromkeys(key_name(key) for key in keys_of(action) if key != "."))
