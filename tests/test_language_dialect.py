from __future__ import annotations

import pytest

from qualcode.language.dialect import bokmaal_stem, fold
from qualcode.language.languages import heads, table, word_set
from qualcode.language.stems import stem


@pytest.mark.parametrize(
    ("word", "want"),
    [
        ("Æ", "jeg"),
        ("eg", "jeg"),
        ("itj", "ikke"),
        ("ikkje", "ikke"),
        ("ittj", "ikke"),
        ("hannj", "han"),
        ("dæm", "de"),
        ("kæm", "hvem"),
        ("ka", "hva"),
        ("koffer", "hvorfor"),
        ("korsn", "hvordan"),
        ("nåkka", "noe"),
        ("mæ", "meg"),
        ("mannj", "mann"),
        ("kvellj", "kvell"),
        ("ballj", "ball"),
        ("fjælla", "fjella"),
        ("tjennskap", "kjennskap"),
        ("tjeneste", "tjeneste"),
        ("tjenestan", "tjenestane"),
        ("kvit", "hvit"),
        ("kvalitet", "kvalitet"),
        ("vanskeleg", "vanskelig"),
        ("usikkerheita", "usikkerhet" + "a"),
        ("være", "være"),
        ("fjelljakt", "fjelljakt"),
        ("plan", "plan"),
        ("Koordinator", "koordinator"),
        ("", ""),
        ("😀", "😀"),
    ],
)
def test_fold(word: str, want: str) -> None:
    assert fold(word) == want


@pytest.mark.parametrize("word", ["e", "ei", "me", "å", "di", "te", "i", "alder"])
def test_ambiguous_words_stay(word: str) -> None:
    assert fold(word) == word


def test_folding_twice_changes_nothing() -> None:
    words = heads("dialect", "words")
    assert all(fold(fold(word)) == fold(word) for word in words)


def test_no_form_stands_for_two_words() -> None:
    for name, key in (("dialect", "words"), ("dialect", "stems"), ("stems", "lexemes")):
        forms = table(name)[key].split()
        assert len(forms) == len(set(forms)), [form for form in forms if forms.count(form) > 1]


def test_there_are_enough_foldings() -> None:
    assert len(table("dialect")["words"].strip().splitlines()) >= 45


@pytest.mark.parametrize(
    ("nynorsk", "bokmaal"),
    [("skulen", "skole"), ("tenester", "tjeneste"), ("veka", "uke"), ("leiarane", "leder")],
)
def test_stems_of_both_forms_of_norwegian_meet(nynorsk: str, bokmaal: str) -> None:
    assert bokmaal_stem(stem(nynorsk, "nn")) == stem(bokmaal, "nb")


def test_a_missing_list_is_empty() -> None:
    assert word_set("sentences", "tlh.inner") == frozenset()
