from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import study
from sqlite_utils import Database, Migrations

from qualcode.codebook.edit import add_code
from qualcode.errors import InputError, ProjectError
from qualcode.project import Project, back_up, check, history, schema, undo, withdraw
from qualcode.project import project as project_module
from qualcode.project.file import connect_new
from qualcode.project.sources import sources

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bok (tittel TEXT)")
    connection.commit()
    connection.close()


def half_made(path: Path) -> None:
    connection = connect_new(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


NOT_OURS: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("Intervjuer: Hei på deg!\n" * 99), "not a qualcode"),
    "short": (lambda path: path.write_bytes(b"SQLite format 3\0"), "not a qualcode project"),
    "picture": (lambda path: path.write_bytes(PNG), "not a qualcode project"),
    "database": (other_database, "a database, but not a qualcode project"),
    "half-made": (half_made, "a database, but not a qualcode project"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "folder": (lambda path: path.mkdir(), "folder"),
    "missing": (lambda path: None, "no such project"),
}


@pytest.mark.parametrize("kind", NOT_OURS)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_not_ours(tmp_path: Path, kind: str, read_only: bool) -> None:
    make, message = NOT_OURS[kind]
    path = tmp_path / "sak.qualcode"
    make(path)
    before = snapshot(tmp_path)
    with pytest.raises(ProjectError, match=message) as caught:
        Project.open(path, read_only=read_only)
    assert str(path) in str(caught.value)
    assert snapshot(tmp_path) == before


def test_a_missing_project_names_its_neighbours(project_file: Path) -> None:
    with pytest.raises(ProjectError, match=project_file.name):
        Project.open(project_file.with_name("studien.qualcode"))


@pytest.mark.parametrize("where", ["in a file", "with a name too long"])
def test_a_path_that_cannot_be(tmp_path: Path, where: str) -> None:
    (tmp_path / "fil").write_text("")
    path = tmp_path / "fil" / "x.qualcode" if where == "in a file" else tmp_path / ("x" * 300)
    for attempt in (Project.open, Project.create):
        with pytest.raises(ProjectError):
            attempt(path)


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_newer_version_is_left_alone(project_file: Path, journal: str) -> None:
    connection = sqlite3.connect(project_file)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = snapshot(project_file.parent)
    for read_only in (False, True):
        with pytest.raises(ProjectError, match=r"newer qualcode \(format 99"):
            Project.open(project_file, read_only=read_only)
    for name, content in before.items():
        assert (project_file.parent / name).read_bytes() == content


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_is_not_made_worse(project_file: Path, seed: int) -> None:
    """Pages overwritten behind a whole header, or the end cut off."""
    rng = random.Random(seed)
    content = bytearray(project_file.read_bytes())
    pages = len(content) // 4096
    if seed % 3 == 0:
        content = content[: rng.randrange(100, len(content) - 1)]
    else:
        for page in rng.sample(range(1, pages), pages - 1 if seed % 3 == 1 else pages // 4):
            content[page * 4096 : (page + 1) * 4096] = rng.randbytes(4096)
    project_file.write_bytes(content)
    try:
        with Project.open(project_file) as project:
            assert "damage" in check(project)[0]
            study.dump(project)
    except ProjectError as error:
        assert "The project file is damaged" in str(error)
        assert "backup" in error.remedy
    assert project_file.read_bytes() == content


def test_opening_changes_no_byte(project_file: Path) -> None:
    before = snapshot(project_file.parent)
    with Project.open(project_file) as project:
        study.dump(project)
        check(project)
    assert snapshot(project_file.parent) == before


def test_read_only(project_file: Path) -> None:
    before = project_file.read_bytes()
    with Project.open(project_file, read_only=True) as project:
        assert len(sources(project)) == 3
        assert check(project) == []
        with pytest.raises(ProjectError, match="open for reading only"):
            add_code(project, "Tillit")
        with pytest.raises(ProjectError, match="open for reading only"):
            study.add(project, "Ny", [("Mor", "Ja.")])
    assert project_file.read_bytes() == before


@pytest.mark.parametrize("locked", ["file", "folder"])
def test_what_may_not_be_written_opens_for_reading(
    project_file: Path, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    wanted = project_file if locked == "file" else project_file.parent
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != wanted)
    with Project.open(project_file) as project:
        assert project.read_only
        assert len(sources(project)) == 3


# As root every file may be written: the script becomes nobody once it has imported everything.
PLAIN_USER = """
import os, sys
from pathlib import Path
import study
from qualcode.codebook.edit import add_code
from qualcode.errors import QualcodeError
from qualcode.project import Project, check
path = Path(sys.argv[1])
if os.geteuid() == 0:
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
try:
    with Project.open(path) as project:
        print("read-only" if project.read_only else "writable", len(study.dump(project)["codes"]))
        print(check(project))
        add_code(project, "Tillit")
        print("stored")
except QualcodeError as error:
    print(error)
"""


def as_plain_user(path: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", PLAIN_USER, path],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ran.stderr
    return ran.stdout


@pytest.fixture
def shared(project_file: Path) -> Iterator[Path]:
    """The study in a folder that everybody may enter and write."""
    shared = Path(tempfile.mkdtemp())
    shared.chmod(0o777)
    path = shared / "studie.qualcode"
    shutil.copy(project_file, path)
    path.chmod(0o666)
    yield path
    shared.chmod(0o777)
    shutil.rmtree(shared)


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="needs the rights of Unix")
def test_rights(shared: Path) -> None:
    before = shared.read_bytes()
    shared.chmod(0o444)
    assert as_plain_user(shared).startswith("read-only 9\n[]\n")
    assert "open for reading only" in as_plain_user(shared)
    for leftover in set(shared.parent.iterdir()) - {shared}:
        leftover.unlink()
    shared.chmod(0o666)
    shared.parent.chmod(0o555)
    assert as_plain_user(shared).startswith("read-only 9\n[]\n")
    assert snapshot(shared.parent) == {shared.name: before}
    shared.chmod(0o000)
    assert "cannot be read (Permission denied)" in as_plain_user(shared)
    shared.parent.chmod(0o000)
    assert "cannot be read (Permission denied)" in as_plain_user(shared)
    shared.parent.chmod(0o777)
    shared.chmod(0o666)
    assert as_plain_user(shared).endswith("stored\n")


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="needs the rights of Unix")
def test_a_log_that_cannot_be_brought_in_is_not_passed_over(shared: Path) -> None:
    with Project.open(shared) as project:
        add_code(project, "Tillit")
        log = shared.with_name(f"{shared.name}-wal")
        content = log.read_bytes()
        file = shared.read_bytes()
    log.write_bytes(content)
    shared.write_bytes(file)
    shared.parent.chmod(0o555)
    assert f"its latest changes lie in {log.name}" in as_plain_user(shared)


