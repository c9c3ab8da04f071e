"""qualcode suggest export: suggestions for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import count, say
from qualcode.cli.options import ProjectPath, open_project, selecting_suggestions

if TYPE_CHECKING:
    from qualcode.project.selection import Selection


@selecting_suggestions
def export(
    path: ProjectPath,
    selection: Selection,
    run: Annotated[int | None, typer.Option("--run", help="Only those of this run.")] = None,
    min_score: Annotated[
        float, typer.Option("--min-score", help="Only those from this score up.")
    ] = 0.0,
    negated: Annotated[
        bool | None,
        typer.Option(
            "--negated/--not-negated", help="Only those that stand in a negation; only the others."
        ),
    ] = None,
    decided: Annotated[bool, typer.Option("--decided", help="Decided ones too.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write to a file: .csv or .jsonl."),
    ] = None,
) -> None:
    """Give suggestions to other programs: without --out, a JSON object a line.

    Example: qualcode suggest export samordning.qualcode --run 3 --out suggestions.csv
    """
    from qualcode.model import Decision
    from qualcode.reporting.suggestions import write_json_lines, write_suggestions
    from qualcode.suggesting.exported import exported

    with open_project(path, read_only=out is None) as project:
        found = exported(
            project,
            selection,
            run_id=run,
            decision=None if decided else Decision.OPEN,
            min_score=min_score,
            negated=negated,
        )
        if out is None:
            write_json_lines(found, sys.stdout)
            return
        number = write_suggestions(found, out)
        project.record_written_file("export", out)
    say(f"Wrote {count(number, 'suggestion')} to {out}.")
