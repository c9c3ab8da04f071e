"""What is a case's, and where else its words and names stand: all that a withdrawal has to find."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.project.cases import find_case
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project.project import Project

WITHDRAWN = "[withdrawn]"
_QUOTED_WORDS = 6  # as many words in a row are a quotation, not chance
# Where one case may be quoted in rows that are not its own, and what is left of a field that does.
QUOTING = {
    "codes": {
        "definition": WITHDRAWN,
        "when_to_use": WITHDRAWN,
        "when_not_to_use": WITHDRAWN,
        "examples": "[]",
        "indicator_terms": "[]",
        "extra": "{}",
    },
    "memos": {"text": WITHDRAWN},
    "survey_notes": {"text": WITHDRAWN},
    "consensus_decisions": {"reason": WITHDRAWN},
    "suggestions": {"evidence": "[]"},
}

_Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is a case's, whether the project has it or only its history still has.

    `case_ids` and `source_ids` are JSON lists; `texts` and `runs` are what its sources say, as
    texts and as every six words in a row; `names` finds its name and those of its sources.
    """

    case_ids: str
    source_ids: str
    names: re.Pattern[str]
    texts: tuple[str, ...]
    runs: frozenset[_Run]

    def is_quoted_in(self, text: str) -> bool:
        """Whether a text repeats six or more of the case's words in a row."""
        return not self.runs.isdisjoint(_runs(text))

    def without_names(self, text: str) -> str:
        """The text with the case's names taken out."""
        return self.names.sub(WITHDRAWN, text)

    def cleared(self, table: str, row: Mapping[str, Any]) -> dict[str, str]:
        """What takes the place of fields by which somebody else's row tells of the case."""
        if table == "suggestion_runs":
            settings = self.without_names(row["settings"])
            return {"settings": settings} if settings != row["settings"] else {}
        if table == "survey_indicators":  # whose names differ
            return {"name": f"{WITHDRAWN} {row['id']}"} if self.is_quoted_in(row["name"]) else {}
        return {
            field: left
            for field, left in QUOTING[table].items()
            if self.is_quoted_in(
                row[field] if left == WITHDRAWN else _all_text(json.loads(row[field]))
            )
        }


def find_scope(project: Project, case: str) -> Scope:
    """All that is a case's; raises `NotFoundError` if not even the history knows the case."""
    name = one_line(case)
    rows = project.rows(
        "SELECT id FROM cases WHERE name = :name UNION "
        "SELECT row_id FROM changes WHERE table_name = 'cases' "
        "AND json_extract(coalesce(after, before), '$.name') = :name",
        {"name": name},
    )
    case_ids = json.dumps([row[0] for row in rows] or [find_case(project, name)])
    # Of the sources that are gone or that are nobody's now, those too that were once the case's.
    rows = project.rows(
        "SELECT id FROM sources WHERE case_id IN (SELECT value FROM json_each(:cases)) UNION "
        "SELECT row_id FROM changes WHERE table_name = 'sources' "
        "AND (json_extract(before, '$.case_id') IN (SELECT value FROM json_each(:cases)) "
        "     OR json_extract(after, '$.case_id') IN (SELECT value FROM json_each(:cases))) "
        "AND row_id NOT IN (SELECT id FROM sources WHERE case_id IS NOT NULL)",
        {"cases": case_ids},
    )
    source_ids = json.dumps([row[0] for row in rows])

    def ever(field: str, table: str, id_field: str) -> tuple[str, ...]:
        rows = project.rows(
            "WITH whole (content) AS "
            "  (SELECT coalesce(after, before) FROM changes WHERE table_name = :table) "
            "SELECT DISTINCT json_extract(content, :field) FROM whole "
            "WHERE json_extract(content, :id) IN (SELECT value FROM json_each(:sources))",
            {"table": table, "field": f"$.{field}", "id": f"$.{id_field}", "sources": source_ids},
        )
        return tuple(row[0] for row in rows)

    names = (name, *ever("name", "sources", "id"), *ever("filename", "originals", "source_id"))
    texts = ever("text", "sources", "id")
    runs = frozenset(run for text in texts for run in _runs(text))
    return Scope(case_ids, source_ids, _any_of(names), texts, runs)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Finds names, the longest first, as they are and as JSON writes them."""
    forms = {form for name in names for form in (name, json.dumps(name, ensure_ascii=False)[1:-1])}
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")


def _all_text(data: Any) -> str:
    if isinstance(data, dict):
        return _all_text(list(data.values()))
    return " ".join(map(_all_text, data)) if isinstance(data, list) else str(data)


def _runs(text: str) -> set[_Run]:
    words = re.findall(r"\w+", text.casefold())
    last = len(words) - _QUOTED_WORDS + 1
    return {tuple(words[start : start + _QUOTED_WORDS]) for start in range(last)}
