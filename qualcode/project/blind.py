"""Blind double coding: a coder does not see what others code until they are released.

It guards against accident and temptation, not against ill will: anybody may release a coder, and
the file can be read with other programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.project.project import now
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.model import Action
    from qualcode.project.project import Project


@dataclass(frozen=True, slots=True)
class BlindCoder:
    """A coder who does not see what others code. `since` is ISO 8601 in UTC."""

    name: str
    since: str


@dataclass(frozen=True, slots=True)
class CoderSummary:
    """A coder and how much they have coded; None where whoever looks may not see it.

    `latest` is when they coded last, `blind_since` since when they are blind (ISO 8601 in UTC, ""
    for never). `consensus`: they stand for what others have settled.
    """

    name: str
    codings: int | None
    sources: int | None
    latest: str
    blind_since: str
    consensus: bool


def coder_summaries(project: Project) -> list[CoderSummary]:
    """All coders by name."""
    rows = project.rows(
        "SELECT coders.id, name, count(codings.id) AS codings, "
        "count(DISTINCT source_id) AS sources, coalesce(max(created_at), '') AS latest, "
        "coalesce(since, '') AS blind_since, consensus_coders.id IS NOT NULL AS consensus "
        "FROM coders LEFT JOIN codings ON codings.coder_id = coders.id "
        "LEFT JOIN blind_coders ON blind_coders.coder_id = coders.id "
        "LEFT JOIN consensus_coders ON consensus_coders.coder_id = coders.id "
        "GROUP BY coders.id ORDER BY name"
    )
    hidden = hidden_from(project)
    return [
        CoderSummary(
            row["name"],
            None if row["id"] in hidden else row["codings"],
            None if row["id"] in hidden else row["sources"],
            row["latest"],
            row["blind_since"],
            bool(row["consensus"]),
        )
        for row in rows
    ]


def blind_coders(project: Project) -> list[BlindCoder]:
    """The coders who are blind, by name."""
    rows = project.rows(
        "SELECT name, since FROM blind_coders JOIN coders ON coders.id = coder_id ORDER BY name"
    )
    return [BlindCoder(row["name"], row["since"]) for row in rows]


def blind(project: Project, coder: str) -> None:
    """Keep a coder from seeing what others code, from now on; one action.

    The coder need not have coded anything yet. What was suggested before stays out of sight too,
    since it may have been learned from others.
    """
    name = one_line(coder)
    if name in {each.name for each in blind_coders(project)}:
        return
    with project.action(f"Kept {name} from seeing what others code"):
        project.insert(
            "blind_coders",
            {
                "coder_id": project.id_of("coders", name),
                "since": now(),
                "latest_run": project.value(
                    "SELECT coalesce(max(id), 0) FROM main.suggestion_runs"
                ),
            },
        )


def release(project: Project, coder: str) -> None:
    """Let a coder see what others have coded; one action.

    Raises `NotFoundError` for a coder who is not blind.
    """
    name = one_line(coder)
    with project.action(f"Let {name} see what others code"):
        released = project.connection.execute(
            "DELETE FROM blind_coders WHERE coder_id = (SELECT id FROM coders WHERE name = ?)",
            (name,),
        )
        if not released.rowcount:
            known = [each.name for each in blind_coders(project)]
            raise NotFoundError(
                f"{name} is not blind.",
                remedy=suggest_names(name, known) if known else "Nobody is blind in this project.",
            )


def is_blind(project: Project) -> bool:
    """Whether the coder who works does not see what others code."""
    return project.is_blind


def hidden_from(project: Project) -> set[int]:
    """The ids of the coders whose codings the coder who works may not see."""
    if not project.is_blind:
        return set()
    return {
        row["id"] for row in project.rows("SELECT id FROM coders WHERE name <> ?", (project.coder,))
    }


def refuse_others(project: Project, action: Action) -> None:
    """Raise `InputError` where a blind coder would undo or redo what somebody else has done."""
    if project.is_blind and action.coder != project.coder:
        raise InputError(
            f"The last action is {action.coder}'s, and {project.coder} is blind: you take back "
            "only what you have done yourself.",
            remedy=f"Nothing was changed. {action.coder} can take it back, or somebody else who "
            "is not blind.",
        )


def refuse_if_blind(project: Project, what: str) -> None:
    """Raise `InputError` where something takes everybody's codings; `what` begins the sentence."""
    if project.is_blind:
        raise InputError(
            f"{what} takes everybody's codings, and {project.coder} is blind: you see only your "
            "own codings.",
            remedy=f"Somebody who is not blind can do it. `qualcode coders release PROJECT "
            f"{project.coder}` ends it.",
        )
