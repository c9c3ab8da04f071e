"""What the shades of a co-occurrence's heat map stand for, measure by measure."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from qualcode.analysis.unit import PairMeasure
from qualcode.reporting.shades import bounds

_STEPS = {
    PairMeasure.C: (0.0, 0.05, 0.1, 0.2, 0.4),
    PairMeasure.JACCARD: (0.0, 0.05, 0.1, 0.2, 0.4),
    PairMeasure.LIFT: (1.0, 1.5, 2.0, 4.0),
    PairMeasure.PMI: (0.0, 0.5, 1.0, 2.0),
}
_LOW = (0.1, 0.05, 0.01, 0.001)
_DECIMALS = {PairMeasure.LIFT: 1, PairMeasure.PMI: 1}


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps of a measure from weak to strong: where each begins.

    `falling` for probabilities, where low is strong. The same for every study, but for counts.
    """

    measure: PairMeasure
    steps: tuple[float, ...]
    falling: bool = False

    def level(self, value: float) -> int | None:
        """The shade of a value, from 0 for the weakest; None for one that has none."""
        if math.isnan(value):
            return None
        if self.falling:
            found = sum(value < step for step in self.steps) - 1
        else:
            found = bisect_right(self.steps, value) - 1
            if value == 0:  # of c and Jaccard, and of PMI what is just as expected
                return None
        return found if found >= 0 else None

    def text(self, value: float, decimal: str) -> str:
        """A value as it stands in a cell; nothing for none."""
        if math.isnan(value):
            return "–"
        if self.measure is PairMeasure.COUNT:
            return str(int(value)) if value else ""
        if self.falling and value < self.steps[-1]:
            return f"<{_number(self.steps[-1], 3, decimal)}"
        if not value and self.measure is not PairMeasure.PMI and not self.falling:
            return ""
        return _number(value, 3 if self.falling else _DECIMALS.get(self.measure, 2), decimal)

    def legend(self, highest: float, decimal: str, below: str, above: str) -> list[str]:
        """What each shade stands for; `below` and `above` have the place `{bound}`."""
        steps = [_plain(step, decimal) for step in self.steps]
        if self.falling:
            return [below.format(bound=step) for step in steps]
        if self.measure is PairMeasure.COUNT:
            last = [*(int(step) - 1 for step in self.steps[1:]), int(highest)]
            pairs = zip(map(int, self.steps), last, strict=True)
            return [str(one) if one == other else f"{one}–{other}" for one, other in pairs]
        between = [f"{one}–{other}" for one, other in pairwise(steps)]
        return [*between, above.format(bound=steps[-1])]

    def white(self, decimal: str, below: str, above: str) -> str:
        """What cells without a shade stand for, where that is something."""
        if self.measure in (PairMeasure.LIFT, PairMeasure.PMI):
            return below.format(bound=_plain(self.steps[0], decimal))
        return above.format(bound=_plain(self.steps[0], decimal)) if self.falling else ""


def scale_of(measure: PairMeasure, highest: float) -> Scale:
    """The scale of a measure; that of counts goes up to the highest."""
    if measure is PairMeasure.COUNT:
        return Scale(measure, tuple(map(float, bounds(int(highest)))))
    if measure in _STEPS:
        return Scale(measure, _STEPS[measure])
    return Scale(measure, _LOW, falling=True)


def _number(value: float, digits: int, decimal: str) -> str:
    return f"{value:.{digits}f}".replace("-", "−").replace(".", decimal)


def _plain(value: float, decimal: str) -> str:
    return f"{value:g}".replace(".", decimal)
