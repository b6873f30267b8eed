"""Shrunk rates: each network's rate drawn towards the overall rate, the more the smaller the network."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from reporter.findings.kinds import kind_of
from reporter.findings.models import NOTHING, Models
from reporter.machine.rows import where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.statistics.shrinkage import gamma_poisson

COLUMNS = ("shrunk_value", "shrunk_lower_95", "shrunk_upper_95")


def with_shrunk(
    rates: pd.DataFrame,
    indicators: Iterable[Indicator],
    area_type: str,
    periods: Iterable[Period],
    models: Models = NOTHING,
) -> pd.DataFrame:
    """The table of rates with the columns `COLUMNS`, for networks in the given periods; NaN elsewhere.

    Empirical Bayes by the gamma-Poisson model. Only where every count and denominator of the level is
    released: small counts are withheld first, so that the others would draw every rate too high.

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        area_type: the networks' area type.
        periods: the periods.
        models: cache of fitted models.
    """
    count = rates["numerator"].to_numpy(dtype=np.float64, na_value=np.nan)
    denominator = rates["denominator"].to_numpy(dtype=np.float64, na_value=np.nan)
    columns = {name: np.full(len(rates), np.nan) for name in COLUMNS}
    for indicator in (each for each in indicators if kind_of(each).shrinks):
        for period in periods:
            named = {"indicator": indicator.id, "period": period.label, "basis": period.basis}
            level = where(rates, area_type=area_type, **named)
            if not level.any() or np.isnan(count[level] + denominator[level]).any():
                continue
            fit = models(gamma_poisson, count[level], denominator[level])
            for column, number in zip(COLUMNS, (fit.value, fit.lower, fit.upper), strict=True):
                columns[column][level] = number * indicator.multiplier
    return rates.assign(**columns)
