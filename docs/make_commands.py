"""Write docs/commands.md from the help of every command: `make docs`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from qualcode.cli.app import app

INTRODUCTION = """# Commands

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


def main() -> None:
    """Write the file."""
    sections = entries(typer.main.get_command(app), ("qualcode",))
    content = INTRODUCTION + "\n" + "\n".join(sections)
    Path("docs/commands.md").write_text(content, "utf-8")


if __name__ == "__main__":
    main()
