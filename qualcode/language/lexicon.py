"""Norwegian word forms with their lemmas, in a SQLite cache that is built once.

The forms come from packages on this machine: the `lemma_exc` tables of spacy-lookups-data for
bokmål (from Norsk Ordbank) and simplemma's table for nynorsk. Where both are missing, every
look-up is empty and qualcode goes on with stems alone.

The cache lies in the user's cache folder, or in the folder that the environment variable
QUALCODE_CACHE names. It holds nothing of anybody's project and can be deleted at any time.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import NamedTuple

Progress = Callable[[float], None]
"""Told how much of the cache is built, from 0.0 to 1.0."""

_FORMAT = 2
_REMEMBERED = 300_000
_CHUNK = 500  # below SQLite's oldest limit of 999 variables


class Reading(NamedTuple):
    """One lemma of a form; `pos` is noun, verb, adj or adv, and empty where the source has none."""

    lemma: str
    pos: str


class Entry(NamedTuple):
    """What the lexicon knows of a string.

    `packed` is a line `pos:lemma` for each reading, empty for a string that only opens compounds:
    thousands are looked up whose readings nobody asks for. `opens` and `closes` count the
    lexicon's own compounds of which the string is the first part (with its linking letter) and
    of which one of its lemmas is the last part. `content` is a string that is more than an adverb,
    `lemma` one that is a lemma itself, and not of a verb or adverb only.
    """

    packed: str
    opens: int
    closes: int
    content: bool
    lemma: bool

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The lemmas with their parts of speech."""
        return tuple(Reading(lemma, pos) for pos, lemma in _pairs(self.packed))


_UNKNOWN = Entry("", 0, 0, False, False)


def entry(form: str) -> Entry:
    """Look up one casefolded string; quickest for those that `load` has got ready."""
    return _memory.get(form) or entries((form,))[form]


def load(forms: Iterable[str]) -> None:
    """Get many casefolded strings ready for `entry`: one by one they cost ten times more."""
    missing = set(forms).difference(_memory)
    if missing:
        entries(missing)


def entries(forms: Iterable[str]) -> dict[str, Entry]:
    """Look up many casefolded strings at once; one that is unknown has an entry without readings.

    Builds the cache if it is missing, out of date or damaged (some seconds).
    """
    with _lock:
        wanted = list(forms)
        if len(_memory) > _REMEMBERED:
            _memory.clear()
        missing = [form for form in dict.fromkeys(wanted) if form not in _memory]
        if missing:
            found = _fetch(missing)
            _memory.update((form, found.get(form, _UNKNOWN)) for form in missing)
        return {form: _memory[form] for form in wanted}


def readings(form: str) -> tuple[Reading, ...]:
    """The lemmas of a form with their parts of speech; upper and lower case are one."""
    return entry(form.casefold()).readings


def prepare(progress: Progress | None = None) -> bool:
    """Build the cache if it has to be built; say whether there is a lexicon to look things up in.

    For a program that wants to show a bar; otherwise the first look-up does the same.
    """
    with _lock:
        return _connection(progress) is not None


def close() -> None:
    """Forget the open cache and what was looked up, as after a change of QUALCODE_CACHE."""
    with _lock:
        if _open:
            _open.pop().close()
        _memory.clear()
        _signature.cache_clear()


def cache_file() -> Path:
    """Where the cache lies or will lie."""
    from platformdirs import user_cache_path

    folder = os.environ.get("QUALCODE_CACHE")
    return (Path(folder) if folder else user_cache_path("qualcode")) / "lexicon.sqlite"


_lock = RLock()
_memory: dict[str, Entry] = {}
_open: list[sqlite3.Connection] = []


def _fetch(forms: list[str]) -> dict[str, Entry]:
    """Look strings up in the cache; a damaged cache is built anew, once."""
    connection = _connection()
    if connection is None:
        return {}
    try:
        return dict(_rows(connection, forms))
    except sqlite3.DatabaseError:
        connection.close()
        _open.clear()
        with suppress(OSError):
            cache_file().unlink(missing_ok=True)
        connection = _connection()
        return dict(_rows(connection, forms)) if connection else {}


def _rows(connection: sqlite3.Connection, forms: list[str]) -> Iterator[tuple[str, Entry]]:
    for first in range(0, len(forms), _CHUNK):
        chunk = forms[first : first + _CHUNK]
        marks = ",".join("?" * len(chunk))
        query = f"SELECT * FROM entry WHERE form IN ({marks})"
        for form, *fields in connection.execute(query, chunk):
            yield form, Entry._make(fields)


def _pairs(packed: str) -> list[list[str]]:
    """The packed readings of a form as pairs of part of speech and lemma."""
    return [reading.split(":", 1) for reading in packed.split("\n")] if packed else []


def _connection(progress: Progress | None = None) -> sqlite3.Connection | None:
    """The open cache, built if need be; None where there are no tables to build it from."""
    if not _open and _signature():
        file = cache_file()
        connection = _opened(file)
        if connection is None:
            connection = _built(file, progress)
        _open.append(connection)
    return _open[0] if _open else None


