"""What a query says, as plain data, and how it is written.

`str(query)` is the query in its one written form; `parsing.parse_query` reads it back to the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from typing import Literal

# A name that may stand without quotation marks, unless it is a word of the language itself.
BARE = r"""[^\s()=~,"“”«»*@][^\s()=~,"“”«»]*"""
_KEYWORD = r"(and|or|not|only|(near|then)(/\d+)?)"


class Field(Enum):
    """What a condition is on, where it is not one of the study's variables.

    No `StrEnum`: a variable that is called “case” is not the case.
    """

    CODER = "coder"
    SOURCE = "source"
    CASE = "case"
    ROLE = "role"
    ORIGIN = "origin"
    TEXT = "text"


class Operator(StrEnum):
    """How words that have codes are put together."""

    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    THEN = "THEN"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that has to hold for codings; its values are alternatives.

    `on` is a field, or the name of a variable. `at` is where it stands in the text that was read.
    """

    on: Field | str
    values: tuple[str, ...]
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if isinstance(self.on, Field):
            name, equals = self.on.value, "~" if self.on is Field.TEXT else "="
        else:
            # In quotation marks it is a variable even where a field has the same name.
            name = written(self.on) if field_called(self.on) is None else _quoted(self.on)
            equals = "="
        return name + equals + ",".join(map(written, self.values))


@dataclass(frozen=True, slots=True)
class Anything:
    """Words with any code."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Coded:
    """Words with a code, named by name or path, or with one under it unless `subtree` is false."""

    code: str
    subtree: bool = True
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return written(self.code) if self.subtree else f"ONLY {written(self.code)}"


@dataclass(frozen=True, slots=True)
class Distance:
    """At most so many turns or sentences apart; 0 is in the same one."""

    most: int
    unit: Literal["turns", "sentences"] = "turns"


@dataclass(frozen=True, slots=True)
class Combination:
    """Words by two or more others; NEAR and THEN take two, and a distance."""

    operator: Operator
    parts: tuple[Query, ...]
    distance: Distance | None = None
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        operator = self.operator.value
        if self.distance:
            operator += f"/{self.distance.most} {self.distance.unit}"
        return f" {operator} ".join(map(_as_part, self.parts))


@dataclass(frozen=True, slots=True)
class Filtered:
    """A query under conditions, which hold for every coding that it is made of."""

    query: Query
    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        if isinstance(self.query, Anything):
            return " AND ".join(map(str, self.conditions))
        inner = _as_part(self.query) if isinstance(self.query, Filtered) else str(self.query)
        return " AND ".join([inner, *map(str, self.conditions)])


Query = Anything | Coded | Combination | Filtered


def field_called(name: str) -> Field | None:
    """The field of that name, in whatever case; None if there is none."""
    return next((each for each in Field if each.value == name.casefold()), None)


def written(name: str) -> str:
    """A name as it stands in a query: in quotation marks where it needs them."""
    bare = re.fullmatch(BARE, name) and not re.fullmatch(_KEYWORD, name, re.IGNORECASE)
    return name if bare else _quoted(name)


def coded_in(query: Query) -> Iterator[Coded]:
    """The codes that a query names, in the order of its text."""
    match query:
        case Coded():
            yield query
        case Combination():
            for part in query.parts:
                yield from coded_in(part)
        case Filtered():
            yield from coded_in(query.query)


def conditions_in(query: Query) -> Iterator[Condition]:
    """All conditions of a query."""
    match query:
        case Combination():
            for part in query.parts:
                yield from conditions_in(part)
        case Filtered():
            yield from conditions_in(query.query)
            yield from query.conditions


def changed(
    query: Query,
    code: Callable[[Coded], Coded],
    condition: Callable[[Condition], Condition] = lambda condition: condition,
) -> Query:
    """The query with its codes, in the order of its text, and its conditions put differently."""
    match query:
        case Coded():
            return code(query)
        case Combination():
            parts = tuple(changed(part, code, condition) for part in query.parts)
            return replace(query, parts=parts)
        case Filtered():
            return Filtered(
                changed(query.query, code, condition), tuple(map(condition, query.conditions))
            )
        case Anything():
            return query


def _quoted(name: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _as_part(query: Query) -> str:
    match query:
        case Anything() | Coded():
            return str(query)
        case Filtered(Anything()):  # conditions alone would hold for what is around them
            return f"(* AND {query})"
        case _:
            return f"({query})"
