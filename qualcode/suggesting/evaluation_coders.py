"""The second coder as the ceiling: what can be hoped for where people differ themselves."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from qualcode.suggesting.evaluation_figures import Proposed, judge
from qualcode.suggesting.evaluation_folds import Material
from qualcode.suggesting.evaluation_results import Ceiling, Figures
from qualcode.suggesting.examples import Examples, examples

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ceiling(
    material: Material, learned: Proposed, enough: NDArray[np.bool_]
) -> tuple[Ceiling, tuple[Figures, ...], tuple[Figures, ...]] | None:
    """Two coders and the suggester on the units that both coders have read, by the first of them.

    The pair is the one that shares most units; the first is who is evaluated on, else who has
    coded more. Also each code's figures, the second coder's and the suggester's. None where no two
    coders share a source.
    """
    coders = {
        row["id"]: row["name"]
        for row in material.project.rows(
            "SELECT id, name FROM coders WHERE id IN (SELECT coder_id FROM codings) ORDER BY name"
        )
    }
    by_coder = {
        coder_id: examples(material.project, material.index, material.codes, coder_id=coder_id)
        for coder_id in coders
    }
    pairs = [pair for pair in combinations(coders, 2) if material.coder_id in (None, *pair)]
    shared = [_read_by_both(material, *(by_coder[one] for one in pair)) for pair in pairs]
    best = max(range(len(pairs)), key=lambda at: len(shared[at]), default=None)
    if best is None or not len(shared[best]):
        return None
    first, second = sorted(
        pairs[best],
        key=lambda one: (one != material.coder_id, -by_coder[one].counts.sum()),
    )
    places = shared[best]
    rows = material.rows[places]
    truth = by_coder[first].labels[rows]
    theirs = Proposed(coders[second], by_coder[second].labels[rows])
    second_codes, second_summary = judge(theirs, truth, enough)
    learned_codes, learned_summary = judge(learned.on(places), truth, enough)
    source_of = material.index.source_of()
    here = set(source_of[rows].tolist())
    found = Ceiling(
        coders[first],
        coders[second],
        tuple(each.name for each in material.index.documents if each.source_id in here),
        len(rows),
        second_summary,
        learned_summary,
    )
    return found, second_codes, learned_codes


def _read_by_both(material: Material, left: Examples, right: Examples) -> NDArray[np.int64]:
    """The places of the judged passages that both have read."""
    return np.flatnonzero((left.seen & right.seen)[material.rows])
