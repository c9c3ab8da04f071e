"""The words that a consensus coder has with each code: adding to them, and taking some away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.codebook.edit import fuse
from qualcode.model import Coding, Span
from qualcode.project.codings import (
    NewCoding,
    add_codings,
    change_coding,
    codings_where,
    remove_codings,
)
from qualcode.project.sources import source, turns
from qualcode.text import difference, intersection, trim

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are to get a code; `of` are the spans of the codings that they come from."""

    span: Span
    of: tuple[Span, ...] = ()


class SettledWords:
    """A consensus coder's codings in one source, to be changed in an action and then stored.

    Pieces of a coding that get the code one after another become one coding again.
    """

    def __init__(self, project: Project, coder: str, source_id: int) -> None:
        self._project, self._coder, self._source_id = project, coder, source_id
        self._text = source(project, source_id).text
        self._spoken = [Span(turn.start, turn.end) for turn in turns(project, source_id)]
        self._new: list[NewCoding] = []
        self._read()

    def _read(self) -> None:
        self._codings: defaultdict[int, list[Coding]] = defaultdict(list)
        for coding in codings_where(
            self._project, "source_id = ? AND coders.name = ?", (self._source_id, self._coder)
        ):
            self._codings[coding.code_id].append(coding)

    def words(self, code_id: int) -> list[Span]:
        """The words that are stored with a code, coding by coding."""
        return [Span(coding.start, coding.end) for coding in self._codings[code_id]]

    def add(
        self, code_id: int, pieces: Sequence[Piece], *, barred: Sequence[Span] = (), memo: str = ""
    ) -> list[Span]:
        """Give words a code; gives those that did not have it.

        A piece becomes one with a coding that it overlaps, and with one that only white space or a
        speaker's label parts from it inside a coding that it comes from. What is `barred` keeps
        them apart.
        """
        before = self.words(code_id)
        trimmed = (Piece(trim(self._text, piece.span), piece.of) for piece in pieces)
        wanted = [piece for piece in trimmed if difference([piece.span], before)]
        groups: list[tuple[list[Piece], list[Coding]]] = []
        for piece in wanted:
            mates = [
                coding
                for coding in self._codings[code_id]
                if self._belong(piece, Piece(Span(coding.start, coding.end)), barred)
            ]
            own = ([piece], mates)
            apart = []
            for group in groups:
                near = any(self._belong(piece, other, barred) for other in group[0])
                if near or any(coding in group[1] for coding in mates):
                    own = (own[0] + group[0], list(dict.fromkeys(own[1] + group[1])))
                else:
                    apart.append(group)
            groups = [*apart, own]
        grown = []
        for together, mates in groups:
            spans = [piece.span for piece in together]
            spans += [Span(coding.start, coding.end) for coding in mates]
            span = Span(min(one.start for one in spans), max(one.end for one in spans))
            grown.append(span)
            new = NewCoding(self._source_id, code_id, *span, coder=self._coder, memo=memo)
            if mates:
                self._grow(mates, new)
            else:
                self._new.append(new)
        return difference(grown, before)

    def _grow(self, mates: Sequence[Coding], new: NewCoding) -> None:
        """Let codings be one, over all words of a new one and with its memo."""
        add_codings(self._project, [new], label="")
        (whole,) = codings_where(
            self._project,
            "source_id = ? AND code_id = ? AND start = ? AND end = ? AND coders.name = ?",
            (new.source_id, new.code_id, new.start, new.end, new.coder),
        )
        fuse(self._project, [*(one for one in mates if one.id != whole.id), whole], new.code_id)

    def _belong(self, piece: Piece, other: Piece, barred: Sequence[Span]) -> bool:
        one, two = piece.span, other.span
        gap = Span(min(one.end, two.end), max(one.start, two.start))
        if gap.start > gap.end:
            return True
        if not any(
            reach.start <= gap.start and gap.end <= reach.end for reach in (*piece.of, *other.of)
        ):
            return False
        words = intersection([gap], self._spoken) if self._spoken else [gap]
        return not intersection([gap], barred) and all(
            not self._text[slice(*stretch)].strip() for stretch in words
        )

    def take(self, code_id: int, spans: Sequence[Span]) -> None:
        """Take a code away from words; a coding of which parts are left becomes these."""
        for coding in list(self._codings[code_id]):
            whole = Span(coding.start, coding.end)
            if not intersection([whole], spans):
                continue
            rest = [self._without_labels(part, whole) for part in difference([whole], spans)]
            left = [part for part in rest if part.start < part.end]
            if left and left[0] not in self.words(code_id):
                change_coding(self._project, coding.id, span=left.pop(0))
            else:
                remove_codings(self._project, [coding.id])
            new = [
                NewCoding(self._source_id, code_id, *part, coder=self._coder, memo=coding.memo)
                for part in left
            ]
            add_codings(self._project, new, label="")
            self._read()

    def _without_labels(self, part: Span, whole: Span) -> Span:
        """A part of a coding without a speaker's label where it was cut."""
        spoken = intersection([part], self._spoken)
        if spoken and part.start > whole.start:
            part = Span(spoken[0].start, part.end)
        if spoken and part.end < whole.end:
            part = Span(part.start, spoken[-1].end)
        return trim(self._text, part)

    def store(self) -> None:
        """Store what was added."""
        add_codings(self._project, self._new, label="")
        self._new = []
