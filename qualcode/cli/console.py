"""What commands print: tables on standard output, progress and remarks on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from rich.console import Console

    from qualcode.project import Project
    from qualcode.reporting.report import Report
    from qualcode.reporting.tables import Table


class Move(Protocol):
    """Moves a progress bar: so many done of so many, and what is at hand."""

    def __call__(self, done: int, total: int, item: str = "") -> None:
        """Show how far the work is."""


_NO_TERMINAL = 160  # columns, for a table in a file
_NARROWEST = 24  # columns, for names beside numbers


def console() -> Console:
    """Standard output: as wide as the terminal, also through a pipe; wide where there is none."""
    from rich.console import Console

    return Console(width=_width(), highlight=False, emoji=False)


def _width() -> int | None:
    if sys.stdout.isatty():
        return None
    return (
        os.get_terminal_size(sys.stderr.fileno()).columns if sys.stderr.isatty() else _NO_TERMINAL
    )


def say(message: str) -> None:
    """Tell the user something, as it stands."""
    console().print(message, markup=False, soft_wrap=True)


def when(moment: str) -> str:
    """A moment of the history (UTC) to the minute."""
    return moment[:16].replace("T", " ")


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 coding`, `2 codings`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


@contextmanager
def progress(what: str) -> Iterator[Move]:
    """A progress bar on standard error; gives the function that moves it.

    It shows up after a second, so that short work is not cluttered.
    """
    from time import monotonic

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[item]}"),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(what, total=None, item="")
    started = monotonic()

    def move(done: int, total: int, item: str = "") -> None:
        if not bar.live.is_started and monotonic() - started > 1:
            bar.start()
        bar.update(task, completed=done, total=total, item=item)

    try:
        yield move
    finally:
        if bar.live.is_started:
            bar.stop()


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal that something is under way that cannot say how far it is."""
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def prepare_lexicon(language: str) -> None:
    """Build the cache of Norwegian word forms, which takes seconds, when it is first needed."""
    from qualcode.language.languages import is_norwegian

    if is_norwegian(language):
        from qualcode.language import lexicon

        with progress("Building the lexicon (once)") as move:
            lexicon.prepare(lambda share: move(round(share * 100), 100))


def show_table(table: Table, *, numbers_from: int = 1, limit: int | None = None) -> None:
    """Print a table with its notes. `numbers_from` is the first column that holds numbers.

    What is wider than the screen is printed as several tables, each with the columns before those.
    """
    from rich.table import Table as RichTable

    out = console()
    rows = [tuple(map(_cell, row)) for row in table.rows[:limit]]
    for place, columns in enumerate(_parts(table.columns, rows, numbers_from, out.width)):
        shown = RichTable(
            title=None if place else table.title, title_justify="left", header_style="bold"
        )
        for column in columns:
            if column < numbers_from:
                shown.add_column(table.columns[column], overflow="fold")
            else:
                shown.add_column(table.columns[column], justify="right", no_wrap=True)
        for row in rows:
            shown.add_row(*(row[column] for column in columns))
        out.print(shown)
    if limit is not None and len(table.rows) > limit:
        say(f"… and {count(len(table.rows) - limit, 'more row')}; --all shows them.")
    for note in table.notes:
        say(note)


def _parts(
    names: Sequence[str], rows: Sequence[Sequence[str]], numbers_from: int, width: int
) -> list[list[int]]:
    """The columns of each of the tables that a table takes to fit into a width."""
    from rich.cells import cell_len

    def room(column: int) -> int:  # with a border and blanks
        texts = (names[column], *(row[column] for row in rows))
        return 3 + max(cell_len(line) for text in texts for line in text.split("\n"))

    first = list(range(min(numbers_from, len(names))))
    least = 1 + sum(min(room(column), _NARROWEST) for column in first)
    parts, taken = [first], least
    for column in range(len(first), len(names)):
        if taken + room(column) > width and len(parts[-1]) > len(first):
            parts.append(first)
            taken = least
        parts[-1] = [*parts[-1], column]
        taken += room(column)
    return parts


def _cell(value: Any) -> str:
    from rich.markup import escape

    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    return escape(str(value))


def write_or_show(
    project: Project,
    table: Table,
    out: Path | None,
    *,
    numbers_from: int = 1,
    limit: int | None = None,
) -> None:
    """Write a table to a file, which the project then remembers as an export, or print it."""
    if out is None:
        show_table(table, numbers_from=numbers_from, limit=limit)
    else:
        write_to_file(project, table, out)


def write_to_file(project: Project, report: Report | Table, out: Path) -> None:
    """Write a report to a file, which the project then remembers as an export."""
    from qualcode.reporting.formats import write_report
    from qualcode.reporting.report import Report

    write_report(project, report, out)
    project.record_written_file("export", out)
    table = report.table if isinstance(report, Report) else report
    say(f"Wrote {count(len(table.rows), 'row')} to {out}.")


def confirm(question: str, *, yes: bool) -> bool:
    """Ask, unless the user has said yes beforehand."""
    import typer

    return yes or typer.confirm(question)


def bullet_list(items: Sequence[str]) -> str:
    """Lines with a dash before each item."""
    return "\n".join(f"  - {item}" for item in items)
