"""How often codes are used and by whom, for lists that are drawn anew after every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Usage:
    """A code's own codings, and the sources that they are in."""

    codings: int = 0
    sources: int = 0


def usage(project: Project, *, coder: str = "") -> dict[int, Usage]:
    """How much each code is used, by its id, by one coder or by all; unused codes are left out."""
    rows = project.rows(
        "SELECT code_id, sum(number) AS codings, count(*) AS sources FROM ("
        "  SELECT code_id, source_id, count(*) AS number FROM codings"
        "  WHERE :coder = '' OR coder_id = (SELECT id FROM coders WHERE name = :coder)"
        "  GROUP BY code_id, source_id) GROUP BY code_id",
        {"coder": coder},
    )
    return {row["code_id"]: Usage(row["codings"], row["sources"]) for row in rows}


def coders_using(project: Project, code_id: int) -> list[tuple[str, int]]:
    """Who has used a code and how many codings each has, the most first."""
    rows = project.rows(
        "SELECT name, count(*) FROM codings JOIN coders ON coders.id = coder_id WHERE code_id = ? "
        "GROUP BY coder_id ORDER BY count(*) DESC, name",
        (code_id,),
    )
    return [(row[0], row[1]) for row in rows]
