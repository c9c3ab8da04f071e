"""Agreement between coders, with one look at the project."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.agreement.coefficients import NAMES, coefficients
from qualcode.analysis.agreement.comparison import Comparison, compare
from qualcode.analysis.agreement.domains import Domain, domains
from qualcode.analysis.agreement.extents import extents, runs_by_coder
from qualcode.analysis.agreement.resampling import intervals
from qualcode.analysis.agreement.results import (
    Agreement,
    CodeAgreement,
    DomainAgreement,
    Estimate,
    ValueAgreement,
)
from qualcode.analysis.agreement.tallies import Floats, lengths, presence, weighted
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.analysis.agreement.unitizing import coverage, of_domain
from qualcode.errors import InputError
from qualcode.project.codes import codes
from qualcode.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from qualcode.project import Project

_UNDEFINED = Estimate(None)


def agreement(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: AgreementUnit = AgreementUnit.SENTENCE,
    depth: int | None = None,
    bootstrap: int = 0,
    seed: int = 0,
) -> Agreement:
    """Compare the codings of two or more coders.

    The coders are those of the selection, or all. A source counts if every one of them has coded
    something in it, or if the selection names it. `depth` rolls codes up to the codes at that
    depth of the tree (0: themes). `bootstrap` is the number of rounds for the intervals; 0 for
    none. The same seed gives the same intervals.

    Raises `InputError` where there is nothing to compare: one coder, no codings, no common source,
    no such units; and `NotFoundError` for a name that does not exist.
    """
    if bootstrap < 0 or seed < 0:
        raise InputError("The rounds of the bootstrap and its seed are numbers from 0 up.")
    with project.snapshot():
        comparison = compare(project, selection, depth)
        placed = extents(project, comparison, unit)
        characters = extents(project, comparison, AgreementUnit.CHARACTER)
        all_codes = codes(project)
    size = len(comparison.codes)
    runs = runs_by_coder(comparison, characters)
    counted = presence(runs, characters.units, size)
    own = lengths(runs, counted)
    if unit is not AgreementUnit.CHARACTER:
        counted = presence(runs_by_coder(comparison, placed), placed.units, size)
    sets = domains(comparison, all_codes, runs, own)
    partitions = [each.sums for each in sets if each.sums is not None]

    def compute(weights: Floats) -> Floats:
        found = coefficients(weighted(counted, weights), weighted(own, weights))
        parts = [found.reshape(len(weights), -1)]
        parts += [of_domain(weighted(each, weights)) for each in partitions]
        return np.concatenate(parts, axis=1)

    once = np.ones((1, len(comparison.sources)))
    (value,) = compute(once)
    low = high = np.full_like(value, np.nan)
    if bootstrap:
        low, high = intervals(compute, len(comparison.sources), bootstrap, seed)
    figures = map(_estimate, value.tolist(), low.tolist(), high.tolist())
    (present,) = weighted(counted, once).present
    rows = _by_code(comparison, present, figures)
    return Agreement(
        unit=unit,
        selection=selection,
        coders=comparison.coders,
        sources=comparison.sources,
        left_out=comparison.left_out,
        not_coded=comparison.not_coded,
        units=int(placed.units.sum()),
        codings_left_out=placed.left_out,
        depth=depth,
        rounds=bootstrap,
        seed=seed,
        codes=rows[:-1],
        overall=rows[-1],
        domains=tuple(_of_domain(comparison, each, figures) for each in sets),
    )


def _by_code(
    comparison: Comparison, present: Floats, figures: Iterator[Estimate]
) -> tuple[CodeAgreement, ...]:
    """A row for each code and the one over all; takes their figures."""
    rows = (*comparison.codes, None)
    columns = [[next(figures) for _ in rows] for _ in NAMES]
    counts = np.concatenate((present, present.sum(axis=1, keepdims=True)), axis=1).T
    return tuple(
        CodeAgreement(code, tuple(map(int, count)), *estimates)
        for code, count, *estimates in zip(rows, counts.tolist(), *columns, strict=True)
    )


def _of_domain(
    comparison: Comparison, domain: Domain, figures: Iterator[Estimate]
) -> DomainAgreement:
    """The unitizing alphas of a domain; takes its figures if it has some."""
    members = tuple(comparison.codes[position] for position in domain.codes)
    if domain.sums is None:
        return DomainAgreement(
            domain.theme, members, _UNDEFINED, _UNDEFINED, _UNDEFINED, None, (), domain.overlap
        )
    u_alpha, binary, coding = (next(figures) for _ in range(3))
    once = np.ones((1, len(comparison.sources)))
    covered, *shares = map(_defined, coverage(weighted(domain.sums, once))[0].tolist())
    return DomainAgreement(
        domain.theme,
        members,
        u_alpha,
        binary,
        coding,
        covered,
        tuple(
            ValueAgreement(code, next(figures), share)
            for code, share in zip(members, shares, strict=True)
        ),
    )


def _estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(_defined(value), _defined(low), _defined(high))


def _defined(number: float) -> float | None:
    return None if math.isnan(number) else number
