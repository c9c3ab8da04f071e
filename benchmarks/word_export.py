"""How long 20,000 excerpts take in Word, against python-docx's own first 1,000 paragraphs.

Both are timed in turn in one run, so that a slow or busy machine is slow for both.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from pathlib import Path

import docx

from benchmarks.measuring import Result, peak_megabytes, ratio
from qualcode.model import Code, Excerpt
from qualcode.reporting.word import Counts, ExcerptReport, write_excerpts

EXCERPTS = 20_000
CODES = 40
PARAGRAPHS = 1_000
SENTENCES = (
    "Og då tenkte eg at dette går aldri, men så gjekk det jo likevel.",
    "Vi ventet i fjorten måneder før noen i det hele tatt ringte oss tilbake.",
    "«Det er ikke vårt bord», sa de, og så sendte de oss videre til kommunen & fylket.",
    "Eg måtte forklare alt på nytt kvar gong, frå byrjinga, til eit nytt menneske.",
)
WORDS = " ".join(SENTENCES).split()


def measure() -> list[Result]:
    """The ratio, and the memory that the export needs at its peak, the excerpts included."""
    report = make_report()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "excerpts.docx"
        return [
            ratio(
                f"{EXCERPTS:,} excerpts to Word, over add_paragraph's first {PARAGRAPHS:,}",
                lambda: write_excerpts(report, out),
                add_paragraphs,
                limit=2,
            ),
            Result(
                f"peak memory of {EXCERPTS:,} excerpts to Word",
                peak_megabytes("benchmarks.word_export"),
                300,
                "MB",
            ),
        ]


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


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write_excerpts(make_report(), Path(folder) / "excerpts.docx")
