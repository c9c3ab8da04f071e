"""Suggestion runs and decisions."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from functools import partial
from importlib.metadata import EntryPoint

import pytest

from qualcode.codebook.edit import add_code, edit_code
from qualcode.errors import InputError, NotFoundError, ProjectError
from qualcode.model import Decision, Origin, Role, Span, Transcript, Turn
from qualcode.project import Project, check, history, undo
from qualcode.project.codes import find_code
from qualcode.project.codings import NewCoding, add_codings, codings, remove_codings
from qualcode.project.selection import Selection
from qualcode.project.sources import Original, add_source, find_source
from qualcode.suggesting import registry
from qualcode.suggesting.decisions import accept, reject, suggestions
from qualcode.suggesting.registry import Proposal
from qualcode.suggesting.runs import Settings as AnySettings
from qualcode.suggesting.runs import find_run, resume, runs
from qualcode.suggesting.runs import run as run_any

Settings = partial(AnySettings, "indicator-terms", units="sentence")


def run(project, settings=None, **options):
    return run_any(project, settings or Settings(), **options)


@pytest.fixture
def study(project):
    """The small study with terms in its codebook, and without codings and suggestions."""
    remove_codings(project, [coding.id for coding in codings(project)])
    with project.action("cleared"):
        project.connection.execute("DELETE FROM suggestions")
    for name, terms in {
        "Tid": ("tid", "kapasitet", "ventetid"),
        "Penger": ("penger",),
        "Koordinatorrollen": ("koordinator", "kalle inn til møter"),
        "Rutiner": ("rutine", "lovendring"),
    }.items():
        edit_code(project, find_code(project, name), indicator_terms=terms)
    return project


def told(project):
    """What is suggested, as (code, words, negated)."""
    codes = {row["id"]: row["name"] for row in project.rows("SELECT id, name FROM codes")}
    texts = {row["id"]: row["text"] for row in project.rows("SELECT id, text FROM sources")}
    return {
        (codes[s.code_id], texts[s.source_id][s.start : s.end], s.negated)
        for s in suggestions(project, decision=None)
    }


def test_terms_meet_inflected_forms_compounds_and_phrases(study):
    done = run(study)
    assert done.finished_at
    assert (done.sources, done.sources_done) == (3, 3)
    found = told(study)
    assert ("Tid", "Ja, men hun hadde ikke tid.", True) in found
    assert ("Koordinatorrollen", "Hun kalte inn til møter, det var alt.", False) in found
    assert ("Penger", "Det er pengene det står på, og stillingene.", False) in found
    assert ("Rutiner", "Vi har rutiner.", False) in found
    assert any(code == "Tid" and words.startswith("Men kapasiteten") for code, words, _ in found)


def test_only_what_informants_say(study):
    run(study)
    words = {words for _, words, _ in told(study)}
    assert "Fikk dere en koordinator?" not in words
    assert "Kjenner du til lovendringene?" not in words
    run(study, Settings(roles=("interviewer",)))
    assert {"Fikk dere en koordinator?", "Kjenner du til lovendringene?"} <= {
        words for _, words, _ in told(study)
    }


def test_evidence_stands_where_it_says(study):
    run(study)
    texts = {row["id"]: row["text"] for row in study.rows("SELECT id, text FROM sources")}
    found = suggestions(study)
    assert found == sorted(found, key=lambda s: -s.score)
    for suggestion in found:
        assert suggestion.evidence
        assert suggestion.score == 1 - 0.5 ** len({item["term"] for item in suggestion.evidence})
        for item in suggestion.evidence:
            assert texts[suggestion.source_id][item["start"] : item["end"]] == item["words"]
            assert suggestion.start <= item["start"] < item["end"] <= suggestion.end


def test_two_forms_of_one_term_are_two_pieces_of_evidence(study):
    words = "Pengene er ikke alt, men penger hjelper, og pengenes tid er nå."
    text = f"Leder: {words}\n"
    turn = Turn(7, 7 + len(words), "Leder", Role.INFORMANT)
    with study.action("one more"):
        add_source(
            study,
            name="Mer",
            transcript=Transcript(text, (turn,), "txt"),
            sentences=[Span(turn.start, turn.end)],
            original=Original("Mer.txt", text.encode()),
            language="nb",
        )
    run(study, Settings(sources=("Mer",), codes=("Penger",)))
    (found,) = suggestions(study, Selection(sources=("Mer",)))
    assert [item["words"] for item in found.evidence] == ["Pengene", "penger", "pengenes"]
    assert found.score == 0.5


def test_a_title_that_nobody_says_is_left_alone(study):
    text = "Om penger\nLeder: Penger er viktig.\n"
    turns = (Turn(0, 9), Turn(17, 34, "Leder", Role.INFORMANT))
    nobody = (Turn(0, 9), Turn(10, 34))
    with study.action("two more"):
        for name, found in (("Med navn", turns), ("Uten navn", nobody)):
            add_source(
                study,
                name=name,
                transcript=Transcript(text, found, "txt"),
                sentences=[Span(turn.start, turn.end) for turn in found],
                original=Original(f"{name}.txt", name.encode()),
                language="nb",
            )
    run(study, Settings(sources=("Med navn", "Uten navn"), codes=("Penger",)))
    assert len(suggestions(study, Selection(sources=("Med navn",)))) == 1
    assert len(suggestions(study, Selection(sources=("Uten navn",)))) == 2


def test_twice_adds_nothing_twice(study):
    first = run(study)
    before = told(study)
    second = run(study)
    assert (second.added, second.proposed) == (0, first.proposed)
    assert told(study) == before


def test_what_somebody_coded_is_not_suggested(study):
    source = find_source(study, "Ansatt i PPT")
    at = source.text.index("rutiner")
    coding = NewCoding(source.id, find_code(study, "Rutiner").id, at, at + 7, "Per")
    add_codings(study, [coding], label="coded")
    run(study)
    assert "Vi har rutiner." not in {words for _, words, _ in told(study)}


def test_a_selection_of_sources_and_codes(study):
    settings = Settings(sources=("Ansatt i PPT",), codes=("Ressursbarrierer",))
    before = len(runs(study))
    done = run(study, settings)
    assert done.sources == 1
    assert done.settings == settings
    assert {code for code, _, _ in told(study)} == {"Penger"}
    with pytest.raises(NotFoundError):
        run(study, Settings(sources=("Ansatt i PPTT",)))
    with pytest.raises(NotFoundError):
        run(study, Settings(codes=("Pengar",)))
    assert len(runs(study)) == before + 1


def stop_at(position):
    def progress(done, total, name):
        if done == position:
            raise KeyboardInterrupt

    return progress


def test_a_stopped_run_goes_on(study, tmp_path):
    whole = run(study)
    expected = told(study)
    undo(study)
    with pytest.raises(KeyboardInterrupt):
        run(study, progress=stop_at(1))
    stopped = runs(study)[0]
    assert (stopped.finished_at, stopped.sources_done) == (None, 1)
    with pytest.raises(KeyboardInterrupt):
        resume(study, stopped.id, progress=stop_at(2))
    done = resume(study, stopped.id)
    assert (done.sources_done, done.proposed, done.added) == (3, whole.proposed, whole.added)
    assert done.finished_at
    assert told(study) == expected
    assert resume(study, stopped.id) == done
    assert check(study) == []
    for _ in range(3):
        undo(study)
    assert told(study) == set()


def test_a_run_is_one_action(study):
    actions, known = len(history(study)), runs(study)
    run(study)
    assert len(history(study)) == actions + 1
    undo(study)
    assert told(study) == set()
    assert runs(study) == known


def test_a_run_that_is_undone_meanwhile_stops(study):
    def undo_meanwhile(done, total, name):
        if done == 1:
            with Project.open(study.path, coder="Per") as other:
                undo(other)

    with pytest.raises(ProjectError, match="undone"):
        run(study, progress=undo_meanwhile)
    assert told(study) == set()
    assert check(study) == []


def test_a_changed_codebook_does_not_mix_into_a_stopped_run(study):
    with pytest.raises(KeyboardInterrupt):
        run(study, progress=stop_at(1))
    add_code(study, "Ny")
    with pytest.raises(InputError, match="codebook has changed"):
        resume(study, runs(study)[0].id)


def test_killed_in_the_middle(study):
    script = textwrap.dedent("""
        import os, signal, sys
        from qualcode.project import Project
        from qualcode.suggesting.runs import Settings, run

        def kill(done, total, name):
            if done == 2:
                os.kill(os.getpid(), signal.SIGKILL)

        with Project.open(sys.argv[1], coder="Kari") as project:
            settings = Settings("indicator-terms", units="sentence")
            run(project, settings, progress=kill)
    """)
    done = subprocess.run([sys.executable, "-c", script, str(study.path)], check=False)
    assert done.returncode == -9
    assert check(study) == []
    stopped = runs(study)[0]
    assert (stopped.finished_at, stopped.sources_done) == (None, 2)
    assert resume(study, stopped.id).finished_at
    again = run(study)
    assert again.added == 0


def test_a_third_party_suggester(study, monkeypatch):
    def prepare(task):
        code = task.codes[0]

        def propose(document):
            return [
                [Proposal(code.id, 1 / 3, [{"term": "alt", "words": "alt"}])]
                for _ in document.units
            ]

        return propose

    class Point(EntryPoint):
        def load(self):
            return prepare

    monkeypatch.setattr(
        registry, "entry_points", lambda group: [Point("alt", "nowhere:prepare", group)]
    )
    done = run_any(study, AnySettings("alt", units="sentence"))
    assert done.suggester == "alt"
    assert done.added == done.proposed > 5
    found = suggestions(study)[0].score
    assert undo(study)
    assert found == pytest.approx(1 / 3, abs=1e-6)
    with pytest.raises(NotFoundError, match="altt"):
        run_any(study, AnySettings("altt"))


def test_accepting_makes_a_coding_that_remembers(study):
    run(study)
    chosen = suggestions(study, Selection(codes=("Penger",)))
    assert accept(study, chosen) == 1
    (coding,) = codings(study)
    assert (coding.coder, coding.origin) == ("Kari", Origin.SUGGESTION)
    assert suggestions(study, Selection(codes=("Penger",))) == []
    with pytest.raises(InputError, match="already"):
        accept(study, suggestions(study, Selection(codes=("Penger",)), decision=None))
    undo(study)
    assert codings(study) == []
    assert suggestions(study, Selection(codes=("Penger",))) == chosen


def test_accepting_with_other_borders_and_another_code(study):
    run(study)
    (chosen,) = suggestions(study, Selection(codes=("Penger",)))
    other = find_code(study, "Stillinger")
    accept(study, [chosen], span=Span(chosen.start, chosen.start + 9), code_id=other.id)
    (coding,) = codings(study)
    assert (coding.code_id, coding.end - coding.start) == (other.id, 9)
    with pytest.raises(InputError, match="one suggestion at a time"):
        accept(study, suggestions(study), code_id=other.id)


def test_what_was_rejected_is_not_proposed_again(study):
    run(study)
    chosen = suggestions(study, Selection(codes=("Tid",)))
    reject(study, chosen)
    run(study)
    assert suggestions(study, Selection(codes=("Tid",))) == []
    assert {s.decision for s in suggestions(study, Selection(codes=("Tid",)), decision=None)} == {
        Decision.REJECTED
    }


def test_filters(study):
    run(study)
    everything = suggestions(study)
    best = [s for s in everything if s.score >= 0.7]
    assert suggestions(study, min_score=0.7) == best
    assert suggestions(study, run_id=find_run(study, runs(study)[0].id).id) == everything
    assert suggestions(study, run_id=999) == []
    assert {s.source_id for s in suggestions(study, Selection(cases=("A-02",)))} == {
        find_source(study, "Ansatt i PPT").id
    }
    assert len(suggestions(study, Selection(text="RUTINER"))) == 1


def test_no_sources(empty_project):
    with pytest.raises(InputError, match="no sources"):
        run(empty_project)


def test_no_terms(study):
    for code in ("Tid", "Penger", "Koordinatorrollen", "Rutiner"):
        edit_code(study, find_code(study, code), indicator_terms=())
    assert run(study).proposed == 0


def test_terms_that_no_word_can_meet(study):
    edit_code(study, find_code(study, "Tid"), indicator_terms=("…", "", "xyzzy", "tid xyzzy"))
    run(study)
    assert "Tid" not in {code for code, _, _ in told(study)}


def test_patterns_of_the_codebook_file(study):
    from qualcode.codebook.store import current_codebook, import_codebook
    from qualcode.codebook.yaml_file import read_yaml, write_yaml

    text = write_yaml(current_codebook(study)).replace(
        "  - name: Koordinatorrollen",
        "  - name: Koordinatorrollen\n"
        "    patterns:\n"
        "      - [{LOWER: {REGEX: '^uken?$'}}]\n"
        "      - [{LOWER: det}, {IS_ALPHA: true, OP: '+'}, {LOWER: til}]",
    )
    import_codebook(study, read_yaml(text, "kodebok.yaml"))
    run(study, Settings(codes=("Koordinatorrollen",)))
    found = {words for _, words, _ in told(study)}
    assert "Vi møtes hver uke, så det går seg til." in found
    best = max(suggestions(study), key=lambda one: one.score)
    assert [item["term"] for item in best.evidence] == ["pattern 1", "pattern 2"]


@pytest.mark.parametrize("patterns", ["uke", [{"LOWER": "uke"}], [[{"WORD": "uke"}]], [3], [[]]])
def test_a_pattern_that_spacy_does_not_take(study, patterns):
    import json

    code = find_code(study, "Tid")
    with study.action("patterns"):
        study.connection.execute(
            "UPDATE codes SET extra = ? WHERE id = ?",
            (json.dumps({"patterns": patterns}), code.id),
        )
    with pytest.raises(InputError, match="attern"):
        run(study)
