"""What the Word reports are made of: plain data, gathered by someone else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.model import Code, Excerpt, Turn


class Counts(NamedTuple):
    """How often a code was used in the selection, in three units."""

    codings: int = 0
    sources: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class ExcerptReport:
    """Excerpts by code, with the selection that they come from.

    `language` is "nb", "nn" or "en". `selection` says in pairs of label and value what was asked
    for. `codes` are in codebook order, parents before children; each has a row in the code table,
    and a heading if it or a code below it has excerpts. A code without an entry in `counts` or
    `excerpts` (by code id) has none in the selection. `variables` names those that the reference
    lines show.
    """

    title: str
    project: str
    language: str
    date: dt.date
    codes: tuple[Code, ...]
    counts: Mapping[int, Counts]
    excerpts: Mapping[int, Sequence[Excerpt]]
    selection: tuple[tuple[str, str], ...] = ()
    variables: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lost = self.excerpts.keys() - {code.id for code in self.codes}
        if lost:
            raise ValueError(f"excerpts of codes that the report does not list: {sorted(lost)}")


@dataclass(frozen=True, slots=True)
class CodedSpan:
    """A coding as a transcript shows it: `[start, end)` of the text with all a comment says."""

    start: int
    end: int
    code: str
    coder: str
    colour: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptDocument:
    """A whole transcript with its codings.

    `language` is "nb", "nn" or "en". `details` are pairs of label and value shown under the title.
    `turns` are those of the source; they tell where the labels are.
    """

    title: str
    project: str
    language: str
    date: dt.date
    text: str
    turns: tuple[Turn, ...] = ()
    codings: tuple[CodedSpan, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for coding in self.codings:
            if not 0 <= coding.start <= coding.end <= len(self.text):
                raise ValueError(f"a coding outside the text: [{coding.start}, {coding.end})")
