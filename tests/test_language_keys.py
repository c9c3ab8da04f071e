from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.language.dialect import fold
from qualcode.language.keys import forget_steps, key_index, keys, matching_words, term_keys
from qualcode.language.stems import stem

os.environ.setdefault("QUALCODE_CACHE", str(Path(tempfile.gettempdir()) / "qualcode-tests"))

VOCABULARY = """
barn barna barnehage barnekoordinator barnekoordinatoren Barnekoordinatorane barnekoordinatorrollen
koordinatorrolla koordinator samordning rolla heim hjem ikke ikkje itj noe noko nåkka mye mykje eg
jeg æ ej ka hva uke veka skole skulen ungdomsskulane tjeneste tenester barnevernstenesta kommunane
kommunen plan planar individuell individuelle hjalp hjelper venn venner vente venteliste
NAV-kontoret lærarane lærerne foreldrene småbarnsforeldra
"""


def match(term: str, language: str = "nb") -> list[set[str]]:
    found = matching_words(term, key_index(VOCABULARY.split(), language), language)
    return [set(words) for words in found]


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (
            "koordinator",
            "koordinator barnekoordinator barnekoordinatoren Barnekoordinatorane "
            "barnekoordinatorrollen koordinatorrolla",
        ),
        (
            "barnekoordinator",
            "barnekoordinator barnekoordinatoren Barnekoordinatorane barnekoordinatorrollen",
        ),
        ("koordinatorrolle", "koordinatorrolla barnekoordinatorrollen"),
        ("barnehage", "barnehage"),
        ("ikke", "ikke ikkje itj"),
        ("ikkje", "ikke ikkje itj"),
        ("noe", "noe noko nåkka"),
        ("mye", "mye mykje"),
        ("hjem", "hjem heim"),
        ("jeg", "jeg eg æ ej"),
        ("hva", "hva ka"),
        ("uke", "uke veka"),
        ("veke", "uke veka"),
        ("skole", "skole skulen ungdomsskulane"),
        ("skule", "skole skulen ungdomsskulane"),
        ("tjeneste", "tjeneste tenester barnevernstenesta"),
        ("kommune", "kommunen kommunane"),
        ("hjelpe", "hjelper hjalp"),
        ("venn", "venn venner"),
        ("vente", "vente venteliste"),
        ("nav", "NAV-kontoret"),
        ("Lærer", "lærerne lærarane"),
        ("forelder", "foreldrene småbarnsforeldra"),
        ("finnesikke", ""),
    ],
)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_one_word(term: str, words: str, language: str) -> None:
    assert match(term, language) == [set(words.split())]


def test_each_word_of_a_term_has_its_own_words() -> None:
    assert match("individuell plan") == [{"individuell", "individuelle"}, {"plan", "planar"}]
    assert match("  «individuell», plan! ") == match("individuell plan")
    assert match("… !") == []


def test_a_whole_compound_asks_for_more_than_its_parts() -> None:
    assert "koordinator" in keys("barnekoordinatoren", "nb")
    assert "koordinator" not in term_keys("barnekoordinatoren", "nb")


def test_other_languages_match_by_stem() -> None:
    index = key_index(["coordinators", "coordinate", "school"], "en")
    assert matching_words("coordinator", index, "en") == [["coordinate", "coordinators"]]


def test_results_are_sorted_and_unique() -> None:
    index = key_index(["plan", "planen", "plan"], "nb")
    assert matching_words("planer", index, "nb") == [["plan", "planen"]]


@given(
    st.text(max_size=20) | st.sampled_from(VOCABULARY.split()),
    st.sampled_from(["nb", "nn", "en", "tlh"]),
)
@settings(max_examples=60, deadline=None)
def test_every_word_finds_itself(word: str, language: str) -> None:
    assert term_keys(word, language) <= keys(word, language)


def test_the_steps_to_keys_can_be_forgotten_and_the_keys_stay():
    words = ("koordinatorene", "barnekoordinatoren", "ungdomsskolene", "ventetidene")
    before = {word: keys(word, "nb") for word in words}
    kept = keys.cache_info().currsize
    forget_steps()
    assert keys.cache_info().currsize == kept
    assert stem.cache_info().currsize == fold.cache_info().currsize == 0
    keys.cache_clear()
    assert {word: keys(word, "nb") for word in words} == before
