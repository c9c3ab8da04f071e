"""Bringing a codebook file into a project and out again."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.codebook.draft import (
    LIST_FIELDS,
    TEXT_FIELDS,
    DraftCode,
    DraftCodebook,
    path_key,
    refuse_grave,
)
from qualcode.errors import InputError
from qualcode.model import Code
from qualcode.project.codes import codes
from qualcode.project.project import new_guid

if TYPE_CHECKING:
    from qualcode.project import Project

YAML_SUFFIXES = (".yaml", ".yml")
TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Difference:
    """How a codebook file differs from the project's codebook; codes by their path in the file.

    `moved` gives the path before and the path after, of renamed codes too; `changed` the fields
    that differ; `about` the codebook's own fields (name, version, …) that do. `reordered`: the
    codes stand in another order. `missing` are the project's codes that the file does not have:
    they are kept, as are the codebook's own fields where the file has none.
    """

    added: tuple[str, ...] = ()
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    about: tuple[str, ...] = ()
    reordered: bool = False
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.moved or self.about or self.reordered)


def read_codebook(path: Path) -> DraftCodebook:
    """Read a codebook from YAML, CSV or Excel, by the file's suffix.

    Raises `InputError` with lines for what is wrong with it.
    """
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        from qualcode.codebook.table_file import read_table

        draft = read_table(path)
    elif suffix in YAML_SUFFIXES:
        from qualcode.codebook.yaml_file import read_yaml

        try:
            text = path.read_text("utf-8-sig")
        except OSError as error:
            raise InputError(
                f"The file cannot be read ({error.strerror}).", where=str(path)
            ) from error
        except UnicodeDecodeError as error:
            raise InputError(
                "A YAML file is in UTF-8; this one is not.", where=str(path)
            ) from error
        draft = read_yaml(text, path.name)
    else:
        known = ", ".join((*YAML_SUFFIXES, *TABLE_SUFFIXES))
        raise InputError(
            "A codebook is a YAML, CSV or Excel file.", where=str(path), remedy=f"Known: {known}."
        )
    refuse_grave(draft, path.name)
    return draft


def write_codebook(draft: DraftCodebook, path: Path) -> None:
    """Write a codebook as YAML, CSV or Excel, by the file's suffix."""
    from qualcode.codebook import table_file, yaml_file

    suffix = path.suffix.lower()
    if suffix in YAML_SUFFIXES:
        content = yaml_file.write_yaml(draft).encode()
    elif suffix == ".xlsx":
        content = table_file.write_excel(draft)
    elif suffix == ".csv":
        content = table_file.write_csv(draft)
    else:
        raise InputError(
            f"A codebook cannot be written as {suffix or 'a file without suffix'}.",
            where=str(path),
            remedy="Choose .yaml, .csv or .xlsx.",
        )
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(
            f"The file cannot be written ({error.strerror}).", where=str(path)
        ) from error


def current_codebook(project: Project) -> DraftCodebook:
    """The project's codebook in the form of a file, with GUIDs, so that renames are recognised."""
    children: dict[int | None, list[Code]] = defaultdict(list)
    for code in codes(project):
        children[code.parent_id].append(code)

    def draft(code: Code) -> DraftCode:
        return DraftCode(
            name=code.name,
            line=0,
            **{key: getattr(code, key) for key in (*TEXT_FIELDS, *LIST_FIELDS)},
            colour=code.colour,
            guid=code.guid,
            extra=code.extra,
            children=tuple(map(draft, children[code.id])),
        )

    return DraftCodebook(tuple(map(draft, children[None])), _about(project))


def export_codebook(project: Project, path: Path) -> None:
    """Write the codebook to a file; the project remembers it, since codes may quote people."""
    write_codebook(current_codebook(project), path)
    project.record_written_file("export", path)


def _about(project: Project) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(project.value("SELECT codebook FROM project"))
    return about


