"""The names that a project has for the options of reports, to be offered where one is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.project.cases import variable_names
from qualcode.project.survey import survey_indicators
from qualcode.reporting.kinds.options import Known, Option

if TYPE_CHECKING:
    from qualcode.project import Project


def known_names(project: Project, option: Option, variables: Sequence[str] = ()) -> list[str]:
    """What can be said for an option; empty where that is no name of the project.

    `variables` are those that the report is about, whose values an option may name.
    """
    match option.known:
        case Known.VARIABLE:
            return variable_names(project)
        case Known.ORDER:
            return ["imported", "name", *variable_names(project)]
        case Known.INDICATOR:
            return [indicator.name for indicator in survey_indicators(project)]
        case Known.VALUE:
            rows = project.rows(
                "SELECT DISTINCT variable, value FROM effective_values ORDER BY variable, value"
            )
            return [row["value"] for row in rows if row["variable"] in variables]
    return []
