"""How much each code is used: codings, sources, cases and words, alone and with those under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qualcode.analysis.material import Amount, coded_words, material
from qualcode.analysis.spans import Integers, coder_names, coding_arrays
from qualcode.analysis.units import cases_of
from qualcode.errors import NotFoundError, suggest_names
from qualcode.frames import Framed
from qualcode.model import Code
from qualcode.project.cases import values_by_source, variable_names
from qualcode.project.codes import codes
from qualcode.project.selection import EVERYTHING, Selection, selected_sources
from qualcode.project.sources import source_ids
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project import Project


class Counts(NamedTuple):
    """How much is coded: codings, the sources and cases that they are in, and words.

    A word counts once for each coder, however many of their codings have it. `per_1000_words` is
    codings on 1,000 words of the material, `per_case` codings on each of its cases (those of
    sources without a case are left out); None where there are no words or cases.
    """

    codings: int
    sources: int
    cases: int
    words: int
    per_1000_words: float | None
    per_case: float | None


@dataclass(frozen=True, slots=True)
class Frequency:
    """How much a code is used; see `Counts`. The `all_` numbers count the codes under it too."""

    code: Code
    codings: int
    sources: int
    cases: int
    words: int
    per_1000_words: float | None
    per_case: float | None
    all_codings: int
    all_sources: int
    all_cases: int
    all_words: int
    all_per_1000_words: float | None
    all_per_case: float | None


@dataclass(frozen=True, slots=True)
class Frequencies(Framed):
    """A row for every code, in the codebook's order, and what was counted.

    `total` counts whatever is coded; sources, cases and words that have several codes count once.
    `material` is what the numbers are on (see `qualcode.analysis.material`), `coded_by` how many
    of its sources each coder has coded, and `left_out` names the sources that nobody has.
    """

    rows: tuple[Frequency, ...]
    total: Counts
    selection: Selection
    coders: tuple[str, ...]
    material: Amount
    coded_by: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What is coded in the sources that have one value of a variable, or None for no value.

    `sources` is how many of the selected sources these are; `rows`, `total` and `material` are as
    in `Frequencies`.
    """

    value: str | None
    sources: int
    rows: tuple[Frequency, ...]
    total: Counts
    material: Amount


@dataclass(frozen=True, slots=True)
class FrequenciesBy(Framed):
    """Frequencies for each value of a variable, and for all of them together.

    `groups` has every value that some selected source has, in order; last the sources that have
    none, if there are any. A case whose sources differ in the variable (as in its wave) counts for
    several values, so that cases need not add up.
    """

    variable: str
    groups: tuple[Group, ...]
    total: Frequencies


def frequencies(project: Project, selection: Selection = EVERYTHING) -> Frequencies:
    """Count the codings of a selection by code. Sources without a case count in no case."""
    with project.snapshot():
        counting = _Counting(project, selection)
    return counting.frequencies()


def frequencies_by(
    project: Project, variable: str, selection: Selection = EVERYTHING
) -> FrequenciesBy:
    """Count the codings of a selection by code and by the values of a variable.

    Raises `NotFoundError` if there is no such variable.
    """
    variable = one_line(variable)
    with project.snapshot():
        members = sources_by_value(project, variable)
        chosen = selected_sources(project, selection)
        if chosen is not None:
            members = {value: here for value, found in members.items() if (here := found & chosen)}
        counting = _Counting(project, selection)
    groups = tuple(
        Group(value, len(members[value]), *counting.of(members[value]))
        for value in sorted(members, key=in_order)
    )
    return FrequenciesBy(variable, groups, counting.frequencies())


def sources_by_value(project: Project, variable: str) -> dict[str | None, set[int]]:
    """The ids of the sources that have each value of a variable; None stands for no value.

    Raises `NotFoundError` if there is no such variable.
    """
    known = variable_names(project)
    if variable not in known:
        raise NotFoundError(
            f"There is no variable “{variable}”.", remedy=suggest_names(variable, known)
        )
    values = values_by_source(project)
    found: dict[str | None, set[int]] = {}
    for source_id in source_ids(project).values():
        found.setdefault(values.get(source_id, {}).get(variable), set()).add(source_id)
    return found


