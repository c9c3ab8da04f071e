"""Which codes get a heading, at what level, and how a link finds them."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.model import Code
from qualcode.reporting.word.document import ExcerptReport


@dataclass(frozen=True, slots=True)
class Entry:
    """A code's place in the report.

    `level` is 1 for a code without parents among the report's codes. `name` is the code's own,
    with the path down to it where parents are missing. `bookmark` is empty without a heading.
    """

    code: Code
    level: int
    name: str
    bookmark: str


def bookmark_name(number: int) -> str:
    """A name that Word hides from its users (`_`) and does not rename (as it does `_Toc`)."""
    return f"_Qualcode{number}"


def outline(report: ExcerptReport) -> list[Entry]:
    """The report's codes in order; those with excerpts of their own or below have a bookmark."""
    by_id = {code.id: code for code in report.codes}
    headed: set[int] = set()
    for code_id, excerpts in report.excerpts.items():
        current = by_id[code_id] if excerpts else None
        while current is not None:
            headed.add(current.id)
            current = by_id.get(current.parent_id) if current.parent_id is not None else None
    entries: dict[int, Entry] = {}
    for number, code in enumerate(report.codes, start=1):
        parent = entries.get(code.parent_id) if code.parent_id is not None else None
        entries[code.id] = Entry(
            code=code,
            level=parent.level + 1 if parent else 1,
            name=code.name if parent else code.label,
            bookmark=bookmark_name(number) if code.id in headed else "",
        )
    return list(entries.values())
