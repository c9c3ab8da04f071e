"""Suggestions: how good on sources held out, and how fast beside scikit-learn's own tools.

The functions on a `Study` are pure, so that other corpora can be judged with them.
"""

from __future__ import annotations

import re
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from benchmarks.measuring import Result, ratio
from qualcode.model import Code, Span
from qualcode.project import Project
from qualcode.project.codes import codes
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import sources
from qualcode.suggesting.calibration import calibrate
from qualcode.suggesting.engine import TERM, build
from qualcode.suggesting.examples import Examples, PassageFinder
from qualcode.suggesting.index import Index, build_index
from qualcode.suggesting.learning import fit
from qualcode.suggesting.passages import Document, document
from qualcode.suggesting.scoring import scores
from qualcode.suggesting.settings import Settings
from qualcode.suggesting.terms import term_hits

SEEDS = (0, 1, 2)
_STUDY = Path("corpora/samordning")
_FEWEST = 3  # passages that a code needs among those held out to be judged


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A coded corpus: `labels` are passages by codes, `codings` (coding, passage, code) triples."""

    index: Index
    codes: tuple[Code, ...]
    language: str
    labels: np.ndarray
    codings: np.ndarray
    judged: np.ndarray
    hits: np.ndarray

    @property
    def texts(self) -> list[str]:
        return [
            each.text[slice(*passage)] for each in self.index.documents for passage in each.passages
        ]


def study(
    documents: Sequence[Document],
    all_codes: Sequence[Code],
    language: str,
    coded: Sequence[tuple[int, int, int, int]],
) -> Study:
    """A study from documents and codings: (source, code, start, end), the code by its id."""
    index = build_index(documents, lambda: None)
    column = {code.id: number for number, code in enumerate(all_codes)}
    finders = {each.source_id: PassageFinder(each.passages) for each in documents}
    triples = np.array(
        [
            (coding, index.first[source_id] + number, column[code_id])
            for coding, (source_id, code_id, start, end) in enumerate(coded)
            for number in finders[source_id].covered(Span(start, end))
        ]
    ).reshape(-1, 3)
    labels = np.zeros((index.size, len(all_codes)), bool)
    labels[triples[:, 1], triples[:, 2]] = True
    judged = np.zeros(index.size, bool)
    for each in documents:
        judged[index.rows(each, each.units)] = True
    hits = TERM * term_hits(index, all_codes, language, lambda: None)
    return Study(index, tuple(all_codes), language, labels, triples, judged, hits)


def study_of(project: Project, coder: str) -> Study:
    """The study that one coder's codings make of a project."""
    settings = Settings()
    documents = [
        document(project, source, settings.roles, settings.units) for source in sources(project)
    ]
    rows = project.rows(
        "SELECT source_id, code_id, start, end FROM codings "
        "JOIN coders ON coders.id = coder_id WHERE coders.name = ? ORDER BY codings.id",
        (coder,),
    )
    return study(documents, codes(project), project.language, [tuple(row) for row in rows])


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Sources to learn from with so many codings a code, and sources to judge by."""

    examples: Examples
    learn: np.ndarray
    judge: np.ndarray
    seed: int


def splits(study: Study, number: int, seeds: Sequence[int] = SEEDS) -> Iterator[Split]:
    """Two fifths of the sources held out; of the others at most `number` codings of each code.

    What has no coding in the others is taken as read; what has one that was left out as unread.
    """
    source = study.index.source_of()
    for seed in seeds:
        random = np.random.default_rng(seed)
        order = random.permutation(np.unique(source))
        held_out = np.isin(source, order[: max(1, int(len(order) * 0.4))])
        shown = np.zeros_like(study.labels)
        codings, passages, columns = study.codings.T
        usable = ~held_out[passages] & study.judged[passages]
        for column in range(len(study.codes)):
            mine = usable & (columns == column)
            kept = random.permutation(np.unique(codings[mine]))[:number]
            shown[passages[mine & np.isin(codings, kept)], column] = True
        decided = shown.any(axis=1)
        seen = ~held_out & (decided | ~study.labels.any(axis=1))
        counts = np.array(
            [
                len(np.unique(codings[shown[passages, c] & (columns == c)]))
                for c in range(len(study.codes))
            ]
        )
        examples = Examples(shown, seen, decided, counts, np.ones(len(study.codes), int))
        yield Split(examples, study.judged & ~held_out, study.judged & held_out, seed)


def learned(study: Study, split: Split) -> tuple[np.ndarray, np.ndarray]:
    """The engine's scores and calibrated scores for the passages to judge by."""
    model = fit(
        study.index,
        split.examples,
        study.codes,
        study.language,
        allowed=split.learn,
        seed=split.seed,
    )
    rows = np.flatnonzero(split.judge)
    found = scores(study.index, model.shares(), rows) + model.middle + study.hits[rows]
    calibration = calibrate(
        model.held_out + study.hits[model.rows],
        model.labels,
        model.weights,
        found,
        split.examples.counts < 10,
        "balanced",
    )
    return found, calibration.probabilities(found)