def in_order(value: str | None) -> tuple[bool, list[str | int]]:
    """A sort key for values: numbers by their size, the rest by letters, and no value last."""
    parts = re.split(r"(\d+)", value or "")
    return value is None, [
        int(part) if position % 2 else part.casefold() for position, part in enumerate(parts)
    ]


class _Counting:
    """The codings of a selection, read once, to be counted by code in any of their sources."""

    def __init__(self, project: Project, selection: Selection) -> None:
        self._selection = selection
        self._arrays = coding_arrays(project, selection)
        self._material = material(project, selection)
        self._codes = codes(project)
        self._coders = coder_names(project, self._arrays)
        index = {code.id: position for position, code in enumerate(self._codes)}
        lookup = np.zeros(max(index, default=0) + 1, dtype=np.int64)
        lookup[list(index)] = list(index.values())
        self._row = lookup[self._arrays.code]
        self._case = cases_of(project, self._arrays.source)
        self._words = coded_words(self._material, self._arrays)
        self._lineage = _lineages(self._codes, index)

    def frequencies(self) -> Frequencies:
        rows, total, amount = self.of(None)
        return Frequencies(
            rows,
            total,
            self._selection,
            self._coders,
            amount,
            self._material.coded_by,
            self._material.left_out,
        )

    def of(self, source_ids: set[int] | None) -> tuple[tuple[Frequency, ...], Counts, Amount]:
        """Rows, total and material of all sources or of some."""
        chosen, inside = np.arange(len(self._row)), np.arange(len(self._material.source))
        if source_ids is not None:
            chosen = np.flatnonzero(np.isin(self._arrays.source, list(source_ids)))
            inside = np.flatnonzero(np.isin(self._material.source, list(source_ids)))
        amount = self._material.amount(inside)
        row, size = self._row[chosen], len(self._codes)
        # A coding counts for its code and for every code above it.
        above, length = self._lineage
        depth = length[row]
        rolled = above[row][np.arange(above.shape[1]) < depth[:, None]]
        own = self._counts(chosen, row, size, amount)
        under = self._counts(np.repeat(chosen, depth), rolled, size, amount)
        rows = tuple(
            Frequency(code, *alone, *below)
            for code, alone, below in zip(self._codes, own, under, strict=True)
        )
        (total,) = self._counts(chosen, np.zeros_like(row), 1, amount)
        return rows, total, amount

    def _counts(self, chosen: Integers, row: Integers, size: int, amount: Amount) -> list[Counts]:
        """Count codings, named by their positions, in the rows that they are given."""
        source, case = self._arrays.source[chosen], self._case[chosen]
        covered, _, number = self._words.under(row, chosen)
        words = np.bincount(covered, weights=number, minlength=size).astype(np.int64)
        known = case > 0
        of_cases = np.bincount(row[known], minlength=size)
        return [
            Counts(
                codings=codings,
                sources=sources,
                cases=cases,
                words=coded,
                per_1000_words=codings * 1000 / amount.words if amount.words else None,
                per_case=cased / amount.cases if amount.cases else None,
            )
            for codings, sources, cases, coded, cased in zip(
                np.bincount(row, minlength=size).tolist(),
                _different(source, row, size),
                _different(case[known], row[known], size),
                words.tolist(),
                of_cases.tolist(),
                strict=True,
            )
        ]


def _different(what: Integers, row: Integers, size: int) -> list[int]:
    """How many different things each row has."""
    stride = int(what.max(initial=0)) + 1
    found = np.bincount(np.unique(row * stride + what) // stride, minlength=size)
    return list(map(int, found))


def _lineages(all_codes: Sequence[Code], index: dict[int, int]) -> tuple[Integers, Integers]:
    """For each code the positions of itself and of the codes above it, and how many they are."""
    lines: list[list[int]] = []
    for position, code in enumerate(all_codes):  # parents come before their children
        above = lines[index[code.parent_id]] if code.parent_id is not None else []
        lines.append([position, *above])
    length = np.array([len(line) for line in lines], dtype=np.int64)
    table = np.zeros((len(lines), int(length.max(initial=0))), dtype=np.int64)
    for position, line in enumerate(lines):
        table[position, : len(line)] = line
    return table, length
