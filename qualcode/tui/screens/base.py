"""What every screen on a project has: title, messages, undo, and ways to the other screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.model import Action
from qualcode.reporting.files import write_atomically
from qualcode.tui.actions import Where, bindings, keys_by_name
from qualcode.tui.beside import is_locked
from qualcode.tui.describe import fit_hint
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import _
from qualcode.tui.labels import translated
from qualcode.tui.running import RunLine
from qualcode.tui.screens.locked import Locked
from qualcode.tui.screens.replaying import (
    REDO,
    UNDO,
    Replay,
    agreed,
    carried_out_beside,
    is_large,
)
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

_POLL_SECONDS = 1.0
_SMALLEST = (40, 10)


class StudyScreen(Screen[None]):
    """A screen on an open project.

    A subclass gives `NAME`, its `PLACES` of actions, `BINDINGS` of its own place, and the methods
    `compose_body` (what stands between title and hints) and `reload`.
    """

    app: QualcodeApp
    NAME: ClassVar[str] = ""
    PLACES: ClassVar[tuple[Where, ...]] = ("study",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("study")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-vast"), (220, "-huge")]  # noqa: RUF012

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self._seen = study.stamp()
        self._hint_shown = ""
        self._heading = ""
        self._blind = False

    def compose(self) -> ComposeResult:
        """Lay out title, body and the line of hints."""
        yield Static(id="title", markup=False)
        yield from self.compose_body()
        yield RunLine()
        yield Static(id="hints", markup=False)
        yield Static(id="small", markup=False)

    def compose_body(self) -> ComposeResult:
        """Lay out what the screen is there for."""
        yield from ()

    def reload(self) -> None:
        """Read from the project anew: something has changed that this screen did not do itself."""

    def exports(self) -> Sequence[Export]:
        """The files that can be made of what the screen shows."""
        return ()

    def clipping(self) -> str:
        """The words that the user means, with their place; "" for none."""
        return ""

    def on_mount(self) -> None:
        """Look from time to time whether another program has changed the project."""
        if self.NAME:
            self.show_title(_(self.NAME))
        self.set_interval(_POLL_SECONDS, self._poll)

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what has no room."""
        width, height = event.size
        small = width < _SMALLEST[0] or height < _SMALLEST[1]
        self.set_class(small, "-small")
        self.set_class(height < 16, "-low")
        if self._hint_shown:
            self.show_hint(self._hint_shown)
        if small:
            message = _("This window has {width}×{height} cells; qualcode needs 40×10.")
            self.query_one("#small", Static).update(message.format(width=width, height=height))

    def on_screen_resume(self) -> None:
        """Show what was changed while another screen was in front."""
        self._poll()

    def _poll(self) -> None:
        if self.is_active and self.is_mounted:
            self.attempt(self._keep_in_step, kept=False)

    def _keep_in_step(self) -> None:
        self.study.settle()
        if self._heading and self._blind != self.study.project.is_blind:
            self.show_title(self._heading)

    # Telling

    def show_title(self, heading: str) -> None:
        """Name what is on the screen, the project and the coder."""
        project = self.study.project
        self._heading, self._blind = heading, project.is_blind
        parts = [heading, project.name, project.coder]
        if self._blind:
            parts.insert(1, _("blind: you see your own codings only"))
        if project.read_only:
            parts.append(_("for reading only"))
        if self.study.own_only:
            parts.append(_("only my codings"))
        self.query_one("#title", Static).update(
            Content.assemble((f" {parts[0]} ", "bold"), (" · ".join(["", *parts[1:]]), ""))
        )

    def show_hint(self, hint: str) -> None:
        """Name the keys that matter now, parted by " · "; what has no room is left to F1."""
        self._hint_shown = hint
        fitting = fit_hint(f" {hint}", self.app.size.width)
        self.query_one("#hints", Static).update(fitting, layout=False)

    def say(self, message: str) -> None:
        """Tell something in the lowest line."""
        self._hint_shown = ""
        hints = self.query_one("#hints", Static)
        hints.update(Content.styled(f" {message}", "bold $text-warning"), layout=False)

    def tell_error(self, error: QualcodeError) -> None:
        """Say what went wrong and what to do."""
        self.notify(f"{error.what}\n{error.remedy}".strip(), severity="error", markup=False)

    # Changing

    def attempt(self, change: Callable[[], None], *, kept: bool = True) -> bool:
        """Carry out a change that draws what it did; gives whether it went well.

        What went wrong is told, and nothing is drawn that is not stored. What another program or
        another screen has changed meanwhile is shown too. While another program is writing, the
        change is kept and carried out later, unless it is not to be `kept` or a dialogue, which
        keeps things itself, lies over the screen.
        """
        done = False
        try:
            before = self.study.stamp()
            changed_elsewhere = before != self._seen
            if changed_elsewhere:  # what is drawn now may have codes that were made elsewhere
                self.study.read_codebook()
            try:
                change()
                done = True
            finally:
                # What others store from now on is still to be read, even during the change.
                self._seen = before[0], self.study.stamp()[1]
            if changed_elsewhere:
                self.reload()
        except QualcodeError as error:
            if kept and not done and self.is_active and is_locked(error):
                self._attempt_later(change)
                return False
            self.tell_error(error)
            if not done:
                self._reload_if_possible()
        return done

    @work
    async def _attempt_later(self, change: Callable[[], None]) -> None:
        """Wait for another program, without standing still, and carry the change out then."""
        if await self.app.push_screen_wait(Locked(self.study)):
            self.attempt(change)
        else:
            self._reload_if_possible()
            self.say(_("Given up: nothing was changed."))

    def _reload_if_possible(self) -> None:
        try:
            self.reload()
        except QualcodeError:
            return  # the error at hand has been told already

    # Undo and redo

    def action_undo(self) -> None:
        """Take back the last action."""
        self._replay(UNDO)

    def action_redo(self) -> None:
        """Bring back the action that was undone."""
        self._replay(REDO)

    def _replay(self, replay: Replay) -> None:
        """Undo or redo at once, unless that needs an answer or a while."""
        project = self.study.project
        found: list[Action | None] = []
        if not self.attempt(lambda: found.append(replay.find(project)), kept=False):
            return
        action = found[0]
        own = action is None or action.coder == project.coder
        if action is None or project.read_only or (own and not is_large(action)):
            self._replay_now(replay, action)
        else:
            self._replay_later(replay, action, ask=not own)

    def _replay_now(self, replay: Replay, action: Action | None) -> None:
        def change() -> None:
            expected = action.id if action else None
            replayed = replay.carry_out(self.study.project, expected=expected)
            self._replayed(_(replay.told), replayed)

        self.attempt(change)

    @work
    async def _replay_later(self, replay: Replay, action: Action, *, ask: bool) -> None:
        if ask and not await agreed(self, replay, action):
            return
        if not is_large(action):
            self._replay_now(replay, action)
        elif done := await carried_out_beside(self, replay, action):
            self._seen = self.study.stamp()  # what was written beside is read now
            self.attempt(lambda: self._replayed(_(replay.told), done))

    def _replayed(self, message: str, action: Action) -> None:
        self.reload()
        whose = "" if action.coder == self.study.project.coder else f" ({action.coder})"
        self.say(message.format(action=translated(action.label) + whose))

    # Going elsewhere

    def action_go(self, screen: str) -> None:
        """Open another screen."""
        self.app.go(screen)

    def action_back(self) -> None:
        """Go back to the text."""
        self.dismiss()

    def action_home(self) -> None:
        """Leave the project for the home screen."""
        self.app.go_home()

    def action_tour(self) -> None:
        """Begin the tour in the text, or go on with it."""
        self.app.tour()

    def action_end_tour(self) -> None:
        """Leave the tour."""
        self.app.end_tour()

    # Taking words along

    def action_copy(self) -> None:
        """Put the words that are meant on the clipboard."""
        if words := self._words_meant():
            self.app.copy_to_clipboard(words)
            told = _("Copied. If your terminal keeps it from the clipboard: {key} writes a file.")
            self.say(told.format(key=keys_by_name("study.write_words")))

    def action_write_words(self) -> None:
        """Write the words that are meant to a file."""
        if words := self._words_meant():
            text = f"{words}\n".encode()
            self._export([Export(_("Text"), ".txt", lambda _, out: write_atomically(out, text))])

    def _words_meant(self) -> str:
        words = self.clipping()
        if not words:
            self.say(_("There are no words here to copy."))
        return words

    def action_export(self) -> None:
        """Write what the screen shows to a file."""
        if offered := self.exports():
            self._export(offered)
        else:
            self.say(_("There is nothing on this screen to export."))

    def _export(self, offered: Sequence[Export]) -> None:
        from qualcode.tui.screens.export import ExportDialogue

        self.app.push_screen(ExportDialogue(self.study, offered, heading=_(self.NAME)))
