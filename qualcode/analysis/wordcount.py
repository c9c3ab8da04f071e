"""How many words sources and codings have.

A word is what stands between white space and has at least one letter or digit; a word processor
counts the same, but for dashes and dots that stand alone. Only the words of turns count, so that
labels and time stamps do not: formats differ in them. A source without turns counts whole.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.agreement.runs import unite
from qualcode.analysis.spans import Integers
from qualcode.project.file import explain

if TYPE_CHECKING:
    from qualcode.project import Project

_PLAIN = 0x3000  # below are the scripts that put blanks between words; the rest is looked up anew
_SPACE, _LETTER = 1, 2


@dataclass(frozen=True, slots=True)
class WordPlaces:
    """Where the words of some sources begin, by their first letter or digit, on one line.

    `source` are ids in rising order. The words of its n-th lie from n × `stride` on, in order.
    """

    source: Integers
    at: Integers
    stride: int

    def per_source(self) -> Integers:
        """How many words each source has."""
        borders = np.arange(len(self.source) + 1) * self.stride
        return np.diff(np.searchsorted(self.at, borders))

    def numbers(
        self, source: Integers, start: Integers, end: Integers
    ) -> tuple[Integers, Integers]:
        """The first word of each span and the one after its last, by their numbers.

        Words are numbered through the sources, with a number left out between two, so that no
        stretch of words reaches from one into the next. A word is a span's if its first letter or
        digit is.
        """
        rank = np.searchsorted(self.source, source)
        first, beyond = (
            rank + np.searchsorted(self.at, rank * self.stride + place) for place in (start, end)
        )
        return first, beyond

    def united(
        self, group: Integers, first: Integers, beyond: Integers
    ) -> tuple[Integers, Integers, Integers]:
        """The words of spans, each once in a group: group, source and number, run by run.

        `first` and `beyond` are as `numbers` gives them. A run is a stretch of spans of one group
        that overlap or touch.
        """
        some = np.flatnonzero(first < beyond)
        runs = unite(group[some], first[some], beyond[some], len(self.at) + len(self.source) + 1)
        begin = np.arange(len(self.source)) + np.searchsorted(
            self.at, np.arange(len(self.source)) * self.stride
        )
        rank = np.searchsorted(begin, runs.start % runs.stride, side="right") - 1
        return runs.group, self.source[rank], runs.length


def word_places(project: Project, source_ids: Sequence[int]) -> WordPlaces:
    """Find the words of sources."""
    source = np.unique(np.array(source_ids, dtype=np.int64))
    turns = _turns(project, source)
    found, longest = [], 0
    for source_id in source.tolist():
        text = project.value("SELECT text FROM sources WHERE id = ?", (source_id,)) or ""
        begin, finish = np.searchsorted(turns[:, 0], (source_id, source_id + 1))
        found.append(_starts(text, turns[begin:finish, 1], turns[begin:finish, 2]))
        longest = max(longest, len(text))
    stride = longest + 1
    shifted = [here + rank * stride for rank, here in enumerate(found)]
    return WordPlaces(source, np.concatenate([np.zeros(0, dtype=np.int64), *shifted]), stride)


def _starts(text: str, turn_start: Integers, turn_end: Integers) -> Integers:
    kind = _kinds(text)
    begins = turn_start[turn_start < len(text)]
    borders = kind == _SPACE
    borders[begins] = True  # a stamp may stand right before a word
    stretch = np.cumsum(borders, dtype=np.int32)
    letter = kind == _LETTER
    first = letter.copy()
    first[1:] &= ~letter[:-1]
    first[begins] = letter[begins]
    starts = np.flatnonzero(first)  # of a run of letters, of which a word may have several
    new = np.ones(len(starts), dtype=bool)
    new[1:] = stretch[starts[1:]] != stretch[starts[:-1]]
    starts = starts[new]
    if not len(turn_start):
        return starts
    turn = np.searchsorted(turn_start, starts, side="right") - 1
    return starts[(turn >= 0) & (starts < turn_end[turn])]


def _kinds(text: str) -> npt.NDArray[np.uint8]:
    """For each character whether it is a space, a letter or digit, or neither."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    kinds = _kinds_of_plain()[np.minimum(points, _PLAIN)]
    beyond = np.flatnonzero(points >= _PLAIN)
    kinds[beyond] = [_kind(text[place]) for place in beyond.tolist()]
    return kinds


@cache
def _kinds_of_plain() -> npt.NDArray[np.uint8]:
    return np.array([_kind(chr(point)) for point in range(_PLAIN + 1)], dtype=np.uint8)


def _kind(character: str) -> int:
    return _SPACE if character.isspace() else _LETTER if character.isalnum() else 0


def _turns(project: Project, source: Integers) -> Integers:
    """Source, start and end of each turn, in order."""
    try:
        cursor = project.connection.cursor()
        cursor.row_factory = None
        rows = cursor.execute(
            "SELECT source_id, start, end FROM turns "
            "WHERE source_id IN (SELECT value FROM json_each(?)) ORDER BY source_id, start",
            (json.dumps(source.tolist()),),
        ).fetchall()
    except sqlite3.Error as error:
        raise explain(error, project.path) from error
    return np.array(rows, dtype=np.int64).reshape(-1, 3)
