"""What a connection sees: everything, or for a blind coder only what is their own.

For a blind coder, views of the connection's own take the place of the tables that tell of what
others code, in every query of whoever asks: SQLite finds `codings` among the temporary views before
it finds it in the file. Writing therefore names the file: `INSERT INTO main.codings …`.
"""

from __future__ import annotations

import sqlite3

HIDDEN_LABEL = "What you do not see yet"
"""How the history calls what others have coded."""

_ROW = "coalesce(changes.after, changes.before)"
_ABOUT_CODINGS = f"""
    table_name IN ('codings', 'suggestions', 'suggestion_runs', 'consensus_decisions')
    OR (table_name = 'memos' AND json_extract({_ROW}, '$.coding_id') IS NOT NULL)
"""
# By the name of the table the rows that the coder {me} sees; runs up to {latest_run} may have
# learned from others.
_VIEWS = {
    "codings": "SELECT * FROM main.codings WHERE coder_id = {me}",
    "memos": """
        SELECT * FROM main.memos WHERE coding_id IS NULL OR (coder_id = {me} AND EXISTS (
          SELECT 1 FROM main.codings WHERE codings.id = memos.coding_id AND coder_id = {me}))
    """,
    "suggestion_runs": """
        SELECT * FROM main.suggestion_runs WHERE coder_id = {me} AND id > {latest_run}
    """,
    "suggestions": """
        SELECT * FROM main.suggestions
        WHERE run_id IN (
          SELECT id FROM main.suggestion_runs WHERE coder_id = {me} AND id > {latest_run})
        AND (decided_by IS NULL OR decided_by = {me})
    """,
    "consensus_decisions": "SELECT * FROM main.consensus_decisions WHERE 0",
    "survey_quotations": """
        SELECT * FROM main.survey_quotations WHERE EXISTS (
          SELECT 1 FROM main.codings WHERE codings.id = coding_id AND coder_id = {me})
    """,
    "changes": f"""
        SELECT * FROM main.changes WHERE CASE table_name
          WHEN 'codings' THEN json_extract({_ROW}, '$.coder_id') = {{me}}
          WHEN 'memos' THEN json_extract({_ROW}, '$.coding_id') IS NULL
            OR json_extract({_ROW}, '$.coder_id') = {{me}}
          WHEN 'suggestion_runs' THEN json_extract({_ROW}, '$.coder_id') = {{me}}
            AND row_id > {{latest_run}}
          WHEN 'suggestions' THEN json_extract({_ROW}, '$.run_id') IN (
              SELECT id FROM main.suggestion_runs WHERE coder_id = {{me}} AND id > {{latest_run}})
            AND coalesce(json_extract({_ROW}, '$.decided_by'), {{me}}) = {{me}}
          WHEN 'consensus_decisions' THEN 0
          WHEN 'survey_quotations' THEN 0
          ELSE 1 END
    """,
    "actions": f"""
        SELECT id, guid, coder, at,
          iif(coder <> (SELECT name FROM main.coders WHERE coders.id = {{me}}) AND EXISTS (
                SELECT 1 FROM main.changes
                WHERE changes.action_id = actions.id AND ({_ABOUT_CODINGS})),
              '{HIDDEN_LABEL}', label) AS label,
          kind, reverses, reversed_by
        FROM main.actions
    """,
}
HIDING = frozenset(_VIEWS)
"""The tables of which a blind coder sees a part; to write to them, the file is named (`main`)."""

_Blindness = tuple[int, int]


class Sight:
    """Keeps what a connection sees in step with who is blind, as the file has it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._looked: tuple[int, int, str] | None = None
        self._blindness: _Blindness | None = None  # the coder's id and their latest run back then
        self._drawn = False
        self._in_step = True  # not if drawing was cut short: then the next look draws anew
        self._lifted = 0

    def look(self, coder: str) -> None:
        """Take note of what has been written since, outside of a transaction."""
        connection = self._connection
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        now = (version, connection.total_changes, coder)
        if now != self._looked or not self._in_step:
            self._in_step = False
            self._blindness = self._read(coder)
            self._draw()
            self._looked = now

    @property
    def blind(self) -> bool:
        """Whether the coder is blind."""
        return self._blindness is not None

    def lift(self) -> None:
        """See everything until `lower` is called as often."""
        self._lifted += 1
        self._draw()

    def lower(self) -> None:
        """See again what the coder may see."""
        self._lifted -= 1
        self._draw()

    def _read(self, coder: str) -> _Blindness | None:
        try:
            found = self._connection.execute(
                "SELECT coder_id, latest_run FROM main.blind_coders "
                "JOIN main.coders ON coders.id = coder_id WHERE coders.name = ?",
                (coder,),
            ).fetchone()
        except sqlite3.OperationalError:
            if self._connection.execute(
                "SELECT 1 FROM main.sqlite_schema WHERE name = 'blind_coders'"
            ).fetchone():
                raise
            return None  # the file is of a format without blind coders
        return found and (int(found[0]), int(found[1]))

    def _draw(self) -> None:
        wanted = None if self._lifted else self._blindness
        if wanted is None and not self._drawn:
            self._in_step = True
            return
        self._in_step = False
        execute = self._connection.execute
        for name in (*_VIEWS, "coded_segments"):
            execute(f"DROP VIEW IF EXISTS temp.{name}")
        self._drawn = wanted is not None
        if wanted is not None:
            me, latest_run = wanted
            for name, query in _VIEWS.items():
                execute(f"CREATE TEMP VIEW {name} AS {query.format(me=me, latest_run=latest_run)}")
            (segments,) = execute(
                "SELECT sql FROM main.sqlite_schema WHERE name = 'coded_segments'"
            ).fetchone()
            execute(segments.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
        self._in_step = True
