"""Suggestions from the codebook's indicator terms, matched on stems and compound parts.

For every term the word forms of the corpus that it means are looked up once; spaCy's Matcher then
finds them, phrases in their order. A code may also have token patterns of spaCy's own, in a field
`patterns` of the codebook file. A proposal's score is 1 − ½ᵏ for k different terms and patterns of
the code in the unit: it orders proposals and is no probability.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.language.keys import key_index, matching_words
from qualcode.language.negation import negated
from qualcode.language.words import pipeline, words
from qualcode.model import Span
from qualcode.suggesting.passages import Document
from qualcode.suggesting.patterns import patterns
from qualcode.suggesting.registry import Proposal, Propose, Task

if TYPE_CHECKING:
    from spacy.matcher import Matcher


@dataclass(frozen=True, slots=True, eq=False)
class _Term:
    """An indicator term of a code, and what finds it."""

    code_id: int
    term: str
    matcher: Matcher


def prepare(task: Task) -> Propose:
    """Look up the terms' word forms in the corpus; gives the function that makes proposals."""
    language = task.language
    tokenizer = pipeline(language).tokenizer  # make_doc would refuse a very long unit
    terms_by_first_form = _terms(task)
    own_patterns = [
        _Term(pattern.code.id, f"pattern {pattern.number}", pattern.matcher)
        for pattern in patterns(task.codes, task.language)
    ]

    def propose(document: Document) -> list[list[Proposal]]:
        return [_proposals(document.text, unit) for unit in document.units]

    def _proposals(text: str, unit: Span) -> list[Proposal]:
        doc = tokenizer(text[unit.start : unit.end])
        evidence: dict[int, list[dict[str, Any]]] = defaultdict(list)
        # The Matcher looks at every token in Python: only terms whose first word is here are tried.
        here = (terms_by_first_form.get(token.lower_, ()) for token in doc)
        for term in (*dict.fromkeys(term for terms in here for term in terms), *own_patterns):
            for match in term.matcher(doc, as_spans=True):
                place = Span(unit.start + match.start_char, unit.start + match.end_char)
                evidence[term.code_id].append(
                    {
                        "term": term.term,
                        "words": match.text,
                        "start": place.start,
                        "end": place.end,
                        "negated": negated(text, unit, place, language),
                    }
                )
        return [_proposal(code_id, evidence[code_id]) for code_id in sorted(evidence)]

    return propose


def _proposal(code_id: int, evidence: list[dict[str, Any]]) -> Proposal:
    terms = {item["term"] for item in evidence}
    return Proposal(
        code_id=code_id,
        score=1 - 0.5 ** len(terms),
        evidence=evidence,
        negated=all(item["negated"] for item in evidence),
    )


def _terms(task: Task) -> dict[str, list[_Term]]:
    """The terms whose every word occurs in the corpus in some form, by the forms of the first."""
    from spacy.matcher import Matcher

    vocab = pipeline(task.language).vocab
    vocabulary = {
        document.text[start:end].lower()
        for document in task.documents
        for start, end in words(document.text, Span(0, len(document.text)), task.language)
    }
    index = key_index(vocabulary, task.language)
    found: dict[str, list[_Term]] = defaultdict(list)
    for code in task.codes:
        for term in code.indicator_terms:
            forms_by_word = matching_words(term, index, task.language)
            if forms_by_word and all(forms_by_word):
                matcher = Matcher(vocab)
                matcher.add(term, [[{"LOWER": {"IN": forms}} for forms in forms_by_word]])
                one = _Term(code.id, term, matcher)
                for form in forms_by_word[0]:
                    found[form].append(one)
    return found
