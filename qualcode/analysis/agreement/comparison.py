"""Who is compared, on which sources and for which codes."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.cooccurrence import code_at_depth
from qualcode.analysis.spans import CodingArrays, Integers, coding_arrays
from qualcode.errors import InputError
from qualcode.model import Code
from qualcode.project.blind import refuse_if_blind
from qualcode.project.codes import codes
from qualcode.project.consensus import consensus_coders
from qualcode.project.selection import Selection, selected_sources, where
from qualcode.project.sources import source_ids

if TYPE_CHECKING:
    from qualcode.project import Project

_FEW = 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """The codings that are compared.

    `sources` are the names of those that count and `left_out` of those in the selection that do
    not, because not every coder has coded them. `not_coded` are pairs of a coder and a source that
    counts because it was named, though the coder has no coding in it. `codes` are those that at
    least one of the coders used there, rolled up.

    The integer arrays have an element for each coding: the positions of its coder, its source and
    its code in the tuples.
    """

    coders: tuple[str, ...]
    sources: tuple[str, ...]
    left_out: tuple[str, ...]
    not_coded: tuple[tuple[str, str], ...]
    codes: tuple[Code, ...]
    source_ids: tuple[int, ...]
    arrays: CodingArrays
    coder: Integers
    source: Integers
    row: Integers


def compare(project: Project, selection: Selection, depth: int | None) -> Comparison:
    """Settle what is compared; call it in a snapshot.

    The coders are those of the selection, or all who have a coding in its sources but those who
    stand for a consensus. A source counts if each of them has a coding in it, of whatever code, or
    if the selection names it.

    Raises `InputError` where there is nothing to compare, `NotFoundError` for an unknown name.
    """
    if selection.text or selection.roles or selection.origins:
        raise InputError(
            "Agreement is not computed on codings chosen by their words, their speaker's role or "
            "their origin.",
            remedy="Leave these out: where only one coder's coding had it, both would differ.",
        )
    refuse_if_blind(project, "Agreement")
    if depth is not None and depth < 0:
        raise InputError("Codes are rolled up to a depth from 0 up.", remedy="0 is for themes.")
    where(project, selection)  # every name is known, before anything is computed
    known = source_ids(project)
    chosen = selected_sources(project, selection)
    names = [name for name, source_id in known.items() if chosen is None or source_id in chosen]
    coded = _coded(project, [known[name] for name in names])
    coders = _coders(project, selection, coded)
    by_all = set.intersection(*(coded[coder] for coder in coders))
    counted = tuple(name for name in names if selection.sources or known[name] in by_all)
    if not counted:
        raise InputError(
            f"No source is coded by all of {', '.join(coders)}.",
            remedy="Sources coded: "
            + ", ".join(f"{coder} {len(coded[coder])}" for coder in coders)
            + ". A source that is named (--source) counts even so.",
        )
    ids = tuple(known[name] for name in counted)
    arrays = coding_arrays(project, replace(selection, coders=coders), source_ids=ids)
    if not len(arrays):
        raise InputError(
            f"{' and '.join(coders)} have no codings to compare in this selection.",
            remedy=f"Sources that count: {_few(counted)}. Choose other codes or sources.",
        )
    target = code_at_depth(codes(project), depth)
    used = {target[each].id for each in np.unique(arrays.code).tolist()}
    rows = tuple(code for code in codes(project) if code.id in used)
    index = {code.id: position for position, code in enumerate(rows)}
    return Comparison(
        coders=coders,
        sources=counted,
        left_out=tuple(name for name in names if name not in set(counted)),
        not_coded=tuple(
            (coder, name) for coder in coders for name in counted if known[name] not in coded[coder]
        ),
        codes=rows,
        source_ids=ids,
        arrays=arrays,
        coder=_looked_up(arrays.coder, _positions(project, coders)),
        source=_looked_up(arrays.source, {each: place for place, each in enumerate(ids)}),
        row=_looked_up(
            arrays.code, {each: index[code.id] for each, code in target.items() if code.id in index}
        ),
    )


def _coded(project: Project, ids: list[int]) -> dict[str, set[int]]:
    """By coder, in the order of names, the sources among these in which they have a coding."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in project.rows(
        "SELECT DISTINCT coders.name, source_id FROM codings JOIN coders ON coders.id = coder_id "
        "WHERE source_id IN (SELECT value FROM json_each(?)) ORDER BY coders.name",
        (json.dumps(ids),),
    ):
        found[row["name"]].add(row["source_id"])
    return found


def _coders(project: Project, selection: Selection, coded: dict[str, set[int]]) -> tuple[str, ...]:
    settled = consensus_coders(project)  # what the others agree on would count twice
    own = [name for name in coded if name not in settled]
    coders = tuple(dict.fromkeys(selection.coders or own))
    if len(coders) > 1:
        return coders
    if not coded:
        raise InputError(
            "There are no codings in this selection.", remedy="Agreement needs those of two coders."
        )
    raise InputError(
        "Agreement needs the codings of at least two coders.",
        remedy=f"The project has codings by {_few(tuple(coded))}.",
    )


def _positions(project: Project, coders: tuple[str, ...]) -> dict[int, int]:
    rows = project.rows("SELECT id, name FROM coders")
    return {row["id"]: coders.index(row["name"]) for row in rows if row["name"] in coders}


def _looked_up(ids: Integers, positions: dict[int, int]) -> Integers:
    table = np.zeros(max(positions) + 1, dtype=np.int64)
    table[list(positions)] = list(positions.values())
    return table[ids]


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_FEW]) + (", …" if len(names) > _FEW else "")
