"""Names of codes as figures have them, and which codes they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.model import Code

MOST_CODES = 60


def code_names(codes: Sequence[Code]) -> list[str]:
    """The name of each code, or its path where several have the same."""
    same = Counter(code.name for code in codes)
    return [code.name if same[code.name] == 1 else code.label for code in codes]


def most_used(numbers: Sequence[float], most: int = MOST_CODES) -> list[int]:
    """The positions of the highest numbers above 0, at most so many, in their own order."""
    used = [position for position, number in enumerate(numbers) if number > 0]
    highest = sorted(used, key=lambda position: -numbers[position])[:most]
    return sorted(highest)
