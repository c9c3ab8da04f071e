"""What the user interface keeps in memory and what it loads: no more than a screen needs."""

from __future__ import annotations

import subprocess
import sys

import pytest
import study
from driving import drive, view
from reviewing import make_queue

from qualcode.errors import NotFoundError
from qualcode.project import Project, withdraw
from qualcode.project.sources import find_source, remove_source, source_ids
from qualcode.tui import document as document_module
from qualcode.tui.document import Documents, make_document
from qualcode.tui.layout import cells
from qualcode.tui.study import Study

HEAVY = (
    "docx",
    "lxml",
    "markdown_it",
    "matplotlib",
    "networkx",
    "nltk",
    "numpy",
    "odf",
    "scipy",
    "sklearn",
    "spacy",
    "xlsxwriter",
    "qualcode.analysis.cooccurrence",
    "qualcode.suggesting.engine",
    "qualcode.suggesting.runs",
)


def loaded_after(statement: str) -> set[str]:
    """Which of the heavy modules are loaded by a statement, in a Python of its own."""
    listed = f"{statement}\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", listed], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split()) & set(HEAVY)


@pytest.mark.parametrize(
    "screen", ["app", "screens.review", "screens.excerpts", "screens.codebook", "screens.history"]
)
def test_a_screen_loads_no_library_that_it_does_not_show(screen):
    assert loaded_after(f"import qualcode.tui.{screen}") == set()


def test_analysis_loads_what_it_counts_with_and_no_more():
    loaded = loaded_after("import qualcode.tui.screens.analysis")
    assert loaded <= {"numpy", "qualcode.analysis.cooccurrence"}


# Texts are read once


def test_screens_share_the_texts_that_they_show(project):
    make_queue(project)

    async def steps(pilot):
        first = view(pilot).document
        study_at_hand = pilot.app.workspace().study
        await pilot.press("f5")
        await pilot.pause()
        screen = pilot.app.screen
        assert screen._document(first.source.id) is first
        assert study_at_hand.documents.get(first.source.id) is first

    drive(project, steps)


def test_a_text_is_read_once_and_again_under_another_name(project):
    documents = Documents(project)
    source_id = source_ids(project)["Familie i nord"]
    first = documents.get(source_id)
    assert documents.get(source_id) is first
    with project.action("Another name"):
        project.connection.execute("UPDATE sources SET name = 'Familie' WHERE id = ?", (source_id,))
    assert documents.get(source_id).source.name == "Familie"


@pytest.mark.parametrize("how", ["removed", "withdrawn"])
def test_nothing_is_kept_of_a_text_that_is_gone(project, project_file, how):
    at_hand = Study(project)
    known = source_ids(project)
    for source_id in known.values():
        at_hand.documents.get(source_id)
    with Project.open(project_file, coder="Per") as other:
        if how == "removed":
            remove_source(other, find_source(other, "Leder på Ålesund vgs"))
        else:
            withdraw(other, "L-03")
    with pytest.raises(NotFoundError):
        at_hand.documents.get(known["Leder på Ålesund vgs"])
    at_hand.documents.get(known["Familie i nord"])
    at_hand.read_codebook()
    assert set(at_hand.documents._read) == {known["Familie i nord"], known["Ansatt i PPT"]}


def test_only_so_many_letters_are_in_memory(project, monkeypatch):
    monkeypatch.setattr(document_module, "_MOST_CHARACTERS", 300)
    documents = Documents(project)
    for source_id in source_ids(project).values():
        longest = documents.get(source_id)
        kept = sum(len(one.drawn) for one in documents._read.values())
        assert kept <= 300 or set(documents._read.values()) == {longest}


def test_the_longest_speaker_is_measured_in_cells(project):
    made = study.transcript([("Intervjuer", "Ja?"), ("漢字漢字漢字", "Nei."), ("Mor", "Jo.")])
    source = find_source(project, "Familie i nord")
    document = make_document(source, list(made.turns), [])
    assert document.speaker_cells == cells("漢字漢字漢字") == 12
    assert make_document(source, [], []).speaker_cells == 0


def test_a_large_project_does_not_fill_the_memory_page_by_page(project):
    Study(project)
    assert -10_000 <= project.value("PRAGMA cache_size") < 0, "in KiB"
