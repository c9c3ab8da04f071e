"""The coding workspace through a real pseudo-terminal, beside a plain TextArea with the same text.

A key's time runs from its bytes being written to the last byte of what is painted for it. The text
is full of codings, open suggestions and search hits.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.measuring import Result
from benchmarks.synthetic import synthetic_codings
from qualcode.codebook.edit import add_code
from qualcode.model import Role, Span, Transcript, Turn
from qualcode.project import Project
from qualcode.project.codings import add_codings
from qualcode.project.project import new_guid, now
from qualcode.project.sources import Original, add_source

WORDS, CODINGS, SUGGESTIONS, HITS, COLUMNS, ROWS = 100_000, 5_000, 1_000, 500, 120, 40
_IN_ALTERNATE_SCREEN = b"\x1b[?1049h"
_QUIET = 0.05  # seconds without a byte: the paint is over
_PATIENCE = 20.0
RIGHT, DOWN, PAGE_DOWN = b"\x1b[C", b"\x1b[B", b"\x1b[6~"
SHIFT_DOWN = b"\x1b[1;2B"
HOME = b"\x1b[1;5H"


def measure() -> list[Result]:
    """Start, keys of four kinds, memory and the load of a key held down."""
    with tempfile.TemporaryDirectory() as folder:
        # Nobody's settings, English, and not the tour of the first run.
        os.environ |= {"QUALCODE_CONFIG": folder, "QUALCODE_DATA": folder, "LC_ALL": "C.UTF-8"}
        (Path(folder) / "tour-shown").touch()
        project = make_project(Path(folder) / "large.qualcode")
        text = Path(folder) / "large.txt"
        with Project.open(project, read_only=True) as opened:
            text.write_text(opened.value("SELECT text FROM sources"), "utf-8")
        area = _measure_text_area(text)
        return _measure_workspace(project, area)


def make_project(path: Path, *, words: int = WORDS, codings: int = CODINGS) -> Path:
    """An interview of that many words with that many codings of 40–400 characters."""
    chance = random.Random(3)
    syllables = ("ba", "ne", "kor", "di", "så", "tid", "møt", "ra", "ing", "ø", "en", "vei")
    parts: list[str] = []
    turns: list[Turn] = []
    sentences: list[Span] = []
    at = said = 0
    while said < words:
        name, role, most = (
            ("Informant", Role.INFORMANT, 9) if len(turns) % 2 else ("Anne", Role.INTERVIEWER, 2)
        )
        parts.append(f"{name}: ")
        at += len(parts[-1])
        start = at
        for _ in range(chance.randint(1, most)):
            length = chance.randint(4, 22)
            said += length
            sentence = " ".join(
                "".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(length)
            )
            parts.append(f"{sentence.capitalize()}. ")
            sentences.append(Span(at, at + len(parts[-1]) - 1))
            at += len(parts[-1])
        turns.append(Turn(start, at - 1, name, role, len(turns) * 21.0))
        parts.append("\n")
        at += 1
    transcript = Transcript("".join(parts), tuple(turns), "txt")
    with Project.create(path, coder="bench") as project:
        with project.action("Made an interview of nothing"):
            code_ids = [add_code(project, f"code {number}") for number in range(40)]
            source_id = add_source(
                project,
                name="long interview",
                transcript=transcript,
                sentences=sentences,
                original=Original("long.txt", b"long"),
                language="nb",
            )
        new = synthetic_codings(codings, code_ids, [source_id], len(transcript.text), seed=1)
        add_codings(project, new, label="bench")
        suggest(project, source_id, code_ids, chance.sample(sentences, SUGGESTIONS))
    return path


def suggest(project: Project, source_id: int, code_ids: list[int], spans: list[Span]) -> None:
    """Open suggestions, as a run leaves them."""
    with project.action("Suggested"):
        run = {
            "guid": new_guid(),
            "suggester": "bench",
            "coder_id": project.id_of("coders", project.coder),
            "settings": "{}",
            "versions": "{}",
            "codebook_hash": "",
            "started_at": now(),
        }
        run_id = project.insert("suggestion_runs", run)
        project.connection.executemany(
            "INSERT INTO suggestions (guid, run_id, source_id, code_id, start, end, score, "
            "evidence, negated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [
                (
                    new_guid(),
                    run_id,
                    source_id,
                    code_ids[number % len(code_ids)],
                    *span,
                    0.5,
                    '[{"term": "tid", "start": 0, "end": 3}]',
                )
                for number, span in enumerate(spans)
            ],
        )


class Terminal:
    """A program in a pseudo-terminal, and the time it takes to paint."""

    def __init__(self, *command: str) -> None:
        self.started = perf_counter()
        self._parent, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdin=child,
            stdout=child,
            stderr=child,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )
        os.close(child)

    def wait_for(self, wanted: bytes) -> float:
        """Read until some bytes have come; gives the moment."""
        seen = b""
        while wanted not in seen:
            chunk = self._read(_PATIENCE)
            if not chunk:
                raise TimeoutError(f"{wanted!r} did not appear; the end of it: {seen[-2000:]!r}")
            seen += chunk
        return perf_counter()

    def settle(self) -> float:
        """Read until nothing more comes; gives the moment of the last byte."""
        last = perf_counter()
        while self._read(_QUIET):
            last = perf_counter()
        return last

    def press(self, key: bytes) -> float:
        """Press a key; gives the seconds until all of its paint is there."""
        self.settle()
        start = perf_counter()
        os.write(self._parent, key)
        if not self._read(_PATIENCE):
            raise TimeoutError(f"Nothing was painted for {key!r}.")
        last = perf_counter()
        return max(self.settle_from(last), last) - start

    def settle_from(self, last: float) -> float:
        """As `settle`, but from the moment of a byte that has come already."""
        while self._read(_QUIET):
            last = perf_counter()
        return last

    def hold(self, key: bytes, *, times: int, per_second: int) -> float:
        """Press a key again and again; gives the share of one core that it costs."""
        before, start = self._cpu(), perf_counter()
        for number in range(times):
            os.write(self._parent, key)
            while (rest := start + (number + 1) / per_second - perf_counter()) > 0:
                self._read(rest)
        return (self._cpu() - before) / (perf_counter() - start)

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_megabytes(self) -> float:
        """The most memory that the program has had so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._parent], [], [], max(seconds, 0))
        if not ready:
            return b""
        with suppress(OSError):
            return os.read(self._parent, 1 << 16)
        return b""

    def close(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        os.close(self._parent)


@contextmanager
def terminal(*command: str) -> Iterator[Terminal]:
    """A program in a pseudo-terminal, ended at the end."""
    opened = Terminal(*command)
    try:
        yield opened
    finally:
        opened.close()


def _figures(times: list[float]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    return statistics.median(times) * 1000, statistics.quantiles(times, n=20)[-1] * 1000


def _keys(press: Callable[[bytes], float], keys: list[bytes], timed: int = -1) -> list[float]:
    """The times of one key of a group, the group repeated 60 times."""
    times = []
    for _ in range(60):
        group = [press(key) for key in keys]
        times.append(group[timed])
    return times


def _measure_workspace(project: Path, area: dict[str, tuple[float, float]]) -> list[Result]:
    results = []
    with terminal("qualcode", "open", str(project), "--as", "bench") as app:
        up = app.wait_for(_IN_ALTERNATE_SCREEN)
        text = app.wait_for(b"Anne")
        results += [
            Result("workspace: the app is up", up - app.started, 1, "s"),
            Result("workspace: text on the screen after that", text - up, 0.3, "s"),
        ]
    with terminal("benchmarks.terminal", "workspace", str(project)) as app:
        app.wait_for(f"{HITS} hits".encode())
        sleep(1.5)  # the side panes, and the first poll
        app.settle()
        measured = {
            "cursor": _keys(app.press, [DOWN, RIGHT]),
            "selection": _keys(app.press, [SHIFT_DOWN]),
            "page": _keys(app.press, [PAGE_DOWN]),
            "coding": (app.press(HOME), _keys(app.press, [b"s", b"1"]))[1],
            "next suggestion": (app.press(HOME), _keys(app.press, [b"f"]))[1],
            "accepting": (app.press(HOME), _keys(app.press, [b"f", b"a"]))[1],
            "next hit": (app.press(HOME), _keys(app.press, [b"+"]))[1],
        }
        for what, times in measured.items():
            median, high = _figures(times)
            beside = "a plain TextArea: {:.1f}, {:.1f}".format(*area.get(what, (0, 0)))
            detail = beside if what in area else ""
            results.append(Result(f"workspace: {what}, median", median, 12, "ms", detail))
            results.append(Result(f"workspace: {what}, 95th percentile", high, 30, "ms"))
        load = app.hold(DOWN, times=90, per_second=30)
        results.append(Result("workspace: 30 keys a second, share of a core", load, 0.5, ""))
        results.append(Result("workspace: memory", app.peak_megabytes(), 100, "MB"))
    return results


def _measure_text_area(text: Path) -> dict[str, tuple[float, float]]:
    with terminal("benchmarks.terminal", "area", str(text)) as app:
        app.wait_for(b"Anne")
        sleep(1)
        return {
            "cursor": _figures(_keys(app.press, [DOWN, RIGHT])),
            "selection": _figures(_keys(app.press, [SHIFT_DOWN])),
            "page": _figures(_keys(app.press, [PAGE_DOWN])),
        }


def _show_text_area(path: Path) -> None:
    from textual.app import App, ComposeResult
    from textual.widgets import TextArea

    class Plain(App[None]):
        def compose(self) -> ComposeResult:
            yield TextArea(path.read_text("utf-8"), read_only=True, soft_wrap=True)

    Plain().run()


def _show_workspace(path: Path) -> None:
    """The workspace as a search leaves it."""
    from qualcode.tui import app

    class Searched(app.QualcodeApp):
        CSS_PATH = Path(app.__file__).with_name("app.tcss")

        def on_ready(self) -> None:
            source_id = project.value("SELECT id FROM sources")
            text = project.value("SELECT text FROM sources")
            step = len(text) // HITS
            hits = [Span(start, start + 7) for start in range(0, step * HITS, step)]
            self.workspace().show_hits({source_id: hits})

    with Project.open(path, coder="bench") as project:
        Searched(project).run()


if __name__ == "__main__":
    {"area": _show_text_area, "workspace": _show_workspace}[sys.argv[1]](Path(sys.argv[2]))
