"""When codes came into the codebook, beside when interviews were coded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.cooccurrence import code_at_depth
from qualcode.model import Code, Origin
from qualcode.project.selection import Selection, selected_sources

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class LateCode:
    """A code made after the last coding of some sources, named here: nobody could use it there."""

    code: Code
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeHistory:
    """What the history knows of codes and of the coding.

    `made_beforehand`: all of the codes were there before the first coding. `late` are those that
    were not there for all sources. Both leave out the codings that were imported, whose number is
    `imported`: when they were made, and whether all codes were there then, nobody here knows.
    """

    made_beforehand: bool
    late: tuple[LateCode, ...]
    imported: int
    codings: int


def code_history(
    project: Project,
    selection: Selection,
    rows: Sequence[Code],
    all_codes: Sequence[Code],
    depth: int | None,
) -> CodeHistory:
    """Compare the codes of rows with the coding by the selection's coders; call it in a snapshot.

    A row is there once any of the codes that are rolled up to it is. Times are to the second, and a
    tie counts as in time.
    """
    made: dict[int, str] = {}
    for each in project.rows(
        "SELECT row_id, min(at) AS at FROM changes JOIN actions ON actions.id = action_id "
        "WHERE table_name = 'codes' AND before IS NULL GROUP BY row_id"
    ):
        made[each["row_id"]] = each["at"]
    row_made: dict[int, str] = {}
    for code_id, row in code_at_depth(all_codes, depth).items():
        if code_id in made:
            row_made[row.id] = min(row_made.get(row.id, made[code_id]), made[code_id])
    chosen = selected_sources(project, selection)
    coded = project.rows(
        "SELECT sources.name, count(*) AS codings, sum(origin = :imported) AS imported, "
        "min(iif(origin = :imported, NULL, created_at)) AS first, "
        "max(iif(origin = :imported, NULL, created_at)) AS last "
        "FROM codings JOIN sources ON sources.id = source_id JOIN coders ON coders.id = coder_id "
        "WHERE (:anywhere OR source_id IN (SELECT value FROM json_each(:sources))) "
        "AND (:anybody OR coders.name IN (SELECT value FROM json_each(:coders))) "
        "GROUP BY source_id ORDER BY sources.name",
        {
            "imported": Origin.IMPORT.value,
            "anywhere": chosen is None,
            "sources": json.dumps(sorted(chosen or ())),
            "anybody": not selection.coders,
            "coders": json.dumps(selection.coders),
        },
    )
    here = [each for each in coded if each["last"] is not None]
    begun = min((each["first"] for each in here), default="")
    late = []
    for code in rows:
        before = [each["name"] for each in here if each["last"] < row_made.get(code.id, "")]
        if before:
            late.append(LateCode(code, tuple(before)))
    return CodeHistory(
        made_beforehand=bool(here)
        and all(code.id in row_made and row_made[code.id] <= begun for code in rows),
        late=tuple(late),
        imported=sum(each["imported"] for each in coded),
        codings=sum(each["codings"] for each in coded),
    )
