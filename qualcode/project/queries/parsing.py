"""Reading a query: the grammar, and what to say of a text that does not follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, v_args
from lark.exceptions import VisitError

from qualcode.errors import InputError
from qualcode.project.queries.syntax import (
    BARE,
    Anything,
    Coded,
    Combination,
    Condition,
    Distance,
    Field,
    Filtered,
    Operator,
    Query,
    field_called,
)
from qualcode.text import normalise

_GRAMMAR = rf"""
start: chain
chain: item (operator item)*
?item: code | condition | "(" chain ")"
code: "*" -> anything
    | name -> coded
    | ONLY name -> coded_only
condition: name "=" name ("," name)* -> equal
         | name "~" name -> has_text
operator: AND | OR | NOT | PROXIMITY
name: BARE | QUOTED

AND.2: /and{{END}}/i
OR.2: /or{{END}}/i
NOT.3: /(and\s+)?not{{END}}/i
ONLY.2: /only{{END}}/i
PROXIMITY.2: /(near|then)(\s*\/\s*\d+(\s+(turns?|sentences?))?)?{{END}}/i
BARE: /{BARE}/
QUOTED: /"(\\.|[^"\\])*"|“[^”]*”|”[^”]*”|«[^»]*»/s
%ignore /\s+/
""".replace("{END}", r"""(?=[\s()="“”«»*]|$)""")

_LANGUAGE = (
    "Codes go together with AND, OR, NOT, NEAR/2 turns or THEN/3 turns; conditions look like "
    "coder=anne, wave=2023 or text~ventetid."
)
_QUOTE = "Put a name of several words in quotation marks."


def parse_query(text: str) -> Query:
    """Read a query; names are not looked up.

    Raises `InputError`, which says where in the text the trouble is.
    """
    text = normalise(text)
    if not text.strip():
        raise InputError("The query is empty.", remedy=_LANGUAGE)
    try:
        query: Query = _Reading(text).transform(_parser().parse(text))
    except VisitError as error:
        if isinstance(error.orig_exc, InputError):
            raise error.orig_exc from None
        raise
    except UnexpectedInput as error:
        _refuse(text, error)
    except RecursionError:
        raise InputError("The query has too many parentheses in one another.") from None
    return query


def place(at: int, shown: str) -> str:
    """Where in a query something stands, for an error."""
    return f"query, character {at + 1}, at “{shown}”" if shown else f"query, character {at + 1}"


@cache
def _parser() -> Lark:
    # The basic lexer: AND is an operator also where none may stand, and never a code's name.
    return Lark(_GRAMMAR, parser="lalr", lexer="basic")


@dataclass(frozen=True, slots=True)
class _Operator:
    operator: Operator
    distance: Distance | None
    at: int
    shown: str


_Item = Query | tuple[Condition, ...]


@v_args(inline=True)
class _Reading(Transformer[Token, Any]):
    """From the grammar's tree to a query."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def start(self, item: _Item) -> Query:
        return Filtered(Anything(), item) if isinstance(item, tuple) else item

    def anything(self) -> Query:
        return Anything()

    def coded(self, name: Token) -> Query:
        return Coded(_plain(name), at=_at(name))

    def coded_only(self, _only: Token, name: Token) -> Query:
        return Coded(_plain(name), subtree=False, at=_at(name))

    def name(self, name: Token) -> Token:
        if not _plain(name).strip():
            raise InputError(
                "There is nothing between the quotation marks.", where=place(_at(name), name)
            )
        return name

    def equal(self, name: Token, *values: Token) -> tuple[Condition, ...]:
        on = _on(name)
        if on is Field.TEXT:
            raise InputError(
                "Words are looked for with ~.",
                where=place(_at(name), name),
                remedy="Write text~ and the words, or for a variable that is called “text”: "
                '"text"=…',
            )
        return (Condition(on, tuple(map(_plain, values)), _at(name)),)

    def has_text(self, name: Token, value: Token) -> tuple[Condition, ...]:
        if _on(name) is not Field.TEXT:
            raise InputError(
                "Only text goes with ~.",
                where=place(_at(name), name),
                remedy=f"Write {name}={value}, or text~{value}.",
            )
        return (Condition(Field.TEXT, (_plain(value),), _at(name)),)

    def operator(self, token: Token) -> _Operator:
        word = token.split()[-1].upper() if token.type == "NOT" else token[:4].strip().upper()
        if token.type != "PROXIMITY":
            return _Operator(Operator(word), None, _at(token), token)
        number = re.search(r"\d+", token)
        if number is None:
            raise InputError(
                f"{word} does not say how far.",
                where=place(_at(token), token),
                remedy=f"Write {word}/2 turns or {word}/2 sentences, as far as you mean.",
            )
        in_sentences = "sentence" in token.casefold()
        distance = Distance(int(number[0]), "sentences" if in_sentences else "turns")
        return _Operator(Operator(word), distance, _at(token), token)

    def chain(self, *parts: _Item | _Operator) -> _Item:
        """Conditions hold for the whole chain; what is left goes together in one way."""
        terms: list[Query] = []
        conditions: list[Condition] = []
        joints: list[_Operator] = []
        pending: _Operator | None = None
        for part in parts:
            if isinstance(part, _Operator):
                pending = part
            elif isinstance(part, tuple):
                self._joined_by_and(pending, part)
                conditions += part
            else:
                if terms:
                    assert pending is not None
                    joints.append(pending)
                else:  # conditions may come first
                    self._joined_by_and(pending, conditions)
                terms.append(part)
        if not terms:
            return tuple(conditions)
        query = self._combined(terms, joints)
        return Filtered(query, tuple(conditions)) if conditions else query

    def _joined_by_and(
        self, joint: _Operator | None, conditions: list[Condition] | tuple[Condition, ...]
    ) -> None:
        if joint is None or joint.operator is Operator.AND:
            return
        condition = conditions[-1]
        remedies = {
            Operator.OR: f"Write alternatives with a comma ({condition},…), or give each code its "
            "own conditions: (A AND coder=anne) OR (B AND coder=per).",
            Operator.NOT: "Write the values that you want, with commas between them. "
            f"NOT (* AND {condition}) takes away all words that are coded so.",
        }
        raise InputError(
            f"A condition is joined by AND, not by {joint.operator}.",
            where=place(joint.at, joint.shown),
            remedy=remedies.get(joint.operator, f"{joint.operator} stands between codes."),
        )

    def _combined(self, terms: list[Query], joints: list[_Operator]) -> Query:
        if not joints:
            return terms[0]
        first = joints[0]
        for joint in joints[1:]:
            if joint.operator is not first.operator:
                raise InputError(
                    f"{first.operator} and {joint.operator} stand side by side, which can be read "
                    "in two ways.",
                    where=place(joint.at, joint.shown),
                    remedy=f"Put parentheses: (A {first.operator} B) {joint.operator} C, or "
                    f"A {first.operator} (B {joint.operator} C).",
                )
            if joint.distance:
                raise InputError(
                    f"{joint.operator} takes two.",
                    where=place(joint.at, joint.shown),
                    remedy=f"Put parentheses around the two that come first: "
                    f"(A {joint.operator}/2 B) {joint.operator}/2 C.",
                )
        return Combination(first.operator, tuple(terms), first.distance, first.at)


def _at(token: Token) -> int:
    return token.start_pos or 0


def _on(name: Token) -> Field | str:
    """A field where its name stands bare, else a variable."""
    known = field_called(name) if name.type == "BARE" else None
    return known or _plain(name)


def _plain(name: Token) -> str:
    if name.type == "BARE":
        return str(name)
    return re.sub(r"\\(.)", r"\1", name[1:-1], flags=re.DOTALL) if name[0] == '"' else name[1:-1]


def _refuse(text: str, error: UnexpectedInput) -> NoReturn:
    at = error.pos_in_stream
    rest = "" if at is None or at < 0 else text[at:]
    if isinstance(error, UnexpectedCharacters):
        where = place(at or 0, rest[0])
        if rest[0] == "@":
            raise InputError(
                "A saved query stands alone.",
                where=where,
                remedy="Write @ and its name and nothing else, or a name in quotation marks.",
            ) from None
        raise InputError(
            "The quotation mark has no partner.",
            where=where,
            remedy='Names stand in "…", “…” or «…».',
        ) from None
    token = getattr(error, "token", Token("$END", ""))
    if token.type == "$END":
        raise InputError(
            "The query breaks off.", where=place(len(text.rstrip()), ""), remedy=_LANGUAGE
        ) from None
    names = token.type in ("BARE", "QUOTED")
    raise InputError(
        "An operator is missing here." if names else "This cannot stand here.",
        where=place(at or 0, token),
        remedy=f"{_QUOTE} {_LANGUAGE}" if names else _LANGUAGE,
    ) from None
