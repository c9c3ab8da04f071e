"""What can be chosen in reports on words; apart, so that a command's options load nothing else."""

from __future__ import annotations

from enum import StrEnum


class OtherWords(StrEnum):
    """What the words of a code are compared with."""

    ALL = "all"
    CODED = "coded"
    UNCODED = "uncoded"


class CollocationMeasure(StrEnum):
    """What collocations are ordered by."""

    LOG_LIKELIHOOD = "log-likelihood"
    PMI = "pmi"


class KwicOrder(StrEnum):
    """What the lines of a concordance are ordered by."""

    PLACE = "place"
    LEFT = "left"
    WORD = "word"
    RIGHT = "right"
