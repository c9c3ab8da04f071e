"""Importing: each file as it would be read, to be set right before anything is stored."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual import work
from textual.widgets import ProgressBar
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.importing.files import Correction, Failure, ImportSummary, import_files
from qualcode.importing.variables import import_variables
from qualcode.model import Span
from qualcode.project import Project
from qualcode.project.sources import source_ids
from qualcode.tui.actions import bindings, keys_by_name
from qualcode.tui.beside import GivenUpError, explained
from qualcode.tui.i18n import N_, _, ngettext
from qualcode.tui.screens.correcting import Correcting

_BUSY_MILLISECONDS = 3000  # a person at the keyboard waits no longer for another program


class Importing(Correcting):
    """Stores what is shown, as one action, beside the user interface."""

    NAME = N_("Import")
    PLACES = ("import", "study")
    BINDINGS = bindings("import")
    _warned = False

    def action_store(self) -> None:
        """Import what is shown, as one action."""
        ready = [entry for entry in self._entries if entry.ready]
        if self._is_busy() or self._is_read_only():
            return
        if self._unread:
            self.say(_("Some files are still being read; a moment."))
        elif isinstance(self._described, QualcodeError):
            self.tell_error(self._described)
        elif not ready and not self._variables:
            self.say(_("There is nothing to import."))
        else:
            self.add_class("-busy")
            self.query_one("#bar", ProgressBar).update(total=None, progress=0)
            self._hint_in_view = ""
            self.show_hint(_("Importing · Esc gives it up"))
            corrections = {entry.path: entry.correction for entry in ready}
            self._worker = self._store(corrections, self._variables)

    @work(thread=True, group="storing")
    def _store(self, corrections: dict[Path, Correction], variables: Path | None) -> None:
        worker = get_current_worker()
        opened = self.study.project

        def progress(done: int, total: int, item: str) -> None:
            if worker.is_cancelled:
                raise GivenUpError
            self.app.call_from_thread(self._move, done, total, item)

        try:
            with Project.open(opened.path, coder=opened.coder) as project:
                project.connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
                if corrections:
                    summary = import_files(
                        project,
                        list(corrections),
                        corrections=corrections,
                        variables=variables,
                        progress=progress,
                    )
                else:
                    assert variables is not None
                    summary = ImportSummary(variables=import_variables(project, variables))
        except GivenUpError:
            outcome = partial(self._failed, None)
        except Exception as error:
            outcome = partial(self._failed, explained(error, opened.path))
        else:
            outcome = partial(self._stored, summary)
        if self.is_attached:
            self.app.call_from_thread(outcome)

    def _move(self, done: int, total: int, item: str) -> None:
        if self.is_attached:
            self.query_one("#bar", ProgressBar).update(total=total, progress=done)
            self.show_hint(_("Importing {item} · Esc gives it up").format(item=item))

    def _failed(self, error: QualcodeError | None) -> None:
        self._worker = None
        if not self.is_attached:
            return
        self.remove_class("-busy")
        self._refresh()
        if error:
            self.tell_error(error)
        else:
            self.say(_("Given up: nothing was stored."))

    def _stored(self, summary: ImportSummary) -> None:
        self._worker = None
        if not self.is_attached:
            return
        self.remove_class("-busy")
        self._variables = None
        message = _in_words(summary)
        if summary.failed:
            reasons = {failure.path: failure for failure in summary.failed}
            for entry in self._entries:
                if entry.path in reasons:
                    entry.take(reasons[entry.path])
                    self._show_row(entry)
        broken = [one for one in self._entries if one.wanted and isinstance(one.outcome, Failure)]
        if not broken:
            self._go_to_text(summary, message)
            return
        self.reload()
        self._refresh()
        self.say(message)

    def _go_to_text(self, summary: ImportSummary, message: str) -> None:
        app = self.app
        app.workers.cancel_node(self)
        app.workspace().attempt(lambda: None)  # shows what the other connection has stored
        if summary.imported:
            source_id = source_ids(self.study.project)[summary.imported[0][0]]
            app.show_place(source_id, Span(0, 0))
        else:
            self.dismiss()
        app.notify(message, markup=False)

    # Leaving

    def _may_leave(self) -> bool:
        """Whether nothing would be lost, or the user has been told and insists."""
        if self._worker:
            self._worker.cancel()
            self.say(_("Giving up …"))
            return False
        touched = any(entry.correction != Correction() for entry in self._entries)
        waiting = any(entry.ready for entry in self._entries)
        if self._warned or not (touched and waiting):
            return True
        self._warned = True
        key = keys_by_name("import.store")
        told = _("Nothing is stored yet: {key} imports, the same key again leaves.")
        self.say(told.format(key=key))
        return False

    def action_back(self) -> None:
        """Give up an import that is under way, else go back to the text."""
        if self._may_leave():
            super().action_back()

    def action_go(self, screen: str) -> None:
        """Go to another screen; importing more is done on this one."""
        if screen == "importing":
            self.action_add()
        elif self._may_leave():
            super().action_go(screen)

    def action_home(self) -> None:
        """Leave the project, unless something would be lost."""
        if self._may_leave():
            super().action_home()


def _in_words(summary: ImportSummary) -> str:
    """What an import did, in a sentence."""
    count = len(summary.imported)
    told = ngettext("Imported {count} transcript", "Imported {count} transcripts", count)
    parts = [told.format(count=count)] if count else []
    if summary.variables:
        rows = ngettext("{count} row", "{count} rows", summary.variables.rows)
        words = _("variables from {rows}") if parts else _("Imported variables from {rows}")
        parts.append(words.format(rows=rows.format(count=summary.variables.rows)))
    if summary.failed:
        parts.append(_("{count} could not be read").format(count=len(summary.failed)))
    return ", ".join(parts) + ". " + _("{key} undoes it.").format(key=keys_by_name("study.undo"))
