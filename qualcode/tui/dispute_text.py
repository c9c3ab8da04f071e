"""The words on which coders differ in their transcript, with a lane for each coder.

A lane begins with the coder's number and ends with a bracket; the last one, with the sign =, is the
consensus. Coded words have their code's colour, and a line under them where several coders have
coded them, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from rich.segment import Segment
from textual.strip import Strip

from qualcode.model import Coding, Role, Span
from qualcode.tui.context import ContextView, Marked, Run, brackets
from qualcode.tui.dispute_list import CONSENSUS
from qualcode.tui.document import Document
from qualcode.tui.lanes import bracket
from qualcode.tui.palette import Ink


@dataclass(frozen=True, slots=True)
class Lane:
    """What one coder has there, beside the sign that the coder goes by."""

    sign: str
    codings: Sequence[Coding]


class DisputeView(ContextView):
    """Shows a transcript around the words at issue, as several coders have coded them."""

    def __init__(self) -> None:
        super().__init__()
        self._lanes: Sequence[Lane] = ()
        self._hues: Mapping[int, str] = {}
        self._changed = False

    def show_lanes(
        self,
        document: Document,
        span: Span,
        lanes: Sequence[Lane],
        hues: Mapping[int, str],
        *,
        changed: bool = False,
    ) -> None:
        """Show words and what coders have there; `changed`: somebody has set other borders."""
        wider = len(lanes) != len(self._lanes)
        self._lanes, self._hues, self._changed = lanes, hues, changed
        if document is self._document and not wider:
            self.mark(Marked(span))
            return
        self._document = None  # so that the margin is fitted to the lanes
        self.show(document, Marked(span))

    @property
    def _beside(self) -> int:
        return len(self._lanes) + 2

    def render_line(self, y: int) -> Strip:
        """Draw one row of the view."""
        row = y + self.scroll_offset.y
        document, layout = self._document, self._layout
        if document is None or layout is None or row >= layout.rows:
            return super().render_line(y)
        width = self.scrollable_content_region.width
        start, end = layout.starts[row], layout.ends[row]
        reach = layout.row_span(row)
        marked: list[Span] = [
            Span(coding.start, coding.end)
            for lane in self._lanes
            for coding in lane.codings
            if coding.start <= reach.end and coding.end >= reach.start
        ]
        if self._changed:
            marked = [self._marked.span]
        found: dict[int, str] = {}
        for span in marked:
            found |= brackets(document.drawn, span, start, end)
        bright = self._colours().bright()
        plain = self._colours().plain()
        runs: list[Run] = [
            *self._speaker(row, self._speaker_width(width)),
            *(self._lane(lane, reach) for lane in self._lanes),
            (" ", plain),
            (found.pop(start - 1, " "), bright),
            *self._coded_words(document, Span(start, end), found),
            (found.get(end, " "), bright),
        ]
        segments = [
            Segment("".join(text for text, _ in group), style)
            for style, group in groupby(runs, key=itemgetter(1))
        ]
        return Strip(segments).adjust_cell_length(width, plain)

    def _lane(self, lane: Lane, reach: Span) -> Run:
        colours = self._colours()
        beside = [one for one in lane.codings if one.start < reach.end and one.end > reach.start]
        glyph = bracket(beside, reach, f"{lane.sign * 3}└│")
        hue = self._hues.get(beside[0].code_id, "") if beside else ""
        return glyph, colours.lane(hue) if hue else colours.plain()

    def _coded_words(self, document: Document, row: Span, found: Mapping[int, str]) -> list[Run]:
        position = document.turn_at(row.start)
        turn = document.turns[position] if position is not None else None
        quiet = turn is not None and turn.role is Role.INTERVIEWER
        cuts = {row.start, row.end}
        for lane in self._lanes:
            for coding in lane.codings:
                cuts |= {
                    min(max(place, row.start), row.end) for place in (coding.start, coding.end)
                }
        cuts |= {min(max(place, row.start), row.end) for place in self._marked.span}
        for place in found:
            cuts |= {min(max(each, row.start), row.end) for each in (place, place + 1)}
        colours = self._colours()
        runs: list[Run] = []
        for left, right in pairwise(sorted(cuts)):
            if left in found:
                runs.append((found[left], colours.bright()))
                continue
            runs.append(
                (document.drawn[left:right], colours.style(self._ink_of(left, right, quiet)))
            )
        return runs

    def _ink_of(self, left: int, right: int, quiet: bool) -> Ink:
        span = self._marked.span
        if self._changed and span.start <= left and right <= span.end:
            return Ink(selected=True)
        over = [
            (lane.sign, coding)
            for lane in self._lanes
            for coding in lane.codings
            if coding.start <= left and right <= coding.end and lane.sign != CONSENSUS
        ]
        if not over:
            return Ink(quiet=quiet)
        inner = min((coding for _, coding in over), key=lambda one: (one.end - one.start, one.id))
        coders = len({sign for sign, _ in over})
        return Ink(hue=self._hues.get(inner.code_id, ""), depth=coders, quiet=quiet)
