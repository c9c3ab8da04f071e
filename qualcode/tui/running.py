"""A suggestion run beside the user interface: in a thread of its own, shown by a line, stoppable.

The thread has a connection of its own and only writes down how far it is; the user interface looks
at that from time to time. So neither ever waits for the other.
"""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple

from textual.app import App
from textual.timer import Timer
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.suggesting.settings import Settings
from qualcode.tui.actions import with_keys
from qualcode.tui.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.suggesting.runs import Run
    from qualcode.tui.app import QualcodeApp

_LOOK_SECONDS = 0.2
_REVIEW = "study.go-review"
_PATIENCE = 3.0  # seconds that quitting waits for the transcript at hand
_BAR = 16  # cells

What = Settings | int
"""A new run with these settings, or the number of a stopped one that is to go on."""


class Progress(NamedTuple):
    """How far a run is; `item` is the transcript at hand."""

    doing: str
    done: int = 0
    total: int = 0
    item: str = ""


class _StoppedError(Exception):
    """The user has stopped the run."""


class BackgroundRun:
    """One run in a thread. What it came to is in `run` or `error` once it is no longer `alive`.

    A run that is stopped goes no further than the transcript at hand. `run` is None if it was
    stopped before it began.
    """

    def __init__(self, path: Path, coder: str, what: What) -> None:
        self.progress = Progress(_("Getting ready"))
        self.run: Run | None = None
        self.error: QualcodeError | None = None
        self._path = path
        self._coder = coder
        self._what = what
        self._stop = Event()
        # A daemon: what a transcript is being looked through for is not worth waiting for at the
        # end, since a transaction that was cut short leaves nothing behind.
        self._thread = Thread(target=self._carry_out, name="suggestion run", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Go no further than the transcript at hand."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Wait until the thread has ended, for a while."""
        self._thread.join(seconds)

    @property
    def alive(self) -> bool:
        """Whether it is still under way."""
        return self._thread.is_alive()

    @property
    def stopping(self) -> bool:
        """Whether it is to stop."""
        return self._stop.is_set()

    def _move(self, progress: Progress) -> None:
        self.progress = progress
        if self._stop.is_set():
            raise _StoppedError

    def _carry_out(self) -> None:
        try:
            with Project.open(self._path, coder=self._coder) as project:
                self._go_through(project)
        except QualcodeError as error:
            self.error = error
        except Exception as error:  # a suggester of a third party may raise anything
            self.error = QualcodeError(
                _("The suggester failed: {error}").format(error=f"{type(error).__name__}: {error}"),
                remedy=_("What was found before is kept."),
            )

    def _go_through(self, project: Project) -> None:
        from qualcode.suggesting import runs

        known = {found.id for found in runs.runs(project)}
        try:
            self._prepare(project.language)
            if isinstance(self._what, int):
                self.run = runs.resume(project, self._what, progress=self._tell)
            else:
                self.run = runs.run(project, self._what, progress=self._tell)
        except _StoppedError:
            if isinstance(self._what, int):
                self.run = runs.find_run(project, self._what)
            else:
                new = (found for found in runs.runs(project) if found.id not in known)
                self.run = next((one for one in new if one.coder == project.coder), None)

    def _prepare(self, language: str) -> None:
        from qualcode.language import lexicon
        from qualcode.language.languages import is_norwegian

        if is_norwegian(language):
            doing = _("Building the lexicon (once)")
            lexicon.prepare(lambda share: self._move(Progress(doing, round(100 * share), 100)))
        self._move(self.progress)

    def _tell(self, done: int, total: int, name: str) -> None:
        self._move(Progress(_("Suggesting"), done, total, name))


def bar(done: int, total: int, width: int = _BAR) -> str:
    """A bar of characters, filled as far as the work is done."""
    filled = width * min(max(done, 0), total) // total if total else 0
    return "━" * filled + "─" * (width - filled)


def progress_line(progress: Progress, *, stopping: bool) -> str:
    """How far a run is, in one line."""
    parts = [progress.doing]
    if progress.total:
        parts = [f"{progress.doing} {bar(progress.done, progress.total)}"]
        told = _("{done} of {total}")
        parts[0] += " " + told.format(done=progress.done, total=progress.total)
    if progress.item:
        parts.append(progress.item)
    stops = with_keys(_("{review} {key} stops it"), review=_REVIEW, key="review.stop_run")
    parts.append(_("stopping after this transcript") if stopping else stops)
    return " · ".join(parts)


def outcome(background: BackgroundRun) -> str:
    """What a run that has ended came to, in a sentence or two."""
    run = background.run
    if run is None:
        return _("The run was stopped before it began.")
    new = ngettext("{count} new suggestion", "{count} new suggestions", run.added)
    new = new.format(count=f"{run.added:,}")
    if run.finished_at:
        return _("Run {run} is done: {new}.").format(run=run.id, new=new)
    told = _("Run {run} stopped after {done} of {total} transcripts: {new}.").format(
        run=run.id, done=run.sources_done, total=run.sources, new=new
    )
    goes_on = _("{review} {runs}, then {key} goes on with it.")
    goes_on = with_keys(goes_on, review=_REVIEW, runs="review.runs", key="runs.go_on")
    return f"{told} {goes_on}"


class RunLine(Static):
    """A line that is there while a run is under way."""

    DEFAULT_CSS = """
    RunLine {
        display: none; height: 1; padding: 0 1; background: $boost; color: $text-accent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    RunLine.-running { display: block; }
    """
    app: QualcodeApp

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown = ""

    def on_mount(self) -> None:
        """Show a run that began on another screen."""
        self.show(self.app.runner.line())

    def show(self, line: str) -> None:
        """Show how far the run is; nothing hides the line."""
        if line != self._shown:
            self._shown = line
            self.update(line, layout=False)
            self.set_class(bool(line), "-running")


class Runner:
    """Carries out one run at a time, and tells what it came to."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._background: BackgroundRun | None = None
        self._timer: Timer | None = None

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._background is not None

    def start(self, project: Project, what: What) -> bool:
        """Begin a run on a project, unless one is under way; gives whether it began."""
        if self._background:
            return False
        self._background = BackgroundRun(project.path, project.coder, what)
        self._background.start()
        self._timer = self._app.set_interval(_LOOK_SECONDS, self._look)
        self._show()
        return True

    def stop(self) -> bool:
        """Let the run stop after the transcript at hand; gives whether there was one."""
        if self._background is None:
            return False
        self._background.stop()
        self._show()
        return True

    def close(self) -> None:
        """Stop, and wait a moment for it: the program ends."""
        if self._background:
            self._background.stop()
            self._background.wait(_PATIENCE)

    def line(self) -> str:
        """How far the run is; nothing without one."""
        if self._background is None:
            return ""
        return progress_line(self._background.progress, stopping=self._background.stopping)

    def _look(self) -> None:
        background = self._background
        if background and not background.alive:
            self._background = None
            if self._timer:
                self._timer.stop()
            self._tell(background)
        self._show()

    def _tell(self, background: BackgroundRun) -> None:
        if background.error:
            words = f"{background.error.what}\n{background.error.remedy}".strip()
            self._app.notify(words, severity="error", markup=False)
        else:
            self._app.notify(outcome(background), markup=False)

    def _show(self) -> None:
        line = self.line()
        for screen in self._app.screen_stack:
            for one in screen.query(RunLine):
                one.show(line)
