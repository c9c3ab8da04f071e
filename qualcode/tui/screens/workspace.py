"""The workspace: reading, coding, and what can be done with the codings at the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work

from qualcode.model import Coding, Span
from qualcode.project.codings import Provenance, provenance
from qualcode.project.memos import memos
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import cited, history_name, subject_name
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import _
from qualcode.tui.movement import Caret
from qualcode.tui.screens.asking import AskKeys
from qualcode.tui.screens.codings_here import CodingsHere, Decision
from qualcode.tui.screens.inline import MarkKeys
from qualcode.tui.screens.memo import MemoEditor, memo_editor
from qualcode.tui.screens.memos import Memos
from qualcode.tui.screens.memos_here import Here, MemosHere, Topic
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.reading import OpenSource
from qualcode.tui.study import Chosen, Study
from qualcode.tui.transcript_exports import transcript_exports


class Workspace(AskKeys, MarkKeys):
    """Changes the codings at the cursor, and opens the memos."""

    PLACES = ("workspace", "transcript", "study")
    BINDINGS = bindings("workspace")

    def __init__(self, study: Study, opened: OpenSource | None) -> None:
        super().__init__(study, opened)
        self._adjusted: int | None = None  # the coding whose borders the selection stands for

    def exports(self) -> Sequence[Export]:
        """The transcript with the codings that are shown, in Word and as a table."""
        document = self.transcript.document
        if document is None:
            return ()
        coders = (self.study.project.coder,) if self.study.own_only else ()
        return transcript_exports(document.source.name, coders)

    def clipping(self) -> str:
        """The selected words with their place, else the sentence at the cursor."""
        document, span = self.transcript.document, self.transcript.selection
        if document is None:
            return ""
        span = span or document.sentences.at(self.transcript.caret.head)
        return cited(document, span) if span else ""

    def _named(self, coding: Coding) -> str:
        """A coding's code, and its coder where it is somebody else."""
        return self._with_coder(self.study.brief(coding.code_id), coding)

    def _named_briefly(self, coding: Coding) -> str:
        """The same for the lowest line, which has no room for the codes above."""
        return self._with_coder(self.study.name(coding.code_id), coding)

    def _with_coder(self, code: str, coding: Coding) -> str:
        own = coding.coder == self.study.project.coder
        return code if own else f"{code} ({coding.coder})"

    # The codings at the cursor

    @work
    async def action_list_codings(self) -> None:
        """List the codings at the cursor, and do with them what is decided there."""
        document, here, position = self.transcript.document, self._codings_here(), 0
        if not here:
            self.say(_("There is no coding at the cursor."))
        while here and document:
            known = self._provenance(here)
            listed = CodingsHere(self.study, here, known, document.source.text, position)
            decision = await self.app.push_screen_wait(listed)
            if decision is None or not await self._carry_out(decision):
                return
            position = here.index(decision.coding)
            here = self._codings_here()

    def _provenance(self, codings: Sequence[Coding]) -> dict[int, Provenance]:
        known: dict[int, Provenance] = {}
        ids = [coding.id for coding in codings]
        self.attempt(lambda: known.update(provenance(self.study.project, ids)), kept=False)
        return known

    async def _carry_out(self, decision: Decision) -> bool:
        """Do what was decided in the list; gives whether the list is wanted again."""
        coding = decision.coding
        match decision.deed:
            case "remove":
                self._remove(coding)
            case "code":
                await self._change_code(coding)
            case "memo":
                await self._write_coding_memo(coding)
            case "borders":
                self._adjust(coding)
                return False
            case "start" | "end":
                place = coding.start if decision.deed == "start" else coding.end
                self.transcript.place(Caret(place, place), centre=True)
                return False
        return True

    @work
    async def action_remove(self) -> None:
        """Remove a coding at the cursor."""
        coding = await self._choose(_("Which coding is to be removed?"))
        if coding:
            self._remove(coding)

    def _remove(self, coding: Coding) -> None:
        def change() -> None:
            self.study.remove(coding)
            self.transcript.redraw(self.transcript.codings.remove([coding.id]))
            removed = _("Removed {code}; {key} brings it back.")
            self.say(removed.format(code=self._named_briefly(coding), key=key("study.undo")))
            self._panes_later([coding.code_id])

        self.attempt(change)

    @work
    async def action_change_code(self) -> None:
        """Give a coding at the cursor another code."""
        coding = await self._choose(_("Which coding gets another code?"))
        if coding:
            await self._change_code(coding)

    async def _change_code(self, coding: Coding) -> None:
        def change_to(chosen: Sequence[Chosen]) -> bool:
            def change() -> None:
                changed = self.study.change_code(coding, chosen[0])
                self._show_codings([changed], chosen)
                self._panes_later([coding.code_id])
                told = _("Changed {before} to {after}.")
                after = self.study.name(changed.code_id)
                self.say(told.format(before=self._named_briefly(coding), after=after))

            return self.attempt(change)

        words = self._quoted(Span(coding.start, coding.end), 160)
        heading = _("Instead of {code}: {words}").format(code=self._named(coding), words=words)
        picker = Picker(self.study, heading, several=False, make=change_to)
        chosen = await self.app.push_screen_wait(picker)
        if chosen == [coding.code_id]:
            self.say(_("It has that code already."))
        elif chosen:
            change_to(chosen)

    # Borders: the coding becomes the selection, which the keys for selecting change.

    @work
    async def action_change_borders(self) -> None:
        """Give a coding the borders of the selection, or make it the selection to change."""
        selection = self.transcript.selection
        if self._adjusted is not None and selection:
            coding = self.transcript.codings.get(self._adjusted)
            if coding:
                self._give_borders(coding, selection)
                return
        coding = await self._choose(_("Which coding gets other borders?"))
        if coding is None:
            return
        span = Span(coding.start, coding.end)
        if selection is None or selection == span or self.transcript.caret.done:
            self._adjust(coding)
        else:
            self._give_borders(coding, selection)

    def _adjust(self, coding: Coding) -> None:
        self._adjusted = coding.id
        self.transcript.place(Caret(coding.start, coding.end), centre=True)
        self.transcript.focus()

    def _give_borders(self, coding: Coding, selection: Span) -> None:
        def change() -> None:
            changed = self.study.change_borders(coding, selection)
            self._adjusted = None
            self.transcript.finish_selection()
            self.transcript.redraw(self.transcript.codings.put([changed]))
            self.say(_("Changed the borders of {code}.").format(code=self._named_briefly(coding)))
            self._panes_later([coding.code_id])

        self.attempt(change)

    def action_other_end(self) -> None:
        """Go to the other end of the selection, to extend it there."""
        caret = self.transcript.caret
        if self.transcript.selection:
            self.transcript.place(Caret(caret.head, caret.anchor))

    def _code_selection(self, chosen: Sequence[Chosen]) -> bool:
        self._adjusted = None
        return super()._code_selection(chosen)

    def _moved(self) -> None:
        given_up = self._adjusted is not None and self.transcript.selection is None
        if given_up:
            self._adjusted = None
        super()._moved()
        if given_up:
            self.say(_("The borders stay as they were."))

    def _hint(self, text: str) -> str:
        coding = None if self._adjusted is None else self.transcript.codings.get(self._adjusted)
        if coding is None:
            return super()._hint(text)
        hint = _(" {keep} keeps · Shift+←→ moves · {other} other end · Esc · borders of {code}")
        code = self.study.code_by_id.get(coding.code_id)
        return hint.format(
            keep=key("workspace.change_borders"),
            code=code.name if code else "?",
            other=key("workspace.other_end"),
        )

    # Memos

    @work
    async def action_memo(self) -> None:
        """Write a memo on a coding."""
        if self.transcript.document and not self._codings_here():
            told = _("There is no coding at the cursor; {key} lists other things for memos.")
            self.say(told.format(key=key("workspace.memos")))
            return
        coding = await self._choose(_("Which coding is the memo on?"))
        if coding:
            await self._write_coding_memo(coding)

    async def _write_coding_memo(self, coding: Coding) -> None:
        def draw() -> None:
            now = self.study.codings_of(coding.source_id, Span(coding.start, coding.end))
            self.transcript.redraw(self.transcript.codings.put(now))

        words = self._quoted(Span(coding.start, coding.end), 160)
        name = history_name("coding", self.study.label(coding.code_id))
        heading = f"{self._named(coding)}\n{words}"
        editor = memo_editor(self, "coding", coding.id, name, heading, stored=draw)
        await self.app.push_screen_wait(editor)

    def _topics(self) -> list[Topic]:
        """What can have a memo here, but for the codings."""
        topics = []
        document = self.transcript.document
        if document:
            topics.append(Topic("source", document.source.id, document.source.name))
            if case := self.study.case_of(document.source.id):
                topics.append(Topic("case", *case))
        in_focus = self.study.code_in_focus
        codes = [in_focus] if in_focus is not None else []
        if self.transcript.has_focus:
            codes += [coding.code_id for coding in self._codings_here()]
        topics += [
            Topic("code", code_id, self.study.label(code_id))
            for code_id in dict.fromkeys(codes)
            if code_id in self.study.code_by_id
        ]
        return [*topics, Topic("project", 0, self.study.project.name)]

    @work
    async def action_memos(self) -> None:
        """Show what can have a memo here, with the memos that are there."""

        def read() -> Here | None:
            project = self.study.project
            found: list[Here] = []

            def look() -> None:
                listed = {one: memos(project, one.subject, one.id) for one in topics}
                found.append(Here(listed, self.study.memo_count()))

            return found[0] if self.attempt(look, kept=False) else None

        def editor(topic: Topic) -> MemoEditor:
            name = history_name(topic.subject, topic.name)
            heading = f"{subject_name(topic.subject)} {topic.name}"
            return memo_editor(self, topic.subject, topic.id, name, heading)

        topics: list[Topic] = []
        if not self.attempt(lambda: topics.extend(self._topics()), kept=False):
            return
        if await self.app.push_screen_wait(MemosHere(read, editor)):
            self.app.show_over_workspace(Memos(self.study))
