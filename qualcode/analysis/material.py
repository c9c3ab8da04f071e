"""What a selection's numbers are on: sources, cases and words, coded or not.

A rate or a share needs to know where a code could have been. That is every selected source that
some coder of the selection has coded, with whatever code, or that the selection names: elsewhere a
code is not absent, nobody has looked for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qualcode.analysis.spans import CodingArrays, Integers
from qualcode.analysis.units import cases_of
from qualcode.analysis.wordcount import WordPlaces, word_places
from qualcode.project.selection import Selection, selected_sources
from qualcode.project.sources import source_ids

if TYPE_CHECKING:
    from qualcode.project import Project


class Amount(NamedTuple):
    """How much there is to be coded: sources, the cases that they belong to, and their words."""

    sources: int
    cases: int
    words: int


@dataclass(frozen=True, slots=True)
class Material:
    """The sources that count, one element each in the order of their ids; case 0 is none.

    `coded_by` says how many of them each coder has coded. `left_out` are the names of sources that
    the selection has and nobody of its coders has coded.
    """

    source: Integers
    case: Integers
    words: Integers
    places: WordPlaces
    coded_by: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]

    def amount(self, chosen: Integers | None = None) -> Amount:
        """How much some of the sources are, by their positions, or all."""
        positions = np.arange(len(self.source)) if chosen is None else chosen
        case = self.case[positions]
        return Amount(
            len(positions), len(np.unique(case[case > 0])), int(self.words[positions].sum())
        )

    def position(self, source: Integers) -> Integers:
        """The positions of sources, by their ids."""
        return np.searchsorted(self.source, source)


class LookedAt(NamedTuple):
    """The selected sources by id, those that each coder has coded, and those that count."""

    names: dict[int, str]
    coded: dict[str, set[int]]
    ids: set[int]


def sources_looked_at(project: Project, selection: Selection) -> LookedAt:
    """Find where the codes of a selection could have been."""
    known = source_ids(project)
    chosen = selected_sources(project, selection)
    names = {each: name for name, each in known.items() if chosen is None or each in chosen}
    coded: dict[str, set[int]] = {}
    for row in project.rows(
        "SELECT coders.name, source_id FROM (SELECT DISTINCT coder_id, source_id FROM codings) "
        "JOIN coders ON coders.id = coder_id "
        "WHERE source_id IN (SELECT value FROM json_each(:sources)) "
        "AND (:any_coder OR coders.name IN (SELECT value FROM json_each(:coders))) "
        "ORDER BY coders.name",
        {
            "sources": json.dumps(list(names)),
            "coders": json.dumps(selection.coders),
            "any_coder": not selection.coders,
        },
    ):
        coded.setdefault(row["name"], set()).add(row["source_id"])
    ids = set(names) if selection.sources else set[int]().union(*coded.values())
    return LookedAt(names, coded, ids)


def material(project: Project, selection: Selection) -> Material:
    """Find what a selection's numbers are on; call it in a snapshot."""
    names, coded, ids = sources_looked_at(project, selection)
    places = word_places(project, sorted(ids))
    return Material(
        source=places.source,
        case=cases_of(project, places.source),
        words=places.per_source(),
        places=places,
        coded_by=tuple((coder, len(found)) for coder, found in coded.items()),
        left_out=tuple(name for each, name in names.items() if each not in ids),
    )


@dataclass(frozen=True, slots=True)
class CodedWords:
    """The words of codings, one element each: coder, first word and the one after the last."""

    places: WordPlaces
    coder: Integers
    first: Integers
    beyond: Integers

    def under(
        self, row: Integers, chosen: Integers | None = None
    ) -> tuple[Integers, Integers, Integers]:
        """Words under each row of codings: row, source and number of words, stretch by stretch.

        A word counts once for each coder who has the row on it, however many codings of theirs do.
        `row` is an index for each coding, or for those that are chosen by their positions.
        """
        positions = np.arange(len(self.coder)) if chosen is None else chosen
        coders = int(self.coder.max(initial=0)) + 1
        group, source, words = self.places.united(
            row * coders + self.coder[positions], self.first[positions], self.beyond[positions]
        )
        return group // coders, source, words


def coded_words(material: Material, arrays: CodingArrays) -> CodedWords:
    """Find the words of codings that are in the material."""
    first, beyond = material.places.numbers(arrays.source, arrays.start, arrays.end)
    return CodedWords(material.places, arrays.coder, first, beyond)
