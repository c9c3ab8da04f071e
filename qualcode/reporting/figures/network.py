"""The co-occurrence of codes as a network: codes that occur together stand near each other.

Where direction counts, arrows go from A to B.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.reporting.cooccurrence_labels import cooccurrence_labels_in
from qualcode.reporting.figures.canvas import (
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
from qualcode.reporting.figures.pairs import linked, own, strongest, together
from qualcode.reporting.report import Drawing
from qualcode.reporting.result_labels import result_labels_in
from qualcode.reporting.shades import STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.analysis.cooccurrence import Cooccurrence

    Points = npt.NDArray[np.float64]
    Box = tuple[float, float, float, float]
    Ends = Sequence[tuple[int, int]]

_MOST_LINKS = 60
_HEIGHT, _MARGIN, _SIDE, _FOOT = 14.0, 0.9, 2.2, 1.0
_SMALLEST, _LARGEST = 0.09, 0.36  # radius of a code
_THINNEST, _THICKEST = 0.6, 5.0
_LABEL = 3.6
_ROOM = np.array([2.6, 1.25])  # half of it on each side of a code
_PUSHES = 300
_MOVES = 5
_ON_LINK, _SAMPLES = 0.12, 40  # what a centimetre of link under a name costs, in square centimetres
_ON_OTHER = 4  # how much worse a name lies on circles and names than beside them
_LINE = 0.3
_POINTS = 72 / 2.54  # in a centimetre
_SEED = 1


def network(result: Cooccurrence, language: str) -> Drawing:
    """A network of the codes that are in the strongest links."""
    title = cooccurrence_labels_in(language).title
    return Drawing(title, alt_text(result, language), partial(_draw, result, language))


def alt_text(result: Cooccurrence, language: str) -> str:
    """The network in words."""
    if not result.codes:
        return result_labels_in(language).no_codings
    links = linked(result)[:_MOST_LINKS]
    told = cooccurrence_labels_in(language).network_alt.format(
        codes=len(_nodes(links)), links=len(links), together=together(result, language)
    )
    return " ".join([told, *_left_out(result, language), *strongest(result, language)])


def _nodes(links: Sequence[tuple[int, int, int]]) -> list[int]:
    return sorted({end for link in links for end in link[:2]})


def _left_out(result: Cooccurrence, language: str) -> list[str]:
    words, links = cooccurrence_labels_in(language), linked(result)
    alone = len(result.codes) - len(_nodes(links[:_MOST_LINKS]))
    notes = []
    if len(links) > _MOST_LINKS:
        notes.append(words.strongest_links.format(shown=_MOST_LINKS, all=len(links)))
    if alone:
        notes.append(words.not_shown_links.format(number=alone))
    return notes


def _draw(result: Cooccurrence, language: str) -> Figure:
    figure = sheet(_HEIGHT)
    paper = page(figure)
    links = linked(result)[:_MOST_LINKS]
    nodes = _nodes(links)
    foot = _left_out(result, language)
    if nodes:
        counted = {"together": together(result, language), "own": own(result, language)}
        foot.insert(0, cooccurrence_labels_in(language).strength.format(**counted))
    else:
        foot.insert(0, result_labels_in(language).no_codings)
    text = fitted(" ".join(foot), WIDTH - 0.4, SMALL, lines=2)
    paper.text(0.2, _HEIGHT - 0.15, text, size=SMALL, va="bottom", linespacing=1.3)
    if nodes:
        place = {node: number for number, node in enumerate(nodes)}
        points = _layout(links, place)
        radii = _radii(result, nodes)
        if result.directed:
            _arrows(paper, links, points, radii, place)
        else:
            _links(paper, links, points, place)
        _codes(paper, points, radii)
        names = code_names([result.codes[node] for node in nodes])
        _labels(paper, names, points, radii, [(place[i], place[j]) for i, j, _ in links])
    return figure


def _layout(links: Sequence[tuple[int, int, int]], place: dict[int, int]) -> Points:
    """Places in centimetres by the strength of links, n12, as springs."""
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(range(len(place)))
    together: dict[tuple[int, int], int] = {}
    for i, j, number in links:
        pair = (min(place[i], place[j]), max(place[i], place[j]))
        together[pair] = together.get(pair, 0) + number
    graph.add_weighted_edges_from(
        (*pair, number**0.5)
        for pair, number in together.items()  # so that the top does not rule
    )
    found = nx.spring_layout(
        graph, k=2.2 / len(place) ** 0.5, seed=_SEED, iterations=400, weight="weight"
    )
    points = np.array([found[number] for number in range(len(place))], dtype=np.float64)
    # By rank as well, so that codes which stand alone do not press the others together.
    ranks = points.argsort(axis=0).argsort(axis=0) / max(len(points) - 1, 1)
    lowest, extent = points.min(axis=0), np.ptp(points, axis=0)
    extent[extent == 0] = 1
    size = np.array([WIDTH - 2 * _SIDE, _HEIGHT - 2 * _MARGIN - _FOOT])
    if len(points) == 1:
        return np.array([[WIDTH / 2, _HEIGHT / 2]])
    share = ((points - lowest) / extent + ranks) / 2
    return _apart(np.array([_SIDE, _MARGIN]) + share * size, size)


def _apart(points: Points, size: Points) -> Points:
    """Push codes apart until there is room for their names, or as far as there is room at all."""
    corner = np.array([_SIDE, _MARGIN])
    for _ in range(_PUSHES):
        between = points[:, None] - points[None, :]
        distance = np.sqrt(((between / _ROOM) ** 2).sum(axis=2)) + np.eye(len(points))
        push = np.clip(1 - distance, 0, None) / 2 * 0.5
        away = between / np.maximum(distance, 1e-6)[:, :, None]
        points = np.clip(points + (away * push[:, :, None]).sum(axis=1), corner, corner + size)
    return points


def _radii(result: Cooccurrence, nodes: Sequence[int]) -> Points:
    numbers = result.own[list(nodes)].astype(np.float64)
    return np.asarray(np.maximum(_LARGEST * np.sqrt(numbers / numbers.max()), _SMALLEST))


def _links(
    paper: Axes, links: Sequence[tuple[int, int, int]], points: Points, place: dict[int, int]
) -> None:
    highest = links[0][2]
    colours = shades(STEPS)[1:]  # the lightest is too faint for a line
    for i, j, number in reversed(links):
        share = number / highest
        (x1, y1), (x2, y2) = points[place[i]], points[place[j]]
        paper.plot(
            (x1, x2),
            (y1, y2),
            lw=_THINNEST + (_THICKEST - _THINNEST) * share,
            color=colours[min(int(share * len(colours)), len(colours) - 1)],
            solid_capstyle="round",
            zorder=1 + share,
        )


def _arrows(
    paper: Axes,
    links: Sequence[tuple[int, int, int]],
    points: Points,
    radii: Points,
    place: dict[int, int],
) -> None:
    """Links bent to one side, so that those of both directions are seen beside each other."""
    from matplotlib.patches import FancyArrowPatch

    highest = links[0][2]
    colours = shades(STEPS)[1:]
    for i, j, number in reversed(links):
        share = number / highest
        arrow = FancyArrowPatch(
            tuple(points[place[i]]),
            tuple(points[place[j]]),
            connectionstyle="arc3,rad=0.12",
            arrowstyle=f"-|>,head_length={3 + 3 * share},head_width={1.5 + 1.5 * share}",
            shrinkA=0,
            shrinkB=float(radii[place[j]]) * _POINTS + 2,
            lw=_THINNEST + (_THICKEST / 2 - _THINNEST) * share,
            color=colours[min(int(share * len(colours)), len(colours) - 1)],
            zorder=1 + share,
        )
        paper.add_patch(arrow)


def _codes(paper: Axes, points: Points, radii: Points) -> None:
    from matplotlib.patches import Circle

    for (x, y), radius in zip(points.tolist(), radii.tolist(), strict=True):
        circle = Circle((x, y), radius, facecolor="#4d4d4d", edgecolor="white", lw=0.8, zorder=3)
        paper.add_patch(circle)


def _labels(
    paper: Axes,
    names: Sequence[str],
    points: Points,
    radii: Points,
    ends: Ends,
) -> None:
    from matplotlib.patches import Rectangle

    texts = [fitted(name, _LABEL, TEXT, lines=2) for name in names]
    boxes = _boxes(texts, points, radii, ends)
    for text, (left, top, right, bottom) in zip(texts, boxes, strict=True):
        size = (right - left, bottom - top)
        paper.add_patch(
            Rectangle((left, top), *size, facecolor="white", alpha=0.75, lw=0, zorder=2.5)
        )
        middle = ((left + right) / 2, (top + bottom) / 2)
        paper.text(*middle, text, ha="center", va="center", linespacing=1.1, zorder=5)


def _boxes(texts: Sequence[str], points: Points, radii: Points, ends: Ends) -> list[Box]:
    """Places for names beside their codes, where they cover least: each moves a few times."""
    circles = [
        (x - r, y - r, x + r, y + r)
        for (x, y), r in zip(points.tolist(), radii.tolist(), strict=True)
    ]
    choices = []
    for text, point, radius in zip(texts, points.tolist(), radii.tolist(), strict=True):
        wide = max(text_width(line, TEXT) for line in text.split("\n"))
        choices.append(_places(point, radius, wide, _LINE * (text.count("\n") + 1)))
    places, lengths = _sampled(points, ends)
    boxes = [choice[0] for choice in choices]
    for _ in range(_MOVES):
        for number, choice in enumerate(choices):
            others = boxes[:number] + boxes[number + 1 :]
            costs = [
                _ON_LINK * _length_within(box, places, lengths)
                + _ON_OTHER * sum(_overlap(box, other) for other in (*circles, *others))
                for box in choice
            ]
            boxes[number] = choice[costs.index(min(costs))]
    return boxes


def _places(point: Sequence[float], radius: float, wide: float, high: float) -> list[Box]:
    """Boxes around a point within the figure, the best first."""
    x, y = point
    gap = radius + 0.06
    near = 0.7 * gap
    corners = [
        (x + gap, y - high / 2),
        (x - gap - wide, y - high / 2),
        (x - wide / 2, y - gap - high),
        (x - wide / 2, y + gap),
        *(
            (left, top)
            for left in (x + near, x - near - wide)
            for top in (y + near, y - near - high)
        ),
    ]
    found = []
    for left, top in corners:
        left = min(max(left, 0.1), WIDTH - 0.1 - wide)
        top = min(max(top, 0.1), _HEIGHT - _FOOT - high)
        found.append((left, top, left + wide, top + high))
    return found


def _sampled(points: Points, ends: Ends) -> tuple[Points, Points]:
    """Points along each link, and how many centimetres each of them stands for."""
    start, end = (points[list(side)] for side in zip(*ends, strict=True))
    along = np.linspace(0, 1, _SAMPLES)[:, None, None]
    lengths = np.sqrt(((end - start) ** 2).sum(axis=1)) / _SAMPLES
    return (start + along * (end - start)).reshape(-1, 2), np.tile(lengths, _SAMPLES)


def _length_within(box: Box, places: Points, lengths: Points) -> float:
    inside = ((places > box[:2]) & (places < box[2:])).all(axis=1)
    return float(lengths[inside].sum())


def _overlap(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0
