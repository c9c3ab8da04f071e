"""Numbers as shades: five steps of one hue, readable in grey, in 16 colours and in none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from textual.color import Color

from qualcode.reporting.shades import STEPS
from qualcode.tui.palette import Palette

NOTHING, PLAIN, TEXT = 0, -1, -2
"""The levels of a zero, of a total that is not shaded, and of what is not shaded at all.

Shades are 1 to `STEPS`.
"""

_SHARES = (0.16, 0.3, 0.46, 0.66, 0.9)  # of the hue in the ground of each step
_READABLE = 0.45  # difference in brightness between letters and what they stand on
_ANSI = (
    Style(dim=True),
    Style(),
    Style(bold=True),
    Style(color="bright_white", bgcolor="blue"),
    Style(color="bright_white", bgcolor="blue", bold=True, underline=True),
)
_COLOURLESS = (
    Style(dim=True),
    Style(),
    Style(bold=True),
    Style(underline=True),
    Style(bold=True, underline=True),
)


def level(number: int, lowest: Sequence[int]) -> int:
    """The shade of a number, given the bounds; few shades lie in the middle of the scale."""
    if number < 1 or not lowest:
        return NOTHING
    return bisect_right(lowest, number) + (STEPS - len(lowest)) // 2


def ranges(lowest: Sequence[int], highest: int) -> list[tuple[str, int]]:
    """What each shade stands for, as `3–5`, with its level."""
    ends = [*(bound - 1 for bound in lowest[1:]), highest] if lowest else []
    return [
        (f"{first}–{last}" if first < last else str(first), level(first, lowest))
        for first, last in zip(lowest, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class HeatStyles:
    """How a table's parts look in the terminal's theme; `shades` are by level, from 1."""

    text: Style
    quiet: Style
    plain: Style
    heading: Style
    chosen: Style
    cursor: Style
    shades: tuple[Style, ...]
    ground: Color | None

    def of(self, level_of_cell: int) -> Style:
        """The style of a cell of some level."""
        if level_of_cell < 0:
            return self.plain if level_of_cell == PLAIN else self.text
        return self.shades[level_of_cell - 1] if level_of_cell else self.quiet

    def mark(self, hue: str) -> Style:
        """A code's own colour."""
        if self.ground is None:
            return self.text
        return Style(color=Color.parse(hue).rich_color) + Style(bgcolor=self.ground.rich_color)


def heat_styles(palette: Palette) -> HeatStyles:
    """The styles for a theme."""
    if palette.ansi or palette.colourless:
        return HeatStyles(
            text=Style(),
            quiet=Style(dim=True),
            plain=Style(italic=True),
            heading=Style(bold=True),
            chosen=Style(bold=True, underline=True),
            cursor=Style(reverse=True, bold=True),
            shades=_COLOURLESS if palette.colourless else _ANSI,
            ground=None,
        )
    ground, letters = palette.background, palette.foreground

    def on(colour: Color, ink: Color) -> Style:
        return Style(color=ink.rich_color, bgcolor=colour.rich_color)

    def shade(share: float) -> Style:
        step = ground.blend(palette.primary, share)
        near = abs(step.brightness - letters.brightness) < _READABLE
        return on(step, step.get_contrast_text(1) if near else letters)

    panel = ground.blend(letters, 0.1)
    return HeatStyles(
        text=on(ground, letters),
        quiet=on(ground, ground.blend(letters, 0.38)),
        plain=on(panel, letters) + Style(italic=True),
        heading=on(ground, ground.blend(letters, 0.75)),
        chosen=on(panel, letters) + Style(bold=True),
        cursor=on(letters, ground) + Style(bold=True),
        shades=tuple(map(shade, _SHARES)),
        ground=ground,
    )
