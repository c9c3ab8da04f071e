"""From a plan to a document: every table computed, every excerpt read, every reference numbered."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.analysis.query import query_excerpts
from qualcode.errors import InputError
from qualcode.project.cases import variable_names
from qualcode.project.queries.saved import read_query
from qualcode.project.queries.selecting import check_query, selection_of, under, without
from qualcode.project.queries.syntax import Anything, Field, conditions_in
from qualcode.project.selection import EVERYTHING
from qualcode.reporting.building.choosing import chosen
from qualcode.reporting.building.document import (
    Document,
    Element,
    Excerpts,
    FigureShown,
    Heading,
    TableShown,
    Text,
)
from qualcode.reporting.building.labels import building_labels_in
from qualcode.reporting.building.method import method
from qualcode.reporting.building.plan import Block, Exhibit, Plan, Prose, Quoted, Section, Shown
from qualcode.reporting.building.reading import REFERENCE, located
from qualcode.reporting.kinds.registry import ABOUT_TALK, find_kind

if TYPE_CHECKING:
    from qualcode.model import Excerpt
    from qualcode.project import Project
    from qualcode.project.queries.syntax import Query
    from qualcode.project.selection import Selection

Progress = Callable[[int, int], None]
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|\n\s*\n\s*|\n[-*>\d.]+\s+)\Z")  # a sentence ends before it


def gather(
    project: Project, plan: Plan, *, date: dt.date | None = None, progress: Progress | None = None
) -> Document:
    """Gather a report from the project, all of one moment.

    `date` stands on it where the plan names none; today without it. Queries are checked before
    anything is computed. Raises `QualcodeError` with the line in the plan.
    """
    from qualcode import __version__

    with project.snapshot(), project.in_language(plan.language or project.language):
        gathering = _Gathering(project, plan, progress or (lambda *_: None))
        gathering.check()
        return Document(
            title=plan.title,
            subtitle=plan.subtitle,
            authors=plan.authors,
            project=project.name,
            language=project.language,
            date=plan.date or date or dt.date.today(),
            version=__version__,
            elements=tuple(gathering.elements()),
            variables=tuple(variable_names(project)),
        )


_OF_CODINGS = (Field.CODER, Field.ROLE, Field.ORIGIN, Field.TEXT)


class _Gathering:
    """What is known while a document is gathered: labels of exhibits, and how far it is."""

    def __init__(self, project: Project, plan: Plan, progress: Progress) -> None:
        self._project = project
        self._plan = plan
        self._progress = progress
        self._labels = building_labels_in(project.language)
        self._blocks = [block for section in plan.sections for block in _blocks(section)]
        self._numbers = self._numbered()
        self._by_name = {
            block.name: self._numbers[block.line]
            for block in self._blocks
            if isinstance(block, Shown) and block.name
        }
        self._common = EVERYTHING
        self._done = 0

    def _numbered(self) -> dict[int, tuple[str, str]]:
        """The label and the anchor of each table and figure, by its line."""
        found: dict[int, tuple[str, str]] = {}
        counted: dict[Exhibit, int] = defaultdict(int)
        for block in self._blocks:
            if isinstance(block, Shown):
                counted[block.exhibit] += 1
                number = counted[block.exhibit]
                word = self._labels.exhibits[block.exhibit]
                found[block.line] = f"{word}\N{NO-BREAK SPACE}{number}", f"{block.exhibit}{number}"
        return found

    def _last_number(self, exhibit: Exhibit) -> int:
        return sum(isinstance(each, Shown) and each.exhibit is exhibit for each in self._blocks)

    def check(self) -> None:
        """See that every query means something, before anything is computed."""
        if self._plan.query:
            with located(self._plan.filename, 1):
                self._common = selection_of(self._query(self._plan.query, EVERYTHING))
        for block in self._blocks:
            if isinstance(block, Shown | Quoted):
                with located(self._plan.filename, block.line):
                    if isinstance(block, Shown):
                        self._selection_for(block)
                    else:
                        self._query(block.query, self._common)

    def elements(self) -> Iterator[Element]:
        for section in self._plan.sections:
            yield from self._section(section, 1)
        if self._plan.method:
            yield from method(self._project, self._common, self._last_number(Exhibit.TABLE))
        self._progress(len(self._blocks), len(self._blocks))

    def _section(self, section: Section, level: int) -> Iterator[Element]:
        yield Heading(section.heading, level)
        for block in section.content:
            self._progress(self._done, len(self._blocks))
            with located(self._plan.filename, block.line):
                if isinstance(block, Prose):
                    yield Text(self._referred(block.text))
                elif isinstance(block, Quoted):
                    yield self._excerpts(block)
                else:
                    yield self._exhibit(block)
            self._done += 1
        for each in section.sections:
            yield from self._section(each, level + 1)

    def _referred(self, text: str) -> str:
        """The text with each `[@name]` as a link to what it names."""

        def link(found: re.Match[str]) -> str:
            label, anchor = self._by_name[found[1]]
            if not _BEGINS.search(text, 0, found.start()):
                label = label[:1].lower() + label[1:]
            return f"[{label}](#{anchor})"

        return REFERENCE.sub(link, text)

    def _exhibit(self, block: Shown) -> Element:
        selection = self._selection_for(block)
        report = find_kind(block.kind)(self._project, selection, **block.options)
        label, anchor = self._numbers[block.line]
        caption = block.caption or report.readable.title
        notes = report.readable.notes if block.notes else ()
        if block.exhibit is Exhibit.TABLE:
            shown, left_out = chosen(
                report, columns=block.columns, sort=block.sort, rows=block.rows
            )
            return TableShown(label, anchor, caption, shown, notes, left_out)
        if not 1 <= block.which <= len(report.figures):
            raise InputError(
                f"This report of {block.kind} has {len(report.figures)} figures; there is no "
                f"figure {block.which}.",
            )
        return FigureShown(label, anchor, caption, report.figures[block.which - 1], notes)

    def _excerpts(self, block: Quoted) -> Excerpts:
        found = query_excerpts(
            self._project, self._query(block.query, self._common), context=block.context
        )
        taken = _taken(found, block.limit, block.each)
        # Memos are the researchers' own talk; whoever quotes from one writes it into a text.
        quoted = tuple(replace(excerpt, memos=()) for excerpt in taken)
        return Excerpts(quoted, len(found) - len(taken))

    def _selection_for(self, block: Shown) -> Selection:
        """The selection of a report, within the whole report's as far as that is on the same."""
        common = self._common
        if block.kind in ABOUT_TALK:  # which asks nobody's codings
            common = without(common, _OF_CODINGS)
        return selection_of(self._query(block.query, common))

    def _query(self, text: str, common: Selection) -> Query:
        """A query under the common selection; its own conditions go before those on the same."""
        query = read_query(self._project, text) if text else Anything()
        query = under(query, without(common, {each.on for each in conditions_in(query)}))
        check_query(self._project, query)
        return query


def _blocks(section: Section) -> Iterator[Block]:
    yield from section.content
    for each in section.sections:
        yield from _blocks(each)


def _taken(found: Sequence[Excerpt], limit: int | None, each: int | None) -> list[Excerpt]:
    """The first excerpts, of each source at most so many, in the order of sources and words."""
    of_source: dict[str, int] = defaultdict(int)
    taken: list[Excerpt] = []
    for excerpt in found:
        if limit is not None and len(taken) == limit:
            break
        if each is None or of_source[excerpt.source] < each:
            of_source[excerpt.source] += 1
            taken.append(excerpt)
    return taken
