"""The units that agreement is counted on."""

from __future__ import annotations

from enum import StrEnum


class AgreementUnit(StrEnum):
    """What a code is present in or absent from. A coding is present in each unit it touches."""

    CHARACTER = "character"
    SENTENCE = "sentence"
    TURN = "turn"
    SOURCE = "source"