def test_names_of_files(tmp_path: Path) -> None:
    for name in ("æøå 50% #1? &.qualcode", "A\u030apen 😔.qualcode", "uten endelse"):
        path = tmp_path / name
        with Project.create(path) as project:
            add_code(project, "Tid")
            assert project.name == path.stem
        with Project.open(path) as project:
            assert check(project) == []
            back_up(project)


def test_create(tmp_path: Path) -> None:
    with Project.create(
        tmp_path / "p.qualcode", name=" Nullpunkt\u00a02023 ", language="nn", coder=" Ka\u030are "
    ) as project:
        assert (project.name, project.language, project.coder) == ("Nullpunkt 2023", "nn", "Kåre")
        assert [(action.kind, action.coder) for action in history(project)] == [
            ("creation", "Kåre")
        ]
    with pytest.raises(ProjectError, match="file of that name"):
        Project.create(tmp_path / "p.qualcode")
    with pytest.raises(ProjectError, match="does not exist"):
        Project.create(tmp_path / "ingen" / "p.qualcode")
    with pytest.raises(InputError, match="language"):
        Project.create(tmp_path / "q.qualcode", language="tlh")
    assert [path.name for path in tmp_path.iterdir()] == ["p.qualcode"]


def test_a_project_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (id)")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(schema, "migrate", fail)
    with pytest.raises(ProjectError, match="disk is full"):
        Project.create(tmp_path / "p.qualcode")
    assert list(tmp_path.iterdir()) == []


