"""Time stamps as transcripts write them.

Bracketed `[00:01:02]`, `(1:02)`, `{...}`, `<...>`, f4's and MAXQDA's `#00:01:02-3#`, and bare
`00:01:02`; with a fraction of a second, and as a range of two.
"""

from __future__ import annotations

import re

_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3}|-\d(?![\d:]))?(?!\d|:\d)"
_RANGE = rf"{_TIME}(?:\s*(?:-->|[-–—])\s*{_TIME})?"

MARKED = rf"(?:[\[({{<]\s*{_RANGE}\s*[\])}}>]|\#{_RANGE}\#)"
"""Pattern of a stamp that stands out by its brackets."""

BARE = rf"(?:(?<![\w:]){_RANGE})"
"""Pattern of a stamp without brackets: one only where nothing else can be meant."""

_FIND_TIME = re.compile(_TIME)


def seconds(stamp: str) -> tuple[float | None, float | None]:
    """Start and end of a stamp in seconds from the recording's start; None for what it lacks."""
    times = [_one(match.group()) for match in _FIND_TIME.finditer(stamp)]
    return (times[0] if times else None), (times[1] if len(times) > 1 else None)


def _one(time: str) -> float:
    clock, _, fraction = re.sub("[,-]", ".", time).partition(".")
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return float(f"{total}.{fraction or 0}")
