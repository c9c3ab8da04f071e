"""The dialogue that asks where a file goes, and writes it beside the user interface."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.reporting.files import replacing
from qualcode.tui.actions import Where, bindings
from qualcode.tui.beside import GivenUpError, explained
from qualcode.tui.exporting import check_place, file_name, file_path
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

_SHOWN_SECONDS = 15.0


class Kind(Protocol):
    """A kind of file that can be chosen; see `Export`."""

    @property
    def label(self) -> str: ...  # noqa: D102

    @property
    def suffix(self) -> str: ...  # noqa: D102

    @property
    def name(self) -> str: ...  # noqa: D102


class WriteDialogue(Dialogue[Path | None]):
    """Asks for kind and place of a file and writes it; gives its path, or None.

    A subclass says in `make` what is in the file. `owner` is what names of files begin with, and
    relative paths begin in `folder`.
    """

    app: QualcodeApp
    PLACES: ClassVar[tuple[Where, ...]] = ("export",)
    BINDINGS = bindings("export")
    DEFAULT_CSS = """
    WriteDialogue {
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

    def __init__(
        self, kinds: Sequence[Kind], *, owner: str, heading: str = "", folder: Path
    ) -> None:
        super().__init__()
        self._kinds = kinds
        self._owner = owner
        self._heading = heading
        self._chosen = 0
        self._folder = folder
        self._replaced: Path | None = None  # that the user has been asked about

    def make(self, kind: int, path: Path) -> None:
        """Write the file of a kind, by its position; in a thread of its own."""
        raise NotImplementedError

    def record(self, path: Path) -> None:
        """Called before there is anything in the file."""

    def give_up(self) -> None:
        """Called when the user gives up what is being written."""

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        several = len(self._kinds) > 1
        with Vertical(classes="dialogue small"):
            if several:
                yield Static(_("Write to a file"), classes="quotation")
                options = [Option(one.label) for one in self._kinds]
                yield OptionList(*options, id="kinds", markup=False)
            else:
                yield Static(self._kinds[0].label, classes="quotation", markup=False)
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
    def _kind(self) -> Kind:
        return self._kinds[self._chosen]

    def _default_name(self) -> str:
        return file_name(self._owner, self._kind.name or self._heading, self._kind.suffix)

    # Choosing

    def action_step(self, steps: int) -> None:
        """Choose another kind of file."""
        self._choose((self._chosen + steps) % len(self._kinds))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses a kind."""
        self._choose(event.option_index)

    def _choose(self, kind: int) -> None:
        """The name in the field follows the kind, as far as the user has not typed another."""
        if self._writing or kind == self._chosen:
            return
        field = self.query_one(Input)
        untouched = field.value == self._default_name()
        name = field.value.removesuffix(self._kind.suffix)
        suffixed = name != field.value
        self._chosen = kind
        self.query_one(OptionList).highlighted = kind
        if untouched:
            field.value = self._default_name()
            field.action_select_all()
        elif suffixed:
            field.value = name + self._kind.suffix
        self._show_place()

    def on_input_changed(self) -> None:
        """Say where the file would be."""
        if not self._writing:
            self._show_place()

    def _path(self) -> Path:
        return file_path(self.query_one(Input).value, self._kind.suffix, self._folder)

    def _show_place(self) -> None:
        """Show the full path, what is there already, or what is wrong with it."""
        self._replaced = None
        try:
            path = self._path()
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
            path = self._path()
            if check_place(path) and self._replaced != path:
                self._replaced = path
                self._tell(_("Enter again replaces the file {path}").format(path=path), "-warning")
                return
            self.record(path)
        except QualcodeError as error:
            self._failed(error)
            return
        self.add_class("-writing")
        self._tell(_("Writing {path}").format(path=path))
        self._write(self._chosen, path)

    @work(thread=True)
    def _write(self, kind: int, path: Path) -> None:
        """Write beside the user interface, all or nothing."""
        worker = get_current_worker()
        try:
            with replacing(path) as temporary:
                self.make(kind, temporary)
                if worker.is_cancelled:
                    raise GivenUpError
        except Exception as error:  # an exporter may be a third party's
            if not worker.is_cancelled:
                self.app.call_from_thread(self._failed, explained(error, path))
        else:
            self.app.call_from_thread(self._written, path)

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
        self.give_up()
        self.dismiss(None)
