"""The transcript's colours: a hue a theme of the codebook, fitted to the terminal's theme.

Colour is never the only mark: brackets stand beside every coding, overlaps are underlined, and
without colours coded words are underlined and selected ones reversed. Suggested words are in
italics on plain ground, beside dotted brackets. Search hits are bold.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.style import Style
from textual.color import Color, ColorParseError

from qualcode.model import Code
from qualcode.project.codes import effective_colours

# Paul Tol's bright scheme, which people with colour-vision deficiency can tell apart.
_HUES = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377")
_ANSI = {  # by hue in degrees, with the colour of letters that can be read on it
    0: ("red", "bright_white"),
    60: ("yellow", "black"),
    120: ("green", "black"),
    180: ("cyan", "black"),
    240: ("blue", "bright_white"),
    300: ("magenta", "bright_white"),
}


_HIT = Color.parse("#FFB000")
_READABLE = 0.48  # difference in brightness between letters and what they stand on


def hues(codes: Sequence[Code]) -> dict[int, str]:
    """The colour of each code by its id, as `#RRGGBB`: its own, its theme's, or one of six."""
    colours = effective_colours(codes)
    found: dict[int, str] = {}
    themes = 0
    for code in codes:
        if code.parent_id is None:
            themes += 1
        inherited = found.get(code.parent_id) if code.parent_id is not None else None
        fallback = inherited or _HUES[(themes - 1) % len(_HUES)]
        found[code.id] = _hexadecimal(colours[code.id]) or fallback
    return found


def _hexadecimal(colour: str) -> str:
    """A codebook's colour in hexadecimal; nothing if it is no colour."""
    try:
        return Color.parse(colour).hex6 if colour else ""
    except ColorParseError:
        return ""


class Ink(NamedTuple):
    """How characters are to look. `hue` is empty where no coding is; `depth` counts the codes.

    `outline` is the hue of a suggestion.
    """

    hue: str = ""
    depth: int = 0
    outline: str = ""
    hit: bool = False
    quiet: bool = False
    selected: bool = False
    cursor: bool = False
    bright: bool = False
    bracket: bool = False


_PLAIN = Ink()


@dataclass(frozen=True, slots=True)
class Palette:
    """Styles for one terminal theme; made by `palette`."""

    background: Color
    foreground: Color
    primary: Color
    ansi: bool
    colourless: bool
    _styles: dict[Ink, Style] = field(default_factory=dict)

    def style(self, ink: Ink) -> Style:
        """The style of characters in the transcript."""
        found = self._styles.get(ink)
        if found is None:
            found = self._styles[ink] = self._make(ink)
        return found

    def bright(self) -> Style:
        """For what stands out in the margin."""
        return self.style(Ink(bright=True))

    def plain(self) -> Style:
        """For text that is neither coded nor quiet."""
        return self.style(_PLAIN)

    def lane(self, hue: str) -> Style:
        """For a bracket in the margin."""
        return self.style(Ink(hue=hue, bracket=True))

    def bar(self, hue: str, *, hit: bool, in_view: bool) -> Style:
        """For the scroll bar: the mark of codings by their hue, of a hit without, or its ground.

        `in_view` is for what is on the screen.
        """
        if self.ansi or self.colourless:
            colour = _nearest_ansi(hue)[0] if hue and not self.colourless else None
            return Style(color=colour, reverse=in_view, bold=hit)
        ground = self.background.blend(self.foreground, 0.38 if in_view else 0.1)
        mark = Color.parse(hue).blend(self.foreground, 0.15) if hue else ground
        if hit and not hue:
            mark = _HIT if self.background.brightness < 0.5 else self.foreground
        return Style(color=mark.rich_color, bgcolor=ground.rich_color, bold=hit)

    def _make(self, ink: Ink) -> Style:
        if self.ansi or self.colourless:
            return self._make_ansi(ink)
        ground, letters = self.background, self.foreground
        if ink.bracket:
            return Style(
                color=Color.parse(ink.hue).blend(letters, 0.25).rich_color,
                bgcolor=ground.rich_color,
            )
        if ink.quiet:
            letters = ground.blend(letters, 0.68)
        if ink.hue:
            ground = ground.blend(Color.parse(ink.hue), min(0.32 + 0.06 * (ink.depth - 1), 0.44))
            if abs(ground.brightness - self.foreground.brightness) < _READABLE:
                letters = ground.get_contrast_text(1)
            else:
                letters = ground.blend(self.foreground, 0.8 if ink.quiet else 1)
        elif ink.outline:
            tinted = letters.blend(Color.parse(ink.outline), 0.35)
            if abs(ground.brightness - tinted.brightness) >= _READABLE:
                letters = tinted
        if ink.hit:
            ground = self.background.blend(_HIT, 0.8)
            letters = ground.get_contrast_text(1)
        if ink.selected:
            ground = self.background.blend(self.primary, 0.75)
            letters = ground.get_contrast_text(1)
        if ink.cursor:
            ground, letters = self.foreground, self.background
        return Style(
            color=letters.rich_color,
            bgcolor=ground.rich_color,
            underline=ink.depth > 1 or bool(ink.outline and not ink.hue),
            italic=bool(ink.outline),
            bold=ink.cursor or ink.bright or ink.hit,
        )

    def _make_ansi(self, ink: Ink) -> Style:
        """The same with the terminal's own sixteen colours, or with none."""
        name, readable = _nearest_ansi(ink.hue) if ink.hue else ("", "")
        if ink.bracket:
            return Style(color=None if self.colourless else name, bold=True)
        plain = ink.hit and not (ink.selected or ink.cursor)
        style = Style(
            dim=(ink.quiet and not ink.hue) or (plain and self.colourless),
            bold=ink.selected or ink.bright or ink.hit or (self.colourless and ink.depth > 1),
            italic=bool(ink.outline),
            underline=ink.cursor or ink.depth > (0 if self.colourless else 1),
            reverse=ink.selected or ink.cursor or (plain and self.colourless),
        )
        if plain and not self.colourless:
            return style + Style(color="black", bgcolor="bright_yellow")
        if ink.hue and not self.colourless:
            style += Style(color=readable, bgcolor=name)
        elif ink.outline and not self.colourless:
            style += Style(underline=True)
        return style


def palette(variables: Mapping[str, str], *, ansi: bool, colourless: bool) -> Palette:
    """The styles for a theme, given its CSS variables."""

    def colour(name: str) -> Color:
        return Color.parse(variables[name])

    return Palette(colour("background"), colour("foreground"), colour("primary"), ansi, colourless)


def _nearest_ansi(hue: str) -> tuple[str, str]:
    red, green, blue = Color.parse(hue).normalized
    degrees = colorsys.rgb_to_hsv(red, green, blue)[0] * 360
    return _ANSI[round(degrees / 60) * 60 % 360]
