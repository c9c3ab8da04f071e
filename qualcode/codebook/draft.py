"""A codebook as a file has it, before it meets a project; and what can be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.errors import InputError
from qualcode.text import normalise, one_line

TEXT_FIELDS = ("definition", "when_to_use", "when_not_to_use")
LIST_FIELDS = ("examples", "indicator_terms")
FIELDS = ("name", *TEXT_FIELDS, *LIST_FIELDS, "colour", "guid")
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


def clean(field_name: str, text: str) -> str:
    """A code's text as the project stores it: normalised and trimmed, a name on one line."""
    return one_line(text) if field_name == "name" else normalise(text).strip()


def is_colour(text: str) -> bool:
    """Whether a text is a colour as codebooks write them, #RRGGBB."""
    return _COLOUR.fullmatch(text) is not None


def path_key(path: Sequence[str]) -> tuple[str, ...]:
    """What tells two paths apart: names differ in more than case."""
    return tuple(name.casefold() for name in path)


@dataclass(frozen=True, slots=True)
class DraftCode:
    """A code in a codebook file. `line` is the file's 1-based line (or row) where it stands."""

    name: str
    line: int
    definition: str = ""
    when_to_use: str = ""
    when_not_to_use: str = ""
    examples: tuple[str, ...] = ()
    indicator_terms: tuple[str, ...] = ()
    colour: str = ""
    guid: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    children: tuple[DraftCode, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCodebook:
    """A codebook file: its codes as a tree, and its own fields (name, version, …) as `about`."""

    codes: tuple[DraftCode, ...]
    about: dict[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator[tuple[tuple[str, ...], DraftCode]]:
        """Every code with its path, parents before their children."""

        def walk(codes: tuple[DraftCode, ...], parents: tuple[str, ...]) -> Iterator[Any]:
            for code in codes:
                path = (*parents, code.name)
                yield path, code
                yield from walk(code.children, path)

        return walk(self.codes, ())


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a codebook file. A grave one stops the import; others are only told."""

    line: int
    text: str
    grave: bool = True


def problems(codebook: DraftCodebook) -> list[Problem]:
    """What is wrong with a codebook, in the order of its lines."""
    found: list[Problem] = []
    seen: dict[tuple[str, ...], int] = {}
    guids: dict[str, int] = {}
    for path, code in codebook.walk():
        if not code.name:
            found.append(Problem(code.line, "A code has no name."))
        elif ">" in code.name:
            found.append(Problem(code.line, f"The name “{code.name}” has a > in it, as paths do."))
        key = path_key(path)
        if key in seen:
            where = f"under “{path[-2]}”" if len(path) > 1 else "at the top"
            found.append(
                Problem(code.line, f"“{code.name}” stands {where} already (line {seen[key]}).")
            )
        seen.setdefault(key, code.line)
        if code.guid:
            if code.guid in guids:
                found.append(
                    Problem(code.line, f"“{code.name}” has the guid of line {guids[code.guid]}.")
                )
            guids.setdefault(code.guid, code.line)
        if code.colour and not is_colour(code.colour):
            found.append(
                Problem(code.line, f"“{code.colour}” is no colour; write it as #RRGGBB (#4477AA).")
            )
        if not code.definition:
            found.append(Problem(code.line, f"“{code.name}” has no definition.", grave=False))
    return sorted(found, key=lambda problem: problem.line)


def refuse_grave(codebook: DraftCodebook, filename: str) -> None:
    """Raise `InputError` naming every grave problem with its line."""
    grave = [problem for problem in problems(codebook) if problem.grave]
    if grave:
        raise InputError(
            "The codebook cannot be used as it is:\n"
            + "\n".join(f"  line {problem.line}: {problem.text}" for problem in grave),
            where=filename,
            remedy="Nothing was changed.",
        )
