"""Projects of a given size, made of nothing: for measuring, not for reading."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qualcode.codebook.edit import add_code
from qualcode.model import Span, Transcript, Turn
from qualcode.project import Project
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import Original, add_source

TURN = 400
SENTENCE = 80


def make_project(
    path: Path, *, codings: int, codes: int = 40, sources: int = 40, seed: int = 1
) -> Path:
    """A project with that many codings of 40–400 characters, spread evenly."""
    with Project.create(path, coder="bench") as project:
        length = max(60_000, codings // sources * 60)
        text = ("ord " * 19 + "slutt.").ljust(SENTENCE - 1, "x") + " "
        text = (text * (length // SENTENCE + 1))[:length]
        turns = tuple(
            Turn(start, min(start + TURN - 1, length)) for start in range(0, length, TURN)
        )
        sentences = [Span(start, start + SENTENCE - 1) for start in range(0, length - 80, SENTENCE)]
        with project.action("Made a project of nothing"):
            code_ids = [add_code(project, f"code {number}") for number in range(codes)]
            source_ids = [
                add_source(
                    project,
                    name=f"source {number}",
                    transcript=Transcript(text, turns, "txt"),
                    sentences=sentences,
                    original=Original(f"{number}.txt", str(number).encode()),
                    language="nb",
                )
                for number in range(sources)
            ]
        add_codings(
            project, synthetic_codings(codings, code_ids, source_ids, length, seed), label="bench"
        )
    return path


def synthetic_codings(
    number: int, code_ids: list[int], source_ids: list[int], length: int, seed: int
) -> list[NewCoding]:
    """Codings at random places, the same for the same seed."""
    random = np.random.default_rng(seed)
    start = random.integers(0, length - 400, number)
    end = start + random.integers(40, 401, number)
    code = random.choice(code_ids, number)
    source = random.choice(source_ids, number)
    return [
        NewCoding(*values)
        for values in zip(source.tolist(), code.tolist(), start.tolist(), end.tolist(), strict=True)
    ]


def write_codings_csv(path: Path, project: Project, number: int) -> None:
    """A CSV of codings that fits a project made by `make_project`."""
    import csv

    sources = {row["id"]: row["name"] for row in project.rows("SELECT id, name FROM sources")}
    codes = {row["id"]: row["name"] for row in project.rows("SELECT id, name FROM codes")}
    length = project.value("SELECT min(length) FROM sources")
    found = synthetic_codings(number, list(codes), list(sources), length, seed=2)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("source", "start", "end", "code", "coder", "memo"))
        writer.writerows(
            (
                sources[coding.source_id],
                coding.start,
                coding.end,
                codes[coding.code_id],
                "bench",
                "",
            )
            for coding in found
        )
