"""Crosstabs as tables: a row for each cell for files, codes × groups for a screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qualcode.analysis.crossing import group_label
from qualcode.analysis.crosstab import FEW_CASES, SMALL_EXPECTED, Crosstab
from qualcode.analysis.unit import Counted, CrosstabFigure
from qualcode.reporting.results import indented, material_notes, rounded, selection_notes
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from qualcode.analysis.association import Association
    from qualcode.analysis.contingency import Floats

_ALL_CODES = "(all codes)"
_ALL_GROUPS = "(all)"
_RATES = (CrosstabFigure.WORDS, CrosstabFigure.PER_1000_WORDS, CrosstabFigure.PER_CASE)
_WHAT = {
    CrosstabFigure.COUNT: "{counted}",
    CrosstabFigure.ROW: "Row percentages of {counted}",
    CrosstabFigure.COLUMN: "Column percentages of {counted}",
    CrosstabFigure.RESIDUAL: "Adjusted standardised residuals of {counted}",
    CrosstabFigure.WORDS: "Words",
    CrosstabFigure.PER_1000_WORDS: "Codings per 1,000 words",
    CrosstabFigure.PER_CASE: "Codings per case",
}


def crosstab_table(result: Crosstab, counted: Counted = Counted.CODINGS) -> Table:
    """A row for each cell with everything there is about it; `counted` is what shares are of.

    After its cells each code has a row with its association, and so have all codings at the end.
    """
    figure = {each: result.figures(each, counted) for each in CrosstabFigure}
    expected, small = result.expected(counted), result.small(counted)
    blank: tuple[Cell, ...] = ("",) * (len(result.variables) - 1)
    rows: list[tuple[Cell, ...]] = []
    for place, code in enumerate(result.codes):
        for column, group in enumerate(result.groups):

            def at(
                figures: Floats, scale: int = 1, place: int = place, column: int = column
            ) -> Cell:
                return rounded(scale * float(figures[place, column]))

            rows.append(
                (
                    code.label,
                    *(
                        group_label((variable,), (value,))
                        for variable, value in zip(result.variables, group, strict=True)
                    ),
                    int(result.codings[place, column]),
                    int(result.sources[place, column]),
                    int(result.cases[place, column]),
                    int(result.words[place, column]),
                    at(figure[CrosstabFigure.ROW], 100),
                    at(figure[CrosstabFigure.COLUMN], 100),
                    at(figure[CrosstabFigure.PER_1000_WORDS]),
                    at(figure[CrosstabFigure.PER_CASE]),
                    at(expected),
                    at(figure[CrosstabFigure.RESIDUAL]),
                    "small" if small[place, column] else "",
                    *(None,) * 3,
                    "",
                )
            )
        rows.append(
            (
                code.label,
                _ALL_GROUPS,
                *blank,
                int(result.codings[place].sum()),
                int(result.sources[place].sum()),
                result.different_cases[place],
                int(result.words[place].sum()),
                *(None,) * 6,
                "",
                *_association(result.associations[place]),
            )
        )
    total = int(result.codings.sum())
    rows.append(
        (
            _ALL_CODES,
            _ALL_GROUPS,
            *blank,
            total,
            *(None,) * 9,
            "",
            *_association(result.overall),
        )
    )
    return Table(
        _title(result, CrosstabFigure.COUNT, counted),
        (
            "code",
            *result.variables,
            *("codings", "sources", "cases", "words"),
            *(f"row % of {counted}", f"column % of {counted}"),
            *("codings per 1,000 words", "codings per case"),
            *("expected", "residual", "small", "V", "p", "p adjusted", "test"),
        ),
        tuple(rows),
        _notes(result, counted, tuple(CrosstabFigure)),
    )


def crosstab_screen(
    result: Crosstab,
    figure: CrosstabFigure = CrosstabFigure.COUNT,
    counted: Counted = Counted.CODINGS,
) -> Table:
    """Codes × groups with one figure in the cells, and each code's association."""
    figures, small = result.figures(figure, counted), result.small(counted)
    rows: list[tuple[Cell, ...]] = []
    for place, code in enumerate(result.codes):
        association = result.associations[place]
        rows.append(
            (
                indented(code),
                *(
                    _shown(float(number), figure, bool(mark))
                    for number, mark in zip(figures[place], small[place], strict=True)
                ),
                *((str(_total(result, place, counted)),) if figure is CrosstabFigure.COUNT else ()),
                rounded(association.v),
                rounded(association.p),
                rounded(association.p_adjusted),
            )
        )
    if figure in (CrosstabFigure.COUNT, CrosstabFigure.COLUMN):
        base = result.bases(counted).tolist()
        what = "(all codings)" if counted is Counted.CODINGS else f"({counted} in the group)"
        of_codings = counted is Counted.CODINGS
        overall = result.overall
        total = (str(sum(base)) if counted is not Counted.CASES else "",)
        rows.append(
            (
                what,
                *map(str, base),
                *(total if figure is CrosstabFigure.COUNT else ()),
                rounded(overall.v) if of_codings else "",
                rounded(overall.p) if of_codings else "",
                "",
            )
        )
    return Table(
        _title(result, figure, counted),
        (
            "code",
            *(group_label(result.variables, group) for group in result.groups),
            *(("total",) if figure is CrosstabFigure.COUNT else ()),
            *("V", "p", "p adj."),
        ),
        tuple(rows),
        _notes(result, counted, (figure,)),
    )


