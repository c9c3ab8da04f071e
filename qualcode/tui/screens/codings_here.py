"""The codings at the cursor, and what can be done with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.model import Coding
from qualcode.project.codings import Provenance
from qualcode.tui.actions import Where, bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import origin_of, quotation
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue, key_line
from qualcode.tui.study import Study

Deed = Literal["start", "end", "remove", "code", "borders", "memo"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with which coding."""

    deed: Deed
    coding: Coding


class CodingsHere(Dialogue[Decision | None]):
    """Lists codings with all that is known of them; gives what is to be done, or None."""

    PLACES: ClassVar[tuple[Where, ...]] = ("codings",)
    BINDINGS = bindings("codings")

    def __init__(
        self,
        study: Study,
        codings: Sequence[Coding],
        known: Mapping[int, Provenance],
        text: str,
        first: int = 0,
    ) -> None:
        super().__init__()
        self._study = study
        self._codings = codings
        self._known = known
        self._text = text
        self._first = first

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue listing"):
            yield Static(_("The codings here"), classes="quotation")
            yield OptionList(*map(self._option, self._codings), markup=False)
            hints = (
                (_("Enter goes there"), "do('start')"),
                (_("{key} remove").format(key=key("codings.do-remove")), "do('remove')"),
                (_("{key} code").format(key=key("codings.do-code")), "do('code')"),
                (_("{key} borders").format(key=key("codings.do-borders")), "do('borders')"),
                (_("{key} memo").format(key=key("codings.do-memo")), "do('memo')"),
                (_("Esc leaves"), "cancel"),
            )
            yield Static(key_line(*hints), classes="keys")

    def _option(self, coding: Coding) -> Option:
        parts: list[str | tuple[str, str]] = [
            ("■ ", self._study.hues.get(coding.code_id, "")),
            (self._study.brief(coding.code_id, self.app.size.width - 12), "bold"),
            f"\n  {coding.coder} · {origin_of(coding, self._known.get(coding.id))}",
            f"\n  {quotation(self._text[coding.start : coding.end], 200)}",
        ]
        if coding.memo:
            parts.append((f"\n  ✎ {quotation(coding.memo, 300).strip('“”«»')}", "italic"))
        return Option(Content.assemble(*parts, "\n"))

    def on_mount(self) -> None:
        """Begin where the user was."""
        options = self.query_one(OptionList)
        options.highlighted = min(self._first, len(self._codings) - 1)
        options.focus()

    def on_option_list_option_selected(self) -> None:
        """Go to the words."""
        self.action_do("start")

    def action_do(self, deed: Deed) -> None:
        """Leave with what is to be done with the coding in the bar."""
        position = self.query_one(OptionList).highlighted
        if position is not None:
            self.dismiss(Decision(deed, self._codings[position]))

    def action_cancel(self) -> None:
        """Do nothing."""
        self.dismiss(None)
