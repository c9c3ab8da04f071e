"""One row of the transcript as Textual draws it: gutter, brackets, words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.model import Coding, Role, Span, Suggestion, Turn
from qualcode.reporting.labels import stamp_text
from qualcode.tui.document import Document
from qualcode.tui.highlights import Hits
from qualcode.tui.lanes import SUGGESTION_BRACKETS, CodingIndex, Ranged, RangeIndex, bracket
from qualcode.tui.layout import Layout, cells
from qualcode.tui.palette import Ink, Palette

MEASURE = 110  # cells of text in a row at most: longer rows are hard to read
_STAMP = 8

_Run = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class Gutter:
    """What stands left of the words, in cells: line and turn numbers, stamps, speakers, lanes.

    `suggestions` is 1 if there is a lane for them, left of those of the codings.
    """

    line: int
    turn: int
    stamp: int
    speaker: int
    lanes: int
    suggestions: int

    @property
    def labels(self) -> int:
        """The width of everything but the lanes."""
        return sum(part + 1 for part in (self.line, self.turn, self.stamp, self.speaker) if part)

    @property
    def width(self) -> int:
        """The whole width: labels, a mark for hidden lanes, the lanes and a blank."""
        return self.labels + self.suggestions + 1 + self.lanes + 1


def fit_gutter(
    document: Document, width: int, *, line_numbers: bool, suggestions: bool = False
) -> Gutter:
    """The gutter for a view of that many cells; the narrower, the less it says."""
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
        speaker=min(document.speaker_cells, speaker),
        lanes=lanes,
        suggestions=int(suggestions),
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """What lies on the words of one source. `hues` are the codes' colours by their ids."""

    codings: CodingIndex
    hues: Mapping[int, str]
    suggestions: RangeIndex[Suggestion]
    hits: Hits

    def hue(self, one: Coding | Suggestion) -> str:
        """The colour of a coding or a suggestion."""
        return self.hues.get(one.code_id, "#888888")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a row is drawn from, but for cursor and selection."""

    document: Document
    layout: Layout
    gutter: Gutter
    palette: Palette
    marks: Marks

    def strip(self, row: int, selection: Span | None, cursor: int | None, width: int) -> Strip:
        """Draw a row. `selection` and `cursor` are offsets in it, or None."""
        reach = self.layout.row_span(row)
        start, end = self.layout.starts[row], self.layout.ends[row]
        stop = max(reach.end, start + 1)
        codings = self.marks.codings.overlapping(start, stop)
        suggestions = self.marks.suggestions.overlapping(start, stop)
        position = self.document.turn_at(start)
        turn = self.document.turns[position] if position is not None else None
        asked = turn is not None and turn.role is Role.INTERVIEWER
        quiet = asked or (turn is None and bool(self.document.turns))
        runs = self._labels(row, turn, position)
        runs += self._dotted(suggestions, reach)
        runs += self._lanes(codings, reach)
        runs += self._words(start, end, codings, suggestions, selection, cursor, quiet)
        runs.append((" " * max(width - sum(cells(text) for text, _ in runs), 0), self._plain))
        segments = []
        for _, group in groupby(runs, key=_style_id):
            texts, styles = zip(*group, strict=True)
            segments.append(Segment("".join(texts), styles[0]))
        return Strip(segments, sum(segment.cell_length for segment in segments))

    @property
    def _plain(self) -> Style:
        return self.palette.plain()

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

    def _dotted(self, suggestions: list[Suggestion], reach: Span) -> list[_Run]:
        if not self.gutter.suggestions:
            return []
        if not suggestions:
            return [(" ", self._plain)]
        hue = self.marks.hue(min(suggestions, key=_length))
        return [(bracket(suggestions, reach, SUGGESTION_BRACKETS), self.palette.lane(hue))]

    def _lanes(self, codings: list[Coding], reach: Span) -> list[_Run]:
        lanes: defaultdict[int, list[Coding]] = defaultdict(list)
        for coding in codings:
            lanes[self.marks.codings.lane(coding)].append(coding)
        shown = self.gutter.lanes
        if not lanes:
            return [(" " * (shown + 2), self._plain)]
        more = max(lanes) >= shown
        runs = [("+", self.palette.bright()) if more else (" ", self._plain)]
        for lane in range(shown - 1, -1, -1):
            beside = lanes.get(lane)
            style = self.palette.lane(self.marks.hue(beside[0])) if beside else self._plain
            runs.append((bracket(beside or [], reach), style))
        return [*runs, (" ", self._plain)]

    def _words(
        self,
        start: int,
        end: int,
        codings: list[Coding],
        suggestions: list[Suggestion],
        selection: Span | None,
        cursor: int | None,
        quiet: bool,
    ) -> list[_Run]:
        text = self.document.drawn
        hits = self.marks.hits.within(start, end)
        cuts = {start, end}
        for one in (*codings, *suggestions, *hits, *((selection,) if selection else ())):
            cuts |= {max(one.start, start), min(one.end, end)}
        if cursor is not None and cursor < end:
            cuts |= {cursor, min(self.layout.after(cursor), end)}
        borders = sorted(cuts)
        style = self.palette.style
        runs: list[_Run] = []
        for left, right in pairwise(borders):
            over = [coding for coding in codings if coding.start <= left and coding.end >= right]
            inner = min(over, key=_length, default=None)
            proposed = min(
                (one for one in suggestions if one.start <= left and one.end >= right),
                key=_length,
                default=None,
            )
            ink = Ink(
                hue=self.marks.hue(inner) if inner else "",
                depth=min(len({coding.code_id for coding in over}), 4),
                outline=self.marks.hue(proposed) if proposed else "",
                hit=any(hit.start <= left and hit.end >= right for hit in hits),
                quiet=quiet,
                selected=bool(selection and selection.start <= left and right <= selection.end),
                cursor=left == cursor,
            )
            runs.append((text[left:right], style(ink)))
        if cursor is not None and cursor >= end:
            runs.append((" ", style(Ink(cursor=True))))
        return runs


def _style_id(run: _Run) -> int:
    return id(run[1])  # the palette gives the same looks the same style


def _fitted(name: str, width: int) -> str:
    return name if cells(name) <= width else set_cell_size(name, max(width - 1, 0)) + "…"


def _length(one: Ranged) -> tuple[int, int]:
    return one.end - one.start, -one.id
