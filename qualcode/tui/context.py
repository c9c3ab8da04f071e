"""Words in their context: the transcript around a suggestion, to read and to set borders in.

The whole transcript can be scrolled. Beside the suggested words stands a bar, brackets show where
they begin and end if there is a blank to hold them, and the words that speak for the code are
underlined; so nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.model import Role, Span
from qualcode.tui.document import Document
from qualcode.tui.layout import Layout, cells
from qualcode.tui.movement import Caret, stretch
from qualcode.tui.palette import Ink, Palette, palette
from qualcode.tui.sheet import MEASURE

_NARROW = 44  # cells below which speakers have no column
_SPEAKER = 12
_EVIDENCE = Style(underline=True, bold=True)

Run = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands out in a transcript: the suggested words, and those that speak for the code."""

    span: Span
    evidence: Sequence[Span] = ()


def side(span: Span, layout: Layout, row: int) -> str:
    """The bar beside a row: where marked words begin, go on and end; blank beside other rows."""
    first, last = layout.row_of(span.start), layout.row_of(max(span.end - 1, span.start))
    if not first <= row <= last:
        return " "
    if first == last:
        return "▌"
    return "┏" if row == first else "┗" if row == last else "┃"


def brackets(text: str, span: Span, start: int, end: int) -> dict[int, str]:
    """The brackets of marked words in the row `[start, end)`, by where they stand.

    A bracket takes the place of a blank, or stands before or after the row; within a word there is
    no place for it.
    """
    found = {}
    if start <= span.start < end and (span.start == start or text[span.start - 1] == " "):
        found[span.start - 1] = "["
    if start < span.end <= end and (span.end == end or text[span.end] == " "):
        found[span.end] = "]"
    return found


