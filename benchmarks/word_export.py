"""How long 20,000 excerpts take in Word, against python-docx's own first 1,000 paragraphs.

Both are timed in turn in one run, so that a slow or busy machine is slow for both.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import docx

from qualcode.model import Code, Excerpt
from qualcode.reporting.word import Counts, ExcerptReport, write_excerpts

EXCERPTS = 20_000
CODES = 40
PARAGRAPHS = 1_000
REPETITIONS = 5
SENTENCES = (
    "Og då tenkte eg at dette går aldri, men så gjekk det jo likevel.",
    "Vi ventet i fjorten måneder før noen i det hele tatt ringte oss tilbake.",
    "«Det er ikke vårt bord», sa de, og så sendte de oss videre til kommunen & fylket.",
    "Eg måtte forklare alt på nytt kvar gong, frå byrjinga, til eit nytt menneske.",
)
WORDS = " ".join(SENTENCES).split()


class Measurement(NamedTuple):
    name: str
    value: float
    unit: str
    limit: float | None


def measure() -> list[Measurement]:
    report = make_report()
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "excerpts.docx"
        for _ in range(REPETITIONS):
            theirs.append(seconds(add_paragraphs))
            ours.append(seconds(lambda: write_excerpts(report, out)))
        size = out.stat().st_size
    child = subprocess.run(
        [sys.executable, __file__, "--peak"], capture_output=True, text=True, check=True
    )
    return [
        Measurement(f"{EXCERPTS} excerpts", median(ours), "s", None),
        Measurement(f"add_paragraph, first {PARAGRAPHS}", median(theirs), "s", None),
        Measurement("ratio", median(ours) / median(theirs), "times", 2.0),
        Measurement("peak memory, excerpts included", float(child.stdout), "MB", 300.0),
        Measurement("file size", size / 1e6, "MB", None),
    ]


def seconds(work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def add_paragraphs() -> None:
    document = docx.Document()
    for _ in range(PARAGRAPHS):
        document.add_paragraph(SENTENCES[0], style="Quote")


def make_report() -> ExcerptReport:
    """Excerpts of 5 to 120 words; every third with context, every ninth with a memo.

    The words come in random order, so that the file does not compress better than real talk.
    """
    rng = random.Random(1)
    codes = tuple(
        Code(n, f"{n}", None, f"Kode {n}", (f"Kode {n}",), n, definition=SENTENCES[0])
        for n in range(CODES)
    )
    excerpts: dict[int, list[Excerpt]] = {code.id: [] for code in codes}
    for n in range(EXCERPTS):
        code = rng.choice(codes)
        text = " ".join(rng.choices(WORDS, k=rng.randint(5, 120)))
        excerpts[code.id].append(
            Excerpt(
                source=f"Intervju {n % 60}",
                start=n,
                end=n + len(text),
                text=text,
                codes=(code.path,),
                coders=("Anne Hansen",),
                coding_ids=(n,),
                speaker="Kari",
                turn=n % 300,
                line=n % 900,
                time_start=n / 3,
                memos=("Se feltnotat 12. mars.",) if n % 9 == 0 else (),
                other_codes=(rng.choice(codes).path,),
                before=SENTENCES[1] if n % 3 == 0 else "",
                after=SENTENCES[3] if n % 3 == 0 else "",
            )
        )
    return ExcerptReport(
        title="Utdrag",
        project="Måling",
        language="nb",
        date=dt.date(2026, 1, 1),
        codes=codes,
        counts={key: Counts(len(group), 60, 0) for key, group in excerpts.items()},
        excerpts=excerpts,
    )


def print_peak() -> None:
    """Write the report once and print this process's peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        write_excerpts(make_report(), Path(folder) / "excerpts.docx")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak / (1e6 if sys.platform == "darwin" else 1e3))


def main() -> None:
    for name, value, unit, limit in measure():
        print(f"{name}: {value:.2f} {unit}" + (f" (at most {limit:g})" if limit else ""))


if __name__ == "__main__":
    print_peak() if "--peak" in sys.argv else main()
