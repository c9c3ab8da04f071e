"""Pipelines that the user has installed, here a small one made for the tests; and other languages.

Its vectors say that grunker and kroner are alike, which no letters do.
"""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import numpy as np
import pytest
import spacy
import study as small
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError
from qualcode.language import pipelines
from qualcode.language.pipelines import (
    VARIABLE,
    installed_pipeline,
    lemmas,
    pipeline_name,
    tier,
    vectors,
)
from qualcode.model import Span
from qualcode.project import Project
from qualcode.project.codes import find_code
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import find_source, sentence_spans, sources
from qualcode.suggesting.decisions import suggestions
from qualcode.suggesting.features import Vocabulary
from qualcode.suggesting.passages import read_with
from qualcode.suggesting.runs import Settings, run, runs
from qualcode.suggesting.why import explain, load_engine

MONEY = ("kroner", "budsjettet", "pengene", "grunker", "cash")


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """A pipeline for bokmål with vectors for a few words and one lemma."""
    nlp = spacy.blank("nb", meta={"name": "toy", "version": "1.2.3"})
    random = np.random.default_rng(0)
    for at, word in enumerate((*MONEY, "katten", "huset", "møter", "ventetida")):
        about = np.eye(20)[0 if word in MONEY else at]
        nlp.vocab.set_vector(word, (about + 0.05 * random.normal(size=20)).astype(np.float32))
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    lemmatizer.lookups.add_table("lemma_lookup", {"dritkjipt": "uheldig"})
    folder = tmp_path_factory.mktemp("pipeline") / "toy"
    nlp.to_disk(folder)
    return str(folder)


@pytest.fixture
def talk(empty_project):
    """Talk of money, coded in four of five interviews; the fifth says it in a word of its own."""
    add_code(empty_project, "Penger")
    add_code(empty_project, "Dyr")
    new = []
    for number in range(4):
        said = f"De hadde {number + 3} kroner igjen. Budsjettet røk. Katten sov i {number} timer."
        small.add(empty_project, f"Samtale {number}", [("Mor", said)])
        source = find_source(empty_project, f"Samtale {number}")
        for code, wanted in (("Penger", ("kroner", "Budsj")), ("Dyr", ("Katten",))):
            new += [
                NewCoding(source.id, find_code(empty_project, code).id, *span)
                for span in sentence_spans(empty_project, source.id)
                if any(word in source.text[slice(*span)] for word in wanted)
            ]
    add_codings(empty_project, new, label="coded")
    small.add(empty_project, "Ny", [("Far", "Grunker trengs. Veien svinger. Hunden bjeffer.")])
    return empty_project


def money(project):
    """The scores for money of the sentences in the interview that is not coded."""
    source = find_source(project, "Ny")
    engine = load_engine(project)
    code = find_code(project, "Penger").id
    return [
        told.score
        for span in sentence_spans(project, source.id)
        for told in explain(project, source.id, span, code, engine=engine)
    ]


def test_vectors_find_what_no_letters_do(talk, toy, monkeypatch):
    without = money(talk)
    monkeypatch.setenv(VARIABLE, toy)
    with_vectors = money(talk)
    assert with_vectors[0] > without[0] + 0.02
    assert with_vectors[0] > max(with_vectors[1:])


def test_a_word_that_pulls_by_its_vector_is_told(talk, toy, monkeypatch):
    monkeypatch.setenv(VARIABLE, toy)
    source = find_source(talk, "Ny")
    at = source.text.index("Grunker")
    (told,) = explain(talk, source.id, Span(at, at + 15), find_code(talk, "Penger").id)
    pulls = {item["words"]: item["pull"] for item in told.evidence if "pull" in item}
    assert pulls["Grunker"] == max(pulls.values()) > 0


def test_without_vectors_nothing_changes(talk, toy, monkeypatch):
    """Switched on and off again, the index beside the project follows."""
    before = money(talk)
    monkeypatch.setenv(VARIABLE, toy)
    assert money(talk) != before
    monkeypatch.setenv(VARIABLE, "blank")
    assert money(talk) == before


def test_a_run_names_the_pipeline_and_repeats(talk, toy, monkeypatch):
    monkeypatch.setenv(VARIABLE, toy)
    run(talk)
    first = [(one.source_id, one.start, one.score) for one in suggestions(talk)]
    versions = json.loads(talk.rows("SELECT versions FROM suggestion_runs")[0]["versions"])
    assert "nb_toy 1.2.3 (lemmas, 9 word vectors of 20)" in versions["language"]
    run(talk)
    assert [(one.source_id, one.start, one.score) for one in suggestions(talk)] == first


def test_the_command_says_what_it_reads_with(project_file, toy, monkeypatch):
    call = ["suggest", "run", str(project_file)]
    shown = CliRunner().invoke(app, call).output
    assert "stems and the lexicon" in shown
    assert "nb_toy" not in shown
    monkeypatch.setenv(VARIABLE, toy)
    assert "nb_toy 1.2.3" in CliRunner().invoke(app, call).stdout


