"""Write docs/commands.md and docs/keys.md from what the program itself says: `make docs`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from qualcode.cli.app import app
from qualcode.tui.actions import ACTIONS, keys_shown

_COMMANDS = """# Commands

Made by `make docs` from the help of the commands. `PROJECT` is a project file; its suffix
`.qualcode` may be left out. `--debug` shows the technical detail of an error.
"""


def entries(group: Any, path: tuple[str, ...]) -> Iterator[str]:
    """A section for each command."""
    for name, command in group.commands.items():
        here = (*path, name)
        if hasattr(command, "commands"):
            yield from entries(command, here)
            continue
        lines = [f"## {' '.join(here)}\n"]
        lines += [paragraph.strip() + "\n" for paragraph in command.help.split("\n\n")]
        lines += [f"- {_parameter(parameter)}" for parameter in command.params if parameter.help]
        yield "\n".join(lines).replace("\nExample: ", "\n    ") + "\n"


def _parameter(parameter: Any) -> str:
    shown = parameter.metavar or parameter.name.upper()
    if parameter.param_type_name == "argument":
        return f"`{shown}`: {parameter.help}"
    value = "" if parameter.is_flag else f" {shown}"
    return f"`{', '.join(parameter.opts)}{value}`: {parameter.help}"


_KEYS = """# Keys of the workspace

Made by `make docs` from the list of actions that also feeds the help screen (F1) and the command
palette (Ctrl+P). No key needs AltGr on a Norwegian keyboard.

A coding takes three keys from a placed cursor (`s` the sentence, Enter the codes, Enter the one on
top), or two with a code that you used lately: `s` and its number, or `s` and `.` for the last one.
"""


def commands_page() -> str:
    """The page of all commands."""
    return _COMMANDS + "\n" + "\n".join(entries(typer.main.get_command(app), ("qualcode",)))


def keys_page() -> str:
    """The page of all keys, by group."""
    groups: dict[str, list[str]] = {}
    for action in ACTIONS:
        keys = keys_shown(action).replace("|", "\\|")
        row = f"| {keys} | {action.label} | {action.help} |"
        groups.setdefault(action.group, []).append(row)
    tables = (
        f"## {group}\n\n| key | does | |\n| --- | --- | --- |\n" + "\n".join(dict.fromkeys(rows))
        for group, rows in groups.items()
    )
    return _KEYS + "\n" + "\n\n".join(tables) + "\n"


PAGES = {"commands.md": commands_page, "keys.md": keys_page}


def main() -> None:
    """Write the pages beside this file."""
    for name, page in PAGES.items():
        (Path(__file__).parent / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
