"""Writing to a file."""

from __future__ import annotations

from qualcode.tui.actions.base import GENERAL, GO, MOVE, Action
from qualcode.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action(
        "write",
        ("enter",),
        N_("Write the file"),
        N_("Asks for a second Enter before it replaces a file."),
        GO,
        "export",
        True,
    ),
    Action(
        "step(-1)", ("up",), N_("Kind above"), N_("Another kind of file."), MOVE, "export", True
    ),
    Action("step(1)", ("down",), N_("Kind below"), "", MOVE, "export", True),
    Action(
        "cancel",
        ("escape",),
        N_("Cancel"),
        N_("Writes nothing, also while it is being written."),
        GENERAL,
        "export",
        True,
    ),
)
