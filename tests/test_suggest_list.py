"""`suggest list` and `suggest runs`: filters, orders, and what became of each run."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.codebook.edit import edit_code
from qualcode.errors import InputError
from qualcode.model import Decision
from qualcode.project import Project
from qualcode.project.codes import find_code
from qualcode.project.codings import codings, remove_codings
from qualcode.suggesting.decisions import accept, reject, suggestions
from qualcode.suggesting.queue import Order, Wanted, queue
from qualcode.suggesting.runs import Settings, run, runs


@pytest.fixture
def study(project):
    """The small study with a run by its indicator terms, one suggestion of which is negated."""
    remove_codings(project, [coding.id for coding in codings(project)])
    with project.action("cleared"):
        project.connection.execute("DELETE FROM suggestions")
    for name, terms in {
        "Tid": ("tid", "kapasitet", "ventetid", "måned"),
        "Penger": ("penger",),
        "Koordinatorrollen": ("koordinator", "kalle inn til møter"),
        "Rutiner": ("rutine",),
    }.items():
        edit_code(project, find_code(project, name), indicator_terms=terms)
    run(project, Settings("indicator-terms", units="sentence"))
    return project


def qualcode(project, *arguments):
    """What a command says, or the error that it ends with."""
    with Project.open(project.path, coder="Kari"):
        shown = CliRunner().invoke(app, ["suggest", *arguments])
    if shown.exception and not isinstance(shown.exception, SystemExit):
        raise shown.exception
    return shown.stdout


def listed(project, *arguments):
    """The numbers of the suggestions that `suggest list` shows, in its order."""
    shown = qualcode(project, "list", str(project.path), "--limit", "0", *arguments)
    return [int(number) for number in re.findall(r"^#(\d+) ", shown, re.MULTILINE)]


def test_negated_ones_and_others(study):
    everything = listed(study)
    negated = listed(study, "--negated")
    others = listed(study, "--not-negated")
    assert negated and others
    assert sorted(negated + others) == sorted(everything) == sorted(queue(study))
    words = [study_words(study, number) for number in negated]
    assert "Ja, men hun hadde ikke tid." in words
    exported = qualcode(study, "export", str(study.path), "--negated").splitlines()
    assert [json.loads(line)["negated"] for line in exported] == [True] * len(negated)


def study_words(project, number):
    (found,) = suggestions(project, decision=None, ids=[number])
    text = project.value("SELECT text FROM sources WHERE id = ?", (found.source_id,))
    return text[found.start : found.end]


@pytest.mark.parametrize("order", list(Order))
def test_the_orders_are_those_of_the_queue(study, order):
    assert listed(study, "--order", order) == queue(study, order=order)
    assert len({tuple(queue(study, order=each)) for each in Order}) > 2


def test_the_best_are_shown_where_only_some_are(study):
    shown = qualcode(study, "list", str(study.path), "--order", "spread", "--limit", "2")
    numbers = [int(number) for number in re.findall(r"^#(\d+) ", shown, re.MULTILINE)]
    assert numbers == queue(study, order=Order.SPREAD)[:2]
    assert f"{len(queue(study))} suggestions, 2 shown." in shown


def test_an_order_that_does_not_exist(study):
    with pytest.raises(InputError, match="no order “best”"):
        qualcode(study, "list", str(study.path), "--order", "best")


def test_decided_ones_are_ordered_too(study):
    first = suggestions(study)[0]
    reject(study, [first])
    assert first.id not in listed(study)
    wanted = Wanted(decision=None)
    assert listed(study, "--decided", "--order", "place") == queue(study, wanted, Order.PLACE)
    assert first.id in listed(study, "--decided")


def test_only_negated_ones_are_rejected(study):
    wanted = listed(study, "--negated")
    qualcode(study, "reject", str(study.path), "--all", "--negated", "--yes")
    rejected = [s.id for s in suggestions(study, decision=Decision.REJECTED)]
    assert sorted(rejected) == sorted(wanted)


def test_what_became_of_a_run(study):
    found = suggestions(study)
    accept(study, found[:1])
    reject(study, found[1:3])
    shown = " ".join(qualcode(study, "runs", str(study.path)).split())
    latest = runs(study)[0]
    assert f"{latest.proposed} proposed, {latest.added} of them new" in shown
    assert f"now {len(found) - 3} open, 1 accepted, 2 rejected" in shown
    assert "3 of 3 sources" in shown
    assert "read with spaCy's blank pipeline, stems and the lexicon" in shown
    assert f"{len(runs(study))} runs." in shown


def test_a_run_says_what_it_reads_with(study):
    shown = qualcode(study, "run", str(study.path), "--suggester", "indicator-terms")
    assert "Read with spaCy's blank pipeline, stems and the lexicon" in " ".join(shown.split())
