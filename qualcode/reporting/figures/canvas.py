"""What a figure is drawn on: size, fonts and colours, and how it becomes SVG or PNG."""

from __future__ import annotations

import logging
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from qualcode.reporting.shades import STEPS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.reporting.report import Drawing

WIDTH = 16.0
"""Of every figure, in centimetres: the text of an A4 page."""

HIGHEST = 23.0
"""Of any figure, in centimetres."""

TEXT = 7.5
SMALL = 6.5
INK = "#1a1a1a"
FAINT = "#c8c8c8"
_DPI = 300
_LIGHTEST, _DARKEST = 0.12, 1.0  # of cividis turned round: dark is much, as ink on paper
_CENTIMETRE = 1 / 2.54  # inches
_drawing = Lock()  # Matplotlib's settings are global, and exports run in threads


def svg(drawing: Drawing) -> bytes:
    """A figure as SVG, its letters as outlines, with a text for those who cannot see it."""

    def save(figure: Figure, out: BytesIO) -> None:
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})

    image = _rendered(drawing, save).decode()
    title, alt = escape(drawing.title), escape(drawing.alt)
    _, _, image = image.partition("<svg ")  # what stands before it has no place within a page
    attributes, _, content = image.partition(">\n")
    return (
        f'<svg role="img" aria-label="{title}. {alt}" {attributes}>\n'
        f" <title>{title}</title>\n <desc>{alt}</desc>\n{content}"
    ).encode()


def png(drawing: Drawing) -> bytes:
    """A figure as PNG, 300 dots an inch, with its title and what it shows as texts within."""

    def save(figure: Figure, out: BytesIO) -> None:
        about = {"Software": None, "Title": drawing.title, "Description": drawing.alt}
        figure.savefig(out, format="png", dpi=_DPI, metadata=about)

    return _rendered(drawing, save)


def sheet(height: float) -> Figure:
    """An empty figure of some height in centimetres."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH * _CENTIMETRE, height * _CENTIMETRE), facecolor="white")


def axes(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes without frame or ticks at a place in centimetres from the upper left corner."""
    whole = figure.get_figheight() / _CENTIMETRE
    place = (left / WIDTH, 1 - (top + height) / whole, width / WIDTH, height / whole)
    made = figure.add_axes(place)
    made.set_axis_off()
    return made


def page(figure: Figure) -> Axes:
    """Axes over the whole figure whose units are centimetres from the upper left corner."""
    height = figure.get_figheight() / _CENTIMETRE
    made = axes(figure, 0, 0, WIDTH, height)
    made.set_xlim(0, WIDTH)
    made.set_ylim(height, 0)
    return made


def shades(number: int = STEPS) -> list[str]:
    """So many colours from light to dark, each darker than the one before, also in grey."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    places = np.linspace(_LIGHTEST, _DARKEST, STEPS)[STEPS - number :]
    return [to_hex(colormaps["cividis_r"](place)) for place in places]


def ink_on(colour: str) -> str:
    """Black or white, whichever can be read on a colour."""
    return INK if luminance(colour) > 0.3 else "white"


def luminance(colour: str) -> float:
    """How light a colour is, 0 to 1 (relative luminance, WCAG 2)."""
    from matplotlib.colors import to_rgb

    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """How wide a line of text is, in centimetres; `size` in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # a letter that the font lacks becomes a box
        width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72 * 2.54


def fitted(text: str, width: float, size: float, lines: int = 1) -> str:
    """Text broken to a width in centimetres; what does not fit in the lines ends in an ellipsis."""
    broken = _broken(text, width, size, lines)
    while "\n" in broken:  # lines of about the same length
        width -= 0.2
        tighter = _broken(text, width, size, lines)
        if tighter.count("\n") > broken.count("\n") or "…" in tighter:
            break
        broken = tighter
    return broken


def _broken(text: str, width: float, size: float, lines: int) -> str:
    words = text.split()
    done: list[str] = []
    while words and len(done) < lines:
        taken = len(words)
        if len(done) < lines - 1:  # the last line takes what is left, cut if it must be
            while taken > 1 and text_width(" ".join(words[:taken]), size) > width:
                taken -= 1
        done.append(_cut(" ".join(words[:taken]), width, size))
        words = words[taken:]
    return "\n".join(done)


def _cut(line: str, width: float, size: float) -> str:
    if text_width(line, size) <= width:
        return line
    fits = bisect_right(range(len(line)), width, key=lambda end: text_width(line[:end] + "…", size))
    return line[: max(fits - 1, 0)].rstrip() + "…"


def _rendered(drawing: Drawing, save: Callable[[Figure, BytesIO], None]) -> bytes:
    out = BytesIO()
    with _settings():
        save(drawing.draw(), out)
    return out.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    """Draw with Matplotlib's own settings and ours, whatever the user's are; put theirs back."""
    with _drawing, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # a letter that the font lacks becomes a box
        log = logging.getLogger("matplotlib")
        level = log.level
        log.setLevel(logging.ERROR)  # it works without a home to write to, but says so
        try:
            import matplotlib as mpl

            with mpl.rc_context():
                mpl.rcdefaults()
                mpl.rcParams.update(
                    {
                        "font.family": "DejaVu Sans",  # comes with Matplotlib
                        "font.size": TEXT,
                        "text.color": INK,
                        "text.parse_math": False,  # a dollar sign in a code's name is just that
                        "svg.fonttype": "path",
                        "svg.hashsalt": "qualcode",
                    }
                )
                yield
        finally:
            log.setLevel(level)
