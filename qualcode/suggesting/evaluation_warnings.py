"""Why the figures of an evaluation cannot be trusted, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qualcode.suggesting.calibration import WEAK_BELOW

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
