"""What an evaluation found, as plain data. None is an undefined figure."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.frames import Framed
from qualcode.model import Code


@dataclass(frozen=True, slots=True)
class Figures:
    """How good proposals for one code, or for several, are; shares between 0 and 1.

    `average_precision` judges the order that scores put units in; `precision`, `recall` and `f1`
    what is proposed at the threshold. `hit_at_3` is the share of a code's units on which it is
    among the three codes with the highest scores. `calibration_error` is how far scores are from
    the share that is right, `upper_calibration_error` the same among scores from 0.1 up.
    """

    average_precision: float | None = None
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    hit_at_3: float | None = None
    calibration_error: float | None = None
    upper_calibration_error: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """The units with a score in `[low, high)`: how many, their mean score, the share with the code.

    The last bin has 1 in it too.
    """

    low: float
    high: float
    units: int
    mean_score: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of one way to propose codes, over all codes that occur.

    `macro` is the mean of the codes' figures where they are defined, `macro_enough` that of the
    codes with enough examples; `micro` counts every unit and code once. `units_hit_at_3` is the
    share of coded units that have at least one of their codes among the three with the highest
    scores.
    """

    name: str
    macro: Figures
    macro_enough: Figures
    micro: Figures
    units_hit_at_3: float | None = None


@dataclass(frozen=True, slots=True)
class CodeEvaluation:
    """What was found for a code.

    `examples` are its excerpts, `units` the judged units that have it and `groups` the sources (or
    cases) that those are in. `weak` codes have too few examples for a score to be a probability.
    `baselines` are in the evaluation's order. `second_coder` and `beside_second` judge the second
    coder and the suggester by the first coder on the same units. `curve` are (recall, precision)
    pairs, by recall.
    """

    code: Code
    examples: int
    units: int
    groups: int
    weak: bool
    learned: Figures
    baselines: tuple[Figures, ...]
    second_coder: Figures | None
    beside_second: Figures | None
    reliability: tuple[Bin, ...]
    curve: tuple[tuple[float, float], ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How well a second coder finds what a first one coded: what a suggester may hope for.

    Both coders have read the `units` of the `sources`. `learned` is the suggester's on the same.
    """

    first: str
    second: str
    sources: tuple[str, ...]
    units: int
    second_coder: Summary
    learned: Summary


@dataclass(frozen=True, slots=True)
class Evaluation(Framed):
    """How good suggestions are for sources (or cases) that the suggester has learned nothing from.

    `by` is what is held out, `groups` how many there are, in `folds` parts. `units` judged are of
    the kind `unit`, and `coded_units` of them have a code. `coders` are those whose codings count.
    """

    by: str
    unit: str
    aim: str
    seed: int
    folds: int
    groups: int
    units: int
    coded_units: int
    coders: tuple[str, ...]
    enough_examples: int
    learned: Summary
    baselines: tuple[Summary, ...]
    ceiling: Ceiling | None
    reliability: tuple[Bin, ...]
    codes: tuple[CodeEvaluation, ...]
    warnings: tuple[str, ...]
