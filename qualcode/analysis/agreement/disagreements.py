"""The stretches on which coders differ, code by code, to be gone through one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.agreement.comparison import Comparison, compare
from qualcode.analysis.agreement.extents import Extents, extents, runs_by_coder
from qualcode.analysis.agreement.runs import Stretches, stretches
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.analysis.intervals import counting_up
from qualcode.model import Code
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import sources

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
    with project.snapshot():
        comparison = compare(project, selection, depth)
        placed = extents(project, comparison, unit)
        texts = {source.id: source.text for source in sources(project, comparison.source_ids)}
    runs = runs_by_coder(comparison, placed)
    stride = runs[0].stride
    found = _differing(stretches(runs), len(comparison.coders))
    group = found.start // stride
    first, beyond = found.start - group * stride, found.end - group * stride
    source, row = np.divmod(group, len(comparison.codes))
    if unit is AgreementUnit.SOURCE:
        lengths = np.array([len(texts[each]) for each in comparison.source_ids], dtype=np.int64)
        start, end = np.zeros_like(first), lengths[source]
    elif placed.covered is not None:
        start, end = placed.covered.start[first], placed.covered.end[beyond - 1]
    else:
        start, end = first, beyond
    concerned = _codings(comparison, placed, found, stride)
    result = []
    for place in np.lexsort((row, end, start, source)).tolist():
        position = int(source[place])
        source_id = comparison.source_ids[position]
        low, high, who = int(start[place]), int(end[place]), int(found.who[place])
        result.append(
            Disagreement(
                source_id,
                comparison.sources[position],
                low,
                high,
                comparison.codes[int(row[place])],
                tuple(name for bit, name in enumerate(comparison.coders) if who >> bit & 1),
                tuple(name for bit, name in enumerate(comparison.coders) if not who >> bit & 1),
                concerned[place],
                texts[source_id][low:high],
            )
        )
    return result


def _differing(found: Stretches, coders: int) -> Stretches:
    """Those that some coder does not have."""
    some = found.who != (1 << coders) - 1
    return Stretches(found.start[some], found.end[some], found.who[some])


def _codings(
    comparison: Comparison, placed: Extents, found: Stretches, stride: int
) -> list[tuple[int, ...]]:
    """The ids of the codings that touch each stretch."""
    line = (comparison.source * len(comparison.codes) + comparison.row) * stride
    low = np.searchsorted(found.end, line + placed.first, side="right")
    high = np.searchsorted(found.start, line + placed.beyond)
    touched = np.where(placed.first < placed.beyond, np.maximum(high - low, 0), 0)
    stretch = np.repeat(low, touched) + counting_up(touched)
    coding = np.repeat(comparison.arrays.coding, touched)
    order = np.lexsort((coding, stretch))
    borders = np.searchsorted(stretch[order], np.arange(len(found.start) + 1)).tolist()
    ids = coding[order].tolist()
    return [tuple(ids[begin:end]) for begin, end in pairwise(borders)]
