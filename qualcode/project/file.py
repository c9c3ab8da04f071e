"""Opening the project file: is it ours, whole, and of a version this program knows?"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from qualcode.errors import ProjectError

APPLICATION_ID = 0x51434F44  # "QCOD"
SUFFIX = ".qualcode"
BUSY_SECONDS = 60.0
_MAGIC = b"SQLite format 3\0"


def connect_new(path: Path) -> sqlite3.Connection:
    """Make an empty file and connect to it; refuses to write over anything."""
    if path.exists():
        raise ProjectError(
            "There is a file of that name already.",
            where=str(path),
            remedy="Choose another name, or open the project that is there.",
        )
    if not path.parent.is_dir():
        raise ProjectError(
            f"The folder {path.parent} does not exist.", where=str(path), remedy="Make it first."
        )
    try:
        connection = _connect(path, "rwc")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    except sqlite3.Error as error:
        raise explain(error, path) from error
    _configure(connection)
    return connection


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Connect to an existing project, after a look at its first bytes that changes nothing."""
    _check_header(path)
    try:
        connection = _connect_read_only(path) if read_only else _connect(path, "rw")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        raise explain(error, path) from error
    if not read_only:
        _configure(connection)
    return connection


def explain(error: sqlite3.Error, path: Path) -> ProjectError:
    """Put an error of SQLite into words that a researcher can act on."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return ProjectError(
            "Another program is writing to the project and did not finish in time.",
            where=str(path),
            remedy="Wait for it to finish or close it, then try again. Nothing was changed.",
        )
    if "full" in text or "disk I/O" in text:
        return ProjectError(
            "There is no room left to write, or the disk failed.",
            where=str(path),
            remedy="Free some space and try again. The project is as it was before.",
        )
    if "readonly" in text or "read-only" in text:
        return ProjectError(
            "The project can be read but not written.",
            where=str(path),
            remedy="Copy it to a place where you may write, or ask for write permission.",
        )
    if "unable to open" in text:
        return ProjectError(
            "The file cannot be opened.", where=str(path), remedy="Is it yours to read and write?"
        )
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return ProjectError(
            "The project file is damaged.",
            where=str(path),
            remedy="Nothing was changed. Keep a copy as it is, and go back to a backup.",
        )
    return ProjectError(f"The project file gave an error: {text}.", where=str(path))


def _check_header(path: Path) -> None:
    if path.is_dir():
        raise ProjectError("That is a folder, not a project file.", where=str(path))
    if not path.exists():
        near = sorted(path.parent.glob(f"*{SUFFIX}")) if path.parent.is_dir() else []
        remedy = (
            "Projects here: " + ", ".join(found.name for found in near)
            if near
            else "Make one with `qualcode new`."
        )
        raise ProjectError("There is no such project.", where=str(path), remedy=remedy)
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise ProjectError(
            f"The file cannot be read ({error.strerror}).", where=str(path)
        ) from error
    if header[:16] != _MAGIC:
        raise ProjectError(
            "This is not a qualcode project." if header else "The file is empty.",
            where=str(path),
            remedy="Transcripts go into a project with `qualcode import`.",
        )
    if len(header) < 100 or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise ProjectError(
            "This is a database, but not a qualcode project.",
            where=str(path),
            remedy="It was left untouched.",
        )


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connect_read_only(path: Path) -> sqlite3.Connection:
    connection = _connect(path, "ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        # A folder that cannot be written has no room for WAL's shared memory: nobody else can
        # write the file there either, so it may be read as it stands.
        connection.close()
        connection = _connect(path, "ro&immutable=1")
    return connection


def _configure(connection: sqlite3.Connection) -> None:
    # On a network disk that cannot do WAL, SQLite stays with its rollback journal.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
