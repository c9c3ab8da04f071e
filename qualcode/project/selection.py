"""Which codings a report, an export or a retrieval is about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.model import Coding, Origin, Role, Suggestion
from qualcode.project.cases import find_case, variable_names
from qualcode.project.codes import CodeFinder, codes, find_with, with_descendants
from qualcode.project.sources import lookup_source, source_ids
from qualcode.text import normalise

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter on codings, in the researcher's words. Empty parts select everything.

    `codes` are names or paths, each with everything under it unless `subtree` is false.
    `variables` are (variable, value) pairs: values of one variable are alternatives, different
    variables have to hold together. `text` are words that the coded text contains, without regard
    to case. A coding has the role of who speaks where it begins (unknown where nobody is named),
    and one of the origins hand, suggestion and import.
    """

    codes: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    text: str = ""
    subtree: bool = True
    roles: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def described(self) -> list[tuple[str, str]]:
        """The selection in pairs of what and which, for reports; empty for everything."""
        names = {
            "codes": self.codes,
            "coders": self.coders,
            "sources": self.sources,
            "cases": self.cases,
            "roles": self.roles,
            "origins": self.origins,
        }
        pairs = [(key, ", ".join(value)) for key, value in names.items() if value]
        pairs += [(variable, value) for variable, value in self.variables]
        return [*pairs, ("text", self.text)] if self.text else pairs


EVERYTHING = Selection()


def where(
    project: Project, selection: Selection, table: Literal["codings", "suggestions"] = "codings"
) -> tuple[str, dict[str, Any]]:
    """The selection as an SQL condition on codings or suggestions, with its parameters.

    `text` is not part of it (see `with_text`), and neither are `coders` and `origins` for
    suggestions, which nobody coded.

    Raises `NotFoundError` for a code, coder, source, case, variable, value, role or origin that
    does not exist, so that nothing is computed on the wrong selection.
    """
    conditions: list[str] = ["1"]
    parameters: dict[str, Any] = {}
    if selection.codes:
        all_codes = codes(project)
        finder = CodeFinder(all_codes)
        ids = {find_with(project, finder, name).id for name in selection.codes}
        if selection.subtree:
            ids = with_descendants(all_codes, ids)
        conditions.append(f"{table}.code_id IN (SELECT value FROM json_each(:codes))")
        parameters["codes"] = json.dumps(sorted(ids))
    if selection.coders and table == "codings":
        conditions.append("codings.coder_id IN (SELECT value FROM json_each(:coders))")
        parameters["coders"] = json.dumps([_coder_id(project, name) for name in selection.coders])
    if (chosen := selected_sources(project, selection)) is not None:
        conditions.append(f"{table}.source_id IN (SELECT value FROM json_each(:sources))")
        parameters["sources"] = json.dumps(sorted(chosen))
    if selection.roles:
        # As in the view coded_segments: the first turn that has some of the words.
        conditions.append(
            "coalesce((SELECT role FROM turns WHERE turns.source_id = "
            f"{table}.source_id AND turns.end > {table}.start AND turns.start < {table}.end "
            "ORDER BY position LIMIT 1), 'unknown') IN (SELECT value FROM json_each(:roles))"
        )
        parameters["roles"] = json.dumps([_one_of(Role, "role", name) for name in selection.roles])
    if selection.origins and table == "codings":
        conditions.append("codings.origin IN (SELECT value FROM json_each(:origins))")
        origins = [_one_of(Origin, "origin", name) for name in selection.origins]
        parameters["origins"] = json.dumps(origins)
    return " AND ".join(conditions), parameters


Placed = TypeVar("Placed", Coding, Suggestion)


def with_text(project: Project, selection: Selection, found: list[Placed]) -> list[Placed]:
    """Those codings or suggestions whose words contain the selection's text; all if it has none."""
    if not selection.text:
        return found
    wanted = normalise(selection.text).casefold()
    texts = {row["id"]: row["text"] for row in project.rows("SELECT id, text FROM sources")}
    return [
        each for each in found if wanted in texts[each.source_id][each.start : each.end].casefold()
    ]


def selected_sources(project: Project, selection: Selection) -> set[int] | None:
    """The ids of the selected sources; None where the selection leaves all of them in."""
    chosen: list[set[int]] = []
    if selection.sources:
        known = source_ids(project)
        chosen.append({lookup_source(known, name) for name in selection.sources})
    if selection.cases:
        case_ids = {find_case(project, name) for name in selection.cases}
        rows = project.rows("SELECT id, case_id FROM sources")
        chosen.append({row["id"] for row in rows if row["case_id"] in case_ids})
    for variable in dict.fromkeys(variable for variable, _ in selection.variables):
        values = [value for name, value in selection.variables if name == variable]
        chosen.append(_sources_with(project, variable, values))
    return set.intersection(*chosen) if chosen else None


def _coder_id(project: Project, name: str) -> int:
    found = project.value("SELECT id FROM coders WHERE name = ?", (name,))
    if found is None:
        known = [row["name"] for row in project.rows("SELECT name FROM coders ORDER BY name")]
        raise NotFoundError(
            f"There is no coder “{name}”.",
            remedy=suggest_names(name, known),
        )
    return int(found)


def _one_of(kind: type[StrEnum], what: str, name: str) -> str:
    known = [each.value for each in kind]
    if name.casefold() not in known:
        raise NotFoundError(f"There is no {what} “{name}”.", remedy=suggest_names(name, known))
    return name.casefold()


def _sources_with(project: Project, variable: str, values: list[str]) -> set[int]:
    known = variable_names(project)
    if variable not in known:
        raise NotFoundError(
            f"There is no variable “{variable}”.",
            remedy=suggest_names(variable, known),
        )
    found: dict[str, set[int]] = {}
    for row in project.rows(
        "SELECT source_id, value FROM effective_values WHERE variable = ?", (variable,)
    ):
        found.setdefault(row["value"], set()).add(row["source_id"])
    for value in values:
        if value not in found:
            raise NotFoundError(
                f"No source has {variable} = “{value}”.",
                remedy=f"Values of {variable}: " + ", ".join(sorted(found)) + ".",
            )
    return set[int]().union(*(found[value] for value in values))


def parse_variables(pairs: list[str]) -> tuple[tuple[str, str], ...]:
    """Read `variable=value` as users write it; raises `InputError`."""
    parsed = []
    for pair in pairs:
        variable, equals, value = pair.partition("=")
        if not equals or not variable.strip() or not value.strip():
            raise InputError(
                f"“{pair}” is no condition.", remedy="Write variable=value, as in wave=2023."
            )
        parsed.append((variable.strip(), value.strip()))
    return tuple(parsed)
