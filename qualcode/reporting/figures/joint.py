"""A joint display as dots: per cent in the survey, and the share of interviewed cases beside it.

What is what shows in the shapes, so that it can be read in grey: a filled circle is the survey,
open shapes are codes. Sheets are as high as a page; an indicator stands on one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from qualcode.reporting.figures.canvas import (
    FAINT,
    HIGHEST,
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
from qualcode.reporting.figures.names import code_names
from qualcode.reporting.joint_labels import joint_labels_in, percent_text
from qualcode.reporting.labels import how_many
from qualcode.reporting.report import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.analysis.joint_display import JointDisplay, JointIndicator, Line
    from qualcode.reporting.joint_labels import JointLabels

_MARGIN, _LEFT, _RIGHT = 0.1, 3.9, 10.7
_PERCENT_AT, _CASES_FROM = 12.6, 13.1
_HEAD, _FOOT, _ROW, _GAP = 1.4, 0.1, 0.39, 0.26
_NAME_LINE, _KEY_LINE = 0.36, 0.4
_SHAPES = ("D", "s", "^")
_DOT, _OPEN = 4.8, 6.2
_TOLD = 6
_GREY = "#5a5a5a"


def joint_figures(result: JointDisplay, language: str) -> tuple[Drawing, ...]:
    """As many sheets as it takes, in the order of the indicators."""
    words, sheets = joint_labels_in(language), list(_sheets(result.indicators))
    drawings = []
    for number, indicators in enumerate(sheets, 1):
        part = words.part.format(part=number, parts=len(sheets)) if len(sheets) > 1 else ""
        title = f"{words.title}, {part}" if part else words.title
        draw = partial(_draw, indicators, words, part)
        drawings.append(Drawing(title, _alt(indicators, words, language), draw))
    return tuple(drawings)


def _sheets(indicators: Sequence[JointIndicator]) -> Iterator[list[JointIndicator]]:
    together: list[JointIndicator] = []
    height = _HEAD + _FOOT
    for indicator in indicators:
        for piece in _pieces(indicator):
            needed = _height(piece)
            if together and height + needed > HIGHEST:
                yield together
                together, height = [], _HEAD + _FOOT
            together.append(piece)
            height += needed
    yield together


def _pieces(indicator: JointIndicator) -> Iterator[JointIndicator]:
    """An indicator in as many parts as it takes to have each on one sheet."""
    from dataclasses import replace

    most = int((HIGHEST - _HEAD - _FOOT - 4 * _NAME_LINE - _KEY_LINE - _GAP) / _ROW)
    for start in range(0, max(len(indicator.lines), 1), most):
        yield replace(indicator, lines=indicator.lines[start : start + most])


def _height(indicator: JointIndicator) -> float:
    name = _name(indicator).count("\n") + 1
    return name * _NAME_LINE + _KEY_LINE + len(indicator.lines) * _ROW + _GAP


def _name(indicator: JointIndicator) -> str:
    return fitted(indicator.name, (WIDTH - 2 * _MARGIN) / 1.12, TEXT, lines=2)


def _alt(indicators: Sequence[JointIndicator], words: JointLabels, language: str) -> str:
    lines = [(indicator, line) for indicator in indicators for line in indicator.lines]
    told = [
        words.alt.format(
            indicators=how_many(len(indicators), "indicators", language),
            lines=how_many(len(lines), "rows", language),
        )
    ]
    for indicator, line in [each for each in lines if each[1].figure][:_TOLD]:
        themes = [
            f"{theme.code.name} {_cases(line, index, words)}"
            for index, theme in enumerate(line.themes[: len(_SHAPES)])
        ]
        sentence = words.alt_line.format(
            indicator=indicator.name,
            group=line.group,
            year=line.year or words.no_year,
            survey=f"{_percent(line, words)} %",
            themes=", ".join(themes) if line.interviews.sources else words.no_interviews,
        )
        told.append(f"{sentence}.")
    return " ".join(told)


def _percent(line: Line, words: JointLabels) -> str:
    if line.figure is None:
        return words.no_figure
    about = f"{words.about} " if line.figure.approximate else ""
    return about + percent_text(line.figure.percent, words)


def _cases(line: Line, index: int, words: JointLabels) -> str:
    if line.themes[index].share is None:
        return words.no_cases
    cases = line.themes[index].cases
    return words.cases_of.format(number=cases, all=line.interviews.cases)


def _draw(indicators: Sequence[JointIndicator], words: JointLabels, part: str) -> Figure:
    figure = sheet(_HEAD + sum(map(_height, indicators)) + _FOOT)
    paper = page(figure)
    _head(paper, words, part)
    top = _HEAD
    for indicator in indicators:
        top = _indicator(paper, indicator, words, top)
    return figure


def _head(paper: Axes, words: JointLabels, part: str) -> None:
    left = _MARGIN + 0.15
    _dot(paper, left, 0.3)
    paper.text(left + 0.25, 0.3, words.survey_key, va="center")
    left += 0.25 + text_width(words.survey_key, TEXT) + 0.6
    for shape in _SHAPES:
        _open(paper, left, 0.3, shape)
        left += 0.42
    paper.text(left - 0.1, 0.3, words.cases_key, va="center")
    if part:
        paper.text(WIDTH - _MARGIN, 0.3, part, size=SMALL, ha="right", va="center")
    for percent in (0, 25, 50, 75, 100):
        sign = " %" if percent == 100 else ""
        paper.text(_at(percent), _HEAD - 0.15, f"{percent}{sign}", size=SMALL, ha="center")
    paper.text(_PERCENT_AT, _HEAD - 0.15, words.survey_head, size=SMALL, ha="right")
    head = fitted(words.cases_head, WIDTH - _CASES_FROM - _MARGIN, SMALL, lines=2)
    paper.text(_CASES_FROM, _HEAD - 0.15, head, size=SMALL)


def _indicator(paper: Axes, indicator: JointIndicator, words: JointLabels, top: float) -> float:
    """Draw an indicator from a height on; gives the height where the next begins."""
    name = _name(indicator)
    paper.text(_MARGIN, top + 0.05, name, va="top", weight="bold", linespacing=1.15)
    top += (name.count("\n") + 1) * _NAME_LINE
    _key(paper, indicator, words, top + _KEY_LINE / 2)
    top += _KEY_LINE
    foot = top + len(indicator.lines) * _ROW
    for percent in (0, 25, 50, 75, 100):
        paper.plot((_at(percent),) * 2, (top, foot), color=FAINT, lw=0.5, zorder=0)
    for place, line in enumerate(indicator.lines):
        middle = top + (place + 0.5) * _ROW
        paper.plot((_MARGIN, WIDTH - _MARGIN), (middle + _ROW / 2,) * 2, color=FAINT, lw=0.3)
        _line(paper, line, words, middle)
    return foot + _GAP


def _key(paper: Axes, indicator: JointIndicator, words: JointLabels, middle: float) -> None:
    """Which shape is which code, and how the researchers see the findings fit."""
    fits = dict.fromkeys(words.fits[note.fit] for note in indicator.notes)
    fit = f"{words.fit}: {', '.join(fits)}" if fits else ""
    right = WIDTH - _MARGIN
    if fit:
        paper.text(right, middle, fit, size=SMALL, ha="right", va="center", style="italic")
        right -= text_width(fit, SMALL) + 0.4
    names = code_names(indicator.codes)[: len(_SHAPES)]
    if more := len(indicator.codes) - len(names):
        told = words.more_codes.format(number=more)
        right -= text_width(told, SMALL) + 0.2
        paper.text(right + 0.2, middle, told, size=SMALL, va="center")
    left = _MARGIN + 0.15
    across = (right - left) / len(names)
    for shape, name in zip(_SHAPES, names, strict=False):
        _open(paper, left, middle, shape)
        text = fitted(name, across - 0.5, SMALL)
        paper.text(left + 0.25, middle, text, size=SMALL, va="center")
        left += 0.25 + text_width(text, SMALL) + 0.45


def _line(paper: Axes, line: Line, words: JointLabels, middle: float) -> None:
    year = line.year or words.no_year
    group = fitted(line.group, _LEFT - 0.6 - text_width(year, TEXT), TEXT)
    paper.text(_MARGIN, middle, group, va="center")
    paper.text(_LEFT - 0.35, middle, year, va="center", ha="right")
    shown = line.themes[: len(_SHAPES)]
    if line.interviews.sources:
        across = (WIDTH - _CASES_FROM - _MARGIN) / len(shown)
        for index, (shape, theme) in enumerate(zip(_SHAPES, shown, strict=False)):
            left = _CASES_FROM + index * across
            text = fitted(_cases(line, index, words), across, SMALL)
            paper.text(left, middle, text, size=SMALL, va="center")
            if theme.share is not None:
                _open(paper, _at(100 * theme.share), middle, shape)
    else:
        _absent(paper, _CASES_FROM, middle, words.no_interviews, "left")
    if line.figure is None:
        _absent(paper, _PERCENT_AT, middle, words.no_figure, "right")
    else:
        _dot(paper, _at(line.figure.percent), middle)
        text = _percent(line, words)
        paper.text(_PERCENT_AT, middle, text, size=SMALL, ha="right", va="center")


def _absent(paper: Axes, left: float, middle: float, told: str, side: str) -> None:
    text = paper.text(left, middle, told, size=SMALL, ha=side, va="center")
    text.set(style="italic", color=_GREY)


def _at(percent: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * percent / 100


def _dot(paper: Axes, left: float, middle: float) -> None:
    paper.plot(left, middle, "o", ms=_DOT, mfc=shades()[-1], mec="white", mew=0.5, zorder=3)


def _open(paper: Axes, left: float, middle: float, shape: str) -> None:
    paper.plot(left, middle, shape, ms=_OPEN, mfc="none", mec=INK, mew=0.9, zorder=4)
