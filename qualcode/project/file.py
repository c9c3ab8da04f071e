"""Opening the project file: is it ours, whole, and of a version this program knows?"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from qualcode.errors import ProjectError

APPLICATION_ID = 0x51434F44  # "QCOD"
SUFFIX = ".qualcode"
BUSY_SECONDS = 60.0
_OLDEST_SQLITE = (3, 37)  # the first with strict tables
_CACHE_KIB = 65_536  # bulk changes touch many pages of the indexes
_NO_PROJECT = "Transcripts go into a project with `qualcode import`."


def project_path(path: Path) -> Path:
    """A project's path, whose suffix the user may have left out."""
    return path if path.suffix == SUFFIX or not path.name else path.with_name(path.name + SUFFIX)


def connect_new(path: Path) -> sqlite3.Connection:
    """Make an empty file and connect to it; refuses to write over anything."""
    if _exists(path):
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
        return _connect(path, "rwc")
    except ProjectError:
        delete(path)
        raise


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Connect to an existing project, after a look at its first bytes that changes nothing."""
    _check_header(path)
    connection = _connect_read_only(path) if read_only else _connect(path, "rw")
    try:
        _check_application(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def identity(path: Path) -> tuple[int, int] | None:
    """What is another if there is another file of that name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def delete(path: Path) -> None:
    """Delete a closed project file with the logs that a crash may have left beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def index_paths(path: Path) -> tuple[Path, Path]:
    """Where suggesters keep a project's words in a form of their own, and where they write it."""
    return path.with_name(f"{path.name}-index"), path.with_name(f"{path.name}-index-unfinished")


# What SQLite's errors, by the beginning of their names, mean to a researcher: what and remedy.
_MEANINGS = {
    ("SQLITE_BUSY", "SQLITE_LOCKED"): (
        "Another program is writing to the project and did not finish in time.",
        "Wait for it to finish or close it, then try again. Nothing was changed.",
    ),
    ("SQLITE_FULL", "SQLITE_IOERR"): (
        "There is no room left to write, or the disk failed.",
        "Free some space and try again. The project is as it was before.",
    ),
    ("SQLITE_READONLY",): (
        "The project can be read but not written.",
        "Copy it to a place where you may write, or ask for write permission.",
    ),
    ("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"): (
        "The file cannot be opened.",
        "Is it, with its folder, yours to read and write?",
    ),
    ("SQLITE_CORRUPT_VTAB",): (
        "The search index does not fit the turns.",
        "The transcripts and codings are whole, but searches may miss words.",
    ),
    ("SQLITE_CORRUPT", "SQLITE_NOTADB"): (
        "The project file is damaged.",
        "Nothing was changed. Keep a copy as it is, and go back to a backup.",
    ),
    ("SQLITE_CONSTRAINT_FOREIGNKEY",): (
        "This refers to something that is no longer in the project.",
        "Nothing was changed. Another program may have removed it; look again.",
    ),
}


def explain(error: sqlite3.Error, path: Path) -> ProjectError:
    """Put an error of SQLite into words that a researcher can act on."""
    name = getattr(error, "sqlite_errorname", "")
    for beginnings, (what, remedy) in _MEANINGS.items():
        if name.startswith(beginnings):
            return ProjectError(what, where=str(path), remedy=remedy)
    return ProjectError(f"The project file gave an error: {error}.", where=str(path))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:  # a folder on the way that may not be entered, a name too long
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ProjectError:
    return ProjectError(f"The file cannot be read ({error.strerror}).", where=str(path))


def _check_header(path: Path) -> None:
    if not _exists(path):
        near = sorted(path.parent.glob(f"*{SUFFIX}")) if path.parent.is_dir() else []
        remedy = (
            "Projects here: " + ", ".join(found.name for found in near)
            if near
            else "Make one with `qualcode new`."
        )
        raise ProjectError("There is no such project.", where=str(path), remedy=remedy)
    if path.is_dir():
        raise ProjectError("That is a folder, not a project file.", where=str(path))
    try:
        if not path.stat().st_size:
            raise ProjectError("The file is empty.", where=str(path), remedy=_NO_PROJECT)
    except OSError as error:
        raise _unreadable(path, error) from error
    # Through SQLite, as a file of one's own would, when closed, take away the locks that other
    # connections of this process hold on it (so POSIX has it); the next program to come and go
    # would then throw away their log, with everything that is stored later.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            _check_application(connection, path)
    except sqlite3.Error as error:
        if error.sqlite_errorname == "SQLITE_NOTADB":
            raise ProjectError(
                "This is not a qualcode project.", where=str(path), remedy=_NO_PROJECT
            ) from error
        if error.sqlite_errorname == "SQLITE_CANTOPEN":
            refused = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            raise _unreadable(path, refused) from error
        if error.sqlite_errorname != "SQLITE_CORRUPT":  # it may be whole with its log
            raise explain(error, path) from error


def _check_application(connection: sqlite3.Connection, path: Path) -> None:
    """Make sure that a database is a project."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ProjectError(
            "This is a database, but not a qualcode project.",
            where=str(path),
            remedy="It was left untouched.",
        )


def _connect(path: Path, options: str) -> sqlite3.Connection:
    """Open the file, in SQLite's mode `options`, and read its first page; changes no byte."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise ProjectError(
            f"This Python has SQLite {sqlite3.sqlite_version}, which is too old for projects.",
            remedy="Use a Python with SQLite 3.37 or later, such as the one of python.org.",
        )
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={options}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return connection


def _connect_read_only(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path, "ro")
    except ProjectError:
        if os.access(path.parent, os.W_OK):
            raise
    # There is no shared memory of WAL's beside the file and no room to make it: nobody is writing,
    # so the file may be read as it stands, if all of it stands there.
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise ProjectError(
            f"The project was not closed: its latest changes lie in {log.name} beside it, and they "
            "cannot be brought in where nothing may be written.",
            where=str(path),
            remedy="Copy both files to a place where you may write.",
        )
    return _connect(path, "ro&immutable=1")
