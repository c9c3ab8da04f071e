from __future__ import annotations

import sqlite3
import subprocess
import uuid
from pathlib import Path

import pytest
import study

from qualcode.analysis.agreement.consensus import decide, settlement
from qualcode.errors import ProjectError
from qualcode.project import Project, check
from qualcode.project import project as project_module
from qualcode.project.blind import blind
from qualcode.project.project import SCHEMA_VERSION
from qualcode.project.schema import TRACKED_TABLES, migrations

WITHOUT_GUID = {
    "originals", "turns", "case_values", "source_values", "suggestion_run_sources",
    "survey_figures", "survey_links", "survey_quotations", "blind_coders", "consensus_coders",
}  # fmt: skip


def fill_in(project: Project) -> None:
    """Put something into the tables that the small study has nothing for."""
    blind(project, "Ola")
    decide(project, settlement(project).disputes[0], ["Kari"])


@pytest.fixture
def outsider(project_file: Path) -> sqlite3.Connection:
    """A program that writes to the file past qualcode."""
    with Project.open(project_file, coder="Kari") as project:
        fill_in(project)
    return sqlite3.connect(project_file, isolation_level=None)


def test_every_table_is_strict(project: Project) -> None:
    tables = project.rows("PRAGMA table_list")
    own = {
        row["name"]: row["strict"]
        for row in tables
        if row["type"] == "table" and not row["name"].startswith(("sqlite_", "_sqlite_"))
    }
    assert set(TRACKED_TABLES) < set(own)
    assert all(own.values())


def test_the_history_follows_every_table_of_the_domain(project: Project) -> None:
    bookkeeping = {
        "original_contents", "actions", "changes", "current_action", "written_files", "withdrawals",
    }  # fmt: skip
    tables = {row["name"] for row in project.rows("PRAGMA table_list") if row["strict"]}
    assert tables == {*TRACKED_TABLES, *bookkeeping}


def test_rows_that_are_exchanged_have_guids(project: Project) -> None:
    fill_in(project)
    for table in set(TRACKED_TABLES) - WITHOUT_GUID:
        guids = [row["guid"] for row in project.rows(f"SELECT guid FROM {table}")]
        assert guids, table
        assert all(str(uuid.UUID(guid)) == guid for guid in guids)
        assert len(set(guids)) == len(guids)


def test_the_version_is_the_number_of_migrations(project: Project) -> None:
    assert len(migrations._migrations) == SCHEMA_VERSION
    assert project.value("PRAGMA user_version") == project_module.SCHEMA_VERSION


@pytest.mark.parametrize("table", TRACKED_TABLES)
def test_an_outside_writer_is_refused(outsider: sqlite3.Connection, table: str) -> None:
    rows = outsider.execute(f"SELECT * FROM {table}").fetchall()
    assert rows
    new_value = "name = 'x'" if table == "project" else "id = id + 1000"
    for statement in (
        f"DELETE FROM {table}",
        f"UPDATE {table} SET {new_value}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="changes go through qualcode"):
            outsider.execute(statement)
    assert outsider.execute(f"SELECT * FROM {table}").fetchall() == rows


@pytest.mark.parametrize(
    "changes",
    [
        {"start": 5, "end": 5},
        {"start": -1},
        {"start": 9, "end": 3},
        {"start": "ni"},
        {"origin": "guess"},
        {"source_id": 99},
        {"code_id": None},
        {"end": 2.5},
    ],
)
def test_constraints_refuse_a_bad_coding(project: Project, changes: dict[str, object]) -> None:
    row = {
        "guid": "g", "source_id": 1, "code_id": 1, "coder_id": 1, "start": 0, "end": 3,
        "origin": "hand", "created_at": "",
    }  # fmt: skip
    before = study.dump(project)
    with pytest.raises(ProjectError), project.action("Bad"):
        project.insert("codings", row | changes)
    assert study.dump(project) == before
    with project.action("Good"):
        project.insert("codings", row)


def test_foreign_keys_are_on(project: Project) -> None:
    assert project.value("PRAGMA foreign_keys") == 1
    assert project.value("PRAGMA journal_mode") == "wal"


def test_the_file_is_read_by_the_sqlite_shell(project_file: Path) -> None:
    try:
        shell = subprocess.run(
            ["sqlite3", "-readonly", project_file, "SELECT count(*) FROM coded_segments"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("no sqlite3 shell on this machine")
    assert int(shell.stdout) == len(study.CODINGS) + 1  # an accepted suggestion


def test_check_finds_nothing_in_the_study(project: Project) -> None:
    assert check(project) == []
