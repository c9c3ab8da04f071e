"""How often each code is used: codings, sources and cases, alone and with the codes under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.spans import coder_names, coding_arrays
from qualcode.model import Code
from qualcode.project.codes import codes, with_descendants
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Frequency:
    """How much a code is used. The `all_` numbers count the codes under it too."""

    code: Code
    codings: int
    sources: int
    cases: int
    all_codings: int
    all_sources: int
    all_cases: int


@dataclass(frozen=True, slots=True)
class Frequencies:
    """A row for every code, in the codebook's order, and what was counted."""

    rows: tuple[Frequency, ...]
    selection: Selection
    coders: tuple[str, ...]


def frequencies(project: Project, selection: Selection = EVERYTHING) -> Frequencies:
    """Count the codings of a selection by code. Sources without a case count in no case."""
    arrays = coding_arrays(project, selection)
    case_of = {row["id"]: row["case_id"] for row in project.rows("SELECT id, case_id FROM sources")}
    codings: dict[int, int] = {}
    sources: dict[int, set[int]] = {}
    for code_id, source_id in zip(arrays.code.tolist(), arrays.source.tolist(), strict=True):
        codings[code_id] = codings.get(code_id, 0) + 1
        sources.setdefault(code_id, set()).add(source_id)

    def counts(ids: set[int]) -> tuple[int, int, int]:
        where = set[int]().union(*(sources.get(code_id, set()) for code_id in ids))
        cases = {case_of[source_id] for source_id in where} - {None}
        return sum(codings.get(code_id, 0) for code_id in ids), len(where), len(cases)

    all_codes = codes(project)
    rows = tuple(
        Frequency(code, *counts({code.id}), *counts(with_descendants(all_codes, [code.id])))
        for code in all_codes
    )
    return Frequencies(rows, selection, coder_names(project, arrays))
