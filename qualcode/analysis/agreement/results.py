"""What a comparison of coders comes to, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.frames import Framed
from qualcode.model import Code
from qualcode.project.selection import Selection


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient and its 95 % interval; None is undefined, or for the interval not asked for."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """The coefficients of one code, or pooled over all (`code` is None).

    `present` is on how many units each coder has the code, in the order of the coders; over all
    codes their sum. `agreement` is a share of 1. `cohen` is the mean of the pairs where there are
    more than two coders. `u_alpha` is on characters, whatever the unit.
    """

    code: Code | None
    present: tuple[int, ...]
    agreement: Estimate
    cohen: Estimate
    fleiss: Estimate
    brennan_prediger: Estimate
    alpha: Estimate
    u_alpha: Estimate


@dataclass(frozen=True, slots=True)
class ValueAgreement:
    """The (k)u-alpha of one code in a domain, and the share of the code that it is on."""

    code: Code
    ku_alpha: Estimate
    coverage: float | None


@dataclass(frozen=True, slots=True)
class DomainAgreement:
    """The unitizing alphas of codes that a coder applies instead of one another, on characters.

    `theme` is the theme whose codes these are, None for all codes. `coverage` is the share of the
    text, by coders, on which units meet and cu-alpha is. `undefined_because` says why there are no
    coefficients: units of one coder overlap.
    """

    theme: Code | None
    codes: tuple[Code, ...]
    u_alpha: Estimate
    binary_u_alpha: Estimate
    cu_alpha: Estimate
    coverage: float | None
    values: tuple[ValueAgreement, ...]
    undefined_because: str = ""


@dataclass(frozen=True, slots=True)
class Agreement(Framed):
    """Agreement between coders, per code, over all codes, and by the unitizing alphas.

    `sources` are the names of those that count, `left_out` of those selected that not every coder
    has coded; `not_coded` are pairs of a coder and a source that counts because it was named.
    `units` is the number of units in the sources that count, coded or not, and
    `codings_left_out` how many codings touch none. `depth` is what codes were rolled up to, and
    `rounds` of the bootstrap resampled sources with `seed`.
    """

    unit: AgreementUnit
    selection: Selection
    coders: tuple[str, ...]
    sources: tuple[str, ...]
    left_out: tuple[str, ...]
    not_coded: tuple[tuple[str, str], ...]
    units: int
    codings_left_out: int
    depth: int | None
    rounds: int
    seed: int
    codes: tuple[CodeAgreement, ...]
    overall: CodeAgreement
    domains: tuple[DomainAgreement, ...]
