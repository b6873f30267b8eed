"""Change: the latest year against the one before, by an exact test of two rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.schema import PValue, of_records
from reporter.findings.vocabulary import Direction
from reporter.machine.rows import row_keys, where
from reporter.publication.periods import Period
from reporter.statistics.intervals import rate_ratio
from reporter.statistics.multiplicity import benjamini_hochberg

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Change:
    """One area's rate in the latest period against the one before, by an exact test of two rates.

    rate_ratio, lower_95, upper_95: the rate ratio, later over earlier, with its 95% limits; p_value: exact,
    two-sided; adjusted_p_value: allowing for the number of areas of this type tested (Benjamini and
    Hochberg); direction: 'rose' or 'fell' only where adjusted_p_value is below 0.05.
    """

    indicator: str
    area_code: str
    period_from: str
    period_to: str
    value_from: float
    value_to: float
    rate_ratio: float
    lower_95: float
    upper_95: float
    p_value: PValue
    adjusted_p_value: PValue
    direction: Direction


CHANGES = of_records("changes", Change, "indicator", "area_code", "period_from", "period_to")


def direction(ratio: float, p_value: float) -> Direction:
    """Verdict on a rate ratio: 'rose' or 'fell' only where its p-value is below 0.05."""
    if np.isnan(p_value) or np.isnan(ratio):
        return "cannot be tested"
    if p_value >= SIGNIFICANT or ratio == 1:
        return "no clear change"
    return "rose" if ratio > 1 else "fell"


def changes(rates: pd.DataFrame, latest: Period) -> tuple[Change, ...]:
    """Changes from the year before the latest to the latest, for each area with both rates given.

    Before a window that the source has counted together is the one that ends where it begins, the longest.

    The rate ratio and its p-value are exact (conditional binomial); p-values are adjusted for the number of
    areas of the same indicator and level (Benjamini and Hochberg).

    Args:
        rates: the table of rates.
        latest: the latest year.
    """
    indicator, code, area_type, period = (
        rates[name].tolist() for name in ("indicator", "area_code", "area_type", "period")
    )
    value, count, denominator = (
        rates[name].to_numpy(dtype=np.float64, na_value=np.nan)
        for name in ("value", "numerator", "denominator")
    )
    pairs = _pairs(rates, ~np.isnan(value), latest)
    before, after = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    test = rate_ratio(count[after], denominator[after], count[before], denominator[before])
    test = test.where_there_is_a_ratio()
    families: dict[tuple[str, str], list[int]] = {}
    for place, (_, row) in enumerate(pairs):
        families.setdefault((indicator[row], area_type[row]), []).append(place)
    adjusted = np.full(len(pairs), np.nan)
    for family in families.values():
        adjusted[family] = benjamini_hochberg(test.p_value[family])
    tested = zip(*(column.tolist() for column in (*test, adjusted)), strict=True)
    return tuple(
        Change(
            indicator=indicator[new],
            area_code=code[new],
            period_from=period[old],
            period_to=period[new],
            value_from=float(value[old]),
            value_to=float(value[new]),
            rate_ratio=ratio,
            lower_95=lower,
            upper_95=upper,
            p_value=p_value,
            adjusted_p_value=adjusted_p_value,
            direction=direction(ratio, adjusted_p_value),
        )
        for (old, new), (ratio, lower, upper, p_value, adjusted_p_value) in zip(pairs, tested, strict=True)
    )


def _pairs(rates: pd.DataFrame, given: NDArray[np.bool_], latest: Period) -> list[tuple[int, int]]:
    """Pairs of rows, year before the latest and latest, of each area with both rates given."""
    first, last = (rates[name].to_numpy(dtype=np.int64) for name in ("first_year", "last_year"))
    here = given & where(rates, basis=latest.basis)
    # A year has a year before it, a window another window.
    before = here & (last == latest.first_year - 1) & ((first == last) == latest.is_single_year)
    now = here & (first == latest.first_year) & (last == latest.last_year)
    keys = list(row_keys(rates, ("indicator", "area_code")))
    row_of = {keys[row]: row for row in np.flatnonzero(now).tolist()}
    first_of: dict[tuple[str, str], int] = {}
    for row in np.flatnonzero(before).tolist():
        if (other := first_of.setdefault(keys[row], row)) != row and first[row] < first[other]:
            first_of[keys[row]] = row
    return [(row, row_of[key]) for key, row in first_of.items() if key in row_of]
