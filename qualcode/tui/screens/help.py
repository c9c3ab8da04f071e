"""The keys of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from qualcode.tui.actions import GROUPS, Where, actions_of, keys_shown
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue

_NARROW = 60  # cells below which there is no room for three columns


class Help(Dialogue[None]):
    """The keys that work where the user is."""

    BINDINGS: ClassVar = [("escape,f1,q,enter", "dismiss(None)", "")]

    def __init__(self, places: Sequence[Where]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue wide"):
            yield Static(_("Keys on this screen"), classes="quotation")
            with VerticalScroll():
                yield Static(self._table(narrow=self.app.size.width < _NARROW))
            yield Static(_("Esc leaves"), classes="keys")

    def _table(self, *, narrow: bool) -> Table:
        """The keys with what they do; in a narrow window what is said of it stands below."""
        table = Table.grid(padding=(0, 2 - narrow, 0, 0))
        table.add_column(no_wrap=not narrow, max_width=12 if narrow else None, style="bold")
        table.add_column(max_width=None if narrow else 28)
        if not narrow:
            table.add_column(style="dim")
        actions = sorted(actions_of(*self._places), key=lambda action: GROUPS.index(action.group))
        for group, members in groupby(actions, key=lambda action: action.group):
            table.add_row(Text(_(group).upper(), "dim"))
            shown = {(keys_shown(one), one.label, one.help): None for one in members}
            for keys, label, hint in shown:
                said = (_(label), _(hint) if hint else "")
                if narrow:
                    parts = ((said[0], ""), (f"\n{said[1]}" if hint else "", "dim"))
                    table.add_row(keys, Text.assemble(*parts))
                else:
                    table.add_row(keys, *said)
            table.add_row("")
        return table

    def on_mount(self) -> None:
        """Put the focus where the user goes on."""
        self.query_one(VerticalScroll).focus()
