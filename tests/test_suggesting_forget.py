"""Forgetting a run, the queue of open suggestions, and decisions that meet each other."""

from __future__ import annotations

import json

import pytest
import study
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Decision
from qualcode.project import Project, check, history, redo, undo
from qualcode.project.codings import codings
from qualcode.project.selection import Selection
from qualcode.suggesting.decisions import accept, reject, suggestions
from qualcode.suggesting.forget import forget
from qualcode.suggesting.queue import Order, Tally, Wanted, entries, queue, tallies
from qualcode.suggesting.runs import runs

OPEN = (
    ("Familie i nord", "Ingen snakket sammen", "Samordning", 0.9),
    ("Ansatt i PPT", "pengene", "Penger", 0.4),
    ("Ansatt i PPT", "stillingene.", "Økonomi", 0.6),
)


@pytest.fixture
def with_runs(project):
    """The small study, its three runs with a suggestion each, and a fourth with three open ones."""
    rows = [
        (*study.find(project, source, words), study.code(project, name).id, score)
        for source, words, name, score in OPEN
    ]
    study.suggest(project, rows, Decision.OPEN)
    return project


def latest(project):
    return runs(project)[0].id


def words(project, ids):
    found = entries(project, ids)
    return [found[one].words for one in ids]


def test_what_waits_goes_and_the_run_stays(with_runs):
    actions = len(history(with_runs))
    before = study.dump(with_runs)
    assert forget(with_runs, latest(with_runs)) == 3
    assert suggestions(with_runs, run_id=latest(with_runs), decision=None) == []
    assert len(runs(with_runs)) == 4
    assert history(with_runs, limit=1)[0].label == "Forgot the open suggestions of run 4"
    assert len(history(with_runs)) == actions + 1
    undo(with_runs)
    assert study.dump(with_runs) == before
    redo(with_runs)
    assert check(with_runs) == []
    assert len(suggestions(with_runs)) == 1, "the other run's"


def test_what_was_decided_stays(with_runs):
    first, second, _ = suggestions(with_runs, run_id=latest(with_runs))
    accept(with_runs, [first])
    reject(with_runs, [second])
    made = codings(with_runs)
    assert forget(with_runs, latest(with_runs)) == 1
    assert codings(with_runs) == made
    left = suggestions(with_runs, run_id=latest(with_runs), decision=None)
    assert {one.decision for one in left} == {Decision.ACCEPTED, Decision.REJECTED}


def test_nothing_to_forget_leaves_no_trace(with_runs):
    forget(with_runs, latest(with_runs))
    actions = len(history(with_runs))
    assert forget(with_runs, latest(with_runs)) == 0
    assert len(history(with_runs)) == actions
    with pytest.raises(NotFoundError):
        forget(with_runs, 99)


def test_from_the_command_line(with_runs):
    def call(*arguments):
        return CliRunner().invoke(app, ["suggest", "forget", *arguments])

    path = str(with_runs.path)
    asked = call(path, "4")
    assert "Forget 3 open suggestions of run 4?" in asked.output
    assert len(suggestions(with_runs)) == 4, "no answer is no"
    assert "Forgot 3 open suggestions of run 4." in call(path, "4", "--yes").output
    assert len(suggestions(with_runs)) == 1
    assert "has no open suggestions" in call(path, "4").output
    assert isinstance(call(path, "99").exception, NotFoundError)


def test_orders_of_the_queue(with_runs):
    assert words(with_runs, queue(with_runs)) == [
        "Ingen snakket sammen",
        "stillingene.",
        "pengene",
        "ventetida var på åtte måneder",
    ]
    assert words(with_runs, queue(with_runs, order=Order.CODE)) == [
        "stillingene.",
        "pengene",
        "ventetida var på åtte måneder",
        "Ingen snakket sammen",
    ]
    assert words(with_runs, queue(with_runs, order=Order.PLACE)) == [
        "pengene",
        "stillingene.",
        "Ingen snakket sammen",
        "ventetida var på åtte måneder",
    ]


def test_filters_of_the_queue(with_runs):
    def found(**wanted):
        return words(with_runs, queue(with_runs, Wanted(**wanted)))

    assert found(selection=Selection(codes=("Økonomi",))) == ["stillingene.", "pengene"]
    assert found(selection=Selection(sources=("Familie i nord",)), min_score=0.5) == [
        "Ingen snakket sammen"
    ]
    assert found(selection=Selection(variables=(("perspektiv", "ansatt"),))) == [
        "stillingene.",
        "pengene",
    ]
    assert found(selection=Selection(text="PENGENE")) == ["pengene"]
    assert found(run_id=1) == ["ventetida var på åtte måneder"]
    assert found(negated=True) == []
    assert len(found(negated=False)) == 4
    with pytest.raises(NotFoundError):
        queue(with_runs, Wanted(selection=Selection(codes=("Pengar",))))


def test_entries_leave_out_what_is_gone(with_runs):
    (one, *_) = queue(with_runs)
    found = entries(with_runs, [one, 999])
    assert list(found) == [one]
    assert found[one].source == "Familie i nord"
    assert entries(with_runs, []) == {}


def test_tallies(with_runs):
    found = tallies(with_runs)
    assert found[latest(with_runs)] == Tally(open=3)
    assert set(found.values()) == {Tally(3), Tally(1), Tally(0, 1), Tally(0, 0, 1)}


def test_a_queue_of_nothing(empty_project):
    assert queue(empty_project) == []
    assert tallies(empty_project) == {}


def test_a_decision_on_what_somebody_else_has_decided(with_runs):
    (chosen, other, *_) = suggestions(with_runs)
    with Project.open(with_runs.path, coder="Per") as second:
        reject(second, suggestions(second, ids=[chosen.id]))
    before = study.dump(with_runs)
    with pytest.raises(InputError, match="meanwhile"):
        accept(with_runs, [other, chosen])
    with pytest.raises(InputError, match="meanwhile"):
        reject(with_runs, [chosen])
    assert study.dump(with_runs) == before


def test_evidence_survives_forgetting_and_undo(with_runs):
    before = {one.id: one.evidence for one in suggestions(with_runs)}
    forget(with_runs, latest(with_runs))
    undo(with_runs)
    assert {one.id: one.evidence for one in suggestions(with_runs)} == before
    assert json.dumps(before)
