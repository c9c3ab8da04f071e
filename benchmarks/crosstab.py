"""Crosstab, frequencies and comparison from the file, against a bare SELECT and numpy."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.measuring import Result, ratio, seconds
from benchmarks.synthetic import make_project
from qualcode.analysis.cells import crosstab_excerpts
from qualcode.analysis.comparison import compare
from qualcode.analysis.crosstab import Crosstab, crosstab
from qualcode.analysis.frequencies import frequencies
from qualcode.analysis.unit import Counted
from qualcode.project import Project
from qualcode.project.cases import assign_case, set_value
from qualcode.project.sources import source_ids

CODINGS, CODES, SOURCES, CASES = 200_000, 40, 400, 300
GROUPS = ("familier", "kommuner", "ledere", "ansatte")


def measure() -> list[Result]:
    """200,000 codings of 40 codes in 400 sources of 300 cases, 100 of them interviewed twice."""
    size = f"of {CODINGS:,} codings in {SOURCES} sources, from the file"
    with tempfile.TemporaryDirectory() as folder:
        path = make_project(
            Path(folder) / "crosstab.qualcode", codings=CODINGS, codes=CODES, sources=SOURCES
        )
        add_variables(path)
        assert (_ours(path).codings == _floor(path)).all()
        jobs = {
            "crosstab by one variable, with tests": lambda: _ours(path),
            "crosstab by two variables, with tests": lambda: _ours(path, ["perspective", "wave"]),
            "frequencies with words and rates": lambda: _frequencies(path),
            "comparison of waves with intervals": lambda: _compared(path),
        }
        results = [Result(f"{what} {size}", seconds(job), 2, "s") for what, job in jobs.items()]
        results.append(
            ratio(
                f"crosstab {size}, words and 1,999 permutations included",
                lambda: _ours(path),
                lambda: _floor(path),
                limit=5,
            )
        )
        with Project.open(path, read_only=True) as project:
            code = project.value("SELECT min(id) FROM codes")
            cell = {"perspective": "ledere", "wave": "2025"}
            results.append(
                Result(
                    f"excerpts of a cell {size}",
                    seconds(lambda: crosstab_excerpts(project, code, cell, Counted.CODINGS)),
                    0.1,
                    "s",
                )
            )
        return results


def add_variables(path: Path) -> None:
    with Project.open(path) as project, project.action("variables"):
        for number, source_id in enumerate(source_ids(project).values()):
            case = number % CASES
            assign_case(project, source_id, f"case {case}")
            set_value(project, "perspective", GROUPS[case % len(GROUPS)], source_id=source_id)
            set_value(project, "wave", "2023" if number < CASES else "2025", source_id=source_id)


def _ours(path: Path, variables: str | list[str] = "perspective") -> Crosstab:
    with Project.open(path, read_only=True) as project:
        return crosstab(project, variables)


def _frequencies(path: Path) -> object:
    with Project.open(path, read_only=True) as project:
        return frequencies(project)


def _compared(path: Path) -> object:
    with Project.open(path, read_only=True) as project:
        return compare(project, "wave", "2023")


def _floor(path: Path) -> np.ndarray:
    """The counts with nothing around them, in the order of codes and of names of groups."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT source_id, code_id, coder_id, start, end FROM codings")
    source, code, *_ = np.array(rows.fetchall()).T
    found = connection.execute(
        "SELECT source_id, value FROM effective_values WHERE variable = 'perspective'"
    )
    group = np.zeros(source.max() + 1, dtype=np.int64)
    names = sorted(GROUPS)
    for source_id, value in found.fetchall():
        group[source_id] = names.index(value)
    connection.close()
    cell = (code - 1) * len(names) + group[source]
    return np.bincount(cell, minlength=CODES * len(names)).reshape(CODES, len(names))
