"""The table of each kind of result, as files have it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.reporting.tables import Table

_WORDS = {"language": "en", "everything": True}

# By the module and name of the result's class, so that nothing is loaded but what is asked for:
# the module and name of the function, and what it takes besides the result.
_TABLES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "analysis.agreement.results.Agreement": ("agreement", "agreement_table", {}),
    "analysis.codebook_quality_results.CodebookQuality": ("codebook_quality", "table", {}),
    "analysis.comparison.Comparison": ("comparison", "comparison_table", {}),
    "analysis.cooccurrence.Cooccurrence": ("cooccurrence_tables", "cooccurrence_pairs", {}),
    "analysis.crosstab.Crosstab": ("crosstab", "crosstab_table", {}),
    "analysis.frequencies.Frequencies": ("results", "frequency_table", {}),
    "analysis.frequencies.FrequenciesBy": ("results", "frequency_by_table", {}),
    "analysis.joint_display.JointDisplay": ("joint_display", "joint_table", {}),
    "analysis.saturation.Saturation": ("saturation", "curve_table", {}),
    "analysis.words.collocations.Collocations": ("words", "collocation_table", _WORDS),
    "analysis.words.contrast.Contrast": ("words_compared", "contrast_table", _WORDS),
    "analysis.words.frequencies.WordFrequencies": ("words", "word_table", _WORDS),
    "analysis.words.keyness.Keyness": ("words_compared", "keyness_table", _WORDS),
    "analysis.words.kwic.Kwic": ("words", "kwic_table", _WORDS),
    "suggesting.evaluation_results.Evaluation": ("evaluation", "code_table", {}),
}


def table_of(result: Any) -> Table:
    """A result as the table that a file of it has."""
    kind = type(result)
    name = f"{kind.__module__.removeprefix('qualcode.')}.{kind.__name__}"
    module, function, options = _TABLES[name]
    table: Table = getattr(import_module(f"qualcode.reporting.{module}"), function)(
        result, **options
    )
    return table
