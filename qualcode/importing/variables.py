"""Cases and variables from a table: who was interviewed, and what is known of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.project.cases import assign_case, set_value
from qualcode.project.sources import source_ids
from qualcode.tables import read_rows

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class VariablesSummary:
    """What came in: rows used, variables, and names of sources that the project does not have."""

    rows: int
    variables: tuple[str, ...]
    unknown_sources: tuple[str, ...]


def import_variables(project: Project, path: Path) -> VariablesSummary:
    """Read cases and variables from CSV or Excel, as one action.

    With a column `source` each row is about one source: the column `case` says whose it is, and
    the other columns become the source's values (so that one informant can have several waves).
    Without it each row is about the case. Names are matched without regard to a file suffix.
    """
    rows, variables = _read(path)
    sources = source_ids(project)
    unknown, used = [], 0
    case_of: dict[int, str] = {}
    with project.action(f"Imported variables from {path.name}"):
        for line, row in rows:
            where = f"{path.name}, line {line}"
            if not row["source" if "source" in row else "case"]:
                raise InputError("The row does not say what it is about.", where=where)
            if "source" in row:
                name = _meant(row["source"], sources)
                if name is None:
                    unknown.append(row["source"])
                    continue
                source_id = sources[name]
                if row.get("case"):
                    if case_of.setdefault(source_id, row["case"]) != row["case"]:
                        raise InputError(
                            f"{row['source']} belongs to {case_of[source_id]} in another row and "
                            f"to {row['case']} in this one.",
                            where=where,
                            remedy="Nothing was changed.",
                        )
                    assign_case(project, source_id, row["case"])
                for variable in variables:
                    set_value(project, variable, row[variable], source_id=source_id)
            else:
                case_id = project.id_of("cases", row["case"])
                for variable in variables:
                    set_value(project, variable, row[variable], case_id=case_id)
            used += 1
    return VariablesSummary(used, tuple(variables), tuple(unknown))


def preview_variables(path: Path, names: Collection[str]) -> VariablesSummary:
    """What `import_variables` would take from a table if the sources had these names."""
    rows, variables = _read(path)
    unknown = tuple(
        row["source"]
        for _, row in rows
        if row.get("source") and _meant(row["source"], names) is None
    )
    return VariablesSummary(len(rows) - len(unknown), tuple(variables), unknown)


def _read(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """The rows with their lines, and which of the columns are variables."""
    rows = [
        (line, {_column(key): value.strip() for key, value in row.items() if key})
        for line, row in read_rows(path)
    ]
    columns = list(rows[0][1]) if rows else []
    if "source" not in columns and "case" not in columns:
        raise InputError(
            "A table of variables has a column `source` or `case`.",
            where=path.name,
            remedy="Name the first column `source` (the transcript's name) or `case`.",
        )
    if {"start", "end", "code"} <= set(columns):
        raise InputError(
            "This is a table of codings, not of variables.",
            where=path.name,
            remedy="Bring it in with `qualcode codings import`.",
        )
    return rows, [column for column in columns if column not in ("source", "case")]


def _meant(wanted: str, names: Collection[str]) -> str | None:
    """The source that a table means, with or without the suffix of its file."""
    return next((name for name in (wanted, Path(wanted).stem) if name in names), None)


def _column(heading: str) -> str:
    """`Source` and `CASE` are meant too; a variable is called as it is written."""
    name = heading.strip()
    return name.casefold() if name.casefold() in ("source", "case") else name
