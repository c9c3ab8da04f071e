"""Coding in the workspace: codes on the selection, old ones and new ones."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.widgets import Tree

from qualcode.model import Coding, Span
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import in_vivo_name, quotation
from qualcode.tui.i18n import _
from qualcode.tui.panes import CodeTree
from qualcode.tui.screens.choose import ChooseCoding
from qualcode.tui.screens.new_code import NewCodeDialogue
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.reading import Reading
from qualcode.tui.study import Chosen, NewCode

_UNITS = ("sentences", "words", "turns")


class CodingKeys(Reading):
    """Puts codes on the selection."""

    def _code_selection(self, chosen: Sequence[Chosen]) -> bool:
        """Code the selection; gives whether that is on disk."""
        selection = self.transcript.selection
        if selection is None or self._source_id is None or not chosen:
            return False
        source_id = self._source_id

        def change() -> None:
            added = self.study.code(source_id, selection, chosen)
            self.transcript.finish_selection()
            self._show_codings(self.study.codings_of(source_id, selection), chosen)
            if not added:
                self.say(_("These words have that code already."))

        return self.attempt(change)

    def _show_codings(self, codings: Sequence[Coding], chosen: Sequence[Chosen] = ()) -> None:
        """Draw codings as they are now, and the codes that were made for them."""
        made = [one.name for one in chosen if isinstance(one, NewCode)]
        if made:
            self.study.read_codebook()
            self.reload()
            told = _("Made the code {code}; {key} takes it back.")
            self.say(told.format(code=", ".join(made), key=key("study.undo")))
        else:
            self.transcript.redraw(self.transcript.codings.put(codings))
            self._show_recent()
            self._panes_later([coding.code_id for coding in codings])

    def _quoted(self, span: Span, length: int) -> str:
        document = self.transcript.document
        return quotation(document.source.text[slice(*span)], length) if document else ""

    def _needs_selection(self) -> bool:
        if self.transcript.selection is None:
            told = _("Select words first: {s} takes the sentence, {w} the word, {t} the turn.")
            keys = {unit[0]: key(f"transcript.grow-{unit}") for unit in _UNITS}
            self.say(told.format(**keys))
            return True
        return False

    def _selection_or_sentence(self) -> Span | None:
        """The selection; without one, the sentence at the cursor is selected."""
        if self.transcript.selection is None and self.transcript.document:
            self.transcript.action_grow("sentences")
            if self.transcript.selection is None:
                self.say(_("There are no words here to code."))
        return self.transcript.selection

    @work
    async def action_pick(self) -> None:
        """Choose codes for the selection, or for the sentence at the cursor."""
        selection = self._selection_or_sentence()
        if selection is None:
            return
        picker = Picker(self.study, self._quoted(selection, 200), make=self._code_selection)
        chosen = await self.app.push_screen_wait(picker)
        if chosen:
            self._code_selection(chosen)

    @work
    async def action_in_vivo(self) -> None:
        """Make a code that is called after the selected words, and code them with it."""
        selection = self.transcript.selection
        document = self.transcript.document
        if self._needs_selection() or selection is None or document is None:
            return
        await self.app.push_screen_wait(
            NewCodeDialogue(
                self.study,
                self._quoted(selection, 200),
                in_vivo_name(document.source.text[slice(*selection)]),
                lambda new: self._code_selection([new]),
                edit_name=True,
            )
        )

    def action_recent(self, number: int) -> None:
        """Code the selection with a recent code."""
        if number > len(self.study.recent):
            self.say(_("No code has the number {number} yet.").format(number=number))
        elif self._selection_or_sentence():
            self._code_selection([self.study.recent[number - 1]])

    def action_repeat(self) -> None:
        """Code the selection with what was used last."""
        if not self.study.last_codes:
            told = _("No code was used yet: {key} opens the list.")
            self.say(told.format(key=key("workspace.pick")))
        elif self._selection_or_sentence():
            self._code_selection(self.study.last_codes)

    def on_tree_node_selected(self, event: Tree.NodeSelected[int]) -> None:
        """Code the selection with the code that was chosen."""
        if not isinstance(event.node.tree, CodeTree) or event.node.data is None:
            return
        if not self._needs_selection():
            self._code_selection([event.node.data])
            self.query_one("#codebook").remove_class("-open")
            self.transcript.focus()

    async def _choose(self, question: str) -> Coding | None:
        """The coding at the cursor; the user says which, if there are several."""
        here = self._codings_here()
        document = self.transcript.document
        if not here or document is None:
            self.say(_("There is no coding at the cursor."))
            return None
        if len(here) == 1:
            return here[0]
        chooser = ChooseCoding(self.study, question, here, document.source.text)
        return await self.app.push_screen_wait(chooser)
