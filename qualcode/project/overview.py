"""What a project holds, at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.project.cases import variable_names
from qualcode.project.history import history

if TYPE_CHECKING:
    from qualcode.model import Action
    from qualcode.project.project import Project


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of everything, and the last action."""

    sources: int
    words: int
    cases: int
    variables: tuple[str, ...]
    codes: int
    themes: int
    codings_by_coder: tuple[tuple[str, int], ...]
    open_suggestions: int
    last_action: Action | None


def overview(project: Project) -> Overview:
    """Count what the project holds. Words are what white space separates, labels included."""
    texts = project.rows("SELECT text FROM sources")
    return Overview(
        sources=len(texts),
        words=sum(len(row["text"].split()) for row in texts),
        cases=project.value("SELECT count(*) FROM cases"),
        variables=tuple(variable_names(project)),
        codes=project.value("SELECT count(*) FROM codes"),
        themes=project.value("SELECT count(*) FROM codes WHERE parent_id IS NULL"),
        codings_by_coder=tuple(
            (row[0], row[1])
            for row in project.rows(
                "SELECT name, count(*) FROM codings JOIN coders ON coders.id = coder_id "
                "GROUP BY name ORDER BY name"
            )
        ),
        open_suggestions=project.value("SELECT count(*) FROM suggestions WHERE decision = 'open'"),
        last_action=next(iter(history(project, limit=1)), None),
    )
