"""The stretches on which coders differ, code by code, to be gone through one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.agreement.comparison import Comparison, compare
from qualcode.analysis.agreement.extents import Extents, extents, runs_by_coder
from qualcode.analysis.agreement.runs import Stretches, stretches
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.analysis.intervals import counting_up
from qualcode.analysis.spans import Integers
from qualcode.model import Code, Span
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import sources
from qualcode.text import intersection

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stretch of a source that some coders gave a code and others did not.

    `[start, end)` are code points of the source; `text` its words. `coding_ids` are the codings of
    the code that touch the stretch.
    """

    source_id: int
    source: str
    start: int
    end: int
    code: Code
    having: tuple[str, ...]
    lacking: tuple[str, ...]
    coding_ids: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a source on which the same coders gave a code, as positions in a comparison.

    `units` is from the first unit to the one after the last. `who` has bit i for coder i;
    `codings` are the positions of the codings that touch the words.
    """

    source: int
    row: int
    units: Span
    span: Span
    who: int
    codings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """What coders gave codes to, stretch by stretch, and the texts of the sources by their ids.

    `placed` are the units that each coding touches, `spans` its words.
    """

    comparison: Comparison
    placed: Extents
    spans: tuple[Span, ...]
    stretches: tuple[Stretch, ...]
    texts: dict[int, str]

    @property
    def everybody(self) -> int:
        """The `who` of a stretch that all coders gave the code."""
        return (1 << len(self.comparison.coders)) - 1

    def marked(self, stretch: Stretch) -> list[Span]:
        """The words that codings have in a stretch, merged and in order."""
        if len(stretch.codings) == 1:
            whole = self.spans[stretch.codings[0]]
            start, end = max(whole.start, stretch.span.start), min(whole.end, stretch.span.end)
            return [Span(start, end)] if start < end else []
        return intersection((self.spans[one] for one in stretch.codings), [stretch.span])

    def words(self, source: int, units: Span) -> Span:
        """The words of a source from a unit up to another one."""
        covered = self.placed.covered
        if covered is None:
            return units
        if not len(covered.start):  # sources are units without borders
            return Span(0, len(self.texts[self.comparison.source_ids[source]]))
        return Span(int(covered.start[units.start]), int(covered.end[units.end - 1]))


def disagreements(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: AgreementUnit = AgreementUnit.SENTENCE,
    depth: int | None = None,
) -> list[Disagreement]:
    """Where coders differ, in the order of sources, words and codes.

    A stretch is as long as the same coders have the code and the same ones do not. With sentences
    or turns it runs from the first to the last of those that differ so; with sources it is the
    whole source. Coders and sources are as in `agreement`, and so are the errors.
    """
    coded = coded_stretches(project, selection, unit=unit, depth=depth)
    everybody = coded.everybody
    return [as_disagreement(coded, each) for each in coded.stretches if each.who != everybody]


def as_disagreement(coded: Coded, stretch: Stretch) -> Disagreement:
    """A stretch in the researcher's words."""
    comparison = coded.comparison
    source_id = comparison.source_ids[stretch.source]
    ids = comparison.arrays.coding
    return Disagreement(
        source_id,
        comparison.sources[stretch.source],
        *stretch.span,
        comparison.codes[stretch.row],
        tuple(name for bit, name in enumerate(comparison.coders) if stretch.who >> bit & 1),
        tuple(name for bit, name in enumerate(comparison.coders) if not stretch.who >> bit & 1),
        tuple(sorted(int(ids[position]) for position in stretch.codings)),
        coded.texts[source_id][slice(*stretch.span)],
    )


def coded_stretches(
    project: Project, selection: Selection, *, unit: AgreementUnit, depth: int | None = None
) -> Coded:
    """Every stretch that somebody gave a code, in the order of sources, words and codes."""
    with project.snapshot():
        comparison = compare(project, selection, depth)
        placed = extents(project, comparison, unit)
        texts = {source.id: source.text for source in sources(project, comparison.source_ids)}
    runs = runs_by_coder(comparison, placed)
    stride = runs[0].stride
    found = stretches(runs)
    group = found.start // stride
    first, beyond = found.start - group * stride, found.end - group * stride
    source, row = np.divmod(group, len(comparison.codes))
    touching = _touching(comparison, placed, found, stride)
    columns = [each.tolist() for each in (source, row, first, beyond, found.who)]
    arrays = comparison.arrays
    spans = tuple(map(Span, arrays.start.tolist(), arrays.end.tolist()))
    coded = Coded(comparison, placed, spans, (), texts)
    made = [
        Stretch(at, code, Span(low, high), coded.words(at, Span(low, high)), who, codings)
        for at, code, low, high, who, codings in zip(*columns, touching, strict=True)
    ]
    return replace(coded, stretches=tuple(sorted(made, key=_in_the_text)))


def _in_the_text(stretch: Stretch) -> tuple[int, Span, int]:
    return stretch.source, stretch.span, stretch.row


def _touching(
    comparison: Comparison, placed: Extents, found: Stretches, stride: int
) -> list[tuple[int, ...]]:
    """The positions of the codings that touch each stretch, in the order of their starts."""
    line: Integers = (comparison.source * len(comparison.codes) + comparison.row) * stride
    low = np.searchsorted(found.end, line + placed.first, side="right")
    high = np.searchsorted(found.start, line + placed.beyond)
    touched = np.where(placed.first < placed.beyond, np.maximum(high - low, 0), 0)
    stretch = np.repeat(low, touched) + counting_up(touched)
    coding = np.repeat(np.arange(len(touched)), touched)
    order = np.lexsort((coding, stretch))
    borders = np.searchsorted(stretch[order], np.arange(len(found.start) + 1)).tolist()
    positions = coding[order].tolist()
    return [tuple(positions[begin:end]) for begin, end in pairwise(borders)]
