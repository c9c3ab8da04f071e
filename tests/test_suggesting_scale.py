"""Large sources in parts: nothing doubled and nothing lost, also after a kill half-way."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import study as small
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.codebook.edit import add_code
from qualcode.language.words import pipeline, words
from qualcode.model import Role, Span, Turn
from qualcode.project import Project, check, undo
from qualcode.project.codes import find_code
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import find_source, sentence_spans
from qualcode.suggesting import passages
from qualcode.suggesting.decisions import suggestions
from qualcode.suggesting.learning import fit
from qualcode.suggesting.passages import Document, parts, turn_numbers
from qualcode.suggesting.runs import Settings, find_run, resume, run, runs
from qualcode.suggesting.why import load_engine

ANSWERS = (
    "Ventetiden var altfor lang.",
    "Vi fikk ikke penger.",
    "Alt gikk fint. Vi er fornøyde. Takk!",
    "Køen er lang. Vi ventet i {} uker.",
)


@pytest.fixture
def survey(tmp_path):
    """A closed project: one source of 200 answers, another of a few, and a code that some have."""
    path = tmp_path / "survey.qualcode"
    with Project.create(path, coder="Kari") as project:
        add_code(project, "Ventetid", indicator_terms=("ventetid", "kø"))
        for name, number in (("Svar", 200), ("Få svar", 4)):
            said = [(f"R{at}", ANSWERS[at % 4].format(at)) for at in range(number)]
            small.add(project, name, said)
        source = find_source(project, "Svar")
        code = find_code(project, "Ventetid").id
        coded = [
            NewCoding(source.id, code, *span)
            for span in sentence_spans(project, source.id)[:80]
            if "ente" in source.text[slice(*span)]
        ]
        add_codings(project, coded, label="coded")
    return path


def snapshot(project):
    return [
        (one.source_id, one.code_id, one.start, one.end, one.score, json.dumps(one.evidence))
        for one in suggestions(project, decision=None)
    ]


KILLED = """
import os, signal, sys
from qualcode.project import Project
from qualcode.suggesting import passages
from qualcode.suggesting.runs import Settings, run
passages._PART = 20
told = set()
def progress(done, total, name):
    if "%" in name:
        told.add(name)
    if len(told) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
with Project.open(sys.argv[1], coder="Kari") as project:
    run(project, Settings(min_score=0.0), progress=progress)