def _association(found: Association) -> tuple[Cell, ...]:
    return (rounded(found.v), rounded(found.p, 6), rounded(found.p_adjusted, 6), found.test)


def _total(result: Crosstab, place: int, counted: Counted) -> int:
    if counted is Counted.CASES:
        return result.different_cases[place]
    return int(result.counts(counted)[place].sum())


def _shown(number: float, figure: CrosstabFigure, small: bool) -> Cell:
    if math.isnan(number):
        return None
    mark = "*" if small and figure not in _RATES else ""
    if figure in (CrosstabFigure.ROW, CrosstabFigure.COLUMN):
        return f"{number:.0%}".replace("%", " %") + mark
    if figure is CrosstabFigure.RESIDUAL:
        return f"{number:+.1f}".replace("-", "−") + mark
    if figure in (CrosstabFigure.PER_1000_WORDS, CrosstabFigure.PER_CASE):
        return f"{number:.2f}"
    return f"{number:.0f}" + mark


def _title(result: Crosstab, figure: CrosstabFigure, counted: Counted) -> str:
    what = _WHAT[figure].format(counted=counted)
    return f"{what[0].upper()}{what[1:]} by {' and '.join(result.variables)}"


def _notes(
    result: Crosstab, counted: Counted, figures: tuple[CrosstabFigure, ...]
) -> tuple[str, ...]:
    amounts = "; ".join(
        f"{group_label(result.variables, group)} {amount.sources} sources, {amount.cases} cases, "
        f"{amount.words:,} words"
        for group, amount in zip(result.groups, result.amounts, strict=True)
    )
    notes = [f"In each group: {amounts}."]
    if {
        CrosstabFigure.COUNT,
        CrosstabFigure.ROW,
        CrosstabFigure.COLUMN,
        CrosstabFigure.RESIDUAL,
    } & set(figures):
        of = "its codings" if counted is Counted.CODINGS else f"its {counted}, with the code or not"
        notes.append(
            f"Counts, percentages and residuals are of {counted}: a row is 100 % of a code, a "
            f"column 100 % of a group ({of})."
        )
        notes.append(
            f"{'small' if len(figures) > 1 else '*'}: says little, since fewer than "
            f"{SMALL_EXPECTED} are expected or fewer than {FEW_CASES} cases are behind it."
        )
    if counted is Counted.CASES:
        notes.append("A case whose sources differ counts in several groups, once in the total.")
    if CrosstabFigure.RESIDUAL in figures:
        notes.append(
            "Residuals beyond ±2 stand out, were the counts independent draws; codings are not."
        )
    if CrosstabFigure.WORDS in figures:
        notes.append("A word counts once for each coder, however many of their codings have it.")
    notes += _test_notes(result)
    return (
        *notes,
        *material_notes(result.material, result.coded_by, result.left_out),
        *selection_notes(result.selection, result.coders),
    )


def _test_notes(result: Crosstab) -> list[str]:
    tests = {each.test for each in result.associations} - {""}
    if not tests:
        return [
            "V and p are undefined: they need two groups of cases, and a code that some cases have "
            "and others have not."
        ]
    how = (
        "Fisher's exact test"
        if tests == {"Fisher"}
        else f"a test of {result.rounds:,} permutations of whole cases, seed {result.seed}"
    )
    notes = [
        f"V and p of a code: has a case the code or not, by group ({result.tested} cases, each "
        f"once in every group that it is in); Cramér's V corrected for bias, p by {how}. Codings "
        "of one person are not independent draws, so that the test takes cases. p adj.: corrected "
        "for the number of codes (Benjamini and Hochberg).",
        f"V and p of all codings: code by group, {result.rounds:,} permutations of whole cases, "
        f"seed {result.seed}.",
    ]
    if not all(result.known):
        notes.append("Residuals, V and p leave out the sources without a value.")
    return notes
