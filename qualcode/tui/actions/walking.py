"""Walking through tables by cell, the same wherever there is one."""

from __future__ import annotations

from qualcode.tui.actions.base import MOVE, Action, Where
from qualcode.tui.i18n import N_

_STEPS = (
    ("left", "left", N_("A column back")),
    ("right", "right", N_("A column on")),
    ("up", "up k", N_("A row up")),
    ("down", "down j", N_("A row down")),
    ("page_up", "pageup b", N_("A page up")),
    ("page_down", "pagedown space", N_("A page down")),
    ("page_left", "ctrl+left", N_("A page of columns back")),
    ("page_right", "ctrl+right", N_("A page of columns on")),
    ("first_column", "home", N_("The first column")),
    ("last_column", "end", N_("The last column")),
    ("first_row", "ctrl+home", N_("The first row")),
    ("last_row", "ctrl+end", N_("The last row")),
)


def walking(where: Where) -> tuple[Action, ...]:
    """The steps through the table of a place; see `GridView.walk`."""
    return tuple(
        Action(f"walk('{name}')", tuple(keys.split()), label, "", MOVE, where)
        for name, keys, label in _STEPS
    )
