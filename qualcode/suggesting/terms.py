"""How many of each code's indicator terms and patterns every passage of an index has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.language.keys import key_index, matching_words
from qualcode.language.words import pipeline
from qualcode.model import Code
from qualcode.suggesting.features import word_language
from qualcode.suggesting.index import Index
from qualcode.suggesting.patterns import patterns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


def term_hits(
    index: Index, codes: Sequence[Code], language: str, pause: Callable[[], None]
) -> Floats:
    """Passages by codes: 1 − ½ᵏ for k different terms and patterns.

    A term is there if each of its words is, in whatever form and order.
    """
    language = word_language(language)
    numbers = {
        word: number
        for (word, spoken), number in index.vocabulary.numbers.items()
        if spoken == language and number < index.words.shape[1]
    }
    forms = key_index(numbers, language)
    present: Any = index.words.tocsc()
    found = np.zeros((index.size, len(codes)), np.float32)
    for column, code in enumerate(codes):
        pause()
        for term in code.indicator_terms:
            words = matching_words(term, forms, language)
            if words and all(words):
                here = np.ones(index.size, np.bool_)
                for alternatives in words:
                    has = np.zeros(index.size, np.bool_)
                    for word in alternatives:  # a matrix of such columns takes ten times as long
                        at = numbers[word]
                        has[present.indices[present.indptr[at] : present.indptr[at + 1]]] = True
                    here &= has
                found[here, column] += 1
    columns = {code.id: column for column, code in enumerate(codes)}
    tokenizer = pipeline(language).tokenizer
    for pattern in patterns(codes, language):
        pause()
        here = np.array(
            [
                bool(pattern.matcher(tokenizer(document.text[slice(*passage)])))
                for document in index.documents
                for passage in document.passages
            ],
            np.bool_,
        )
        found[here, columns[pattern.code.id]] += 1
    np.power(0.5, found, out=found)
    return np.subtract(1, found, out=found)
