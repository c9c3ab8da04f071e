from __future__ import annotations

import re

import pytest

from qualcode.project import Project, check
from qualcode.project.schema import TRACKED_TABLES

# Each line damages the file as no qualcode would, and what check() says of it.
DAMAGE = [
    ("UPDATE sources SET text = replace(text, 'a', 'e') WHERE id = 1", "has changed since"),
    ("UPDATE turns SET text = upper(text) WHERE id = 2", "Turn 2 of .* does not fit"),
    ("UPDATE turns SET end = 100000 WHERE id = 4", "Turn 4 of .* does not fit"),
    ("UPDATE sources SET sentence_spans = '[[5, 3]]' WHERE id = 2", "sentences of .* do not fit"),
    ("UPDATE codings SET end = 99999 WHERE id = 1", "span in codings .* reaches beyond"),
    ("UPDATE suggestions SET end = 99999 WHERE id = 1", "span in suggestions .* reaches beyond"),
    ("UPDATE codings SET code_id = 99", "refers to a row of codes that does not exist"),
    ("UPDATE codes SET parent_id = 2 WHERE id = 1", "hangs in a circle"),
    ("DELETE FROM original_contents", "original file .* is missing"),
    ("UPDATE original_contents SET content = x'00'", "original file .* is not as it was"),
    ("INSERT INTO current_action VALUES (1)", "left open"),
    ("INSERT INTO turn_search (turn_search) VALUES ('delete-all')", "search index does not fit"),
    (
        "INSERT INTO turn_search (turn_search, rowid, text) VALUES ('delete', 1, 'hvordan')",
        "search index does not fit",
    ),
]


@pytest.mark.parametrize(("sql", "finding"), DAMAGE)
def test_check_finds(project: Project, sql: str, finding: str) -> None:
    for table in TRACKED_TABLES:
        for event in ("INSERT", "UPDATE", "DELETE"):
            project.connection.execute(f"DROP TRIGGER {table}_history_{event}")
    assert check(project) == []
    project.connection.execute("PRAGMA foreign_keys = OFF")
    project.connection.execute(sql)
    assert any(re.search(finding, found) for found in check(project))
