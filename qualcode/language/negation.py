"""Whether something that was found in a sentence is negated there.

A rule, not an analysis. A match is negated

- if a word of negation stands among the six words before it in the same clause
  (`ikke noen {hjelp}`),
- if the match ends in a verb form and a negation is among the two words after it
  (`{samarbeider} ikke`),
- if the match opens its clause and a verb, a pronoun and a negation follow (`{hjelp} fikk vi
  ikke`).

A clause ends at a comma, semicolon or colon and at words such as men, og and fordi. Expressions
such as `ikke bare` and `ikke sant` negate nothing. Two negations do not cancel each other out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import takewhile

from qualcode.language import lexicon
from qualcode.language.dialect import fold
from qualcode.language.languages import base, is_norwegian, table, word_set
from qualcode.model import Span

_BEFORE = 6
_AFTER = 2
_NEGATION = "¬"
_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[,;:]")


def negated(text: str, sentence: Span, match: Span, language: str) -> bool:
    """Whether a match lies in the reach of a negation; false in languages without a word list.

    `sentence` is the sentence that holds the match; nothing outside it is looked at.
    """
    code = "nb" if is_norwegian(language) else base(language)
    if not word_set("negation", f"{code}.negations"):
        return False
    words_before = _tokens(text[sentence.start : match.start], code)
    before = _clause(reversed(words_before), code)
    after = _clause(_tokens(text[match.end : sentence.end], code), code)
    if _NEGATION in before[:_BEFORE]:
        return True
    if _NEGATION in after[:_AFTER]:
        return _ends_in_verb(text[slice(*match)], code)
    is_object = len(after) > 2 and after[1] in word_set("negation", f"{code}.subjects")
    return not before and is_object and after[2] == _NEGATION


def _tokens(text: str, code: str) -> list[str]:
    """Words and clause marks in lower case, Norwegian as bokmål, every negation as one sign."""
    words = _TOKEN.findall(text)
    folded = " ".join(fold(word) if code == "nb" else word.casefold() for word in words)
    folded = _expressions(code).sub(" ", folded)
    negations = word_set("negation", f"{code}.negations")
    return [
        _NEGATION if word in negations or word.endswith(("n't", "n’t")) else word
        for word in folded.split()
    ]


def _clause(words: Iterable[str], code: str) -> list[str]:
    """The words as far as the clause goes."""
    borders = word_set("negation", f"{code}.borders")
    return list(takewhile(lambda word: word not in borders and word not in ",;:", words))


def _ends_in_verb(words: str, code: str) -> bool:
    """Whether the last word may be a verb form, which only the Norwegian lexicon can tell."""
    last = _TOKEN.findall(words)[-1:]
    return code == "nb" and any(
        reading.pos == "verb" for word in last for reading in lexicon.readings(fold(word))
    )


@cache
def _expressions(code: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(table("negation")[code]["expressions"]) + r")\b")
