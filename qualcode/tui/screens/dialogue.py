"""What dialogues have in common: how they fit into small windows, and their line of keys."""

from __future__ import annotations

from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType


class Dialogue(ModalScreen[ScreenResultType]):
    """A dialogue over a screen; narrow windows make it slim and low ones take its frame away."""

    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (60, "-broad")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-tall")]  # noqa: RUF012


def key_line(*hints: tuple[str, str]) -> Content:
    """The keys that matter, as (what they do, action); a click does the same."""
    links = (
        Content.from_markup(f"[@click=screen.{action}]$hint[/]", hint=hint)
        for hint, action in hints
    )
    return Content(" · ").join(links)
