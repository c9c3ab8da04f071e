"""Plain text (.txt) and Markdown (.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from itertools import groupby

from qualcode.encoding import decode
from qualcode.importing.blocks import Block, Reading
from qualcode.text import normalise

# With more lines a paragraph on average, the blank lines part something else than paragraphs.
_LINES_A_PARAGRAPH = 20


class _Kind(Enum):
    BLANK = auto()
    HEADING = auto()
    WORDS = auto()


def read_text(data: bytes) -> Reading:
    """Read plain text; blank lines stay as they are.

    A paragraph is what stands between blank lines, or a line in a file without blank lines.

    Raises:
        ImportFailure: The file is not text.

    """
    return _read(data, _kind)


def read_markdown(data: bytes) -> Reading:
    """Read Markdown: as plain text, with `#` headings as paragraphs of their own.

    Raises:
        ImportFailure: The file is not text.

    """
    return _read(data, _markdown_kind)


def _kind(line: str) -> _Kind:
    return _Kind.WORDS if line and not line.isspace() else _Kind.BLANK


def _markdown_kind(line: str) -> _Kind:
    return _Kind.HEADING if re.match(r"#{1,6}[ \t]+\S", line) else _kind(line)


def _read(data: bytes, kind_of: Callable[[str], _Kind]) -> Reading:
    decoded = decode(data)
    lines = normalise(decoded.text).split("\n")
    groups = [(kind, list(group)) for kind, group in groupby(lines, kind_of)]
    return Reading(tuple(_blocks(groups)), decoded.encoding, decoded.notes)


def _blocks(groups: list[tuple[_Kind, list[str]]]) -> Iterator[Block]:
    paragraphs = [len(group) for kind, group in groups if kind is _Kind.WORDS]
    wrapped = len(paragraphs) > 1 and sum(paragraphs) <= _LINES_A_PARAGRAPH * len(paragraphs)
    for kind, group in groups:
        texts = ["\n".join(group)] if wrapped and kind is _Kind.WORDS else group
        for text in texts:
            yield Block(text, heading=kind is _Kind.HEADING)
