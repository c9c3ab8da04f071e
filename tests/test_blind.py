"""Blind double coding: whoever is blind sees what they would see if nobody else had coded."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import study
from driving import drive, line, screen_text, stored, until

import qualcode
from qualcode.analysis.agreement.agreed import take_over_agreed
from qualcode.analysis.agreement.consensus import settlement
from qualcode.analysis.agreement.disagreements import disagreements
from qualcode.analysis.agreement.measuring import agreement
from qualcode.analysis.code_hits import count_known
from qualcode.analysis.codebook_quality import codebook_quality
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.crosstab import crosstab
from qualcode.analysis.frequencies import frequencies, frequencies_by
from qualcode.analysis.query import query_excerpts
from qualcode.analysis.retrieval import excerpts, overlapping, selected_codings
from qualcode.analysis.saturation import saturation
from qualcode.analysis.spans import coding_arrays
from qualcode.analysis.usage import coders_using, usage
from qualcode.cli.main import main
from qualcode.codebook.edit import delete_code, merge_codes, split_code
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Decision, Origin, Span
from qualcode.project import Project, back_up, check, history, redo, undo, withdraw
from qualcode.project import sight as sight_module
from qualcode.project.blind import (
    blind,
    blind_coders,
    coder_summaries,
    hidden_from,
    release,
)
from qualcode.project.changes import changes, step_counts
from qualcode.project.codes import codes
from qualcode.project.codings import (
    NewCoding,
    add_codings,
    change_coding,
    codings,
    provenance,
    remove_codings,
)
from qualcode.project.history import redoable, undoable
from qualcode.project.memos import find_memos, write_memo
from qualcode.project.overview import overview
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids
from qualcode.reporting.exports import export_excerpts, export_transcript
from qualcode.suggesting.decisions import accept, reject, suggestions
from qualcode.suggesting.queue import entries, queue, tallies
from qualcode.suggesting.runs import Settings, run, runs
from qualcode.suggesting.why import explain
from qualcode.tui.study import Study

FAMILY, EMPLOYEE, LEADER = "Familie i nord", "Ansatt i PPT", "Leder på Ålesund vgs"
TODAY = dt.date(2026, 1, 2)
PACKAGE = Path(qualcode.__file__).parent


@pytest.fixture
def shared(project_file):
    """The study's file after Kari has kept Per from seeing what others code."""
    with Project.open(project_file, coder="Kari") as project:
        source_id, start, end = study.find(project, FAMILY, "hadde ikke tid. Hun kalte")
        (own,) = [one for one in codings(project) if (one.start, one.end) == (start, end)]
        with project.action("Wrote memos"):
            write_memo(project, "coding", own.id, "Karis innvending")
            write_memo(project, "source", source_id, "Opptaket er svakt.")
        blind(project, "Per")
    return project_file


@pytest.fixture
def per(shared):
    """The same, open for Per."""
    with Project.open(shared, coder="Per") as project:
        yield project


@pytest.fixture
def alone(shared, tmp_path):
    """A copy in which nobody but Per has ever coded, open for Per, who is released."""
    path = shutil.copy(shared, tmp_path / "alene.qualcode")
    with Project.open(path, coder="Ola") as project:
        others = [one.id for one in codings(project) if one.coder != "Per"]
        remove_codings(project, others)
        with project.action("Took away what Per may not see"):
            for table in ("suggestions", "suggestion_runs"):
                project.connection.execute(f"DELETE FROM {table}")
            project.connection.execute(
                "DELETE FROM memos WHERE coding_id IS NOT NULL "
                "AND coder_id <> (SELECT id FROM coders WHERE name = 'Per')"
            )
        release(project, "Per")
    with Project.open(path, coder="Per") as project:
        assert not project.is_blind
        yield project


