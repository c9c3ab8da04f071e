"""Queries as text: what is written is read back, and what is wrong is told with its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.project.queries.parsing import parse_query
from qualcode.project.queries.selecting import query_of, selection_of, selects, under
from qualcode.project.queries.syntax import (
    Anything,
    Coded,
    Combination,
    Condition,
    Distance,
    Field,
    Filtered,
    Operator,
    coded_in,
    conditions_in,
)
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.text import normalise

NAMES = st.one_of(
    st.sampled_from(
        [
            "Penger", "Ventetid og kø", "and", "NOT", "Near", "then/3", "near/2x", "@x", "*", "**",
            'Ansvar "der ute"', "C:\\", "turns", "«å»", "Tid > Kø", "a,b", "text", "coder", "only",
            "Barn\nunge", "å", "😔", "\\", "x=y",
        ]
    ),
    st.text(min_size=1, max_size=12).map(normalise).filter(str.strip),
)  # fmt: skip
VALUES = st.lists(NAMES, min_size=1, max_size=3).map(tuple)
CONDITIONS = st.one_of(
    st.builds(Condition, st.one_of(NAMES, st.sampled_from([*Field][:5])), VALUES),
    st.builds(Condition, st.just(Field.TEXT), st.tuples(NAMES)),
)
DISTANCES = st.builds(Distance, st.integers(0, 400), st.sampled_from(["turns", "sentences"]))


def larger(part):
    return st.one_of(
        st.builds(
            Combination,
            st.sampled_from([Operator.AND, Operator.OR, Operator.NOT]),
            st.lists(part, min_size=2, max_size=3).map(tuple),
        ),
        st.builds(
            Combination,
            st.sampled_from([Operator.NEAR, Operator.THEN]),
            st.tuples(part, part),
            DISTANCES,
        ),
        st.builds(Filtered, part, st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple)),
    )


TERMS = st.one_of(st.just(Anything()), st.builds(Coded, NAMES, st.booleans()))
QUERIES = st.recursive(TERMS, larger, max_leaves=8)


@settings(max_examples=60)
@given(QUERIES)
def test_what_is_written_is_read_back(query):
    text = str(query)
    again = parse_query(text)
    assert again == query
    assert str(again) == text
    assert [type(one.on) for one in conditions_in(again)] == [
        type(one.on) for one in conditions_in(query)
    ]  # a variable that is called “case” stays one
    for term in coded_in(again):
        shown = str(term).removeprefix("ONLY ")
        assert text[term.at :].startswith(shown)


@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(
                ["Tid", "AND", "or", "NOT", "NEAR/2", "THEN", "(", ")", "=", "~", ",", '"', "«",
                 "@", "*", "only", "coder", "text", "turns", "😔"]
            ),
            max_size=9,
        ).map(" ".join),
    )
)  # fmt: skip
def test_any_text_is_a_query_or_an_error_with_a_remedy(text):
    try:
        query = parse_query(text)
    except InputError as error:
        assert error.what
        assert error.remedy or "quotation" in error.what
        assert error.where.startswith("query, character ") or not text.strip() or not error.where
    else:
        assert parse_query(str(query)) == query


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("tid AND penger", "tid AND penger"),
        ("“Ventetid og kø” and not «Unødig tung vei»", '"Ventetid og kø" NOT "Unødig tung vei"'),
        ("Tid near / 2 turn Penger", "Tid NEAR/2 turns Penger"),
        ("Tid NEAR/2 turns Turns", "Tid NEAR/2 turns Turns"),
        ("Tid then/3 sentences Penger", "Tid THEN/3 sentences Penger"),
        ("((Tid))", "Tid"),
        ("Tid AND (wave=2023 AND coder = anne , per)", "Tid AND wave=2023 AND coder=anne,per"),
        ("Coder=anne AND Tid", "Tid AND coder=anne"),
        ("Penger AND role=informant NOT Tid", "Penger NOT Tid AND role=informant"),
        ('"coder"=anne', '"coder"=anne'),
        ("(Tid AND coder=anne) AND (Tid AND coder=per)", None),
        ("A\N{COMBINING RING ABOVE}", "Å"),
    ],
)
def test_forms_that_are_read(text, written):
    assert str(parse_query(text)) == (written or text)


@pytest.mark.parametrize(
    ("text", "at", "what", "remedy"),
    [
        ("", None, "empty", "coder=anne"),
        ("Ventetid og kø", "og kø", "operator is missing", "quotation marks"),
        ("Tid AND Penger OR Kø", "OR", "two ways", "(A AND B) OR C"),
        ("Tid OR coder=anne", "OR", "joined by AND, not by OR", "comma"),
        ("coder=anne OR coder=per", "OR", "not by OR", "coder=per,…"),
        ("Tid NOT coder=anne", "NOT", "not by NOT", "NOT (* AND coder=anne)"),
        ("Tid NEAR Penger", "NEAR", "how far", "NEAR/2 turns"),
        ("Tid NEAR/2 Penger NEAR/2 Kø", "NEAR/2 Kø", "takes two", "parentheses"),
        ('Tid AND "Penger', '"Penger', "no partner", "«…»"),
        ("Tid AND", "", "breaks off", "AND, OR"),
        ("(Tid", "", "breaks off", ""),
        ("Tid) OR Penger", ") OR", "cannot stand", ""),
        ("Tid AND @kø", "@kø", "stands alone", "nothing else"),
        ("wave~2023", "wave", "Only text", "wave=2023"),
        ("text=kø", "text", "with ~", "text~"),
        ('Tid AND ""', '""', "nothing between", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, at, what, remedy):
    with pytest.raises(InputError) as caught:
        parse_query(text)
    assert what in caught.value.what
    assert remedy in caught.value.remedy
    if at is not None:
        assert int(re.findall(r"character (\d+)", caught.value.where)[0]) == (
            text.index(at) + 1 if at else len(text) + 1
        )


def test_parentheses_without_end():
    with pytest.raises(InputError, match="too many parentheses"):
        parse_query("(" * 5000 + "Tid" + " AND Tid)" * 5000)


def test_a_query_that_only_selects_is_a_selection():
    query = parse_query(
        "(Tid OR Penger) AND coder=anne,per AND source=F01 AND case=F-01 AND wave=2023,2024 "
        'AND role=informant AND origin=hand AND text~ventetid AND "case"=x'
    )
    assert selects(query)
    assert selection_of(query) == Selection(
        codes=("Tid", "Penger"),
        coders=("anne", "per"),
        sources=("F01",),
        cases=("F-01",),
        variables=(("wave", "2023"), ("wave", "2024"), ("case", "x")),
        text="ventetid",
        roles=("informant",),
        origins=("hand",),
    )
    assert selection_of(parse_query("*")) == EVERYTHING
    assert selection_of(parse_query("ONLY Tid")) == Selection(codes=("Tid",), subtree=False)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Tid AND Penger", "AND"),
        ("Tid NEAR/2 Penger AND coder=anne", "NEAR"),
        ("(Tid AND coder=anne) OR Penger", "OR"),
        ("Tid OR ONLY Penger", "OR"),
    ],
)
def test_what_makes_passages_is_no_selection(text, where):
    query = parse_query(text)
    assert not selects(query)
    with pytest.raises(InputError) as caught:
        selection_of(query)
    assert f"at “{where}”" in caught.value.where
    assert "qualcode excerpts" in caught.value.remedy


def test_two_conditions_on_the_same_are_refused():
    for text in ("coder=a AND coder=b", "(Tid AND wave=1) AND wave=2", "text~a AND text~b"):
        with pytest.raises(InputError, match="on the same"):
            selection_of(parse_query(text))


@settings(max_examples=60)
@given(
    st.builds(
        Selection,
        codes=st.lists(NAMES, max_size=3).map(tuple),
        coders=st.lists(NAMES, max_size=2).map(tuple),
        cases=st.lists(NAMES, max_size=2).map(tuple),
        variables=st.lists(st.tuples(st.just("wave"), NAMES), max_size=2).map(tuple),
        text=st.sampled_from(["", "kø", 'det "rare"']),
    )
)
def test_a_selection_is_the_query_that_selects_it(selection):
    assert selection_of(query_of(selection)) == selection
    assert selection_of(parse_query(str(query_of(selection)))) == selection


def test_a_code_alone_is_queried_as_such():
    alone = Selection(codes=("Tid",), subtree=False, coders=("anne",))
    assert str(query_of(alone)) == "ONLY Tid AND coder=anne"
    assert str(query_of(EVERYTHING)) == "*"


@settings(max_examples=60)
@given(QUERIES)
def test_filters_around_a_query(query):
    around = Selection(
        coders=("anne", "per"), variables=(("wave", "1"), ("sted", "x"), ("wave", "2")), text="kø"
    )
    text = str(under(query, around))
    assert parse_query(text) == under(query, around)
    assert text.endswith("coder=anne,per AND text~kø AND wave=1,2 AND sted=x")
    assert under(query, EVERYTHING) == query
    with pytest.raises(InputError, match="named twice"):
        under(query, Selection(codes=("Tid",)))
