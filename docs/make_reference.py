"""Write the pages that the program itself has the words for: `make docs`."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from qualcode.cli.app import app
from qualcode.reporting.kinds.options import Option, options_of
from qualcode.reporting.kinds.registry import KINDS
from qualcode.tui.actions import actions_of, key_name, keys_shown
from qualcode.tui.actions.base import PLACE_NAMES

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

Without a selection, coding takes the sentence at the cursor: `.` codes it with the code used last,
`1` to `9` with a recent one, Enter opens the list of codes. `s`, `w` and `t` select first.
"""

_TASKS = """## How many keys common tasks take

Here, from the cursor in the sentence or the coding that is meant (a click puts it there, or `j` and
`k` by sentences, `n` and `p` by codings). Elsewhere, from the words in view. A key, a click and a
drag of the mouse count one each; +: and the letters of a name, or of a part of it. A test presses
our keys. The other numbers are those of the way that each program's own pages describe, or a
guide to it (listed below); a dash says that we found none, not that there is none.
"""


def commands_page() -> str:
    """The page of all commands."""
    return _COMMANDS + "\n" + "\n".join(entries(typer.main.get_command(app), ("qualcode",)))


def tasks_section() -> str:
    """The table of common tasks, and how the other programs' steps were counted."""
    tasks = runpy.run_path(str(Path(__file__).parent / "tasks.py"))
    programs = tasks["PROGRAMS"]
    lines = [
        f"| task | qualcode | {' | '.join(programs)} |",
        f"| --- | --- |{' --- |' * len(programs)}",
    ]
    counted = []
    for task in tasks["TASKS"]:
        typed = any(map(tasks["is_typed"], task.keys))
        keys = " ".join(
            "…" if tasks["is_typed"](key) else f"`{key_name(key)}`" for key in task.keys
        )
        cells = [f"{tasks['count'](task)}{'+' if typed else ''}: {keys}"]
        for program in programs:
            steps = task.elsewhere.get(program)
            typing = "+" if steps and any("type" in step for step in steps.steps) else ""
            cells.append(f"{len(steps.steps)}{typing}" if steps else "–")
        lines.append(f"| {task.name} | {' | '.join(cells)} |")
        steps_taken = "; ".join(
            f"{program}: {', '.join(found.steps)} [{found.page}]"
            for program, found in task.elsewhere.items()
        )
        if steps_taken:
            counted.append(f"- {task.name}. {steps_taken}")
    pages = [f"- [{name}] {title}, <{link}>" for name, (title, link) in tasks["PAGES"].items()]
    parts = [_TASKS, "\n".join(lines), "The steps:", "\n".join(counted), "The pages:"]
    return "\n\n".join([*(part.strip() for part in parts), "\n".join(pages)])


def keys_page() -> str:
    """The page of all keys, by screen."""
    sections = [tasks_section()]
    for place, name in PLACE_NAMES.items():
        rows = dict.fromkeys(
            f"| {keys_shown(action).replace('|', chr(92) + '|')} | {action.label} | {action.help} |"
            for action in actions_of(place)
        )
        if rows:
            sections.append(
                f"## {name}\n\n| key | does | |\n| --- | --- | --- |\n" + "\n".join(rows)
            )
    return _KEYS + "\n" + "\n\n".join(sections) + "\n"


_KINDS = """# Kinds of reports

Made by `make docs` from the functions that make the reports. A whole report
([whole-reports.md](whole-reports.md)) names a kind after `table:` or `figure:` and says under it
what is asked of it; the screen of reports in the terminal has the same as a form, and
`qualcode.make_report(project, "crosstab", variable=["wave"])` makes it in Python.
"""


def _option(option: Option) -> str:
    told = f"- `{option.name}`: {option.help}"
    if issubclass(option.type, StrEnum):
        told += f" ({', '.join(option.type)})"
    if option.required:
        return f"{told}. Has to be said."
    if option.several or option.default in (None, "", False):
        return f"{told}."
    default = "true" if option.default is True else option.default
    return f"{told}. Else {default}."


def kinds_page() -> str:
    """The page of all kinds of reports with their options."""
    sections = [
        "\n".join([f"## {name}\n", f"{kind.__doc__}\n", *map(_option, options_of(kind))])
        for name, kind in KINDS.items()
    ]
    return _KINDS + "\n" + "\n\n".join(sections) + "\n"


PAGES = {"commands.md": commands_page, "keys.md": keys_page, "report-kinds.md": kinds_page}


def main() -> None:
    """Write the pages beside this file."""
    for name, page in PAGES.items():
        (Path(__file__).parent / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
