"""Change: the latest year against the one before, by an exact test of two rates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reporter.findings.model import Change
from reporter.findings.vocabulary import Direction
from reporter.indicator import Indicator
from reporter.statistics.intervals import rate_ratio
from reporter.statistics.multiplicity import benjamini_hochberg

SIGNIFICANT = 0.05


def direction(ratio: float, p_value: float) -> Direction:
    """What may be said of a rate ratio: 'rose' or 'fell' only where its p-value is below 0.05."""
    if np.isnan(p_value) or np.isnan(ratio):
        return "cannot be tested"
    if p_value >= SIGNIFICANT or ratio == 1:
        return "no clear change"
    return "rose" if ratio > 1 else "fell"


def changes(
    rates: pd.DataFrame, indicators: tuple[Indicator, ...], latest: int, basis: str
) -> tuple[Change, ...]:
    """The change from the year before the latest to the latest, for each area whose rates of both are given.

    The rate ratio and its p-value are exact (conditional binomial); p-values are adjusted for the number of
    areas of the same indicator and level (Benjamini and Hochberg).

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        latest: the latest year.
        basis: the basis of both years.
    """
    one_year = rates[
        (rates["first_year"] == rates["last_year"]) & (rates["basis"] == basis) & rates["value"].notna()
    ]
    keys = ["indicator", "area_code", "area_type"]
    both = one_year[one_year["last_year"] == latest - 1].merge(
        one_year[one_year["last_year"] == latest], on=keys, suffixes=("_from", "_to")
    )
    order = {indicator.id: place for place, indicator in enumerate(indicators)}
    both = both.sort_values("indicator", key=lambda ids: ids.map(order), kind="stable")
    counts = {
        column: both[column].to_numpy(dtype=np.float64)
        for column in ("numerator_to", "denominator_to", "numerator_from", "denominator_from")
    }
    test = rate_ratio(*counts.values())
    both = both.assign(ratio=test.ratio, lower=test.lower, upper=test.upper, p_value=test.p_value)
    both["adjusted_p_value"] = both.groupby(["indicator", "area_type"])["p_value"].transform(
        lambda p_values: benjamini_hochberg(p_values.to_numpy())
    )
    return tuple(
        Change(
            indicator=row["indicator"],
            area_code=row["area_code"],
            period_from=row["period_from"],
            period_to=row["period_to"],
            value_from=row["value_from"],
            value_to=row["value_to"],
            ratio=row["ratio"],
            lower=row["lower"],
            upper=row["upper"],
            p_value=row["p_value"],
            adjusted_p_value=row["adjusted_p_value"],
            direction=direction(row["ratio"], row["adjusted_p_value"]),
        )
        for row in both.to_dict("records")
    )
