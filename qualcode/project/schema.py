"""The project file's schema: ordered migrations, and the triggers that write the history."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

from sqlite_utils import Database, Migrations

migrations = Migrations("qualcode")


def history_triggers(table: str, columns: dict[str, str]) -> str:
    """SQL that records every change of a table, given its columns' types, under the current action.

    A change outside an action is refused, so that nothing escapes the history, whoever writes.
    A migration that alters a table drops its three triggers and runs this again.
    """

    def value(which: str, name: str) -> str:
        column = f"{which}.{name}"
        if columns[name] != "REAL":
            return column
        # By itself JSON gets 15 digits; 17 bring the same number back.
        return f"iif({column} IS NULL, NULL, json(printf('%!.17g', {column})))"

    def row(which: str) -> str:
        pairs = ", ".join(f"'{name}', {value(which, name)}" for name in columns)
        return f"json_object({pairs})"

    def values(which: str) -> str:
        return f"({', '.join(f'{which}.{name}' for name in columns)})"

    def trigger(event: str, row_id: str, before: str, after: str, when: str = "") -> str:
        return f"""
        CREATE TRIGGER {table}_history_{event} AFTER {event} ON {table} {when} BEGIN
          SELECT RAISE(ABORT, 'changes go through qualcode, so that they can be undone')
          WHERE NOT EXISTS (SELECT 1 FROM current_action);
          INSERT INTO changes (action_id, table_name, row_id, before, after)
          SELECT action_id, '{table}', {row_id}, {before}, {after} FROM current_action;
        END;"""

    return (
        trigger("INSERT", "new.id", "NULL", row("new"))
        + trigger(
            "UPDATE",
            "old.id",
            row("old"),
            row("new"),
            f"WHEN {values('old')} IS NOT {values('new')}",
        )
        + trigger("DELETE", "old.id", row("old"), "NULL")
    )


_SURVEY_TABLES = (
    "survey_indicators",
    "survey_figures",
    "survey_links",
    "survey_notes",
    "survey_quotations",
)
TRACKED_TABLES = (
    "project",
    "coders",
    "cases",
    "variables",
    "sources",
    "originals",
    "turns",
    "case_values",
    "source_values",
    "codes",
    "suggestion_runs",
    "suggestion_run_sources",
    "suggestions",
    "codings",
    "memos",
    "queries",
    *_SURVEY_TABLES,
    "blind_coders",
    "consensus_coders",
    "consensus_decisions",
)
_FIRST_TABLES = TRACKED_TABLES[: TRACKED_TABLES.index("queries")]


@migrations()
def first_schema(db: Database) -> None:
    """All tables, views and triggers but for those of later migrations."""
    _execute_script(db, _sql("schema.sql"))
    _keep_histories(db, *_FIRST_TABLES)


@migrations()
def saved_queries(db: Database) -> None:
    """Queries with names."""
    _execute_script(db, _sql("schema_queries.sql"))
    _keep_histories(db, "queries")


@migrations()
def survey(db: Database) -> None:
    """Survey figures, and the codes, notes and quotations beside them."""
    _execute_script(db, _sql("schema_survey.sql"))
    _keep_histories(db, *_SURVEY_TABLES)


@migrations()
def blind_coders(db: Database) -> None:
    """Coders who do not see the others' codings yet."""
    _execute_script(db, _sql("schema_blind.sql"))
    _keep_histories(db, "blind_coders")


@migrations()
def consensus(db: Database) -> None:
    """Coders who stand for a consensus, and what was decided where others differed."""
    _execute_script(db, _sql("schema_consensus.sql"))
    _keep_histories(db, "consensus_coders", "consensus_decisions")


def _sql(name: str) -> str:
    return files("qualcode.project").joinpath(name).read_text("utf-8")


def _keep_histories(db: Database, *tables: str) -> None:
    for table in tables:
        columns = {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})")}
        _execute_script(db, history_triggers(table, columns))


def _execute_script(db: Database, sql: str) -> None:
    """Run statements one by one: `executescript` would commit the migration's transaction."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what a file has not had yet; `user_version` counts the migrations applied."""
    db = Database(connection, recursive_triggers=False)
    migrations.apply(db)
    connection.execute(f"PRAGMA user_version = {len(migrations.applied(db))}")
