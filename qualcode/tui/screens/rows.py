"""What codebook and history share: rows, and beside them all that is said of the one in the bar.

In narrow windows that stands below the rows, in low ones it opens on a key.
"""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input

from qualcode.tui.definition import DefinitionView
from qualcode.tui.passages import Look, PassageList
from qualcode.tui.screens.base import StudyScreen

_REST_SECONDS = 0.06  # nobody reads the details while a key is held down


class RowsScreen(StudyScreen):
    """A subclass gives the `look` of its rows, fills the list, and describes the row in the bar."""

    DEFAULT_CSS = """
    RowsScreen {
        #words { display: none; height: 1; border: none; padding: 0 1; background: $boost; }
        #split { layout: horizontal; height: 1fr; }
        #split PassageList { width: 3fr; }
        #split #definition { width: 2fr; height: 1fr; padding: 0 1; border-left: solid $panel; }
        &.-filtering #words { display: block; }
        &.-narrow #split { layout: vertical; }
        &.-narrow #split PassageList { width: 1fr; height: 3fr; }
        &.-narrow #split #definition {
            width: 1fr; height: 2fr; border-left: none; border-top: solid $panel;
        }
        &.-low #split #definition { display: none; }
        &.-details #split PassageList { display: none; }
        &.-details #split #definition {
            display: block; width: 1fr; height: 1fr; border: none; padding: 0 2;
        }
    }
    """

    _described: Timer | None = None
    _has_told = False

    def look(self) -> Look[Any]:
        """How rows are drawn."""
        raise NotImplementedError

    def placeholder(self) -> str:
        """What stands in the line for words while it is empty."""
        raise NotImplementedError

    def describe(self) -> Content:
        """What is said of the row in the bar."""
        raise NotImplementedError

    def show_keys(self) -> None:
        """Name the keys that matter in the line of hints."""

    def compose_body(self) -> ComposeResult:
        """Lay out the line for words, the rows and the details."""
        yield Input(placeholder=self.placeholder(), id="words")
        with Container(id="split"):
            yield PassageList(self.look())
            yield DefinitionView()

    def on_mount(self) -> None:
        """Begin in the list."""
        self.rows.on_moved = self._moved
        self.rows.on_chosen = self.chosen
        self.reload()
        self.rows.focus()
        self.show_keys()

    @property
    def rows(self) -> PassageList[Any]:
        """The list."""
        return self.query_one(PassageList)

    @property
    def words(self) -> str:
        """What the rows are filtered by."""
        return self.query_one("#words", Input).value.strip()

    def chosen(self) -> None:
        """A row was clicked twice."""

    # The details

    def _moved(self) -> None:
        if self._described:
            self._described.stop()
        self._described = self.set_timer(_REST_SECONDS, self.show_details)

    def show_details(self) -> None:
        """Say anew what is said of the row in the bar."""
        self.attempt(lambda: self.query_one(DefinitionView).show(self.describe()))

    def action_details(self) -> None:
        """Give the details the whole screen, or let the rows have their place again."""
        self.toggle_class("-details")
        self.call_after_refresh(self.rows.focus)

    def action_read(self, direction: int) -> None:
        """Page the details."""
        details = self.query_one(DefinitionView)
        page = max(details.size.height - 1, 1) * direction
        details.scroll_to(y=details.scroll_offset.y + page, animate=False, immediate=True)

    # Moving and filtering

    def say(self, message: str) -> None:
        """Tell something in the lowest line, until the bar is moved."""
        self._has_told = True
        super().say(message)

    def _forget_told(self) -> None:
        if self._has_told:
            self._has_told = False
            self.show_keys()

    def action_step(self, steps: int) -> None:
        """Move the bar."""
        self._forget_told()
        self.rows.move(steps)

    def action_page(self, direction: int) -> None:
        """Move the bar by a page."""
        self._forget_told()
        self.rows.page(direction)

    def action_end(self, direction: int) -> None:
        """Go to the first row or the last."""
        self._forget_told()
        self.rows.move_to(len(self.rows.passages) if direction > 0 else 0)

    def action_filter(self) -> None:
        """Open the line for words."""
        self.add_class("-filtering")
        self.remove_class("-details")
        self.call_after_refresh(self.query_one("#words", Input).focus)

    def on_input_changed(self) -> None:
        """List what has these words."""
        self.attempt(self.reload)

    def on_input_submitted(self) -> None:
        """Go on in the rows."""
        self.rows.focus()

    def action_back(self) -> None:
        """Close the details or the line for words; else go back to the text."""
        if self.has_class("-details"):
            self.action_details()
        elif self.has_class("-filtering"):
            self.remove_class("-filtering")
            self.rows.focus()
            self.query_one("#words", Input).value = ""
        else:
            super().action_back()
