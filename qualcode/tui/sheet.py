"""One row of the transcript as Textual draws it: gutter, brackets, words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.model import Coding, Role, Span, Turn
from qualcode.reporting.labels import stamp_text
from qualcode.tui.document import Document
from qualcode.tui.lanes import CodingIndex, bracket
from qualcode.tui.layout import Layout, cells
from qualcode.tui.palette import Ink, Palette

MEASURE = 110  # cells of text in a row at most: longer rows are hard to read
_STAMP = 8

_Run = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class Gutter:
    """What stands left of the words, in cells: line and turn numbers, stamps, speakers, lanes."""

    line: int
    turn: int
    stamp: int
    speaker: int
    lanes: int

    @property
    def labels(self) -> int:
        """The width of everything but the lanes."""
        return sum(part + 1 for part in (self.line, self.turn, self.stamp, self.speaker) if part)

    @property
    def width(self) -> int:
        """The whole width: labels, a mark for hidden lanes, the lanes and a blank."""
        return self.labels + 1 + self.lanes + 1


def fit_gutter(document: Document, width: int, *, line_numbers: bool) -> Gutter:
    """The gutter for a view of that many cells; the narrower, the less it says."""
    longest = max((cells(turn.speaker) for turn in document.turns), default=0)
    stamped = any(turn.time_start is not None for turn in document.turns)
    if width < 48:
        speaker, lanes = 0, 2
    elif width < 72:
        speaker, lanes = 8, 3
    elif width < 90:
        speaker, lanes = 11, 3
    else:
        speaker, lanes = 18, 4 if width < 130 else 6
    return Gutter(
        line=len(str(len(document.line_starts))) if line_numbers else 0,
        turn=len(str(len(document.turns))) if document.turns else 0,
        stamp=_STAMP if stamped and width >= 90 else 0,
        speaker=min(longest, speaker),
        lanes=lanes,
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a row is drawn from, but for cursor and selection."""

    document: Document
    layout: Layout
    gutter: Gutter
    palette: Palette
    codings: CodingIndex
    hues: Mapping[int, str]

    def strip(self, row: int, selection: Span | None, cursor: int | None, width: int) -> Strip:
        """Draw a row. `selection` and `cursor` are offsets in it, or None."""
        reach = self.layout.row_span(row)
        start, end = self.layout.starts[row], self.layout.ends[row]
        codings = self.codings.overlapping(start, max(reach.end, start + 1))
        position = self.document.turn_at(start)
        turn = self.document.turns[position] if position is not None else None
        asked = turn is not None and turn.role is Role.INTERVIEWER
        quiet = asked or (turn is None and bool(self.document.turns))
        runs = self._labels(row, turn, position)
        runs += self._lanes(codings, reach)
        runs += self._words(start, end, codings, selection, cursor, quiet)
        runs.append((" " * max(width - sum(cells(text) for text, _ in runs), 0), self._plain))
        segments = [
            Segment("".join(text for text, _ in group), style)
            for style, group in groupby(runs, key=itemgetter(1))
        ]
        return Strip(segments, sum(segment.cell_length for segment in segments))

    @property
    def _plain(self) -> Style:
        return self.palette.style(Ink())

    def _labels(self, row: int, turn: Turn | None, position: int | None) -> list[_Run]:
        """Line number, turn number, stamp and speaker, each where it begins to hold."""
        gutter = self.gutter
        if not gutter.labels:
            return []
        quiet = self.palette.style(Ink(quiet=True))
        start = self.layout.starts[row]
        before = self.layout.starts[row - 1] if row else -1
        line = self.document.line_at(start)
        opens_line = row == 0 or self.document.line_at(before) != line
        opens_turn = turn is not None and before < turn.start <= start
        stamp = stamp_text(turn.time_start) if turn and turn.time_start is not None else ""
        name, style = "", quiet
        if turn and opens_turn:
            name = _fitted(turn.speaker, gutter.speaker)
            style = quiet if turn.role is Role.INTERVIEWER else self.palette.bright()
        elif turn and not gutter.stamp and before == self.layout.shown(turn.start):
            name = stamp  # where it has no column of its own, it stands below the speaker
        numbers = (
            (str(line) if opens_line else "", gutter.line),
            (str(position + 1) if opens_turn and position is not None else "", gutter.turn),
            (stamp if opens_turn else "", gutter.stamp),
        )
        runs = [(text.rjust(size) + " ", quiet) for text, size in numbers if size]
        if gutter.speaker:
            runs.append((set_cell_size(name, gutter.speaker) + " ", style))
        return [run if run[0].strip() else (run[0], self._plain) for run in runs]

    def _lanes(self, codings: list[Coding], reach: Span) -> list[_Run]:
        lanes: defaultdict[int, list[Coding]] = defaultdict(list)
        for coding in codings:
            lanes[self.codings.lane(coding)].append(coding)
        shown = self.gutter.lanes
        if not lanes:
            return [(" " * (shown + 2), self._plain)]
        more = max(lanes) >= shown
        runs = [("+", self.palette.bright()) if more else (" ", self._plain)]
        for lane in range(shown - 1, -1, -1):
            beside = lanes.get(lane)
            style = self.palette.lane(self._hue(beside[0])) if beside else self._plain
            runs.append((bracket(beside or [], reach), style))
        return [*runs, (" ", self._plain)]

    def _words(
        self,
        start: int,
        end: int,
        codings: list[Coding],
        selection: Span | None,
        cursor: int | None,
        quiet: bool,
    ) -> list[_Run]:
        text = self.document.drawn
        cuts = {start, end}
        for coding in codings:
            cuts |= {max(coding.start, start), min(coding.end, end)}
        if selection:
            cuts |= {max(selection.start, start), min(selection.end, end)}
        if cursor is not None and cursor < end:
            cuts |= {cursor, min(self.layout.after(cursor), end)}
        borders = sorted(cuts)
        style = self.palette.style
        runs: list[_Run] = []
        for left, right in pairwise(borders):
            over = [coding for coding in codings if coding.start <= left and coding.end >= right]
            inner = min(over, key=_length, default=None)
            ink = Ink(
                hue=self._hue(inner) if inner else "",
                depth=min(len({coding.code_id for coding in over}), 4),
                quiet=quiet,
                selected=bool(selection and selection.start <= left and right <= selection.end),
                cursor=left == cursor,
            )
            runs.append((text[left:right], style(ink)))
        if cursor is not None and cursor >= end:
            runs.append((" ", style(Ink(cursor=True))))
        return runs

    def _hue(self, coding: Coding) -> str:
        return self.hues.get(coding.code_id, "#888888")


def _fitted(name: str, width: int) -> str:
    return name if cells(name) <= width else set_cell_size(name, max(width - 1, 0)) + "…"


def _length(coding: Coding) -> tuple[int, int]:
    return coding.end - coding.start, -coding.id
