"""Shrunk rates: each network's rate drawn towards that of all, by as much as its size leaves to chance."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from reporter.indicator import Indicator
from reporter.periods import Period
from reporter.statistics.shrinkage import gamma_poisson

COLUMNS = ("shrunk_value", "shrunk_lower_95", "shrunk_upper_95")


def with_shrunk(
    rates: pd.DataFrame, indicators: Iterable[Indicator], area_type: str, periods: Iterable[Period]
) -> pd.DataFrame:
    """The table of rates with the columns `COLUMNS`, for networks in the given periods; NaN elsewhere.

    Empirical Bayes by the gamma-Poisson model. Only where every count of the level is released: small counts
    are withheld first, so that what remains would draw every rate too high.

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        area_type: the networks' area type.
        periods: the periods.
    """
    rates = rates.assign(**dict.fromkeys(COLUMNS, np.nan))
    for indicator in indicators:
        for period in periods:
            level = (
                (rates["indicator"] == indicator.id)
                & (rates["area_type"] == area_type)
                & (rates["period"] == period.label)
                & (rates["basis"] == period.basis)
            )
            if not level.any() or rates.loc[level, "numerator"].isna().any():
                continue
            count, denominator = (
                rates.loc[level, column].to_numpy(dtype=np.float64) for column in ("numerator", "denominator")
            )
            fit = gamma_poisson(count, denominator)
            for column, number in zip(COLUMNS, (fit.value, fit.lower, fit.upper), strict=True):
                rates.loc[level, column] = number * indicator.multiplier
    return rates
