"""The lines of a transcript, and which of them could start with a label.

A line gets at most one candidate for a label; nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from qualcode.importing import labels, stamps
from qualcode.importing.blocks import Block
from qualcode.text import normalise


class Form(Enum):
    """How a label is set apart from the words."""

    VOICE = auto()
    """By the file's structure."""
    STAMPED = auto()
    """With a time beside it, or in brackets before a colon."""
    COLON = auto()
    """Before a colon, or set apart as a heading, as bold or by a style."""
    COLUMN = auto()
    """Before a tab, as in the first column of a table."""
    LINE = auto()
    """Nothing but a line of its own."""


@dataclass(frozen=True, slots=True)
class Label:
    """A candidate; `words` is where the words start if it is one. Times are in seconds.

    `key` is the same for all spellings of a name.
    """

    name: str
    key: str
    form: Form
    words: int
    time_start: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its words are `[start, end)` if it has no label.

    `time_start` and `time_end` come from a stamp at its head, `time_after` from one at its tail.
    """

    block: int
    start: int
    end: int
    label: Label | None = None
    time_start: float | None = None
    time_end: float | None = None
    time_after: float | None = None


# Characters of a line in which a label with its stamp must end; a name alone has at most 48.
_HEAD_LENGTH = 100
_MARK = r"(?P<mark>(?:[#*_>]+[ ]*)?)"
_BULLET = r"(?:[-–•][ ]+)?"
_OPEN = r"(?P<open>[\[(<]?)[ ]*"
_NAME = r"(?P<name>[^\W\d_](?:[\w .,'’\-/&()+]{0,46}[\w.)])?)"
_CLOSE = r"[ ]*[\])>]?[*_]*"
_AT = rf"(?P<at>{stamps.MARKED}|{stamps.BARE})"

_SPACE = re.compile(r"\s*")
_ROW = re.compile(rf"(?:\d{{1,5}}[.)]?\t\s*)?(?:[*_]*{_AT}\s*(?:[-–—:]\s+)?)?")
_STAMP = re.compile(rf"(?P<at>{stamps.MARKED}|{stamps.BARE}(?=\t|$))\s*")
_TAIL = re.compile(rf"\s*(?P<at>{stamps.MARKED})$")
_COLON = re.compile(rf"{_BULLET}{_MARK}{_OPEN}{_NAME}{_CLOSE}\s*{_AT}?{_CLOSE}:(?![/\d])[*_]*\s*")
_STAMPED = re.compile(rf"{_MARK}{_OPEN}{_NAME}{_CLOSE}\s*(?P<at>{stamps.MARKED})\s*(?=\S)")
_COLUMN = re.compile(rf"{_MARK}{_OPEN}{_NAME}{_CLOSE}\s*{_AT}?\t\s*")
_LINE = re.compile(rf"{_MARK}{_OPEN}{_NAME}{_CLOSE}[\s–-]*{_AT}?$")
_EDGE = re.compile(r"(?<=[\s:])|(?=[\s:])|$")
_LEAD = re.compile(rf"{_OPEN}{_NAME}{_CLOSE}\s*{_AT}?[\s:]*$")


def read(blocks: Sequence[Block]) -> tuple[str, list[Line]]:
    """Put the blocks' normalised text together, one block a paragraph, and list its lines."""
    structured = any(block.speaker is not None for block in blocks)
    texts: list[str] = []
    lines: list[Line] = []
    offset = 0
    for index, block in enumerate(blocks):
        label = f"{block.speaker}: " if block.speaker else ""
        text = normalise(label + block.text)
        if structured:
            lines += _voiced(block, index, text, offset, len(normalise(label)))
        else:
            lines += _lines(block, index, text, offset)
        texts.append(text)
        offset += len(text) + 1
    return "\n".join(texts), lines


def _voiced(block: Block, index: int, text: str, offset: int, words: int) -> Iterator[Line]:
    words = _space(text, words)
    if words < len(text):
        speaker = normalise(block.speaker or "")
        label = Label(speaker, labels.key(speaker), Form.VOICE, offset + words)
        yield Line(index, offset + words, offset + len(text.rstrip()), label)


def _lines(block: Block, index: int, text: str, offset: int) -> Iterator[Line]:
    lead = len(normalise(block.text[: block.lead]))
    for text_line in text.split("\n"):
        if not text_line.isspace() and text_line:
            yield _line(text_line, index, offset, lead, block.heading)
        offset += len(text_line) + 1
        lead = 0


def _line(text: str, block: int, offset: int, lead: int, heading: bool) -> Line:
    text = text.rstrip()
    head = _space(text, 0)
    start, time_start, time_end = _stamp(text, head)
    end, time_after = len(text), None
    if text[-1] in "])}>#" and (tail := _TAIL.search(text, max(start, end - _HEAD_LENGTH))):
        end, time_after = tail.start(), stamps.seconds(tail["at"])[0]
    label = _label(text, head, offset, lead, heading) if start < end else None
    return Line(block, offset + start, offset + end, label, time_start, time_end, time_after)


def _space(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches everywhere


def _stamp(text: str, at: int) -> tuple[int, float | None, float | None]:
    """Where the words start after a stamp that cannot be words, and its times."""
    found = _STAMP.match(text, at)
    return (found.end(), *stamps.seconds(found["at"])) if found else (at, None, None)


def _label(text: str, at: int, offset: int, lead: int, heading: bool) -> Label | None:
    """The candidate at the head of one line."""
    row = _ROW.match(text, at)
    start, time = (row.end(), row["at"]) if row else (at, None)
    head = text[: start + _HEAD_LENGTH]
    if ":" in head and (found := _COLON.match(head, start)):
        form = Form.COLON
    elif found := _STAMPED.match(head, start):
        form = Form.STAMPED
    elif (found := _LEAD.match(text, start, lead)) and _EDGE.match(text, lead):
        form = Form.COLON
    elif text[start : start + 1].islower():
        return None  # without a colon only what has a capital or a mark
    elif "\t" in head and (found := _COLUMN.match(head, start)):
        form = Form.COLUMN
    elif len(text) == len(head) and (found := _LINE.match(text, start)):
        if (found["open"] and not found["at"]) or (found["at"] or "").startswith("#"):
            return None  # “[latter]”, or words with the stamp at their end that f4 writes
        form = Form.COLON if found["mark"] or heading else Form.LINE
    else:
        return None
    time_start, time_end = stamps.seconds(found["at"] or time or "")
    words = _space(text, found.end())
    if time_start is None:
        words, time_start, time_end = _stamp(text, words)
    beside = time_start is not None or found["open"] == "["
    if found["at"] or (form is Form.COLON and beside):
        form = Form.STAMPED
    return Label(
        found["name"], labels.key(found["name"]), form, offset + words, time_start, time_end
    )
