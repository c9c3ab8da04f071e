"""The dialogue that writes what a screen shows to a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.reporting.files import replacing
from qualcode.tui.actions import Where, bindings
from qualcode.tui.beside import GivenUpError, explained
from qualcode.tui.exporting import Export, check_place, current_folder, file_name, file_path
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

_SHOWN_SECONDS = 15.0


class ExportDialogue(Dialogue[Path | None]):
    """Asks for kind and place of a file and writes it; gives its path, or None."""

    app: QualcodeApp
    PLACES: ClassVar[tuple[Where, ...]] = ("export",)
    BINDINGS = bindings("export")
    DEFAULT_CSS = """
    ExportDialogue {
        #kinds { height: auto; max-height: 8; width: 1fr; margin-bottom: 1; }
        #place { color: $text-muted; padding: 0 1; max-height: 5; }
        #place.-warning { color: $text-warning; text-style: bold; }
        #place.-error { color: $text-error; text-style: bold; }
        ProgressBar { display: none; padding: 0 1; width: 1fr; }
        Bar { width: 1fr; }
        &.-writing ProgressBar { display: block; }
        .keys { margin-top: 1; }
        &.-flat .keys { margin: 0; }
        &.-flat #kinds { margin: 0; }
    }
    """

    def __init__(self, study: Study, exports: Sequence[Export], *, heading: str = "") -> None:
        super().__init__()
        self._study = study
        self._exports = exports
        self._heading = heading
        self._kind = 0
        self._folder = current_folder(study.project.path)
        self._replaced: Path | None = None  # that the user has been asked about
        self._reading: sqlite3.Connection | None = None

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        several = len(self._exports) > 1
        with Vertical(classes="dialogue small"):
            if several:
                yield Static(_("Write to a file"), classes="quotation")
                options = [Option(one.label) for one in self._exports]
                yield OptionList(*options, id="kinds", markup=False)
            else:
                yield Static(self._exports[0].label, classes="quotation", markup=False)
            yield Input(self._default_name(), placeholder=_("Name of the file"))
            yield Static(id="place", markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
            keys = _("Enter writes · ↑↓ kind of file · Esc leaves")
            yield Static(keys if several else _("Enter writes · Esc leaves"), classes="keys")

    def on_mount(self) -> None:
        """Begin in the field, its name selected, so that typing replaces it."""
        for kinds in self.query(OptionList):
            kinds.can_focus = False
            kinds.highlighted = 0
        self.query_one(Input).focus()
        self._show_place()

    @property
    def _export(self) -> Export:
        return self._exports[self._kind]

    def _default_name(self) -> str:
        heading = self._export.name or self._heading
        return file_name(self._study.project.name, heading, self._export.suffix)

    # Choosing

    def action_step(self, steps: int) -> None:
        """Choose another kind of file."""
        self._choose((self._kind + steps) % len(self._exports))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses a kind."""
        self._choose(event.option_index)

    def _choose(self, kind: int) -> None:
        """The name in the field follows the kind, as far as the user has not typed another."""
        if self._writing or kind == self._kind:
            return
        field = self.query_one(Input)
        untouched = field.value == self._default_name()
        name = field.value.removesuffix(self._export.suffix)
        suffixed = name != field.value
        self._kind = kind
        self.query_one(OptionList).highlighted = kind
        if untouched:
            field.value = self._default_name()
            field.action_select_all()
        elif suffixed:
            field.value = name + self._export.suffix
        self._show_place()

    def on_input_changed(self) -> None:
        """Say where the file would be."""
        if not self._writing:
            self._show_place()

    def _show_place(self) -> None:
        """Show the full path, what is there already, or what is wrong with it."""
        self._replaced = None
        try:
            path = file_path(self.query_one(Input).value, self._export.suffix, self._folder)
            there = check_place(path)
        except QualcodeError as error:
            self._tell(error.what, "-error")
            return
        note = _("A file of this name is there: {path}") if there else "{path}"
        self._tell(note.format(path=path), "-warning" if there else "")

    def _tell(self, message: str, kind: str = "") -> None:
        place = self.query_one("#place", Static)
        for name in ("-error", "-warning"):
            place.set_class(name == kind, name)
        place.update(message)

    # Writing

    @property
    def _writing(self) -> bool:
        return self.has_class("-writing")

    def action_write(self) -> None:
        """Write the file; a second Enter replaces one that is there."""
        if self._writing:
            return
        try:
            path = file_path(self.query_one(Input).value, self._export.suffix, self._folder)
            if check_place(path) and self._replaced != path:
                self._replaced = path
                self._tell(_("Enter again replaces the file {path}").format(path=path), "-warning")
                return
            # Before there is anything in it: a withdrawal has to know every file with words.
            self._study.project.record_written_file("export", path)
        except QualcodeError as error:
            self._failed(error)
            return
        self.add_class("-writing")
        self._tell(_("Writing {path}").format(path=path))
        self._write(self._export, path)

    @work(thread=True)
    def _write(self, export: Export, path: Path) -> None:
        """Write beside the user interface, from one state of the project, all or nothing."""
        worker = get_current_worker()
        opened = self._study.project
        try:
            with (
                Project.open(opened.path, coder=opened.coder, read_only=True) as project,
                project.snapshot(),
                replacing(path) as temporary,
            ):
                self._reading = project.connection
                export.write(project, temporary)
                if worker.is_cancelled:
                    raise GivenUpError
        except Exception as error:  # an exporter may be a third party's
            if not worker.is_cancelled:
                self.app.call_from_thread(self._failed, explained(error, opened.path))
        else:
            self.app.call_from_thread(self._written, path)
        finally:
            self._reading = None

    def _failed(self, error: QualcodeError) -> None:
        self.remove_class("-writing")
        self._replaced = None
        self._tell(f"{error.what} {error.remedy}".strip(), "-error")

    def _written(self, path: Path) -> None:
        self.app.notify(
            str(path), title=_("The file is written"), timeout=_SHOWN_SECONDS, markup=False
        )
        if self.is_attached:  # else the user has left too late to stop it
            self.dismiss(path)

    def action_cancel(self) -> None:
        """Leave; a file that is being written is given up."""
        self.workers.cancel_node(self)
        with suppress(sqlite3.ProgrammingError):  # closed just now
            if self._reading is not None:
                self._reading.interrupt()
        self.dismiss(None)
