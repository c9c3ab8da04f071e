"""Co-occurrences as tables: pairs of codes, or codes × codes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.cooccurrence_measures import measured
from qualcode.analysis.unit import PairMeasure, Unit
from qualcode.reporting.results import rounded, selection_notes
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.contingency import Floats
    from qualcode.analysis.cooccurrence import Cooccurrence
    from qualcode.analysis.cooccurrence_measures import Measures, Presence

STRONG_IF_LOW = (PairMeasure.P, PairMeasure.P_ADJUSTED)
TESTED = ("unit of test", "units", "units 1", "units 2", "units 12")
FEW_UNITS = 20
_SMALL = 6  # decimals of a probability


def linked_pairs(
    result: Cooccurrence, measures: Measures | None = None, measure: PairMeasure = PairMeasure.COUNT
) -> list[tuple[int, int]]:
    """The pairs of positions that occur together, those with the strongest tie first.

    A pair stands once, or where direction counts from A to B; there A may be B. What is undefined
    comes last, and what is equal goes by n12.
    """
    there = result.counts > 0 if result.directed else np.triu(result.counts, 1) > 0
    pairs = [(int(i), int(j)) for i, j in np.argwhere(there)]
    values = _values(result, measures, measure)
    sign = 1 if measure in STRONG_IF_LOW else -1

    def rank(pair: tuple[int, int]) -> tuple[bool, float, int, str, str]:
        value = float(values[pair])
        names = (result.codes[pair[0]].label, result.codes[pair[1]].label)
        undefined = math.isnan(value)
        return undefined, 0 if undefined else sign * value, -int(result.counts[pair]), *names

    return sorted(pairs, key=rank)


def cooccurrence_pairs(
    result: Cooccurrence, measures: Measures | None = None, measure: PairMeasure = PairMeasure.COUNT
) -> Table:
    """A row for each pair of codes that occurs together, the strongest by a measure first.

    n1, n2, n12 and c are of what was counted. With `measures` Jaccard, lift and PMI follow, and the
    test with what it is on: how many units there are, with each code and with both.
    """
    pairs = linked_pairs(result, measures, measure)
    n, c = result.own, result.coefficient
    columns = ["code 1", "code 2", "n1", "n2", "n12", "c"]
    found: list[list[Cell]] = [
        [
            result.codes[i].label,
            result.codes[j].label,
            int(n[i]),
            int(n[j]),
            int(result.counts[i, j]),
            rounded(float(c[i, j])),
        ]
        for i, j in pairs
    ]
    if measures is not None:
        presence, tested = measures.presence, measures.tested.together
        more: list[tuple[str, Floats, int]] = [
            ("jaccard", presence.jaccard, 4),
            ("lift", presence.lift, 4),
            ("pmi", presence.pmi, 4),
            ("p", measures.p, _SMALL),
            ("p adjusted", measures.p_adjusted, _SMALL),
        ]
        if measures.shuffled_p is not None and measures.shuffled_p_adjusted is not None:
            more += [
                ("p shuffled", measures.shuffled_p, _SMALL),
                ("p shuffled adjusted", measures.shuffled_p_adjusted, _SMALL),
            ]
        columns += ["jaccard", "lift", "pmi", *TESTED]
        columns += [name for name, _, _ in more[3:]]
        for row, (i, j) in zip(found, pairs, strict=True):
            numbers = [rounded(float(values[i, j]), digits) for _, values, digits in more]
            counts = [int(tested[i, i]), int(tested[j, j]), int(tested[i, j])]
            units: list[Cell] = [str(measures.tested.unit), measures.tested.units]
            row += [*numbers[:3], *units, *counts, *numbers[3:]]
    return Table(
        "Co-occurrence",
        tuple(columns),
        tuple(map(tuple, found)),
        cooccurrence_notes(result, measures),
    )


def cooccurrence_matrix(
    result: Cooccurrence, measures: Measures | None = None, measure: PairMeasure = PairMeasure.COUNT
) -> Table:
    """Codes × codes: n12, and on the diagonal each code's own n; or another measure.

    Where direction counts the rows are A and the columns B, also on the diagonal.
    """
    rows: Sequence[Sequence[Cell]]
    if measure is PairMeasure.COUNT:
        rows = result.counts.tolist()
    else:
        digits = _SMALL if measure in STRONG_IF_LOW else 4
        rows = [
            ["" if i == j else rounded(number, digits) for j, number in enumerate(row)]
            for i, row in enumerate(_values(result, measures, measure).tolist())
        ]
    return Table(
        "Co-occurrence" if measure is PairMeasure.COUNT else f"Co-occurrence: {measure}",
        ("code", *(str(number) for number in range(1, len(result.codes) + 1))),
        tuple(
            (f"{number} {code.label}", *row)
            for number, (code, row) in enumerate(zip(result.codes, rows, strict=True), 1)
        ),
        cooccurrence_notes(result, measures),
    )


def cooccurrence_screen(
    result: Cooccurrence, measures: Measures, measure: PairMeasure = PairMeasure.COUNT
) -> Table:
    """The pairs with as many of their columns as a screen has room for."""
    table = cooccurrence_pairs(result, measures, measure)
    shown = ["code 1", "code 2", "n1", "n2", "n12", "c", "lift", "p", "p adjusted"]
    wanted = str(measure).replace("-", " ")
    if wanted in table.columns and wanted not in shown:
        shown.insert(shown.index("p"), wanted)
    if measures.rounds:
        shown += ["p shuffled", "p shuffled adjusted"]
    places = [table.columns.index(name) for name in shown]
    return Table(
        table.title,
        tuple(shown),
        tuple(tuple(row[place] for place in places) for row in table.rows),
        table.notes,
    )


def cooccurrence_notes(result: Cooccurrence, measures: Measures | None) -> tuple[str, ...]:
    """What was counted, what the measures are on, and when not to believe them."""
    if result.directed:
        own = "n1 and n2 count codings of the code; the diagonal counts a code with itself"
    else:
        units = "codings of the code" if result.way.paired else f"{result.unit}s with the code"
        own = f"n1, n2 and the diagonal count {units}"
    notes = [f"n12 counts {result.counted}; {own}. c = n12 / (n1 + n2 − n12)."]
    if measures is not None:
        notes += _measure_notes(result, measures)
    if result.left_out:
        notes.append(f"{result.left_out} codings lie in no {result.unit} and are left out.")
    return (*notes, *selection_notes(result.selection, result.coders))


def _measure_notes(result: Cooccurrence, measures: Measures) -> list[str]:
    presence, tested = measures.presence, measures.tested
    notes = [
        f"Jaccard, lift and PMI are on {presence.units:,} {presence.unit}s."
        + (
            f" Of those that interviewers begin, only the {presence.unit}s that a coding touches."
            if presence.unit in (Unit.SENTENCE, Unit.TURN) and not result.selection.roles
            else ""
        )
        + (" They and p do not see the direction." if result.directed else "")
    ]
    pairs = tested_pairs(measures)
    if not pairs:
        notes.append(
            f"There is nothing to test: of each pair all of the {tested.units:,} {tested.unit}s "
            "have one of the codes, or none has it. --rounds 999 tests within the interviews."
        )
    else:
        notes += _test_notes(tested, pairs)
    if measures.rounds:
        notes.append(
            f"p shuffled: each code moved at random within each source, {measures.rounds:,} times "
            f"(seed {measures.seed}), and counted again in {presence.unit}s."
        )
    return notes


def _test_notes(tested: Presence, pairs: int) -> list[str]:
    notes = [
        f"p: Fisher's exact test on {tested.units:,} {tested.unit}s, two-sided; adjusted for "
        f"{pairs:,} pairs (Benjamini–Hochberg)."
    ]
    if tested.unit in (Unit.SENTENCE, Unit.TURN):
        notes.append(
            f"Warning: {tested.unit}s of one interview are not independent of each other, so that "
            "p is too small. Test on cases or sources, or shuffle (--rounds)."
        )
    else:
        notes.append(
            "Codings within an interview are not independent draws: the test is on "
            f"{tested.unit}s, and says whether it is the same ones that have both codes."
        )
        if tested.units < FEW_UNITS:
            notes.append(f"Warning: with {tested.units} {tested.unit}s only very strong ties show.")
    return notes


def tested_pairs(measures: Measures) -> int:
    """For how many pairs the exact test is defined."""
    left, right = np.triu_indices_from(measures.p, 1)
    return int(np.count_nonzero(~np.isnan(measures.p[left, right])))


def _values(result: Cooccurrence, measures: Measures | None, measure: PairMeasure) -> Floats:
    if measures is None:
        assert measure in (PairMeasure.COUNT, PairMeasure.C), "the others need measures"
        return (
            result.counts.astype(np.float64)
            if measure is PairMeasure.COUNT
            else (result.coefficient)
        )
    return measured(result, measures, measure)
