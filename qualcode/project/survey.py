"""Figures of a survey, and what a joint display sets beside them: codes, notes, quotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.project.codings import codings
from qualcode.project.project import new_guid, now
from qualcode.text import normalise, one_line

if TYPE_CHECKING:
    from qualcode.model import Code
    from qualcode.project.project import Project


class Fit(StrEnum):
    """How the findings of survey and interviews fit together (Fetters, Curry and Creswell 2013).

    They confirm each other, the one expands on what the other says, or they disagree; `OPEN` is
    not decided yet.
    """

    CONFIRMATION = "confirmation"
    EXPANSION = "expansion"
    DISCORDANCE = "discordance"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """So many per cent of a group's respondents in a year.

    `approximate` is true where a report says “about 50”. `n` is the number of respondents, None if
    it is not known.
    """

    indicator: str
    group: str
    year: str
    percent: float
    n: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class SurveyNote:
    """How a coder sees survey and interviews fit together. `changed_at` is ISO 8601 in UTC."""

    coder: str
    fit: Fit
    text: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a survey asked about, with all that belongs to it.

    `code_ids` are the codes that it is set beside, in the order in which they were linked, and
    `quoted` the codings that researchers have chosen to quote.
    """

    id: int
    guid: str
    name: str
    figures: tuple[SurveyFigure, ...]
    code_ids: tuple[int, ...]
    notes: tuple[SurveyNote, ...]
    quoted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing figures came to: how many were new, had other numbers, or were there before."""

    added: int
    changed: int
    unchanged: int


def survey_indicators(project: Project) -> list[Indicator]:
    """All indicators in the order in which they came, each with its figures in that order."""
    figures: dict[int, list[SurveyFigure]] = {}
    for row in project.rows(
        "SELECT indicator_id, name, respondents, year, percent, n, approximate FROM survey_figures "
        "JOIN survey_indicators ON survey_indicators.id = indicator_id ORDER BY survey_figures.id"
    ):
        indicator_id, name, group, year, percent, n, approximate = tuple(row)
        figure = SurveyFigure(name, group, year, percent, n, bool(approximate))
        figures.setdefault(indicator_id, []).append(figure)
    notes: dict[int, list[SurveyNote]] = {}
    for row in project.rows(
        "SELECT indicator_id, coders.name, fit, text, changed_at FROM survey_notes "
        "JOIN coders ON coders.id = coder_id ORDER BY survey_notes.id"
    ):
        indicator_id, coder, fit, text, changed_at = tuple(row)
        note = SurveyNote(coder, Fit(fit), text, changed_at)
        notes.setdefault(indicator_id, []).append(note)
    code_ids = _ids(project, "survey_links", "code_id")
    quoted = _ids(project, "survey_quotations", "coding_id")
    return [
        Indicator(
            id=row["id"],
            guid=row["guid"],
            name=row["name"],
            figures=tuple(figures.get(row["id"], ())),
            code_ids=tuple(code_ids.get(row["id"], ())),
            notes=tuple(notes.get(row["id"], ())),
            quoted=tuple(quoted.get(row["id"], ())),
        )
        for row in project.rows("SELECT id, guid, name FROM survey_indicators ORDER BY id")
    ]


def survey_figures(project: Project) -> list[SurveyFigure]:
    """The figures of all indicators."""
    return [figure for indicator in survey_indicators(project) for figure in indicator.figures]


def find_indicator(project: Project, name: str) -> Indicator:
    """The indicator of that name, or the only one whose name has these words in it.

    Raises `NotFoundError` if there is none, `InputError` if there are several.
    """
    wanted, known = folded(name), survey_indicators(project)
    found = [each for each in known if folded(each.name) == wanted]
    found = found or [each for each in known if wanted and wanted in folded(each.name)]
    if len(found) > 1:
        names = " or ".join(f"“{each.name}”" for each in found)
        raise InputError(f"“{name}” is in the names of {len(found)} indicators: {names}.")
    if not found:
        remedy = suggest_names(one_line(name), [each.name for each in known])
        if not known:
            remedy = "There are none yet: `qualcode survey import` brings a table of figures in."
        raise NotFoundError(f"There is no indicator “{name}” in the survey.", remedy=remedy)
    return found[0]


def folded(name: str) -> str:
    """A name of an indicator or a group, or a year, without regard to case."""
    return one_line(name).casefold()


def store_figures(project: Project, figures: Sequence[SurveyFigure], *, label: str) -> Stored:
    """Store figures as one action; one that is there for the same group and year gets new numbers.

    Names that differ in case only are the same. Figures that are not among these stay.
    """
    with project.action(label):
        ids = {folded(each.name): each.id for each in survey_indicators(project)}
        rows = project.rows("SELECT * FROM survey_figures")
        there = {_key(row["indicator_id"], row["respondents"], row["year"]): row for row in rows}
        added = changed = 0
        for figure in figures:
            name = folded(figure.indicator)
            if name not in ids:
                row = {"guid": new_guid(), "name": one_line(figure.indicator)}
                ids[name] = project.insert("survey_indicators", row)
            numbers = {
                "percent": float(figure.percent),
                "approximate": int(figure.approximate),
                "n": figure.n,
            }
            known = there.get(_key(ids[name], figure.group, figure.year))
            if known is None:
                of = {
                    "indicator_id": ids[name],
                    "respondents": one_line(figure.group),
                    "year": one_line(figure.year),
                }
                project.insert("survey_figures", of | numbers)
                added += 1
            elif any(known[column] != value for column, value in numbers.items()):
                project.connection.execute(
                    "UPDATE survey_figures SET percent = :percent, approximate = :approximate, "
                    "n = :n WHERE id = :id",
                    {**numbers, "id": known["id"]},
                )
                changed += 1
    return Stored(added, changed, len(figures) - added - changed)


def remove_indicator(project: Project, indicator: Indicator) -> None:
    """Take an indicator away with its figures, links, notes and quotations; one action."""
    with project.action(f"Removed the indicator {indicator.name}"):
        project.connection.execute("DELETE FROM survey_indicators WHERE id = ?", (indicator.id,))


def link_codes(project: Project, indicator: Indicator, codes: Iterable[Code]) -> int:
    """Set codes, each with everything under it, beside an indicator; gives how many were new."""
    chosen = list(codes)
    names = ", ".join(code.name for code in chosen)
    with project.action(f"Linked {names} to the indicator {indicator.name}"):
        return _put(project, "survey_links", "code_id", indicator, [code.id for code in chosen])


def unlink_codes(project: Project, indicator: Indicator, codes: Iterable[Code]) -> int:
    """Set codes beside an indicator no longer; gives how many were."""
    chosen = list(codes)
    names = ", ".join(code.name for code in chosen)
    with project.action(f"Unlinked {names} from the indicator {indicator.name}"):
        return _take(project, "survey_links", "code_id", indicator, [code.id for code in chosen])


def write_survey_note(
    project: Project, indicator: Indicator, fit: Fit, text: str, *, coder: str = ""
) -> None:
    """Note how survey and interviews fit together; one action. An empty text takes the note away.

    A coder (the project's, if none is named) has one note on each indicator, and writing again
    replaces it.
    """
    text = normalise(text).strip()
    with project.action(f"Wrote a note on the indicator {indicator.name}"):
        name = one_line(coder) or project.coder
        coder_id = project.value("SELECT id FROM coders WHERE name = ?", (name,))
        if not text:
            project.connection.execute(
                "DELETE FROM survey_notes WHERE indicator_id = ? AND coder_id = ?",
                (indicator.id, coder_id),
            )
            return
        project.connection.execute(
            "INSERT INTO survey_notes (guid, indicator_id, coder_id, fit, text, changed_at) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (indicator_id, coder_id) DO UPDATE SET "
            "fit = excluded.fit, text = excluded.text, changed_at = excluded.changed_at "
            "WHERE fit <> excluded.fit OR text <> excluded.text",
            (new_guid(), indicator.id, project.id_of("coders", name), fit.value, text, now()),
        )


def choose_quotations(project: Project, indicator: Indicator, coding_ids: Sequence[int]) -> int:
    """Let the words of codings stand beside an indicator; one action, gives how many were new.

    Raises `NotFoundError` for a coding that does not exist.
    """
    known = {coding.id for coding in codings(project, coding_ids)}
    if unknown := [each for each in coding_ids if each not in known]:
        raise NotFoundError(
            f"There is no coding {unknown[0]}.", remedy="`qualcode excerpts` shows their numbers."
        )
    with project.action(f"Chose quotations for the indicator {indicator.name}"):
        return _put(project, "survey_quotations", "coding_id", indicator, coding_ids)


def drop_quotations(project: Project, indicator: Indicator, coding_ids: Sequence[int]) -> int:
    """Choose codings no longer to stand beside an indicator; gives how many were chosen."""
    with project.action(f"Dropped quotations from the indicator {indicator.name}"):
        return _take(project, "survey_quotations", "coding_id", indicator, coding_ids)


def _key(indicator_id: int, group: str, year: str) -> tuple[int, str, str]:
    return indicator_id, folded(group), folded(year)


def _ids(project: Project, table: str, column: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in project.rows(f"SELECT indicator_id, {column} FROM {table} ORDER BY id"):
        found.setdefault(row["indicator_id"], []).append(row[column])
    return found


def _put(
    project: Project, table: str, column: str, indicator: Indicator, ids: Sequence[int]
) -> int:
    rows: list[tuple[Any, ...]] = [(indicator.id, each) for each in ids]
    cursor = project.connection.executemany(
        f"INSERT INTO main.{table} (indicator_id, {column}) VALUES (?, ?) ON CONFLICT DO NOTHING",
        rows,
    )
    return cursor.rowcount if rows else 0


def _take(
    project: Project, table: str, column: str, indicator: Indicator, ids: Sequence[int]
) -> int:
    return project.connection.execute(
        f"DELETE FROM main.{table} WHERE indicator_id = ? "
        f"AND {column} IN (SELECT value FROM json_each(?))",
        (indicator.id, json.dumps(list(ids))),
    ).rowcount
