"""What coders have settled: the coder who stands for them, and each decision on a difference."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.model import Span
from qualcode.project.project import new_guid, now
from qualcode.text import normalise, one_line

if TYPE_CHECKING:
    from qualcode.project.project import Project

DEFAULT_NAME = "consensus"


class Verdict(StrEnum):
    """Whether words on which coders differ get the code."""

    KEPT = "kept"
    DECLINED = "declined"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Brought:
    """Words that a decision gave to a consensus coder, with a code."""

    code_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on words of a source and one code, for a consensus coder.

    With the verdict “otherwise” the words got another code, or others got this one. `reason` is
    what whoever decided wrote on why. `decided_at` is ISO 8601 in UTC.
    """

    id: int
    coder: str
    source_id: int
    code_id: int
    span: Span
    verdict: Verdict
    brought: tuple[Brought, ...]
    reason: str
    decided_by: str
    decided_at: str


def consensus_coders(project: Project) -> list[str]:
    """The coders who stand for a consensus, the one that was named last first."""
    return [
        row["name"]
        for row in project.rows(
            "SELECT name FROM consensus_coders JOIN coders ON coders.id = coder_id "
            "ORDER BY consensus_coders.id DESC"
        )
    ]


def consensus_coder(project: Project, name: str = "") -> str:
    """Who stands for the consensus: the coder of that name, else who was named last."""
    return one_line(name) or next(iter(consensus_coders(project)), DEFAULT_NAME)


def name_consensus_coder(project: Project, name: str) -> None:
    """Let a coder stand for the consensus from now on; one action.

    Raises `InputError` for a coder with codings of their own, since these are nobody's consensus.
    """
    name = one_line(name)
    if name in consensus_coders(project)[:1]:
        return
    with project.action(f"Let {name} stand for the consensus"):
        coder_id = project.id_of("coders", name)
        known = project.value("SELECT 1 FROM consensus_coders WHERE coder_id = ?", (coder_id,))
        if not known and project.value(
            "SELECT 1 FROM main.codings WHERE coder_id = ?", (coder_id,)
        ):
            raise InputError(
                f"{name} has codings already, so {name} cannot stand for the consensus.",
                remedy="Choose another name, such as “consensus”.",
            )
        project.connection.execute("DELETE FROM consensus_coders WHERE coder_id = ?", (coder_id,))
        project.insert("consensus_coders", {"coder_id": coder_id})


def decisions(
    project: Project, coder: str, source_ids: Collection[int] | None = None
) -> list[Decision]:
    """What was decided for a consensus coder, in some sources or in all, latest last."""
    condition, parameters = "1", [coder]
    if source_ids is not None:
        condition = "source_id IN (SELECT value FROM json_each(?))"
        parameters.append(json.dumps(sorted(source_ids)))
    rows = project.rows(
        "SELECT consensus_decisions.*, coders.name, deciders.name AS decider "
        "FROM consensus_decisions JOIN coders ON coders.id = coder_id "
        "JOIN coders AS deciders ON deciders.id = decided_by "
        f"WHERE coders.name = ? AND {condition} ORDER BY consensus_decisions.id",
        parameters,
    )
    return [
        Decision(
            row["id"],
            row["name"],
            row["source_id"],
            row["code_id"],
            Span(row["start"], row["end"]),
            Verdict(row["verdict"]),
            tuple(Brought(code, Span(*span)) for code, *span in json.loads(row["brought"])),
            row["reason"],
            row["decider"],
            row["decided_at"],
        )
        for row in rows
    ]


def record_decision(
    project: Project,
    coder: str,
    source_id: int,
    code_id: int,
    span: Span,
    verdict: Verdict,
    *,
    brought: Sequence[Brought] = (),
    reason: str = "",
) -> None:
    """Remember a decision, in an action."""
    project.insert(
        "consensus_decisions",
        {
            "guid": new_guid(),
            "coder_id": project.id_of("coders", coder),
            "source_id": source_id,
            "code_id": code_id,
            "start": span.start,
            "end": span.end,
            "verdict": verdict.value,
            "brought": json.dumps([(each.code_id, *each.span) for each in brought]),
            "reason": normalise(reason).strip(),
            "decided_by": project.id_of("coders", project.coder),
            "decided_at": now(),
        },
    )


def give_reason(project: Project, made: Iterable[Decision], reason: str) -> None:
    """Write on decisions why they were made; one action."""
    with project.action("Wrote why a difference was settled so"):
        project.connection.executemany(
            "UPDATE main.consensus_decisions SET reason = ? WHERE id = ?",
            [(normalise(reason).strip(), each.id) for each in made],
        )


def forget_decisions(project: Project, made: Iterable[Decision]) -> None:
    """Forget decisions, in an action; what they brought stays."""
    project.connection.executemany(
        "DELETE FROM main.consensus_decisions WHERE id = ?", [(each.id,) for each in made]
    )
