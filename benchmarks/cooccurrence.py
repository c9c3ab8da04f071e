"""Co-occurrence from the file, against a bare SELECT and the bare numpy computation; its cells."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from benchmarks.crosstab import add_variables
from benchmarks.measuring import Result, peak_megabytes, ratio, seconds
from benchmarks.synthetic import SENTENCE, make_project
from qualcode.analysis.cells import cooccurrence_excerpts, crosstab_excerpts, frequency_excerpts
from qualcode.analysis.cooccurrence import Cooccurrence, cooccurrence
from qualcode.analysis.cooccurrence_measures import Measures, cooccurrence_measures
from qualcode.analysis.unit import Counted, Unit
from qualcode.project import Project

CODINGS, CODES, SOURCES = 200_000, 40, 400
PAGE = 100
WAYS = {
    "overlaps": {},
    "sentences": {"unit": Unit.SENTENCE},
    "turns": {"unit": Unit.TURN},
    "cases": {"unit": Unit.CASE},
    "pairs 1 turn apart": {"unit": Unit.TURN, "within": 1},
    "sequences within 2 turns": {"unit": Unit.TURN, "sequence": 2},
    "nesting": {"nested": True},
}


def measure() -> Iterable[Result]:
    """200,000 codings in 40 and in 400 sources, and the memory that 1,000,000 take."""
    with tempfile.TemporaryDirectory() as folder:
        few = make_project(Path(folder) / "40.qualcode", codings=CODINGS, codes=CODES, sources=40)
        path = make_project(
            Path(folder) / "400.qualcode", codings=CODINGS, codes=CODES, sources=SOURCES
        )
        add_variables(path)
        for each, sources in ((few, 40), (path, SOURCES)):
            assert (_counts(each) == _floor(each)).all()
            yield ratio(
                f"co-occurrence of {CODINGS:,} codings in {sources} sources, from the file",
                lambda each=each: _counts(each),
                lambda each=each: _floor(each),
                limit=2,
            )
        yield from _with_measures(path)
        yield from _cells(path)
        large = make_project(Path(folder) / "large.qualcode", codings=1_000_000, sources=400)
        yield Result(
            "peak memory of co-occurrence of 1,000,000 codings",
            peak_megabytes("benchmarks.cooccurrence", str(large)),
            1000,
            "MB",
        )


def _with_measures(path: Path) -> Iterable[Result]:
    size = f"of {CODINGS:,} codings in {SOURCES} sources, with all measures, from the file"
    _measured(path)  # imports scipy
    for name, way in WAYS.items():
        yield Result(
            f"co-occurrence ({name}) {size}",
            _quickest(lambda way=way: _measured(path, **way)),
            2,
            "s",
        )
    (counts, together), (found, measures) = _floor_of_measures(path), _measured(path)
    assert (counts == found.counts).all()
    assert (together == measures.presence.together).all()
    yield ratio(
        f"co-occurrence {size}, against counts and sentences with both codes",
        lambda: _measured(path),
        lambda: _floor_of_measures(path),
        limit=2,
    )


def _cells(path: Path) -> Iterable[Result]:
    """Cells from the open file: a crosstab's whole, of large ones the first page and a later."""
    with Project.open(path, read_only=True) as project:
        first, second, *_ = (row["id"] for row in project.rows("SELECT id FROM codes ORDER BY id"))
        jobs = {
            "a crosstab's cell, all": lambda: crosstab_excerpts(
                project, first, {"perspective": "ledere", "wave": "2025"}, Counted.CODINGS
            ),
            "a code's codings, a page": lambda: frequency_excerpts(project, first, limit=PAGE),
            "a code's codings, the 40th page": lambda: frequency_excerpts(
                project, first, limit=PAGE, offset=39 * PAGE
            ),
            "a code's cases, a page": lambda: frequency_excerpts(
                project, first, Counted.CASES, limit=PAGE
            ),
        }
        for name, way in WAYS.items():
            jobs[f"two codes ({name}), a page"] = lambda way=way: cooccurrence_excerpts(
                project, first, second, limit=PAGE, **way
            )
        for name, job in jobs.items():
            found = f"{len(job())} excerpts"
            yield Result(f"excerpts of {name}", _quickest(job), 0.1, "s", found)


def _quickest(job: Callable[[], object]) -> float:
    """The seconds of the best of three, as others may be at work on the machine."""
    return min(seconds(job) for _ in range(3))


def _counts(path: Path) -> np.ndarray:
    with Project.open(path, read_only=True) as project:
        return cooccurrence(project).counts


def _measured(path: Path, **way) -> tuple[Cooccurrence, Measures]:
    with Project.open(path, read_only=True) as project:
        found = cooccurrence(project, **way)
        return found, cooccurrence_measures(project, found)


def _floor(path: Path) -> np.ndarray:
    """The same numbers with nothing around them."""
    return _overlaps(*_read(path))


def _floor_of_measures(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """The same numbers, and the sentences with both codes, with nothing around them."""
    source, code, start, end = _read(path)
    connection = sqlite3.connect(path)
    (sentences,) = connection.execute(
        "SELECT json_array_length(sentence_spans) FROM sources LIMIT 1"
    ).fetchone()
    connection.close()
    # They are all of one length, with a blank behind, but for the last characters.
    first = start // SENTENCE + (start % SENTENCE == SENTENCE - 1)
    last = np.minimum((end - 1) // SENTENCE, sentences - 1)
    length = np.maximum(last - first + 1, 0)
    ends = np.cumsum(length)
    unit = np.repeat(first, length) + np.arange(ends[-1]) - np.repeat(ends - length, length)
    place = np.repeat(source, length) * (last.max() + 1) + unit
    present = np.unique(place * (code.max() + 1) + np.repeat(code, length))
    unit, code_of = np.divmod(present, code.max() + 1)
    together = _overlaps(np.zeros_like(unit), code_of, unit, unit + 1)
    return _overlaps(source, code, start, end), together


def _read(path: Path) -> tuple[np.ndarray, ...]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT source_id, code_id, coder_id, start, end FROM codings")
    source, code, _, start, end = np.array(rows.fetchall()).T
    connection.close()
    return source, code - 1, start, end


def _overlaps(source: np.ndarray, code: np.ndarray, start: np.ndarray, end: np.ndarray):
    stride = end.max() + 1
    start, end = start + source * stride, end + source * stride
    order = np.argsort(start)
    start, end, code = start[order], end[order], code[order]
    partners = np.searchsorted(start, end) - np.arange(1, len(start) + 1)
    size = code.max() + 1
    left = np.repeat(np.arange(len(start)), partners)
    ends = np.cumsum(partners)
    right = left + 1 + np.arange(ends[-1]) - np.repeat(ends - partners, partners)
    counts = np.bincount(code[left] * size + code[right], minlength=size * size)
    matrix = counts.reshape(size, size)
    matrix = matrix + matrix.T
    np.fill_diagonal(matrix, np.bincount(code))
    return matrix


if __name__ == "__main__":
    _counts(Path(sys.argv[1]))
