"""The application: home, one open project with its screens, and what is there everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.screen import Screen
from textual.types import IgnoreReturnCallbackType
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.model import Span
from qualcode.project import Project
from qualcode.project.sources import lookup_source, source_ids
from qualcode.tui.actions import Action, Where, actions_of, bindings, keys_shown, use_keys
from qualcode.tui.beside import explained
from qualcode.tui.i18n import _, use_language
from qualcode.tui.recent import last_place, remember, remember_place
from qualcode.tui.running import Runner
from qualcode.tui.screens import make_screen
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.code_form import CodeForm
from qualcode.tui.screens.help import Help
from qualcode.tui.screens.memo import MemoEditor
from qualcode.tui.screens.reading import OpenSource, open_source
from qualcode.tui.screens.workspace import Workspace
from qualcode.tui.settings import Settings, read_settings
from qualcode.tui.study import Study
from qualcode.tui.tour import Tour, is_first_run

if TYPE_CHECKING:
    from qualcode.tui.screens.home import Home


_PLACE_SECONDS = 5.0  # after which it is kept where the coder is, in case the terminal is closed


class ActionCommands(Provider):
    """The list of actions in the command palette."""

    def _commands(self) -> Iterable[tuple[str, Action]]:
        for action in actions_of(*places_of(self.screen)):
            if action.id != "command_palette":
                yield f"{_(action.label)}  ({keys_shown(action)})", action

    def _run(self, action: Action) -> IgnoreReturnCallbackType:
        target: DOMNode = self.screen
        if action.where == "everywhere":
            target = self.app
        elif action.where == "transcript":
            target = self.screen.query_one("#transcript")
        return partial(self.app.run_action, action.id, target)

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for label, action in self._commands():
            yield DiscoveryHit(label, self._run(action), help=_(action.help))

    async def search(self, query: str) -> Hits:
        """The actions that fit what is typed."""
        matcher = self.matcher(query)
        for label, action in self._commands():
            score = matcher.match(label)
            if score > 0:
                highlighted = matcher.highlight(label)
                yield Hit(
                    score,
                    highlighted,
                    self._run(action),
                    help=_(action.help),
                )


class QualcodeApp(App[None]):
    """The terminal user interface on an open project, or at home without one.

    `coder` is who opens projects from home; else whoever opened them last.
    """

    TITLE = "qualcode"
    CSS_PATH = "app.tcss"
    BINDINGS = bindings("everywhere")
    COMMANDS: ClassVar = {ActionCommands, *App.COMMANDS}
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        project: Project | None = None,
        *,
        source: str = "",
        coder: str | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings or read_settings()
        use_language(self._settings.language)
        use_keys(self._settings.keys)
        self.set_keymap({name: ",".join(keys) for name, keys in self._settings.keys.items()})
        self.runner = Runner(self)
        self.coder = coder
        self._study: Study | None = None
        self._opened_here = False
        self._place_kept: tuple[int, Span] | None = None
        # Read before the terminal is taken over, so that the first thing it shows is the text.
        self._first = self._begin(project, source) if project else None

    def on_mount(self) -> None:
        """Open the workspace."""
        if self._settings.theme in self.available_themes:
            self.theme = self._settings.theme
        for problem in self._settings.problems:
            self.notify(problem, severity="warning", markup=False)
        self.push_screen(self._first or self._home())
        self.set_interval(_PLACE_SECONDS, self._keep_place)
        self._offer_tour()

    def _offer_tour(self) -> None:
        if self._study and source_ids(self._study.project) and is_first_run():
            self.call_after_refresh(self.tour)

    def _fatal_error(self) -> None:
        # Textual would print a traceback with the words of transcripts in it; `run` raises it.
        self._close_messages_no_wait()

    async def on_unmount(self) -> None:
        """Stop a suggestion run that is under way, and close what was opened from home."""
        self._keep_place()
        await asyncio.to_thread(self.runner.close)
        if self._study and self._opened_here:
            self._study.project.close()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """What the palette offers besides the actions."""
        yield SystemCommand(_("Theme"), _("Choose the colours."), self.action_change_theme)

    async def action_quit(self) -> None:
        """Leave; everything but a memo that is being written is on disk already."""
        editors = [one for one in self.screen_stack if isinstance(one, MemoEditor | CodeForm)]
        if all(editor.may_leave() for editor in editors):
            self.exit()

    def action_help(self) -> None:
        """Show the keys of the screen at hand."""
        if not isinstance(self.screen, Help):
            self.push_screen(Help(places_of(self.screen)))

    # From home to a project, and back.

    def _begin(self, project: Project, source: str = "") -> Workspace:
        """Work on a project from now on; gives its workspace."""
        study = Study(project)
        first = _first_source(study, source)
        self._study, self._place_kept = study, None
        return Workspace(study, first)

    def _keep_place(self) -> None:
        """Let the coder come back to where they are, however the program ends."""
        study = self._study
        if study and study.place_in_focus and study.place_in_focus != self._place_kept:
            self._place_kept = study.place_in_focus
            source_id, span = study.place_in_focus
            remember_place(study.project, source_id, span.start)

    def _home(self) -> Home:
        from qualcode.tui.screens.home import Home

        return Home()

    @work(thread=True, exclusive=True, group="opening")
    def open_project(self, path: Path, *, coder: str | None = None, then: str = "") -> None:
        """Open a project from home, beside the user interface: another program may hold it up.

        `then` is the screen to go on to.
        """
        worker = get_current_worker()
        try:
            project = Project.open(path, coder=self.coder or coder)
        except Exception as error:
            if not worker.is_cancelled:
                self.call_from_thread(self._not_opened, explained(error, path))
            return
        if worker.is_cancelled:
            project.close()
        else:
            self.call_from_thread(self._opened, project, then)

    def _not_opened(self, error: QualcodeError) -> None:
        from qualcode.tui.screens.home import Home

        for screen in self.screen_stack:
            if isinstance(screen, Home):
                screen.tell_error(error)

    @work
    async def _opened(self, project: Project, then: str) -> None:
        try:
            workspace = self._begin(project)
        except Exception as error:
            project.close()
            self._not_opened(explained(error, project.path))
            return
        self._opened_here = True
        remember(project)
        await self._show_alone(workspace)
        if then:
            self.go(then)
        else:
            self._offer_tour()

    @work
    async def go_home(self) -> None:
        """Close the project and show the home screen, where another one can be opened."""
        self._keep_place()
        study, self._study = self._study, None
        self.runner.stop()
        await self._show_alone(self._home())
        if study:
            study.project.close()

    async def _show_alone(self, screen: Screen[None]) -> None:
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        await self.switch_screen(screen)

    # Going from screen to screen: each lies over the workspace, and no two over each other.

    def workspace(self) -> Workspace:
        """The screen with the text, which lies under all others; there is none at home."""
        return next(screen for screen in self.screen_stack if isinstance(screen, Workspace))

    def go(self, name: str) -> None:
        """Open a screen on the project by its name, in place of any but the workspace."""
        if self._study:
            self.show_over_workspace(make_screen(name, self._study))

    def show_over_workspace(self, screen: StudyScreen) -> None:
        """Show a screen; Esc leads from there to the text."""
        while any(isinstance(below, Workspace) for below in self.screen_stack[:-2]):
            self.pop_screen()  # one that was opened from another
        if isinstance(self.screen, Workspace):
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def show_place(self, source_id: int, span: Span) -> None:
        """Go to words in the text, from any screen."""
        if self._study is None:
            return
        workspace = self.workspace()
        while self.screen is not workspace:
            self.pop_screen()
        workspace.show_place(source_id, span)

    def tour(self) -> None:
        """Begin the tour, or go on with it."""
        if self._study is None:
            return
        workspace = self.workspace()
        while self.screen is not workspace:
            self.pop_screen()
        for under_way in workspace.query(Tour):
            under_way.next_step()
            return
        workspace.mount(Tour(workspace))

    def end_tour(self) -> None:
        """Leave the tour."""
        self.workspace().query(Tour).remove()


def _first_source(study: Study, source: str) -> OpenSource | None:
    """The transcript that is named, or the one that the coder looked at last, or the first."""
    known = source_ids(study.project)
    if source:
        return open_source(study, lookup_source(known, source))
    if place := last_place(study.project):
        return open_source(study, *place)
    return open_source(study, next(iter(known.values()))) if known else None


def places_of(screen: Screen[object]) -> list[Where]:
    """Whose actions work on a screen."""
    return [*getattr(screen, "PLACES", ()), "everywhere"]


def run(
    project: Project | None = None,
    *,
    source: str = "",
    coder: str | None = None,
    language: str = "",
) -> None:
    """Open the workspace on a project, or the home screen, and stay until the user leaves.

    `language` is that of the user interface, nb or en; else the settings or the locale say. The
    project is closed when the user goes home from it. Raises `NotFoundError` if there is no
    source of that name, and what nobody foresaw once the terminal is as it was before.
    """
    settings = read_settings()
    settings = replace(settings, language=language or settings.language)
    app = QualcodeApp(project, source=source, coder=coder, settings=settings)
    if project:
        remember(project)
    app.run()
    if app._exception:
        raise app._exception
