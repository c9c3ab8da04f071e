"""Options by which commands put codes on everything that they find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import confirm, count, say
from qualcode.errors import InputError

if TYPE_CHECKING:
    from qualcode.analysis.code_hits import Place
    from qualcode.project import Project

_PANEL = "Coding what was found"
CodeAll = Annotated[
    list[str] | None,
    typer.Option(
        "--code-all",
        metavar="CODE",
        help="Put this code on everything found, as one action. Repeatable.",
        rich_help_panel=_PANEL,
    ),
]
HitUnits = Annotated[
    str,
    typer.Option(
        "--unit",
        metavar="hit|sentence|turn",
        help="What gets the code: the words found, their sentences or their turns.",
        rich_help_panel=_PANEL,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.", rich_help_panel=_PANEL)]


def code_all_of(
    project: Project, places: Sequence[Place], names: Sequence[str], unit: str, *, yes: bool
) -> None:
    """Put codes on all places, after asking, and say what came of it."""
    from qualcode.analysis.code_hits import HitUnit, code_hits, count_known, widen
    from qualcode.project.codes import find_code

    if unit not in list(HitUnit):
        raise InputError(
            f"There is no unit “{unit}”.", remedy=f"Choose one of {', '.join(HitUnit)}."
        )
    chosen = [find_code(project, name) for name in names]
    ids = [code.id for code in chosen]
    stretches = widen(project, places, HitUnit(unit))
    if not stretches:
        say("There is nothing to code.")
        return
    known = count_known(project, stretches, ids)
    labels = ", ".join(code.label for code in chosen)
    new = len(stretches) * len(ids) - known
    question = f"Code {count(len(stretches), unit)} with {labels}? {count(new, 'new coding')}"
    if not confirm(question + (f", {known} there already" if known else ""), yes=yes):
        return
    done = code_hits(project, places, ids, HitUnit(unit))
    say(
        f"Coded {count(done.places, unit)} with {labels}: {count(done.added, 'new coding')}"
        + (f", {done.known} there already." if done.known else ".")
    )
