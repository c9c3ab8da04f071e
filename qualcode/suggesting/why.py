"""Why a code is suggested for words, or why it is not; and what else is like them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qualcode.errors import InputError, NotFoundError
from qualcode.model import Span
from qualcode.project.sources import sources
from qualcode.suggesting.cache import load_index
from qualcode.suggesting.engine import Engine, build, proposals
from qualcode.suggesting.examples import PassageFinder
from qualcode.suggesting.explaining import Evidence
from qualcode.suggesting.index import Index, text_features
from qualcode.suggesting.passages import Document, document, same_words
from qualcode.suggesting.scoring import scores, shares
from qualcode.suggesting.settings import Settings

if TYPE_CHECKING:
    from qualcode.project import Project


class Reason(StrEnum):
    """Why words have no suggestion for a code, or that they get one."""

    SUGGESTED = "suggested"
    CODED = "coded"
    REJECTED = "rejected"
    NOT_LOOKED_AT = "not looked at"
    TOO_LOW = "too low"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the suggester makes of one unit for one code; `evidence` is as in a suggestion.

    `score` is None where the unit is not looked at: its speaker is not one of those asked for.
    """

    unit: Span
    reason: Reason
    score: float | None
    threshold: float
    weak: bool
    evidence: Evidence


def load_engine(
    project: Project,
    settings: Settings | None = None,
    *,
    pause: Callable[[], None] = lambda: None,
) -> Engine:
    """Read and learn once, to explain and to look for more of the same many times.

    `pause` is called often; an exception that it raises ends the work.
    """
    settings = settings or Settings()
    settings.check()
    return build(
        project,
        _documents(project, settings),
        project.language,
        aim=settings.aim,
        seed=settings.seed,
        pause=pause,
    )


def explain(
    project: Project, source_id: int, span: Span, code_id: int, *, engine: Engine | None = None
) -> list[Explanation]:
    """Why each unit of a span has a suggestion for a code, or has none; nothing is stored.

    Raises `NotFoundError` for a source or code that does not exist, and `InputError` for a span
    without words.
    """
    engine = engine or load_engine(project)
    found = _document(engine.index, source_id)
    column = {code.id: number for number, code in enumerate(engine.codes)}
    if code_id not in column:
        raise NotFoundError("That code is no longer there.")
    code = column[code_id]
    units = _units(found, span)
    looked_at = [unit for unit in units if unit in set(found.units)]
    made = proposals(engine, found, looked_at, np.array([code], np.int64), 0.0, in_full=True)
    by_unit = dict(zip(looked_at, made, strict=True))
    coded = _spans(project, "codings", source_id, code_id)
    rejected = _spans(project, "suggestions", source_id, code_id, "AND decision = 'rejected'")
    explanations = []
    for unit in units:
        proposal = by_unit[unit][0] if unit in by_unit else None
        if any(same_words(unit, other) for other in coded):
            reason = Reason.CODED
        elif any(same_words(unit, other) for other in rejected):
            reason = Reason.REJECTED
        elif proposal is None:
            reason = Reason.NOT_LOOKED_AT
        else:
            reason = Reason.SUGGESTED if proposal.chosen else Reason.TOO_LOW
        explanations.append(
            Explanation(
                unit,
                reason,
                proposal.score if proposal else None,
                float(engine.calibration.threshold[code]),
                bool(engine.weak[code]),
                proposal.evidence if proposal else [],
            )
        )
    return explanations


class Similar(NamedTuple):
    """A unit that is like others; `likeness` is a cosine, 1 for the same words among the same."""

    source_id: int
    span: Span
    likeness: float


def find_similar(
    project: Project,
    source_id: int,
    span: Span,
    *,
    limit: int = 20,
    engine: Engine | None = None,
    pause: Callable[[], None] = lambda: None,
) -> list[Similar]:
    """The units of the corpus that are most like the words of a span, the likest first.

    Likeness is of stems, compound parts, spellings and neighbouring words, in the unit and the
    rest of its turn. The span's own turn is left out.
    """
    index = engine.index if engine else load_index(project, _documents(project, Settings()), pause)
    found = _document(index, source_id)
    own_turns = index.turns[index.rows(found, _units(found, span))]
    features = text_features(index, [found.text[slice(*span)]], found.language)
    columns = features.indices.astype(np.int64)
    order = np.argsort(columns)
    wanted = np.concatenate([index.rows(each, each.units) for each in index.documents])
    wanted = wanted[~np.isin(index.turns[wanted], own_turns)]
    parts = shares(index, columns[order], features.data[order, None].astype(np.float64))
    likeness = scores(index, parts, wanted)[:, 0]
    best = np.argsort(-likeness, kind="stable")[:limit]
    return [
        Similar(each.source_id, each.passages[row - index.first[each.source_id]], round(like, 4))
        for row, like in zip(wanted[best].tolist(), likeness[best].tolist(), strict=True)
        for each in [index.document_of(row)]
        if like > 0
    ]


def _documents(project: Project, settings: Settings) -> list[Document]:
    return [
        document(project, source, settings.roles, settings.units) for source in sources(project)
    ]


def _document(index: Index, source_id: int) -> Document:
    for found in index.documents:
        if found.source_id == source_id:
            return found
    raise NotFoundError("That source is no longer there.")


def _units(found: Document, span: Span) -> Sequence[Span]:
    """The passages that a span covers or lies in."""
    numbers = PassageFinder(found.passages).covered(span)
    if not numbers:
        raise InputError("There are no words in that span.", where=found.name)
    return [found.passages[number] for number in numbers]


def _spans(
    project: Project, table: str, source_id: int, code_id: int, condition: str = ""
) -> list[Span]:
    rows = project.rows(
        f"SELECT start, end FROM {table} WHERE source_id = ? AND code_id = ? {condition}",
        (source_id, code_id),
    )
    return [Span(row["start"], row["end"]) for row in rows]
