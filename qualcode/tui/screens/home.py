"""Home: the projects that were opened of late, and the ways to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.errors import QualcodeError
from qualcode.project.file import SUFFIX
from qualcode.reporting.tables import to_csv
from qualcode.tui.actions import Where, bindings, keys_by_name
from qualcode.tui.files import shown_path, start_folder
from qualcode.tui.i18n import _
from qualcode.tui.recent import RecentProject, forget, recent_projects, recent_table
from qualcode.tui.screens.files import ChooseFiles
from qualcode.tui.screens.starting import MakeExample, NewProject
from qualcode.tui.screens.writing import WriteDialogue

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

_DO = "do:"  # before the name of an action, where the other options have numbers of projects


class Home(Screen[None]):
    """Lists recent projects and what can be done instead."""

    app: QualcodeApp
    PLACES: ClassVar[tuple[Where, ...]] = ("home",)
    BINDINGS = bindings("home")
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    Home {
        align-horizontal: center;
        #home { width: 100%; max-width: 110; height: 1fr; }
        #title { width: 100%; }
        #hints { width: 100%; }
        #welcome { height: auto; padding: 1 2; }
        #told { display: none; height: auto; max-height: 6; padding: 0 2; margin: 1 0 0 0; }
        #told.-shown { display: block; }
        #told.-error { color: $text-error; border-left: thick $error; }
        OptionList {
            height: 1fr; border: none; padding: 1 1 0 1; text-wrap: nowrap;
            text-overflow: ellipsis; scrollbar-size-vertical: 1;
        }
        OptionList:focus { border: none; }
        &.-low #welcome, &.-known #welcome { display: none; }
        &.-low #told { margin: 0; max-height: 3; }
        &.-low OptionList { padding: 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._recent: list[RecentProject] = []
        self._there: list[bool] = []

    def compose(self) -> ComposeResult:
        """Lay out welcome, messages and the list."""
        yield Static(Content.styled(" qualcode ", "bold"), id="title")
        with Vertical(id="home"):
            yield Static(_welcome(), id="welcome")
            yield Static(id="told", markup=False)
            yield OptionList(id="projects", markup=False)
        yield Static(id="hints", markup=False)

    def on_mount(self) -> None:
        """Begin with the project that was opened last."""
        self._list()
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        """Look whether files have come or gone."""
        self._list(self.query_one(OptionList).highlighted)

    def on_app_focus(self) -> None:
        """Look again when the user comes back to the terminal."""
        self._list(self.query_one(OptionList).highlighted)

    # The list

    def _list(self, highlighted: int | None = None) -> None:
        recent = recent_projects()
        there = [project.is_there() for project in recent]
        options = self.query_one(OptionList)
        if (recent, there) != (self._recent, self._there) or not options.option_count:
            self._recent, self._there = recent, there
            self.set_class(bool(recent), "-known")
            options.clear_options()
            options.add_options(self._options())
            options.highlighted = min(highlighted or 0, options.option_count - 1)
            if highlighted is None:
                options.action_first()
        self._hint()

    def _options(self) -> list[Option | None]:
        options: list[Option | None] = []
        if self._recent:
            options.append(Option(Content.styled(_("Recent projects"), "dim"), disabled=True))
            for number, (project, there) in enumerate(zip(self._recent, self._there, strict=True)):
                options.append(Option(_project(project, is_there=there), id=str(number)))
            options.append(None)
        offered = (
            ("example", _("Example study"), _("interviews that are made up, to try things on")),
            ("new", _("New project"), _("for a study of your own")),
            ("open_other", _("Open another project"), _("a file that is not in this list")),
            ("quit", _("Quit"), ""),
        )
        for action, label, about in offered:
            key = keys_by_name(f"home.{action}")
            prompt = Content.assemble((f" {key} ", "bold"), f" {label}", (f"  {about}", "dim"))
            options.append(Option(prompt, id=_DO + action))
        return options

    def _hint(self) -> None:
        keys = {name: keys_by_name(f"home.{name}") for name in ("choose", "import_into", "forget")}
        hint = (
            _(
                " {choose} opens · {import_into} imports into it · {forget} off the list"
                " · {help} help"
            )
            if self._in_bar()
            else _(" {choose} chooses · {help} help")
        )
        keys["help"] = keys_by_name("everywhere.help")
        self.query_one("#hints", Static).update(hint.format(**keys), layout=False)

    def on_option_list_option_highlighted(self) -> None:
        """Name the keys that work here."""
        self._hint()

    def _in_bar(self) -> RecentProject | None:
        options = self.query_one(OptionList)
        if options.highlighted is None:
            return None
        chosen = options.get_option_at_index(options.highlighted).id or ""
        return self._recent[int(chosen)] if chosen.isdigit() else None

    # Telling

    def say(self, message: str, *, error: bool = False) -> None:
        """Tell something above the list; nothing hides what was told."""
        told = self.query_one("#told", Static)
        told.update(message)
        told.set_class(bool(message), "-shown")
        told.set_class(error, "-error")

    def tell_error(self, error: QualcodeError) -> None:
        """Say what went wrong, where, and what to do."""
        parts = (error.what, error.remedy, shown_path(error.where))
        self.say("\n".join(filter(None, parts)), error=True)

    # Doing

    async def on_option_list_option_selected(self) -> None:
        """Open the project, or do what was chosen."""
        await self.action_choose()

    async def action_choose(self) -> None:
        """Open the project in the bar, or do what the bar says."""
        project = self._in_bar()
        if project:
            self._open(Path(project.path), project.coder)
            return
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            chosen = options.get_option_at_index(options.highlighted).id or ""
            await self.run_action(chosen.removeprefix(_DO))

    def _open(self, path: Path, coder: str | None = None, *, then: str = "") -> None:
        self.say(_("Opening {path} …").format(path=shown_path(path)))
        self.app.open_project(path, coder=coder, then=then)

    def action_import_into(self) -> None:
        """Open the project in the bar and choose what to import."""
        project = self._in_bar()
        if project:
            self._open(Path(project.path), project.coder, then="importing")
        else:
            self.say(_("Transcripts go into a project: make one, or put the bar on one."))

    def action_forget(self) -> None:
        """Take the project in the bar off the list."""
        project = self._in_bar()
        if project:
            forget(project.path)
            self.say(_("{name} is off the list; its file is left alone.").format(name=project.name))
            self._list(self.query_one(OptionList).highlighted)

    @work
    async def action_open_other(self) -> None:
        """Find a project's file."""
        self.say("")
        chooser = ChooseFiles(_("Open a project"), start_folder(), (SUFFIX,))
        chosen = await self.app.push_screen_wait(chooser)
        if chosen:
            self._open(chosen[0])

    @work
    async def action_new(self) -> None:
        """Make a project and go on to importing."""
        self.say("")
        made = await self.app.push_screen_wait(NewProject(self.app.coder))
        if made:
            self._open(made.path, made.coder, then="importing")

    @work
    async def action_example(self) -> None:
        """Make an example study and open it."""
        self.say("")
        made = await self.app.push_screen_wait(MakeExample(self.app.coder))
        if made:
            self._open(made)

    def action_export(self) -> None:
        """Write the list of projects to a file."""
        if self._recent:
            self.app.push_screen(WriteRecent(self._recent))
        else:
            self.say(_("There are no projects in the list yet."))

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()


