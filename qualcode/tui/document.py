"""One source, made ready for the screen."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import Source, Span, Turn
from qualcode.project.sources import sentence_spans, source, turns
from qualcode.text import line_of, line_starts
from qualcode.tui.layout import Layout, cells, drawn, hidden_spans, pieces, wrap
from qualcode.tui.movement import ListedUnits, Words

if TYPE_CHECKING:
    from qualcode.project import Project

_MOST_CHARACTERS = 1_000_000  # of texts in memory; an hour of interview has some 50,000


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
    speaker_cells: int  # of the longest name of a speaker

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
        speaker_cells=max((cells(name) for name in {turn.speaker for turn in turns}), default=0),
    )


def load_document(project: Project, source_id: int) -> Document:
    """Read a source from the project."""
    return make_document(
        source(project, source_id), turns(project, source_id), sentence_spans(project, source_id)
    )


class Documents:
    """The documents that were read last, which screens share, as many as may be in memory."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: OrderedDict[int, Document] = OrderedDict()

    def get(self, source_id: int) -> Document:
        """A document; raises `NotFoundError` if its source is gone."""
        name = self._project.value("SELECT name FROM sources WHERE id = ?", (source_id,))
        document = self._read.pop(source_id, None)
        if document is None or document.source.name != name:
            document = load_document(self._project, source_id)
        self._read[source_id] = document
        while len(self._read) > 1 and self._characters() > _MOST_CHARACTERS:
            self._read.popitem(last=False)
        return document

    def forget_missing(self) -> None:
        """Keep nothing of sources that are no longer in the project."""
        if self._read:
            known = {row["id"] for row in self._project.rows("SELECT id FROM sources")}
            for source_id in self._read.keys() - known:
                del self._read[source_id]

    def _characters(self) -> int:
        return sum(len(document.drawn) for document in self._read.values())
