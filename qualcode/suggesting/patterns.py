"""Token patterns that a codebook file gives its codes: spaCy's, in a field `patterns`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InputError
from qualcode.language.words import pipeline
from qualcode.model import Code

if TYPE_CHECKING:
    from spacy.matcher import Matcher


class Pattern(NamedTuple):
    """A code's pattern: `number` counts from 1 within the code."""

    code: Code
    number: int
    matcher: Matcher


def patterns(codes: Sequence[Code], language: str) -> Iterator[Pattern]:
    """The patterns of codes, each a list of tokens as spaCy's Matcher takes them.

    Raises `InputError` for one that spaCy does not take. The pipeline is blank: patterns can ask
    for what the tokenizer knows (LOWER, REGEX, IS_DIGIT, OP …), not for lemmas or parts of speech.
    """
    from spacy.matcher import Matcher

    for code in codes:
        written = code.extra.get("patterns") or []
        where = f"patterns of “{code.label}”"
        if not isinstance(written, list):
            raise InputError("Patterns are a list of spaCy token patterns.", where=where)
        for number, tokens in enumerate(written, 1):
            matcher = Matcher(pipeline(language).vocab)
            try:
                matcher.add(str(number), [tokens], greedy="LONGEST")
            except (ValueError, TypeError, AttributeError) as error:
                raise InputError(
                    f"spaCy does not take pattern {number}.",
                    where=where,
                    remedy="A pattern is a list of tokens, as [{LOWER: vente}, {LOWER: lenge}].",
                ) from error
            yield Pattern(code, number, matcher)
