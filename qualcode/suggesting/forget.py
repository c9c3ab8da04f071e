"""Forgetting a run: what it suggested and nobody has decided on goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.model import Decision
from qualcode.suggesting.runs import find_run

if TYPE_CHECKING:
    from qualcode.project import Project


def forget(project: Project, run_id: int) -> int:
    """Take away a run's open suggestions, as one action; gives how many they were.

    Accepted and rejected ones stay, and so does the run itself. What was forgotten may be
    suggested again by another run. Raises `NotFoundError` for a run that does not exist.
    """
    find_run(project, run_id)
    with project.action(f"Forgot the open suggestions of run {run_id}"):
        deleted = project.connection.execute(
            "DELETE FROM main.suggestions WHERE run_id = ? AND decision = ?",
            (run_id, Decision.OPEN.value),
        )
    return deleted.rowcount
