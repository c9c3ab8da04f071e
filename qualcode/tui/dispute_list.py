"""What coders differ on as a list, a row each, on Textual's Line API."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.analysis.agreement.disputes import Dispute
from qualcode.project.consensus import Verdict
from qualcode.tui.i18n import _
from qualcode.tui.queue_list import fitted

SETTLED, OPEN, CONSENSUS = "✓", "·", "="
_LEAST_FOR_SOURCES = 60  # cells below which the transcript has no column
_MOST_FOR_SOURCES = 18
_WORDS = 300  # of which as many are drawn as there is room for


def sides(dispute: Dispute) -> str:
    """Who has which code, each coder by a number: `1 Time · 2 –`; once settled, `· = Time` too."""
    parts = []
    for number, coder in enumerate(dispute.coders, 1):
        names = dict.fromkeys(
            each.code.name for each in dispute.disagreements if coder in each.having
        )
        parts.append(f"{number} {', '.join(names) or '–'}")
    if dispute.settled:
        parts.append(f"{CONSENSUS} {', '.join(_kept(dispute)) or '–'}")
    return " · ".join(parts)


def _kept(dispute: Dispute) -> list[str]:
    """What the consensus has of it, by the names of codes."""
    made = [each for each in dispute.decisions if each]
    if any(each.verdict is Verdict.OTHERWISE for each in made):
        return [_("otherwise")]
    kept = {each.code_id for each in made if each.verdict is Verdict.KEPT}
    return [code.name for code in dispute.codes if code.id in kept]


class DisputeList(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows disputes with a bar on one of them; what is settled is greyed and ticked.

    `on_chosen` is called with the position that was clicked.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"disputes--bar", "disputes--quiet"}  # noqa: RUF012
    DEFAULT_CSS = """
    DisputeList {
        overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; background: $surface;
    }
    DisputeList > .disputes--bar { background: $primary; color: $text; text-style: bold; }
    DisputeList > .disputes--quiet { color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(id="disputes")
        self.on_chosen: Callable[[int], None] = lambda _position: None
        self.disputes: Sequence[Dispute] = ()
        self.position = 0
        self._hues: Mapping[int, str] = {}
        self._longest = 0

    def show(self, disputes: Sequence[Dispute], position: int, hues: Mapping[int, str]) -> None:
        """Show disputes; `hues` are those of codes."""
        self.disputes, self.position, self._hues = disputes, position, hues
        self._longest = max((cell_len(each.source) for each in disputes), default=0)
        # Assigning it would lay out the whole screen, which takes longer than all the rest.
        self.set_reactive(DisputeList.virtual_size, Size(self.size.width, len(disputes)))
        self.vertical_scrollbar.window_virtual_size = len(disputes)
        self._bring_into_view()
        self.refresh()

    @property
    def at_bar(self) -> Dispute | None:
        """The dispute under the bar."""
        return self.disputes[self.position] if self.disputes else None

    def move_to(self, position: int) -> None:
        """Put the bar on another one."""
        before, self.position = self.position, position
        for row in (before, position):
            self.refresh_lines(row, 1)
        self._bring_into_view()

    def on_resize(self) -> None:
        """Keep the bar in view."""
        self.show(self.disputes, self.position, self._hues)

    def _bring_into_view(self) -> None:
        height, top = max(self.size.height, 1), self.scroll_offset.y
        context = min(1, (height - 1) // 2)
        top = min(max(top, self.position - height + 1 + context), max(self.position - context, 0))
        top = max(min(top, len(self.disputes) - height), 0)
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view."""
        width = self.scrollable_content_region.width
        position = y + self.scroll_offset.y
        if position >= len(self.disputes):
            return Strip.blank(width, self.rich_style)
        dispute = self.disputes[position]
        chosen = position == self.position
        base = self.get_component_rich_style("disputes--bar") if chosen else self.rich_style
        quiet = base if chosen else self.get_component_rich_style("disputes--quiet")
        looks = quiet if dispute.settled else base
        hue = self._hues.get(dispute.codes[0].id, "")
        mark = base + Style(color=hue) if hue and not chosen and not dispute.settled else looks
        source = min(self._longest, _MOST_FOR_SOURCES) if width >= _LEAST_FOR_SOURCES else 0
        room = max(width - 6 - (source + 1 if source else 0), 0)
        codes = min(max(room // 2, 12), 56, room)
        words = " ".join(dispute.text[:_WORDS].split())
        pieces = [
            ("▸ " if chosen else "  ", base),
            (f"{SETTLED if dispute.settled else OPEN} ", looks),
            ("■ ", mark),
        ]
        if source:
            pieces.append((fitted(dispute.source, source) + " ", quiet))
        pieces.append((fitted(sides(dispute), codes) + " ", looks))
        pieces.append((fitted(words, max(room - codes - 1, 0)), quiet))
        return Strip([Segment(text, style) for text, style in pieces]).adjust_cell_length(
            width, base
        )

    def on_click(self, event: events.Click) -> None:
        """Put the bar under the mouse."""
        at = event.get_content_offset(self) or Offset(0, 0)
        position = at.y + self.scroll_offset.y
        if 0 <= position < len(self.disputes):
            self.on_chosen(position)
