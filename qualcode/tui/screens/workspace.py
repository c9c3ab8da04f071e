"""The workspace: reading, and the keys that code."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.widgets import Tree

from qualcode.model import Action, Coding, Span
from qualcode.tui.actions import bindings
from qualcode.tui.describe import quotation
from qualcode.tui.i18n import _
from qualcode.tui.panes import CodeTree
from qualcode.tui.screens.dialogues import ChooseCoding, MemoEditor
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.reading import Reading


class Workspace(Reading):
    """Codes the selection and changes the codings at the cursor."""

    BINDINGS = bindings("workspace")

    def _code_selection(self, code_ids: Sequence[int]) -> None:
        selection = self.transcript.selection
        if selection is None or self._source_id is None or not code_ids:
            return
        source_id = self._source_id

        def change() -> None:
            added = self.study.code(source_id, selection, code_ids)
            self.transcript.finish_selection()
            new = self.study.codings_of(source_id, selection)
            self.transcript.redraw(self.transcript.codings.put(new))
            if not added:
                self._say(_("These words have that code already."))
            self._show_recent()
            self._panes_later(code_ids)

        self._attempt(change)

    def _needs_selection(self) -> bool:
        if self.transcript.selection is None:
            self._say(_("Select words first: s takes the sentence, w the word, t the turn."))
            return True
        return False

    @work
    async def action_pick(self) -> None:
        """Choose codes for the selection, or for the sentence at the cursor."""
        if self.transcript.document is None:
            return
        if self.transcript.selection is None:
            self.transcript.action_grow("sentences")
        selection = self.transcript.selection
        if selection is None:
            return
        words = quotation(self.transcript.document.source.text[slice(*selection)], 200)
        chosen = await self.app.push_screen_wait(Picker(self.study, words))
        if chosen:
            self._code_selection(chosen)

    def action_recent(self, number: int) -> None:
        """Code the selection with a recent code."""
        if number > len(self.study.recent):
            self._say(_("No code has the number {number} yet.").format(number=number))
        elif not self._needs_selection():
            self._code_selection([self.study.recent[number - 1]])

    def action_repeat(self) -> None:
        """Code the selection with what was used last."""
        if not self.study.last_codes:
            self._say(_("No code was used yet: Enter opens the list."))
        elif not self._needs_selection():
            self._code_selection(self.study.last_codes)

    async def _choose(self, question: str) -> Coding | None:
        here = self._codings_here()
        document = self.transcript.document
        if not here or document is None:
            self._say(_("There is no coding at the cursor."))
            return None
        if len(here) == 1:
            return here[0]
        chooser = ChooseCoding(self.study, question, here, document.source.text)
        return await self.app.push_screen_wait(chooser)

    @work
    async def action_remove(self) -> None:
        """Remove a coding at the cursor."""
        coding = await self._choose(_("Which coding is to be removed?"))
        if coding is None:
            return

        def change() -> None:
            self.study.remove(coding)
            self.transcript.redraw(self.transcript.codings.remove([coding.id]))
            removed = _("Removed {code}; u brings it back.")
            self._say(removed.format(code=self.study.label(coding.code_id)))
            self._panes_later([coding.code_id])

        self._attempt(change)

    @work
    async def action_change_borders(self) -> None:
        """Give a coding the borders of the selection."""
        selection = self.transcript.selection
        if self._needs_selection() or selection is None:
            return
        coding = await self._choose(_("Which coding gets the borders of the selection?"))
        if coding is None or Span(coding.start, coding.end) == selection:
            return

        def change() -> None:
            changed = self.study.change_borders(coding, selection)
            self.transcript.finish_selection()
            self.transcript.redraw(self.transcript.codings.put([changed]))
            told = _("Changed the borders of {code}.")
            self._say(told.format(code=self.study.label(coding.code_id)))
            self._panes_later([coding.code_id])

        self._attempt(change)

    @work
    async def action_memo(self) -> None:
        """Write a memo on a coding."""
        coding = await self._choose(_("Which coding is the memo on?"))
        document = self.transcript.document
        if coding is None or document is None:
            return
        words = quotation(document.source.text[coding.start : coding.end], 160)
        about = f"{self.study.label(coding.code_id)}\n{words}"
        before = self.study.memo_of(coding.id)
        text = await self.app.push_screen_wait(MemoEditor(about, before))
        if text is None or text == before:
            return

        def change() -> None:
            changed = self.study.write_memo(coding, text)
            self.transcript.redraw(self.transcript.codings.put([changed]))
            self._say(_("The memo is stored."))

        self._attempt(change)

    def action_undo(self) -> None:
        """Take back the last action."""
        self._attempt(lambda: self._replayed(_("Undid: {action}"), self.study.undo()))

    def action_redo(self) -> None:
        """Bring back the action that was undone."""
        self._attempt(lambda: self._replayed(_("Redid: {action}"), self.study.redo()))

    def _replayed(self, message: str, action: Action) -> None:
        self._reload()
        whose = "" if action.coder == self.study.project.coder else f" ({action.coder})"
        self._say(message.format(action=action.label + whose))

    def on_tree_node_selected(self, event: Tree.NodeSelected[int]) -> None:
        """Code the selection with the code that was chosen."""
        if not isinstance(event.node.tree, CodeTree) or event.node.data is None:
            return
        if not self._needs_selection():
            self._code_selection([event.node.data])
            self.query_one("#codebook").remove_class("-open")
            self.transcript.focus()
