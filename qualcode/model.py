"""The words of the field as plain data: no I/O, no database, no user interface.

Positions are code points of a source's normalised text (see `qualcode.text`); spans are half-open.
Times of transcripts are seconds from the recording's start. Moments of actions are ISO 8601 in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Span(NamedTuple):
    """Half-open `[start, end)` in code points of a source's text."""

    start: int
    end: int


class Role(StrEnum):
    """Who speaks in a turn."""

    INTERVIEWER = "interviewer"
    INFORMANT = "informant"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Where a coding came from."""

    HAND = "hand"
    SUGGESTION = "suggestion"
    IMPORT = "import"


class Decision(StrEnum):
    """What a person said of a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted stretch; `[start, end)` covers the words, not label or stamp.

    `speaker` is empty and `role` unknown where the transcript names nobody.
    """

    start: int
    end: int
    speaker: str = ""
    role: Role = Role.UNKNOWN
    time_start: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an importer makes of one file, before anything is stored.

    `text` is normalised (`qualcode.text.normalise`) and keeps labels as the file has them; `turns`
    are in order and do not overlap. `notes` tell the researcher what was guessed or mended.
    """

    text: str
    turns: tuple[Turn, ...]
    format: str
    encoding: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One transcript in the project."""

    id: int
    guid: str
    name: str
    case: str | None
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A node of the codebook; `path` runs from its theme down to its own name.

    `extra` keeps fields of a codebook file that qualcode has no use for, so that nothing is lost.
    """

    id: int
    guid: str
    parent_id: int | None
    name: str
    path: tuple[str, ...]
    position: int
    definition: str = ""
    when_to_use: str = ""
    when_not_to_use: str = ""
    examples: tuple[str, ...] = ()
    indicator_terms: tuple[str, ...] = ()
    colour: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The whole path as people read it: `Theme > Code`."""
        return " > ".join(self.path)

    @property
    def depth(self) -> int:
        """0 for a theme."""
        return len(self.path) - 1


@dataclass(frozen=True, slots=True)
class Coding:
    """One code applied by one coder to one span of one source."""

    id: int
    guid: str
    source_id: int
    code_id: int
    coder: str
    start: int
    end: int
    origin: Origin
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed coding: never a coding until a person accepts it.

    `score` orders suggestions of one run; what it means is the suggester's to say.
    `evidence` is JSON-ready data. `negated`: every piece of evidence stands in a negation.
    """

    id: int
    guid: str
    run_id: int
    source_id: int
    code_id: int
    start: int
    end: int
    score: float
    evidence: list[dict[str, Any]]
    negated: bool
    decision: Decision


@dataclass(frozen=True, slots=True)
class Action:
    """One change to the project, as the history tells it. `at` is ISO 8601 in UTC."""

    id: int
    coder: str
    at: str
    label: str
    kind: str
    undone: bool
    changes: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Coded words with everything that leads back to them.

    `line` is the 1-based line of the source's text where the excerpt starts; `turn` the 1-based
    turn. `codes` are the paths of every code on the excerpt's words that the selection asked for,
    `other_codes` those of further codings that overlap it. `variables` are the source's own values
    over its case's. `coding_ids` are the codings it stands for.
    """

    source: str
    start: int
    end: int
    text: str
    codes: tuple[tuple[str, ...], ...]
    coders: tuple[str, ...]
    coding_ids: tuple[int, ...]
    case: str | None = None
    speaker: str = ""
    turn: int | None = None
    line: int = 1
    time_start: float | None = None
    memos: tuple[str, ...] = ()
    other_codes: tuple[tuple[str, ...], ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    before: str = ""
    after: str = ""
