"""The appendix on method: what a report's numbers rest on, told from the project itself."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.errors import InputError
from qualcode.project.codes import codes
from qualcode.project.selection import Selection, where
from qualcode.reporting.building.document import Element, Heading, TableShown, Text
from qualcode.reporting.building.labels import BuildingLabels, building_labels_in
from qualcode.reporting.building.plan import Exhibit
from qualcode.reporting.kinds.registry import make_report
from qualcode.reporting.labels import labels_in, number_text
from qualcode.reporting.report import Report
from qualcode.reporting.result_labels import selection_text
from qualcode.reporting.tables import Table

if TYPE_CHECKING:
    from qualcode.model import Code
    from qualcode.project import Project
    from qualcode.reporting.tables import Cell

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "spacy", "nltk")
_DAY = 10  # characters of a moment that are its day


def method(project: Project, selection: Selection, tables: int) -> Iterator[Element]:
    """The appendix on a selection; its tables are numbered on from `tables`."""
    appendix = _Appendix(project, selection, tables)
    yield Heading(appendix.labels.method, 1)
    yield Text(appendix.labels.method_intro)
    for part in (
        appendix.material,
        appendix.coders,
        appendix.agreement,
        appendix.suggestions,
        appendix.counting,
        appendix.codebook,
        appendix.history,
        appendix.software,
    ):
        yield from part()


class _Appendix:
    """The parts of the appendix, which share the number of the last table."""

    def __init__(self, project: Project, selection: Selection, tables: int) -> None:
        self.labels: BuildingLabels = building_labels_in(project.language)
        self._project = project
        self._selection = selection
        self._language = project.language
        self._tables = tables
        self._condition, self._parameters = where(project, selection)

    def material(self) -> Iterator[Element]:
        project = self._project
        coded = project.rows(
            f"SELECT count(*), count(DISTINCT source_id) FROM codings WHERE {self._condition}",
            self._parameters,
        )[0]
        words = sum(len(row["text"].split()) for row in project.rows("SELECT text FROM turns"))
        yield Heading(self.labels.material, 2)
        yield Text(
            self.labels.material_text.format(
                sources=self._number(project.value("SELECT count(*) FROM sources")),
                cases=self._number(project.value("SELECT count(*) FROM cases")),
                words=self._number(words),
                codings=self._number(coded[0]),
                coded=self._number(coded[1]),
                selection=selection_text(self._selection, self._language),
            )
        )
        rows = project.rows(
            "SELECT variable, value, count(*) FROM effective_values GROUP BY variable, value "
            "ORDER BY variable, value"
        )
        if rows:
            yield self._table(
                self.labels.material,
                (self.labels.variable, self.labels.values, self.labels.sources_of_values),
                [tuple(row) for row in rows],
            )

    def coders(self) -> Iterator[Element]:
        labels, words = self.labels, labels_in(self._language)
        rows = self._project.rows(
            "SELECT coders.name, count(*), count(DISTINCT source_id), "
            "sum(origin = 'hand'), sum(origin = 'suggestion'), sum(origin = 'import'), "
            f"substr(min(created_at), 1, {_DAY}), substr(max(created_at), 1, {_DAY}) "
            f"FROM codings JOIN coders ON coders.id = coder_id WHERE {self._condition} "
            "GROUP BY coders.name ORDER BY coders.name",
            self._parameters,
        )
        yield Heading(labels.coders, 2)
        yield Text(labels.coders_text)
        columns = (
            *(labels.coder, words.codings, words.sources, labels.by_hand),
            *(labels.from_suggestions, labels.imported, labels.first, labels.last),
        )
        yield self._table(labels.coders, columns, [tuple(row) for row in rows])

    def agreement(self) -> Iterator[Element]:
        """Of all coders, by theme, also where the report is on one coder's codings."""
        yield Heading(self.labels.agreement, 2)
        everybody = replace(self._selection, coders=(), origins=(), roles=(), text="")
        try:
            report = make_report(self._project, "agreement", everybody, depth=0)
        except InputError:
            yield Text(self.labels.agreement_missing)
        else:
            yield self._shown(report.readable.title, report)

    def suggestions(self) -> Iterator[Element]:
        labels = self.labels
        rows = self._project.rows(
            f"SELECT runs.id, runs.suggester, substr(runs.started_at, 1, {_DAY}), "
            "sum(decision = 'accepted'), sum(decision = 'rejected'), sum(decision = 'open') "
            "FROM suggestion_runs AS runs JOIN suggestions ON run_id = runs.id "
            "GROUP BY runs.id ORDER BY runs.id"
        )
        yield Heading(labels.suggestions, 2)
        yield Text(labels.suggestions_text if rows else labels.suggestions_none)
        if rows:
            columns = (
                *(labels.run, labels.suggester, labels.started),
                *(labels.accepted, labels.rejected, labels.open),
            )
            yield self._table(labels.suggestions, columns, [tuple(row) for row in rows])

    def counting(self) -> Iterator[Element]:
        yield Heading(self.labels.counting, 2)
        yield Text(self.labels.counting_text)

    def codebook(self) -> Iterator[Element]:
        labels, words = self.labels, labels_in(self._language)
        all_codes = codes(self._project)
        used = dict(
            tuple(row)
            for row in self._project.rows(
                f"SELECT code_id, count(*) FROM codings WHERE {self._condition} GROUP BY code_id",
                self._parameters,
            )
        )
        yield Heading(labels.codebook, 2)
        themes = sum(code.depth == 0 for code in all_codes)
        yield Text(
            labels.codebook_text.format(
                codes=self._number(len(all_codes)), themes=self._number(themes)
            )
        )
        rows: list[tuple[Cell, ...]] = [
            (
                "\N{EN SPACE}" * code.depth + code.name,
                self._described(code),
                used.get(code.id, 0),
            )
            for code in all_codes
        ]
        columns = (words.code, words.definition, words.codings)
        yield self._table(labels.codebook, columns, rows)

    def _described(self, code: Code) -> str:
        """What a code means, and when it is used and when not."""
        parts = (
            code.definition,
            code.when_to_use and f"{self.labels.when_to_use}: {code.when_to_use}",
            code.when_not_to_use and f"{self.labels.when_not_to_use}: {code.when_not_to_use}",
        )
        return "\n".join(filter(None, parts))

    def history(self) -> Iterator[Element]:
        labels = self.labels
        rows = self._project.rows(
            f"SELECT coder, count(*), substr(min(at), 1, {_DAY}), substr(max(at), 1, {_DAY}) "
            "FROM actions GROUP BY coder ORDER BY coder"
        )
        withdrawn = self._project.value("SELECT count(*) FROM withdrawals")
        yield Heading(labels.history, 2)
        yield Text(labels.history_text)
        if withdrawn:
            yield Text(labels.withdrawals.format(number=self._number(withdrawn)))
        columns = (labels.coder, labels.actions, labels.from_day, labels.to_day)
        yield self._table(labels.history, columns, [tuple(row) for row in rows])

    def software(self) -> Iterator[Element]:
        names = [f"qualcode {__version__}", f"Python {platform.python_version()}"]
        names += [f"{name} {version(name)}" for name in _LIBRARIES]
        yield Heading(self.labels.software, 2)
        yield Text(self.labels.software_text.format(versions=", ".join(names)))

    def _number(self, number: int) -> str:
        return number_text(labels_in(self._language), number)

    def _table(
        self, caption: str, columns: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]
    ) -> TableShown:
        return self._shown(caption, Report(Table(caption, columns, tuple(rows))))

    def _shown(self, caption: str, report: Report) -> TableShown:
        self._tables += 1
        word = self.labels.exhibits[Exhibit.TABLE]
        return TableShown(
            f"{word}\N{NO-BREAK SPACE}{self._tables}",
            f"{Exhibit.TABLE}{self._tables}",
            caption,
            report,
            report.readable.notes,
        )
