"""What a format's reader hands over: a file's paragraphs in order, before anybody is a speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a file; line breaks inside it are `\\n`.

    `speaker` is set where the file's structure, not its words, says who speaks (a voice in
    subtitles); empty means that nobody is named. `lead` is how many characters at the start are
    set apart as bold or by a style of their own. `time_start` and `time_end` are seconds.
    """

    text: str
    speaker: str | None = None
    time_start: float | None = None
    time_end: float | None = None
    lead: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All of a file. `notes` say what was left out or mended, one sentence each."""

    blocks: tuple[Block, ...]
    encoding: str = ""
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """What an entry point of the group `qualcode.importers` names; raises `ImportFailure`."""

    def __call__(self, data: bytes, /) -> Reading:
        """Read a whole file."""
        ...


def table_row(cells: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """A row of a table as one paragraph, its cells apart by tabs and empty ones left out.

    The paragraphs of an only cell stay what they are: such a table is a frame.
    """
    if len(cells) == 1:
        yield from cells[0]
        return
    texts = ["\n".join(block.text for block in cell).strip() for cell in cells]
    if any(texts):
        lead = cells[0][0].lead if texts[0] else 0
        yield Block("\t".join(filter(None, texts)), lead=lead)
