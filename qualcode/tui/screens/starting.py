"""Making projects: a new one, or an example study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, get_current_worker

from qualcode.codebook.start import start_project
from qualcode.codebook.store import TABLE_SUFFIXES, YAML_SUFFIXES
from qualcode.errors import InputError, QualcodeError
from qualcode.examples import example_studies, make_example
from qualcode.project.file import SUFFIX, project_path
from qualcode.project.project import LANGUAGES, default_coder
from qualcode.tui.actions import Where, bindings, keys_by_name
from qualcode.tui.beside import GivenUpError, explained
from qualcode.tui.exporting import check_place, file_name
from qualcode.tui.files import PathField, shown_path, start_folder
from qualcode.tui.i18n import N_, _
from qualcode.tui.screens.dialogue import Dialogue

LANGUAGE_NAMES = {"nb": N_("Bokmål"), "nn": N_("Nynorsk"), "en": N_("English")}
_ABOUT = {
    "samordning": N_("Norwegian: 18 interviews about a welfare reform, 42 codes, two coders"),
    "commons": N_("English: 4 interviews about a library run by volunteers, 18 codes"),
}
_AROUND = 5  # cells that a word's mark and what parts it from the next one take


@dataclass(frozen=True, slots=True)
class Made:
    """A project that was made, and who is to work on it."""

    path: Path
    coder: str


class OneOf(Widget, can_focus=True):
    """One of a few words in a row; the arrows choose, and a click."""

    DEFAULT_CSS = """
    OneOf { width: 1fr; height: 1; padding: 0 1; background: $boost; }
    OneOf:focus { background: $primary 30%; }
    """
    BINDINGS: ClassVar = [
        ("left", "step(-1)", ""),
        ("right,space", "step(1)", ""),
        ("enter", "app.focus_next", ""),
    ]

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = words
        self.chosen = 0

    def render(self) -> Content:
        """The words, the chosen one marked; only that one where there is no room for all."""
        if not self._all_fit():
            return Content.styled(f"‹ {self._words[self.chosen]} ›", "bold")
        return Content.assemble(
            *(
                (f"◉ {word}   ", "bold") if number == self.chosen else (f"○ {word}   ", "dim")
                for number, word in enumerate(self._words)
            )
        )

    def _all_fit(self) -> bool:
        return sum(len(word) + _AROUND for word in self._words) <= self.size.width

    def action_step(self, steps: int) -> None:
        """Choose a word beside."""
        self.chosen = (self.chosen + steps) % len(self._words)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the word that was clicked, or the next one where only one is shown."""
        if not self._all_fit():
            self.action_step(1)
            return
        place = event.get_content_offset_capture(self).x
        for number, word in enumerate(self._words):
            if place < len(word) + _AROUND:
                self.chosen = number
                break
            place -= len(word) + _AROUND
        self.refresh()


