"""Looking back over what was done."""

from __future__ import annotations

from qualcode.tui.actions.base import GO, MOVE, SHOW, Action
from qualcode.tui.i18n import N_


def _action(action_id: str, keys: str, label: str, hint: str, group: str) -> Action:
    return Action(action_id, tuple(keys.split()), label, hint, group, "history")


ACTIONS: tuple[Action, ...] = (
    _action("step(-1)", "up k", N_("One up"), "", MOVE),
    _action("step(1)", "down j", N_("One down"), "", MOVE),
    _action("page(-1)", "pageup", N_("A page up"), "", MOVE),
    _action("page(1)", "pagedown", N_("A page down"), "", MOVE),
    _action("group(-1)", "K ctrl+up", N_("The day after"), "", MOVE),
    _action("group(1)", "J ctrl+down", N_("The day before"), "", MOVE),
    _action("end(-1)", "home", N_("Latest"), "", MOVE),
    _action("end(1)", "end", N_("First of all"), "", MOVE),
    _action(
        "now",
        "n",
        N_("To where the project stands"),
        N_("The action that u would take back now."),
        MOVE,
    ),
    _action(
        "filter",
        "f",
        N_("Only actions with these words"),
        N_("Enter goes to the list, Esc shows all again."),
        SHOW,
    ),
    _action("next_coder", "c", N_("Only one coder"), N_("The next one, at last everybody."), SHOW),
    _action(
        "details",
        "f3",
        N_("Only the changes, or the list too"),
        N_("Gives the whole screen to what the action in the bar changed."),
        SHOW,
    ),
    _action("read(1)", "space", N_("More of the changes"), "", SHOW),
    _action("read(-1)", "b", N_("Back in the changes"), "", SHOW),
    _action(
        "show_place",
        "enter",
        N_("Go to the place"),
        N_("The words in the transcript, or the code in the codebook."),
        GO,
    ),
)
