"""Changing the codebook: new codes, move, rename, merge, split, delete. Each is one action."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from qualcode.codebook.draft import LIST_FIELDS, TEXT_FIELDS, clean, is_colour
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Code, Coding
from qualcode.project.codes import codes, with_descendants
from qualcode.project.codings import codings, codings_where
from qualcode.project.project import new_guid, now

if TYPE_CHECKING:
    from qualcode.project import Project


def add_code(
    project: Project,
    name: str,
    *,
    parent: Code | None = None,
    after: Code | None = None,
    **fields: Any,
) -> int:
    """Make a new code under a parent, or a theme; gives its id.

    It comes last, or right after another code under the parent. `fields` are a code's definition,
    when_to_use, when_not_to_use, examples, indicator_terms and colour. Raises `InputError` for a
    name that another code under the parent has.
    """
    name = _checked_name(name)
    with project.action(f"Added the code {name}"):
        known = _with_present(project, parent, after)
        _refuse_twins(known, [name], parent)
        new_id = project.insert(
            "codes",
            {
                "guid": new_guid(),
                "parent_id": parent.id if parent else None,
                "position": _last_position(project) + 1,
                "name": name,
                **_as_columns(fields),
            },
        )
        if after:
            _put_after(project, new_id, parent, after)
    return new_id


def edit_code(project: Project, code: Code, *, name: str | None = None, **fields: Any) -> None:
    """Give a code another definition, other indicator terms and so on; see `add_code`.

    A `name` renames it too, in the same action.
    """
    columns = _as_columns(fields)
    with project.action(f"Edited the code {code.name}"):
        _with_present(project, code)
        if name is not None:
            rename_code(project, code, name)
        if columns:
            assignments = ", ".join(f"{key} = :{key}" for key in columns)
            project.connection.execute(
                f"UPDATE codes SET {assignments} WHERE id = :id", {**columns, "id": code.id}
            )


def rename_code(project: Project, code: Code, name: str) -> None:
    """Give a code another name; its codings stay."""
    name = _checked_name(name)
    with project.action(f"Renamed the code {code.name} to {name}"):
        known = _with_present(project, code)
        _refuse_twins(known, [name], _parent(known, code), but={code.id})
        project.connection.execute("UPDATE codes SET name = ? WHERE id = ?", (name, code.id))


def move_code(
    project: Project, code: Code, parent: Code | None, *, after: Code | None = None
) -> None:
    """Move a code, with everything under it, below another code or to the top.

    There it comes last, or right after another code under the parent.
    """
    where = f"under {parent.name}" if parent else "to the top"
    with project.action(f"Moved the code {code.name} {where}"):
        known = _with_present(project, code, parent, after)
        if parent and parent.id in with_descendants([*known.values()], [code.id]):
            raise InputError(f"“{code.name}” cannot move under itself.")
        _refuse_twins(known, [known[code.id].name], parent, but={code.id})
        project.connection.execute(
            "UPDATE codes SET parent_id = ?, position = ? WHERE id = ?",
            (parent.id if parent else None, _last_position(project) + 1, code.id),
        )
        if after:
            _put_after(project, code.id, parent, after)


def reorder_code(project: Project, code: Code, steps: int) -> int:
    """Move a code up (negative) or down among those under the same parent.

    Gives how many steps it went, which is less where the others end.
    """
    with project.action(f"Moved the code {code.name} {'up' if steps < 0 else 'down'}"):
        known = _with_present(project, code)
        order = _siblings(project, known[code.id].parent_id)
        place = order.index(code.id)
        new_place = min(max(place + steps, 0), len(order) - 1)
        order.insert(new_place, order.pop(place))
        _arrange(project, order)
    return new_place - place


def merge_codes(project: Project, merged: Sequence[Code], target: Code) -> int:
    """Merge codes into a target; gives the number of codings that went over to it.

    Codings of the merged codes that overlap with one another or with the target's, by one coder,
    become one coding over all their words; their memos are joined. Examples, indicator terms,
    memos, links to a survey and the codes below go over to the target; definitions stay in the
    history.
    """
    merged_ids = {code.id for code in merged}
    if target.id in merged_ids:
        raise InputError(f"“{target.name}” cannot be merged into itself.")
    names = ", ".join(code.name for code in merged)
    with project.action(f"Merged {names} into {target.name}"):
        known = _with_present(project, target, *merged)
        if target.id in with_descendants([*known.values()], merged_ids):
            raise InputError(
                f"“{target.label}” lies under a code that would be merged into it.",
                remedy="Move it out first, or merge the other way round.",
            )
        below = [
            code
            for code in known.values()
            if code.parent_id in merged_ids and code.id not in merged_ids
        ]
        _refuse_twins(known, [code.name for code in below], target, but=merged_ids)
        moved = _move_codings(project, merged_ids, target)
        _hand_over_memos(project, "code_id", merged_ids, target.id)
        _leave_names(project, merged_ids)
        project.connection.executemany(
            "UPDATE codes SET parent_id = ? WHERE id = ?", [(target.id, code.id) for code in below]
        )
        # A suggestion that the target has for the same words already is one too many.
        project.connection.execute(
            "UPDATE OR IGNORE main.suggestions SET code_id = ? "
            "WHERE code_id IN (SELECT value FROM json_each(?))",
            (target.id, json.dumps(sorted(merged_ids))),
        )
        # So is a link to an indicator of the survey.
        project.connection.execute(
            "UPDATE OR IGNORE survey_links SET code_id = ? "
            "WHERE code_id IN (SELECT value FROM json_each(?))",
            (target.id, json.dumps(sorted(merged_ids))),
        )
        # And so is what coders settled on the same words for both.
        project.connection.execute(
            "UPDATE OR IGNORE main.consensus_decisions SET code_id = ? "
            "WHERE code_id IN (SELECT value FROM json_each(?))",
            (target.id, json.dumps(sorted(merged_ids))),
        )
        joined: dict[str, Any] = {
            key: [entry for code in (target, *merged) for entry in getattr(known[code.id], key)]
            for key in LIST_FIELDS
        }
        edit_code(project, target, **joined)
        _delete_codes(project, known, merged_ids)
    return moved


def split_code(project: Project, code: Code, name: str, coding_ids: Sequence[int]) -> int:
    """Give some of a code's codings to a new code beside it; gives the new code's id.

    Raises `InputError` if one of the codings is of another code.
    """
    name = _checked_name(name)
    with project.action(f"Split {name} off {code.name}"):
        known = _with_present(project, code)
        chosen = codings(project, coding_ids)
        if strangers := [coding.id for coding in chosen if coding.code_id != code.id]:
            raise InputError(
                f"Coding {strangers[0]} is not a coding of “{code.name}”.",
                remedy="Nothing was changed.",
            )
        if not chosen:
            raise InputError("No codings were chosen for the new code.")
        colour = known[code.id].colour
        new_id = add_code(project, name, parent=_parent(known, code), colour=colour)
        project.connection.executemany(
            "UPDATE main.codings SET code_id = ? WHERE id = ?",
            [(new_id, coding.id) for coding in chosen],
        )
    return new_id


def delete_code(project: Project, code: Code, *, codings_to: Code | None = None) -> int:
    """Delete a code and all codes under it; gives the number of codings concerned.

    Their codings go over to `codings_to`, or are deleted with the code if that is None.
    """
    with project.action(f"Deleted the code {code.name}"):
        known = _with_present(project, code, codings_to)
        gone = with_descendants([*known.values()], [code.id])
        if codings_to and codings_to.id in gone:
            raise InputError(f"“{codings_to.label}” would be deleted too.")
        if codings_to:
            concerned = _move_codings(project, gone, codings_to)
        else:
            chosen = (json.dumps(sorted(gone)),)
            which = "codings WHERE code_id IN (SELECT value FROM json_each(?))"
            concerned = project.value(f"SELECT count(*) FROM {which}", chosen)
            project.connection.execute(f"DELETE FROM main.{which}", chosen)
        _delete_codes(project, known, gone)
    return concerned


def _move_codings(project: Project, from_ids: set[int], target: Code) -> int:
    """Give codings to another code, overlapping ones as one; gives how many went over."""
    with project.seeing_everything():  # a blind coder's change of the codebook is on all codings
        concerned = codings_where(
            project,
            "code_id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted({*from_ids, target.id})),),
        )
        for group in overlapping_groups(concerned):
            if any(coding.code_id in from_ids for coding in group):
                fuse(project, group, target.id)
    return sum(
        coding.code_id in from_ids
        for coding in concerned
        if not project.is_blind or coding.coder == project.coder
    )


def overlapping_groups(ordered: Iterable[Coding]) -> Iterator[list[Coding]]:
    """Groups of codings that hang together by overlap, within one source and one coder.

    `ordered` is in the order of source and start.
    """
    groups: dict[tuple[int, str], list[Coding]] = {}
    ends: dict[tuple[int, str], int] = {}
    for coding in ordered:
        key = (coding.source_id, coding.coder)
        if key in groups and coding.start >= ends[key]:
            yield groups.pop(key)
        groups.setdefault(key, []).append(coding)
        ends[key] = max(coding.end, ends.get(key, 0))
    yield from groups.values()


def fuse(project: Project, group: Sequence[Coding], code_id: int) -> None:
    """Make one coding of a group: over all its words, with all its memos."""
    keeper, *others = sorted(group, key=lambda coding: (coding.code_id != code_id, coding.id))
    if others:
        _hand_over_memos(project, "coding_id", [coding.id for coding in others], keeper.id)
        project.connection.executemany(
            "UPDATE OR IGNORE main.survey_quotations SET coding_id = ? WHERE coding_id = ?",
            [(keeper.id, coding.id) for coding in others],
        )
        project.connection.executemany(
            "DELETE FROM main.codings WHERE id = ?", [(coding.id,) for coding in others]
        )
    project.connection.execute(
        "UPDATE main.codings SET code_id = ?, start = ?, end = ? WHERE id = ?",
        (
            code_id,
            min(coding.start for coding in group),
            max(coding.end for coding in group),
            keeper.id,
        ),
    )


def _hand_over_memos(
    project: Project,
    column: Literal["coding_id", "code_id"],
    givers: Collection[int],
    keeper: int,
) -> None:
    """Let one coding or code have the memos of others; those of one coder become one memo."""
    by_coder: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in project.rows(
        f"SELECT id, coder_id, text FROM memos WHERE {column} IN (SELECT value FROM json_each(?)) "
        "ORDER BY id",
        (json.dumps([keeper, *givers]),),
    ):
        by_coder[row["coder_id"]].append((row["id"], row["text"]))
    for (first, text), *others in by_coder.values():
        project.connection.executemany(
            "DELETE FROM main.memos WHERE id = ?", [(memo_id,) for memo_id, _ in others]
        )
        joined = "\n".join([text, *(other for _, other in others)])
        project.connection.execute(
            f"UPDATE main.memos SET {column} = :keeper, text = :joined, "
            "changed_at = iif(text = :joined, changed_at, :now) WHERE id = :first",
            {"keeper": keeper, "joined": joined, "now": now(), "first": first},
        )


def _leave_names(project: Project, code_ids: Iterable[int]) -> None:
    """Free the names of codes that are about to go."""
    project.connection.executemany(
        "UPDATE codes SET name = guid WHERE id = ?", [(code_id,) for code_id in code_ids]
    )


def _delete_codes(project: Project, known: dict[int, Code], code_ids: set[int]) -> None:
    deepest_first = [code_id for code_id in reversed(known) if code_id in code_ids]
    project.connection.executemany(
        "DELETE FROM codes WHERE id = ?", [(code_id,) for code_id in deepest_first]
    )


def _with_present(project: Project, *chosen: Code | None) -> dict[int, Code]:
    """All codes as they are now, by id; raises `NotFoundError` if one of the chosen is gone."""
    known = {code.id: code for code in codes(project)}
    for code in chosen:
        if code and code.id not in known:
            raise NotFoundError(f"The code “{code.label}” is no longer there.")
    return known


def _parent(known: dict[int, Code], code: Code) -> Code | None:
    parent_id = known[code.id].parent_id
    return None if parent_id is None else known[parent_id]


def _refuse_twins(
    known: dict[int, Code],
    names: Iterable[str],
    parent: Code | None,
    *,
    but: Collection[int] = (),
) -> None:
    """Raise `InputError` if a name that comes to a parent is there, other than for codes `but`."""
    parent_id = parent.id if parent else None
    taken = {
        code.name.casefold()
        for code in known.values()
        if code.parent_id == parent_id and code.id not in but
    }
    for name in names:
        if name.casefold() in taken:
            where = f"under “{parent.name}”" if parent else "at the top"
            raise InputError(
                f"There would be two codes “{name}” {where}.",
                remedy="Rename one of the two, or merge them.",
            )
        taken.add(name.casefold())


def _siblings(project: Project, parent_id: int | None) -> list[int]:
    """The ids of the codes right under a parent, in their order."""
    return [code.id for code in codes(project) if code.parent_id == parent_id]


def _put_after(project: Project, code_id: int, parent: Code | None, after: Code) -> None:
    order = _siblings(project, parent.id if parent else None)
    order.remove(code_id)
    if after.id not in order:
        where = f"under “{parent.name}”" if parent else "at the top"
        raise InputError(f"“{after.label}” does not stand {where}.")
    order.insert(order.index(after.id) + 1, code_id)
    _arrange(project, order)


def _arrange(project: Project, code_ids: Sequence[int]) -> None:
    """Bring codes of one parent into this order, on the positions that they have together."""
    rows = project.rows(
        "SELECT position FROM codes WHERE id IN (SELECT value FROM json_each(?)) ORDER BY position",
        (json.dumps(list(code_ids)),),
    )
    positions = [row["position"] for row in rows]
    if len(set(positions)) < len(positions):  # codes of one position stand by their ids
        first = _last_position(project) + 1
        positions = list(range(first, first + len(positions)))
    project.connection.executemany(
        "UPDATE codes SET position = ? WHERE id = ?", zip(positions, code_ids, strict=True)
    )


def _last_position(project: Project) -> int:
    return int(project.value("SELECT coalesce(max(position), 0) FROM codes"))


def _checked_name(name: str) -> str:
    name = clean("name", name)
    if not name or ">" in name:
        raise InputError("A code's name is not empty and has no > in it.")
    return name


def _as_columns(fields: dict[str, Any]) -> dict[str, str]:
    columns = {}
    for key, value in fields.items():
        if key in LIST_FIELDS:
            entries = dict.fromkeys(clean(key, entry) for entry in value)
            columns[key] = json.dumps([entry for entry in entries if entry], ensure_ascii=False)
        elif key in (*TEXT_FIELDS, "colour"):
            columns[key] = clean(key, value)
        else:
            raise InputError(f"A code has no field “{key}”.")
    if (colour := columns.get("colour")) and not is_colour(colour):
        raise InputError(f"“{colour}” is no colour; write it as #RRGGBB (#4477AA).")
    return columns
