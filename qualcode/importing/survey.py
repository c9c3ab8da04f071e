"""Figures of a survey from a table: a row for each indicator, group and year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.project.survey import Stored, SurveyFigure, folded, store_figures
from qualcode.tables import read_rows
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project import Project

# What columns are called, in English and Norwegian; the first name is the one that we ask for.
HEADINGS = {
    "indicator": ("indicator", "indikator", "spørsmål", "påstand"),
    "group": ("group", "gruppe", "respondents", "respondenter", "respondentar"),
    "year": ("year", "år", "wave", "bølge", "bølgje"),
    "percent": ("percent", "prosent", "percentage", "per cent", "pct", "%", "prosentandel"),
    "n": ("n", "antall", "antal", "number", "talet på"),
    "approximate": ("approximate", "omtrentlig", "omtrentleg", "omtrent", "cirka", "ca", "ca."),
}
_NEEDED = ("indicator", "group", "year", "percent")
_ABOUT = r"ca\.?|cirka|circa|c\.|about|approx\.?|approximately|around|omtrent|omkring|rundt|~|≈"
_PERCENT = re.compile(
    rf"(?P<about>(?:{_ABOUT})\s*)?(?P<number>\d+(?:[.,]\d+)?)"
    r"\s*(?:%|prosent|per cent|percent|pst\.?)?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\d+|\d{1,3}(?:\s\d{3})+")
_UNKNOWN = ("", "-", "–", "?", "ukjent", "ukjend", "unknown", "na", "n/a")
_YES, _NO = ("yes", "ja", "x", "1", "true", "sann"), ("", "no", "nei", "0", "false", "usann")


@dataclass(frozen=True, slots=True)
class SurveySummary:
    """What came in: the figures, what storing them came to, and columns that were passed over."""

    figures: tuple[SurveyFigure, ...]
    stored: Stored
    unused: tuple[str, ...]


def import_survey(project: Project, path: Path) -> SurveySummary:
    """Read survey figures from CSV or Excel, as one action; figures that are there are updated.

    Columns: indicator, group, year, percent, and perhaps n and approximate, also under Norwegian
    names (see `HEADINGS`). A percentage may have a comma, a sign, and “ca.” before it. Nothing is
    stored of a file in which anything is wrong; `InputError` says where it is.
    """
    figures, unused = read_survey(path)
    stored = store_figures(project, figures, label=f"Imported survey figures from {path.name}")
    return SurveySummary(figures, stored, unused)


def read_survey(path: Path) -> tuple[tuple[SurveyFigure, ...], tuple[str, ...]]:
    """The figures of a table, and the names of columns that are not used."""
    rows = list(read_rows(path))
    if not rows:
        raise InputError(
            "There are no figures in the table.",
            where=path.name,
            remedy=f"Its first line names the columns: {', '.join(HEADINGS)}.",
        )
    columns = _columns(path.name, list(rows[0][1]))
    figures = tuple(_figures(path.name, columns, rows))
    if not any("%" in row[columns["percent"]] for _, row in rows):
        _refuse_shares(path.name, columns, figures)
    return figures, tuple(name for name in rows[0][1] if name not in columns.values())


def _columns(file: str, headings: list[str]) -> dict[str, str]:
    """The heading of each column that is used."""
    found: dict[str, str] = {}
    for heading in headings:
        for column, names in HEADINGS.items():
            if folded(heading) not in names:
                continue
            if column in found:
                raise InputError(
                    f"The columns “{found[column]}” and “{heading}” both say the {column}.",
                    where=file,
                    remedy="Leave one of them out, or give it another heading.",
                )
            found[column] = heading
    if missing := [column for column in _NEEDED if column not in found]:
        raise InputError(
            f"A column is missing: {', '.join(missing)}. The table has {', '.join(headings)}.",
            where=file,
            remedy="A table of survey figures has the columns indicator, group, year, percent and, "
            "if known, n (or indikator, gruppe, år, prosent, antall).",
        )
    return found


def _figures(
    file: str, columns: dict[str, str], rows: list[tuple[int, dict[str, str]]]
) -> Iterator[SurveyFigure]:
    lines: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        cell = _Cells(file, line, columns, row)
        indicator, group, year = (cell.filled(name) for name in ("indicator", "group", "year"))
        earlier = lines.setdefault((folded(indicator), folded(group), folded(year)), line)
        if earlier != line:
            raise InputError(
                f"{group}, {year} has a figure on “{indicator}” in line {earlier} already.",
                where=f"{file}, line {line}",
                remedy="Keep one of the two. Nothing was stored.",
            )
        percent, about = cell.percent()
        yield SurveyFigure(indicator, group, year, percent, cell.n(), about or cell.approximate())


class _Cells:
    """The cells of a row; errors name its line and the column."""

    def __init__(self, file: str, line: int, columns: dict[str, str], row: dict[str, str]) -> None:
        self._place = f"{file}, line {line}"
        self._columns = columns
        self._row = row

    def text(self, column: str) -> str:
        return one_line(self._row.get(self._columns.get(column, ""), ""))

    def filled(self, column: str) -> str:
        text = self.text(column)
        if not text:
            raise self._error(column, "The cell is empty", f"Write the {column}.")
        return text

    def percent(self) -> tuple[float, bool]:
        text = self.filled("percent")
        match = _PERCENT.fullmatch(text)
        if match is None:
            raise self._error(
                "percent",
                f"“{text}” is not a percentage",
                "Write a number, as in 47 or 47,5; and ca. 50 where that is all that is known.",
            )
        percent = float(match["number"].replace(",", "."))
        if percent > 100:
            raise self._error(
                "percent", f"{text} is more than 100 per cent", "Write a number from 0 to 100."
            )
        return percent, match["about"] is not None

    def n(self) -> int | None:
        text = self.text("n")
        if text.casefold() in _UNKNOWN:
            return None
        number = int(re.sub(r"\s", "", text)) if _WHOLE.fullmatch(text) else 0
        if not 0 < number < 2**63:
            raise self._error(
                "n",
                f"“{text}” is not a number of respondents",
                "Write a whole number from 1 up without signs, as in 1234; leave the cell empty if "
                "it is not known.",
            )
        return number

    def approximate(self) -> bool:
        text = self.text("approximate").casefold()
        if text not in (*_YES, *_NO):
            raise self._error("approximate", f"“{text}” is neither yes nor no", "Write yes or no.")
        return text in _YES

    def _error(self, column: str, what: str, remedy: str) -> InputError:
        where = f"{self._place}, column {self._columns[column]}"
        return InputError(f"{what}.", where=where, remedy=f"{remedy} Nothing was stored.")


def _refuse_shares(file: str, columns: dict[str, str], figures: tuple[SurveyFigure, ...]) -> None:
    """0.47 for 47 per cent would be stored as less than one per cent."""
    percents = [figure.percent for figure in figures]
    if max(percents) <= 1 and any(0 < percent < 1 for percent in percents):
        raise InputError(
            f"All figures lie between 0 and 1 ({percents[0]:g}, …), which would be less than 1 per "
            "cent.",
            where=f"{file}, column {columns['percent']}",
            remedy="Write 47 for 47 per cent, and 0.47 % for less than one. Nothing was stored.",
        )
