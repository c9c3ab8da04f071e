"""The units that reports are counted in, and the figures that they show."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """What co-occurrence is counted in: overlapping codings, or units that have both codes."""

    OVERLAP = "overlap"
    SENTENCE = "sentence"
    TURN = "turn"
    SOURCE = "source"
    CASE = "case"


class Counted(StrEnum):
    """What is counted: codings, or the sources and cases in which a code occurs."""

    CODINGS = "codings"
    SOURCES = "sources"
    CASES = "cases"


class CrosstabFigure(StrEnum):
    """What a crosstab's cells show: a count, or what is made of it."""

    COUNT = "count"
    ROW = "row"
    COLUMN = "column"
    RESIDUAL = "residual"
    WORDS = "words"
    PER_1000_WORDS = "per-1000-words"
    PER_CASE = "per-case"


class PairMeasure(StrEnum):
    """What the pairs of a co-occurrence show: how many they are, or how strong the tie is."""

    COUNT = "count"
    C = "c"
    JACCARD = "jaccard"
    LIFT = "lift"
    PMI = "pmi"
    P = "p"
    P_ADJUSTED = "p-adjusted"


class Measure(StrEnum):
    """What is compared between groups: the share of cases with the code, or its codings."""

    CASES = "cases"
    PER_1000_WORDS = "per-1000-words"
    PER_CASE = "per-case"
