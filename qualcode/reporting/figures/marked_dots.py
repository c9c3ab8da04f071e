"""Rows × groups as dots, the number beside each, and signs for those that stand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.errors import InputError
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
from qualcode.reporting.figures.names import most_used
from qualcode.reporting.labels import how_many
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARGIN = 0.1
_NARROWEST_NAMES, _WIDEST_NAMES = 5.0, 7.0
_ROW, _LOWEST_ROW, _LINE, _FOOT_LINE = 0.46, 0.34, 0.75, 0.38
_NARROWEST, _WIDEST = 1.9, 2.6
_MOST_GROUPS = 10
_TOLD = 5


@dataclass(frozen=True, slots=True)
class MarkedDots:
    """Numbers of rows by groups. `groups` have a value of each variable.

    `sizes` are what areas stand for, `told` the numbers as people read them, and `marks` "▲", "▼"
    or nothing. `key` says below the figure what signs mean. `area` says what areas stand for where
    it is not what is told. `alt` has the places of `CrosstabLabels.alt`, and `marks_alt` a sentence
    for each mark, with the place `{each}`.
    """

    title: str
    what: str
    variables: tuple[str, ...]
    rows: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    sizes: tuple[tuple[float, ...], ...]
    told: tuple[tuple[str, ...], ...]
    marks: tuple[tuple[str, ...], ...]
    key: tuple[str, ...]
    alt: str
    marks_alt: Mapping[str, str]
    area: str = ""


def marked_dots(dots: MarkedDots, language: str) -> Drawing:
    """A dot for each row and group. There are at most ten groups, else it cannot be drawn."""
    return Drawing(dots.title, alt_text(dots, language), partial(_draw, dots, language))


def alt_text(dots: MarkedDots, language: str) -> str:
    """The dots in words."""
    words, rows = result_labels_in(language), _shown(dots)
    if not rows:
        return words.no_codings
    places = [(row, column) for row in rows for column in range(len(dots.groups))]

    def named(found: Sequence[tuple[int, int]]) -> str:
        highest = sorted(found, key=lambda at: -dots.sizes[at[0]][at[1]])[:_TOLD]
        return "; ".join(
            f"{dots.rows[row]}, {' / '.join(dots.groups[column])} ({dots.told[row][column]})"
            for row, column in highest
        )

    told = dots.alt.format(
        what=dots.what,
        codes=how_many(len(rows), "codes", language),
        variables=" × ".join(dots.variables),
        groups=", ".join(map(" / ".join, dots.groups)),
    )
    sized = dots.area or words.most.format(most=named(places))
    sentences = [told, *_left_out(dots, language), sized]
    for mark, sentence in dots.marks_alt.items():
        if found := [at for at in places if dots.marks[at[0]][at[1]] == mark]:
            sentences.append(sentence.format(each=named(found)))
    return " ".join(sentences)


def _shown(dots: MarkedDots) -> list[int]:
    return most_used([sum(row) for row in dots.sizes])


def _left_out(dots: MarkedDots, language: str) -> list[str]:
    shown = len(_shown(dots))
    note = result_labels_in(language).shown_codes
    return [] if shown == len(dots.rows) else [note.format(shown=shown, all=len(dots.rows))]


def _draw(dots: MarkedDots, language: str) -> Figure:
    if len(dots.groups) > _MOST_GROUPS:
        raise InputError(
            f"{' × '.join(dots.variables)} makes {len(dots.groups)} groups; a figure has room for "
            f"{_MOST_GROUPS}.",
            remedy="Choose some with --where, or write a table.",
        )
    rows = _shown(dots)
    if not rows:
        figure = sheet(2)
        page(figure).text(_MARGIN, 1, result_labels_in(language).no_codings)
        return figure
    notes = [*_key_lines((*filter(None, [dots.area]), *dots.key)), *_left_out(dots, language)]
    head = 0.7 + _LINE * len(dots.variables)
    foot = 0.15 + _FOOT_LINE * len(notes)
    down = max(min(_ROW, (HIGHEST - head - foot) / len(rows)), _LOWEST_ROW)
    figure = sheet(head + len(rows) * down + foot)
    paper = page(figure)
    longest = max(text_width(dots.rows[row], TEXT) for row in rows) + 0.3
    names = min(max(longest, _NARROWEST_NAMES), _WIDEST_NAMES)
    names = max(min(names, WIDTH - _MARGIN - len(dots.groups) * _NARROWEST), _NARROWEST_NAMES)
    across = min((WIDTH - names - _MARGIN) / len(dots.groups), _WIDEST)
    _headings(paper, dots, head, names, across)
    _rows(paper, dots, rows, head, names, across, down)
    for line, note in enumerate(notes):
        middle = head + len(rows) * down + 0.1 + (line + 0.5) * _FOOT_LINE
        paper.text(_MARGIN, middle, note, size=SMALL, va="center")
    return figure


def _key_lines(key: Sequence[str]) -> list[str]:
    """The key in as few lines as it takes."""
    lines: list[str] = []
    for each in key:
        longer = f"{lines[-1]}     {each}" if lines else each
        if lines and text_width(longer, SMALL) <= WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(fitted(each, WIDTH - 2 * _MARGIN, SMALL))
    return lines


def _headings(paper: Axes, dots: MarkedDots, head: float, names: float, across: float) -> None:
    what = fitted(dots.what[:1].upper() + dots.what[1:], (names - 0.3) / 1.12, TEXT, lines=2)
    paper.text(_MARGIN, head - 0.2, what, va="bottom", weight="bold", linespacing=1.15)
    middle = names + len(dots.groups) * across / 2
    variables = fitted(" × ".join(dots.variables), WIDTH - names, TEXT)
    paper.text(middle, 0.15, variables, ha="center", va="top", weight="bold")
    last = len(dots.variables) - 1
    for level in range(len(dots.variables)):
        bottom = head - 0.2 - (last - level) * _LINE
        column = 0
        values = [
            (value[-1], sum(1 for _ in same) * across)
            for value, same in groupby(group[: level + 1] for group in dots.groups)
        ]
        whole = all("…" not in fitted(value, wide - 0.1, TEXT, lines=2) for value, wide in values)
        size = TEXT if whole else SMALL
        for value, wide in values:
            left = names + column * across
            text = fitted(value, wide - 0.1, size, lines=2)
            paper.text(
                left + wide / 2, bottom, text, size=size, ha="center", va="bottom", linespacing=1.1
            )
            if level < last:
                under = bottom + 0.1
                paper.plot((left + 0.1, left + wide - 0.1), (under, under), color=INK, lw=0.5)
            column += round(wide / across)


def _rows(
    paper: Axes,
    dots: MarkedDots,
    rows: Sequence[int],
    head: float,
    names: float,
    across: float,
    down: float,
) -> None:
    from matplotlib.patches import Circle

    highest = max(max(dots.sizes[row]) for row in rows)
    colours = {"▲": shades()[-1], "▼": "white", "": shades()[2]}
    edge = shades()[-1]
    right = names + len(dots.groups) * across
    longest = max(
        text_width(f"{dots.told[row][column]} ▲", SMALL)
        for row in rows
        for column in range(len(dots.groups))
    )
    largest = max(min(0.44 * down, (across - longest - 0.18) / 2), 0.06)
    used = 2 * largest + 0.08 + longest
    for place, row in enumerate(rows):
        middle = head + (place + 0.5) * down
        paper.plot((_MARGIN, right), (middle + down / 2,) * 2, color=FAINT, lw=0.4, zorder=0)
        paper.text(_MARGIN, middle, fitted(dots.rows[row], names - 0.3, TEXT), va="center")
        for column, size in enumerate(dots.sizes[row]):
            mark, told = dots.marks[row][column], dots.told[row][column]
            if not size and not mark:
                continue
            left = names + column * across + max((across - used) / 2, 0)
            centre = left + largest
            if size:
                radius = max(largest * (size / highest) ** 0.5, 0.03)
                paper.add_patch(
                    Circle(
                        (centre, middle), radius, facecolor=colours[mark], edgecolor=edge, lw=0.5
                    )
                )
            weight = "bold" if mark else "normal"
            text = f"{told} {mark}" if mark else told
            paper.text(
                centre + largest + 0.08, middle, text, size=SMALL, va="center", weight=weight
            )
    paper.plot((_MARGIN, right), (head, head), color=FAINT, lw=0.4, zorder=0)
