"""qualcode: qualitative interview coding and thematic analysis on the researcher's own machine.

The names below are the public API. Each is imported when it is first used, so that
`import qualcode` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "qualcode.analysis.agreement.disagreements": ("Disagreement", "disagreements"),
    "qualcode.analysis.agreement.measuring": ("agreement",),
    "qualcode.analysis.agreement.results": ("Agreement",),
    "qualcode.analysis.agreement.unit": ("AgreementUnit",),
    "qualcode.analysis.comparison": ("Cases", "Change", "Comparison", "compare"),
    "qualcode.analysis.cooccurrence": ("Cooccurrence", "cooccurrence"),
    "qualcode.analysis.crosstab": ("Crosstab", "crosstab"),
    "qualcode.analysis.find": ("find_words",),
    "qualcode.analysis.cells": (
        "comparison_excerpts",
        "cooccurrence_excerpts",
        "crosstab_excerpts",
        "frequency_excerpts",
    ),
    "qualcode.analysis.frequencies": (
        "Frequencies",
        "FrequenciesBy",
        "frequencies",
        "frequencies_by",
    ),
    "qualcode.analysis.query": ("query_excerpts",),
    "qualcode.analysis.retrieval": ("excerpts", "overlapping", "selected_codings"),
    "qualcode.analysis.unit": ("Counted", "CrosstabFigure", "Measure", "Unit"),
    "qualcode.codebook.edit": (
        "add_code",
        "delete_code",
        "edit_code",
        "merge_codes",
        "move_code",
        "rename_code",
        "split_code",
    ),
    "qualcode.codebook.store": (
        "current_codebook",
        "import_codebook",
        "read_codebook",
        "write_codebook",
    ),
    "qualcode.errors": ("QualcodeError",),
    "qualcode.examples": ("example_studies", "make_example"),
    "qualcode.importing.codings": ("import_codings",),
    "qualcode.importing.files": ("import_files", "preview_files"),
    "qualcode.importing.variables": ("import_variables",),
    "qualcode.model": ("Code", "Coding", "Excerpt", "Source", "Span", "Suggestion", "Turn"),
    "qualcode.project": (
        "Project",
        "back_up",
        "check",
        "history",
        "plan_withdrawal",
        "redo",
        "undo",
        "withdraw",
    ),
    "qualcode.project.codes": ("codes", "find_code"),
    "qualcode.project.codings": ("NewCoding", "add_codings", "change_coding", "remove_codings"),
    "qualcode.project.memos": ("find_memos", "memos", "write_memo"),
    "qualcode.project.queries.parsing": ("parse_query",),
    "qualcode.project.queries.saved": (
        "SavedQuery",
        "find_query",
        "remove_query",
        "save_query",
        "saved_queries",
    ),
    "qualcode.project.queries.selecting": ("selection_of",),
    "qualcode.project.search": ("search",),
    "qualcode.project.selection": ("Selection",),
    "qualcode.project.sources": ("find_source", "sources", "turns"),
    "qualcode.reporting.exports": ("export_excerpts", "export_transcript"),
    "qualcode.suggesting.decisions": ("accept", "reject", "suggestions"),
    "qualcode.suggesting.runs": ("Settings", "resume", "run"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_MODULE)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'qualcode' has no attribute '{name}'")
    value = getattr(import_module(_MODULE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
