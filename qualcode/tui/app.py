"""The application: one project, its screens, and the actions that are there everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.screen import Screen
from textual.types import IgnoreReturnCallbackType

from qualcode.project.sources import lookup_source, source_ids
from qualcode.tui.actions import Action, Where, actions_of, bindings, keys_shown
from qualcode.tui.i18n import _, use_language
from qualcode.tui.screens.dialogues import Help, MemoEditor
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.reading import open_source
from qualcode.tui.screens.workspace import Workspace
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.project import Project


class ActionCommands(Provider):
    """The list of actions in the command palette."""

    def _commands(self) -> Iterable[tuple[str, Action]]:
        places = [place for place in places_of(self.screen) if place in _IN_PALETTE]
        for action in actions_of(*places):
            if action.id != "command_palette":
                yield f"{_(action.label)}  ({keys_shown(action)})", action

    def _run(self, action: Action) -> IgnoreReturnCallbackType:
        targets: dict[Where, DOMNode] = {"workspace": self.screen, "everywhere": self.app}
        if action.where == "transcript":
            targets["transcript"] = self.screen.query_one("#transcript")
        return partial(self.app.run_action, action.id, targets[action.where])

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
    """The terminal user interface on one open project."""

    TITLE = "qualcode"
    CSS_PATH = "app.tcss"
    BINDINGS = bindings("everywhere")
    COMMANDS: ClassVar = {ActionCommands, *App.COMMANDS}
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, project: Project, *, source: str = "") -> None:
        super().__init__()
        use_language()
        self._study = Study(project)
        known = source_ids(project)
        source_id = lookup_source(known, source) if source else next(iter(known.values()), None)
        # Read before the terminal is taken over, so that the first thing it shows is the text.
        self._first = None if source_id is None else open_source(self._study, source_id)

    def on_mount(self) -> None:
        """Open the workspace."""
        self.push_screen(Workspace(self._study, self._first))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """What the palette offers besides the actions."""
        yield SystemCommand(_("Theme"), _("Choose the colours."), self.action_change_theme)

    async def action_quit(self) -> None:
        """Leave; everything but a memo that is being written is on disk already."""
        if not isinstance(self.screen, MemoEditor) or self.screen.may_leave():
            self.exit()

    def action_help(self) -> None:
        """Show the keys of the screen at hand."""
        if not isinstance(self.screen, Help):
            self.push_screen(Help(places_of(self.screen)))


_IN_PALETTE: tuple[Where, ...] = ("workspace", "transcript", "everywhere")


def places_of(screen: Screen[object]) -> list[Where]:
    """Whose actions work on a screen."""
    if isinstance(screen, Picker):
        return ["picker", "everywhere"]
    if isinstance(screen, MemoEditor):
        return ["memo", "everywhere"]
    return ["workspace", "transcript", "everywhere"]


def run(project: Project, *, source: str = "") -> None:
    """Open the workspace on a project and stay until the user leaves.

    Raises `NotFoundError` if there is no source of that name.
    """
    QualcodeApp(project, source=source).run()
