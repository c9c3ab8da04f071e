"""What a change of the codebook would do, told before it is done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.codebook.edit import overlapping_groups
from qualcode.model import Code
from qualcode.project.codes import codes, with_descendants
from qualcode.project.codings import codings_where

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """What merging codes into another does.

    `codings` go over to the target; `fused` is by how many the codings become fewer, since
    overlapping ones of one coder become one. `codes_below` are moved under the target.
    """

    codings: int
    fused: int
    codes_below: int


@dataclass(frozen=True, slots=True)
class DeleteEffect:
    """What goes with a code and all codes under it; `codes` counts those under it."""

    codes: int
    codings: int
    suggestions: int
    memos: int

    def __bool__(self) -> bool:
        return bool(self.codes or self.codings or self.suggestions or self.memos)


def merge_effect(project: Project, merged: Sequence[Code], target: Code) -> MergeEffect:
    """What `merge_codes` would do; nothing is changed."""
    merged_ids = {code.id for code in merged}
    concerned = codings_where(
        project,
        "code_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({*merged_ids, target.id})),),
    )
    return MergeEffect(
        codings=sum(coding.code_id in merged_ids for coding in concerned),
        fused=sum(
            len(group) - 1
            for group in overlapping_groups(concerned)
            if any(coding.code_id in merged_ids for coding in group)
        ),
        codes_below=sum(
            code.parent_id in merged_ids and code.id not in merged_ids for code in codes(project)
        ),
    )


def delete_effect(project: Project, code: Code) -> DeleteEffect:
    """What `delete_code` would take away if the codings went too; nothing is changed."""
    gone = with_descendants(codes(project), [code.id])

    def count(table: str) -> int:
        sql = f"SELECT count(*) FROM {table} WHERE code_id IN (SELECT value FROM json_each(?))"
        return int(project.value(sql, (json.dumps(sorted(gone)),)))

    return DeleteEffect(len(gone) - 1, count("codings"), count("suggestions"), count("memos"))
