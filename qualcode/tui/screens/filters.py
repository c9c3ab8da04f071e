"""Choosing what a list is about: values of variables, coders, transcripts, codes, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.tui.actions import Where, bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.filtering import Facet, Kind, facets_at_hand, fitting, parts_in_words, together
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue, key_line
from qualcode.tui.study import Study


class FilterDialogue(Dialogue[tuple[Facet, ...] | None]):
    """Gives the parts that are ticked, none of them for everything; None to leave all as it was.

    `kinds` are the kinds of parts on offer; with "text" among them, what is typed can be a part.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("filter",)
    BINDINGS = bindings("filter")
    DEFAULT_CSS = """
    FilterDialogue .dialogue OptionList { width: 1fr; }
    """

    def __init__(self, study: Study, kinds: Sequence[Kind], ticked: Sequence[Facet]) -> None:
        super().__init__()
        self._study = study
        self._kinds = kinds
        self._ticked = list(ticked)
        self._before = list(ticked)
        self._known: list[Facet] = []
        self._listed: list[Facet] = []
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Lay out the letters typed, the list and what is ticked."""
        with Vertical(classes="dialogue wide"):
            yield Static("", classes="quotation", id="ticked", markup=False)
            yield Input(placeholder=_("Type letters of a value, a transcript, a coder"))
            yield OptionList(markup=False)
            hints = (
                (_("{key} ticks").format(key=key("filter.tick")), "tick"),
                (_("Enter applies"), "apply"),
                (_("{key} no filter").format(key=key("filter.everything")), "everything"),
                (_("Esc leaves"), "cancel"),
            )
            yield Static(key_line(*hints), classes="keys")

    def on_mount(self) -> None:
        """List everything, what is ticked first."""
        self._known = facets_at_hand(self._study, self._kinds)
        self._list("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits the letters."""
        if event.value != self._typed:
            self._list(event.value)

    def _catch_up(self) -> None:
        """List what fits now: a key may come before the news of the letters typed before it."""
        if (typed := self.query_one(Input).value) != self._typed:
            self._list(typed)

    def _list(self, typed: str, highlighted: int = 0) -> None:
        self._typed = typed
        ticked = [facet for facet in self._ticked if facet not in self._known]
        first = [*ticked, *(facet for facet in self._known if facet in self._before)]
        rest = [facet for facet in self._known if facet not in first]
        self._listed = fitting([*first, *rest], typed)
        if typed.strip() and "text" in self._kinds:
            words = Facet("text", typed.strip())
            self._listed = [facet for facet in self._listed if facet != words] + [words]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._prompt(facet)) for facet in self._listed])
        options.highlighted = min(highlighted, len(self._listed) - 1) if self._listed else None
        chosen = together(self._in_words())
        shown = _("Only {filter}").format(filter=chosen) if chosen else _("No filter: everything")
        if typed.strip() and not self._listed:
            shown = _("Nothing fits these letters.")
        self.query_one("#ticked", Static).update(shown)

    def _in_words(self) -> list[str]:
        codes = [facet.label for facet in self._ticked if facet.kind == "code"]
        return [*codes, *parts_in_words(self._ticked)]

    def _prompt(self, facet: Facet) -> Text:
        return Text(("[✓] " if facet in self._ticked else "[ ] ") + facet.label, no_wrap=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click ticks."""
        self._tick(event.option_index)

    def _tick(self, position: int) -> None:
        facet = self._listed[position]
        if facet in self._ticked:
            self._ticked.remove(facet)
        else:
            if facet.kind == "text":  # there is one text at most
                self._ticked = [one for one in self._ticked if one.kind != "text"]
            self._ticked.append(facet)
        self._list(self.query_one(Input).value, position)

    def action_step(self, steps: int) -> None:
        """Move the bar."""
        self._catch_up()
        options = self.query_one(OptionList)
        if self._listed:
            position = (options.highlighted or 0) + steps
            options.highlighted = min(max(position, 0), len(self._listed) - 1)

    def action_tick(self) -> None:
        """Tick the part in the bar, or clear its tick."""
        self._catch_up()
        position = self.query_one(OptionList).highlighted
        if position is not None and self._listed:
            self._tick(position)

    def action_apply(self) -> None:
        """Leave with what is ticked; after typing, with the part in the bar too."""
        self._catch_up()
        position = self.query_one(OptionList).highlighted
        typed = self.query_one(Input).value.strip()
        listed = self._listed[position] if self._listed and position is not None else None
        if typed and position is not None and listed and listed not in self._ticked:
            self._tick(position)
        self.dismiss(tuple(self._ticked))

    def action_everything(self) -> None:
        """Clear all ticks."""
        self._ticked = []
        self._list(self.query_one(Input).value)

    def action_cancel(self) -> None:
        """Leave all as it was."""
        self.dismiss(None)
