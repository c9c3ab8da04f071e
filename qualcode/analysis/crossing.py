"""Codings in rows by code and in groups by the values of variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.cooccurrence import code_at_depth
from qualcode.analysis.frequencies import in_order, sources_by_value
from qualcode.analysis.material import Material, material
from qualcode.analysis.spans import CodingArrays, Integers, coder_names, coding_arrays
from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.model import Code
from qualcode.project.codes import CodeFinder, codes
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project import Project

Values = tuple[str | None, ...]
"""A value of each variable; None for none."""

MOST_GROUPS = 60


@dataclass(frozen=True, slots=True)
class Crossing:
    """The codings of a selection, and the row and the group that each belongs to.

    `codes` are the rows: those with a coding, rolled up, and those that the selection names.
    `groups` are all that sources of the material have; `row` is the index of each coding's code,
    `group` of its group, and `group_of_source` of the group of each source of the material.
    """

    codes: tuple[Code, ...]
    groups: tuple[Values, ...]
    arrays: CodingArrays
    row: Integers
    group: Integers
    material: Material
    group_of_source: Integers
    coders: tuple[str, ...]


def cross(
    project: Project, variables: Sequence[str], selection: Selection, depth: int | None
) -> Crossing:
    """Put codings in rows and groups; call it in a snapshot.

    Raises `NotFoundError` for an unknown name; `InputError` where there is nothing to count, where
    no source has a value of a variable, and for more than `MOST_GROUPS` groups.
    """
    if depth is not None and depth < 0:
        raise InputError("Codes are rolled up to a depth from 0 up.", remedy="0 is for themes.")
    arrays = coding_arrays(project, selection)
    counted = material(project, selection)
    rows, row = _rows(project, selection, arrays.code, depth)
    if not rows:
        raise InputError(
            "There are no codings in this selection.",
            remedy="Choose other sources, coders or words.",
        )
    if not len(counted.source):
        raise InputError(
            "No source in this selection has been coded.", remedy="Choose other sources or coders."
        )
    groups, group_of_source = _groups(project, variables, counted.source)
    return Crossing(
        codes=rows,
        groups=groups,
        arrays=arrays,
        row=row,
        group=group_of_source[counted.position(arrays.source)],
        material=counted,
        group_of_source=group_of_source,
        coders=coder_names(project, arrays),
    )


def codes_of_row(project: Project, code: int, depth: int | None) -> set[int]:
    """The ids of the codes whose codings a row counts, which is named by its code's id.

    Raises `NotFoundError` if there is no such row any more.
    """
    found = {each for each, row in code_at_depth(codes(project), depth).items() if row.id == code}
    if not found:
        raise NotFoundError(
            "That code has no row.", remedy="It may have gone from the codebook, or be rolled up."
        )
    return found


def find_group(project: Project, variables: Sequence[str], label: str) -> dict[str, str | None]:
    """The group of that label, as the value of each variable; raises `NotFoundError`."""
    source = np.array(list(source_ids(project).values()), dtype=np.int64)
    known = {
        group_label(variables, group): group for group in _groups(project, variables, source)[0]
    }
    if one_line(label) not in known:
        raise NotFoundError(
            f"There is no group “{label}”.", remedy=suggest_names(label, list(known))
        )
    return dict(zip(variables, known[one_line(label)], strict=True))


def group_label(variables: Sequence[str], values: Values) -> str:
    """A group as people read it: `familier`, `familier / 2023`, `(no wave)`."""
    return " / ".join(
        f"(no {variable})" if value is None else value
        for variable, value in zip(variables, values, strict=True)
    )


def _rows(
    project: Project, selection: Selection, ids: Integers, depth: int | None
) -> tuple[tuple[Code, ...], Integers]:
    all_codes = codes(project)
    finder = CodeFinder(all_codes)
    target = code_at_depth(all_codes, depth)
    present = {int(each) for each in np.unique(ids)}
    present |= {finder.find(name).id for name in selection.codes}
    used = {target[each].id for each in present}
    rows = tuple(code for code in all_codes if code.id in used)
    index = {code.id: position for position, code in enumerate(rows)}
    lookup = np.zeros(max(target, default=0) + 1, dtype=np.int64)
    for each, code in target.items():
        lookup[each] = index.get(code.id, 0)
    return rows, lookup[ids]


def _groups(
    project: Project, variables: Sequence[str], source: Integers
) -> tuple[tuple[Values, ...], Integers]:
    """The groups that there are, in order, and for each source the position of its own."""
    values = list(
        zip(*(_values(project, one_line(name), source) for name in variables), strict=True)
    )
    groups = sorted(set(values), key=lambda group: [in_order(value) for value in group])
    if len(groups) > MOST_GROUPS:
        most = max(range(len(variables)), key=lambda which: len({group[which] for group in groups}))
        raise InputError(
            f"{' × '.join(variables)} makes {len(groups)} groups; a table takes {MOST_GROUPS}.",
            remedy=f"Choose some (--where {variables[most]}=…), or bring in a variable with fewer "
            "values, such as regions for municipalities.",
        )
    place = {group: number for number, group in enumerate(groups)}
    return tuple(groups), np.array([place[each] for each in values], dtype=np.int64)


def _values(project: Project, variable: str, source: Integers) -> list[str | None]:
    """The value that each source has."""
    value_of = {
        each: value
        for value, members in sources_by_value(project, variable).items()
        for each in members
    }
    found = [value_of.get(each) for each in source.tolist()]
    if not any(value is not None for value in found):
        raise InputError(
            f"No source that counts has a value of {variable}.",
            remedy="`qualcode import PROJECT --variables FILE` brings values in.",
        )
    return found
