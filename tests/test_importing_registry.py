"""Formats are found by the file's ending, and anybody can add one."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from qualcode.errors import ImportFailure
from qualcode.importing import registry
from qualcode.importing.blocks import Block, Reading
from qualcode.importing.registry import read_transcript, supported_suffixes

BUILT_IN = (".docx", ".md", ".odt", ".rtf", ".srt", ".txt", ".vtt")


def read_log(data: bytes) -> Reading:
    """A third party's reader: `name|seconds|words` a line."""
    rows = [line.split("|") for line in data.decode().splitlines()]
    if not all(len(row) == 3 for row in rows):
        raise ImportFailure("A row has not three fields.", where="line 1", remedy="Mend it.")
    blocks = (Block(words, name, float(start)) for name, start, words in rows)
    return Reading(tuple(blocks), encoding="utf-8", notes=("Read from a log.",))


@pytest.fixture
def add(monkeypatch):
    """Let installed packages declare entry points."""

    def declare(**importers: str) -> None:
        declared = [EntryPoint(name, value, registry.GROUP) for name, value in importers.items()]
        monkeypatch.setattr(
            registry, "entry_points", lambda group: declared if group == registry.GROUP else []
        )
        registry._importers.cache_clear()

    yield declare
    registry._importers.cache_clear()


def test_the_built_in_formats_need_no_metadata(add):
    add()
    assert supported_suffixes() == BUILT_IN
    assert read_transcript(b"I: Hei\n", "a.txt").format == "txt"


def test_the_declared_formats_are_the_built_in_ones(add):
    add(**registry._BUILT_IN)
    assert supported_suffixes() == BUILT_IN


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_reader_exists(name):
    _, reader = registry._find_reader(f"Intervju 1{name.upper()}")
    assert callable(reader)


def test_a_third_party_adds_a_format(add):
    add(log="test_importing_registry:read_log")
    assert supported_suffixes() == tuple(sorted([*BUILT_IN, ".log"]))
    transcript = read_transcript(b"Kari|1.5|Hei \nOla|3|Da sa jeg: ja\n|4|Pause", "a.LOG")
    assert transcript.text == "Kari: Hei \nOla: Da sa jeg: ja\nPause"
    assert transcript.format == "log"
    assert transcript.encoding == "utf-8"
    assert "Read from a log." in transcript.notes
    turns = [
        (turn.speaker, transcript.text[turn.start : turn.end], turn.time_start)
        for turn in transcript.turns
    ]
    assert turns == [("Kari", "Hei", 1.5), ("Ola", "Da sa jeg: ja", 3), ("", "Pause", 4)]


def test_a_third_party_takes_over_a_format(add):
    add(TXT="test_importing_registry:read_log")
    assert supported_suffixes() == BUILT_IN
    assert read_transcript(b"Kari|1.5|Hei", "a.txt").turns[0].speaker == "Kari"


def test_an_importer_that_cannot_be_loaded_is_named(add):
    add(log="no_such_package:read")
    with pytest.raises(ImportFailure, match=r"\.log \(no_such_package:read\)"):
        read_transcript(b"x", "a.log")
    assert read_transcript(b"I: Hei", "a.txt").turns


def test_a_reader_says_where_in_the_file(add):
    add(log="test_importing_registry:read_log")
    with pytest.raises(ImportFailure) as failure:
        read_transcript(b"Kari", "a.log")
    assert failure.value.where == "a.log, line 1"
    assert failure.value.remedy == "Mend it."


@pytest.mark.parametrize(
    ("name", "what", "remedy"),
    [
        ("a.xyz", ".xyz", "known"),
        ("a.doc", ".doc", "save it as .docx"),
        ("a.pdf", ".pdf", ".txt"),
        ("notat", "no ending", "known"),
        (".txt", "no ending", "known"),
    ],
)
def test_an_unknown_ending(name, what, remedy):
    with pytest.raises(ImportFailure) as failure:
        read_transcript(b"I: Hei", name)
    assert what in failure.value.what
    assert remedy.casefold() in failure.value.remedy.casefold()
    assert failure.value.where == name
    for ending in BUILT_IN:
        assert ending in failure.value.remedy


def test_no_format_is_loaded_before_it_is_needed():
    code = (
        "import sys, qualcode.importing.registry as r; r.supported_suffixes();"
        "r.read_transcript('I: Hei på deg'.encode(), 'a.txt');"
        "print([m for m in ('lxml', 'docx', 'webvtt', 'striprtf', 'chardet') if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
