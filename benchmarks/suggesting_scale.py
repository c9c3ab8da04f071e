"""Suggestions for a corpus of 100,000 sentences, beside scikit-learn's own tools on the same.

The sentences are those of the example study, with every eighth word or so replaced by another of
the lexicon, which makes 55,000 different words.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.measuring import Result, peak_megabytes, seconds
from benchmarks.suggesting import make_example
from qualcode.language import lexicon
from qualcode.model import Code, Role, Span, Transcript, Turn
from qualcode.project import Project
from qualcode.project.sources import Original, add_source, sentence_spans, sources
from qualcode.suggesting.cache import load_index
from qualcode.suggesting.examples import Examples
from qualcode.suggesting.index import Index
from qualcode.suggesting.learning import fit
from qualcode.suggesting.passages import Document, document
from qualcode.suggesting.scoring import scores
from qualcode.suggesting.settings import Settings

_SENTENCES = 100_000
_LABELS, _CODES = 2000, 30
_SENTENCES_IN_TURN, _TURNS_IN_SOURCE = 4, 250
_REPLACED = 0.12
# It reads lemmas and compound parts too, and the goal is 25 s; scikit-learn's n-grams alone take 7.
_INDEX = 3.5


def make_corpus(path: Path, sentences: int) -> None:
    """A project with that many sentences, the same each time."""
    random_ = random.Random(1)
    known = _sentences()
    words = random_.sample(_words(), 60_000)

    def sentence() -> str:
        return " ".join(
            random_.choice(words) if random_.random() < _REPLACED else word
            for word in random_.choice(known).split()
        )

    with Project.create(path, language="nb", coder="bench") as project, project.action("corpus"):
        for number in range(sentences // (_SENTENCES_IN_TURN * _TURNS_IN_SOURCE)):
            text = ""
            turns, spans = [], []
            for _ in range(_TURNS_IN_SOURCE):
                start = len(text)
                for _ in range(_SENTENCES_IN_TURN):
                    said = sentence()
                    spans.append(Span(len(text), len(text) + len(said)))
                    text += said + " "
                turns.append(Turn(start, len(text) - 1, "Informant", Role.INFORMANT))
                text += "\n"
            add_source(
                project,
                name=f"{number:04}",
                transcript=Transcript(text, tuple(turns), "txt"),
                sentences=spans,
                original=Original(f"{number}.txt", str(number).encode()),
                language="nb",
            )


def _sentences() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.qualcode"
        make_example(path)
        with Project.open(path, read_only=True) as project:
            return [
                source.text[start:end]
                for source in sources(project)
                for start, end in sentence_spans(project, source.id)
            ]


def _words() -> list[str]:
    lexicon.prepare()
    with closing(sqlite3.connect(lexicon.cache_file())) as known:
        found = known.execute(
            "SELECT form FROM entry WHERE packed <> '' AND length(form) > 4 ORDER BY form"
        )
        return [form for (form,) in found]


def documents_of(project: Project) -> list[Document]:
    settings = Settings()
    return [
        document(project, source, settings.roles, settings.units) for source in sources(project)
    ]


def main() -> None:
    """Make and index a corpus: what the memory is measured of."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.qualcode"
        make_corpus(path, _SENTENCES)
        with Project.open(path, coder="bench") as project:
            load_index(project, documents_of(project))


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.qualcode"
        make_corpus(path, _SENTENCES)
        with Project.open(path, coder="bench") as project:
            return _measured(project)


def _measured(project: Project) -> list[Result]:
    documents = documents_of(project)
    texts = [each.text[slice(*span)] for each in documents for span in each.passages]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), dtype=np.float32)
    first = seconds(lambda: load_index(project, documents))
    theirs = seconds(lambda: vectorizer.fit_transform(texts))
    again = seconds(lambda: load_index(project, documents))
    index = load_index(project, documents)
    results = [
        _compared("first index of 100,000 sentences", first, theirs, _INDEX),
        _compared("the same from its file, to the first", again, first, 0.1),
        Result("memory of both", peak_megabytes("benchmarks.suggesting_scale"), 2000, "MB"),
    ]
    known, allowed = _labels(index), np.ones(index.size, bool)
    matrix = vectorizer.transform(texts)
    learn = partial(fit, index, known, _codes(), "nb", allowed=allowed, seed=0)
    rows = np.flatnonzero(known.seen)
    models: list[LogisticRegression] = []

    def learn_theirs() -> None:
        models.extend(
            LogisticRegression().fit(matrix[rows], known.labels[rows, code])
            for code in range(_CODES)
        )

    learnt, learnt_theirs = seconds(learn), seconds(learn_theirs)
    parts = learn().shares()
    everything = np.arange(index.size)
    scored = seconds(lambda: scores(index, parts, everything))
    scored_theirs = seconds(lambda: [each.decision_function(matrix) for each in models])
    return [
        *results,
        _compared("learning from 2,000 labels of 30 codes", learnt, learnt_theirs, 0.5),
        _compared("scores of 100,000 sentences for 30 codes", scored, scored_theirs, 1),
    ]


def _compared(what: str, ours: float, theirs: float, limit: float) -> Result:
    return Result(what, ours / theirs, limit, detail=f"{ours:.2f} s against {theirs:.2f} s")


def _codes() -> list[Code]:
    return [
        Code(number, str(number), None, f"kode {number}", (f"kode {number}",), number)
        for number in range(_CODES)
    ]


def _labels(index: Index) -> Examples:
    random_ = np.random.default_rng(0)
    labels = np.zeros((index.size, _CODES), bool)
    rows = random_.choice(index.size, _LABELS, replace=False)
    labels[rows, np.arange(_LABELS) % _CODES] = True
    decided = labels.any(axis=1)
    return Examples(labels, decided, decided, labels.sum(axis=0), np.ones(_CODES, int))


if __name__ == "__main__":
    main()
