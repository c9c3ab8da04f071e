"""Undo and redo: somebody else's action is asked about, a large one goes beside the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import Action
from qualcode.project.history import redo, redoable, undo, undoable
from qualcode.tui.describe import ago
from qualcode.tui.i18n import N_, _
from qualcode.tui.labels import translated
from qualcode.tui.screens.choice import Choice

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.tui.screens.base import StudyScreen

_LARGE = 2000  # changes; more of them take longer than a key may


@dataclass(frozen=True, slots=True)
class Replay:
    """Undo or redo: the action that it would reverse now, doing so, and its words."""

    find: Callable[[Project], Action | None]
    carry_out: Callable[..., Action]  # undo or redo of the project
    told: str
    doing: str
    answer: str


def _next_redo(project: Project) -> Action | None:
    return next(iter(redoable(project)), None)


UNDO = Replay(
    undoable,
    undo,
    N_("Undid: {action}"),
    N_("Undoing: {action}"),
    N_("Undo it"),
)
REDO = Replay(
    _next_redo,
    redo,
    N_("Redid: {action}"),
    N_("Bringing back: {action}"),
    N_("Bring it back"),
)


def is_large(action: Action) -> bool:
    """Whether carrying it out would hold up the screen."""
    return action.changes > _LARGE


async def agreed(screen: StudyScreen, replay: Replay, action: Action) -> bool:
    """Ask before what somebody else did is taken back; the first answer leaves it."""
    question = _("{coder} did this {when}. {answer}?").format(
        coder=action.coder, when=ago(action.at), answer=_(replay.answer)
    )
    answers = [_("Leave it"), _(replay.answer)]
    choice = Choice(question, answers, details=translated(action.label))
    return await screen.app.push_screen_wait(choice) == 1


async def carried_out_beside(screen: StudyScreen, replay: Replay, action: Action) -> Action | None:
    """Carry it out in a thread, with a bar; None if it failed, which is told, or was given up."""
    from qualcode.tui.screens.busy import Busy

    doing = _(replay.doing).format(action=translated(action.label))

    def change(project: Project) -> Action:
        return replay.carry_out(project, expected=action.id, progress=busy.move)

    busy = Busy(screen.study, doing, change)
    return await screen.app.push_screen_wait(busy)