class NewProject(Dialogue[Made | None]):
    """Asks for what a project needs and makes it."""

    PLACES: ClassVar[tuple[Where, ...]] = ("new_project",)
    BINDINGS = bindings("new_project")
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (18, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    NewProject {
        VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
        Input { background: $boost; }
        .row { margin-bottom: 1; }
        #told { height: auto; color: $text-muted; }
        #told.-error { color: $text-error; text-style: bold; }
        &.-flat .row { margin: 0; }
        &.-flat VerticalScroll { height: 1fr; }
    }
    """

    def __init__(self, coder: str | None) -> None:
        super().__init__()
        self._coder = coder or default_coder()
        self._folder = start_folder()

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        folder = self._folder
        with VerticalScroll(classes="dialogue small broad", can_focus=False):
            yield Static(_("A new project"), classes="quotation")
            with Horizontal(classes="row"):
                yield Label(_("Name"))
                yield Input(id="name", placeholder=_("Of the study, as reports will have it"))
            with Horizontal(classes="row"):
                yield Label(_("Folder"))
                yield PathField(shown_path(folder), folder=folder, id="folder")
            with Horizontal(classes="row"):
                yield Label(_("Language"))
                yield OneOf([_(LANGUAGE_NAMES[language]) for language in LANGUAGES])
            with Horizontal(classes="row"):
                yield Label(_("Who codes"))
                yield Input(self._coder, id="coder")
            with Horizontal(classes="row"):
                yield Label(_("Codebook"))
                yield PathField(
                    folder=folder,
                    suffixes=(*YAML_SUFFIXES, *TABLE_SUFFIXES),
                    placeholder=_("A file, if you have one: YAML, CSV, Excel"),
                    id="codebook_file",
                )
            yield Static(id="told", markup=False)
            keys = _("Tab goes on, completes paths · {make} makes it · Esc leaves")
            keys = keys.format(make=keys_by_name("new_project.make"))
            yield Static(keys, classes="keys", markup=False)

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name", Input).focus()
        self._show_place()

    def on_input_changed(self) -> None:
        """Say which file will be made."""
        self._show_place()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field; from the last one, make the project."""
        if event.input.id == "codebook_file":
            self.action_make()
        else:
            self.focus_next()

    def _study_name(self) -> str:
        return self.query_one("#name", Input).value.strip()

    def _path(self) -> Path:
        """The file to be made; raises `InputError` where none can be."""
        if not self._study_name():
            raise InputError(_("Give the study a name."))
        folder = self.query_one("#folder", PathField).path()
        path = folder / file_name(self._study_name(), "", SUFFIX)
        if check_place(path):
            raise InputError(_("There is a file of that name already: {path}").format(path=path))
        return path

    def _show_place(self) -> None:
        if not self._study_name():
            self._tell(_("Everything about the study goes into one file."))
            return
        try:
            self._tell(_("Makes {path}").format(path=shown_path(self._path())))
        except QualcodeError as error:
            self._tell(error.what, error=True)

    def _tell(self, message: str, *, error: bool = False) -> None:
        told = self.query_one("#told", Static)
        told.update(message)
        told.set_class(error, "-error")

    def action_make(self) -> None:
        """Make the project, or say what is missing."""
        codebook = self.query_one("#codebook_file", PathField)
        coder = self.query_one("#coder", Input).value.strip() or self._coder
        path = Path()
        try:
            path = self._path()
            start_project(
                path,
                name=self._study_name(),
                language=LANGUAGES[self.query_one(OneOf).chosen],
                coder=coder,
                codebook=codebook.path() if codebook.value.strip() else None,
            )
        except Exception as error:
            found = explained(error, path)
            where = f"{found.where}: " if found.where else ""
            self._tell(f"{where}{found.what} {found.remedy}".strip(), error=True)
            return
        self.dismiss(Made(path, coder))

    def action_cancel(self) -> None:
        """Make nothing."""
        self.dismiss(None)


class MakeExample(Dialogue[Path | None]):
    """Makes the project of an example study where the user wants it; gives its path."""

    BINDINGS: ClassVar = [
        ("up", "step(-1)", ""),
        ("down", "step(1)", ""),
        ("escape", "cancel", ""),
    ]
    DEFAULT_CSS = """
    MakeExample {
        OptionList { margin-bottom: 1; text-wrap: wrap; }
        #told { color: $text-muted; height: auto; margin-bottom: 1; }
        #told.-error { color: $text-error; text-style: bold; }
        ProgressBar { display: none; width: 1fr; }
        Bar { width: 1fr; }
        &.-making ProgressBar { display: block; }
        &.-flat OptionList { margin: 0; }
        &.-flat #told { margin: 0; }
    }
    """

    def __init__(self, coder: str | None) -> None:
        super().__init__()
        self._coder = coder
        self._folder = start_folder()
        self._studies = example_studies()
        self._worker: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Lay out studies, place and progress."""
        with VerticalScroll(classes="dialogue small broad", can_focus=False):
            yield Static(_("Example study. No real person said any of it."), classes="quotation")
            yield OptionList(
                *(
                    Option(f"{study.title}\n  {_(_ABOUT[study.name])}", id=study.name)
                    for study in self._studies
                ),
                markup=False,
            )
            yield Static(_("Where to put it:"), classes="keys")
            yield PathField(folder=self._folder, suffixes=(SUFFIX,))
            yield Static(id="told", markup=False)
            yield ProgressBar(show_eta=False)
            yield Static(_("↑↓ study · Enter makes and opens it · Esc leaves"), classes="keys")

    def on_mount(self) -> None:
        """Begin with the first study and a place for it."""
        options = self.query_one(OptionList)
        options.can_focus = False
        options.highlighted = 0
        field = self.query_one(PathField)
        field.value = self._place(0)
        field.focus()

    def _place(self, number: int) -> str:
        return shown_path(self._folder / f"{self._studies[number].name}{SUFFIX}")

    def action_step(self, steps: int) -> None:
        """Choose the other study; the place follows unless the user has typed one."""
        options = self.query_one(OptionList)
        before = options.highlighted or 0
        chosen = (before + steps) % len(self._studies)
        self._choose(before, chosen)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses a study."""
        places = [self._place(number) for number in range(len(self._studies))]
        field = self.query_one(PathField)
        before = places.index(field.value) if field.value in places else event.option_index
        self._choose(before, event.option_index)

    def _choose(self, before: int, chosen: int) -> None:
        if self._worker:
            return
        field = self.query_one(PathField)
        self.query_one(OptionList).highlighted = chosen
        if field.value == self._place(before):
            field.value = self._place(chosen)

    def on_input_changed(self) -> None:
        """Say what Enter will do."""
        try:
            there = self._path().exists()
        except QualcodeError as error:
            self._tell(error.what, error=True)
            return
        self._tell(_("There is a file already: Enter opens it.") if there else "")

    def _path(self) -> Path:
        path = project_path(self.query_one(PathField).path())
        check_place(path)
        return path

    def _tell(self, message: str, *, error: bool = False) -> None:
        told = self.query_one("#told", Static)
        told.update(message)
        told.set_class(error, "-error")

    def on_input_submitted(self) -> None:
        """Make the study, or open the file that is there."""
        if self._worker:
            return
        try:
            path = self._path()
        except QualcodeError as error:
            self._tell(error.what, error=True)
            return
        if path.exists():
            self.dismiss(path)
            return
        self.add_class("-making")
        number = self.query_one(OptionList).highlighted or 0
        self._worker = self._make(self._studies[number].name, path)

    @work(thread=True)
    def _make(self, name: str, path: Path) -> None:
        worker = get_current_worker()

        def progress(done: int, total: int, item: str) -> None:
            if worker.is_cancelled:
                raise GivenUpError
            self.app.call_from_thread(self._move, done, total, item)

        try:
            make_example(name, path, coder=self._coder, progress=progress)
        except Exception as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._failed, explained(error, path))
            return
        self.app.call_from_thread(self._made, path)

    def _move(self, done: int, total: int, item: str) -> None:
        if self.is_attached:
            self.query_one(ProgressBar).update(total=total, progress=done)
            self._tell(item)

    def _failed(self, error: QualcodeError) -> None:
        self._worker = None
        self.remove_class("-making")
        self._tell(f"{error.what} {error.remedy}".strip(), error=True)

    def _made(self, path: Path) -> None:
        if self.is_attached:  # else the user has left too late to stop it
            self.dismiss(path)

    def action_cancel(self) -> None:
        """Leave; a study that is being made is given up, and its file goes."""
        if self._worker:
            self._worker.cancel()
        self.dismiss(None)
