"""Reading the codebook's tree, and finding a code by what people call it."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.model import Code

if TYPE_CHECKING:
    import sqlite3

    from qualcode.project.project import Project

PATH_SEPARATOR = " > "


def codes(project: Project) -> list[Code]:
    """All codes in the codebook's order: each theme followed by everything under it."""
    children: dict[int | None, list[sqlite3.Row]] = defaultdict(list)
    for row in project.rows("SELECT * FROM codes ORDER BY position, id"):
        children[row["parent_id"]].append(row)
    ordered: list[Code] = []

    def walk(parent_id: int | None, path: tuple[str, ...]) -> None:
        for row in children[parent_id]:
            code = _as_code(row, path)
            ordered.append(code)
            walk(code.id, code.path)

    walk(None, ())
    return ordered


def _as_code(row: sqlite3.Row, parents: tuple[str, ...]) -> Code:
    return Code(
        id=row["id"],
        guid=row["guid"],
        parent_id=row["parent_id"],
        name=row["name"],
        path=(*parents, row["name"]),
        position=row["position"],
        definition=row["definition"],
        when_to_use=row["when_to_use"],
        when_not_to_use=row["when_not_to_use"],
        examples=tuple(json.loads(row["examples"])),
        indicator_terms=tuple(json.loads(row["indicator_terms"])),
        colour=row["colour"],
        extra=json.loads(row["extra"]),
    )


def with_descendants(all_codes: Sequence[Code], roots: Iterable[int]) -> set[int]:
    """The ids of the given codes and of everything under them."""
    wanted = set(roots)
    for code in all_codes:  # parents come before their children
        if code.parent_id in wanted:
            wanted.add(code.id)
    return wanted


def effective_colours(all_codes: Sequence[Code]) -> dict[int, str]:
    """Each code's own colour, else that of the nearest code above it that has one, else ""."""
    colours: dict[int, str] = {}
    for code in all_codes:
        inherited = colours.get(code.parent_id, "") if code.parent_id is not None else ""
        colours[code.id] = code.colour or inherited
    return colours


class CodeFinder:
    """Finds codes by name or by path (`Theme > Code`), without regard to case."""

    def __init__(self, all_codes: Sequence[Code]) -> None:
        self._by_key: dict[str, list[Code]] = defaultdict(list)
        for code in all_codes:
            for start in range(len(code.path)):
                self._by_key[_key(PATH_SEPARATOR.join(code.path[start:]))].append(code)

    def find(self, reference: str) -> Code:
        """The one code that is meant.

        Raises `NotFoundError` for an unknown name and `InputError` for one that several codes have.
        """
        found = self._by_key.get(_key(reference), [])
        if len(found) > 1:
            exact = [code for code in found if _key(code.label) == _key(reference)]
            found = exact or found
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(
                f"“{reference}” is the name of {len(found)} codes.",
                remedy="Write the path: " + " or ".join(f"“{code.label}”" for code in found),
            )
        names = sorted({code.name for codes in self._by_key.values() for code in codes})
        raise NotFoundError(
            f"There is no code “{reference}”.", remedy=suggest_names(reference, names)
        )


def find_code(project: Project, reference: str) -> Code:
    """The code of that name or path; see `find_with`."""
    return find_with(project, CodeFinder(codes(project)), reference)


def find_with(project: Project, finder: CodeFinder, reference: str) -> Code:
    """The one code that is meant; as `CodeFinder.find`, but the error tells what became of a code
    that had the name once.
    """
    try:
        return finder.find(reference)
    except NotFoundError as error:
        remedy = what_became_of(project, reference) or error.remedy
        raise NotFoundError(error.what, remedy=remedy) from None


def what_became_of(project: Project, reference: str) -> str:
    """What happened to the code that had a name last, as a sentence; "" if none had.

    Of a path only the last name counts.
    """
    name = _key(reference).rpartition(PATH_SEPARATOR)[2]
    now = {code.id: code for code in codes(project)}
    for row in project.rows(
        "SELECT row_id, json_extract(before, '$.name') AS name, label, actions.coder, at "
        "FROM changes JOIN actions ON actions.id = action_id WHERE table_name = 'codes' "
        "AND before IS NOT NULL AND changes.after IS NOT before ORDER BY changes.id DESC"
    ):
        if _key(row["name"]) != name:
            continue
        told = f" ({row['label']}; {row['coder']}, {row['at'][:10]})"
        code = now.get(row["row_id"])
        if code is None:
            return f"“{row['name']}” is no longer in the codebook{told}."
        return f"That code is now “{code.label}”{told}."
    return ""


def _key(reference: str) -> str:
    parts = unicodedata.normalize("NFC", reference).split(">")
    return PATH_SEPARATOR.join(" ".join(part.split()) for part in parts).casefold()
