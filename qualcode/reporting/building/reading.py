"""Reading the YAML of a report; every message names the line that it is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from qualcode.encoding import decode
from qualcode.errors import InputError, NotFoundError, QualcodeError, suggest_names
from qualcode.project.project import LANGUAGES
from qualcode.reporting.building.plan import Block, Exhibit, Plan, Prose, Quoted, Section, Shown
from qualcode.reporting.kinds.options import read_options
from qualcode.reporting.kinds.registry import find_kind
from qualcode.text import normalise, one_line
from qualcode.yaml_nodes import compose, data, fault, is_null, pairs, too_deep

REFERENCE = re.compile(r"\[@([^\]\s]+)\]")
_ABOUT = ("title", "subtitle", "authors", "language", "date", "query", "method", "sections")
_SECTION = ("heading", "content", "sections")
_SHOWN = ("query", "caption", "name", "notes", "rows", "columns", "sort", "which")
_QUOTED = ("limit", "each", "context")
_BLOCKS = ("text", *Exhibit, "excerpts")


def read_plan(path: Path) -> Plan:
    """Read the file of a report; raises `InputError` or `NotFoundError` with the line."""
    try:
        text = normalise(decode(path.read_bytes()).text)
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror}).", where=str(path)) from error
    try:
        return _Reader(path.name).plan(compose(text, path.name))
    except RecursionError as error:
        raise too_deep(path.name) from error


@contextmanager
def located(filename: str, line: int) -> Iterator[None]:
    """Let what is raised inside say at which line of the file it is about."""
    try:
        yield
    except QualcodeError as error:
        where = f"{filename}, line {line}" + (f": {error.where}" if error.where else "")
        raise type(error)(error.what, where=where, remedy=error.remedy) from error


class _Reader:
    """Reads one file, and remembers what its tables and figures are called."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._names: dict[str, Exhibit] = {}
        self._texts: list[Prose] = []

    def plan(self, root: Node | None) -> Plan:
        fields = self._fields(root, "A report is a mapping with `title:` and `sections:`.", _ABOUT)
        title = self._text(fields, "title")
        if not title:
            raise fault("The report has no `title:`.", self._filename, root)
        plan = Plan(
            title=title,
            subtitle=self._text(fields, "subtitle"),
            authors=self._texts_of(fields, "authors"),
            language=self._language(fields),
            date=self._date(fields),
            query=self._text(fields, "query"),
            method=self._truth(fields, "method"),
            sections=self._sections(fields.get("sections")),
            filename=self._filename,
            names=self._names,
        )
        if not plan.sections:
            raise fault("The report has no `sections:`.", self._filename, root)
        self._check_references()
        return plan

    def _sections(self, node: Node | None) -> tuple[Section, ...]:
        return tuple(self._section(item) for item in self._items(node, "sections"))

    def _section(self, node: Node) -> Section:
        fields = self._fields(node, "A section is a mapping with `heading:`.", _SECTION)
        heading = self._text(fields, "heading")
        if not heading:
            raise fault("The section has no `heading:`.", self._filename, node)
        content = tuple(self._block(item) for item in self._items(fields.get("content"), "content"))
        return Section(heading, content, self._sections(fields.get("sections")))

    def _block(self, node: Node) -> Block:
        what = f"What stands in a section begins with one of {', '.join(_BLOCKS)}."
        if not isinstance(node, MappingNode):
            raise fault(what, self._filename, node)
        fields = pairs(node, self._filename)
        line = node.start_mark.line + 1
        named = [each for each in _BLOCKS if each in fields]
        if len(named) != 1:
            raise fault(what, self._filename, node)
        (kind,) = named
        if kind == "text":
            self._check_keys(fields, ("text",))
            prose = Prose(self._text(fields, "text", lines=True), line)
            self._texts.append(prose)
            return prose
        if kind == "excerpts":
            self._check_keys(fields, ("excerpts", *_QUOTED))
            query = self._text(fields, "excerpts")
            if not query:
                raise fault(
                    "`excerpts` is a query.",
                    self._filename,
                    node,
                    "Write '*' for all that is coded.",
                )
            numbers = {key: self._number(fields, key) for key in _QUOTED if key in fields}
            return Quoted(query, line, **numbers)
        return self._shown(Exhibit(kind), fields, line)

    def _shown(self, exhibit: Exhibit, fields: dict[str, Node], line: int) -> Shown:
        kind = self._text(fields, exhibit)
        own = {key: node for key, node in fields.items() if key not in (exhibit, *_SHOWN)}
        with located(self._filename, line):
            given = {key: data(node, self._filename) for key, node in own.items()}
            options = read_options(kind, find_kind(kind), given)
        shown = Shown(
            exhibit,
            kind,
            options,
            line,
            query=self._text(fields, "query"),
            caption=self._text(fields, "caption"),
            name=self._text(fields, "name"),
            notes=self._truth(fields, "notes"),
            rows=self._number(fields, "rows") if "rows" in fields else None,
            columns=self._texts_of(fields, "columns"),
            sort=self._text(fields, "sort"),
            which=self._number(fields, "which") if "which" in fields else 1,
        )
        if shown.name in self._names:
            raise fault(
                f"Two tables or figures are called “{shown.name}”.",
                self._filename,
                fields["name"],
            )
        if shown.name:
            self._names[shown.name] = exhibit
        return shown

    def _check_references(self) -> None:
        for prose in self._texts:
            for name in REFERENCE.findall(prose.text):
                if name not in self._names:
                    raise NotFoundError(
                        f"The text refers to “{name}”, and no table or figure has that `name:`.",
                        where=f"{self._filename}, line {prose.line}",
                        remedy=suggest_names(name, list(self._names)),
                    )

    def _fields(self, node: Node | None, what: str, known: tuple[str, ...]) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            raise fault(what, self._filename, node)
        fields = pairs(node, self._filename)
        self._check_keys(fields, known)
        return fields

    def _check_keys(self, fields: dict[str, Node], known: tuple[str, ...]) -> None:
        for key, node in fields.items():
            if key not in known:
                raise fault(
                    f"`{key}` has no meaning here.",
                    self._filename,
                    node,
                    suggest_names(key, list(known)),
                )

    def _items(self, node: Node | None, key: str) -> list[Node]:
        if is_null(node):
            return []
        if not isinstance(node, SequenceNode):
            raise fault(f"`{key}` is a list.", self._filename, node)
        return list(node.value)

    def _text(self, fields: dict[str, Node], key: str, *, lines: bool = False) -> str:
        node = fields.get(key)
        if is_null(node):
            return ""
        if isinstance(node, MappingNode | SequenceNode):
            raise fault(f"`{key}` is a text.", self._filename, node)
        assert node is not None, "an absent one is null"
        text = normalise(str(node.value))
        return text if lines else one_line(text)

    def _texts_of(self, fields: dict[str, Node], key: str) -> tuple[str, ...]:
        node = fields.get(key)
        if isinstance(node, SequenceNode):
            return tuple(self._text({key: item}, key) for item in node.value)
        return (text,) if (text := self._text(fields, key)) else ()

    def _number(self, fields: dict[str, Node], key: str) -> int:
        value: Any = data(fields[key], self._filename)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise fault(f"`{key}` is a whole number.", self._filename, fields[key])
        return value

    def _truth(self, fields: dict[str, Node], key: str) -> bool:
        if key not in fields:
            return True
        value: Any = data(fields[key], self._filename)
        if not isinstance(value, bool):
            raise fault(f"`{key}` is true or false.", self._filename, fields[key])
        return value

    def _language(self, fields: dict[str, Node]) -> str:
        language = self._text(fields, "language")
        if language and language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise fault(f"`language` is one of {known}.", self._filename, fields["language"])
        return language

    def _date(self, fields: dict[str, Node]) -> dt.date | None:
        text = self._text(fields, "date")
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError as error:
            raise fault(
                f"“{text}” is no date.",
                self._filename,
                fields["date"],
                "Write it as 2026-11-22.",
            ) from error
