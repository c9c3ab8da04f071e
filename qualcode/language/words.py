"""Word spans, by spaCy's tokenizer of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from qualcode.language.languages import base, is_norwegian, word_set
from qualcode.model import Span

if TYPE_CHECKING:
    from spacy.language import Language

_PIECE = 100_000
_WORD_CHARACTER = re.compile(r"[^\W_]")


def words(text: str, span: Span, language: str) -> list[Span]:
    """The words within a span, in order; tokens without a letter or digit are left out.

    Any length goes: text is tokenized in pieces that end at white space.
    """
    tokenizer = pipeline(language).tokenizer
    found = []
    for start, end in _pieces(text, span):
        doc = tokenizer(text[start:end])
        for offset, length in doc.to_array(["IDX", "LENGTH"]).tolist():
            first = start + offset
            if _WORD_CHARACTER.search(text, first, first + length):
                found.append(Span(first, first + length))
    return found


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
