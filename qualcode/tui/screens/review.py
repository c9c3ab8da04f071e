"""Reviewing suggestions: accepting, correcting and rejecting them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from qualcode.model import Action, Span
from qualcode.suggesting.decisions import accept, reject, suggestions
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import quotation
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import _, ngettext, quoted
from qualcode.tui.labels import translated
from qualcode.tui.queue import in_words
from qualcode.tui.screens.busy import Busy
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.new_run import ask, start, stop
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.queue import Queue

if TYPE_CHECKING:
    from qualcode.project import Project


class Review(Queue):
    """Decides on the suggestions of the queue."""

    PLACES = ("review", "study")
    BINDINGS = bindings("review")

    # Deciding

    def action_accept(self) -> None:
        """Make a coding of the suggestion, with the borders as they are now."""
        self._accept(None)

    @work
    async def action_other_code(self) -> None:
        """Make a coding with another code."""
        found = self._suggestion
        if found is None:
            return
        words = self._document(found.source_id).source.text[slice(*self._span)]
        picker = Picker(self.study, quotation(words, 200), several=False)
        chosen = await self.app.push_screen_wait(picker)
        if chosen and self._suggestion and self._suggestion.id == found.id:
            self._accept(chosen[0])

    def _accept(self, code_id: int | None) -> None:
        found = self._suggestion
        if found is None:
            return
        suggested = Span(found.start, found.end)
        span = self._span if self._span != suggested else None
        other = code_id if code_id != found.code_id else None
        code = self.study.brief(code_id or found.code_id)

        def change() -> None:
            accept(self.study.project, [found], span=span, code_id=other)
            self._decided(_("Accepted: {code}").format(code=code))

        self.attempt(change)

    def action_reject(self) -> None:
        """Turn the suggestion down."""
        found = self._suggestion
        if found is None:
            return

        def change() -> None:
            reject(self.study.project, [found])
            code = self.study.brief(found.code_id)
            self._decided(_("Rejected: {code}").format(code=code))

        self.attempt(change)

    def _decided(self, message: str) -> None:
        """Let the next suggestion take the place of the one that was decided."""
        self._view.decided.append(self._list.ids[self._list.position])
        self._list.take_out(self._list.position)
        self._total -= 1
        self._show_wanted()
        self._show_suggestion()
        self.say(_("{done}. {key} takes it back.").format(done=message, key=key("study.undo")))

    def _replayed(self, message: str, action: Action) -> None:
        """After undo, go to the suggestion that is open again."""
        before = set(self._list.ids)
        super()._replayed(message, action)
        back = set(self._list.ids) - before
        for decided in reversed(self._view.decided):
            if decided in back:
                self._view.decided.remove(decided)
                self._list.move_to(self._list.ids.index(decided))
                self._show_suggestion()
                super().say(message.format(action=translated(action.label)))
                break

    def action_accept_all(self) -> None:
        """Accept everything that the filter leaves."""
        self._decide_all(accepting=True)

    def action_reject_all(self) -> None:
        """Turn down everything that the filter leaves."""
        self._decide_all(accepting=False)

    @work
    async def _decide_all(self, *, accepting: bool) -> None:
        ids = list(self._list.ids)
        if not ids:
            self.say(_("There is no open suggestion here."))
            return
        if accepting:
            deed = ngettext("Accept {number} suggestion", "Accept {number} suggestions", len(ids))
        else:
            deed = ngettext("Reject {number} suggestion", "Reject {number} suggestions", len(ids))
        deed = deed.format(number=f"{len(ids):,}")
        question = in_words(deed, self._view.wanted)
        answer = await self.app.push_screen_wait(Choice(question, [deed, _("Decide on none")]))
        if answer != 0:
            return
        change = partial(_accept_all if accepting else _reject_all, ids)
        done = await self.app.push_screen_wait(Busy(self.study, f"{deed} …", change))
        self.attempt(lambda: None)  # what was written beside is read
        if done is not None:
            told = _("{deed}: done. {key} takes it back.")
            self.say(told.format(deed=deed, key=key("study.undo")))

    # Runs

    @work
    async def action_new_run(self) -> None:
        """Let codes be suggested, beside reading."""
        settings = await ask(self)
        if settings:
            start(self, settings)

    def action_stop_run(self) -> None:
        """Stop the run that is under way."""
        stop(self)

    def action_runs(self) -> None:
        """List the runs."""
        from qualcode.tui.screens.runs import Runs

        self.app.show_over_workspace(Runs(self.study))

    # Taking along

    def clipping(self) -> str:
        """The words with their place."""
        found = self._suggestion
        if found is None:
            return ""
        document = self._document(found.source_id)
        words = " ".join(document.source.text[slice(*self._span)].split())
        line = _("line {number}").format(number=document.line_at(self._span.start))
        return f"{quoted(words)} ({document.source.name}, {line})"

    def exports(self) -> Sequence[Export]:
        """The suggestions that the filter leaves, as a table."""
        if not self._list.ids:
            return ()
        write = partial(_write, list(self._list.ids))
        return (
            Export(_("Suggestions as a table"), ".csv", write),
            Export(_("Suggestions"), ".jsonl", write),
        )


def _accept_all(ids: Sequence[int], project: Project) -> int:
    return accept(project, suggestions(project, ids=ids))


def _reject_all(ids: Sequence[int], project: Project) -> int:
    reject(project, suggestions(project, ids=ids))
    return len(ids)


def _write(ids: Sequence[int], project: Project, path: Path) -> None:
    from qualcode.reporting.formats import write_report
    from qualcode.reporting.results import suggestion_table

    place = {suggestion_id: position for position, suggestion_id in enumerate(ids)}
    found = sorted(suggestions(project, ids=ids), key=lambda one: place[one.id])
    write_report(project, suggestion_table(project, found), path)
    project.record_written_file("export", path)
