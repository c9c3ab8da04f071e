"""Settling differences: whose coding the consensus gets, one undoable decision after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from qualcode.analysis.agreement.agreed import take_over_agreed
from qualcode.analysis.agreement.consensus import (
    Settlement,
    decide,
    decide_otherwise,
    reopen,
    with_decisions,
    write_reason,
)
from qualcode.model import Action
from qualcode.project.consensus import name_consensus_coder
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import quotation
from qualcode.tui.dispute_list import sides
from qualcode.tui.disputes import Loaded, next_open
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import _, ngettext, quoted
from qualcode.tui.screens.busy import Busy
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.disputes import Disputes
from qualcode.tui.screens.line import LineDialogue
from qualcode.tui.screens.memo import MemoEditor
from qualcode.tui.screens.picker import Picker

if TYPE_CHECKING:
    from qualcode.analysis.agreement.disputes import Dispute
    from qualcode.project import Project


class Disagreements(Disputes):
    """Decides on what coders differ on."""

    PLACES = ("disagreements", "study")
    BINDINGS = bindings("disagreements")

    # Deciding

    def action_keep(self, number: int) -> None:
        """Let the consensus have what the coder of that number has there."""
        dispute = self._dispute
        if dispute and number <= len(dispute.coders):
            coder = dispute.coders[number - 1]
            self._keep([coder], _("As {coder} coded").format(coder=coder))

    def action_both(self) -> None:
        """Let the consensus have what all of them have there."""
        if dispute := self._dispute:
            self._keep(dispute.coders, _("Everybody’s kept"))

    def action_neither(self) -> None:
        """Let the consensus have none of it."""
        self._keep((), _("Nobody’s kept"))

    def _keep(self, coders: Collection[str], told: str) -> None:
        def deed(dispute: Dispute, consensus: str, reason: str) -> None:
            project = self.study.project
            decide(project, dispute, coders, consensus=consensus, reason=reason)

        self._decide(deed, told)

    @work
    async def action_otherwise(self) -> None:
        """Put other codes on the words, or any on other words."""
        dispute, span = self._dispute, self._span
        if dispute is None:
            return
        words = self._document(dispute.source_id).source.text[slice(*span)]
        picker = Picker(self.study, quotation(words, 200))
        chosen = await self.app.push_screen_wait(picker)
        if not chosen or self._dispute is None or self._dispute.key != dispute.key:
            return

        def deed(dispute: Dispute, consensus: str, reason: str) -> None:
            project = self.study.project
            decide_otherwise(project, dispute, span, chosen, consensus=consensus, reason=reason)

        names = ", ".join(map(self.study.name, chosen))
        self._decide(deed, _("Settled with {codes}").format(codes=names))

    def _decide(self, deed: Callable[[Dispute, str, str], None], told: str) -> None:
        """Carry out a decision, and go on to the next dispute that is open."""
        dispute, loaded = self._dispute, self._loaded
        if dispute is None or loaded is None:
            return
        reason = self._reasons.get(dispute.key, dispute.reason)

        def change() -> None:
            deed(dispute, loaded.settlement.consensus, reason)
            self._reasons.pop(dispute.key, None)
            self._view.decided.append(dispute.key)
            self._show_decided(loaded, further=True)
            self.say(_("{done}. {key} takes it back.").format(done=told, key=key("study.undo")))

        self.attempt(change)

    def _show_decided(self, loaded: Loaded, *, further: bool) -> None:
        """Show the decisions as they are now; `further`: at the next dispute that is open."""
        found = with_decisions(self.study.project, loaded.settlement)
        self._loaded = Loaded(found, loaded.figures)
        if further:
            here = [each.key for each in found.disputes].index(self._view.current)
            following = next_open(found.disputes, here)
            if following is not None:
                self._view.current = found.disputes[following].key
        self._show_list()

    def action_reopen(self) -> None:
        """Take back what was decided."""
        dispute, loaded = self._dispute, self._loaded
        if dispute is None or loaded is None:
            return

        def change() -> None:
            reopen(self.study.project, dispute)
            self._show_decided(loaded, further=False)
            self.say(_("It is open again. {key} takes that back.").format(key=key("study.undo")))

        self.attempt(change)

    def _replayed(self, message: str, action: Action) -> None:
        """After undo, go to the dispute that is open again."""
        before = _settled(self._loaded)
        super()._replayed(message, action)
        back = before - _settled(self._loaded)
        for decided in reversed(self._view.decided):
            if decided in back:
                self._view.decided.remove(decided)
                self._view.current = decided
                told = str(self.query_one("#hints").render())
                self._show_list()
                self.say(told.strip())
                break

    # Why

    def action_reason(self) -> None:
        """Write why: with the decision that was made, or before it is made."""
        dispute, loaded = self._dispute, self._loaded
        if dispute is None or loaded is None:
            return
        made = any(dispute.decisions)

        def store(text: str) -> bool:
            if not made:
                self._reasons[dispute.key] = text.strip()
                self._tell_about(dispute)
                self.say(_("This goes with the decision, once it is made."))
                return True

            def change() -> None:
                write_reason(self.study.project, dispute, text)
                self._show_decided(loaded, further=False)
                self.say(_("The memo is stored."))

            return self.attempt(change)

        written = dispute.reason or self._reasons.get(dispute.key, "")
        heading = _("Why: {sides}").format(sides=sides(dispute))
        writable = not self.study.project.read_only
        self.app.push_screen(MemoEditor(heading, written, store if writable else None))

    # What is agreed on

    @work
    async def action_take_over(self) -> None:
        """Let the consensus have all that everybody coded alike."""
        if self._loaded is None:
            return
        found: Settlement = self._loaded.settlement
        if not found.agreed_open:
            self.say(_("The consensus has all that is agreed on here."))
            return
        number = found.agreed_open
        deed = ngettext(
            "Take over {number} stretch that is coded alike",
            "Take over {number} stretches that are coded alike",
            number,
        ).format(number=f"{number:,}")
        question = _("{deed}, for {consensus}?").format(deed=deed, consensus=found.consensus)
        answer = await self.app.push_screen_wait(Choice(question, [deed, _("Not now")]))
        if answer != 0:
            return
        view, name = self._view, found.consensus

        def change(project: Project) -> int:
            return take_over_agreed(project, view.selection, unit=view.unit, consensus=name)

        done = await self.app.push_screen_wait(Busy(self.study, f"{deed} …", change))
        self.attempt(lambda: None)  # what was written beside is read
        if done is not None:
            told = _("{deed}: done. {key} takes it back.")
            self.say(told.format(deed=deed, key=key("study.undo")))

    @work
    async def action_name_consensus(self) -> None:
        """Ask who stands for the consensus."""
        if self._loaded is None:
            return

        def accept(name: str) -> str:
            if not name.strip():
                return _("A name is needed.")

            def change() -> None:
                name_consensus_coder(self.study.project, name)
                self._fill()

            self.attempt(change)
            return ""

        heading = _("Who stands for the consensus: a name that nobody codes under")
        current = self._loaded.settlement.consensus
        await self.app.push_screen_wait(LineDialogue(heading, current, accept))

    # Taking along

    def clipping(self) -> str:
        """The words at issue with their place and who has what."""
        dispute = self._dispute
        if dispute is None:
            return ""
        document = self._document(dispute.source_id)
        words = quoted(" ".join(document.source.text[slice(*self._span)].split()))
        line = _("line {number}").format(number=document.line_at(self._span.start))
        coders = ", ".join(f"{number} = {name}" for number, name in enumerate(dispute.coders, 1))
        return f"{words} ({document.source.name}, {line}): {sides(dispute)} ({coders})"

    def exports(self) -> Sequence[Export]:
        """The differences that the filter leaves, with what was decided, as a table."""
        if self._loaded is None or not self._loaded.settlement.disputes:
            return ()
        write = partial(_write, self._loaded.settlement)
        return (
            Export(_("Differences as a table"), ".csv", write),
            Export(_("Differences (Excel)"), ".xlsx", write),
        )


def _settled(loaded: Loaded | None) -> set[str]:
    return {each.key for each in loaded.settlement.disputes if each.settled} if loaded else set()


def _write(found: Settlement, project: Project, path: Path) -> None:
    from qualcode.reporting.consensus import dispute_table
    from qualcode.reporting.formats import write_report

    write_report(project, dispute_table(found), path)
    project.record_written_file("export", path)
