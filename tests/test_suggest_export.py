"""Suggestions for other programs: every unit's score, and files."""

from __future__ import annotations

import csv
import json

import pytest
import study as small
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.codebook.edit import add_code, edit_code
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Decision, Span
from qualcode.project import Project
from qualcode.project.codes import find_code
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.selection import Selection
from qualcode.project.sources import find_source, sentence_spans, sources, turns
from qualcode.reporting.suggestions import write_suggestions
from qualcode.suggesting.decisions import accept, reject, suggestions
from qualcode.suggesting.exported import exported
from qualcode.suggesting.runs import Settings, run
from qualcode.suggesting.why import explain, load_engine

TRICKY = 'Vi sto i kø i «åtte» uker, 😔; hun sa "nei".'


@pytest.fixture
def talk(empty_project):
    for name, term in (("Ventetid", "kø"), ("Penger", "kroner")):
        add_code(empty_project, name)
        edit_code(empty_project, find_code(empty_project, name), indicator_terms=(term,))
    for number in range(3):
        said = [
            ("Mor", f"{TRICKY} Vi sto i kø i {at} uker." if at % 3 else f"Det kostet {at} kroner.")
            for at in range(6)
        ]
        small.add(empty_project, f"Samtale {number}", [("Intervjuer", "Ja?"), *said])
    return empty_project


def units_of(project, unit):
    """Every sentence or turn of an informant, as (source, start, end)."""
    found = set()
    for source in sources(project):
        spoken = [turn for turn in turns(project, source.id) if turn.role == "informant"]
        for turn in spoken:
            spans = [(turn.start, turn.end)]
            if unit != "turn":
                spans = [
                    (start, end)
                    for start, end in sentence_spans(project, source.id)
                    if turn.start <= start and end <= turn.end
                ]
            found |= {(source.name, start, end) for start, end in spans}
    return found


@pytest.mark.parametrize("unit", ["sentence", "turn", "span"])
def test_every_unit_has_a_score_for_every_code_unmerged(talk, unit):
    done = run(talk, Settings(units=unit, min_score=0))
    units = units_of(talk, unit)
    found = list(exported(talk))
    assert done.proposed == len(found) == 2 * len(units)
    for code in ("Ventetid", "Penger"):
        mine = [each for each in found if each.code == code]
        assert {(each.source, each.start, each.end) for each in mine} == units
        assert all(0 <= each.score <= 1 for each in mine)
        assert len({each.score for each in mine}) > 1


def test_the_scores_are_the_calibrated_ones(talk):
    run(talk, Settings(units="span", min_score=0))
    engine = load_engine(talk)
    names = {source.name: source.id for source in sources(talk)}
    for each in list(exported(talk))[::7]:
        told = explain(
            talk,
            names[each.source],
            Span(each.start, each.end),
            find_code(talk, each.code).id,
            engine=engine,
        )
        assert [one.score for one in told] == [each.score]


def test_without_a_least_score_spans_still_join(talk):
    for source in sources(talk)[:2]:
        spans = [s for s in sentence_spans(talk, source.id) if "kø" in source.text[slice(*s)]]
        code_id = find_code(talk, "Ventetid").id
        add_codings(talk, [NewCoding(source.id, code_id, *s) for s in spans], label="coded")
    run(talk, Settings(units="span"))
    assert any("kø" in each.words and each.words.count(".") > 1 for each in exported(talk))


def test_files_hold_what_the_project_holds(talk, tmp_path):
    run(talk, Settings(units="sentence", min_score=0))
    found = list(exported(talk))
    texts = {source.name: source.text for source in sources(talk)}
    assert all(texts[each.source][each.start : each.end] == each.words for each in found)
    assert len(found) == len(suggestions(talk))
    assert write_suggestions(found, tmp_path / "a.csv") == len(found)
    assert write_suggestions(found, tmp_path / "a.jsonl") == len(found)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    for each, row, line in zip(found, rows, lines, strict=True):
        stored = json.loads(line)
        assert list(stored) == list(row)
        assert (row["source"], int(row["start"]), row["words"]) == (
            each.source,
            each.start,
            each.words,
        )
        assert float(row["score"]) == stored["score"] == each.score
        assert json.loads(row["evidence"]) == stored["evidence"] == each.evidence
        assert stored["run"] == int(row["run"]) == each.run


def test_filters(talk):
    run(talk, Settings("indicator-terms", units="sentence"))
    second = run(talk, Settings(units="sentence", min_score=0))
    chosen = suggestions(talk, Selection(codes=("Ventetid",)))[:2]
    accept(talk, chosen[:1])
    reject(talk, chosen[1:])
    everything = list(exported(talk))
    assert {each.decision for each in everything} == {"open", "accepted", "rejected"}
    assert all(e.decision == "open" for e in exported(talk, decision=Decision.OPEN))
    assert {e.run for e in exported(talk, run_id=second.id)} == {second.id}
    least = sorted(each.score for each in everything)[-5]
    assert len(list(exported(talk, min_score=least))) >= 5
    for selection in (
        Selection(codes=("Penger",)),
        Selection(sources=("Samtale 1",)),
        Selection(text="«ÅTTE»"),
    ):
        ids = {(s.source_id, s.code_id, s.start) for s in suggestions(talk, selection)}
        found = list(exported(talk, selection, decision=Decision.OPEN))
        assert {
            (find_source(talk, e.source).id, find_code(talk, e.code).id, e.start) for e in found
        } == ids
        assert 0 < len(found) < len(everything)
    with pytest.raises(NotFoundError):
        exported(talk, Selection(codes=("Finnes ikke",)))


def test_coded_words_are_left_out_and_nothing_is_doubled(talk):
    source = find_source(talk, "Samtale 0")
    span = next(s for s in sentence_spans(talk, source.id) if "kroner" in source.text[slice(*s)])
    add_codings(talk, [NewCoding(source.id, find_code(talk, "Penger").id, *span)], label="coded")
    for _ in range(2):
        run(talk, Settings(units="sentence", min_score=0))
    found = [(each.source, each.start, each.code) for each in exported(talk)]
    assert len(found) == len(set(found)) == 2 * len(units_of(talk, "sentence")) - 1
    assert ("Samtale 0", span.start, "Penger") not in found


def test_the_command_writes_to_standard_output_or_a_file(talk, tmp_path):
    run(talk, Settings(units="sentence", min_score=0))
    wanted = len(list(exported(talk)))
    talk.close()
    path = str(talk.path)
    shown = CliRunner().invoke(app, ["suggest", "export", path])
    assert len([json.loads(line) for line in shown.stdout.splitlines()]) == wanted
    out = tmp_path / "forslag.csv"
    shown = CliRunner().invoke(
        app, ["suggest", "export", path, "--code", "Penger", "--out", str(out)]
    )
    assert f"Wrote {wanted // 2} suggestions" in shown.stdout
    with Project.open(path) as project:
        kept = project.rows("SELECT kind, path FROM written_files")
        assert [tuple(row) for row in kept] == [("export", "forslag.csv")]
    shown = CliRunner().invoke(app, ["suggest", "export", path, "--out", str(tmp_path / "a.xml")])
    assert isinstance(shown.exception, InputError)


def test_nothing_to_export_is_an_empty_file(empty_project, tmp_path):
    assert write_suggestions(exported(empty_project), tmp_path / "a.csv") == 0
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith("source,start,end,code,score,run")
    assert write_suggestions(exported(empty_project), tmp_path / "a.jsonl") == 0
    assert (tmp_path / "a.jsonl").read_bytes() == b""
