"""The user's settings file: language, theme and keys.

A file with mistakes never keeps qualcode from starting: what cannot be used is named, and the rest
holds.
"""

from __future__ import annotations

import os
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import platformdirs

from qualcode.errors import suggest_names
from qualcode.tui.actions import ACTIONS, Action, Where, key_name
from qualcode.tui.i18n import LANGUAGES, _

_OVER_THE_TEXT: tuple[Where, ...] = (
    "picker",
    "query",
    "memo",
    "export",
    "home",
    "new_project",
    "files",
    "tour",
)

_TEMPLATE = """\
# Settings of qualcode. What begins with # is as qualcode has it.

# language = "nb"  # of the user interface: nb or en; else that of the computer
# theme = "textual-light"  # Ctrl+P, Theme shows which there are

[keys]"""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has chosen. `keys` go by the names of actions; `problems` are told at start."""

    language: str = ""
    theme: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def settings_path() -> Path:
    """Where the settings are: in the folder that QUALCODE_CONFIG names, else in the system's."""
    folder = os.environ.get("QUALCODE_CONFIG") or platformdirs.user_config_path("qualcode")
    return Path(folder) / "settings.toml"


def data_folder() -> Path:
    """Where qualcode keeps what it has to remember, but nobody's words: QUALCODE_DATA names it."""
    return Path(os.environ.get("QUALCODE_DATA") or platformdirs.user_data_path("qualcode"))


def read_settings(path: Path | None = None) -> Settings:
    """Read the settings; without a file everything is as qualcode has it."""
    path = path or settings_path()
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        return Settings(
            problems=(_("{path} cannot be read: {error}").format(path=path, error=error),)
        )
    problems = [
        _("There is no setting “{name}”.").format(name=name)
        for name in sorted(found.keys() - {"language", "theme", "keys"})
    ]
    language = found.get("language", "")
    if language not in ("", *LANGUAGES):
        problems.append(_("“language” is “nb” or “en”."))
        language = ""
    return Settings(
        language=language,
        theme=str(found.get("theme", "")),
        keys=_checked_keys(found.get("keys", {}), problems),
        problems=tuple(problems),
    )


def _checked_keys(given: Any, problems: list[str]) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, dict):
        problems.append(_("[keys] lists names of actions with their keys."))
        return {}
    known = {action.name for action in ACTIONS}
    chosen: dict[str, tuple[str, ...]] = {}
    for name, value in given.items():
        keys = value.split() if isinstance(value, str) else value
        if name not in known:
            told = _("There is no action “{name}”.").format(name=name)
            problems.append(f"{told} {suggest_names(name, sorted(known))}")
        elif not isinstance(keys, list) or not keys or not all(isinstance(k, str) for k in keys):
            told = _("The keys of “{name}” are to be written as in “ctrl+k x”.")
            problems.append(told.format(name=name))
        else:
            chosen[name] = tuple(keys)
    for first, second, key in _clashes(chosen):
        for name in {first, second} & chosen.keys():
            del chosen[name]
        told = _("The key {key} cannot be both {first} and {second}; their own keys stay.")
        problems.append(told.format(key=key, first=first, second=second))
    return chosen


def _clashes(chosen: Mapping[str, Sequence[str]]) -> list[tuple[str, str, str]]:
    """Pairs of actions that a chosen key would belong to on the same screen."""
    holders: defaultdict[str, list[Action]] = defaultdict(list)
    for action in ACTIONS:
        for key in {key_name(key) for key in chosen.get(action.name, action.keys)}:
            holders[key].append(action)
    return [
        (first.name, second.name, key)
        for key, actions in holders.items()
        for first, second in combinations(actions, 2)
        if (first.name in chosen or second.name in chosen)
        and _meet(first.where, second.where)
        and key != "Esc"
    ]


def _meet(first: Where, second: Where) -> bool:
    """Whether the keys of two places work at the same time."""
    places = {first, second}
    if len(places) == 1 or "everywhere" in places or places == {"transcript", "workspace"}:
        return True
    return "study" in places and not places & set(_OVER_THE_TEXT)


def template() -> str:
    """A settings file in which everything is as qualcode has it, to be changed."""
    keys = [
        f'# "{action.name}" = "{" ".join(action.keys)}"  # {action.label}' for action in ACTIONS
    ]
    return "\n".join([_TEMPLATE, *keys, ""])