def baseline(study: Study, split: Split) -> np.ndarray:
    """Word TF-IDF and logistic regression, as scikit-learn has them."""
    texts = np.array(study.texts, dtype=object)
    rows = np.flatnonzero(split.examples.seen & split.learn)
    vectorizer = TfidfVectorizer()
    known = vectorizer.fit_transform(texts[rows])
    new = vectorizer.transform(texts[split.judge])
    found = np.zeros((new.shape[0], len(study.codes)))
    for column in range(len(study.codes)):
        labels = split.examples.labels[rows, column]
        if labels.any() and not labels.all():
            found[:, column] = LogisticRegression().fit(known, labels).decision_function(new)
    return found


def macro_average_precision(labels: np.ndarray, found: np.ndarray) -> float:
    """The mean over the codes that have at least three passages."""
    judged = np.flatnonzero(labels.sum(axis=0) >= _FEWEST)
    return float(np.mean([average_precision_score(labels[:, c], found[:, c]) for c in judged]))


def average_precisions(study: Study, number: int) -> tuple[float, float]:
    """The engine's and the baseline's macro average precision, the mean over the seeds."""
    pairs = [
        (
            macro_average_precision(study.labels[split.judge], learned(study, split)[0]),
            macro_average_precision(study.labels[split.judge], baseline(study, split)),
        )
        for split in splits(study, number)
    ]
    return statistics.mean(pair[0] for pair in pairs), statistics.mean(pair[1] for pair in pairs)


def calibration_error(labels: np.ndarray, p: np.ndarray, bins: int = 10) -> float:
    """The expected calibration error over bins of equal width."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [
        abs(labels[place == number].mean() - p[place == number].mean()) * (place == number).mean()
        for number in range(bins)
        if (place == number).any()
    ]
    return float(sum(gaps))


def calibration_of(study: Study, fewest: int = 20) -> tuple[float, float]:
    """Mean errors over codes with enough examples: of all passages, and of those from 0.1 up."""
    whole, upper = [], []
    for split in splits(study, 10_000):
        _, p = learned(study, split)
        labels = study.labels[split.judge]
        for column in np.flatnonzero(split.examples.counts >= fewest):
            whole.append(calibration_error(labels[:, column], p[:, column]))
            high = p[:, column] >= 0.1
            if high.sum() >= 10:
                gap = p[high, column].mean() - labels[high, column].mean()
                upper.append(abs(gap))
    return statistics.mean(whole), statistics.mean(upper)


def precision_at_10(study: Study) -> tuple[float, float]:
    """From the codebook alone: the engine's and the exact indicator terms' precision."""
    nothing = np.zeros(study.index.size, bool)
    none = np.zeros(len(study.codes), int)
    empty = Examples(np.zeros_like(study.labels), nothing, nothing, none, none)
    split = Split(empty, study.judged, study.judged, 0)
    found, _ = learned(study, split)
    exact = np.array(
        [
            [
                sum(
                    bool(re.search(rf"\b{re.escape(term.casefold())}\b", text.casefold()))
                    for term in code.indicator_terms
                )
                for code in study.codes
            ]
            for text in np.array(study.texts, dtype=object)[study.judged]
        ]
    )
    labels = study.labels[study.judged]
    judged = np.flatnonzero(labels.sum(axis=0) >= _FEWEST)

    def precision(each: np.ndarray) -> float:
        best = np.argsort(-each, axis=0, kind="stable")[:10]
        return float(np.mean([labels[best[:, c], c].mean() for c in judged]))

    return precision(found), precision(exact)


def measure() -> list[Result]:
    """On the example study: quality on sources held out, and speed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "samordning.qualcode"
        make_example(path)
        with Project.open(path, coder="bench") as project:
            found = study_of(project, "anne")
            return [*_quality(found), *_speed(project, found)]