SEEN = {
    "codings": codings,
    "provenance": lambda project: provenance(project, range(100)),
    "selected": selected_codings,
    "of another coder": lambda project: selected_codings(project, Selection(coders=("Kari",))),
    "arrays": lambda project: coding_arrays(project).coding.tolist(),
    "excerpts": lambda project: excerpts(project, context=1),
    "overlapping": lambda project: overlapping(project, "Tid", and_code="Koordinatorrollen"),
    "not overlapping": lambda project: overlapping(project, "Tid", not_code="Koordinatorrollen"),
    "query": lambda project: query_excerpts(project, "Tid NEAR/2 sentences Koordinatorrollen"),
    "frequencies": frequencies,
    "frequencies by": lambda project: frequencies_by(project, "perspektiv"),
    "co-occurrence": lambda project: cooccurrence(project).counts.tolist(),
    "crosstab": lambda project: repr(crosstab(project, "perspektiv")),
    "saturation": lambda project: repr(saturation(project)),
    "codebook quality": lambda project: repr(codebook_quality(project)),
    "usage": usage,
    "coders using": lambda project: [coders_using(project, code.id) for code in codes(project)],
    "known hits": lambda project: count_known(
        project,
        [(source_ids(project)[FAMILY], Span(0, 400))],
        [code.id for code in codes(project)],
    ),
    "memos": find_memos,
    "overview": lambda project: replace(overview(project), last_action=None),
    "suggestions": lambda project: suggestions(project, decision=None),
    "queue": lambda project: (queue(project), entries(project, range(100)), tallies(project)),
    "runs": runs,
    "study": lambda project: (
        Study(project).counts(),
        Study(project).sources(),
        Study(project).recent,
        Study(project).memo_count(),
        [Study(project).codings_of(one) for one in source_ids(project).values()],
        [Study(project).suggestions_of(one) for one in source_ids(project).values()],
    ),
    "segments": lambda project: [
        tuple(row) for row in project.rows("SELECT * FROM coded_segments ORDER BY coding_id")
    ],
}


@pytest.mark.parametrize("name", SEEN)
def test_what_is_read_is_as_if_nobody_else_had_coded(per, alone, name):
    assert SEEN[name](per) == SEEN[name](alone)


def test_others_see_everything(shared, per):
    with Project.open(shared, coder="Kari") as project:
        assert len(codings(project)) == len(study.CODINGS) + 1
        assert not project.is_blind and hidden_from(project) == set()
        assert agreement(project).coders == ("Kari", "Per")
        assert [each.name for each in blind_coders(project)] == ["Per"]
    assert per.is_blind
    names = {row["id"]: row["name"] for row in per.rows("SELECT id, name FROM coders")}
    assert {names[one] for one in hidden_from(per)} == set(names.values()) - {"Per"}
    assert {one.coder for one in codings(per)} == {"Per"}


def test_memos_about_the_material_are_shared_and_those_on_codings_are_not(per):
    texts = {memo.text for memo in find_memos(per)}
    assert "Opptaket er svakt." in texts and "Nullpunktet er ikke nøytralt." in texts
    assert "Bare møter?" in texts, "Per's own, on Per's coding"
    assert not texts & {"Karis innvending", "Tid igjen, som hos lederen.", "Sagt rett ut."}


def test_exports_hold_nothing_of_others(per, alone, tmp_path):
    def made(project, name):
        export_excerpts(project, tmp_path / name, date=TODAY)
        with zipfile.ZipFile(tmp_path / name) as archive:
            return archive.read("word/document.xml").decode()

    assert made(per, "per.docx") == made(alone, "alene.docx")
    export_transcript(per, FAMILY, tmp_path / "tekst.docx", date=TODAY)
    with zipfile.ZipFile(tmp_path / "tekst.docx") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Koordinatorrollen" in content
    assert "Kari" not in content and "Samordning" not in content


