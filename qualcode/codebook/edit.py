"""Changing the codebook: new codes, move, rename, merge, split, delete. Each is one action."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qualcode.codebook.draft import LIST_FIELDS, TEXT_FIELDS
from qualcode.errors import InputError
from qualcode.model import Code, Coding
from qualcode.project.codes import codes, with_descendants
from qualcode.project.codings import codings
from qualcode.project.project import new_guid

if TYPE_CHECKING:
    from qualcode.project import Project


def add_code(project: Project, name: str, *, parent: Code | None = None, **fields: Any) -> int:
    """Make a new code under a parent, or a theme; gives its id.

    `fields` are a code's definition, when_to_use, when_not_to_use, examples, indicator_terms and
    colour.
    """
    with project.action(f"Added the code {name}"), _unique_names(name):
        return project.insert(
            "codes",
            {
                "guid": new_guid(),
                "parent_id": parent.id if parent else None,
                "position": _last_position(project) + 1,
                "name": _checked_name(name),
                **_as_columns(fields),
            },
        )


def edit_code(project: Project, code: Code, **fields: Any) -> None:
    """Give a code another definition, other indicator terms and so on; see `add_code`."""
    columns = _as_columns(fields)
    with project.action(f"Edited the code {code.name}"):
        assignments = ", ".join(f"{key} = :{key}" for key in columns)
        project.connection.execute(
            f"UPDATE codes SET {assignments} WHERE id = :id", {**columns, "id": code.id}
        )


def rename_code(project: Project, code: Code, name: str) -> None:
    """Give a code another name; its codings stay."""
    with project.action(f"Renamed the code {code.name} to {name}"), _unique_names(name):
        project.connection.execute(
            "UPDATE codes SET name = ? WHERE id = ?", (_checked_name(name), code.id)
        )


def move_code(project: Project, code: Code, parent: Code | None) -> None:
    """Move a code, with everything under it, below another code or to the top."""
    if parent and parent.id in with_descendants(codes(project), [code.id]):
        raise InputError(f"“{code.name}” cannot move under itself.")
    where = f"under {parent.name}" if parent else "to the top"
    with project.action(f"Moved the code {code.name} {where}"), _unique_names(code.name):
        project.connection.execute(
            "UPDATE codes SET parent_id = ?, position = ? WHERE id = ?",
            (parent.id if parent else None, _last_position(project) + 1, code.id),
        )


def merge_codes(project: Project, merged: Sequence[Code], target: Code) -> int:
    """Merge codes into a target; gives the number of codings that went over to it.

    Codings of the merged codes that overlap with one another or with the target's, by one coder,
    become one coding over all their words; their memos are joined. Examples, indicator terms,
    memos and the codes below go over to the target; definitions stay in the history.
    """
    merged_ids = {code.id for code in merged}
    if target.id in merged_ids:
        raise InputError(f"“{target.name}” cannot be merged into itself.")
    if target.id in with_descendants(codes(project), merged_ids):
        raise InputError(
            f"“{target.label}” lies under a code that would be merged into it.",
            remedy="Move it out first, or merge the other way round.",
        )
    names = ", ".join(code.name for code in merged)
    with project.action(f"Merged {names} into {target.name}"), _unique_names(target.name):
        concerned = _codings_of(project, {*merged_ids, target.id})
        for group in _overlapping(concerned):
            if any(coding.code_id in merged_ids for coding in group):
                _fuse(project, group, target.id)
        ids = json.dumps(sorted(merged_ids))
        for table in ("codes", "memos"):
            column = "parent_id" if table == "codes" else "code_id"
            project.connection.execute(
                f"UPDATE {table} SET {column} = ? WHERE {column} IN "
                "(SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))",
                (target.id, ids, ids if table == "codes" else "[]"),
            )
        # A suggestion that the target has for the same words already is one too many.
        project.connection.execute(
            "UPDATE OR IGNORE suggestions SET code_id = ? "
            "WHERE code_id IN (SELECT value FROM json_each(?))",
            (target.id, ids),
        )
        edit_code(
            project,
            target,
            **{
                key: tuple(
                    dict.fromkeys(
                        entry for code in (target, *merged) for entry in getattr(code, key)
                    )
                )
                for key in LIST_FIELDS
            },
        )
        _delete_rows(project, merged_ids)
    return sum(coding.code_id in merged_ids for coding in concerned)


def split_code(project: Project, code: Code, name: str, coding_ids: Sequence[int]) -> int:
    """Give some of a code's codings to a new code beside it; gives the new code's id.

    Raises `InputError` if one of the codings is of another code.
    """
    chosen = codings(project, coding_ids)
    if strangers := [coding.id for coding in chosen if coding.code_id != code.id]:
        raise InputError(
            f"Coding {strangers[0]} is not a coding of “{code.name}”.",
            remedy="Nothing was changed.",
        )
    if not chosen:
        raise InputError("No codings were chosen for the new code.")
    parent = next((other for other in codes(project) if other.id == code.parent_id), None)
    with project.action(f"Split {name} off {code.name}"):
        new_id = add_code(project, name, parent=parent, colour=code.colour)
        project.connection.executemany(
            "UPDATE codings SET code_id = ? WHERE id = ?",
            [(new_id, coding.id) for coding in chosen],
        )
    return new_id


def delete_code(project: Project, code: Code, *, codings_to: Code | None = None) -> int:
    """Delete a code and all codes under it; gives the number of codings concerned.

    Their codings go over to `codings_to`, or are deleted with the code if that is None.
    """
    gone = with_descendants(codes(project), [code.id])
    if codings_to and codings_to.id in gone:
        raise InputError(f"“{codings_to.label}” would be deleted too.")
    with project.action(f"Deleted the code {code.name}"):
        concerned = _codings_of(project, gone)
        if codings_to:
            together = _codings_of(project, {*gone, codings_to.id})
            for group in _overlapping(together):
                if any(coding.code_id in gone for coding in group):
                    _fuse(project, group, codings_to.id)
        else:
            project.connection.executemany(
                "DELETE FROM codings WHERE id = ?", [(coding.id,) for coding in concerned]
            )
        _delete_rows(project, gone)
    return len(concerned)


def _codings_of(project: Project, code_ids: set[int]) -> list[Coding]:
    rows = project.rows(
        "SELECT id FROM codings WHERE code_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(code_ids)),),
    )
    return codings(project, [row["id"] for row in rows])


def _overlapping(ordered: Sequence[Coding]) -> Iterator[list[Coding]]:
    """Groups of codings that hang together by overlap, within one source and one coder."""
    open_groups: dict[tuple[int, str], list[Coding]] = {}
    for coding in ordered:  # in the order of source and start
        key = (coding.source_id, coding.coder)
        group = open_groups.setdefault(key, [])
        if group and coding.start >= max(other.end for other in group):
            yield group
            group = open_groups[key] = []
        group.append(coding)
    yield from open_groups.values()


def _fuse(project: Project, group: list[Coding], code_id: int) -> None:
    """Make one coding of a group: over all its words, with all its memos."""
    keeper, *others = sorted(group, key=lambda coding: (coding.code_id != code_id, coding.id))
    project.connection.executemany(
        "UPDATE memos SET coding_id = ? WHERE coding_id = ?",
        [(keeper.id, other.id) for other in others],
    )
    project.connection.executemany(
        "DELETE FROM codings WHERE id = ?", [(other.id,) for other in others]
    )
    project.connection.execute(
        "UPDATE codings SET code_id = ?, start = ?, end = ? WHERE id = ?",
        (
            code_id,
            min(coding.start for coding in group),
            max(coding.end for coding in group),
            keeper.id,
        ),
    )


def _hand_over_memos(project: Project, giver: int, keeper: int) -> None:
    project.connection.execute(
        "UPDATE memos SET coding_id = ? WHERE coding_id = ?", (keeper, giver)
    )


def _delete_rows(project: Project, code_ids: set[int]) -> None:
    deepest_first = [code.id for code in reversed(codes(project)) if code.id in code_ids]
    project.connection.executemany(
        "DELETE FROM codes WHERE id = ?", [(code_id,) for code_id in deepest_first]
    )


def _last_position(project: Project) -> int:
    return int(project.value("SELECT coalesce(max(position), 0) FROM codes"))


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or ">" in name:
        raise InputError("A code's name is not empty and has no > in it.")
    return name


def _as_columns(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - {*TEXT_FIELDS, *LIST_FIELDS, "colour"}
    if unknown:
        raise InputError(f"A code has no field “{min(unknown)}”.")
    return {
        key: json.dumps(value, ensure_ascii=False) if key in LIST_FIELDS else value
        for key, value in fields.items()
    }


@contextmanager
def _unique_names(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if "codes" not in str(error):
            raise
        raise InputError(
            f"There is a code of that name beside “{name}” already.",
            remedy="Rename one of the two, or merge them.",
        ) from error