"""


def test_killed_half_way_through_a_source(survey, tmp_path, monkeypatch):
    whole = shutil.copy(survey, tmp_path / "whole.qualcode")
    monkeypatch.setattr(passages, "_PART", 20)
    with Project.open(whole, coder="Kari") as project:
        done = run(project, Settings(min_score=0.0))
        expected = snapshot(project)
    died = subprocess.run([sys.executable, "-c", KILLED, str(survey)], check=False)
    assert died.returncode == -signal.SIGKILL
    with Project.open(survey, coder="Kari") as project:
        assert check(project) == []
        (stopped,) = runs(project)
        stored = len(suggestions(project))
        assert 20 < stored < len(expected)
        assert (stopped.added, stopped.finished_at) == (stored, None)
        finished = resume(project, stopped.id)
        assert snapshot(project) == expected
        assert (finished.proposed, finished.added) == (done.proposed, done.added)
        assert check(project) == []


def test_parts_give_what_the_whole_gives(survey, monkeypatch):
    with Project.open(survey, coder="Kari") as project:
        first = run(project)
        expected = snapshot(project)
        undo(project)
        assert snapshot(project) == []
        monkeypatch.setattr(passages, "_PART", 7)
        told = []
        second = run(project, progress=lambda done, total, name: told.append(name))
        assert snapshot(project) == expected
        assert (second.proposed, second.added) == (first.proposed, first.added)
        assert any(name.startswith("Svar, 5") for name in told)


def test_a_second_run_writes_no_history_for_what_is_the_same(survey, monkeypatch):
    monkeypatch.setattr(passages, "_PART", 20)
    with Project.open(survey, coder="Kari") as project:
        run(project, Settings(min_score=0.0))
        with project.action("not finished"):
            project.connection.execute("UPDATE suggestion_runs SET finished_at = NULL")
            project.connection.execute("UPDATE suggestion_run_sources SET proposed = NULL")
        changed = "SELECT count(*) FROM changes WHERE table_name = 'suggestions'"
        before = project.value(changed)
        resume(project, 1)
        assert project.value(changed) == before
        assert find_run(project, 1).finished_at


@given(
    st.lists(st.integers(0, 4), min_size=0, max_size=40),
    st.integers(1, 9),
)
def test_parts_are_cut_between_turns(sizes, most):
    units, turns = [], []
    at = 0
    for size in sizes:
        turns.append(Turn(at, at + 10 * size + 1, "A", Role.INFORMANT))
        units += [Span(at + 10 * number, at + 10 * number + 9) for number in range(size)]
        at += 10 * size + 1
    whole = Document(1, "A", "nb", " " * at, tuple(turns), tuple(units), tuple(units))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages, "_PART", most)
        made = list(parts(whole))
    assert [unit for part in made for unit in part.units] == units
    seen = [set(turn_numbers(part.turns, part.units)) for part in made]
    assert sum(map(len, seen)) == len(set.union(*seen))
    assert all(len(part.units) < most + 4 for part in made)


def tokenized_whole(text, language):
    """Words as spaCy has them when it gets the whole text at once."""
    return [
        Span(token.idx, token.idx + len(token))
        for token in pipeline(language).tokenizer(text)
        if any(char.isalnum() for char in token.text)
    ]


# Without what makes smileys: of those spaCy sometimes makes one across white space.
@settings(deadline=None)  # the first of each language loads its tokenizer
@given(
    st.lists(
        st.text("abÅéI.,'’-/1 \n\t\u00a0\u2028😀…«»", max_size=12)
        | st.sampled_from(
            ["bl.a.", "bl. a.", "kl.", "NAV-kontoret", "f.eks", "don't", "14.30", "z.B."]
        )
    ),
    st.sampled_from(["nb", "en", "de", "xx"]),
)
@example(["ca", " ", ".", "o", " ", ".s.v."], "nb")
def test_tokenizing_by_white_space_changes_no_word(pieces, language):
    text = " ".join(pieces)
    assert words(text, Span(0, len(text)), language) == tokenized_whole(text, language)


def test_the_example_study_has_the_same_words():
    for path in sorted((Path(__file__).parent.parent / "corpora").rglob("*.txt")):
        text = path.read_text("utf-8", "replace")
        assert words(text, Span(0, len(text)), "nb") == tokenized_whole(text, "nb")


def test_one_source_with_all_codings_is_learned_from(survey):
    """Held out whole, it would leave nothing to learn from, and every answer would be suggested."""
    with Project.open(survey, coder="Kari") as project:
        run(project, Settings(units="sentence"))
        source = find_source(project, "Svar")
        found = [one for one in suggestions(project) if one.source_id == source.id]
        right = [one for one in found if "ente" in source.text[one.start : one.end]]
        assert len(right) > 50
        assert len(found) - len(right) < 5
        assert min(one.score for one in found) > 0.5
        first = snapshot(project)
        run(project, Settings(units="sentence"))
        assert snapshot(project) == first


@pytest.fixture
def doubtful(empty_project):
    """Answers to a question, a third of them about a queue; of those 7 in 10 are coded, by chance.

    The last third is unread.
    """
    random = np.random.default_rng(1)
    said = ("Vi sto i kø i {} uker.", "Alt gikk fint på dag {}.", "Takk til {} gode folk.")
    answers = [(f"R{at}", said[at % 3].format(at)) for at in range(900)]
    add_code(empty_project, "Ventetid")
    source_id = small.add(empty_project, "Svar", answers)
    code = find_code(empty_project, "Ventetid").id
    spans = sentence_spans(empty_project, source_id)[:600]
    chosen = [span for span in spans[::3] if random.random() < 0.7]
    new = [NewCoding(source_id, code, *span) for span in chosen]
    add_codings(empty_project, new, label="coded")
    return empty_project


def test_the_scores_of_one_source_are_calibrated(doubtful):
    run(doubtful, Settings(units="sentence", min_score=0))
    source = find_source(doubtful, "Svar")
    unread = {span.start for span in sentence_spans(doubtful, source.id)[600:]}
    found = {True: [], False: []}
    for one in suggestions(doubtful):
        if one.start in unread:
            found["kø" in source.text[one.start : one.end]].append(one.score)
    assert (len(found[True]), len(found[False])) == (100, 200)
    assert np.mean(found[True]) == pytest.approx(0.7, abs=0.1)
    assert np.mean(found[False]) < 0.05


def test_stretches_of_a_source_know_nothing_of_each_other(doubtful):
    engine = load_engine(doubtful)
    index, model = engine.index, engine.model
    groups = model.groups[model.rows]
    names, sizes = np.unique(groups, return_counts=True)
    assert len(names) == 10
    assert sizes.max() < 2 * sizes.min()
    assert all(len(np.unique(model.groups[index.turns == turn])) == 1 for turn in index.turns)
    own = model.rows[groups == names[3]]
    others = model.rows[groups != names[3]]
    labels = engine.examples.labels.copy()
    labels[own] = labels[own][::-1]  # as many as before, on other passages
    assert (labels != engine.examples.labels).any()
    changed = fit(
        index,
        replace(engine.examples, labels=labels),
        engine.codes,
        "nb",
        allowed=np.ones(index.size, bool),
        seed=0,
    )
    assert (changed.rows == model.rows).all()
    at_own, at_others = (np.isin(model.rows, rows) for rows in (own, others))
    assert changed.held_out[at_own] == pytest.approx(model.held_out[at_own], abs=1e-5)
    assert np.abs(changed.held_out[at_others] - model.held_out[at_others]).max() > 1e-3
