"""The history as a table."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.model import Action
from qualcode.reporting.tables import Table

_COLUMNS = ("no.", "when (UTC)", "who", "what", "kind", "rows")


def history_table(actions: Iterable[Action]) -> Table:
    """The actions with number, moment, coder, label, kind and how many rows each changed."""
    rows = tuple(
        (
            action.id,
            action.at[:16].replace("T", " "),
            action.coder,
            action.label,
            action.kind + (", undone" if action.undone and action.kind == "change" else ""),
            action.changes,
        )
        for action in actions
    )
    return Table("History", _COLUMNS, rows)
