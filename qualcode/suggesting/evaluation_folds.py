"""Cross-validation: every source (or case) is proposed for by a suggester that never saw it.

What a fold learns from is what a run would learn from if nobody had decided anything in the
sources held out: model, calibration and thresholds see nothing of those decisions. What needs none
is of the whole corpus, as in a run: how common words are, how many passages a weak code may get.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.model_selection import GroupKFold

from qualcode.model import Code
from qualcode.suggesting.engine import TERM, learn
from qualcode.suggesting.evaluation_figures import Proposed, among_highest
from qualcode.suggesting.examples import Examples, examples
from qualcode.suggesting.index import Index
from qualcode.suggesting.scoring import scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.project import Project

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What is evaluated on: an index, what is known of it, and `rows`, the passages judged.

    `hits` are what the codebook's terms find, `groups` the number of each judged passage's source
    or case. `coder_id` is whose decisions count, None for everybody's.
    """

    project: Project
    index: Index
    codes: tuple[Code, ...]
    known: Examples
    hits: Floats
    rows: NDArray[np.int64]
    groups: NDArray[np.int64]
    coder_id: int | None

    @property
    def labels(self) -> Flags:
        """Judged passages by codes."""
        return self.known.labels[self.rows]


class Held(NamedTuple):
    """What one fold says of the judged passages that it holds out, by their place in `rows`."""

    places: NDArray[np.int64]
    likely: Floats
    chosen: Flags
    rates: Floats
    usual_number: int


def folds(
    material: Material,
    number: int,
    *,
    aim: str,
    seed: int,
    pause: Callable[[], None],
) -> Iterator[Held]:
    """Learn without each part of the groups in turn, and propose codes for it."""
    source_of = material.index.source_of()
    parts = GroupKFold(number).split(material.rows, groups=material.groups)
    for _, places in parts:
        rows = material.rows[places]
        held_out = frozenset(source_of[rows].tolist())
        known = examples(
            material.project,
            material.index,
            material.codes,
            coder_id=material.coder_id,
            without=held_out,
        )
        engine = learn(
            material.index,
            known,
            material.codes,
            material.project.language,
            TERM * material.hits,
            aim=aim,
            seed=seed,
            pause=pause,
        )
        raw = scores(material.index, engine.shares, rows) + engine.model.middle
        likely = engine.calibration.probabilities(raw + engine.hits[rows])
        others = np.setdiff1d(material.rows, rows, assume_unique=True)
        rates = known.labels[others].mean(axis=0)
        yield Held(
            places,
            likely,
            likely >= engine.calibration.threshold,
            rates,
            max(1, round(float(rates.sum()))),
        )


def proposed(material: Material, found: Sequence[Held]) -> tuple[Proposed, ...]:
    """What the suggester proposes for all judged passages; then the two baselines.

    `indicator terms` propose a code where one of its terms stands; `most frequent codes` gives
    every passage as many of the codes most used elsewhere as passages have on average.
    """
    shape = (len(material.rows), len(material.codes))
    likely, rates = np.zeros(shape), np.zeros(shape)
    chosen, frequent = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    for held in found:
        likely[held.places] = held.likely
        chosen[held.places] = held.chosen
        rates[held.places] = held.rates
        first = np.argsort(-held.rates, kind="stable")[: held.usual_number]
        frequent[np.ix_(held.places, first)] = True
    hits = material.hits[material.rows]
    # A code's rate differs between folds, and is lowest where the code is held out: its order of
    # passages would be worse than chance. The mean leaves them in no order, which is chance.
    level = np.broadcast_to(rates.mean(axis=0), shape)
    return (
        Proposed("learned", chosen, likely, among_highest(likely), probable=True),
        Proposed("indicator terms", hits > 0, hits, among_highest(np.where(hits, hits, -np.inf))),
        Proposed("most frequent codes", frequent, level, among_highest(rates)),
    )
