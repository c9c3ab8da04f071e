"""Numbers in a few steps, each of which a shade can stand for."""

from __future__ import annotations

from math import ceil

STEPS = 5


def bounds(highest: int) -> tuple[int, ...]:
    """The lowest number of each shade, each about so many times the one before.

    There are fewer than `STEPS` where numbers are small. For a matrix, where most are.
    """
    if highest < 1:
        return ()
    return tuple(sorted({ceil(round(highest ** (step / STEPS), 9)) for step in range(STEPS)}))


def even_bounds(highest: int) -> tuple[int, ...]:
    """The lowest number of each shade, in steps of the same size. For frequencies."""
    if highest < 1:
        return ()
    return tuple(sorted({highest * step // STEPS + 1 for step in range(STEPS)}))
