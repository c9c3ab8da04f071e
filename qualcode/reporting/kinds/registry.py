"""Every kind of report by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.errors import NotFoundError, suggest_names
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.reporting.kinds import codes, groups, words
from qualcode.reporting.kinds.options import Kind, read_options
from qualcode.reporting.report import Report

if TYPE_CHECKING:
    from qualcode.project import Project

KINDS: dict[str, Kind] = {
    "frequencies": codes.frequencies,
    "cooccurrence": codes.cooccurrence,
    "crosstab": groups.crosstab,
    "compare": groups.compare,
    "compare-cases": groups.compare_cases,
    "joint": groups.joint,
    "agreement": groups.agreement,
    "unitizing": groups.unitizing,
    "disagreements": groups.disagreements,
    "saturation": codes.saturation,
    "codebook": codes.codebook,
    "words": words.words,
    "keyness": words.keyness,
    "contrast": words.contrast,
    "collocations": words.collocations,
    "kwic": words.kwic,
}

ABOUT_TALK = frozenset({"words", "keyness", "collocations", "kwic"})
"""Those on what is said, coded or not: their selections choose transcripts only."""


def find_kind(name: str) -> Kind:
    """The kind of that name; raises `NotFoundError`."""
    if name not in KINDS:
        raise NotFoundError(
            f"There is no report “{name}”.", remedy=suggest_names(name, list(KINDS))
        )
    return KINDS[name]


def make_report(
    project: Project, name: str, selection: Selection = EVERYTHING, **options: Any
) -> Report:
    """Make a report of the kind with that name; `options.read_options` says what is refused."""
    kind = find_kind(name)
    return kind(project, selection, **read_options(name, kind, options))
