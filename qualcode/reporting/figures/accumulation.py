"""How codes accumulate over interviews: curve, band and bars, a panel for each group."""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.errors import InputError
from qualcode.reporting.figures.canvas import (
    FAINT,
    INK,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    page,
    shades,
    sheet,
    text_width,
)
from qualcode.reporting.labels import how_many
from qualcode.reporting.report import Drawing
from qualcode.reporting.saturation_labels import saturation_labels_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.analysis.saturation import Accumulated, Saturation

MOST_UNITS = 200
_MOST_GROUPS = 8
_MARGIN, _NUMBERS, _BETWEEN = 0.1, 0.9, 0.5
_KEY, _HIGH, _LOW, _TITLE, _NAMES, _NO_NAMES = 0.7, 6.0, 3.4, 0.6, 2.2, 0.7
_MOST_NAMES = 40
_WIDEST_BAR = 0.9
_BAND, _TOLD = "#dddddd", 6


def accumulation(result: Saturation, language: str) -> Drawing:
    """The curve of all units, and below it those of the groups."""
    words = saturation_labels_in(language)
    title = words.title.format(one=words.one[result.unit])
    return Drawing(title, alt_text(result, language), partial(_draw, result, language))


def alt_text(result: Saturation, language: str) -> str:
    """The curves in words."""
    words = saturation_labels_in(language)
    told = [words.curve_alt.format(each=words.each[result.unit])]
    for each in _shown(result)[: _TOLD + 1]:
        seen = each.seen
        told.append(
            words.curve_alt_of.format(
                who=name_of(each, result, language),
                first=how_many(int(seen[0]), "codes", language),
                codes=int(seen[-1]),
                units=len(seen),
                half=int(np.searchsorted(seen, seen[-1] / 2)) + 1,
            )
        )
    return " ".join(told)


def name_of(each: Accumulated, result: Saturation, language: str) -> str:
    """What the units of a group are called together."""
    from qualcode.reporting.result_labels import result_labels_in

    if not each.group:
        return saturation_labels_in(language).everything
    without = result_labels_in(language).without.format(variable=result.group_variable)
    return without if each.group[0] is None else each.group[0]


def _shown(result: Saturation) -> tuple[Accumulated, ...]:
    return result.accumulated[: _MOST_GROUPS + 1]


def _draw(result: Saturation, language: str) -> Figure:
    words = saturation_labels_in(language)
    if len(result.all.units) > MOST_UNITS:
        raise InputError(
            words.too_many_units.format(
                number=how_many(len(result.all.units), f"{result.unit}s", language),
                limit=MOST_UNITS,
            ),
            remedy="Choose some with --where or --source, or write a table.",
        )
    groups = _shown(result)[1:]
    names = _room_for_names(result.all)
    first = _KEY + _TITLE + _HIGH + names
    row = _TITLE + _LOW + _NO_NAMES
    left_out = len(result.groups) > len(groups)
    figure = sheet(first + ceil(len(groups) / 2) * row + (0.5 if left_out else 0))
    paper = page(figure)
    _key(paper, language)
    highest = max(result.available, 1)
    whole = WIDTH - _NUMBERS - _MARGIN
    _panel(paper, result.all, result, language, (_NUMBERS, _KEY, whole, _HIGH), highest, names)
    half = (WIDTH - 2 * _NUMBERS - _BETWEEN - _MARGIN) / 2
    for place, each in enumerate(groups):
        left = _NUMBERS + (place % 2) * (half + _BETWEEN + _NUMBERS)
        top = first + place // 2 * row
        _panel(paper, each, result, language, (left, top, half, _LOW), highest, 0)
    if left_out:
        note = words.too_many_groups.format(shown=len(groups), all=len(result.groups))
        bottom = first + ceil(len(groups) / 2) * row + 0.4
        paper.text(_MARGIN, bottom, note, size=SMALL, va="bottom")
    return figure


def _room_for_names(each: Accumulated) -> float:
    if len(each.units) > _MOST_NAMES:
        return _NO_NAMES
    return min(max(text_width(name, SMALL) for name in each.units) + 0.4, _NAMES)