def codebook_hash(project: Project) -> str:
    """A fingerprint of every code and field, by which a run remembers what it worked with."""
    content = [
        (code.path, *(getattr(code, key) for key in (*TEXT_FIELDS, *LIST_FIELDS)), code.extra)
        for code in codes(project)
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def compare(project: Project, draft: DraftCodebook) -> Difference:
    """How a codebook file differs from the project's; nothing is changed."""
    existing = codes(project)
    matches = _match(existing, draft)
    by_id = {code.id: code for code in existing}
    added, changed, moved = [], [], []
    for path, code in draft.walk():
        label = " > ".join(path)
        code_id = matches.get(path)
        if code_id is None:
            added.append(label)
            continue
        before = by_id[code_id]
        if before.path != path:
            moved.append((before.label, label))
        fields = tuple(
            key
            for key in (*TEXT_FIELDS, *LIST_FIELDS, "colour", "extra")
            if getattr(before, key) != getattr(code, key)
        )
        if fields:
            changed.append((label, fields))
    matched = set(matches.values())
    in_file = [matches[path] for path, _ in draft.walk() if path in matches]
    in_project = [code.id for code in existing if code.id in matched]
    about = _about(project)
    return Difference(
        added=tuple(added),
        changed=tuple(changed),
        moved=tuple(moved),
        about=tuple(
            key
            for key in dict.fromkeys([*about, *draft.about])
            if draft.about and about.get(key) != draft.about.get(key)
        ),
        reordered=in_file != in_project,
        missing=tuple(code.label for code in existing if code.id not in matched),
    )


def import_codebook(project: Project, draft: DraftCodebook) -> Difference:
    """Bring the project's codebook to what the file says, as one action; codings stay.

    A code is known again by its GUID, else its path, else by a name that only one code has.
    Codes that the file lacks are kept. Raises `InputError` if one of those has the name that
    another code takes.
    """
    ids: dict[tuple[str, ...], int] = {}
    with project.action("Imported a codebook"):
        difference = compare(project, draft)
        if not difference:
            return difference
        existing = codes(project)
        matches = _match(existing, draft)
        _refuse_twins(existing, matches, draft)
        path_in_file = {code_id: path for path, code_id in matches.items()}
        _set_aside(
            project,
            [code.id for code in existing if path_in_file.get(code.id, code.path) != code.path],
        )
        for position, (path, code) in enumerate(draft.walk(), 1):
            row = _row(code, ids.get(path[:-1]), position)
            if path in matches:
                ids[path] = matches[path]
                assignments = ", ".join(f"{key} = :{key}" for key in row)
                project.connection.execute(
                    f"UPDATE codes SET {assignments} WHERE id = :id", {**row, "id": ids[path]}
                )
            else:
                ids[path] = project.insert("codes", {"guid": code.guid or new_guid(), **row})
        if difference.about:
            project.connection.execute(
                "UPDATE project SET codebook = ?", (json.dumps(draft.about, ensure_ascii=False),)
            )
    return difference


def _match(existing: list[Code], draft: DraftCodebook) -> dict[tuple[str, ...], int]:
    """Which code of the project each code of the file is, by the file's path."""
    matches: dict[tuple[str, ...], int] = {}

    def match(key_of_existing: Any, key_of_draft: Any) -> None:
        taken = set(matches.values())
        free: dict[Any, list[int]] = defaultdict(list)
        for code in existing:
            if code.id not in taken:
                free[key_of_existing(code)].append(code.id)
        wanted: dict[Any, list[tuple[str, ...]]] = defaultdict(list)
        for path, drafted in draft.walk():
            if path not in matches and key_of_draft(path, drafted):
                wanted[key_of_draft(path, drafted)].append(path)
        for key, paths in wanted.items():
            if len(paths) == 1 and len(free[key]) == 1:
                matches[paths[0]] = free[key][0]

    match(lambda code: code.guid.casefold(), lambda _, code: code.guid.casefold())
    match(lambda code: path_key(code.path), lambda path, _: path_key(path))
    match(lambda code: code.name.casefold(), lambda _, code: code.name.casefold())
    return matches


def _refuse_twins(
    existing: list[Code], matches: dict[tuple[str, ...], int], draft: DraftCodebook
) -> None:
    path_in_file: dict[int | None, tuple[str, ...]] = {None: ()}
    path_in_file |= {code_id: path for path, code_id in matches.items()}
    taken = {path_key(path) for path, _ in draft.walk()}
    for code in existing:
        if code.id in path_in_file or code.parent_id not in path_in_file:
            continue
        path = (*path_in_file[code.parent_id], code.name)
        if path_key(path) in taken:
            raise InputError(
                f"The project has a code “{code.label}” that the file does not have, and the file "
                "has another code of that name there.",
                remedy="Nothing was changed. Rename one of the two, or merge them.",
            )


def _set_aside(project: Project, code_ids: list[int]) -> None:
    """Free the names of codes that are about to change place, so that two may swap theirs."""
    project.connection.execute(
        "UPDATE codes SET parent_id = NULL, name = guid "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(code_ids),),
    )


def _row(code: DraftCode, parent_id: int | None, position: int) -> dict[str, Any]:
    return {
        "parent_id": parent_id,
        "position": position,
        "name": code.name,
        **{key: getattr(code, key) for key in TEXT_FIELDS},
        **{key: json.dumps(getattr(code, key), ensure_ascii=False) for key in LIST_FIELDS},
        "colour": code.colour,
        "extra": json.dumps(code.extra, ensure_ascii=False),
    }
