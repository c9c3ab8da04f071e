"""Queries in one line, and those that are saved."""

from __future__ import annotations

from qualcode.tui.actions.base import EDIT, GENERAL, MOVE, SHOW, Action, Where
from qualcode.tui.i18n import N_


def query_action(where: Where, hint: str) -> Action:
    """The action that asks for a query in a place."""
    return Action("query", ("Q", "ctrl+l"), N_("Query"), hint, SHOW, where)


def _do(name: str, keys: str, label: str, hint: str, group: str) -> Action:
    return Action(name, tuple(keys.split()), label, hint, group, "query", True)


ACTIONS: tuple[Action, ...] = (
    _do("use", "enter", N_("Use the query"), N_("An empty line is for everything."), GENERAL),
    _do("step(-1)", "up", N_("The saved query above"), "", MOVE),
    _do("step(1)", "down", N_("The saved query below"), "", MOVE),
    _do(
        "save",
        "f2 ctrl+n",
        N_("Save under a name"),
        N_("The query in the line; @ and its name stand for it from then on."),
        EDIT,
    ),
    _do(
        "remove",
        "f3 ctrl+x",
        N_("Remove the saved query"),
        N_("The one whose name is in the line; u brings it back."),
        EDIT,
    ),
    _do("cancel", "escape", N_("Leave"), N_("Leaves all as it was."), GENERAL),
)