def make_example(path: Path) -> None:
    """The example study with the first coder's codings."""
    from qualcode.codebook.store import import_codebook, read_codebook
    from qualcode.importing.codings import import_codings
    from qualcode.importing.files import import_files

    with Project.create(path, name="Samordning", language="nb", coder="bench") as project:
        import_codebook(project, read_codebook(Path("codebooks/samordning.yaml")))
        import_files(
            project,
            [_STUDY],
            interviewers=("Silje Intervjuer", "Jonas Intervjuer"),
        )
        import_codings(project, _STUDY / "codings_anne.csv")


def _quality(found: Study) -> list[Result]:
    """Ratios are upside down, so that less is better as elsewhere."""
    ours, theirs = average_precisions(found, 10)
    whole, upper = calibration_of(found)
    codebook, exact = precision_at_10(found)
    return [
        Result(
            "macro average precision at 10 examples, TF-IDF's over ours",
            theirs / ours,
            1 / 1.5,
            detail=f"{theirs:.3f} against {ours:.3f}",
        ),
        Result(
            "calibration error over codes with 20 examples",
            whole,
            0.05,
            "",
            f"({upper:.3f} among passages scored 0.1 and more)",
        ),
        Result(
            "precision at 10 from the codebook alone, exact terms' over ours",
            exact / codebook,
            1 / 2,
            detail=f"{exact:.3f} against {codebook:.3f}",
        ),
    ]


def code_more(project: Project, found: Study) -> None:
    """Code 20 more sentences of what informants say."""
    random = np.random.default_rng(project.value("SELECT count(*) FROM codings"))
    add_codings(
        project,
        [
            NewCoding(each.source_id, code, *each.units[random.integers(len(each.units))])
            for each, code in zip(
                random.choice(np.array(found.index.documents, object), 20),
                random.choice([code.id for code in found.codes], 20).tolist(),
                strict=True,
            )
        ],
        label="20 more",
    )


def _speed(project: Project, found: Study) -> list[Result]:
    documents = found.index.documents
    texts = found.texts
    split = next(splits(found, 10_000))
    rows = np.flatnonzero(split.examples.seen & split.learn)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5))
    matrix = vectorizer.fit_transform(texts)
    labels = split.examples.labels[rows]
    usable = [c for c in range(labels.shape[1]) if 0 < labels[:, c].sum() < len(rows)]

    def fit_all() -> list[LogisticRegression]:
        return [LogisticRegression().fit(matrix[rows], labels[:, c]) for c in usable]

    models = fit_all()
    everything = np.arange(found.index.size)
    model = fit(
        found.index,
        split.examples,
        found.codes,
        found.language,
        allowed=split.learn,
        seed=0,
    )
    parts = model.shares()
    once = partial(ratio, rounds=2)
    return [
        once(
            "index of the example study, words met before",
            lambda: build_index(documents, lambda: None),
            lambda: vectorizer.fit_transform(texts),
            limit=2,
        ),
        once(
            "learning, calibration for held-out sources included",
            lambda: fit(
                found.index,
                split.examples,
                found.codes,
                found.language,
                allowed=split.learn,
                seed=0,
            ),
            fit_all,
            limit=1,
        ),
        once(
            "scores of every sentence for every code",
            lambda: scores(found.index, parts, everything),
            lambda: [each.decision_function(matrix) for each in models],
            limit=1,
        ),
        once(
            "after 20 new codings: all from the file to calibrated scores",
            lambda: (code_more(project, found), build(project, documents, found.language)),
            lambda: (vectorizer.fit_transform(texts), fit_all()),
            limit=1,
        ),
    ]
