"""The tour: one step after another at the foot of the workspace, each done by doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from qualcode.tui.actions import keys_by_name
from qualcode.tui.i18n import N_, _
from qualcode.tui.settings import data_folder

if TYPE_CHECKING:
    from qualcode.tui.screens.workspace import Workspace

_LOOK_SECONDS = 0.2
_PRAISE_SECONDS = 0.8  # for the eye to see what the key has done


@dataclass(frozen=True, slots=True)
class Step:
    """What to read and do. `done` compares what `measure` gave at first with what it gives now.

    `{names}` in the text stand for the keys of actions; a step without `done` is read only.
    """

    text: str
    keys: dict[str, str]
    measure: Callable[[Workspace], int] = lambda _: 0
    done: Callable[[int, int], bool] | None = None


def _place(workspace: Workspace) -> int:
    return workspace.transcript.caret.head


def _selected(workspace: Workspace) -> int:
    selection = workspace.transcript.selection
    return selection.end - selection.start if selection else 0


def _codings(workspace: Workspace) -> int:
    return len(workspace.transcript.codings)


STEPS = (
    Step(
        N_("This is a transcript. {next} goes to the next sentence, {before} to the one before."),
        {"next": "transcript.move-sentence_right", "before": "transcript.move-sentence_left"},
        _place,
        lambda first, now: first != now,
    ),
    Step(
        N_("{sentence} selects the sentence, {word} a word, {turn} a turn; again: one more."),
        {
            "sentence": "transcript.grow-sentences",
            "word": "transcript.grow-words",
            "turn": "transcript.grow-turns",
        },
        _selected,
        lambda _first, now: now > 0,
    ),
    Step(
        N_("{pick} opens the codes. Type some letters of one; {apply} puts it on the words."),
        {"pick": "workspace.pick", "apply": "picker.apply"},
        _codings,
        lambda first, now: now > first,
    ),
    Step(
        N_("It is on disk already. {undo} takes it back; everything can be undone."),
        {"undo": "study.undo"},
        _codings,
        lambda first, now: now < first,
    ),
    Step(
        N_(
            "Codes you use get the keys 1–9: {sentence} and a number code a sentence. "
            "{repeat} takes the last code again."
        ),
        {"sentence": "transcript.grow-sentences", "repeat": "workspace.repeat"},
    ),
    Step(
        N_("{sources} lists the transcripts, {codebook} shows the codebook; again: back."),
        {"sources": "workspace.toggle_sources", "codebook": "workspace.toggle_codebook"},
    ),
    Step(
        N_(
            "{review} reviews suggestions, {search} searches, {excerpts} shows what is coded, "
            "{analysis} counts. Esc leads back to the text."
        ),
        {
            "review": "study.go-review",
            "search": "study.go-search",
            "excerpts": "study.go-excerpts",
            "analysis": "study.go-analysis",
        },
    ),
    Step(
        N_("{help} shows the keys of any screen, {palette} finds every command by its name."),
        {"help": "everywhere.help", "palette": "everywhere.command_palette"},
    ),
)


def is_first_run() -> bool:
    """Whether nobody has been shown the tour on this computer; it is asked once."""
    mark = data_folder() / "tour-shown"
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch(exist_ok=False)
    except OSError:
        return False
    return True


class Tour(Static):
    """Shows one step and looks whether it has been done."""

    DEFAULT_CSS = """
    Tour {
        dock: bottom; width: 1fr; height: auto; max-height: 6; padding: 0 1;
        background: $primary 30%; border-top: solid $primary;
    }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(markup=False)
        self._workspace = workspace
        self._number = -1
        self._first = 0
        self._is_done = False
        self._praise: Timer | None = None

    def on_mount(self) -> None:
        """Show the first step."""
        self.next_step()
        self.set_interval(_LOOK_SECONDS, self._look)

    def next_step(self) -> None:
        """Go on; after the last step the tour is over."""
        if self._praise:
            self._praise.stop()  # a key was quicker: one step for one deed
        self._number += 1
        if self._number >= len(STEPS):
            self.remove()
            return
        self._is_done = False
        self._first = STEPS[self._number].measure(self._workspace)
        self._show(_("{next} goes on · {end} ends the tour"))

    def _look(self) -> None:
        step = STEPS[min(self._number, len(STEPS) - 1)]
        if self._is_done or step.done is None or self.app.screen is not self._workspace:
            return
        if step.done(self._first, step.measure(self._workspace)):
            self._is_done = True
            self._show(_("Just so."))
            self._praise = self.set_timer(_PRAISE_SECONDS, self.next_step)

    def _show(self, below: str) -> None:
        step = STEPS[self._number]
        keys = {word: keys_by_name(name) for word, name in step.keys.items()}
        ways = {"next": keys_by_name("study.tour"), "end": keys_by_name("study.end_tour")}
        self.update(
            Content.assemble(
                (f"{self._number + 1}/{len(STEPS)}  ", "bold"),
                _(step.text).format(**keys),
                ("\n" + below.format(**ways), "dim"),
            )
        )
