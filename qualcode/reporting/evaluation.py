"""An evaluation of suggestions as tables, JSON and a page that stands by itself."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError
from qualcode.model import Code
from qualcode.reporting.files import write_atomically
from qualcode.reporting.tables import Cell, Table, to_csv
from qualcode.suggesting.evaluation_results import Figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.suggesting.evaluation_results import CodeEvaluation, Evaluation, Summary

_SUFFIXES = (".json", ".csv", ".html")
_DIGITS = 4
_SHORT = ("AP", "P", "R", "F1", "hit@3", "ECE", "ECE ≥ .1")
_NAMES = (
    "average precision",
    "precision",
    "recall",
    "F1",
    "hit@3",
    "calibration error",
    "calibration error from 0.1",
)
_NOTHING = Figures()


def write_evaluation(result: Evaluation, out: Path) -> None:
    """Write an evaluation as the file's suffix says: .json for all, .csv the codes, .html to read.

    Raises `InputError` for another suffix or a place that cannot be written.
    """
    check_suffix(out)
    suffix = out.suffix.lower()
    if suffix == ".csv":
        write_atomically(out, to_csv(code_table(result)).encode("utf-8-sig"))
    elif suffix == ".json":
        write_atomically(out, to_json(result).encode())
    else:
        from qualcode.reporting.evaluation_page import page

        write_atomically(out, page(result).encode())


def check_suffix(out: Path) -> None:
    """Raise `InputError` for a file that no evaluation can be written to."""
    if out.suffix.lower() not in _SUFFIXES:
        raise InputError(
            f"An evaluation cannot be written as {out.suffix or 'a file without suffix'}.",
            where=str(out),
            remedy=f"Choose one of {', '.join(_SUFFIXES)}.",
        )


def to_json(result: Evaluation) -> str:
    """Everything that was found; an undefined figure is null, a code its path."""

    def plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {key: list(value["path"]) if key == "code" else value for key, value in pairs}

    return json.dumps(asdict(result, dict_factory=plain), ensure_ascii=False, indent=1) + "\n"


def code_table(result: Evaluation) -> Table:
    """A row for each code with everything in figures, and rows for all codes."""
    ways = [each.name for each in result.baselines]
    second = ("second coder", "learned, same units") if result.ceiling else ()
    columns = (
        "code",
        "examples",
        f"{result.unit}s",
        f"{result.by}s",
        "weak",
        *_NAMES,
        *(f"{way}: {name}" for way in ways for name in _NAMES[:5]),
        *(f"{one}: {name}" for one in second for name in _NAMES[1:4]),
        "warnings",
    )
    return Table(
        "Evaluation",
        columns,
        (
            *(_code_row(each, bool(second)) for each in result.codes),
            *(_summary_row(result, name) for name in ("macro", "macro_enough", "micro")),
        ),
        notes(result),
    )


def code_screen(result: Evaluation) -> Table:
    """The same for a screen: codes by name, indented, and of the others one figure each."""
    second = ("2nd F1",) if result.ceiling else ()
    return Table(
        "How good the suggestions are, code by code",
        ("code", f"{result.unit}s", *_SHORT[:6], "terms AP", *second),
        tuple(
            (
                "  " * each.code.depth
                + each.code.name
                + (" !" if each.units and each.warnings else ""),
                each.units,
                *_cells(each.learned)[:6],
                _rounded(each.baselines[0].average_precision),
                *((_rounded((each.second_coder or _NOTHING).f1),) if second else ()),
            )
            for each in result.codes
        ),
        ("! Take care: see the remarks on the code.",) if remarks(result.codes) else (),
    )


def comparison_table(result: Evaluation) -> Table:
    """The suggester, the baselines and the second coder, over all codes."""
    rows: list[tuple[Cell, ...]] = []
    for summary in (result.learned, *result.baselines):
        rows += _summary_rows(result, summary, summary.name)
    if result.ceiling:
        there = f"on the {result.ceiling.units:,} {result.unit}s of both coders"
        rows += _summary_rows(
            result, result.ceiling.second_coder, f"second coder {result.ceiling.second}, {there}"
        )
        rows += _summary_rows(result, result.ceiling.learned, f"learned, {there}")
    return Table("Over all codes", ("who", "mean over", *_SHORT), tuple(rows), notes(result))


def notes(result: Evaluation) -> tuple[str, ...]:
    """What was judged and how, and what the figures are."""
    used = sum(1 for each in result.codes if each.units)
    about = [
        f"Judged: {result.units:,} {result.unit}s that were read, {result.coded_units:,} of them "
        f"coded, in {result.groups} {result.by}s; {used} codes in use. Codings by "
        f"{', '.join(result.coders)}.",
        f"The {result.by}s were held out in {result.folds} parts: whoever learned, calibrated and "
        f"set thresholds had not seen them. Aim: {result.aim}. Seed: {result.seed}.",
        "AP: average precision. P, R, F1: precision and recall at the threshold, and their "
        "harmonic mean. hit@3: the share of a code's units on which it is among the three highest "
        "scored codes. ECE: expected calibration error, ten bins; nearly all scores are rightly "
        "near 0, so it is also given for scores from 0.1 up. A dash is undefined.",
    ]
    if result.learned.units_hit_at_3 is not None:
        about.append(
            f"Of the coded {result.unit}s {result.learned.units_hit_at_3:.0%} have one of their "
            "codes among the three highest scored."
        )
    if result.ceiling:
        about.append(
            f"Second coder: {result.ceiling.second} judged by what {result.ceiling.first} coded in "
            f"{len(result.ceiling.sources)} sources that both have coded, beside the suggester "
            "judged by the same. A suggester cannot be expected to do better than people."
        )
    return tuple(about)


def _code_row(found: CodeEvaluation, with_second: bool) -> tuple[Cell, ...]:
    second = (found.second_coder or _NOTHING, found.beside_second or _NOTHING)
    return (
        found.code.label,
        found.examples,
        found.units,
        found.groups,
        "yes" if found.weak else "no",
        *_cells(found.learned),
        *(cell for figures in found.baselines for cell in _cells(figures)[:5]),
        *(cell for figures in second if with_second for cell in _cells(figures)[1:4]),
        " ".join(found.warnings),
    )


def _summary_row(result: Evaluation, name: str) -> tuple[Cell, ...]:
    second: list[Summary] = []
    if result.ceiling:
        second = [result.ceiling.second_coder, result.ceiling.learned]
    return (
        f"({_over(result, name)})",
        *(None,) * 4,
        *_cells(getattr(result.learned, name)),
        *(cell for each in result.baselines for cell in _cells(getattr(each, name))[:5]),
        *(cell for each in second for cell in _cells(getattr(each, name))[1:4]),
        "",
    )


def _summary_rows(result: Evaluation, summary: Summary, who: str) -> list[tuple[Cell, ...]]:
    names = ("macro", "macro_enough", "micro")
    return [
        (who if name == "macro" else "", _over(result, name), *_cells(getattr(summary, name)))
        for name in names
    ]


def _over(result: Evaluation, name: str) -> str:
    return {
        "macro": "codes",
        "macro_enough": f"codes with {result.enough_examples} examples",
        "micro": f"{result.unit}s and codes",
    }[name]


def _cells(figures: Figures) -> tuple[Cell, ...]:
    return tuple(_rounded(getattr(figures, field.name)) for field in fields(figures))


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)


def remarks(codes: Sequence[CodeEvaluation]) -> list[tuple[Code, tuple[str, ...]]]:
    """The codes that are used and whose figures cannot be trusted, with the reasons."""
    return [(each.code, each.warnings) for each in codes if each.warnings and each.units]