@dataclass(frozen=True, slots=True)
class _Table:
    """The one kind of file that the list can be written as."""

    label: str
    suffix: str = ".csv"
    name: str = ""


class WriteRecent(WriteDialogue):
    """Writes the list of recent projects, which is nobody's words."""

    def __init__(self, projects: Sequence[RecentProject]) -> None:
        kind = _Table(_("Recent projects as a table (CSV)"))
        heading = _("Recent projects")
        super().__init__([kind], owner="qualcode", heading=heading, folder=start_folder())
        self._projects = projects

    def make(self, kind: int, path: Path) -> None:  # noqa: ARG002  there is only one
        """Write the table, with the mark by which Excel knows UTF-8."""
        path.write_text(to_csv(recent_table(self._projects)), "utf-8-sig")


def _welcome() -> Content:
    steps = (
        ("example", _("Look around in the example study: made-up interviews, coded.")),
        ("new", _("Make a project for a study of your own, with its codebook.")),
        ("import_into", _("Import transcripts: you see how each is read, then code.")),
    )
    parts: list[tuple[str, str]] = [(_("Welcome. The first three steps:"), "bold")]
    for number, (action, words) in enumerate(steps, 1):
        key = keys_by_name(f"home.{action}")
        parts += [(f"\n {number}. ", "dim"), (key, "bold"), (f"  {words}", "")]
    return Content.assemble(*parts)


def _project(project: RecentProject, *, is_there: bool) -> Content:
    """A project in two lines."""
    opened = _("{when}, {coder}").format(when=_moment(project.opened), coder=project.coder)
    missing = [] if is_there else [("  " + _("✗ the file is not there"), "$text-warning")]
    return Content.assemble(
        (f" {project.name}", "bold" if is_there else "dim"),
        *missing,
        (f"  {opened}", "dim"),
        (f"\n   {shown_path(project.path)}", "dim"),
    )


def _moment(moment: str) -> str:
    """A moment in UTC as the clock on the wall has it, to the minute."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return moment
