"""docs/schema.md names every table, view and column of a project."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = (Path(__file__).parent.parent / "docs" / "schema.md").read_text("utf-8")
OWN_OF_SQLITE = re.compile(r"sqlite_|turn_search_")


def paragraphs_about(name):
    return "\n".join(part for part in DOCS.split("\n\n") if f"`{name}`" in part)


def test_every_table_view_and_column_is_described(empty_project):
    tables = [
        row["name"]
        for row in empty_project.rows(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
        )
        if not OWN_OF_SQLITE.match(row["name"])
    ]
    assert len(tables) > 20
    for table in tables:
        about = paragraphs_about(table)
        assert about, f"{table} is not described"
        for column in empty_project.rows(f"SELECT name FROM pragma_table_info('{table}')"):
            if table != "turn_search":
                assert f"`{column['name']}`" in about, f"{table}.{column['name']}"
