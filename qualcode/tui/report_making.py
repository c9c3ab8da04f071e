"""Making reports beside the user interface, and reading what is behind their cells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from qualcode.project import Project
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.reporting.formats import Part, suffixes, write_report
from qualcode.reporting.kinds.registry import make_report
from qualcode.reporting.written import written_rows
from qualcode.tui.beside import GivenUpError, explained
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import N_, _
from qualcode.tui.report_fields import kind_name
from qualcode.tui.report_table import lines_of

if TYPE_CHECKING:
    from qualcode.model import Excerpt
    from qualcode.reporting.report import Report
    from qualcode.reporting.tables import Table

Result = TypeVar("Result")

_STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's machine, until it looks whether to stop
_FORMS = {
    ".csv": N_("Table (CSV)"),
    ".json": N_("Table with its notes (JSON)"),
    ".jsonl": N_("Table, an object a line (JSON)"),
    ".xlsx": N_("Excel workbook"),
    ".html": N_("Page with the excerpts (HTML)"),
    ".svg": N_("Figure (SVG)"),
    ".png": N_("Figure (PNG)"),
    ".graphml": N_("Network (GraphML)"),
    ".gexf": N_("Network (GEXF)"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report: its kind, its options, and which codings."""

    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)
    selection: Selection = EVERYTHING

    def report(self, project: Project) -> Report:
        """Make it."""
        return make_report(project, self.kind, self.selection, **self.options)


class MadeReport:
    """A report with its rows as people read them, and the connection that it was made with.

    `seconds` is how long that took.
    """

    def __init__(self, asked: Asked, project: Project) -> None:
        began = monotonic()
        self._project = project
        self._stamp = _stamp(project)
        self._lock = Lock()
        self._closed = False
        self._last: tuple[tuple[int, int], Sequence[Excerpt] | None] | None = None
        self.asked = asked
        self.report = asked.report(project)
        self.rows = written_rows(self.table, project.language)
        self.lines = lines_of(self.table, self.rows)
        self.seconds = monotonic() - began

    @property
    def table(self) -> Table:
        """The table as people read it."""
        return self.report.readable

    @property
    def has_excerpts(self) -> bool:
        """Whether there can be excerpts behind its cells."""
        return self.report.behind is not None

    def excerpts(self, row: int, column: int) -> Sequence[Excerpt] | None:
        """The excerpts that a cell of the table counts; None for a cell that counts none."""
        with self._lock:
            if self.report.behind is None:
                return None
            try:
                return self._read(row, column)
            except Exception as error:
                raise explained(error, self._project.path) from error

    def read(self, row: int, column: int, project: Project) -> Sequence[Excerpt]:
        """The same, of the project as it is now: where it has changed, the report is made anew."""
        with self._lock:
            if not self._closed and _stamp(self._project) == self._stamp:
                return self._read(row, column) or ()
        now = self.asked.report(project)
        at = same_cell(self.table, now.readable, row, column)
        return (now.behind(*at) or ()) if now.behind and at else ()

    def _read(self, row: int, column: int) -> Sequence[Excerpt] | None:
        if self._last is None or self._last[0] != (row, column):
            assert self.report.behind is not None
            self._last = (row, column), self.report.behind(row, column)
        return self._last[1]

    def close(self) -> None:
        """Give the connection up."""
        with self._lock:
            self._closed = True
            self._project.close()


def _stamp(project: Project) -> int:
    return int(project.value("PRAGMA data_version"))


def same_cell(before: Table, now: Table, row: int, column: int) -> tuple[int, int] | None:
    """Where a cell of a table is in the table as it is now; rows are known by their words."""
    if before.columns[column] not in now.columns:
        return None
    wanted = _key(before, row)
    nth = sum(_key(before, earlier) == wanted for earlier in range(row))
    same = [position for position in range(len(now.rows)) if _key(now, position) == wanted]
    if nth >= len(same):
        return None
    return same[nth], now.columns.index(before.columns[column])


def _key(table: Table, row: int) -> tuple[str, ...]:
    return tuple(cell for cell in table.rows[row] if isinstance(cell, str))


def make(path: Path, coder: str, asked: Asked, stop: Event) -> MadeReport:
    """Make a report with a connection of its own, which it keeps; for a thread.

    Setting `stop` ends it where it is reading; `GivenUpError` is raised then.
    """
    project = Project.open(path, coder=coder, read_only=True)
    try:
        project.connection.set_progress_handler(stop.is_set, _STEPS_BETWEEN_LOOKS)
        made = MadeReport(asked, project)
        project.connection.set_progress_handler(None, 0)
    except Exception as error:
        project.close()
        raise (GivenUpError() if stop.is_set() else explained(error, path)) from error
    if stop.is_set():
        made.close()
        raise GivenUpError
    return made


async def in_thread(do: Callable[[], Result]) -> Result:
    """What comes of something that a thread does, for which leaving the program does not wait."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def tell(result: Result | None, error: BaseException | None) -> None:
        if done.done():  # nobody waits for it any more
            if isinstance(result, MadeReport):
                result.close()
        elif error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, failed = None, None
        try:
            result = do()
        except BaseException as error:
            failed = error
        with suppress(RuntimeError):  # the program has ended
            loop.call_soon_threadsafe(tell, result, failed)

    Thread(target=run, name="report", daemon=True).start()
    return await done


def exports(asked: Asked, report: Report | None) -> list[Export]:
    """Every form that a report has; those of tables while it is not known yet."""
    parts = [Part.TABLE]
    parts += [Part.FIGURE] if report and report.figures else []
    parts += [Part.NETWORK] if report and report.network else []
    return forms(asked, *parts)


def forms(asked: Asked, *parts: Part, name: str = "") -> list[Export]:
    """The forms that are made of some parts of a report; `name` is what the files are called."""

    def write(project: Project, path: Path) -> None:
        write_report(project, asked.report(project), path)

    name = name or kind_name(asked.kind)
    return [Export(_(_FORMS[suffix]), suffix, write, name) for suffix in suffixes(*parts)]
