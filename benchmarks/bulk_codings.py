"""100,000 codings from CSV as one undoable action, against a bare executemany of the same rows."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from benchmarks.measuring import Result, ratio
from benchmarks.synthetic import make_project, write_codings_csv
from qualcode.importing.codings import import_codings
from qualcode.project import Project, undo

NUMBER = 100_000


def measure() -> list[Result]:
    """The whole import, with its history, over storing the bare rows in the same tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_project(Path(folder) / "bulk.qualcode", codings=0)
        table = Path(folder) / "codings.csv"
        with Project.open(path, coder="bench") as project:
            write_codings_csv(table, project, NUMBER)
            import_codings(project, table)
            rows = [tuple(row) for row in project.rows("SELECT * FROM codings")]
            schema = project.value("SELECT sql FROM sqlite_schema WHERE name = 'codings'")
            indexes = [
                row["sql"]
                for row in project.rows(
                    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'codings' "
                    "AND sql NOT NULL"
                )
            ]
            undo(project)

            def ours() -> None:
                assert import_codings(project, table).added == len(rows)

            def floor() -> None:
                bare = Path(folder) / "bare.sqlite"
                bare.unlink(missing_ok=True)
                connection = sqlite3.connect(bare)
                connection.execute(schema)
                for index in indexes:
                    connection.execute(index)
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO codings VALUES ({marks})", rows)
                connection.commit()
                connection.close()

            return [
                ratio(
                    "100,000 codings from CSV, with history",
                    ours,
                    floor,
                    limit=5,
                    rounds=3,
                    reset=lambda: undo(project),
                )
            ]