def _panel(
    paper: Axes,
    each: Accumulated,
    result: Saturation,
    language: str,
    place: tuple[float, float, float, float],
    highest: int,
    names: float,
) -> None:
    """A panel at left, top, width and height in centimetres, its title above it."""
    from matplotlib.patches import Rectangle

    words = saturation_labels_in(language)
    left, top, width, height = place
    top += _TITLE
    units = len(each.units)
    step = width / units
    across = left + (np.arange(units) + 0.5) * step

    def down(number: float) -> float:
        return top + height - height * number / (1.06 * highest)

    if result.groups:
        title = fitted(name_of(each, result, language), width, TEXT)
        paper.text(left, top - 0.2, title, va="bottom", weight="bold")
    for number in _ticks(highest, int(height / 0.7)):
        paper.plot((left, left + width), (down(number),) * 2, color=FAINT, lw=0.4, zorder=0)
        paper.text(left - 0.12, down(number), str(number), ha="right", va="center", size=SMALL)
    edges = np.concatenate(([left], across, [left + width]))
    spread = [np.concatenate((ends[:1], ends, ends[-1:])) for ends in (each.low, each.high)]
    paper.fill_between(
        edges,
        [down(number) for number in spread[0]],
        [down(number) for number in spread[1]],
        color=_BAND,
        lw=0,
        zorder=1,
    )
    dark, wide = shades()[-1], min(0.6 * step, _WIDEST_BAR)
    for at, number in zip(across, each.new.tolist(), strict=True):
        bar = Rectangle(
            (at - wide / 2, down(number)),
            wide,
            down(0) - down(number),
            facecolor=shades()[2],
            edgecolor=dark,
            lw=0.4 if number else 0,
            zorder=2,
        )
        paper.add_patch(bar)
    ceiling = down(result.available)
    paper.plot((left, left + width), (ceiling, ceiling), color=INK, lw=0.6, ls=(0, (1, 2)))
    if names:
        told = words.in_codebook.format(number=result.available)
        paper.text(left + width, ceiling - 0.06, told, ha="right", va="bottom", size=SMALL)
    expected = [down(number) for number in each.expected]
    paper.plot(across, expected, color=INK, lw=0.8, ls=(0, (4, 2)), zorder=3)
    seen = [down(number) for number in each.seen]
    dot = 2.6 if units <= _MOST_NAMES else 0
    paper.plot(across, seen, color=dark, lw=1.4, zorder=4, marker="o", ms=dot)
    paper.plot((left, left + width), (down(0),) * 2, color=INK, lw=0.6, zorder=5)
    reached = each.criterion.reached
    if reached is not None:
        told = f"{words.threshold} {reached}+{each.criterion.run}"
        paper.plot((across[reached - 1],) * 2, (seen[reached - 1], down(0)), color=INK, lw=0.5)
        paper.text(
            across[reached - 1] + 0.1,
            (seen[reached - 1] + down(0)) / 2,
            told,
            va="center",
            size=SMALL,
            zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
    _below(paper, each, across, down(0), names)


def _below(
    paper: Axes, each: Accumulated, across: npt.NDArray[np.floating], bottom: float, names: float
) -> None:
    """The names of the units, where there is room for them; else their numbers."""
    if names and len(each.units) <= _MOST_NAMES:
        for at, name in zip(across, each.units, strict=True):
            text = fitted(name, names - 0.25, SMALL)
            paper.text(at, bottom + 0.12, text, rotation=90, ha="center", va="top", size=SMALL)
        return
    step = float(across[1] - across[0]) if len(across) > 1 else WIDTH
    every = max(ceil(text_width("000", SMALL) * 1.3 / step), 1)
    for place in range(0, len(across), every):
        paper.text(across[place], bottom + 0.12, str(place + 1), ha="center", va="top", size=SMALL)


def _ticks(highest: int, most: int) -> range:
    """Whole numbers from 0 up to the highest, at most so many, in steps that people count in."""
    step = 1
    for step in (10**power * first for power in range(7) for first in (1, 2, 5)):
        if highest / step <= max(most, 1):
            break
    return range(0, highest + 1, step)


def _key(paper: Axes, language: str) -> None:
    from matplotlib.patches import Rectangle

    words = saturation_labels_in(language)
    dark = shades()[-1]
    left, middle = _MARGIN, 0.3
    for kind, name in (
        ("line", words.observed),
        ("dashed", words.expected),
        ("band", words.band),
        ("bar", words.new_codes),
    ):
        if kind in ("band", "bar"):
            colour, edge = (_BAND, "none") if kind == "band" else (shades()[2], dark)
            box = (left + 0.1, middle - 0.14)
            paper.add_patch(Rectangle(box, 0.4, 0.28, facecolor=colour, edgecolor=edge, lw=0.4))
        elif kind == "line":
            paper.plot((left, left + 0.6), (middle, middle), color=dark, lw=1.4)
            paper.plot((left + 0.3,), (middle,), color=dark, marker="o", ms=2.6)
        else:
            paper.plot((left, left + 0.6), (middle, middle), color=INK, lw=0.8, ls=(0, (4, 2)))
        paper.text(left + 0.72, middle, name, va="center")
        left += 0.72 + text_width(name, TEXT) + 0.45