def test_the_history_does_not_tell_what_others_coded(per):
    labels = [action.label for action in history(per)]
    assert "Kept Per from seeing what others code" in labels
    assert not [label for label in labels if label.startswith(("Coded", "Suggested"))]
    assert sight_module.HIDDEN_LABEL in labels
    for action in history(per):
        for change in changes(per, action.id):
            if change.table == "codings":
                assert change.row["coder_id"] == 2
            assert change.table not in ("suggestions", "suggestion_runs")
            assert "Kari" not in str(change.row.get("text", "")) and "innvending" not in str(change)
        assert ("suggestions", "added") not in step_counts(per, action.id)
    study.apply(per, FAMILY, "Ja, men", "Tid")
    assert history(per, limit=1)[0].label == "Coded Tid"
    assert [change.table for change in changes(per, history(per)[0].id)] == ["codings"]
    assert history(per, text="Coded Samordning") == []


def test_undo_takes_back_ones_own_only(shared, per):
    with pytest.raises(InputError, match="Kari's, and Per is blind"):
        undo(per)
    assert undoable(per).coder == "Kari"
    study.apply(per, FAMILY, "Ja, men", "Tid")
    assert undo(per).label == "Coded Tid"
    assert redo(per).label == "Coded Tid"
    with Project.open(shared, coder="Kari") as kari:
        study.apply(kari, FAMILY, "alt selv", "Samordning")
        assert undoable(kari).label == "Coded Samordning"
        assert undoable(per).label == sight_module.HIDDEN_LABEL
        with pytest.raises(InputError, match="Kari's"):
            undo(per)
        undo(kari)
        assert [each.coder for each in redoable(per)] == ["Kari"]
        assert redoable(per)[0].label == sight_module.HIDDEN_LABEL
        with pytest.raises(InputError, match="Kari's"):
            redo(per)
        assert redo(kari).label == "Coded Samordning"
        undo(kari)
        undo(kari)  # Per's
        redo(kari)
    assert check(per) == []


def test_agreement_is_for_those_who_see(per):
    for compute in (agreement, disagreements, settlement, take_over_agreed):
        with pytest.raises(InputError, match="Per is blind") as error:
            compute(per)
        assert "qualcode coders release" in error.value.remedy


def test_work_goes_on(shared, per):
    ids = source_ids(per)
    tid, rutiner = study.code(per, "Tid").id, study.code(per, "Rutiner").id
    # The same words, code and memo as Kari's, whose coding Per does not see.
    source_id, start, end = study.find(per, EMPLOYEE, "Vi har rutiner")
    new = NewCoding(source_id, rutiner, start, end, memo="Egne ord")
    assert add_codings(per, [new], label="Coded") == 1
    (own,) = [one for one in codings(per) if one.memo == "Egne ord"]
    change_coding(per, own.id, code_id=tid)
    with per.action("Memo"):
        write_memo(per, "coding", own.id, "Andre ord")
        write_memo(per, "source", ids[LEADER], "Per om lederen")
    assert {memo.text for memo in find_memos(per)} >= {"Andre ord", "Per om lederen"}
    # For somebody else, as an import does.
    other = NewCoding(source_id, tid, start, end, coder="Siri", memo="Siris")
    assert add_codings(per, [other], label="Imported", origin=Origin.IMPORT) == 1
    with Project.open(shared, coder="Kari") as kari:
        by_siri = [one for one in codings(kari) if one.coder == "Siri"]
        assert [one.memo for one in by_siri] == ["Siris"]
        theirs = [one for one in codings(kari) if one.coder != "Per"]
        for one in theirs[:2]:
            with pytest.raises(NotFoundError):
                remove_codings(per, [one.id])
            with pytest.raises(NotFoundError):
                change_coding(per, one.id, span=Span(0, 3))
        remove_codings(per, [own.id])
        assert [one for one in codings(kari) if one.coder != "Per"] == theirs
    assert check(per) == []


