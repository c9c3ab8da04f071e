"""A study's file: open it, read rows, and carry out actions in transactions."""

from __future__ import annotations

import getpass
import os
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from qualcode.errors import InputError, ProjectError
from qualcode.project import file
from qualcode.project.sight import Sight
from qualcode.text import one_line

SCHEMA_VERSION = 5
LANGUAGES = ("nb", "nn", "en")


def new_guid() -> str:
    """A new identifier for a row that is exchanged or merged."""
    return str(uuid.uuid4())


def now() -> str:
    """This moment as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def default_coder() -> str:
    """Who codes when nobody says: QUALCODE_CODER, else the name of the computer's user."""
    return one_line(os.environ.get("QUALCODE_CODER", "")) or getpass.getuser()


class Project:
    """One study in one SQLite file. Use cases are functions that take a Project.

    Make one with `Project.create` or `Project.open`; close it, or use it as a context manager.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, coder: str | None, read_only: bool
    ) -> None:
        self.path = path
        self.connection = connection
        self.coder = one_line(coder or "") or default_coder()
        self.read_only = read_only
        self._file = file.identity(path)
        self._language: str | None = None
        self._sight = Sight(connection)
        connection.row_factory = sqlite3.Row

    @classmethod
    def create(
        cls, path: Path | str, *, name: str = "", language: str = "nb", coder: str | None = None
    ) -> Self:
        """Make a new project file. `language` (nb, nn or en) is that of texts and reports."""
        from qualcode.project.schema import migrate

        path = Path(path)
        _check_language(language)
        project = cls(path, file.connect_new(path), coder=coder, read_only=False)
        try:
            project._use_log()
            with project.transaction():
                migrate(project.connection)
                with project.recording("Created the project", "creation"):
                    project.insert(
                        "project",
                        {
                            "id": 1,
                            "guid": new_guid(),
                            "name": one_line(name) or path.stem,
                            "language": language,
                            "created_at": now(),
                        },
                    )
                # Last, so that a file whose making was cut short is no project.
                project.connection.execute(f"PRAGMA application_id = {file.APPLICATION_ID}")
            # From the log into the file, where `open` looks for it.
            project.value("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException:
            project.close()
            file.delete(path)
            raise
        return project

    @classmethod
    def open(cls, path: Path | str, *, coder: str | None = None, read_only: bool = False) -> Self:
        """Open a project; an older schema is backed up and brought up to date first.

        Raises `ProjectError` for a file that is missing, damaged, not a project or newer than
        this program; the file is left as it was. Where it, or the folder that its log needs,
        cannot be written, it opens read-only.
        """
        path = Path(path)
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        read_only = read_only or not writable
        connection = file.connect(path, read_only=read_only)
        project = cls(path, connection, coder=coder, read_only=read_only)
        try:
            project._bring_up_to_date()
            project._finish_withdrawals()
        except BaseException:
            project.close()
            raise
        return project

    def _bring_up_to_date(self) -> None:
        version = self.value("PRAGMA user_version")
        if version > SCHEMA_VERSION:
            raise ProjectError(
                f"The project was written by a newer qualcode (format {version}; this program "
                f"knows {SCHEMA_VERSION}).",
                where=str(self.path),
                remedy="Update qualcode. The file was left untouched.",
            )
        if version < SCHEMA_VERSION and self.read_only:
            raise ProjectError(
                "The project is of an older format and cannot be updated, since the file is "
                "read-only.",
                where=str(self.path),
                remedy="Copy it to a place where you may write.",
            )
        if not self.read_only:
            self._use_log()
        if version < SCHEMA_VERSION:
            from qualcode.project.backup import back_up
            from qualcode.project.schema import migrate

            backup = back_up(self, record=False)
            with self.transaction():
                if self.value("PRAGMA user_version") < SCHEMA_VERSION:  # nobody else was quicker
                    migrate(self.connection)
                self.record_written_file("backup", backup)

    def _use_log(self) -> None:
        # On a network disk that cannot do WAL, SQLite stays with its rollback journal.
        self.value("PRAGMA journal_mode = WAL")

    def _finish_withdrawals(self) -> None:
        """Do what a withdrawal that was cut short left to do, unless others are in the way."""
        from qualcode.project.withdraw import finish_withdrawals

        if not self.read_only:
            with suppress(ProjectError):
                finish_withdrawals(self)

    def close(self) -> None:
        """Close the file. Everything is on disk already."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The study's name, as it stands in reports."""
        return str(self.value("SELECT name FROM project"))

    @property
    def language(self) -> str:
        """The language of texts and reports: nb, nn or en."""
        return self._language or str(self.value("SELECT language FROM project"))

    @contextmanager
    def in_language(self, language: str) -> Iterator[None]:
        """Let the reports that are made inside be in this language instead of the project's."""
        _check_language(language)
        before, self._language = self._language, language
        try:
            yield
        finally:
            self._language = before

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query, of which a blind coder gets only their own."""
        try:
            self._look()
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise file.explain(error, self.path) from error

    def value(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first column of a query's first row; None if there is no row."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def _look(self) -> None:
        """See what the coder may see now; what is under way goes on as it began."""
        if not self.connection.in_transaction:
            self._sight.look(self.coder)

    @property
    def is_blind(self) -> bool:
        """Whether the coder does not see what others code; see `project.blind`."""
        try:
            self._look()
        except sqlite3.Error as error:
            raise file.explain(error, self.path) from error
        return self._sight.blind

    @contextmanager
    def seeing_everything(self) -> Iterator[None]:
        """Let everybody's rows be seen inside, for what concerns them all; show none of them."""
        try:
            self._look()
        except sqlite3.Error as error:
            raise file.explain(error, self.path) from error
        try:
            self._sight.lift()
            yield
        finally:
            self._sight.lower()

    @contextmanager
    def action(self, label: str, *, continues: int | None = None) -> Iterator[int]:
        """Carry out one undoable change in one transaction; gives the action's id.

        Everything inside is stored, or nothing. An action inside another becomes part of it. An
        action that changes nothing leaves no trace. `continues` adds to an earlier action, for
        long work that stores its results in several steps.
        """
        try:
            if self.connection.in_transaction:
                with self._savepoint():
                    yield self.value("SELECT action_id FROM current_action")
            else:
                with self.transaction():
                    with self.recording(label, "change", continues=continues) as action_id:
                        yield action_id
                    self._forget_if_empty(action_id)
        except sqlite3.IntegrityError as error:
            raise file.explain(error, self.path) from error

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        """Undo what is inside if it fails, so that the transaction around it may go on."""
        self.connection.execute("SAVEPOINT inner_action")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK TO inner_action")
                self.connection.execute("RELEASE inner_action")
            raise
        self.connection.execute("RELEASE inner_action")

    @contextmanager
    def recording(self, label: str, kind: str, *, continues: int | None = None) -> Iterator[int]:
        """Write all changes of the transaction under way to the history, as one action."""
        action_id = self._resume(continues) if continues else self._begin_action(label, kind)
        self.connection.execute("INSERT INTO current_action VALUES (?)", (action_id,))
        yield action_id
        self.connection.execute("DELETE FROM current_action")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Store everything inside, or nothing; for bookkeeping that is not an action."""
        if self.connection.in_transaction:
            yield
            return
        if self.read_only:
            raise ProjectError(
                "The project is open for reading only.",
                where=str(self.path),
                remedy="Copy it to a place where you may write.",
            )
        self._check_place()
        try:
            self._look()
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise file.explain(error, self.path) from error

    def _check_place(self) -> None:
        # With a log, SQLite does not look itself, and what is stored now would be in no file
        # that the user can find.
        if file.identity(self.path) != self._file:
            raise ProjectError(
                "The project's file was moved, deleted or replaced while it was open.",
                where=str(self.path),
                remedy="Nothing was changed. Put the file back where it was, or close the project "
                "and open it where it is now.",
            )

    def write_log_to_file(self) -> None:
        """Bring what the log beside the file holds into the file itself, as far as others allow.

        Everything is on disk before, but whoever moves or copies just the file has it all.
        """
        if not self.read_only:
            self.value("PRAGMA wal_checkpoint(PASSIVE)")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything that is read inside be of one moment, whatever others write meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        try:
            self._look()
            self.connection.execute("BEGIN")
        except sqlite3.Error as error:
            raise file.explain(error, self.path) from error
        try:
            yield
        finally:
            self.connection.rollback()

    def _begin_action(self, label: str, kind: str) -> int:
        cursor = self.connection.execute(
            "INSERT INTO main.actions (guid, coder, at, label, kind) VALUES (?, ?, ?, ?, ?)",
            (new_guid(), self.coder, now(), label, kind),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _forget_if_empty(self, action_id: int) -> None:
        if not self.value("SELECT 1 FROM main.changes WHERE action_id = ? LIMIT 1", (action_id,)):
            self.connection.execute("DELETE FROM main.actions WHERE id = ?", (action_id,))

    def _resume(self, action_id: int) -> int:
        rows = self.rows("SELECT reversed_by FROM actions WHERE id = ?", (action_id,))
        if not rows or rows[0]["reversed_by"] is not None:
            raise ProjectError(
                "The action under way was undone from elsewhere, so it goes no further.",
                where=str(self.path),
            )
        return action_id

    def insert(self, table: str, row: dict[str, Any]) -> int:
        """Insert one row, inside an action; gives its id."""
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        cursor = self.connection.execute(
            f"INSERT INTO main.{table} ({columns}) VALUES ({marks})", tuple(row.values())
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def id_of(self, table: str, name: str) -> int:
        """The id of the coder, case or variable of that name, made if there is none."""
        name = one_line(name)
        if not name:
            raise InputError(f"A name is missing where one of the {table} is meant.")
        found = self.value(f"SELECT id FROM {table} WHERE name = ?", (name,))
        return found or self.insert(table, {"guid": new_guid(), "name": name})

    def record_written_file(self, kind: str, path: Path) -> None:
        """Remember a file that holds the project's words, for the day a consent is withdrawn.

        A file in the project's folder or below is remembered by its place there, so that the
        folder may move.
        """
        if self.read_only:
            return
        path, folder = path.absolute(), self.path.absolute().parent
        if path.is_relative_to(folder):
            path = path.relative_to(folder)
        with self.transaction():
            self.connection.execute(
                "INSERT INTO written_files (kind, path, written_at, coder) VALUES (?, ?, ?, ?)",
                (kind, path.as_posix(), now(), self.coder),
            )


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise InputError(
            f"There are no reports in the language “{language}”.",
            remedy=f"Choose one of {', '.join(LANGUAGES)}.",
        )
