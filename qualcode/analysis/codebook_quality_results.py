"""What is found of a codebook: a row for each code, and the weak places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qualcode.analysis.codebook_quality_drift import Over
from qualcode.analysis.material import Amount
from qualcode.frames import Framed
from qualcode.model import Code
from qualcode.project.selection import Selection


class Check(StrEnum):
    """What is looked for, in the order in which it is told."""

    UNUSED = "unused"
    NO_DEFINITION = "no-definition"
    TOGETHER = "together"
    BESIDE_CHILDREN = "beside-children"
    ONE_CODER = "one-coder"
    DRIFT = "drift"
    ONE_SOURCE = "one-source"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Finding:
    """One weak place: a code, what it is, the numbers that show it, and the codings behind it.

    `other` is the code that it is together with. `values` are by the names that the words of the
    report use; shares are of 1.
    """

    check: Check
    code: Code
    codings: tuple[int, ...]
    other: Code | None = None
    values: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeQuality:
    """What there is to see of one code.

    `coders` are those who use it. `median_words` is of its codings, `definition_words` of its
    definition. `nearest` is the code that most of its words have too, `nearest_share` how many of
    them, and `in_nearest` how many of that code's words; codes above and under it are left out.
    `codings_of` are the ids of its codings. None is undefined.
    """

    code: Code
    codings: int
    sources: int
    cases: int
    coders: tuple[str, ...]
    median_words: float | None
    definition_words: int
    nearest: Code | None
    nearest_share: float | None
    in_nearest: float | None
    checks: tuple[Check, ...]
    codings_of: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class CodebookQuality(Framed):
    """Each code of the codebook, and what was found.

    `drift` has an entry for each coder, and last, if a variable was given, one over its values;
    `comparable` is the variable within whose values a coder's work was halved. `double_coded` is
    the number of sources that more than one coder has coded.
    """

    rows: tuple[CodeQuality, ...]
    findings: tuple[Finding, ...]
    drift: tuple[Over, ...]
    comparable: str
    over: str
    double_coded: int
    overlap: float
    short: int
    selection: Selection
    coders: tuple[str, ...]
    material: Amount
    coded_by: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]
    rounds: int
    seed: int
