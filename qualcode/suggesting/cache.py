"""The index on disk, beside the project: read again instead of made again while nothing changed.

The file `NAME.qualcode-index` holds every word of the corpus, so a withdrawal of consent deletes
it (`qualcode.project.withdraw`). It can be deleted at any time. What it was made from is in a
fingerprint; where that differs, the features of words that are still there are taken over.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

from qualcode import __version__
from qualcode.language.pipelines import Pipeline, installed_pipeline
from qualcode.project.file import index_paths
from qualcode.suggesting.features import Matrix, Vocabulary
from qualcode.suggesting.index import Index, build_index
from qualcode.suggesting.passages import Document, spoken_language

if TYPE_CHECKING:
    from qualcode.project import Project

_FORMAT = 2
_MATRICES = ("words", "pairs", "keys", "grams")
_ARRAYS = ("cues", "turns", "lengths", "norms")


def load_index(
    project: Project, documents: Sequence[Document], pause: Callable[[], None] = lambda: None
) -> Index:
    """The index of a project's documents, from its file if that fits, else made and written.

    A file that is damaged or cannot be written is as good as none.
    """
    file, unfinished = index_paths(project.path)
    language = spoken_language(project)
    pipeline = installed_pipeline(language)
    made_with = _made_with(pipeline)
    fingerprint = _fingerprint(documents, made_with)
    vocabulary = Vocabulary(pipeline, language)
    stored = _read(file)
    if stored is not None and stored["fingerprint"].tobytes().decode() == fingerprint:
        return _restored(stored, documents, vocabulary)
    if stored is not None and stored["made_with"].tobytes().decode() == made_with:
        vocabulary.remember(_types(stored), _matrix(stored, "keys"), _matrix(stored, "grams"))
    index = build_index(documents, pause, vocabulary)
    if not project.read_only:
        with suppress(OSError):
            _write(index, fingerprint, made_with, unfinished)
            unfinished.replace(file)
    return index


def _made_with(pipeline: Pipeline | None) -> str:
    """Everything but the texts on which the features of a word depend."""
    found = [f"format {_FORMAT}", f"qualcode {__version__}", f"pipeline {pipeline}"]
    for library in ("scikit-learn", "snowballstemmer", "spacy", "simplemma", "spacy-lookups-data"):
        with suppress(PackageNotFoundError):
            found.append(f"{library} {version(library)}")
    return "; ".join(found)


def _fingerprint(documents: Sequence[Document], made_with: str) -> str:
    digest = hashlib.sha256(made_with.encode())
    for document in documents:
        turns = [(turn.start, turn.end, turn.role.value) for turn in document.turns]
        about = [document.source_id, document.language, document.passages, turns]
        digest.update(json.dumps(about).encode())
        digest.update(document.text.encode())
    return digest.hexdigest()


def _write(index: Index, fingerprint: str, made_with: str, file: Path) -> None:
    arrays: dict[str, Any] = {
        "fingerprint": _bytes(fingerprint),
        "made_with": _bytes(made_with),
        "types": _bytes(json.dumps(list(index.vocabulary.numbers), ensure_ascii=False)),
        **{name: getattr(index, name) for name in _ARRAYS},
        **{f"weights{at}": weight for at, weight in enumerate(index.weights)},
    }
    keys, grams = index.vocabulary.features()
    matrices = zip(_MATRICES, (index.words, index.pairs, keys, grams), strict=True)
    for name, matrix in matrices:
        arrays[f"{name}_data"] = matrix.data
        arrays[f"{name}_indices"] = matrix.indices
        arrays[f"{name}_indptr"] = matrix.indptr
        arrays[f"{name}_shape"] = np.array(matrix.shape)
    with file.open("wb") as stream:
        np.savez(stream, **arrays)


def _bytes(text: str) -> Any:
    return np.frombuffer(text.encode(), np.uint8)


def _read(file: Path) -> dict[str, Any] | None:
    try:
        with np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _types(stored: dict[str, Any]) -> list[tuple[str, str]]:
    return [(word, language) for word, language in json.loads(stored["types"].tobytes())]


def _matrix(stored: dict[str, Any], name: str) -> Matrix:
    parts = tuple(stored[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
    made: Matrix = csr_matrix(parts, shape=tuple(stored[f"{name}_shape"].tolist()))
    return made


def _restored(
    stored: dict[str, Any], documents: Sequence[Document], vocabulary: Vocabulary
) -> Index:
    vocabulary.remember(_types(stored), _matrix(stored, "keys"), _matrix(stored, "grams"))
    first, size = {}, 0
    for document in documents:
        first[document.source_id] = size
        size += len(document.passages)
    for kind in _types(stored):
        vocabulary.number(kind)
    return Index(
        vocabulary=vocabulary,
        first=first,
        documents=tuple(documents),
        words=_matrix(stored, "words"),
        pairs=_matrix(stored, "pairs"),
        weights=(
            stored["weights0"],
            stored["weights1"],
            stored["weights2"],
            stored["weights3"],
        ),
        **{name: stored[name] for name in _ARRAYS},
    )
