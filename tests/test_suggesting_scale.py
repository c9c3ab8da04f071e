"""Large sources in parts: nothing doubled and nothing lost, also after a kill half-way."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import study as small
from hypothesis import example, given
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
from qualcode.suggesting.passages import Document, parts, turn_numbers
from qualcode.suggesting.runs import Settings, find_run, resume, run, runs

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
