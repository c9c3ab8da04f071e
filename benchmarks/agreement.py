"""Agreement of two coders from the file, against the bare numpy computation."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.measuring import Result, ratio, seconds
from benchmarks.synthetic import SENTENCE, make_project, synthetic_codings
from qualcode.analysis.agreement.measuring import agreement
from qualcode.analysis.agreement.results import Agreement
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.project import Project
from qualcode.project.codings import NewCoding, add_codings

CODINGS, CODES, SOURCES, ROUNDS = 200_000, 40, 400, 1000


def measure() -> list[Result]:
    """200,000 codings of 40 codes in 400 sources: characters; sentences with 1,000 rounds."""
    with tempfile.TemporaryDirectory() as folder:
        path = _two_coders(Path(folder) / "two.qualcode")
        size = f"of {CODINGS:,} codings in {SOURCES} sources, from the file"
        ours, theirs = _ours(path, AgreementUnit.CHARACTER), _floor(path)
        assert np.allclose([row.alpha.value for row in ours.codes], theirs)
        return [
            Result(
                f"agreement on characters {size}",
                seconds(lambda: _ours(path, AgreementUnit.CHARACTER)),
                2,
                "s",
            ),
            ratio(
                f"agreement on characters {size}",
                lambda: _ours(path, AgreementUnit.CHARACTER),
                lambda: _floor(path),
                limit=3,
            ),
            Result(
                f"agreement on sentences with {ROUNDS:,} bootstrap rounds {size}",
                seconds(lambda: _ours(path, AgreementUnit.SENTENCE, ROUNDS)),
                20,
                "s",
            ),
            ratio(
                f"agreement on sentences with {ROUNDS:,} bootstrap rounds {size}",
                lambda: _ours(path, AgreementUnit.SENTENCE, ROUNDS),
                lambda: _floor(path, sentences=True, rounds=ROUNDS),
                limit=3,
                rounds=3,
            ),
        ]


def _two_coders(path: Path) -> Path:
    """Half of the codings by each coder; the second shifts two thirds of the first one's."""
    make_project(path, codings=CODINGS // 2, codes=CODES, sources=SOURCES)
    with Project.open(path, coder="second") as project:
        rows = project.rows("SELECT source_id, code_id, start, end FROM codings ORDER BY id")
        taken = [
            NewCoding(row["source_id"], row["code_id"], row["start"] + 7, row["end"] + 7)
            for row in rows[: CODINGS // 3]
        ]
        ids = [row["id"] for row in project.rows("SELECT id FROM sources")]
        codes = [row["id"] for row in project.rows("SELECT id FROM codes")]
        own = synthetic_codings(CODINGS // 2 - len(taken), codes, ids, 59_000, seed=3)
        add_codings(project, [*taken, *own], label="bench")
    return path


def _ours(path: Path, unit: AgreementUnit, rounds: int = 0) -> Agreement:
    with Project.open(path, read_only=True) as project:
        return agreement(project, unit=unit, bootstrap=rounds)


def _floor(path: Path, *, sentences: bool = False, rounds: int = 0) -> np.ndarray:
    """Krippendorff's alpha by code, or its intervals, with nothing around them."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT source_id, code_id, coder_id, start, end FROM codings")
    source, code, coder, start, end = np.array(rows.fetchall()).T
    lengths = np.array(connection.execute("SELECT id, length FROM sources").fetchall())[:, 1]
    connection.close()
    source, code = source - 1, code - 1
    if sentences:  # they are all of one length, but for the last
        start, end = start // SENTENCE, (end - 1) // SENTENCE + 1
        lengths = lengths // SENTENCE
    stride = end.max() + 1
    line = (source * CODES + code) * stride
    lone = []
    for each in np.unique(coder):
        own = np.flatnonzero(coder == each)
        order = own[np.argsort(line[own] + start[own])]
        begin, reach = line[order] + start[order], np.maximum.accumulate((line + end)[order])
        first = np.concatenate(([True], begin[1:] > reach[:-1]))
        last = np.concatenate((first[1:], [True]))
        lone.append((begin[first], reach[last]))
    position = np.concatenate([part for runs in lone for part in runs])
    step = np.concatenate([np.repeat(sign, len(b)) for b, _ in lone for sign in (1, -1)])
    order = np.argsort(position, kind="stable")
    position, depth = position[order], np.cumsum(step[order])
    width = np.diff(position)
    group = position[:-1] // stride
    size = SOURCES * CODES
    said, differ = (
        np.bincount(group, weights=width * weight, minlength=size).reshape(SOURCES, CODES)
        for weight in (depth[:-1], depth[:-1] == 1)
    )

    def alpha(weights: np.ndarray) -> np.ndarray:
        n = 2 * (weights @ lengths)[:, None]
        s = weights @ said
        return 1 - 2 * (weights @ differ) * (n - 1) / (2 * s * (n - s))

    if not rounds:
        return alpha(np.ones((1, SOURCES)))[0]
    drawn = np.random.default_rng(0).multinomial(SOURCES, np.full(SOURCES, 1 / SOURCES), rounds)
    return np.quantile(alpha(drawn.astype(float)), (0.025, 0.975), axis=0)
