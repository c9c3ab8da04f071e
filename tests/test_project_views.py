"""What the views give to a plain program of SQLite, such as its shell, pandas or R."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import study

from qualcode.project import Project
from qualcode.project.cases import set_value, values_by_source
from qualcode.project.codes import codes
from qualcode.project.codings import codings
from qualcode.project.memos import write_memo
from qualcode.project.sources import sentence_spans, sources, turns


@pytest.fixture
def plain(project_file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{project_file.as_uri()}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_coded_segments(project: Project, plain: sqlite3.Connection) -> None:
    columns = [row[1] for row in plain.execute("PRAGMA table_info(coded_segments)")]
    rows = {row[0]: dict(zip(columns, row, strict=True)) for row in plain.execute(
        "SELECT * FROM coded_segments"
    )}  # fmt: skip
    by_id = {source.id: source for source in sources(project)}
    paths = {code.id: code for code in codes(project)}
    assert set(rows) == {coding.id for coding in codings(project)}
    for coding in codings(project):
        row, source, code = rows[coding.id], by_id[coding.source_id], paths[coding.code_id]
        assert row["source"] == source.name
        assert row["case"] == source.case
        assert row["text"] == source.text[coding.start : coding.end]
        assert (row["code"], row["theme"]) == (code.label, code.path[0])
        assert (row["coder"], row["origin"]) == (coding.coder, coding.origin)
        assert (row["memo"] or "") == coding.memo
        turn = turns(project, source.id)[row["turn"] - 1]
        assert turn.start <= coding.start < turn.end
        assert (row["speaker"], row["role"], row["time_start"]) == (
            turn.speaker, turn.role, turn.time_start
        )  # fmt: skip
        assert json.loads(row["variables"]) == values_by_source(project)[source.id]
    runs = [row["suggestion_run"] for row in rows.values() if row["origin"] == "suggestion"]
    assert runs == [row[0] for row in plain.execute(
        "SELECT run_id FROM suggestions WHERE decision = 'accepted'"
    )]  # fmt: skip


def test_a_coding_outside_of_turns_is_still_there(project: Project) -> None:
    start = study.find(project, "Ansatt i PPT", "Intervjuer")[1]
    study.apply(project, "Ansatt i PPT", "Intervjuer", "Tid")
    (row,) = project.rows("SELECT * FROM coded_segments WHERE text = 'Intervjuer'")
    assert (row["turn"], row["speaker"], row["start"]) == (None, None, start)


def test_two_coders_memos_on_one_coding(project_file: Path) -> None:
    with Project.open(project_file, coder="Per") as project:
        coding = next(coding for coding in codings(project) if coding.memo == "Sagt rett ut.")
        with project.action("Wrote a memo"):
            write_memo(project, "coding", coding.id, "Enig.")
        memo = project.value("SELECT memo FROM coded_segments WHERE coding_id = ?", (coding.id,))
    assert memo == "Sagt rett ut.\nEnig."


def test_code_paths(project: Project, plain: sqlite3.Connection) -> None:
    rows = plain.execute("SELECT code_id, theme, path, depth FROM code_paths").fetchall()
    wanted = [(code.id, code.path[0], code.label, code.depth) for code in codes(project)]
    assert sorted(rows) == sorted(wanted)
    assert (
        "Ressursbarrierer > Økonomi > Penger", 2,
    ) in {row[2:] for row in rows}  # fmt: skip


def test_sentences(project: Project, plain: sqlite3.Connection) -> None:
    for source in sources(project):
        rows = plain.execute(
            "SELECT position, start, end, text FROM sentences WHERE source_id = ? "
            "ORDER BY position",
            (source.id,),
        ).fetchall()
        assert rows == [
            (position, span.start, span.end, source.text[span.start : span.end])
            for position, span in enumerate(sentence_spans(project, source.id), 1)
        ]
    counted = plain.execute("SELECT count(*) FROM sentences WHERE text LIKE '%😔%'").fetchone()
    assert counted == (1,)


def test_effective_values(project: Project) -> None:
    def effective() -> set[tuple[str, str, str]]:
        rows = project.rows(
            "SELECT name, variable, value FROM effective_values "
            "JOIN sources ON sources.id = source_id"
        )
        return {tuple(row) for row in rows}

    from_case = ("Ansatt i PPT", "kommune", "Tromsø")
    assert from_case in effective()
    assert ("Ansatt i PPT", "bølge", "2023") in effective()
    assert len(effective()) == 9
    source_id = study.find(project, "Ansatt i PPT", "rutiner")[0]
    with project.action("Set a value"):
        set_value(project, "kommune", "Bodø", source_id=source_id)
    assert ("Ansatt i PPT", "kommune", "Bodø") in effective()
    assert from_case not in effective()
    assert len(effective()) == 9
