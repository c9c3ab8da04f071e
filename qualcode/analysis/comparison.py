"""A baseline against later waves, or one group against others: case by case, and by groups.

What is compared are cases. Those that have sources on both sides (informants who were interviewed
again) are followed one by one: who gained a code, lost it, kept it, never had it. The rest make
two groups of different people. Intervals draw cases again, so that a talkative informant is still
one informant, and the two interviews of one person stay together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.contingency import Floats
from qualcode.analysis.crossing import Crossing, Values, cross
from qualcode.analysis.material import Amount
from qualcode.analysis.resampling import case_weights, percentile_interval
from qualcode.analysis.spans import Integers
from qualcode.analysis.unit import Measure
from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.frames import Framed
from qualcode.model import Code
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.text import normalise, one_line

if TYPE_CHECKING:
    from qualcode.project import Project

Booleans = npt.NDArray[np.bool_]

FEWEST_CASES = 5
"""On each side, for an interval: four cases can be drawn in only 35 different ways."""


class Cases(StrEnum):
    """Which cases a contrast is of: all, those on both sides, or those on one side only."""

    ALL = "all"
    AGAIN = "again"
    ONCE = "once"


class Change(StrEnum):
    """What became of a code in a case that is on both sides."""

    GAINED = "gained"
    LOST = "lost"
    KEPT = "kept"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Side:
    """The baseline or what is compared with it: how many cases, who has the code, codings, words.

    `having` names the cases with the code. `figure` is the measure: a share of 1 or a rate; None
    is undefined.
    """

    cases: int
    having: tuple[str, ...]
    codings: int
    words: int
    figure: float | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two sides and their difference (later − baseline) with its 95 % interval; None: undefined."""

    before: Side
    after: Side
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One code, in one group, with one value against the baseline.

    `group` holds the value of the grouping variable, None for none; it is empty for all cases
    together. `contrasts` has one for each kind of cases. `changes` names the cases that are on
    both sides by what became of the code.
    """

    code: Code
    group: Values
    later: str
    contrasts: dict[Cases, Contrast]
    changes: dict[Change, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Framed):
    """The same codes in the baseline and in each other value of a variable.

    `values` has the baseline first. `rows` are by code, then by group (all together first), then
    by value. `cases` are those that count, by name; `interviewed` (cases × values) says on which
    sides each is, and `codings` (cases × values × codes) how many codings it has there.
    `without_case` is the number of sources that belong to no case and are left out, and
    `without_value` that of those without a value of the variable.
    """

    variable: str
    values: tuple[str, ...]
    group_variable: str
    groups: tuple[Values, ...]
    measure: Measure
    codes: tuple[Code, ...]
    rows: tuple[Compared, ...]
    cases: tuple[str, ...]
    interviewed: Booleans
    codings: Integers
    without_case: int
    without_value: int
    selection: Selection
    coders: tuple[str, ...]
    material: Amount
    coded_by: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]
    depth: int | None
    rounds: int
    seed: int

    @property
    def baseline(self) -> str:
        """The value that the others are compared with."""
        return self.values[0]


def compare(
    project: Project,
    variable: str,
    baseline: str = "",
    selection: Selection = EVERYTHING,
    *,
    group: str = "",
    measure: Measure = Measure.CASES,
    depth: int | None = None,
    rounds: int = 2000,
    seed: int = 0,
) -> Comparison:
    """Compare a selection's codings between values of a variable, as wave or perspective.

    `baseline` is the value that all others are compared with; the first if it is empty. `group`
    is a variable by whose values the comparison is made again. `depth` rolls codes up as in
    `cooccurrence`. `rounds` draws of cases with `seed` make the intervals.

    Raises `NotFoundError` for an unknown name or value; `InputError` where there is nothing to
    compare.
    """
    variable, group, baseline = one_line(variable), one_line(group), normalise(baseline).strip()
    if group == variable:
        raise InputError(f"{variable} is compared already.", remedy="Group by another variable.")
    if rounds < 2:
        raise InputError("An interval takes at least two rounds.", remedy="2000 is usual.")
    variables = (variable, group) if group else (variable,)
    with project.snapshot():
        found = cross(project, variables, selection, depth)
        names = {row["id"]: row["name"] for row in project.rows("SELECT id, name FROM cases")}
    values = _values(found, variable, baseline)
    data = _Data(found, values, names)
    groups = tuple(dict.fromkeys(each[1:] for each in found.groups if each[0] is not None))
    strata: tuple[Values, ...] = ((), *groups) if group else ((),)
    rows = [
        row
        for stratum in strata
        for row in _compared(data.of(stratum), found.codes, values, stratum, measure, rounds, seed)
    ]
    code_order = {code.id: place for place, code in enumerate(found.codes)}
    everyone = data.of(())
    return Comparison(
        variable=variable,
        values=values,
        group_variable=group,
        groups=groups if group else (),
        measure=measure,
        codes=found.codes,
        rows=tuple(sorted(rows, key=lambda row: code_order[row.code.id])),
        cases=everyone.cases,
        interviewed=everyone.interviewed,
        codings=everyone.codings,
        without_case=data.without_case,
        without_value=data.without_value,
        selection=selection,
        coders=found.coders,
        material=data.amount,
        coded_by=found.material.coded_by,
        left_out=found.material.left_out,
        depth=depth,
        rounds=rounds,
        seed=seed,
    )


def change_of(before: int, after: int) -> Change:
    """What became of a code that a case has so many codings of on the two sides."""
    if after:
        return Change.KEPT if before else Change.GAINED
    return Change.LOST if before else Change.NEVER


def _values(found: Crossing, variable: str, baseline: str) -> tuple[str, ...]:
    """The values that occur, the baseline first."""
    known = list(dict.fromkeys(each[0] for each in found.groups if each[0] is not None))
    baseline = baseline or known[0]
    if baseline not in known:
        raise NotFoundError(
            f"No source that counts has {variable} = “{baseline}”.",
            remedy=suggest_names(baseline, known),
        )
    if len(known) < 2:
        raise InputError(
            f"All sources that count have {variable} = “{baseline}”: there is nothing to compare.",
            remedy="Choose more sources, or another variable.",
        )
    return (baseline, *(value for value in known if value != baseline))


@dataclass(frozen=True, slots=True)
class _Cases:
    """Cases by name, and for each value whether they are there, with codings and words."""

    cases: tuple[str, ...]
    interviewed: Booleans
    codings: Integers
    words: Integers


class _Data:
    """The sources that can be compared, to be counted by case in any group."""

    def __init__(self, found: Crossing, values: tuple[str, ...], names: dict[int, str]) -> None:
        self._found, self._values = found, values
        place = {value: position for position, value in enumerate(values)}
        value_of = np.array([place.get(group[0] or "", -1) for group in found.groups])
        material = found.material
        self._value = value_of[found.group_of_source]
        self.without_case = int(np.count_nonzero(material.case == 0))
        self.without_value = int(np.count_nonzero(self._value < 0))
        self._counts = (material.case > 0) & (self._value >= 0)
        self.amount = material.amount(np.flatnonzero(self._counts))
        ids = np.unique(material.case[self._counts]).tolist()
        if not ids:
            raise InputError(
                "No source that counts belongs to a case, and a comparison is one of cases.",
                remedy="`qualcode cases assign` says whose a transcript is.",
            )
        ids.sort(key=lambda each: names[each])
        self._names = tuple(names[each] for each in ids)
        lookup = np.zeros(max(ids) + 1, dtype=np.int64)
        lookup[ids] = np.arange(len(ids))
        self._case = np.where(self._counts, lookup[np.minimum(material.case, max(ids))], 0)

    def of(self, stratum: Values) -> _Cases:
        """The cases in a group, or all."""
        found, size = self._found, (len(self._names), len(self._values))
        inside = np.array([group[1:] == stratum or not stratum for group in found.groups])
        sources = np.flatnonzero(self._counts & inside[found.group_of_source])
        cell = self._case * size[1] + self._value
        interviewed = np.bincount(cell[sources], minlength=size[0] * size[1])
        words = np.bincount(
            cell[sources], weights=found.material.words[sources], minlength=size[0] * size[1]
        )
        source = found.material.position(found.arrays.source)
        chosen = np.flatnonzero(np.isin(source, sources))
        width = len(found.codes)
        codings = np.bincount(
            cell[source[chosen]] * width + found.row[chosen],
            minlength=size[0] * size[1] * width,
        )
        return _Cases(
            self._names,
            interviewed.reshape(size) > 0,
            codings.reshape(*size, width),
            words.astype(np.int64).reshape(size),
        )


def _compared(
    data: _Cases,
    codes: tuple[Code, ...],
    values: tuple[str, ...],
    stratum: Values,
    measure: Measure,
    rounds: int,
    seed: int,
) -> Iterator[Compared]:
    for place, later in enumerate(values[1:], 1):
        sides = [0, place]
        there = data.interviewed[:, sides]
        kind = there @ np.array([1, 2])  # baseline only, later only, both
        weights = case_weights(kind, rounds, seed)
        inside = {
            Cases.ALL: kind > 0,
            Cases.AGAIN: kind == 3,
            Cases.ONCE: (kind == 1) | (kind == 2),
        }
        pair = _Cases(data.cases, there, data.codings[:, sides], data.words[:, sides])
        contrasts = {
            which: _contrasts(pair, chosen, weights, measure) for which, chosen in inside.items()
        }
        again = np.flatnonzero(inside[Cases.AGAIN]).tolist()
        for number, code in enumerate(codes):
            changes: dict[Change, list[str]] = {each: [] for each in Change}
            for case in again:
                before, after = pair.codings[case, :, number].tolist()
                changes[change_of(before, after)].append(data.cases[case])
            yield Compared(
                code=code,
                group=stratum,
                later=later,
                contrasts={which: found[number] for which, found in contrasts.items()},
                changes={each: tuple(named) for each, named in changes.items()},
            )


def _contrasts(pair: _Cases, inside: Booleans, weights: Floats, measure: Measure) -> list[Contrast]:
    """The contrast of each code among the cases that are inside."""
    chosen = np.flatnonzero(inside)
    there, codings, words = pair.interviewed[chosen], pair.codings[chosen], pair.words[chosen]
    having = codings > 0
    above = (having if measure is Measure.CASES else codings).astype(np.float64)
    below = (words / 1000 if measure is Measure.PER_1000_WORDS else there).astype(np.float64)
    (figures,) = _figures(np.ones((1, len(chosen))), above, below)
    drawn = _figures(weights[:, chosen], above, below)
    low, high = percentile_interval(drawn[:, 1] - drawn[:, 0])
    if there.sum(axis=0).min() < FEWEST_CASES:
        low, high = np.full_like(low, np.nan), np.full_like(high, np.nan)
    names = np.array(pair.cases, dtype=object)[chosen]
    found = []
    for number in range(codings.shape[2]):
        before, after = (
            Side(
                cases=int(there[:, side].sum()),
                having=tuple(names[having[:, side, number]].tolist()),
                codings=int(codings[:, side, number].sum()),
                words=int(words[:, side].sum()),
                figure=_number(figures[side, number]),
            )
            for side in (0, 1)
        )
        difference = _number(figures[1, number] - figures[0, number])
        found.append(
            Contrast(before, after, difference, _number(low[number]), _number(high[number]))
        )
    return found


def _figures(weights: Floats, above: Floats, below: Floats) -> Floats:
    """The measure on both sides with cases weighted: rounds × 2 × codes; NaN is undefined."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack(
            [(weights @ above[:, side]) / (weights @ below[:, side])[:, None] for side in (0, 1)],
            axis=1,
        )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
