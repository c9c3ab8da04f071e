"""The suggestion runs as a table: what each was to do, with what, and what became of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualcode.reporting.tables import Cell, Table
from qualcode.suggesting.queue import Tally, tallies
from qualcode.suggesting.runs import Run, runs

if TYPE_CHECKING:
    from qualcode.project import Project

_COLUMNS = (
    "run",
    "suggester",
    "coder",
    "started",
    "finished",
    "sources",
    "sources done",
    "proposed",
    "new",
    "open",
    "accepted",
    "rejected",
    "only codes",
    "only sources",
    "roles",
    "units",
    "aim",
    "least score",
    "again",
    "seed",
    "versions",
    "codebook",
)


def run_table(project: Project) -> Table:
    """A row for each run, the latest first, with its settings, its versions and its counts.

    Moments are ISO 8601 in UTC; `finished` is empty for a run that was stopped. `codebook` is the
    hash of the codebook that the run was made with.
    """
    made_with = {
        row["id"]: (_versions(row["versions"]), row["codebook_hash"])
        for row in project.rows("SELECT id, versions, codebook_hash FROM suggestion_runs")
    }
    counted = tallies(project)
    rows = tuple(
        (*_row(run, counted.get(run.id, Tally())), *made_with[run.id]) for run in runs(project)
    )
    return Table("Suggestion runs", _COLUMNS, rows)


def _row(run: Run, tally: Tally) -> tuple[Cell, ...]:
    settings = run.settings
    return (
        run.id,
        run.suggester,
        run.coder,
        run.started_at,
        run.finished_at or "",
        run.sources,
        run.sources_done,
        run.proposed,
        run.added,
        *tally,
        "; ".join(settings.codes),
        "; ".join(settings.sources),
        "; ".join(settings.roles),
        settings.units,
        settings.aim,
        "" if settings.min_score is None else settings.min_score,
        "yes" if settings.again else "no",
        settings.seed,
    )


def _versions(stored: str) -> str:
    return "; ".join(f"{name} {version}" for name, version in json.loads(stored).items())
