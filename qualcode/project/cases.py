"""Cases and variables: who was interviewed, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, suggest_names
from qualcode.text import normalise, one_line

if TYPE_CHECKING:
    from qualcode.project.project import Project


@dataclass(frozen=True, slots=True)
class Case:
    """One informant or unit, with its own values and the sources that belong to it."""

    name: str
    values: dict[str, str]
    sources: tuple[str, ...]


def cases(project: Project) -> list[Case]:
    """All cases by name."""
    values: dict[int, dict[str, str]] = {}
    for row in project.rows(
        "SELECT case_id, name, value FROM case_values "
        "JOIN variables ON variables.id = variable_id ORDER BY variables.id"
    ):
        values.setdefault(row["case_id"], {})[row["name"]] = row["value"]
    names: dict[int, list[str]] = {}
    for row in project.rows("SELECT case_id, name FROM sources WHERE case_id NOT NULL ORDER BY 2"):
        names.setdefault(row["case_id"], []).append(row["name"])
    return [
        Case(row["name"], values.get(row["id"], {}), tuple(names.get(row["id"], ())))
        for row in project.rows("SELECT id, name FROM cases ORDER BY name")
    ]


def find_case(project: Project, name: str) -> int:
    """The id of the case of that name; raises `NotFoundError`."""
    name = one_line(name)
    found = project.value("SELECT id FROM cases WHERE name = ?", (name,))
    if found is None:
        known = [row["name"] for row in project.rows("SELECT name FROM cases")]
        raise NotFoundError(
            f"There is no case “{name}”.",
            remedy=suggest_names(name, known)
            + " `qualcode cases assign` says whose a transcript is.",
        )
    return int(found)


def variable_names(project: Project) -> list[str]:
    """The variables in the order in which they came."""
    return [row["name"] for row in project.rows("SELECT name FROM variables ORDER BY id")]


def values_by_source(project: Project) -> dict[int, dict[str, str]]:
    """For each source the values that hold for it: its own before its case's."""
    found: dict[int, dict[str, str]] = {}
    for row in project.rows("SELECT source_id, variable, value FROM effective_values"):
        found.setdefault(row["source_id"], {})[row["variable"]] = row["value"]
    return found


def assign_case(project: Project, source_id: int, case: str) -> None:
    """Let a source belong to a case, which is made if there is none of that name; in an action."""
    case_id = project.id_of("cases", case)
    project.connection.execute(
        "UPDATE sources SET case_id = ? WHERE id = ? AND case_id IS NOT ?",
        (case_id, source_id, case_id),
    )


def set_value(
    project: Project, variable: str, value: str, *, source_id: int = 0, case_id: int = 0
) -> None:
    """Set, or with an empty value clear, a variable of a source or of a case; in an action."""
    table, column, owner = (
        ("source_values", "source_id", source_id)
        if source_id
        else ("case_values", "case_id", case_id)
    )
    value = normalise(value).strip()
    if not value:
        project.connection.execute(
            f"DELETE FROM {table} WHERE {column} = ? "
            "AND variable_id = (SELECT id FROM variables WHERE name = ?)",
            (owner, one_line(variable)),
        )
        return
    project.connection.execute(
        f"INSERT INTO {table} ({column}, variable_id, value) VALUES (?, ?, ?) "
        f"ON CONFLICT ({column}, variable_id) DO UPDATE SET value = excluded.value "
        "WHERE value <> excluded.value",
        (owner, project.id_of("variables", variable), value),
    )