def test_the_codebook_is_changed_for_everybody(shared, per):
    with Project.open(shared, coder="Kari") as kari:
        before = {one.id: one for one in codings(kari)}
        tid, role = study.code(per, "Tid"), study.code(per, "Koordinatorrollen")
        samordning, rutiner = study.code(per, "Samordning"), study.code(per, "Rutiner")
        assert merge_codes(per, [role], tid) == 1
        assert merge_codes(per, [rutiner], samordning) == 0, "the count is of what Per sees"
        moved = [one for one in codings(kari) if one.code_id == samordning.id]
        assert {(one.coder, before[one.id].code_id) for one in moved} == {
            ("Kari", samordning.id), ("Kari", rutiner.id),
        }  # fmt: skip
        penger = study.code(per, "Penger")
        assert delete_code(per, penger, codings_to=tid) == 0
        assert [one for one in codings(kari) if before[one.id].code_id == penger.id]
        assert delete_code(per, study.code(per, "Tverrfaglige team")) == 0
        assert not [one for one in codings(kari) if one.start == 0 and one.code_id not in before]
        theirs = [one.id for one in codings(kari) if one.coder == "Kari"]
        with pytest.raises(InputError, match="No codings were chosen"):
            split_code(per, tid, "Skilt ut", theirs)
    assert check(per) == []


def test_looking_after_the_file_is_for_all_of_it(per, tmp_path):
    copy = back_up(per)
    with Project.open(copy, coder="Kari") as kari:
        assert len(codings(kari)) == len(study.CODINGS) + 1
    assert check(per) == []
    withdraw(per, "F-01")
    assert check(per) == [] and FAMILY not in source_ids(per)
    with Project.open(per.path, coder="Kari") as kari:
        assert FAMILY not in str(
            [tuple(row) for row in kari.rows("SELECT before, after FROM changes")]
        )
        assert {one.coder for one in codings(kari)} == {"Kari", "Per"}
    assert {one.coder for one in codings(per)} == {"Per"}


def learned(project):
    done = run(project, Settings(min_score=0.0))
    return done, [
        (one.source_id, one.start, one.end, one.code_id, one.score, one.evidence)
        for one in sorted(
            suggestions(project, run_id=done.id),
            key=lambda one: (one.source_id, one.start, one.end, one.code_id),
        )
    ]


def test_a_run_learns_from_ones_own_codings_only(per, alone):
    (_, here), (_, there) = learned(per), learned(alone)
    assert here == there
    own = {(one.source_id, one.start) for one in codings(per)}
    nearest = [item["nearest"] for *_, told in here for item in told if "nearest" in item]
    assert nearest and own
    text = {row["id"]: row["text"] for row in per.rows("SELECT id, text FROM sources")}
    for place in nearest:
        spans = [one for one in codings(per) if one.source_id == place["source_id"]]
        assert any(one.start < place["end"] and place["start"] < one.end for one in spans), text


def test_suggestions_of_others_stay_out_of_the_queue(shared, per):
    assert queue(per) == [] and runs(per) == [] and suggestions(per, decision=None) == []
    with Project.open(shared, coder="Kari") as kari:
        theirs, _ = learned(kari)
        decided = suggestions(kari, decision=Decision.REJECTED) + suggestions(
            kari, decision=Decision.ACCEPTED
        )
        done, mine = learned(per)
        assert [found.id for found in runs(per)] == [done.id]
        assert {found.id for found in runs(kari)} > {done.id, theirs.id}
        assert mine and {one.run_id for one in suggestions(per)} == {done.id}
        # What others have decided is neither undone nor told.
        again = {one.id: one.decision for one in suggestions(kari, decision=None)}
        assert all(again[one.id] is one.decision for one in decided)
        chosen = suggestions(per)[:2]
        accept(per, chosen[:1])
        accept(kari, [one for one in suggestions(kari) if one.id == chosen[1].id])
        assert chosen[1].id not in {one.id for one in suggestions(per, decision=None)}
        reject(per, suggestions(per)[:1])
    code = study.code(per, "Samordning")
    source_id, start, end = study.find(per, FAMILY, "Ingen snakket sammen, og ventetida")
    (told, *_) = explain(per, source_id, Span(start, end), code.id)
    assert told.reason != "coded", "Kari's coding there is not told"


