"""What running words are counted as: a word in all its forms, or each form by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.analysis.spans import Integers
from qualcode.analysis.words.corpus import Corpus
from qualcode.analysis.words.counting import Counting, read_stop_words
from qualcode.errors import NotFoundError, suggest_names
from qualcode.language.roots import root, roots
from qualcode.language.stop_words import is_stop_word
from qualcode.text import normalise


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a corpus: each is called by the commonest of its `forms`, which comes first.

    `of_word` is the term of each running word, an index, and −1 for a stop word; `stop_words` is
    how many running words are such. Where stems are counted, `roots` are those of the terms.
    """

    names: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    of_word: Integers
    stop_words: int
    roots: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)

    def find(self, word: str, language: str) -> int:
        """The term that a word belongs to, which is given in any form; raises `NotFoundError`."""
        wanted = normalise(word).strip().casefold()
        for number, forms in enumerate(self.forms):
            if wanted in forms:
                return number
        meant = root(wanted, language)
        if self.roots and meant in self.roots:
            return self.roots.index(meant)
        raise NotFoundError(
            f"The word “{word}” is not counted here.",
            remedy=f"Is it a stop word? {suggest_names(wanted, list(self.names))}",
        )


def terms_of(corpus: Corpus, counting: Counting) -> Terms:
    """Give each running word its term; terms are numbered by their names."""
    number = np.bincount(corpus.form, minlength=len(corpus.forms))
    keys = _keys(corpus, stem=counting.stem)
    left_out = _left_out(corpus, keys, counting)
    members: dict[str, list[int]] = {}
    for form in np.lexsort((np.array(corpus.forms, dtype=object), -number)).tolist():
        if not left_out[form] and number[form]:
            members.setdefault(keys[form], []).append(form)
    order = sorted(members, key=lambda key: corpus.forms[members[key][0]])
    term_of_form = np.full(len(corpus.forms), -1, dtype=np.int64)
    for term, key in enumerate(order):
        term_of_form[members[key]] = term
    of_word = term_of_form[corpus.form]
    spelled = [tuple(dict.fromkeys(corpus.forms[form] for form in members[key])) for key in order]
    return Terms(
        names=tuple(forms[0] for forms in spelled),
        forms=tuple(spelled),
        of_word=of_word,
        stop_words=int(np.count_nonzero(of_word < 0)),
        roots=tuple(order) if counting.stem else (),
    )


def _keys(corpus: Corpus, *, stem: bool) -> list[str]:
    """What each form is counted under."""
    if not stem:
        return list(corpus.forms)
    keys = [""] * len(corpus.forms)
    for language in set(corpus.languages):
        where = [at for at, each in enumerate(corpus.languages) if each == language]
        for at, found in zip(
            where, roots((corpus.forms[at] for at in where), language), strict=True
        ):
            keys[at] = found
    return keys


def _left_out(corpus: Corpus, keys: Sequence[str], counting: Counting) -> list[bool]:
    """Whether each form is a stop word; a user's goes for all forms of a stem that is counted."""
    own = set(read_stop_words(" ".join(counting.stop_words)))
    if counting.stem:
        own_keys = {root(word, language) for word in own for language in set(corpus.languages)}
    else:
        own_keys = own
    return [
        form in own or key in own_keys or (not counting.all_words and is_stop_word(form, language))
        for form, key, language in zip(corpus.forms, keys, corpus.languages, strict=True)
    ]
