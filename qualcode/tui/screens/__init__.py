"""What fills the terminal: the workspace, the screens that lie over it, and dialogues."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.tui.screens.base import StudyScreen
    from qualcode.tui.study import Study

_SCREENS = {
    "review": "Review",
    "search": "Search",
    "disagreements": "Disagreements",
    "excerpts": "Excerpts",
    "codebook": "CodebookEditor",
    "analysis": "Analysis",
    "reports": "Reports",
    "history": "History",
    "importing": "Importing",
}


def make_screen(name: str, study: Study) -> StudyScreen:
    """A screen by the name that actions give it; its module is loaded when it is wanted first."""
    screen: type[StudyScreen] = getattr(
        import_module(f"qualcode.tui.screens.{name}"), _SCREENS[name]
    )
    return screen(study)
