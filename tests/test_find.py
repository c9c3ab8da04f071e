"""Finding words in all their forms."""

from __future__ import annotations

import pytest
import study

from qualcode.analysis.find import find_words
from qualcode.errors import InputError
from qualcode.importing.files import import_files
from qualcode.project import Project
from qualcode.project.sources import sources

WORDS = (
    "I: Korleis går det?\n"
    "R: Me venta i fleire veker på barnekoordinatoren, og tenesta svarte ikkje.\n"
    "I: Hvordan gikk det?\n"
    "R: Æ veit itj ka koordinatorrolla e. Vi ventet i flere uker på tjenesten. Hat og hår.\n"
    "R: Barnehagen kan ingenting for det, æ sei bare at det e før mye.\n"
)


@pytest.fixture(scope="module")
def transcripts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("find")
    (folder / "samtale.txt").write_text(WORDS, "utf-8")
    with Project.create(folder / "p.qualcode") as project:
        import_files(project, [folder / "samtale.txt"])
        yield project


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        ("koordinator", {"barnekoordinatoren", "koordinatorrolla"}),
        ("barnekoordinator", {"barnekoordinatoren"}),
        ("ikke", {"ikkje", "itj"}),
        ("uke", {"veker", "uker"}),
        ("TJENESTER", {"tenesta", "tjenesten"}),
        ("vente", {"venta", "ventet"}),
        ("hat", {"hat"}),
        ("har", set()),
        ("hår", {"hår"}),
        ("koordinatorrollen uke", {"koordinatorrolla", "uker"}),
        ("koordinator zzz", set()),
    ],
)
def test_forms(transcripts, words, forms):
    hits = find_words(transcripts, words)
    assert {hit.text.casefold() for hit in hits} == forms
    text = sources(transcripts)[0].text
    for hit in hits:
        assert text[hit.start : hit.end] == hit.text
        assert text[hit.turn_start :].startswith(hit.turn_text)


@pytest.mark.parametrize("words", ["", "  ", "…", "«»", "#"])
def test_nothing_to_look_for(transcripts, words):
    with pytest.raises(InputError):
        find_words(transcripts, words)


def test_no_transcripts(empty_project):
    assert find_words(empty_project, "noe") == []


def test_undoing_an_import_takes_its_words_out_of_the_index(project):
    from qualcode.project import undo

    assert find_words(project, "koordinator")
    while study.dump(project)["sources"]:
        undo(project)
    assert find_words(project, "koordinator") == []
