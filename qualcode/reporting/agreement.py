"""Agreement between coders as tables: for files, and narrower ones for a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.agreement.results import Agreement, CodeAgreement, Estimate
from qualcode.reporting.results import selection_notes
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.agreement.disagreements import Disagreement
    from qualcode.analysis.agreement.results import DomainAgreement
    from qualcode.model import Code

_ALL = "(all codes)"
_DIGITS = 4
_NAMED_ON_SCREEN = 8
_FEW_SOURCES = 10
_UNITIZING = (
    "Unit: character. A coder's codings of one code that overlap or touch are one unit. Coverage: "
    "the share of the text, or of the code, that both of two coders have given some code."
)
_NAMES = ("agreement", "Cohen", "Fleiss", "Brennan–Prediger", "alpha", "u-alpha")
_SHORT_NAMES = ("agree", "Cohen", "Fleiss", "B–P", "α", "uα")
_UNITIZING_NAMES = ("u-alpha", "|u-alpha", "cu-alpha", "(k)u-alpha")
_SHORT_UNITIZING_NAMES = ("uα", "|uα", "cuα", "(k)uα")


def agreement_table(result: Agreement) -> Table:
    """A row for each code and one for all; with a bootstrap the ends of each interval."""
    return Table(
        "Agreement",
        (
            "code",
            *(f"{result.unit}s: {coder}" for coder in result.coders),
            *_spread(result, _NAMES),
        ),
        tuple(_code_row(row, _for_file(result)) for row in (*result.codes, result.overall)),
        (*_code_notes(result), *_notes(result)),
    )


def agreement_screen(result: Agreement) -> Table:
    """The same for a screen: codes by name, indented, and below a coefficient its interval."""
    return Table(
        "Agreement",
        ("code", *result.coders, *_SHORT_NAMES),
        tuple(
            (_indented(row.code), *_code_row(row, _for_screen(result))[1:])
            for row in (*result.codes, result.overall)
        ),
        (
            "agree: share of pairs of values that are the same; B–P: Brennan–Prediger; α: "
            "Krippendorff's alpha, nominal; uα: u-alpha.",
            *_code_notes(result),
            *_notes(result, brief=True),
        ),
    )


def unitizing_table(result: Agreement) -> Table:
    """The unitizing alphas: a row for all codes, for each theme and for each code in them."""
    return Table(
        "Unitizing alphas",
        ("codes", "code", *_spread(result, _UNITIZING_NAMES), "coverage", "undefined because"),
        tuple(row for each in result.domains for row in _domain_rows(each, _for_file(result), 2)),
        (_UNITIZING, *_notes(result)),
    )


def unitizing_screen(result: Agreement) -> Table:
    """The same for a screen; the reasons for what is undefined are notes."""
    reasons = tuple(
        f"{_domain_name(each)}: undefined, since {each.undefined_because}."
        for each in result.domains
        if each.undefined_because
    )
    return Table(
        "Unitizing alphas",
        ("codes", *_SHORT_UNITIZING_NAMES, "coverage"),
        tuple(
            row[:-1]
            for each in result.domains
            for row in _domain_rows(each, _for_screen(result), 1)
        ),
        (*reasons, _UNITIZING, *_notes(result, brief=True)),
    )


def disagreement_table(found: Sequence[Disagreement]) -> Table:
    """A row for each stretch on which coders differ."""
    return Table(
        "Disagreements",
        ("source", "start", "end", "code", "coded by", "not by", "text"),
        tuple(
            (
                each.source,
                each.start,
                each.end,
                each.code.label,
                ", ".join(each.having),
                ", ".join(each.lacking),
                each.text,
            )
            for each in found
        ),
    )


def disagreement_screen(found: Sequence[Disagreement]) -> Table:
    """The same without positions."""
    table = disagreement_table(found)
    return Table(
        table.title,
        ("source", *table.columns[3:]),
        tuple((row[0], *row[3:]) for row in table.rows),
    )


def _code_row(
    row: CodeAgreement, cells: Callable[[Estimate], tuple[Cell, ...]]
) -> tuple[Cell, ...]:
    estimates = (
        row.agreement,
        row.cohen,
        row.fleiss,
        row.brennan_prediger,
        row.alpha,
        row.u_alpha,
    )
    name = _ALL if row.code is None else row.code.label
    return (name, *row.present, *(cell for each in estimates for cell in cells(each)))


def _indented(code: Code | None) -> str:
    return _ALL if code is None else "  " * code.depth + code.name


def _domain_rows(
    domain: DomainAgreement, cells: Callable[[Estimate], tuple[Cell, ...]], names: int
) -> list[tuple[Cell, ...]]:
    """The rows of a domain: its name and each code's in one column (indented) or in two."""
    nothing = cells(Estimate(None))
    name = _domain_name(domain)
    coefficients = (domain.u_alpha, domain.binary_u_alpha, domain.cu_alpha)
    rows: list[tuple[Cell, ...]] = [
        (
            *(name, "")[:names],
            *(cell for each in coefficients for cell in cells(each)),
            *nothing,
            _rounded(domain.coverage),
            domain.undefined_because,
        )
    ]
    rows += [
        (
            *((name, each.code.label) if names > 1 else ("  " + each.code.name,)),
            *(nothing * len(coefficients)),
            *cells(each.ku_alpha),
            _rounded(each.coverage),
            "",
        )
        for each in domain.values
    ]
    return rows