def test_an_earlier_run_of_ones_own_may_have_learned_from_others(project_file):
    with Project.open(project_file, coder="Per") as per:
        learned(per)
        assert suggestions(per) and len(runs(per)) == 4
        blind(per, "Per")
        assert suggestions(per) == [] and runs(per) == []
        learned(per)
        assert len(runs(per)) == 1
        release(per, "Per")
        assert len(runs(per)) == 5


def test_it_begins_and_ends_while_a_project_is_open(project_file):
    with (
        Project.open(project_file, coder="Per") as per,
        Project.open(project_file, coder="Per", read_only=True) as reading,
        Project.open(project_file, coder="Kari") as kari,
    ):
        everything = codings(per)
        assert len(everything) > len([one for one in everything if one.coder == "Per"])
        with per.snapshot():
            assert codings(per) == everything
            blind(kari, " Per ")
            assert codings(per) == everything, "what is read is of one moment"
        own = [one for one in everything if one.coder == "Per"]
        assert codings(per) == codings(reading) == own
        blind(kari, "Per")
        assert len(blind_coders(kari)) == 1
        with pytest.raises(NotFoundError, match="Siri is not blind") as error:
            release(kari, "Siri")
        assert "Per" in error.value.remedy
        undo(kari)
        assert codings(per) == everything
        redo(kari)
        assert codings(per) == own
        release(kari, "Per")
        assert codings(per) == codings(reading) == everything
        # Somebody who has not coded yet.
        blind(kari, "Ny")
        with Project.open(project_file, coder="Ny") as new:
            assert codings(new) == [] and new.is_blind
            study.apply(new, FAMILY, "Ja, men", "Tid")
            assert [one.coder for one in codings(new)] == ["Ny"]


def test_an_error_inside_lets_nothing_be_seen(per):
    own = codings(per)
    with pytest.raises(ZeroDivisionError), per.seeing_everything():
        raise ZeroDivisionError
    assert codings(per) == own
    with pytest.raises(ZeroDivisionError), per.action("Half"):
        with per.seeing_everything():
            assert len(codings(per)) > len(own)
        remove_codings(per, [own[0].id])
        with per.seeing_everything():
            raise ZeroDivisionError
    assert codings(per) == own
    assert not per.connection.in_transaction


class Interrupted:
    """A connection of which one statement is cut short, as when the user gives something up."""

    def __init__(self, connection, statement):
        self._connection, self._statement = connection, statement

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def execute(self, sql, *parameters):
        if self._statement and sql.startswith(self._statement):
            self._statement = ""
            raise sqlite3.OperationalError("interrupted")
        return self._connection.execute(sql, *parameters)


@pytest.mark.parametrize("name", ["codings", "memos", "actions"])
@pytest.mark.parametrize("statement", ["CREATE TEMP VIEW {}", "DROP VIEW IF EXISTS temp.{}"])
def test_what_is_cut_short_hides_all_the_same(per, name, statement):
    own = codings(per)
    per._sight._connection = Interrupted(per.connection, statement.format(name))
    with pytest.raises(sqlite3.OperationalError), per.seeing_everything():
        pass
    assert codings(per) == own
    with per.seeing_everything():
        assert len(codings(per)) > len(own)
    assert codings(per) == own


def test_views_have_the_columns_of_their_tables(per):
    for name in sight_module.HIDING:
        columns = [
            [row["name"] for row in per.rows(f"PRAGMA {schema}.table_info({name})")]
            for schema in ("temp", "main")
        ]
        assert columns[0] == columns[1] != []


WRITING = re.compile(
    rf"\b(?:INSERT(?: OR \w+)? INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+"
    rf"(?:{'|'.join(sorted(sight_module.HIDING))})\b"
)
LIFTED = {"schema.py", "withdraw.py", "withdrawing.py", "history.py"}
READING = re.compile(rf"\b(?:FROM|JOIN)\s+main\.(?:{'|'.join(sorted(sight_module.HIDING))})\b")
MAY_READ_ALL = {"sight.py", "project.py", "blind.py", "consensus.py", "codings.py", "storing.py"}


