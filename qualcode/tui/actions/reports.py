"""Choosing, filling in and walking through reports."""

from __future__ import annotations

from qualcode.tui.actions.base import GO, SHOW, Action
from qualcode.tui.actions.walking import walking
from qualcode.tui.i18n import N_


def _show(name: str, keys: str, label: str, hint: str) -> Action:
    return Action(name, tuple(keys.split()), label, hint, SHOW, "reports")


ACTIONS: tuple[Action, ...] = (
    Action(
        "open_cell",
        ("enter",),
        N_("The excerpts behind the number"),
        N_("Lists just what the cell counts; Esc comes back."),
        GO,
        "reports",
    ),
    *walking("reports"),
    _show("make", "f10 ctrl+t", N_("Make the report"), N_("With the options and the filter.")),
    _show("kinds", "f2", N_("Another report"), N_("Goes to the list of reports; Enter makes one.")),
    _show("options", "f3", N_("Options"), N_("Goes to the form; Enter makes the report.")),
    _show(
        "filter",
        "f4 f",
        N_("Filter"),
        N_("Goes to the line for a query: coder=anne AND wave=2023; @ and a name for a saved one."),
    ),
    _show(
        "offer",
        "ctrl+l Q",
        N_("What can stand here"),
        N_("In a field: the names or words to choose from. Elsewhere: saved queries."),
    ),
    _show("table", "t", N_("The table"), N_("Goes to the numbers; Esc in a field does, too.")),
    _show(
        "order_by_column",
        "o",
        N_("Order by this column"),
        N_("Highest numbers first; again: back to the order before."),
    ),
    _show("notes", "n", N_("Notes"), N_("What was counted and how, and the whole cell.")),
)
