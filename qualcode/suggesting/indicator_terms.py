"""Suggestions from the codebook's indicator terms, matched on stems and compound parts.

For every term the word forms of the corpus that it means are looked up once; spaCy's Matcher then
finds them, phrases in their order. A proposal's score is 1 − ½ᵏ for k different terms of the code
in the unit: it orders proposals and is no probability.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qualcode.language.keys import key_index, matching_words
from qualcode.language.negation import negated
from qualcode.language.words import pipeline, words
from qualcode.model import Span
from qualcode.suggesting.registry import Proposal, Propose, Task

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher


def prepare(task: Task) -> Propose:
    """Look up the terms' word forms in the corpus; gives the function that makes proposals."""
    nlp = pipeline(task.language)
    matcher = _matcher(nlp, task)
    terms = {
        nlp.vocab.strings[_name(code.id, number)]: (code.id, term)
        for code in task.codes
        for number, term in enumerate(code.indicator_terms)
    }

    def propose(text: str, units: Sequence[Span]) -> list[list[Proposal]]:
        found: list[list[Proposal]] = []
        if not len(matcher):  # of which spaCy would warn at each unit
            return [[] for _ in units]
        for unit in units:
            doc = nlp.tokenizer(text[unit.start : unit.end])  # make_doc refuses long texts
            evidence: dict[int, list[dict[str, Any]]] = defaultdict(list)
            for match in matcher(doc, as_spans=True):
                code_id, term = terms[match.label]
                place = Span(unit.start + match.start_char, unit.start + match.end_char)
                evidence[code_id].append(
                    {
                        "term": term,
                        "words": match.text,
                        "start": place.start,
                        "end": place.end,
                        "negated": negated(text, unit, place, task.language),
                    }
                )
            found.append([_proposal(code_id, items) for code_id, items in evidence.items()])
        return found

    return propose


def _proposal(code_id: int, evidence: list[dict[str, Any]]) -> Proposal:
    terms = {item["term"] for item in evidence}
    return Proposal(
        code_id=code_id,
        score=1 - 0.5 ** len(terms),
        evidence=evidence,
        negated=all(item["negated"] for item in evidence),
    )


def _matcher(nlp: Language, task: Task) -> Matcher:
    """A pattern for each term whose every word occurs in the corpus in some form."""
    from spacy.matcher import Matcher

    vocabulary = {
        text[start:end].lower()
        for text in task.texts
        for start, end in words(text, Span(0, len(text)), task.language)
    }
    index = key_index(vocabulary, task.language)
    matcher = Matcher(nlp.vocab)
    for code in task.codes:
        for number, term in enumerate(code.indicator_terms):
            forms_by_word = matching_words(term, index, task.language)
            if forms_by_word and all(forms_by_word):
                pattern = [{"LOWER": {"IN": forms}} for forms in forms_by_word]
                matcher.add(_name(code.id, number), [pattern])
    return matcher


def _name(code_id: int, number: int) -> str:
    return f"{code_id}/{number}"
