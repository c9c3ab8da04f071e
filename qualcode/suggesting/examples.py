"""What people have decided, as labels of passages: codings, and suggestions turned down."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.model import Code, Span
from qualcode.suggesting.index import Index
from qualcode.suggesting.passages import same_words
from qualcode.text import union

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Labels of an index's passages for codes in their order.

    `labels` is passages by codes. `seen` are passages that somebody has read with the codebook in
    mind: those up to the last turn decided on in their source. `decided` had a coding or a
    suggestion that was turned down. `counts` are the excerpts of each code, `sources` in how many
    sources they stand.
    """

    labels: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    decided: NDArray[np.bool_]
    counts: NDArray[np.int64]
    sources: NDArray[np.int64]


def examples(
    project: Project,
    index: Index,
    codes: Sequence[Code],
    *,
    coder_id: int | None = None,
    without: Container[int] = (),
) -> Examples:
    """What the project's codings and rejected suggestions say of the passages.

    `coder_id` takes only what one coder decided, `without` nothing on sources of those ids.

    A passage has a code if a coding covers half of it, or has half of itself in it. Where a coder
    has the code and another has not, the passage has it: nobody said that it is wrong.
    """
    column = {code.id: number for number, code in enumerate(codes)}
    labels = np.zeros((index.size, len(codes)), np.bool_)
    decided = np.zeros(index.size, np.bool_)
    seen = np.zeros(index.size, np.bool_)
    counts = np.zeros(len(codes), np.int64)
    sources = np.zeros(len(codes), np.int64)
    coded = _spans(project, "codings", "coder_id", coder_id)
    rejected = _spans(project, "rejected_suggestions", "decided_by", coder_id)
    for document in index.documents:
        if document.source_id in without:
            continue
        first = index.first[document.source_id]
        last = -1
        finder = PassageFinder(document.passages)
        for is_coded, found in ((False, rejected), (True, coded)):
            for code_id, spans in found.get(document.source_id, {}).items():
                for span in spans:
                    rows = [first + number for number in finder.covered(span)]
                    decided[rows] = True
                    last = max(last, *rows) if rows else last
                    if code_id in column:
                        labels[rows, column[code_id]] = is_coded
                if is_coded and code_id in column:
                    counts[column[code_id]] += len(union(spans))
                    sources[column[code_id]] += 1
        if last >= 0:
            here = index.turns[first : first + len(document.passages)]
            seen[first : first + len(here)] = here <= index.turns[last]
    return Examples(labels, seen, decided, counts, sources)


def _spans(
    project: Project, table: str, by: str, coder_id: int | None
) -> dict[int, dict[int, list[Span]]]:
    """Spans by source and code, of a coder or of all."""
    found: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for source_id, code_id, start, end in project.rows(
        "WITH rejected_suggestions AS (SELECT * FROM suggestions WHERE decision = 'rejected') "
        f"SELECT source_id, code_id, start, end FROM {table} "
        f"WHERE :coder IS NULL OR {by} = :coder ORDER BY source_id, start, end",
        {"coder": coder_id},
    ):
        found[source_id][code_id].append(Span(start, end))
    return found


class PassageFinder:
    """Finds the passages that a span covers, or lies in, by more than half of the shorter."""

    def __init__(self, passages: Sequence[Span]) -> None:
        self._passages = passages
        self._ends = [passage.end for passage in passages]

    def covered(self, span: Span) -> list[int]:
        """The passages' numbers, in order."""
        found = []
        for number in range(bisect_right(self._ends, span.start), len(self._passages)):
            passage = self._passages[number]
            if passage.start >= span.end:
                break
            if same_words(passage, span):
                found.append(number)
        return found
