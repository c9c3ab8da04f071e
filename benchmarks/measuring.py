"""Measuring a ratio fairly: the two sides in turn, and the median of the ratios."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Result:
    """A measured figure beside the limit it shall not pass; `unit` is × for a ratio."""

    what: str
    value: float
    limit: float
    unit: str = "×"
    detail: str = ""

    @property
    def held(self) -> bool:
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "ok  " if self.held else "OVER"
        figure = f"{self.value:.2f} {self.unit} (limit {self.limit:g})"
        return f"{verdict} {self.what}: {figure} {self.detail}"


def seconds(job: Callable[[], object]) -> float:
    """How long a job takes."""
    start = perf_counter()
    job()
    return perf_counter() - start


def ratio(
    what: str,
    job: Callable[[], object],
    floor: Callable[[], object],
    *,
    limit: float,
    rounds: int = 5,
    reset: Callable[[], object] = lambda: None,
) -> Result:
    """The job's time over the floor's: pair by pair, after a warm-up of both.

    `reset` puts back, untimed, what the job has done.
    """
    pairs = []
    for _ in range(rounds + 1):
        ours, theirs = seconds(job), seconds(floor)
        pairs.append((ours, theirs))
        reset()
    pairs = pairs[1:]
    ours = statistics.median(pair[0] for pair in pairs)
    theirs = statistics.median(pair[1] for pair in pairs)
    return Result(
        what,
        statistics.median(one / other for one, other in pairs),
        limit,
        detail=f"{ours:.3f} s against {theirs:.3f} s",
    )


_REPORT_PEAK = """
import re, runpy, sys
from pathlib import Path
module, sys.argv[1:] = sys.argv[1], sys.argv[2:]
runpy.run_module(module, run_name="__main__")
# Linux's ru_maxrss would start from what the parent had when it forked.
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def peak_megabytes(module: str, *arguments: str) -> float:
    """The memory that `python -m MODULE ARGUMENTS` needs at its peak, in MB; on Linux."""
    done = subprocess.run(
        [sys.executable, "-c", _REPORT_PEAK, module, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-1]) / 1024
