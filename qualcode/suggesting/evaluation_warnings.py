"""How far scores and the figures of an evaluation can be trusted, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from qualcode.suggesting.calibration import WEAK_BELOW
from qualcode.suggesting.evaluation_figures import chance_error
from qualcode.suggesting.evaluation_results import Evaluation, Figures

_FEW_GROUPS = 5
_FEW_WITH_CODE = 3
_MOST = 0.5


def of_code(by: str, examples: int, groups: Sequence[str]) -> tuple[str, ...]:
    """Of a code with so many examples; `groups` names each of its units' source or case."""
    if not groups:
        return ("Never used in what is judged: there is nothing to measure.",)
    found = []
    if examples < WEAK_BELOW:
        found.append(
            f"Few examples ({examples}): each new one may change the figures a lot, and the score "
            "is no probability."
        )
    number = len(set(groups))
    name, most = Counter(groups).most_common(1)[0]
    if number == 1:
        found.append(
            f"Only in one {by} ({name}): held out, it leaves nothing but the codebook to learn "
            "from."
        )
    elif most > _MOST * len(groups):
        found.append(f"One {by} ({name}) holds {most} of its {len(groups)} units.")
    if 1 < number < _FEW_WITH_CODE:
        found.append(f"Only in {number} {by}s.")
    return tuple(found)


def of_all(
    by: str,
    groups: Sequence[str],
    coded: Sequence[str],
    weak: int,
    used: int,
    unread: int,
    uncoded: int,
) -> tuple[str, ...]:
    """Of the evaluation as a whole.

    `groups` names every judged unit's source or case, `coded` that of every unit with a code;
    `weak` of the `used` codes have few examples; `unread` units lie after the last coding of their
    source, and `uncoded` sources have none.
    """
    found = []
    number = len(set(groups))
    if number < _FEW_GROUPS:
        found.append(
            f"There are only {number} {by}s: on others the figures may be quite different."
        )
    name, most = Counter(coded).most_common(1)[0]
    if most > _MOST * len(coded):
        found.append(
            f"One {by} ({name}) holds {most:,} of the {len(coded):,} coded units: the figures are "
            "mostly about it."
        )
    if weak:
        found.append(
            f"{weak} of the {used} codes in use have fewer than {WEAK_BELOW} examples; the second "
            "mean leaves them out."
        )
    if unread:
        found.append(
            f"{unread:,} units after the last coding of their source are taken as unread and are "
            "not judged."
        )
    if uncoded:
        found.append(f"{uncoded:,} sources without a coding are not judged.")
    return tuple(found)


def of_ceiling(sources: int) -> tuple[str, ...]:
    """Of the comparison with a second coder."""
    if sources >= _FEW_GROUPS:
        return ()
    return (f"The second coder is compared on only {sources} of the sources.",)


def of_scores(result: Evaluation) -> tuple[str, ...]:
    """How far scores are from the share that is right, over all units and over the high ones."""

    def off_by(figures: Figures) -> str:
        whole, upper = figures.calibration_error, figures.upper_calibration_error
        if whole is None:
            return "undefined"
        high = "and none scores 0.1" if upper is None else f"{upper:.3f} over those from 0.1 up"
        return f"{whole:.3f} over all {result.unit}s, {high}"

    by_chance = [
        chance
        for each in result.codes
        if each.units and not each.weak
        if (chance := chance_error(each.reliability[1:])) is not None
    ]
    told = [
        "How far scores are on average from the share that is right, all codes together: "
        f"{off_by(result.learned.micro)}."
    ]
    if by_chance:
        told.append(
            f"The same code by code, of those with {result.enough_examples} examples: "
            f"{off_by(result.learned.macro_enough)}, where scores that are exactly right would be "
            f"off by about {fmean(by_chance):.3f}, since a code has few of them."
        )
    return tuple(told)