def test_a_lemma_is_one_more_key(toy, monkeypatch):
    monkeypatch.setenv(VARIABLE, toy)
    found = installed_pipeline("nn")
    assert lemmas(found, ["dritkjipt", "i dag"]) == ["uheldig", ""]

    def columns(vocabulary, word):
        number = vocabulary.number((word, "nb"))
        return set(vocabulary.features()[0][number].indices.tolist())

    alone, helped = Vocabulary(), Vocabulary(found, "nb")
    assert columns(helped, "dritkjipt") > columns(alone, "dritkjipt")
    assert columns(helped, "dritkjipt") & columns(alone, "uheldig")
    assert columns(helped, "katten") == columns(alone, "katten")


def test_vectors_have_length_1_or_0(toy, monkeypatch):
    monkeypatch.setenv(VARIABLE, toy)
    found = vectors(installed_pipeline("nb"), ["kroner", "ukjent"])
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0], abs=1e-6)


def test_a_pipeline_of_another_language_is_not_used(toy, monkeypatch):
    monkeypatch.setenv(VARIABLE, toy)
    assert installed_pipeline("en") is None


def test_its_name_is_known_without_loading_it(toy, monkeypatch):
    monkeypatch.setattr(pipelines, "_load", lambda source: pytest.fail("it was loaded"))
    monkeypatch.setenv(VARIABLE, toy)
    assert pipeline_name("nn") == "nb_toy 1.2.3"
    assert pipeline_name("en") is None
    for nothing in ("blank", "no_such_package", "/nowhere/at/all", "json", "no.such.package"):
        monkeypatch.setenv(VARIABLE, nothing)
        assert pipeline_name("nb") is None


def test_each_language_of_a_study_is_told_what_it_is_read_with(talk, toy, monkeypatch):
    monkeypatch.setenv(VARIABLE, toy)
    with_toy = "and the pipeline nb_toy 1.2.3 (lemmas, 9 word vectors of 20)"
    assert read_with(talk) == f"spaCy's blank pipeline, stems and the lexicon, {with_toy}"
    with talk.action("languages"):
        for name, language in (("Samtale 0", "en"), ("Samtale 1", "nn")):
            talk.connection.execute(
                "UPDATE sources SET language = ? WHERE name = ?", (language, name)
            )
    nb, en, nn = read_with(talk).split("; ")
    assert nb == f"nb: spaCy's blank pipeline, stems and the lexicon, {with_toy}"
    assert en == "en: spaCy's blank pipeline, its stemmer"
    assert nn == nb.replace("nb:", "nn:")
    run(talk)
    assert runs(talk)[0].read_with == read_with(talk)


@pytest.mark.parametrize("named", ["no_such_package", "/nowhere/at/all"])
def test_a_pipeline_that_is_not_there(named, monkeypatch):
    monkeypatch.setenv(VARIABLE, named)
    with pytest.raises(InputError, match="cannot load"):
        installed_pipeline("nb")


def test_among_installed_packages_the_one_with_most_vectors(monkeypatch):
    monkeypatch.delenv(VARIABLE)
    installed = ["en_core_web_lg", "nb_core_news_sm", "nb_core_news_md", "nb_core_news_lg"]
    points = [EntryPoint(name, name, "spacy_models") for name in installed]
    monkeypatch.setattr(pipelines, "entry_points", lambda group: points)
    monkeypatch.setattr(
        pipelines, "_load", lambda source: SimpleNamespace(lang=source.partition("_")[0])
    )
    monkeypatch.setattr(pipelines, "_described", lambda source: source)
    assert installed_pipeline("nn") == "nb_core_news_lg"
    assert installed_pipeline("en-GB") == "en_core_web_lg"
    assert installed_pipeline("de") is None


@pytest.mark.parametrize(
    ("language", "means"),
    [
        ("nn", "spaCy's blank pipeline, stems and the lexicon"),
        ("fi", "spaCy's blank pipeline, its stemmer"),
        ("et", "spaCy's blank pipeline, no stemmer"),
    ],
)
def test_tiers(language, means):
    assert tier(language) == means


@pytest.mark.parametrize(
    ("language", "coded", "new", "other"),
    [
        ("de", "Die Wartezeiten waren lang.", "Unsere Wartezeit war lang.", "Der Hund schläft."),
        ("fi", "Jonotimme talossa pitkään.", "Jonotus talossamme oli pitkä.", "Koira nukkuu."),
        ("en", "The waiting lists were long.", "We waited on a list.", "The dog sleeps."),
    ],
)
def test_other_languages(tmp_path, language, coded, new, other):
    with Project.create(tmp_path / "p.qualcode", language="en", coder="Kari") as project:
        add_code(project, "Waiting")
        for number in range(5):
            small.add(project, f"Talk {number}", [("A", f"{coded} {other}")])
        small.add(project, "New", [("A", new), ("B", other)])
        code = find_code(project, "Waiting").id
        spans = [
            NewCoding(source.id, code, *sentence_spans(project, source.id)[0])
            for source in sources(project)
            if source.name != "New"
        ]
        add_codings(project, spans, label="coded")
        with project.action("language"):
            project.connection.execute("UPDATE sources SET language = ?", (language,))
        run(project, Settings(units="sentence", min_score=0))
        source = find_source(project, "New")
        found = [one for one in suggestions(project) if one.source_id == source.id]
        assert [source.text[one.start : one.end] for one in found] == [new, other]
        assert found[0].score > 1.2 * found[1].score
