"""One source, made ready for the screen."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import Source, Span, Turn
from qualcode.project.sources import sentence_spans, source, turns
from qualcode.text import line_of, line_starts
from qualcode.tui.layout import Layout, drawn, hidden_spans, pieces, wrap
from qualcode.tui.movement import ListedUnits, Words

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its turns, its text as it is drawn, and the units to move and select by."""

    source: Source
    turns: tuple[Turn, ...]
    drawn: str
    pieces: tuple[Span, ...]
    words: Words
    sentences: ListedUnits
    turn_units: ListedUnits
    turn_starts: tuple[int, ...]
    line_starts: tuple[int, ...]

    def layout(self, width: int) -> Layout:
        """The text in rows of a width."""
        return wrap(self.drawn, self.pieces, width)

    def turn_at(self, offset: int) -> int | None:
        """The position, from 0, of the turn that holds an offset or ends there."""
        position = bisect_right(self.turn_starts, offset) - 1
        if position < 0 or offset > self.turns[position].end:
            return None
        return position

    def line_at(self, offset: int) -> int:
        """The 1-based line of the source's text, as reports count them."""
        return line_of(self.line_starts, offset)


def make_document(source: Source, turns: list[Turn], sentences: list[Span]) -> Document:
    """Prepare a source; without sentences or turns its pieces stand for them."""
    hidden = hidden_spans(source.text, turns)
    shown = drawn(source.text, hidden)
    stretches = pieces(shown, hidden)
    return Document(
        source=source,
        turns=tuple(turns),
        drawn=shown,
        pieces=tuple(stretches),
        words=Words(shown),
        sentences=ListedUnits(sentences or stretches),
        turn_units=ListedUnits([Span(turn.start, turn.end) for turn in turns] or stretches),
        turn_starts=tuple(turn.start for turn in turns),
        line_starts=tuple(line_starts(source.text)),
    )


def load_document(project: Project, source_id: int) -> Document:
    """Read a source from the project."""
    return make_document(
        source(project, source_id), turns(project, source_id), sentence_spans(project, source_id)
    )
