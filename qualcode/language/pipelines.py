"""A spaCy pipeline that the user has installed: its lemmas, its word vectors, and its name.

Found among installed packages by the language, or named by the environment variable
QUALCODE_PIPELINE: a package, a folder, or `blank` for none. Nothing is ever downloaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError
from qualcode.language import lexicon
from qualcode.language.languages import base, is_norwegian
from qualcode.language.stems import has_stemmer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language

VARIABLE = "QUALCODE_PIPELINE"
_BLANK = "blank"
_SIZES = ("_lg", "_md", "_trf", "_sm")  # those with vectors first, the largest of them first
_LEMMATIZERS = {"lemmatizer", "trainable_lemmatizer"}
_NOT_NEEDED = ("ner", "parser")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline on this machine. `source` is what spaCy loads it by.

    It has `vectors` word vectors of `width` numbers, and `lemmas` or none.
    """

    source: str
    name: str
    version: str
    lemmas: bool
    vectors: int
    width: int

    def __str__(self) -> str:
        has = ["lemmas"] if self.lemmas else []
        if self.vectors:
            has.append(f"{self.vectors:,} word vectors of {self.width}")
        return f"{self.name} {self.version} ({', '.join(has) or 'neither lemmas nor vectors'})"


def installed_pipeline(language: str) -> Pipeline | None:
    """The pipeline for a language, the one with most vectors by its name if there are several.

    Raises `InputError` if QUALCODE_PIPELINE names one that spaCy cannot load or of another
    language.
    """
    code = "nb" if is_norwegian(language) else base(language)
    named = os.environ.get(VARIABLE, "")
    if named == _BLANK:
        return None
    if not named:
        from spacy.util import get_installed_models

        fitting = [each for each in get_installed_models() if each.startswith(f"{code}_")]
        fitting.sort(key=lambda each: (_size(each), each))
        return _described(fitting[0]) if fitting else None
    try:
        found = _load(named)
    except (OSError, ValueError, ImportError) as error:
        raise InputError(
            f"spaCy cannot load the pipeline “{named}”.",
            where=VARIABLE,
            remedy="Name an installed package or a folder, or `blank` for none.",
        ) from error
    return _described(named) if found.lang in (code, "xx") else None


def _size(name: str) -> int:
    return next((at for at, end in enumerate(_SIZES) if name.endswith(end)), len(_SIZES))


@cache
def _load(source: str) -> Language:
    import spacy

    return spacy.load(source, exclude=_NOT_NEEDED)


@cache
def _described(source: str) -> Pipeline:
    loaded = _load(source)
    vectors: Any = loaded.vocab.vectors
    count, width = vectors.n_keys, vectors.shape[1]
    return Pipeline(
        source,
        f"{loaded.lang}_{loaded.meta['name']}",
        str(loaded.meta["version"]),
        bool(_LEMMATIZERS & set(loaded.pipe_names)),
        count,
        width if count else 0,
    )


def lemmas(pipeline: Pipeline, words: Iterable[str]) -> list[str]:
    """The lemma of each word by itself; empty where it has none or is several tokens."""
    docs = _load(pipeline.source).pipe(words)
    return [doc[0].lemma_ if len(doc) == 1 else "" for doc in docs]


def vectors(pipeline: Pipeline, words: Sequence[str]) -> NDArray[np.float32]:
    """The vector of each word, of length 1; zeros for one that has none."""
    import numpy as np

    vocab = _load(pipeline.source).vocab
    found = np.zeros((len(words), pipeline.width), np.float32)
    for row, word in enumerate(words):
        if vocab.has_vector(word):
            found[row] = vocab.get_vector(word)
    length = np.sqrt((found * found).sum(axis=1, keepdims=True))
    length[length == 0] = 1
    return np.asarray(found / length, np.float32)


def tier(language: str) -> str:
    """What is known of a language here, in words for the user."""
    stems = "its stemmer" if has_stemmer(language) else "no stemmer"
    means = f"spaCy's blank pipeline, {stems}"
    if is_norwegian(language):
        means = "spaCy's blank pipeline, stems and "
        means += "the lexicon" if lexicon.prepare() else "no lexicon"
    pipeline = installed_pipeline(language)
    return f"{means}, and the pipeline {pipeline}" if pipeline else means
