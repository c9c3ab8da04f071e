"""Small dialogues: one of several codings, a memo, the keys of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from qualcode.model import Coding
from qualcode.tui.actions import Where, actions_of, bindings, keys_shown
from qualcode.tui.describe import quotation
from qualcode.tui.i18n import _
from qualcode.tui.study import Study


class ChooseCoding(ModalScreen[Coding | None]):
    """Which of several codings is meant."""

    BINDINGS: ClassVar = [("escape", "dismiss(None)", "")]

    def __init__(self, study: Study, question: str, codings: Sequence[Coding], text: str) -> None:
        super().__init__()
        self._study = study
        self._question = question
        self._codings = codings
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue small"):
            yield Static(self._question, classes="quotation", markup=False)
            yield OptionList(*map(self._option, self._codings), markup=False)
            yield Static(_("Enter chooses · Esc leaves"), classes="keys")

    def _option(self, coding: Coding) -> Option:
        words = quotation(self._text[coding.start : coding.end], 48)
        return Option(
            Text.assemble(
                ("■ ", self._study.hues.get(coding.code_id, "")),
                (self._study.label(coding.code_id), "bold"),
                f" ({coding.coder})\n  {words}",
            )
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose this one."""
        self.dismiss(self._codings[event.option_index])


class MemoEditor(ModalScreen[str | None]):
    """Gives the memo's text, or None if it is to stay as it was."""

    BINDINGS = bindings("memo")

    def __init__(self, about: str, text: str) -> None:
        super().__init__()
        self._about = about
        self._text = text
        self._warned = False

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue wide"):
            yield Static(self._about, classes="quotation", markup=False)
            yield TextArea(self._text, soft_wrap=True, show_line_numbers=False)
            yield Static(_("Ctrl+S saves · Esc leaves"), classes="keys")

    def on_mount(self) -> None:
        """Put the focus where the user goes on."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Leave with the text as it is now."""
        self.dismiss(self.query_one(TextArea).text)

    def may_leave(self) -> bool:
        """Whether nothing would be lost, or the user has been told and insists."""
        if self._warned or self.query_one(TextArea).text == self._text:
            return True
        self._warned = True
        warning = _("Not saved yet: Ctrl+S saves, the same key again gives up the changes.")
        self.query_one(".keys", Static).update(warning)
        return False

    def action_cancel(self) -> None:
        """Leave without saving; a changed text takes a second Esc."""
        if self.may_leave():
            self.dismiss(None)


class Help(ModalScreen[None]):
    """The keys that work where the user is."""

    BINDINGS: ClassVar = [("escape,f1,q,enter", "dismiss(None)", "")]

    def __init__(self, places: Sequence[Where]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, style="bold")
        table.add_column(max_width=28)
        table.add_column(style="dim")
        actions = sorted(actions_of(*self._places), key=lambda action: _GROUPS.index(action.group))
        for group, members in groupby(actions, key=lambda action: action.group):
            table.add_row(Text(_(group).upper(), "dim"))
            shown = {(keys_shown(one), one.label, one.help): None for one in members}
            for keys, label, hint in shown:
                table.add_row(keys, _(label), _(hint))
            table.add_row("")
        with Vertical(classes="dialogue wide"):
            yield Static(_("Keys on this screen"), classes="quotation")
            with VerticalScroll():
                yield Static(table)
            yield Static(_("Esc leaves"), classes="keys")

    def on_mount(self) -> None:
        """Put the focus where the user goes on."""
        self.query_one(VerticalScroll).focus()


_GROUPS = [*dict.fromkeys(action.group for action in actions_of("workspace", "transcript"))]
_GROUPS += [
    group
    for group in dict.fromkeys(
        action.group for action in actions_of("everywhere", "picker", "memo")
    )
    if group not in _GROUPS
]
