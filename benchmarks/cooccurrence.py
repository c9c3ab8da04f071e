"""Co-occurrence from the file, against a bare SELECT and the bare numpy computation."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.measuring import Result, peak_megabytes, ratio
from benchmarks.synthetic import make_project
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.project import Project


def measure() -> list[Result]:
    """200,000 codings in 40 and in 400 sources, and the memory that 1,000,000 take."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for sources in (40, 400):
            path = make_project(
                Path(folder) / f"{sources}.qualcode", codings=200_000, sources=sources
            )
            results.append(
                ratio(
                    f"co-occurrence of 200,000 codings in {sources} sources, from the file",
                    lambda path=path: _ours(path),
                    lambda path=path: _floor(path),
                    limit=2,
                )
            )
            assert (_ours(path) == _floor(path)).all()
        large = make_project(Path(folder) / "large.qualcode", codings=1_000_000, sources=400)
        results.append(
            Result(
                "peak memory of co-occurrence of 1,000,000 codings",
                peak_megabytes("benchmarks.cooccurrence", str(large)),
                1000,
                "MB",
            )
        )
    return results


def _ours(path: Path) -> np.ndarray:
    with Project.open(path, read_only=True) as project:
        return cooccurrence(project).counts


def _floor(path: Path) -> np.ndarray:
    """The same numbers with nothing around them."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT source_id, code_id, coder_id, start, end FROM codings")
    source, code, _, start, end = np.array(rows.fetchall()).T
    connection.close()
    stride = end.max() + 1
    start, end = start + source * stride, end + source * stride
    order = np.argsort(start)
    start, end, code = start[order], end[order], code[order] - 1
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
    _ours(Path(sys.argv[1]))
