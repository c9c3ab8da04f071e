"""The transcript: a text in which keys move, select, and go from mark to mark."""

from __future__ import annotations

from dataclasses import replace

from textual.actions import SkipAction

from qualcode.model import Span
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.i18n import _
from qualcode.tui.mouse import PointedView
from qualcode.tui.movement import Caret, Units, extend, grow, next_span, shrink

_ROWS = {"up": -1, "down": 1}
_PAGES = {"page_up": -1, "page_down": 1}
_UNITS = ("word", "sentence", "turn")


class Transcript(PointedView, inherit_bindings=False):
    """Shows one document and carries out the actions of the place `transcript`."""

    BINDINGS = bindings("transcript")

    def __init__(self) -> None:
        super().__init__()
        self._goal: int | None = None  # the cell that moves up and down aim for
        self._mark: int | None = None  # where a selection by movements began

    def place(self, caret: Caret, *, centre: bool = False, context: int = 2) -> None:
        """Put cursor and selection somewhere and bring it into view."""
        self._goal = None
        super().place(caret, centre=centre, context=context)

    def finish_selection(self) -> None:
        """Keep the selection for more codes, but let the next one begin behind it."""
        self._mark = None
        self.caret = replace(self.caret, done=True)

    # Moving

    def action_move(self, where: str, further: bool = False) -> None:
        """Move the cursor; see the list of actions for the places it can go to.

        `further` extends the selection, and so does every move after `action_mark`.
        """
        if self._sheet is None:
            return
        further = further or self._mark is not None
        if where in _ROWS or where in _PAGES:
            self._move_rows(where, further=further)
            return
        unit, _side, direction = where.partition("_")
        if further and unit in ("sentence", "turn"):
            mark = self.caret.anchor if self._mark is None else self._mark
            forward = direction == "right"
            self.place(extend(self.caret, mark, self._units(f"{unit}s"), forward=forward))
            return
        head = self._target(where)
        if not further and self.caret.selects and where in ("left", "right"):
            start, end = self.caret.span
            head = start if where == "left" else end
        self.place(Caret(self.caret.anchor if further else head, head))

    def _move_rows(self, where: str, *, further: bool) -> None:
        layout = self.layout_of_text
        row, cell = layout.place_of(self.caret.head)
        goal = cell if self._goal is None else self._goal
        step = _ROWS.get(where, 0) + _PAGES.get(where, 0) * max(self.size.height - 2, 1)
        if where in _PAGES:
            self.scroll_to(y=self.scroll_offset.y + step, animate=False, immediate=True)
        beyond = where in _ROWS and not 0 <= row + step < layout.rows
        head = self.caret.head if beyond else layout.offset_at(row + step, goal)
        self.place(Caret(self.caret.anchor if further else head, head))
        self._goal = goal

    def _target(self, where: str) -> int:
        layout, head = self.layout_of_text, self.caret.head
        row = layout.row_of(head)
        match where:
            case "left":
                return layout.before(head)
            case "right":
                return layout.after(head)
            case "row_start":
                return layout.starts[row]
            case "row_end":
                return layout.offset_at(row, layout.width + 1)
            case "text_start":
                return layout.starts[0]
            case "text_end":
                return layout.ends[-1]
        unit, _side, direction = where.partition("_")
        units = self._units(f"{unit}s")
        found = units.after(head) if direction == "right" else units.before(head)
        if found is None:
            return layout.ends[-1] if direction == "right" else layout.starts[0]
        return layout.shown(found.start)

    def _units(self, name: str) -> Units:
        assert self.document is not None
        units: dict[str, Units] = {
            "words": self.document.words,
            "sentences": self.document.sentences,
            "turns": self.document.turn_units,
        }
        return units[name]

    # Going from mark to mark

    def action_coding(self, step: int) -> None:
        """Go to where the next coding begins (1), or the one before (-1)."""
        if self._sheet is None:
            return
        head = self.caret.head + (step > 0)
        found = next_span(self.codings.spans(), Caret(head, head), forward=step > 0)
        if found is None:
            self.on_told(_("No coding follows.") if step > 0 else _("No coding before this."))
            return
        start = self.layout_of_text.shown(found.start)
        further = self._mark is not None
        self.place(Caret(self.caret.anchor if further else start, start), centre=True)

    def action_suggestion(self, step: int) -> None:
        """Select the words of the next open suggestion (1), or of the one before (-1)."""
        if self._sheet is None:
            return
        if not self.suggestions_shown:
            self.show_suggestions(True)
        found = next_span(self.suggestions.spans(), self.caret, forward=step > 0)
        if found:
            self._select(found)
        elif not len(self.suggestions):
            self.on_told(_("Nothing is suggested in this transcript."))
        elif step > 0:
            self.on_told(_("No suggestion follows."))
        else:
            self.on_told(_("No suggestion before this."))

    def go_to_hit(self, step: int) -> bool:
        """Select the next hit (1), or the one before (-1); gives whether there was one."""
        found = next_span(self.hits.spans, self.caret, forward=step > 0)
        if found:
            self._select(found)
        return found is not None

    def _select(self, span: Span) -> None:
        self._mark = None
        self.place(Caret(*span), centre=True)

    def action_toggle_suggestions(self) -> None:
        """Show the open suggestions, or hide them."""
        self.show_suggestions(not self.suggestions_shown)
        if not self.suggestions_shown:
            told = _("Suggestions are hidden: {key} shows them again.")
            self.on_told(told.format(key=key("transcript.toggle_suggestions")))

    # Selecting

    def action_grow(self, unit: str) -> None:
        """Select a unit, or one more at the end where the cursor is."""
        if self._sheet is None:
            return
        caret = grow(self.caret, self._units(unit))
        if caret.span == self.caret.span:
            self.on_told(_("There is no more of it to select."))
        self.place(caret)

    def action_shrink(self, unit: str) -> None:
        """Select a unit less at the end where the cursor is."""
        if self._sheet is None:
            return
        if self.caret.selects:
            self.place(shrink(self.caret, self._units(unit)))
        else:
            told = _("Nothing is selected: {s} selects the sentence, {w} the word, {t} the turn.")
            keys = {unit[0]: key(f"transcript.grow-{unit}s") for unit in _UNITS}
            self.on_told(told.format(**keys))

    def action_mark(self) -> None:
        """Let every movement extend the selection from here."""
        if self._sheet is None:
            return
        self._mark = self.caret.head
        self.place(Caret(self._mark, self._mark))
        told = _("Selecting from here: {s} {S} by sentences, {t} {T} by turns, arrows; Esc ends.")
        moves = {"s": "sentence_right", "S": "sentence_left", "t": "turn_right", "T": "turn_left"}
        self.on_told(
            told.format(**{name: key(f"transcript.move-{move}") for name, move in moves.items()})
        )

    def action_deselect(self) -> None:
        """Give up the selection; the cursor goes to where it began."""
        if not self.caret.selects and self._mark is None:
            raise SkipAction  # the screen knows what else Esc leaves
        self._mark = None
        start = self.caret.span.start if self.caret.selects else self.caret.head
        self.place(Caret(start, start))
