"""Statistics of tables of counts. What is undefined is NaN."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def expected_counts(row: Floats, column: Floats, total: np.float64) -> Floats:
    """What cells would have if rows and columns had nothing to do with each other."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(row[:, None] * column / total)


def adjusted_residuals(counts: Floats, row: Floats, column: Floats, total: np.float64) -> Floats:
    """Adjusted standardised residuals: about normal with variance 1 without association.

    (observed − expected) / √(expected × (1 − row share) × (1 − column share)); Haberman (1973),
    “The analysis of residuals in cross-classified tables”, Biometrics 29.
    """
    expected = expected_counts(row, column, total)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = expected * (1 - row / total)[:, None] * (1 - column / total)
        return np.where(spread > 0, (counts - expected) / np.sqrt(spread), np.nan)


def chi_squared(counts: Floats) -> Floats:
    """Pearson's statistic of tables (… × rows × columns); rows or columns of 0 add nothing."""
    row, column = counts.sum(axis=-1), counts.sum(axis=-2)
    total = row.sum(axis=-1)[..., None, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = row[..., :, None] * column[..., None, :] / total
        parts = np.where(expected > 0, (counts - expected) ** 2 / expected, 0)
    return np.asarray(parts.sum(axis=(-2, -1)))


def chi_squared_of_presence(present: Floats, units: Floats) -> Floats:
    """The statistic of has or has not × group: how many units of each group have a thing.

    `present` is … × groups × things, `units` the number of units of each group. NaN for a thing
    that all units have, or none.
    """
    share = present.sum(axis=-2, keepdims=True) / units.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = units[:, None] * share * (1 - share)
        parts = np.where(units[:, None] > 0, (present - units[:, None] * share) ** 2 / spread, 0)
    return np.asarray(parts.sum(axis=-2))


def cramers_v(chi2: float, total: float, rows: int, columns: int) -> float:
    """Cramér's V, from 0 to 1, corrected for its bias upwards in small samples.

    Bergsma (2013), “A bias-correction for Cramér's V and Tschuprow's T”, Journal of the Korean
    Statistical Society 42. `rows` and `columns` are those that have anything in them.
    """
    if total < 2 or min(rows, columns) < 2 or np.isnan(chi2):
        return float("nan")
    excess = max(0.0, chi2 / total - (rows - 1) * (columns - 1) / (total - 1))
    smaller = min(each - (each - 1) ** 2 / (total - 1) for each in (rows, columns)) - 1
    return float(np.sqrt(excess / smaller)) if smaller > 0 else float("nan")