def _opened(file: Path) -> sqlite3.Connection | None:
    """Open the cache for reading if it is there, whole at first sight and of today's versions."""
    if not file.is_file():
        return None
    # A name with "?" or "#" would end the path of the URI; as_uri() quotes it.
    connection = sqlite3.connect(
        f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    try:
        (signature,) = connection.execute("SELECT signature FROM made_from").fetchone()
        if signature == _signature():
            return connection
    except (sqlite3.DatabaseError, TypeError):
        pass
    connection.close()
    return None


def _built(file: Path, progress: Progress | None) -> sqlite3.Connection:
    """Build the cache beside its place and move it there; in memory where no file can be written.

    Two processes may build at the same time: each moves a whole file into place.
    """
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix="lexicon-", suffix=".tmp", dir=file.parent)
        os.close(handle)
        with closing(sqlite3.connect(temporary)) as building:
            _write(building, progress)
        Path(temporary).replace(file)
        connection = _opened(file)
        if connection is not None:
            return connection
    except (OSError, sqlite3.OperationalError):
        pass
    finally:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _write(connection, progress)
    return connection


def _write(connection: sqlite3.Connection, progress: Progress | None) -> None:
    """Fill a database with the forms and with how often each takes part in compounds."""
    tell = progress or (lambda _fraction: None)
    tell(0.0)
    packed = _packed_readings()
    tell(0.4)
    opens, closes = _families(packed)
    tell(0.6)
    rows = (
        (
            form,
            known := packed.get(form, ""),
            opens[form],
            max((closes[lemma] for _, lemma in _pairs(known)), default=0),
            any(pos != "adv" for pos, _ in _pairs(known)),
            any(lemma == form and pos not in ("adv", "verb") for pos, lemma in _pairs(known)),
        )
        for form in sorted(packed.keys() | opens.keys())
    )
    # The file is thrown away unless it becomes whole, so nothing has to survive a crash meanwhile.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    connection.execute(
        "CREATE TABLE entry (form TEXT PRIMARY KEY, packed TEXT NOT NULL, "
        "opens INTEGER NOT NULL, closes INTEGER NOT NULL, content INTEGER NOT NULL, "
        "lemma INTEGER NOT NULL) STRICT, WITHOUT ROWID"
    )
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("CREATE TABLE made_from (signature TEXT NOT NULL) STRICT")
    connection.execute("INSERT INTO made_from VALUES (?)", (_signature(),))
    connection.commit()
    tell(1.0)


def _packed_readings() -> dict[str, str]:
    """The readings of every form, one `pos:lemma` a line, which is also how the cache holds them.

    Strings, since a million small tuples keep the garbage collector busy for seconds.
    """
    packed: dict[str, str] = {}
    lemmas: set[tuple[str, str]] = set()
    for form, lemma, pos in _forms():
        _add_reading(packed, form, lemma, pos)
        lemmas.add((lemma, pos))
    # Where a lemma is also a form of another word (`lærer`), the tables leave out that it is one.
    for lemma, pos in lemmas:
        _add_reading(packed, lemma, lemma, pos)
    return packed


def _add_reading(packed: dict[str, str], form: str, lemma: str, pos: str) -> None:
    known = packed.get(form)
    if known is None:
        packed[form] = f"{pos}:{lemma}"
    elif not any(lemma == old and pos in (old_pos, "") for old_pos, old in _pairs(known)):
        packed[form] = f"{known}\n{pos}:{lemma}"


def _forms() -> Iterator[tuple[str, str, str]]:
    """Form, lemma and part of speech from both tables, casefolded, expressions left out.

    Bokmål comes first: nynorsk has no parts of speech and only adds lemmas that are new.
    """
    if file := _bokmaal_file():
        with gzip.open(file, "rt", encoding="utf-8") as stream:
            tables: dict[str, dict[str, list[str]]] = json.load(stream)
        for pos, lemmas_of in tables.items():
            for form, lemmas in lemmas_of.items():
                if " " not in form:
                    for lemma in lemmas:
                        yield form.casefold(), lemma.casefold(), pos
    if find_spec("simplemma"):
        from simplemma.strategies.dictionaries import DefaultDictionaryFactory

        nynorsk = DefaultDictionaryFactory().get_dictionary("nn")
        for form in nynorsk:
            if " " not in form:
                yield form.casefold(), nynorsk[form].casefold(), ""


def _families(packed: dict[str, str]) -> tuple[Counter[str], Counter[str]]:
    """Count for each first part and each last lemma in how many of the lexicon's lemmas it stands.

    Such family sizes tell real parts (`barne` opens 200 words) from accidents (`hjel` in `hjelper`)
    where nothing tells how frequent the words themselves are.
    """
    lemmas: set[str] = set()
    content: set[str] = set()
    for form, known in packed.items():
        for pos, lemma in _pairs(known):
            if pos != "adv":
                content.add(form)
            if pos in ("noun", "adj", "") and lemma.isalpha():
                lemmas.add(lemma)
    opens: Counter[str] = Counter()
    closes: Counter[str] = Counter()
    for lemma in lemmas:
        for cut in range(2, len(lemma) - 1):
            last = lemma[cut:]
            if last in lemmas:
                first = lemma[:cut]
                if first in content or (first[-1] in "se" and first[:-1] in content):
                    opens[first] += 1
                    closes[last] += 1
    return opens, closes


def _bokmaal_file() -> Path | None:
    """The gzipped tables of spacy-lookups-data, found without importing the package or spaCy."""
    spec = find_spec("spacy_lookups_data")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder) / "data" / "nb_lemma_exc.json.gz"
        if file.is_file():
            return file
    return None


@cache
def _signature() -> str:
    """What the cache is made from: another format or version asks for a new one; empty for none."""
    sources = []
    for package in ("spacy-lookups-data", "simplemma"):
        with suppress(PackageNotFoundError):
            sources.append(f"{package} {version(package)}")
    return " | ".join([f"format {_FORMAT}", *sources]) if sources else ""