def test_statements_name_the_file_to_write_and_only_then():
    """A blind coder's connection has views in place of these tables: they cannot be written, and
    whoever reads past them must have a reason.
    """
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        if path.name not in LIFTED:
            assert not WRITING.findall(text), path
        if path.name not in MAY_READ_ALL:
            read = [found for found in READING.findall(text) if "DELETE" not in found]
            deletes = re.findall(r"DELETE FROM main\.\w+", text)
            assert len(read) == len(deletes), path
        if path.name not in ("file.py", "lexicon.py"):
            assert "sqlite3.connect(" not in text, path


def test_an_attempt_to_write_through_a_view_is_refused(per):
    with pytest.raises(sqlite3.OperationalError, match="it is a view"):
        per.connection.execute("DELETE FROM codings")


# The command line and the terminal UI


@pytest.fixture
def command(monkeypatch, capsys, project_file):
    def call(*words, by="Kari"):
        monkeypatch.setenv("QUALCODE_CODER", by)
        monkeypatch.setattr(sys, "argv", ["qualcode", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return call


def test_commands(command, project_file):
    code, told, _ = command("coders", "blind", project_file, "Per")
    assert code == 0 and "Per sees only their own codings" in told
    code, told, _ = command("coders", "list", project_file)
    assert "blind since" in told
    (row,) = [row for row in told.splitlines() if "Per" in row and "20" in row]
    assert " 4 " in row
    from qualcode.cli.options import _tell_blind

    _tell_blind.cache_clear()
    code, told, error = command("coders", "list", project_file, by="Per")
    assert "the numbers of the others are not shown" in told
    assert "Per is blind: only Per's own codings are seen." in error
    code, _, error = command("report", "agreement", project_file, by="Per")
    assert code == 1 and "Per is blind" in error
    code, _, error = command("consensus", "list", project_file, by="Per")
    assert code == 1 and "Per is blind" in error
    code, told, _ = command("excerpts", project_file, by="Per")
    assert "Kari" not in told
    code, _, error = command("undo", project_file, by="Per")
    assert code == 1 and "only what you have done yourself" in error
    code, told, _ = command("coders", "release", project_file, "Per", by="Ola")
    assert code == 0 and "Per sees what others have coded" in told
    code, _, error = command("coders", "release", project_file, "Per")
    assert code == 1 and "Nobody is blind" in error


def test_a_summary_of_coders(per, shared):
    mine = {each.name: each for each in coder_summaries(per)}
    assert (mine["Kari"].codings, mine["Kari"].latest) == (None, "")
    assert mine["Per"].codings == 4 and mine["Per"].blind_since
    with Project.open(shared, coder="Kari") as kari:
        assert {each.name: each.codings for each in coder_summaries(kari)} == {"Kari": 6, "Per": 4}


def test_on_the_screen(shared, per):
    async def steps(pilot):
        assert "blind: you see your own codings only" in line(pilot, "title")
        assert "Samordning" not in line(pilot, "status")
        await pilot.press("V")
        await pilot.pause()
        assert "Per is blind" in screen_text(pilot)
        assert "blind: you see" in line(pilot, "title")
        await pilot.press("escape", "u")
        await pilot.pause()
        assert "Kari" in screen_text(pilot)
        await pilot.press("escape")
        with Project.open(shared, coder="Kari") as kari:
            release(kari, "Per")
        await until(pilot, lambda: "blind" not in line(pilot, "title"))

    before = stored(per)
    drive(per, steps, size=(120, 40))
    assert stored(per) == before


def test_the_plain_file_is_readable(shared):
    """It guards against accident and temptation: the docs say so."""
    found = subprocess.run(
        [sys.executable, "-c",
         f"import sqlite3; print(sqlite3.connect({str(shared)!r})"
         ".execute('SELECT count(*) FROM codings').fetchone()[0])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(found.stdout) == len(study.CODINGS) + 1
    docs = (Path(__file__).parent.parent / "docs" / "blind-coding.md").read_text("utf-8")
    assert "not against ill will" in docs
