"""The two plots of a code's evaluation as SVG: readable in grey, and told in words besides."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.suggesting.evaluation_results import Bin, Figures

_SIZE, _LEFT, _TOP, _RIGHT, _BOTTOM = 200, 44, 12, 12, 40
_TICKS = (0.0, 0.5, 1.0)
_SMALLEST, _LARGEST = 2.5, 9.0


def reliability_plot(name: str, bins: Sequence[Bin]) -> str:
    """The share of units with the code against their mean score; larger dots are more units."""
    told = [each for each in bins if each.units]
    points = [(each.mean_score or 0.0, each.share or 0.0, each.units) for each in told]
    words = "; ".join(
        f"{units:,} scored {score:.2f} on average, of which {share:.2f} have it"
        for score, share, units in points
    )
    line = " ".join(f"{_x(score):.1f},{_y(share):.1f}" for score, share, _ in points)
    most = max((units for *_, units in points), default=1)
    dots = "".join(
        f'<circle cx="{_x(score):.1f}" cy="{_y(share):.1f}" '
        f'r="{_SMALLEST + (_LARGEST - _SMALLEST) * (units / most) ** 0.25:.1f}"/>'
        for score, share, units in points
    )
    drawn = (
        f'<line class="even" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
        f'<polyline points="{line}"/>{dots}'
    )
    return _plot(f"Reliability of {name}", words, "score", "share with the code", drawn)


def precision_recall_plot(
    name: str, curve: Sequence[tuple[float, float]], at_threshold: Figures, rate: float
) -> str:
    """Precision against recall over all thresholds; a square where the threshold is."""
    words = f"Average precision {_told(at_threshold.average_precision)}"
    line = " ".join(f"{_x(recall):.1f},{_y(precision):.1f}" for recall, precision in curve)
    drawn = (
        f'<line class="even" x1="{_x(0)}" y1="{_y(rate):.1f}" x2="{_x(1)}" y2="{_y(rate):.1f}"/>'
        f'<polyline points="{line}"/>'
    )
    if at_threshold.precision is not None and at_threshold.recall is not None:
        words += (
            f"; at the threshold precision {at_threshold.precision:.2f} and recall "
            f"{at_threshold.recall:.2f}"
        )
        drawn += (
            f'<rect x="{_x(at_threshold.recall) - 5:.1f}" y="{_y(at_threshold.precision) - 5:.1f}" '
            'width="10" height="10"/>'
        )
    words += f"; by chance precision would be {rate:.3f}"
    return _plot(f"Precision and recall of {name}", words, "recall", "precision", drawn)


def _plot(title: str, words: str, across: str, up: str, drawn: str) -> str:
    width, height = _LEFT + _SIZE + _RIGHT, _TOP + _SIZE + _BOTTOM
    axes = f'<rect class="frame" x="{_x(0)}" y="{_y(1)}" width="{_SIZE}" height="{_SIZE}"/>'
    for tick in _TICKS:
        axes += (
            f'<text x="{_x(tick)}" y="{_y(0) + 16}" text-anchor="middle">{tick:g}</text>'
            f'<text x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>'
        )
    middle = _TOP + _SIZE / 2
    axes += (
        f'<text x="{_LEFT + _SIZE / 2}" y="{height - 6}" text-anchor="middle">{across}</text>'
        f'<text transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">{up}</text>'
    )
    described = escape(f"{title}. {words}.")
    return (
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-label="{described}"><title>{escape(title)}</title><desc>{escape(words)}.</desc>'
        f"{axes}{drawn}</svg>"
    )


def _x(share: float) -> float:
    return _LEFT + share * _SIZE


def _y(share: float) -> float:
    return _TOP + (1 - share) * _SIZE


def _told(number: float | None) -> str:
    return "undefined" if number is None else f"{number:.2f}"