def test_who_codes(project_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_CODER", " Siri ")
    with Project.open(project_file) as project:
        assert project.coder == "Siri"
    with Project.open(project_file, coder=" \n") as project:
        assert project.coder == "Siri"
    monkeypatch.setenv("QUALCODE_CODER", "")
    monkeypatch.setenv("LOGNAME", "ola")
    with Project.open(project_file) as project:
        assert project.coder == "ola"


def test_a_backup_is_the_same_project(project: Project) -> None:
    before = study.dump(project)
    first, second = back_up(project), back_up(project)
    assert first != second
    assert first.parent == project.path.parent
    assert first.name.startswith("studie backup 20")
    with Project.open(first) as copy:
        assert study.dump(copy) == before
        assert check(copy) == []
        assert len(history(copy)) == len(history(project))
    with pytest.raises(ProjectError, match="file of that name"):
        back_up(project, first)
    with pytest.raises(ProjectError, match="cannot be opened"):
        back_up(project, project.path.parent / "ingen" / "kopi.qualcode")
    elsewhere = project.path.parent / "kopier"
    elsewhere.mkdir()
    back_up(project, elsewhere / "kopi.qualcode")
    recorded = project.rows("SELECT kind, path, coder FROM written_files")
    assert [tuple(row) for row in recorded] == [
        ("backup", first.name, "Kari"),
        ("backup", second.name, "Kari"),
        ("backup", "kopier/kopi.qualcode", "Kari"),
    ]


# Migrations: an earlier program made the file, and this one knows one more step.


MIGRATIONS = (
    schema.first_schema,
    schema.saved_queries,
    schema.survey,
    schema.blind_coders,
    schema.consensus,
)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Migrations:
    """Makes this program one with one more migration, which the test defines."""
    later = Migrations("qualcode")
    for known in MIGRATIONS:
        later(name=known.__name__)(known)
    monkeypatch.setattr(schema, "migrations", later)
    monkeypatch.setattr(project_module, "SCHEMA_VERSION", len(MIGRATIONS) + 1)
    return later


def test_a_project_of_the_first_format_gets_all_that_came_since(tmp_path, monkeypatch):
    with monkeypatch.context() as earlier:
        first = Migrations("qualcode")
        first(name="first_schema")(schema.first_schema)
        earlier.setattr(schema, "migrations", first)
        earlier.setattr(project_module, "SCHEMA_VERSION", 1)
        study.build(tmp_path / "gammelt.qualcode", first_format=True)
    with Project.open(tmp_path / "gammelt.qualcode", coder="Kari") as project:
        for table in ("queries", "survey_figures", "survey_links", "survey_notes", "blind_coders"):
            assert project.value(f"SELECT count(*) FROM {table}") == 0
        withdraw(project, "F-01")
        assert check(project) == []
    assert len(list(tmp_path.glob("*.qualcode"))) == 2, "with a copy of the file as it was"


def test_an_old_schema_is_backed_up_and_brought_up_to_date(
    project_file: Path, later: Migrations
) -> None:
    @later()
    def add_place(db: Database) -> None:
        db.execute("ALTER TABLE cases ADD COLUMN place TEXT NOT NULL DEFAULT ''")
        for event in ("INSERT", "UPDATE", "DELETE"):
            db.execute(f"DROP TRIGGER cases_history_{event}")
        columns = {row[1]: row[2] for row in db.execute("PRAGMA table_info(cases)")}
        schema._execute_script(db, schema.history_triggers("cases", columns))

    old = project_file.read_bytes()
    with pytest.raises(ProjectError, match="older format"):
        Project.open(project_file, read_only=True)
    assert project_file.read_bytes() == old
    with Project.open(project_file, coder="Kari") as project:
        assert project.value("SELECT place FROM cases") == ""
        assert project.value("PRAGMA user_version") == len(MIGRATIONS) + 1
        (recorded,) = project.rows("SELECT path FROM written_files WHERE kind = 'backup'")
        with project.action("Placed"):
            project.connection.execute("UPDATE cases SET place = 'Tromsø'")
        undo(project)
        assert project.value("SELECT place FROM cases") == ""
        assert check(project) == []
    backup = sqlite3.connect(project_file.parent / recorded["path"])
    assert backup.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert "place" not in {row[1] for row in backup.execute("PRAGMA table_info(cases)")}
    backup.close()
    with Project.open(project_file) as project:
        assert project.value("SELECT count(*) FROM written_files") == 1


def test_a_migration_that_fails_changes_nothing(project_file: Path, later: Migrations) -> None:
    @later()
    def half(db: Database) -> None:
        db.execute("DROP VIEW coded_segments")
        db.execute("SELECT * FROM nowhere")

    def state() -> list[tuple[object, ...]]:
        connection = sqlite3.connect(project_file)
        rows = connection.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()
        rows += connection.execute("PRAGMA user_version").fetchall()
        connection.close()
        return rows

    before = state()
    with pytest.raises(ProjectError, match="no such table: nowhere"):
        Project.open(project_file)
    assert state() == before