def _domain_name(domain: DomainAgreement) -> str:
    return _ALL if domain.theme is None else domain.theme.label


def _spread(result: Agreement, names: tuple[str, ...]) -> tuple[str, ...]:
    """A column for each name, or three with a bootstrap."""
    ends = ("", " low", " high") if result.rounds else ("",)
    return tuple(name + end for name in names for end in ends)


def _for_file(result: Agreement) -> Callable[[Estimate], tuple[Cell, ...]]:
    def cells(estimate: Estimate) -> tuple[Cell, ...]:
        found = tuple(map(_rounded, (estimate.value, estimate.low, estimate.high)))
        return found if result.rounds else found[:1]

    return cells


def _for_screen(result: Agreement) -> Callable[[Estimate], tuple[Cell, ...]]:
    def cells(estimate: Estimate) -> tuple[Cell, ...]:
        if estimate.value is None or not result.rounds:
            return (estimate.value,)
        if estimate.low is None or estimate.high is None:
            return (f"{estimate.value:.3f}\n–",)
        return (f"{estimate.value:.3f}\n{estimate.low:.2f}\n{estimate.high:.2f}",)

    return cells


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)


def _code_notes(result: Agreement) -> tuple[str, ...]:
    notes = [
        f"Unit: {result.unit}. A code is present on each that a coding touches, else absent. A "
        f"coder's column counts the {result.unit}s with the code, of {result.units:,}; u-alpha is "
        "on characters.",
        f"{_ALL}: observed and expected disagreement, each averaged over the codes.",
    ]
    if len(result.coders) > 2:
        notes.append("Cohen is the mean of the pairs of coders.")
    if result.codings_left_out:
        notes.append(f"{result.codings_left_out} codings touch no {result.unit} and are left out.")
    return tuple(notes)


def _notes(result: Agreement, *, brief: bool = False) -> tuple[str, ...]:
    def named(names: Sequence[str]) -> str:
        if brief and len(names) > _NAMED_ON_SCREEN:
            rest = len(names) - _NAMED_ON_SCREEN
            return ", ".join(names[:_NAMED_ON_SCREEN]) + f" and {rest} more"
        return ", ".join(names)

    notes = [
        "Undefined where only one label occurs. Codes that none of the coders used are left out.",
        *selection_notes(result.selection, ()),
        "Coders compared: " + ", ".join(result.coders),
        f"Sources that count ({len(result.sources)}): {named(result.sources)}",
    ]
    if result.left_out:
        notes.append(f"Left out, since not all of them have coded it: {named(result.left_out)}")
    if result.not_coded:
        missing = [f"{source} ({coder})" for coder, source in result.not_coded]
        notes.append(f"Counts because it was named, though without codings: {named(missing)}")
    if result.depth is not None:
        notes.append(f"Codes are rolled up to depth {result.depth}.")
    if result.rounds:
        notes.append(
            f"95 % percentile intervals from {result.rounds:,} rounds of resampling sources, "
            f"seed {result.seed}; undefined where the coefficient is in more than 5 % of them."
        )
        if len(result.sources) < _FEW_SOURCES:
            notes.append(
                f"{len(result.sources)} is few sources to resample: take intervals as rough."
            )
    return tuple(notes)
