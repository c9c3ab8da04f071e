"""What can have a memo where the cursor is, with the memos that are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.project.memos import Memo, Subject
from qualcode.tui.actions import Where, bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import moment, subject_name
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue, key_line
from qualcode.tui.screens.memo import MemoEditor


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a memo can be on."""

    subject: Subject
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Here:
    """What can have a memo where the cursor is, with its memos; `total` counts the project's."""

    memos: dict[Topic, list[Memo]]
    total: int


class MemosHere(Dialogue[bool]):
    """Opens a memo for writing; gives whether the list of all memos is wanted.

    `read` gives what is listed, and None where it cannot be read, which it tells.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("memos_here",)
    BINDINGS = bindings("memos_here")

    def __init__(
        self, read: Callable[[], Here | None], editor: Callable[[Topic], MemoEditor]
    ) -> None:
        super().__init__()
        self._read = read
        self._editor = editor
        self._topics: list[Topic] = []

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue listing"):
            yield Static(_("Memos"), classes="quotation")
            yield OptionList(markup=False)
            hints = (
                (_("Enter writes"), "write"),
                (_("{key} all memos").format(key=key("memos_here.all")), "all"),
                (_("Esc leaves"), "cancel"),
            )
            yield Static(key_line(*hints), classes="keys")

    def on_mount(self) -> None:
        """Begin with the transcript."""
        self._list(0)
        self.query_one(OptionList).focus()

    def _list(self, position: int) -> None:
        here = self._read()
        if here is None:
            return
        self._topics = [*here.memos]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(_listed(*one)) for one in here.memos.items())
        options.add_option(_("All memos of the project: {number}").format(number=here.total))
        options.highlighted = position

    def on_option_list_option_selected(self) -> None:
        """Open the memo, or the list of all."""
        self.action_write()

    @work
    async def action_write(self) -> None:
        """Open the memo in the bar, or the list of all."""
        position = self.query_one(OptionList).highlighted or 0
        if position == len(self._topics):
            self.dismiss(True)
            return
        await self.app.push_screen_wait(self._editor(self._topics[position]))
        self._list(position)

    def action_all(self) -> None:
        """Leave for the list of all memos."""
        self.dismiss(True)

    def action_cancel(self) -> None:
        """Leave."""
        self.dismiss(False)


def _listed(topic: Topic, found: Sequence[Memo]) -> Content:
    parts: list[str | tuple[str, str]] = [(subject_name(topic.subject), "bold"), f" {topic.name}\n"]
    for memo in found:
        first = memo.text.strip().partition("\n")[0]
        parts += [(f"  {memo.coder} · {moment(memo.changed_at)} ", "dim"), f"{first}\n"]
    if not found:
        parts.append(("  " + _("no memo yet") + "\n", "dim"))
    return Content.assemble(*parts)
