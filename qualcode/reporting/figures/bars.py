"""How often codes are used, as bars: dark for the code alone, light for the codes under it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualcode.reporting.figures.canvas import (
    FAINT,
    HIGHEST,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    page,
    shades,
    sheet,
    text_width,
)
from qualcode.reporting.figures.names import most_used
from qualcode.reporting.labels import how_many
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.analysis.frequencies import Frequencies, Frequency

_MARGIN, _NAMES, _NUMBERS = 0.1, 6.4, 1.3
_HEAD, _FOOT = 0.9, 0.6
_ROW, _LOWEST_ROW, _INDENT = 0.42, 0.34, 0.3
_TOLD = 5


def bars(result: Frequencies, language: str) -> Drawing:
    """A bar for each code that is used, in the codebook's order, indented as there."""
    words = result_labels_in(language)
    return Drawing(words.frequencies, alt_text(result, language), partial(_draw, result, language))


def alt_text(result: Frequencies, language: str) -> str:
    """The bars in words."""
    words, rows = result_labels_in(language), _shown(result)
    if not rows:
        return words.no_codings
    highest = sorted(rows, key=lambda row: -row.codings)[:_TOLD]
    most = "; ".join(f"{row.code.name} ({row.codings})" for row in highest)
    return " ".join(
        [
            words.bars_alt.format(codes=how_many(len(rows), "codes", language)),
            *_left_out(result, language),
            words.most.format(most=most),
        ]
    )


def _shown(result: Frequencies) -> list[Frequency]:
    return [result.rows[place] for place in most_used([row.all_codings for row in result.rows])]


def _left_out(result: Frequencies, language: str) -> list[str]:
    shown = len(_shown(result))
    note = result_labels_in(language).shown_codes
    whole = shown == len(result.rows)
    return [] if whole else [note.format(shown=shown, all=len(result.rows))]


def _draw(result: Frequencies, language: str) -> Figure:
    rows, words = _shown(result), result_labels_in(language)
    if not rows:
        figure = sheet(2)
        page(figure).text(_MARGIN, 1, words.no_codings)
        return figure
    down = max(min(_ROW, (HIGHEST - _HEAD - _FOOT) / len(rows)), _LOWEST_ROW)
    figure = sheet(_HEAD + len(rows) * down + _FOOT)
    paper = page(figure)
    _rows(paper, rows, down)
    _key(paper, words.counted["codings"].capitalize(), (words.alone, words.with_subcodes))
    for note in _left_out(result, language):
        bottom = _HEAD + len(rows) * down + _FOOT - 0.1
        paper.text(_MARGIN, bottom, note, size=SMALL, va="bottom")
    return figure


def _rows(paper: Axes, rows: Sequence[Frequency], down: float) -> None:
    from matplotlib.patches import Rectangle

    light, dark = shades()[0], shades()[-1]
    left = _NAMES + _MARGIN
    longest = WIDTH - left - _NUMBERS
    highest = max(row.all_codings for row in rows)
    for place, row in enumerate(rows):
        middle, top = _HEAD + (place + 0.5) * down, _HEAD + (place + 0.18) * down
        indent = _MARGIN + _INDENT * row.code.depth
        name = fitted(row.code.name, _NAMES - indent - 0.1, TEXT)
        weight = "bold" if row.code.depth == 0 and row.all_codings > row.codings else "normal"
        if weight == "bold":
            name = fitted(row.code.name, (_NAMES - indent - 0.1) / 1.12, TEXT)
        paper.text(indent, middle, name, va="center", weight=weight)
        for number, colour in ((row.all_codings, light), (row.codings, dark)):
            bar = Rectangle(
                (left, top),
                longest * number / highest,
                0.64 * down,
                facecolor=colour,
                edgecolor=dark if number else "none",
                lw=0.4,
            )
            paper.add_patch(bar)
        under = row.all_codings > row.codings
        told = f"{row.codings} · {row.all_codings}" if under else str(row.codings)
        end = left + longest * row.all_codings / highest + 0.1
        paper.text(end, middle, told, size=SMALL, va="center")
    foot = _HEAD + len(rows) * down
    paper.plot((left, left), (_HEAD, foot), color=FAINT, lw=0.6, zorder=0)


def _key(paper: Axes, counted: str, names: tuple[str, str]) -> None:
    from matplotlib.patches import Rectangle

    left = _NAMES + _MARGIN
    paper.text(left, 0.3, counted, va="center", weight="bold")
    left += text_width(counted, TEXT) * 1.12 + 0.5
    dark, light = shades()[-1], shades()[0]
    for name, colour in zip(names, (dark, light), strict=True):
        paper.add_patch(Rectangle((left, 0.15), 0.5, 0.3, facecolor=colour, edgecolor=dark, lw=0.4))
        paper.text(left + 0.62, 0.3, name, va="center")
        left += 0.62 + text_width(name, TEXT) + 0.5
