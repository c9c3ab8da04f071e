"""How good suggestions are, measured on sources or cases held out, beside baselines and people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.project.codes import codes as all_codes
from qualcode.project.sources import sources
from qualcode.suggesting import evaluation_warnings as warnings
from qualcode.suggesting.cache import load_index
from qualcode.suggesting.calibration import WEAK_BELOW
from qualcode.suggesting.evaluation_coders import ceiling
from qualcode.suggesting.evaluation_figures import curve, judge, reliability
from qualcode.suggesting.evaluation_folds import Held, Material, folds, proposed
from qualcode.suggesting.evaluation_results import CodeEvaluation, Evaluation
from qualcode.suggesting.examples import examples
from qualcode.suggesting.passages import document
from qualcode.suggesting.settings import Settings
from qualcode.suggesting.terms import term_hits

if TYPE_CHECKING:
    from qualcode.project import Project

Progress = Callable[[int, int, str], None]
BY = ("source", "case")
UNITS = ("sentence", "turn")
FOLDS = 10


def evaluate(
    project: Project,
    *,
    by: str = "source",
    unit: str = "sentence",
    aim: str = "balanced",
    folds_wanted: int = FOLDS,
    coder: str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Evaluation:
    """Judge what the suggester `learned` would propose for sources or cases it has not seen.

    Judged are the units that somebody has read: in each source those up to the last turn with a
    coding or a decision. A unit that was read and lacks a code counts as not having it. `coder`
    takes only what one coder decided; else all decisions count together, as in a run. With fewer
    groups than folds each is held out alone; a source without a case stands for itself.

    Nothing is changed in the project. Raises `InputError` where there is nothing to judge, or only
    one group.
    """
    _check(by, unit, folds_wanted)
    settings = Settings(units=unit, aim=aim, seed=seed)
    settings.check()
    coder_id = _coder_id(project, coder) if coder else None
    material, names, unread, uncoded = _material(project, by, settings, coder_id)
    groups = len(np.unique(material.groups))
    number = min(folds_wanted, groups)

    def pause() -> None:
        if progress:
            progress(len(found), number, "")

    found: list[Held] = []
    for held in folds(material, number, aim=aim, seed=seed, pause=pause):
        found.append(held)
        pause()
    labels = material.labels
    weak = material.known.counts < WEAK_BELOW
    ways = proposed(material, found)
    judged = [judge(way, labels, ~weak) for way in ways]
    beside = ceiling(material, ways[0], ~weak)
    likely = ways[0].scores
    assert likely is not None
    group_names = np.array(names)[material.groups]
    rows = []
    for at, code in enumerate(material.codes):
        in_groups = group_names[labels[:, at]].tolist()
        rows.append(
            CodeEvaluation(
                code,
                int(material.known.counts[at]),
                len(in_groups),
                len(set(in_groups)),
                bool(weak[at]),
                judged[0][0][at],
                tuple(figures[at] for figures, _ in judged[1:]),
                beside[1][at] if beside else None,
                beside[2][at] if beside else None,
                reliability(labels[:, at], likely[:, at]),
                curve(labels[:, at], likely[:, at]),
                warnings.of_code(by, int(material.known.counts[at]), in_groups),
            )
        )
    used = labels.any(axis=0)
    return Evaluation(
        by=by,
        unit=unit,
        aim=aim,
        seed=seed,
        folds=number,
        groups=groups,
        units=len(labels),
        coded_units=int(labels.any(axis=1).sum()),
        coders=(coder,) if coder else _coders(project),
        enough_examples=WEAK_BELOW,
        learned=judged[0][1],
        baselines=tuple(summary for _, summary in judged[1:]),
        ceiling=beside[0] if beside else None,
        reliability=reliability(labels.ravel(), likely.ravel()),
        codes=tuple(rows),
        warnings=(
            *warnings.of_all(
                by,
                group_names.tolist(),
                group_names[labels.any(axis=1)].tolist(),
                int((weak & used).sum()),
                int(used.sum()),
                unread,
                uncoded,
            ),
            *(warnings.of_ceiling(len(beside[0].sources)) if beside else ()),
        ),
    )


def _material(
    project: Project, by: str, settings: Settings, coder_id: int | None
) -> tuple[Material, list[str], int, int]:
    """What is evaluated on, the groups' names, and how many units and sources nobody has read."""
    known_sources = sources(project)
    documents = [
        document(project, source, settings.roles, settings.units) for source in known_sources
    ]
    codes = tuple(all_codes(project))
    index = load_index(project, documents)
    known = examples(project, index, codes, coder_id=coder_id)
    hits = term_hits(index, codes, project.language, lambda: None).astype(np.float64)
    names: dict[tuple[bool, str], int] = {}
    rows, groups, unread, uncoded = [], [], 0, 0
    for source, each in zip(known_sources, documents, strict=True):
        own = index.rows(each, each.units)
        seen = own[known.seen[own]]
        if not len(seen):
            uncoded += 1
            continue
        unread += len(own) - len(seen)
        is_case = by == "case" and source.case is not None
        name = (is_case, str(source.case) if is_case else source.name)
        rows.append(seen)
        groups.append(np.full(len(seen), names.setdefault(name, len(names))))
    if not rows or not known.labels[np.concatenate(rows)].any():
        raise InputError(
            "Nothing is coded yet in what informants say, so there is nothing to judge by.",
            remedy="Code some passages first, in at least two sources.",
        )
    if len(names) < 2:
        raise InputError(
            f"All codings are in one {by}, and what is judged has to be held out.",
            remedy=f"Code something in another {by}"
            + (", or take --by source." if by == "case" else "."),
        )
    material = Material(
        project,
        index,
        codes,
        known,
        hits,
        np.concatenate(rows),
        np.concatenate(groups),
        coder_id,
    )
    return material, [name for _, name in names], unread, uncoded


def _check(by: str, unit: str, number: int) -> None:
    for what, value, known in (("grouping", by, BY), ("unit", unit, UNITS)):
        if value not in known:
            raise InputError(
                f"There is no {what} “{value}”.", remedy=f"Choose one of {', '.join(known)}."
            )
    if number < 2:
        raise InputError("It takes at least two parts, of which one is held out.")


def _coders(project: Project) -> tuple[str, ...]:
    rows = project.rows(
        "SELECT name FROM coders WHERE id IN (SELECT coder_id FROM codings) ORDER BY name"
    )
    return tuple(row["name"] for row in rows)


def _coder_id(project: Project, name: str) -> int:
    found = project.value("SELECT id FROM coders WHERE name = ?", (name,))
    if found is None:
        raise NotFoundError(
            f"There is no coder “{name}”.", remedy=suggest_names(name, list(_coders(project)))
        )
    return int(found)
