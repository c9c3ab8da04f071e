"""The index beside the project: quick to read again, and gone when consent is withdrawn."""

from __future__ import annotations

import numpy as np
import pytest
import study as small

from qualcode.project import Project, withdraw
from qualcode.project.file import index_paths
from qualcode.project.sources import find_source, remove_source, sources
from qualcode.suggesting import features
from qualcode.suggesting.cache import load_index
from qualcode.suggesting.passages import document
from qualcode.suggesting.runs import run


def documents(project):
    return [document(project, source, ("informant",), "span") for source in sources(project)]


def same(left, right):
    assert list(left.vocabulary.numbers) == list(right.vocabulary.numbers)
    for name in ("words", "pairs"):
        assert (getattr(left, name) != getattr(right, name)).nnz == 0
    for one, other in zip(left.vocabulary.features(), right.vocabulary.features(), strict=True):
        assert (one != other).nnz == 0
    for name in ("cues", "turns", "lengths", "norms"):
        assert np.array_equal(getattr(left, name), getattr(right, name))
    for one, other in zip(left.weights, right.weights, strict=True):
        assert np.array_equal(one, other)


@pytest.fixture
def no_new_words(monkeypatch):
    """Fails the test if the features of a word are worked out."""

    def forbid():
        def refuse(word, language):
            raise AssertionError(word)

        monkeypatch.setattr(features, "word_keys", refuse)

    return forbid


def test_read_again_as_it_was(project, no_new_words):
    made = load_index(project, documents(project))
    assert index_paths(project.path)[0].exists()
    assert not index_paths(project.path)[1].exists()
    no_new_words()
    same(load_index(project, documents(project)), made)


def test_a_new_source_costs_only_its_new_words(project, no_new_words, monkeypatch):
    load_index(project, documents(project))
    small.add(project, "Ny", [("Mor", "Ingen snakket sammen, ventetida var lang og koordinator.")])
    changed = load_index(project, documents(project))
    index_paths(project.path)[0].unlink()
    same(load_index(project, documents(project)), changed)
    remove_source(project, find_source(project, "Ny"))
    no_new_words()
    load_index(project, documents(project))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"x" * 1000])
def test_a_damaged_file_is_as_good_as_none(project, content):
    made = load_index(project, documents(project))
    index_paths(project.path)[0].write_bytes(content)
    same(load_index(project, documents(project)), made)


def test_a_read_only_project_writes_nothing(project_file):
    with Project.open(project_file, read_only=True) as project:
        load_index(project, documents(project))
    assert not index_paths(project_file)[0].exists()


def test_a_run_repeats_with_and_without_the_file(project):
    run(project)
    first = [tuple(r) for r in project.rows("SELECT score, evidence, start FROM suggestions")]
    run(project)
    assert [
        tuple(r) for r in project.rows("SELECT score, evidence, start FROM suggestions")
    ] == first


def test_withdrawn_words_are_in_no_index(project):
    small.add(project, "Annen", [("Mor", "Vi hadde en koordinator.")])
    run(project)
    file, unfinished = index_paths(project.path)
    word = b"ventetida"
    assert word in file.read_bytes()
    unfinished.write_bytes(file.read_bytes())  # as a crash leaves it
    withdraw(project, "F-01")
    for path in project.path.parent.iterdir():
        assert word not in path.read_bytes(), path
    run(project)
    assert file.exists()
    for path in project.path.parent.iterdir():
        assert word not in path.read_bytes(), path
