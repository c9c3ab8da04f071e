"""What a query selects: the parts of it that are a `Selection`, and whether its names exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import InputError, QualcodeError
from qualcode.project.codes import CodeFinder, codes, find_with
from qualcode.project.queries.parsing import place
from qualcode.project.queries.syntax import (
    Anything,
    Coded,
    Combination,
    Condition,
    Field,
    Filtered,
    Operator,
    Query,
    coded_in,
    conditions_in,
)
from qualcode.project.selection import Selection, where

if TYPE_CHECKING:
    from qualcode.project.project import Project


def selection_of(query: Query) -> Selection:
    """The selection of codings that a query is.

    Raises `InputError` for a query that puts words together with AND, NOT, NEAR or THEN: these
    make passages, and a passage is no coding that a report could count.
    """
    conditions: list[Condition] = []
    inner = query
    while isinstance(inner, Filtered):
        conditions += inner.conditions
        inner = inner.query
    found = plain_selection(inner, conditions)
    if found is None:
        assert isinstance(inner, Combination)
        what = (
            "Here OR stands between bare codes only."
            if inner.operator is Operator.OR
            else f"{inner.operator} makes passages of words, and here codings are counted."
        )
        raise InputError(
            what,
            where=place(inner.at, inner.operator),
            remedy="Use codes joined by OR, and conditions joined by AND. `qualcode excerpts` and "
            "`qualcode export word` take every query; `qualcode report cooccurrence` counts what "
            "AND and NEAR find, for all codes.",
        )
    return found


def query_of(selection: Selection) -> Query:
    """The query that a selection of codings is: `selection_of` the other way round."""
    named = tuple(Coded(name, selection.subtree) for name in selection.codes)
    codes = Combination(Operator.OR, named) if len(named) > 1 else next(iter(named), Anything())
    return under(codes, replace(selection, codes=()))


def selects(query: Query) -> bool:
    """Whether a query only selects codings, so that `selection_of` takes it."""
    while isinstance(query, Filtered):
        query = query.query
    return plain_selection(query, ()) is not None


def plain_selection(query: Query, conditions: Sequence[Condition]) -> Selection | None:
    """The selection of any codings, of a code's or of several by OR; None for other queries.

    Raises `InputError` where two conditions are on the same thing.
    """
    terms: tuple[Query, ...] = (query,)
    if isinstance(query, Combination) and query.operator is Operator.OR:
        terms = query.parts
    named = [term for term in terms if isinstance(term, Coded)]
    anything = isinstance(query, Anything)
    if not anything and len(named) < len(terms):
        return None
    if len({term.subtree for term in named}) > 1:
        return None
    return replace(
        _under_conditions(conditions),
        codes=tuple(term.code for term in named),
        subtree=all(term.subtree for term in named),
    )


def under(query: Query, selection: Selection) -> Query:
    """The query under what a selection says besides.

    Raises `InputError` for a selection with codes, which are the query's to name.
    """
    if selection.codes:
        raise InputError(
            "Codes are named twice, in the query and outside of it.",
            remedy="Put all of them into the query.",
        )
    fields = {
        Field.CODER: selection.coders,
        Field.SOURCE: selection.sources,
        Field.CASE: selection.cases,
        Field.ROLE: selection.roles,
        Field.ORIGIN: selection.origins,
        Field.TEXT: (selection.text,) if selection.text else (),
    }
    conditions = [Condition(on, values) for on, values in fields.items() if values]
    for variable in dict.fromkeys(variable for variable, _ in selection.variables):
        values = tuple(value for name, value in selection.variables if name == variable)
        conditions.append(Condition(variable, values))
    return Filtered(query, tuple(conditions)) if conditions else query


def without(selection: Selection, fields: Collection[Field | str]) -> Selection:
    """A selection without what it says on some fields and variables."""
    return replace(
        selection,
        coders=() if Field.CODER in fields else selection.coders,
        sources=() if Field.SOURCE in fields else selection.sources,
        cases=() if Field.CASE in fields else selection.cases,
        roles=() if Field.ROLE in fields else selection.roles,
        origins=() if Field.ORIGIN in fields else selection.origins,
        text="" if Field.TEXT in fields else selection.text,
        variables=tuple(pair for pair in selection.variables if pair[0] not in fields),
    )


def check_query(project: Project, query: Query) -> None:
    """See that every name in a query exists; the error says where in the query it stands."""
    finder = CodeFinder(codes(project))
    for term in coded_in(query):
        with _located(term.at, term.code):
            find_with(project, finder, term.code)
    for condition in conditions_in(query):
        with _located(condition.at, str(condition)):
            where(project, _under_conditions([condition]))


def _under_conditions(conditions: Sequence[Condition]) -> Selection:
    by_name: dict[Field | str, Condition] = {}
    for condition in conditions:
        if condition.on in by_name:
            on_text = condition.on is Field.TEXT
            raise InputError(
                f"Two conditions are on the same: {by_name[condition.on]} and {condition}.",
                where=place(condition.at, str(condition)),
                remedy="Look for one of them."
                if on_text
                else "Write alternatives in one condition, with commas between them.",
            )
        by_name[condition.on] = condition
    values = {on: condition.values for on, condition in by_name.items()}
    return Selection(
        coders=values.get(Field.CODER, ()),
        sources=values.get(Field.SOURCE, ()),
        cases=values.get(Field.CASE, ()),
        roles=values.get(Field.ROLE, ()),
        origins=values.get(Field.ORIGIN, ()),
        text=" ".join(values.get(Field.TEXT, ())),
        variables=tuple(
            (str(on), value)
            for on, found in values.items()
            if not isinstance(on, Field)
            for value in found
        ),
    )


@contextmanager
def _located(at: int, shown: str) -> Iterator[None]:
    try:
        yield
    except QualcodeError as error:
        raise type(error)(error.what, where=place(at, shown), remedy=error.remedy) from None
