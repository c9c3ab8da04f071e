"""Whose words count in a report on words, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project.selection import Selection

Progress = Callable[[float], None]
"""Told the share of the words that is read, from 0.0 to 1.0."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How words are counted.

    `stem` counts the inflected forms of a word together. `stop_words` are left out besides those
    of the language, and with `all_words` nothing else is. `everyone` counts all turns, not only
    those of informants. A word is listed that stands at least `min_count` times (a pair of words
    together, in a comparison in both groups) and with at least `min_cases` cases.
    """

    stem: bool = True
    stop_words: tuple[str, ...] = ()
    all_words: bool = False
    everyone: bool = False
    min_count: int = 5
    min_cases: int = 2

    def __post_init__(self) -> None:
        if self.min_count < 1 or self.min_cases < 1:
            raise InputError("A word is listed from a count of 1 and in 1 case up.")


COUNTING = Counting()


def read_stop_words(text: str) -> tuple[str, ...]:
    """The words of a file or an option: apart by blanks, commas or lines; after # is a remark."""
    lines = (line.partition("#")[0] for line in normalise(text).split("\n"))
    return tuple(
        dict.fromkeys(
            word.casefold() for line in lines for word in line.replace(",", " ").split() if word
        )
    )


def refuse_codings(selection: Selection) -> None:
    """Raise `InputError` for a selection by codings where all words of sources count."""
    if selection.codes or selection.coders or selection.origins or selection.text:
        raise InputError(
            "Words are counted in whole transcripts here, whatever is coded.",
            remedy="The contrast of a code (`contrast`) is about the words of its excerpts.",
        )
