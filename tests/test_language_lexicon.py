from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.language import compounds, keys, lexicon
from qualcode.language.lexicon import Entry, Reading

SHARED = os.environ.setdefault(
    "QUALCODE_CACHE", str(Path(tempfile.gettempdir()) / "qualcode-tests")
)
FORMS = [
    ("barna", "barn", "noun"),
    ("barn", "barn", "noun"),
    ("lærer", "lære", "verb"),
    ("læreren", "lærer", "noun"),
    ("barnelæreren", "barnelærer", "noun"),
    ("ikke", "ikke", "adv"),
]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder and a lexicon of a few words to fill it from."""
    lexicon.close()
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "new" / "cache#?"))
    monkeypatch.setattr(lexicon, "_forms", lambda: iter(FORMS))
    yield tmp_path / "new" / "cache#?" / "lexicon.sqlite"
    lexicon.close()


def test_look_up_builds_the_cache(small: Path) -> None:
    assert lexicon.cache_file() == small
    assert lexicon.readings("BARNA") == (Reading("barn", "noun"),)
    assert small.is_file()
    assert [file.name for file in small.parent.iterdir()] == ["lexicon.sqlite"]


def test_entries_count_families_and_lemmas_are_forms(small: Path) -> None:
    assert lexicon.readings("lærer") == (Reading("lære", "verb"), Reading("lærer", "noun"))
    found = lexicon.entries(["barne", "læreren", "finnes ikke"])
    assert found["barne"] == Entry("", 1, 0, False, False)
    assert found["læreren"].closes == 1
    assert found["finnes ikke"] == Entry("", 0, 0, False, False)


def test_progress_runs_from_start_to_end(small: Path) -> None:
    told: list[float] = []
    assert lexicon.prepare(told.append)
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert told == sorted(told)
    lexicon.close()
    assert lexicon.prepare(told.append)
    assert told[-1] == 1.0
    assert told.count(0.0) == 1  # the second time it was there


@pytest.mark.parametrize(
    "content", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_a_damaged_cache_is_rebuilt(small: Path, content: bytes) -> None:
    small.parent.mkdir(parents=True)
    small.write_bytes(content)
    assert lexicon.readings("barna") == (Reading("barn", "noun"),)


def test_damage_that_shows_late_is_repaired(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [(f"ord{number}", f"ord{number}", "noun") for number in range(5000)]
    monkeypatch.setattr(lexicon, "_forms", lambda: iter([*FORMS, *many]))
    lexicon.prepare()
    lexicon.close()
    whole = small.read_bytes()
    small.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 8192) + whole[-4096:])
    assert lexicon.readings("ord4321") == (Reading("ord4321", "noun"),)
    lexicon.close()
    assert lexicon.readings("ord17") == (Reading("ord17", "noun"),)


def test_other_versions_are_rebuilt(small: Path) -> None:
    lexicon.prepare()
    lexicon.close()
    with sqlite3.connect(small) as connection:
        connection.execute("UPDATE made_from SET signature = 'format 0'")
        connection.execute("DELETE FROM entry")
    connection.close()
    assert lexicon.readings("barna") == (Reading("barn", "noun"),)


def test_without_a_place_to_write_it_works_in_memory(
    small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "file"))
    assert lexicon.readings("barna") == (Reading("barn", "noun"),)


def test_without_data_there_are_stems_alone(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "find_spec", lambda _name: None)
    monkeypatch.setattr(lexicon, "version", _not_installed)
    functions = (keys.keys, keys.term_keys, keys._whole, keys.root)
    functions += (compounds._parts, compounds._cut_of_unknown)
    for function in functions:
        function.cache_clear()
    try:
        assert not lexicon.prepare()
        assert lexicon.readings("barna") == ()
        assert compounds.parts("barnekoordinator", "nb") == ()
        assert keys.keys("koordinatorene", "nb") == {"koordinator"}
        assert not small.exists()
    finally:
        for function in functions:
            function.cache_clear()


def _not_installed(package: str) -> str:
    raise lexicon.PackageNotFoundError(package)


def test_two_processes_may_build_at_once(small: Path) -> None:
    code = (
        "from qualcode.language import lexicon\n"
        "words = [(f'ord{n}', f'ord{n}', 'noun') for n in range(20000)]\n"
        "lexicon._forms = lambda: iter(words)\n"
        "print(len(lexicon.readings('ord19999')))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in running] == ["1", "1"]
    assert [file.name for file in small.parent.iterdir()] == ["lexicon.sqlite"]


def test_threads_share_one_connection(small: Path) -> None:
    found: list[tuple[Reading, ...]] = []
    threads = [
        threading.Thread(target=lambda: found.append(lexicon.readings("barna"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(Reading("barn", "noun"),)] * 8


def test_the_real_tables() -> None:
    lexicon.close()
    assert os.environ["QUALCODE_CACHE"] == SHARED
    assert Reading("barn", "noun") in lexicon.readings("barna")
    assert Reading("hjelpe", "verb") in lexicon.readings("hjalp")
    assert "veke" in {reading.lemma for reading in lexicon.readings("vekene")}
    barne = lexicon.entries(["barne"])["barne"]
    assert barne.opens > 100
    assert lexicon.readings("à la carte") == ()
