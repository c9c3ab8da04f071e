"""Why a code is proposed, or why not: words that pull, codings that are near, and what is weak."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.language.negation import negated
from qualcode.language.words import words
from qualcode.model import Span
from qualcode.suggesting.features import COLUMNS, Type, hashed, word_keys, word_language
from qualcode.suggesting.index import features_of
from qualcode.suggesting.learning import Model
from qualcode.suggesting.scoring import Shares, own_scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.suggesting.engine import Engine
    from qualcode.suggesting.passages import Document

    Floats = NDArray[np.float64]

Evidence = list[dict[str, Any]]

_UP, _DOWN, _NEAREST = 5, 3, 3
_LEAST_SHARE = 0.05  # of the strongest word: less is not worth telling


def trust(engine: Engine, code: int) -> dict[str, Any]:
    """How far a code's scores can be trusted: `weak` where they only order its suggestions."""
    return {
        "trust": {
            "weak": bool(engine.weak[code]),
            "examples": int(engine.examples.counts[code]),
            "sources": int(engine.examples.sources[code]),
            "threshold": round(float(engine.calibration.threshold[code]), 4),
        }
    }


class Explainer:
    """Takes the scores of some of a document's passages apart.

    `rows` are the passages, `scores` what `model` gives them.
    """

    def __init__(
        self,
        engine: Engine,
        model: Model,
        shares: Shares,
        document: Document,
        rows: NDArray[np.int64],
        scores: Floats,
    ) -> None:
        index = engine.index
        self._engine, self._model, self._shares, self._document = engine, model, shares, document
        self._rows = rows
        self._own = own_scores(index, shares, rows) / index.norms[rows, None]
        self._around = scores - self._own - index.cues[rows] @ shares.cues - model.middle
        features = features_of(index, rows)[:, model.columns]
        self._likeness = (features @ model.features[: len(model.rows)].T).toarray()
        self._sources = index.source_of()
        self._negated = lru_cache(None)(self._is_negated)

    def evidence(self, number: int, code: int) -> tuple[Evidence, bool]:
        """What speaks for and against a code on the passage `rows[number]`, and if it is negated.

        First how far the score can be trusted; then the words that pull the score up most and
        those that pull it down, with the part of each that does; what the other sentences of the
        turn add, and what the codebook's terms and patterns do; and the nearest passages that
        have the code, by their places, so that nobody's words are kept with somebody else's.
        """
        told = self._words(number, code)
        pulling = [item for item in told if item["pull"] > 0]
        is_negated = bool(pulling) and all(item["negated"] for item in pulling)
        rest = [{"around": round(float(self._around[number, code]), 4)}]
        if hits := float(self._engine.hits[self._rows[number], code]):
            rest.append({"terms": round(hits, 4)})
        found = [trust(self._engine, code), *told, *rest, *self._nearest(number, code)]
        return found, is_negated

    def _words(self, number: int, code: int) -> Evidence:
        index, parts = self._engine.index, self._shares
        document, row = self._document, self._rows[number]
        first = self._first_words(int(row))
        if not first:
            return []
        types = np.array([index.vocabulary.numbers[kind] for kind in first], np.int64)
        counts = index.words[row].toarray().ravel()[types]
        lengths = index.lengths[row].astype(np.float64)
        own = parts.keys[types, code] / lengths[0] + parts.grams[types, code] / lengths[1]
        own = own + parts.vectors[types, code] / lengths[3]
        pull = counts * own / float(index.norms[row])
        least = _LEAST_SHARE * float(np.abs(pull).max())
        order = np.argsort(-pull, kind="stable")
        up = [at for at in order[:_UP] if pull[at] > least]
        down = [at for at in order[::-1][:_DOWN] if pull[at] < -least]
        kinds, spans = list(first), list(first.values())
        return [
            {
                "term": self._part(kinds[at], code, bool(pull[at] > 0)),
                "words": document.text[slice(*spans[at])],
                "start": spans[at].start,
                "end": spans[at].end,
                "pull": round(float(pull[at]), 4),
                "negated": self._negated(int(row), spans[at]),
            }
            for at in up + down
        ]

    def _first_words(self, row: int) -> dict[Type, Span]:
        """The word types of a passage with the first place of each."""
        document = self._document
        language = word_language(document.language)
        found: dict[Type, Span] = {}
        for span in words(document.text, self._passage(row), document.language):
            found.setdefault((document.text[slice(*span)].casefold(), language), span)
        return found

    def _passage(self, row: int) -> Span:
        return self._document.passages[row - self._engine.index.first[self._document.source_id]]

    def _is_negated(self, row: int, span: Span) -> bool:
        document = self._document
        return negated(document.text, self._passage(row), span, document.language)

    def _part(self, kind: Type, code: int, up: bool) -> str:
        """The stem or compound part by which a word pulls most."""
        model, weights = self._model, self._engine.index.weights[0]
        best, strongest = kind[0], 0.0
        for name, column in _named_columns(kind):
            at = int(np.searchsorted(model.columns, column))
            if at < len(model.columns) and model.columns[at] == column:
                pull = float(model.coefficients[at, code] * weights[column])
                if (pull if up else -pull) > strongest:
                    best, strongest = name, abs(pull)
        return best

    def _nearest(self, number: int, code: int) -> Evidence:
        model = self._model
        have = np.flatnonzero(model.labels[:, code] & (model.rows != self._rows[number]))
        likeness = self._likeness[number, have]
        best = np.argsort(-likeness, kind="stable")[:_NEAREST]
        return [
            {
                "nearest": place(self._engine, int(model.rows[have[at]])),
                "likeness": round(float(likeness[at]), 4),
            }
            for at in best
        ]


def place(engine: Engine, row: int) -> dict[str, int]:
    """Where a passage stands: its source's id, start and end."""
    index = engine.index
    document = index.document_of(row)
    span = document.passages[row - index.first[document.source_id]]
    return {"source_id": document.source_id, "start": span.start, "end": span.end}


@lru_cache(maxsize=50_000)
def _named_columns(kind: Type) -> list[tuple[str, int]]:
    """A word's stems and compound parts with the columns they are hashed to."""
    names = word_keys(*kind)
    columns = hashed([[name] for name in names], COLUMNS).indices.tolist()
    return list(zip(names, columns, strict=True))
