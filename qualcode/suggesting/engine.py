"""The suggester `learned`: the codebook and everything decided so far, in one score per code.

Words, the codebook's text and what people coded go into one model (`learning`), whose scores
become probabilities by what it says of sources it has not seen (`calibration`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.model import Code, Span
from qualcode.project.codes import codes as all_codes
from qualcode.suggesting.cache import load_index
from qualcode.suggesting.calibration import WEAK_BELOW, Calibration, calibrate
from qualcode.suggesting.examples import Examples, examples
from qualcode.suggesting.explaining import Explainer, trust
from qualcode.suggesting.index import Index
from qualcode.suggesting.learning import Model, fit, without_group
from qualcode.suggesting.passages import Document
from qualcode.suggesting.registry import Proposal, Propose, Task
from qualcode.suggesting.scoring import Shares, scores
from qualcode.suggesting.terms import term_hits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.project import Project

    Floats = NDArray[np.float64]

TERM = 0.05  # what terms and patterns of the codebook add to a score, at most
_BATCH = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """A model that is ready to score: all codes of the codebook in their order, for every passage.

    `hits` is what the codebook's terms and patterns add to passages' scores. `weak` codes have too
    few examples for their scores to mean a probability.
    """

    codes: tuple[Code, ...]
    index: Index
    examples: Examples
    model: Model
    shares: Shares
    hits: NDArray[np.float32] | Floats
    calibration: Calibration
    weak: NDArray[np.bool_]

    def views(self, rows: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], Model, Shares]]:
        """Which of some passages are to be scored by which model.

        Those that somebody has read already, by one without their group: it learned that they
        have no code. The others profit from what was coded around them.
        """
        seen = self.examples.seen[rows]
        if not seen.all():
            yield np.flatnonzero(~seen), self.model, self.shares
        groups = self.model.groups[rows]
        for group in np.unique(groups[seen]).tolist():
            other = without_group(self.model, group)
            yield np.flatnonzero(seen & (groups == group)), other, other.shares()


def build(
    project: Project,
    documents: Sequence[Document],
    language: str,
    *,
    aim: str = "balanced",
    seed: int = 0,
    pause: Callable[[], None] = lambda: None,
) -> Engine:
    """Read the documents, learn from the codings on them, and calibrate."""
    codes = tuple(all_codes(project))
    index = load_index(project, documents, pause)
    known = examples(project, index, codes)
    hits = term_hits(index, codes, language, pause)
    hits *= TERM
    return learn(index, known, codes, language, hits, aim=aim, seed=seed, pause=pause)


def learn(
    index: Index,
    known: Examples,
    codes: tuple[Code, ...],
    language: str,
    hits: NDArray[np.float32] | Floats,
    *,
    aim: str,
    seed: int,
    pause: Callable[[], None] = lambda: None,
) -> Engine:
    """Learn from what is known of an index's passages, and calibrate."""
    allowed = np.zeros(index.size, np.bool_)
    for document in index.documents:
        allowed[index.rows(document, document.units)] = True
    model = fit(index, known, codes, language, allowed=allowed, seed=seed, pause=pause)
    parts = model.shares()
    weak = known.counts < WEAK_BELOW
    wanted = np.flatnonzero(allowed)
    if len(wanted) > _BATCH:
        wanted = np.sort(np.random.default_rng(seed).choice(wanted, _BATCH, replace=False))
    calibration = calibrate(
        model.held_out + hits[model.rows],
        model.labels,
        model.weights,
        scores(index, parts, wanted) + model.middle + hits[wanted],
        weak,
        aim,
    )
    return Engine(codes, index, known, model, parts, hits, calibration, weak)


def prepare(task: Task) -> Propose:
    """Learn from the project; gives the function that makes proposals."""
    engine = build(
        task.project,
        task.documents,
        task.language,
        aim=task.settings.aim,
        seed=task.settings.seed,
        pause=task.pause,
    )
    column = {code.id: number for number, code in enumerate(engine.codes)}
    wanted = np.array([column[code.id] for code in task.codes], np.int64)
    pause, least = task.pause, task.settings.min_score  # a cluster can have them, not the project

    def propose(document: Document) -> list[list[Proposal]]:
        found: list[list[Proposal]] = []
        for start in range(0, len(document.units), _BATCH):
            pause()
            units = document.units[start : start + _BATCH]
            found += proposals(engine, document, units, wanted, least)
        return found

    return propose


def proposals(
    engine: Engine,
    document: Document,
    units: Sequence[Span],
    wanted: NDArray[np.int64],
    least: float | None,
    *,
    in_full: bool = False,
) -> list[list[Proposal]]:
    """Proposals for units of a document, of codes by number.

    Those that reach their code's threshold come with all evidence; others that have at least the
    score `least` only say how far to trust it, unless all are wanted `in_full`.
    """
    found: list[list[Proposal]] = [[] for _ in units]
    all_rows = engine.index.rows(document, units)
    for where, model, parts in engine.views(all_rows):
        rows = all_rows[where]
        raw = scores(engine.index, parts, rows) + model.middle
        likely = engine.calibration.probabilities(raw + engine.hits[rows])
        chosen = likely >= engine.calibration.threshold
        told = (chosen if least is None else likely >= least)[:, wanted]
        explained = told & (in_full | chosen[:, wanted])
        to_explain = np.flatnonzero(explained.any(axis=1))
        explainer = Explainer(engine, model, parts, document, rows[to_explain], raw[to_explain])
        place = {number: at for at, number in enumerate(to_explain.tolist())}
        for number, at in zip(*map(np.ndarray.tolist, np.nonzero(told)), strict=True):
            code = int(wanted[at])
            is_chosen = bool(chosen[number, code])
            evidence, negated = (
                explainer.evidence(place[number], code)
                if explained[number, at]
                else ([trust(engine, code)], False)
            )
            score = round(float(likely[number, code]), 6)
            found[where[number]].append(
                Proposal(engine.codes[code].id, score, evidence, negated, is_chosen)
            )
    return found
