"""The units that co-occurrence is counted in."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """What co-occurrence is counted in: overlapping codings, or units that have both codes."""

    OVERLAP = "overlap"
    SENTENCE = "sentence"
    TURN = "turn"
    SOURCE = "source"
    CASE = "case"
