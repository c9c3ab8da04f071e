"""A spaCy pipeline that the user has installed: its lemmas, its word vectors, and its name.

Found among installed packages by the language, or named by the environment variable
QUALCODE_PIPELINE: a package, a folder, or `blank` for none. Nothing is ever downloaded.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
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
_INSTALLED = "spacy_models"  # the entry point group in which packages say that they are pipelines
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
    source = _source(language)
    if source is None:
        return None
    try:
        found = _load(source)
    except (OSError, ValueError, ImportError) as error:
        raise InputError(
            f"spaCy cannot load the pipeline “{source}”.",
            where=VARIABLE if os.environ.get(VARIABLE) else "",
            remedy=f"Name an installed package or a folder in {VARIABLE}, or `blank` for none.",
        ) from error
    return _described(source) if found.lang in (_code(language), "xx") else None


def pipeline_name(language: str) -> str | None:
    """The name and version of the pipeline for a language: nothing is loaded for it.

    None also for one that does not say what it is: `installed_pipeline` tells what is wrong.
    """
    source = _source(language)
    with suppress(OSError, ValueError, LookupError, ImportError):
        folder = Path(source or "")
        if source and not folder.is_dir() and (package := find_spec(source)) and package.origin:
            folder = Path(package.origin).parent
        about = json.loads((folder / "meta.json").read_text("utf-8"))
        if source and about["lang"] in (_code(language), "xx"):
            return f"{about['lang']}_{about['name']} {about['version']}"
    return None


def _code(language: str) -> str:
    return "nb" if is_norwegian(language) else base(language)


def _source(language: str) -> str | None:
    """What spaCy would load the pipeline for a language by."""
    if named := os.environ.get(VARIABLE):
        return None if named == _BLANK else named
    installed = {point.name for point in entry_points(group=_INSTALLED)}
    fitting = [each for each in installed if each.startswith(f"{_code(language)}_")]
    return min(fitting, key=lambda each: (_size(each), each), default=None)


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


def tier(language: str, *, with_pipeline: bool = True) -> str:
    """With what a language is read here, in words for the user."""
    if is_norwegian(language):
        means = "spaCy's blank pipeline, stems and "
        means += "the lexicon" if lexicon.prepare() else "no lexicon"
    else:
        stems = "its stemmer" if has_stemmer(language) else "no stemmer"
        means = f"spaCy's blank pipeline, {stems}"
    pipeline = installed_pipeline(language) if with_pipeline else None
    return f"{means}, and the pipeline {pipeline}" if pipeline else means
