"""Proposals on a Dask cluster: the same suggestions as without one."""

from __future__ import annotations

import json
import shutil
import sys

import pytest
import study as small
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.codebook.edit import add_code, edit_code
from qualcode.errors import InputError
from qualcode.model import Span
from qualcode.project import Project, check
from qualcode.project.codes import find_code
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import sentence_spans, sources
from qualcode.suggesting import cluster
from qualcode.suggesting.decisions import suggestions
from qualcode.suggesting.passages import Document
from qualcode.suggesting.runs import Settings, resume, run, runs

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A closed project with five sources, one of them empty of informants, and twelve codings."""
    path = tmp_path_factory.mktemp("dask") / "samtaler.qualcode"
    with Project.create(path, coder="Kari") as project:
        for name, term in (("Ventetid", "kø"), ("Penger", "kroner")):
            add_code(project, name)
            edit_code(project, find_code(project, name), indicator_terms=(term,))
        for number in range(4):
            said = [
                ("Mor", f"Vi sto i kø i {at} uker 😔. Det var tungt. Budsjettet var {at} kroner.")
                for at in range(number + 4)
            ]
            small.add(project, f"Samtale {number}", [("Intervjuer", "Ja?"), *said])
        small.add(project, "Bare spørsmål", [("Intervjuer", "Er det noen der?")])
        for source in sources(project)[:3]:
            for code, word in (("Ventetid", "kø"), ("Penger", "kroner")):
                spans = [
                    s for s in sentence_spans(project, source.id) if word in source.text[slice(*s)]
                ]
                code_id = find_code(project, code).id
                new = [NewCoding(source.id, code_id, *span) for span in spans[:2]]
                add_codings(project, new, label="coded")
    return path


@pytest.fixture(scope="module")
def address():
    """A cluster of two processes."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made.scheduler_address


def suggested(path, settings, where, **options):
    """What a run suggests in a copy of the project."""
    copy = path.with_name(f"{where}.qualcode")
    shutil.copy(path, copy)
    with Project.open(copy, coder="Kari") as project:
        done = run(project, settings, **options)
        assert check(project) == []
        return (done.proposed, done.added), [
            (s.source_id, s.code_id, s.start, s.end, s.score, s.negated, json.dumps(s.evidence))
            for s in suggestions(project)
        ]


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(units="sentence", min_score=0),
        Settings("indicator-terms"),
    ],
    ids=["spans", "every sentence", "terms"],
)
def test_the_same_suggestions_as_without(study, address, settings, monkeypatch):
    monkeypatch.setattr(cluster, "_UNITS", 7)  # several tasks, and documents in parts
    told = []
    here = suggested(study, settings, "here")
    there = suggested(
        study, settings, "there", cluster=address, progress=lambda *how: told.append(how)
    )
    assert here[1]
    assert there == here
    assert told[-1][:2] == (4, 5)
    with distributed.Client(address, set_as_default=False) as client:
        worked = client.run(lambda: "qualcode.suggesting.registry" in sys.modules)
    assert list(worked.values()) == [True, True]


def test_a_stopped_run_goes_on_on_the_cluster(study, address):
    wanted = suggested(study, Settings(units="sentence", min_score=0), "whole")
    copy = study.with_name("stopped.qualcode")
    shutil.copy(study, copy)

    def stop(done, *_):
        if done == 2:
            raise KeyboardInterrupt

    with Project.open(copy, coder="Kari") as project:
        with pytest.raises(KeyboardInterrupt):
            run(
                project,
                Settings(units="sentence", min_score=0),
                progress=stop,
                cluster=address,
            )
        stopped = runs(project)[0]
        assert (stopped.sources_done, stopped.finished_at) == (2, None)
        done = resume(project, stopped.id, cluster=address)
        assert (done.proposed, done.added) == wanted[0]
        assert len(suggestions(project)) == len(wanted[1])


def test_no_cluster_there(study):
    with Project.open(study, coder="Kari") as project:
        with pytest.raises(InputError, match="no Dask cluster at"):
            run(project, cluster="nowhere")
        assert runs(project) == []


def test_without_the_package_it_says_what_to_install(study, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    shown = CliRunner().invoke(app, ["suggest", "run", str(study), "--dask", "tcp://1.2.3.4:8786"])
    assert isinstance(shown.exception, InputError)
    assert "pip install 'qualcode[dask]'" in shown.exception.remedy


def test_other_versions_on_a_worker_are_refused():
    class Client:
        def nthreads(self):
            return {"tcp://w:1": 1}

        def run(self, function, name):
            return {"tcp://w:1": None if "scipy" in name else function(name)}

    with pytest.raises(InputError, match=r"has no scipy, and here it is"):
        cluster._check_workers(Client(), "tcp://s:1")


def test_tasks_hold_every_unit_once(monkeypatch):
    monkeypatch.setattr(cluster, "_UNITS", 10)
    sizes = [0, 3, 25, 0, 10, 4, 4, 4, 11]
    documents = [
        Document(n, str(n), "nb", "", (), (), tuple(Span(at, at + 1) for at in range(size)))
        for n, size in enumerate(sizes)
    ]
    tasks = list(cluster._tasks(documents))
    found = [
        (part.document, at)
        for task in tasks
        for part in task
        for at in range(part.start, part.stop)
    ]
    assert found == [(n, at) for n, size in enumerate(sizes) for at in range(size)]
    assert all(sum(p.stop - p.start for p in task) <= 10 for task in tasks)
    ends = [p.document for task in tasks for p in task if p.stop == sizes[p.document]]
    assert ends == list(range(len(sizes)))
