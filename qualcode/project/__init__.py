"""The project file: one study in one SQLite database, with a history that can be undone."""

from qualcode.project.backup import back_up
from qualcode.project.check import check
from qualcode.project.history import history, redo, undo
from qualcode.project.project import Project
from qualcode.project.withdraw import plan_withdrawal, withdraw

__all__ = ["Project", "back_up", "check", "history", "plan_withdrawal", "redo", "undo", "withdraw"]