class ContextView(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows a transcript around marked words.

    `on_stretched` is called with the words that the mouse was dragged over.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ContextView {
        background: $background; overflow-x: hidden; overflow-y: scroll;
        scrollbar-size-vertical: 1; height: 1fr; width: 1fr;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="context")
        self.on_stretched: Callable[[Span], None] = lambda _: None
        self._document: Document | None = None
        self._layout: Layout | None = None
        self._marked = Marked(Span(0, 0))
        self._message = ""
        self._palette: Palette | None = None
        self._origin: Span | None = None  # the word where the mouse was pressed

    # What is shown

    def show(self, document: Document, marked: Marked) -> None:
        """Show marked words in their transcript, and bring them into view."""
        if document is not self._document:
            self._document = document
            self._fit()
        self._marked = marked
        self._bring_into_view(anew=True)
        self.refresh()

    def mark(self, marked: Marked) -> None:
        """Mark other words of the same transcript."""
        self._marked = marked
        self._bring_into_view(anew=False)
        self.refresh()

    def show_message(self, message: str) -> None:
        """Show a sentence instead of a text."""
        self._document = self._layout = None
        self._message = message
        self._set_rows(1)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._fit()
        self._bring_into_view(anew=True)
        self.refresh()

    def notify_style_update(self) -> None:
        """Take on the theme's colours."""
        super().notify_style_update()
        self._palette = None

    def _speaker_width(self, width: int) -> int:
        if self._document is None or width < _NARROW:
            return 0
        return min(self._document.speaker_cells, _SPEAKER)

    @property
    def _beside(self) -> int:
        """How many cells stand between the speaker and the words."""
        return 2

    def _fit(self) -> None:
        width = self.scrollable_content_region.width
        if self._document is None or width <= 0:
            return
        gutter = self._speaker_width(width) + 1 + self._beside
        self._layout = self._document.layout(min(max(width - gutter - 1, 2), MEASURE))
        self._set_rows(self._layout.rows)

    def _set_rows(self, rows: int) -> None:
        # Assigning it would lay out the whole screen, which takes longer than all the rest.
        self.set_reactive(ContextView.virtual_size, Size(self.size.width, rows))
        self.vertical_scrollbar.window_virtual_size = rows

    def _bring_into_view(self, *, anew: bool) -> None:
        if self._layout is None:
            return
        height = max(self.size.height, 1)
        first = self._layout.row_of(self._marked.span.start)
        last = self._layout.row_of(max(self._marked.span.end - 1, self._marked.span.start))
        top = self.scroll_offset.y
        if anew or not top <= first <= last < top + height:
            room = max(height - (last - first + 1), 0)
            self.scroll_to(y=max(first - (room + 1) // 2, 0), animate=False, immediate=True)

    # Drawing

    def _colours(self) -> Palette:
        if self._palette is None:
            self._palette = palette(
                self.app.theme_variables,
                ansi=self.app.native_ansi_color,
                colourless=self.app.no_color,
            )
        return self._palette

    def _ink(self, **looks: bool) -> Style:
        return self._colours().style(Ink(**looks))  # type: ignore[arg-type]

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        plain = self._ink()
        if self._document is None or self._layout is None:
            message = self._message_rows(width)
            text = message[y] if y < len(message) else ""
            return Strip([Segment(text, plain)]).adjust_cell_length(width, plain)
        if row >= self._layout.rows:
            return Strip.blank(width, plain)
        start, end = self._layout.starts[row], self._layout.ends[row]
        found = brackets(self._document.drawn, self._marked.span, start, end)
        bright = self._ink(bright=True)
        runs = [
            *self._speaker(row, self._speaker_width(width)),
            (side(self._marked.span, self._layout, row), bright),
            (found.pop(start - 1, " "), bright),
            *self._words(start, end, found),
            (found.get(end, " "), bright),
        ]
        segments = [
            Segment("".join(text for text, _ in group), style)
            for style, group in groupby(runs, key=itemgetter(1))
        ]
        return Strip(segments).adjust_cell_length(width, plain)

    def _message_rows(self, width: int) -> list[str]:
        from textwrap import wrap

        return [f"  {line}" for line in wrap(self._message, max(width - 4, 10))]

    def _speaker(self, row: int, width: int) -> list[Run]:
        assert self._document is not None and self._layout is not None
        if not width:
            return []
        start = self._layout.starts[row]
        before = self._layout.starts[row - 1] if row else -1
        position = self._document.turn_at(start)
        turn = self._document.turns[position] if position is not None else None
        name = turn.speaker if turn and before < turn.start <= start else ""
        if cells(name) > width:
            name = set_cell_size(name, width - 1) + "…"
        asked = turn is not None and turn.role is Role.INTERVIEWER
        return [(set_cell_size(name, width) + " ", self._ink(quiet=asked, bright=not asked))]

    def _words(self, start: int, end: int, found: dict[int, str]) -> list[Run]:
        assert self._document is not None
        text, span = self._document.drawn, self._marked.span
        position = self._document.turn_at(start)
        turn = self._document.turns[position] if position is not None else None
        quiet = turn is not None and turn.role is Role.INTERVIEWER
        cuts = {start, end}
        for border in (span, *self._marked.evidence):
            cuts |= {min(max(offset, start), end) for offset in border}
        for place in found:
            cuts |= {min(max(offset, start), end) for offset in (place, place + 1)}
        runs: list[Run] = []
        for left, right in pairwise(sorted(cuts)):
            if left in found:
                runs.append((found[left], self._ink(bright=True)))
                continue
            selected = span.start <= left and right <= span.end
            style = self._ink(selected=selected, quiet=quiet and not selected)
            if any(one.start <= left and right <= one.end for one in self._marked.evidence):
                style += _EVIDENCE
            runs.append((text[left:right], style))
        return runs

    # The mouse

    def _word_under(self, event: events.MouseEvent) -> Span | None:
        if self._document is None or self._layout is None:
            return None
        at = event.get_content_offset_capture(self) or Offset(0, 0)
        gutter = self._speaker_width(self.scrollable_content_region.width)
        cell = at.x - (gutter + 1 if gutter else 0) - self._beside
        offset = self._layout.offset_at(at.y + self.scroll_offset.y, cell)
        return self._document.words.at(offset)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag over words."""
        self._origin = self._word_under(event) if event.button == 1 else None
        self.capture_mouse(self._origin is not None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Take the words that the mouse is dragged over."""
        word = self._word_under(event) if self._origin else None
        if self._origin and word and word != self._origin and self._document:
            taken: Caret = stretch(self._origin, word.start, self._document.words)
            self.on_stretched(taken.span)

    def on_mouse_up(self) -> None:
        """Let go."""
        self._origin = None
        self.capture_mouse(False)
