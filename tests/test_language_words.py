from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.language.words import pipeline, words
from qualcode.model import Span


def found(text: str, language: str = "nb") -> list[str]:
    return [text[start:end] for start, end in words(text, Span(0, len(text)), language)]


def test_words_without_punctuation() -> None:
    text = "Vi prøvde å- [pause] bl.a. kl. 14.30, NAV-kontoret 😀 «nei»!"
    want = "Vi prøvde å- pause bl.a. kl. 14.30 NAV-kontoret nei"
    assert found(text) == want.split()


def test_nynorsk_abbreviations_are_one_word() -> None:
    assert found("Det er t.d. møte o.s.b. her.", "nn") == [
        "Det",
        "er",
        "t.d.",
        "møte",
        "o.s.b.",
        "her",
    ]


def test_english_contractions_part_as_spacy_has_them() -> None:
    assert found("I don't know.", "en") == ["I", "do", "n't", "know"]


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Å hei, Åse. Ja"
    assert words(text, Span(7, 14), "nb") == [Span(7, 10), Span(12, 14)]
    assert words(text, Span(3, 3), "nb") == []


@pytest.mark.parametrize("language", ["tlh", "", "nb-NO", "no", "nn", "de"])
def test_every_language_has_a_tokenizer(language: str) -> None:
    assert found("ja og nei", language) == ["ja", "og", "nei"]


def test_nynorsk_shares_the_pipeline_of_bokmaal() -> None:
    assert pipeline("nn").vocab is pipeline("nb").vocab


def test_text_longer_than_spacys_limit() -> None:
    text = "ordet er langt nok\n" * 60_000
    spans = words(text, Span(0, len(text)), "nb")
    assert len(text) > 1_000_000
    assert len(spans) == 240_000
    assert text[slice(*spans[-1])] == "nok"


def test_a_word_longer_than_a_piece_does_not_stop_it() -> None:
    text = "a" * 250_000 + " slutt"
    assert found(text)[-1] == "slutt"


@given(st.text(max_size=80))
@settings(max_examples=50, deadline=None)
def test_words_are_ordered_and_have_letters(text: str) -> None:
    spans = words(text, Span(0, len(text)), "nb")
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(any(char.isalnum() for char in text[slice(*span)]) for span in spans)


def test_importing_loads_nothing_heavy() -> None:
    modules = "sentences words stems lexicon compounds dialect keys negation"
    imports = "\n".join(f"import qualcode.language.{module}" for module in modules.split())
    heavy = "{'spacy', 'nltk', 'numpy', 'simplemma', 'spacy_lookups_data'}"
    code = f"import sys\nimport qualcode.language\n{imports}\nprint({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
