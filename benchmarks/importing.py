"""Importing 40 Word files, against python-docx reading them and spaCy tokenizing the same text."""

from __future__ import annotations

import tempfile
from pathlib import Path

import docx
import spacy

from benchmarks.measuring import Result, ratio
from qualcode.importing.files import import_files
from qualcode.project import Project

FILES = 40
WORDS = 330_000
_SPOKEN = (
    "Altså, vi ringte jo til kommunen i mars, og da fikk vi vite at saken lå hos noen andre.",
    "Nei, jeg vet ikke helt, [pause] det var vel sånn ca. kl. 14.30 at hun ringte tilbake?",
    "Ja.",
    "Og så sa hun: «Dette må dere ta med barnevernet.» Men der var det ingen som visste noe ...",
    "Mm, akkurat.",
)


def measure() -> list[Result]:
    """330,000 words in 40 files: turns, sentences, search index and history included."""
    with tempfile.TemporaryDirectory() as folder:
        files = _make_files(Path(folder) / "interviews")
        counter = iter(range(1_000))
        nlp = spacy.blank("nb")

        def ours() -> None:
            path = Path(folder) / f"{next(counter)}.qualcode"
            with Project.create(path) as project:
                assert len(import_files(project, [files]).imported) == FILES

        def floor() -> None:
            for file in sorted(files.iterdir()):
                text = "\n".join(
                    paragraph.text for paragraph in docx.Document(str(file)).paragraphs
                )
                nlp.make_doc(text)

        return [ratio("importing 40 Word files of 330,000 words", ours, floor, limit=3, rounds=3)]


def _make_files(folder: Path) -> Path:
    folder.mkdir()
    for number in range(FILES):
        document = docx.Document()
        document.add_paragraph(f"Intervju {number}")  # no two files are the same
        words = turn = 0
        while words < WORDS / FILES:
            speech = " ".join(
                _SPOKEN[(turn + part + number) % len(_SPOKEN)] for part in range(turn % 4 + 1)
            )
            document.add_paragraph(f"{'IM'[turn % 2]}: {speech}")
            words += len(speech.split()) + 1
            turn += 1
        document.save(str(folder / f"intervju_{number:02}.docx"))
    return folder
