"""qualcode: qualitative interview coding and thematic analysis on the researcher's own machine.

The names below are the public API. Each is imported when it is first used, so that
`import qualcode` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "qualcode.analysis.agreement.agreed": ("take_over_agreed",),
    "qualcode.analysis.agreement.consensus": (
        "Settlement",
        "decide",
        "decide_otherwise",
        "find_dispute",
        "reopen",
        "settlement",
    ),
    "qualcode.analysis.agreement.disagreements": ("Disagreement", "disagreements"),
    "qualcode.analysis.agreement.measuring": ("agreement",),
    "qualcode.analysis.agreement.results": ("Agreement",),
    "qualcode.analysis.agreement.unit": ("AgreementUnit",),
    "qualcode.analysis.comparison": ("Cases", "Change", "Comparison", "compare"),
    "qualcode.analysis.cooccurrence": ("Cooccurrence", "cooccurrence"),
    "qualcode.analysis.cooccurrence_measures": ("Measures", "cooccurrence_measures"),
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
    "qualcode.analysis.joint_display": ("JointDisplay", "joint_display"),
    "qualcode.analysis.retrieval": ("excerpts", "overlapping", "selected_codings"),
    "qualcode.analysis.codebook_quality": ("codebook_quality", "finding_excerpts"),
    "qualcode.analysis.codebook_quality_results": ("Check", "CodebookQuality", "Finding"),
    "qualcode.analysis.saturation": ("Saturation", "saturation"),
    "qualcode.analysis.saturation_cells": ("new_code_excerpts", "presence_excerpts"),
    "qualcode.analysis.unit": ("Counted", "CrosstabFigure", "Measure", "PairMeasure", "Unit"),
    "qualcode.analysis.words.choices": ("CollocationMeasure", "KwicOrder", "OtherWords"),
    "qualcode.analysis.words.collocations": ("Collocations", "collocations"),
    "qualcode.analysis.words.contrast": ("Contrast", "contrast"),
    "qualcode.analysis.words.counting": ("Counting",),
    "qualcode.analysis.words.frequencies": ("WordFrequencies", "word_frequencies"),
    "qualcode.analysis.words.keyness": ("Keyness", "keyness"),
    "qualcode.analysis.words.kwic": ("Kwic", "kwic"),
    "qualcode.analysis.words.places": ("word_excerpts",),
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
    "qualcode.frames": ("frame",),
    "qualcode.importing.codings": ("import_codings",),
    "qualcode.importing.files": ("import_files", "preview_files"),
    "qualcode.importing.survey": ("import_survey",),
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
    "qualcode.project.blind": ("blind", "blind_coders", "release"),
    "qualcode.project.codes": ("codes", "find_code"),
    "qualcode.project.consensus": ("name_consensus_coder",),
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
    "qualcode.project.survey": (
        "Fit",
        "Indicator",
        "SurveyFigure",
        "SurveyNote",
        "choose_quotations",
        "drop_quotations",
        "find_indicator",
        "link_codes",
        "remove_indicator",
        "survey_figures",
        "survey_indicators",
        "unlink_codes",
        "write_survey_note",
    ),
    "qualcode.reporting.building.build": ("build_report",),
    "qualcode.reporting.exports": ("export_excerpts", "export_transcript"),
    "qualcode.reporting.formats": ("write_report",),
    "qualcode.reporting.kinds.registry": ("make_report",),
    "qualcode.suggesting.decisions": ("accept", "reject", "suggestions"),
    "qualcode.suggesting.evaluation": ("evaluate",),
    "qualcode.suggesting.evaluation_results": ("Evaluation",),
    "qualcode.suggesting.runs": ("Settings", "resume", "run", "runs"),
    "qualcode.suggesting.why": ("explain", "find_similar"),
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
