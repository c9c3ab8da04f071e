"""Word spans, by spaCy's tokenizer of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from qualcode.language.languages import base, is_norwegian, word_set
from qualcode.model import Span

if TYPE_CHECKING:
    from spacy.language import Language

_PIECE = 100_000
_LONGEST_REMEMBERED = 100
_CHUNK = re.compile(r"\S+")
_WORD_CHARACTER = re.compile(r"[^\W_]")


def words(text: str, span: Span, language: str) -> list[Span]:
    """The words within a span, in order; tokens without a letter or digit are left out."""
    places = word_places(text, span, language)
    return [Span(start, end) for start, end in zip(places[::2], places[1::2], strict=True)]


def word_places(text: str, span: Span, language: str) -> list[int]:
    """The starts and ends of `words`, in turn: for who has a million of them.

    Any length goes: text is tokenized in pieces that end at white space. What stands between white
    space is tokenized once and remembered, which gives the same words in a third of the time.
    """
    if not _white_space_parts(language):
        return _in_pieces(text, span, language)
    found: list[int] = []
    for chunk in _CHUNK.finditer(text, *span):
        first, end = chunk.span()
        if end - first <= _LONGEST_REMEMBERED:
            found += [first + place for place in _remembered(chunk.group(), language)]
        else:
            found += _in_pieces(text, Span(first, end), language)
    return found


def _in_pieces(text: str, span: Span, language: str) -> list[int]:
    return [
        piece.start + place
        for piece in _pieces(text, span)
        for place in _tokenized(text[slice(*piece)], language)
    ]


@cache
def _white_space_parts(language: str) -> bool:
    """Whether the tokenizer is spaCy's own, in which no token or rule reaches over white space."""
    tokenizer: Any = pipeline(language).tokenizer
    is_spacys = type(tokenizer).__module__ == "spacy.tokenizer"
    return is_spacys and all(len(case.split()) <= 1 for case in tokenizer.rules or ())


def _tokenized(text: str, language: str) -> tuple[int, ...]:
    places = pipeline(language).tokenizer(text).to_array(["IDX", "LENGTH"]).tolist()
    return tuple(
        place
        for start, length in places
        if _WORD_CHARACTER.search(text, start, start + length)
        for place in (start, start + length)
    )


_remembered = lru_cache(maxsize=200_000)(_tokenized)


@cache
def pipeline(language: str) -> Language:
    """The blank spaCy pipeline of a language (a tokenizer and a vocabulary), loaded once.

    Nynorsk has none and shares that of bokmål, which learns the abbreviations of both. A language
    that spaCy does not have, or has not the means for, gets the multi-language tokenizer.
    """
    if not is_norwegian(language):
        return _blank(base(language))
    norwegian = _blank("nb")
    tokenizer: Any = norwegian.tokenizer
    for kind in ("inner", "final"):
        for abbreviation in word_set("sentences", f"nb.{kind}"):
            if "." in abbreviation:
                orth = f"{abbreviation}."
                tokenizer.add_special_case(orth, [{"ORTH": orth}])
    return norwegian


@cache
def _blank(code: str) -> Language:
    import spacy

    try:
        return spacy.blank(code)
    except ImportError:
        return spacy.blank("xx")


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """Cut a long span at white space; a piece without any is cut where it is full."""
    start = span.start
    while span.end - start > _PIECE:
        end = start + _PIECE
        blanks = (text.rfind(blank, start, end) for blank in " \n\t")
        end = max(*blanks, -1) + 1 or end
        yield Span(start, end)
        start = end
    yield Span(start, span.end)
