"""Control charts for networks with rare events: is one year out of line with the network's own others?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reporter.findings.kinds import kind_of
from reporter.findings.runs import Run, runs
from reporter.publication.indicator import Indicator
from reporter.statistics.control_chart import exact_u_chart

RARE = 9.0
"""Greatest yearly mean of rare events: up to it the usual chart, mean ± 3√mean, has no lower limit."""


@dataclass(frozen=True)
class NetworkControlChart:
    """One network's rates of rare events by year about its own mean, with exact control limits.

    centre: the mean rate over the years; outside: how many years lie outside the limits; points: one row a
    year: period, first_year, last_year, numerator, denominator, rate, lower, upper, flag (-1 below, 0 inside,
    1 above). The rates are those of all released counts, also of years without a published rate for
    reliability.
    """

    indicator: str
    area_code: str
    basis: str
    first_year: int
    last_year: int
    centre: float
    outside: int
    points: pd.DataFrame


def control_charts(
    rates: pd.DataFrame, indicator: Indicator, area_type: str, *, windows: bool = False
) -> tuple[NetworkControlChart, ...]:
    """One chart for each network whose events are rare over the longest run of years on one basis.

    Annual counts with exact limits, not births or days between deaths: the dates of single deaths would
    disclose them.

    Args:
        rates: the table of rates.
        indicator: the indicator.
        area_type: the networks' area type.
        windows: whether the source has counted several steps together.
    """
    return tuple(
        _chart(rates, run, indicator)
        for run in runs(rates, indicator, area_type, windows=windows)
        if kind_of(indicator).rare_events and 0 < run.observed.events.mean() <= RARE
    )


def _chart(rates: pd.DataFrame, run: Run, indicator: Indicator) -> NetworkControlChart:
    limits = exact_u_chart(run.observed.events, run.observed.denominator)
    rate = run.observed.events / run.observed.denominator
    flags = (rate > limits.upper).astype(np.int64) - (rate < limits.lower)
    columns = ["period", "first_year", "last_year", "numerator", "denominator"]
    points = (
        rates[columns]
        .iloc[run.rows]
        .assign(
            rate=indicator.multiplier * rate,
            lower=indicator.multiplier * limits.lower,
            upper=indicator.multiplier * limits.upper,
            flag=flags,
        )
    )
    return NetworkControlChart(
        indicator=indicator.id,
        area_code=run.area_code,
        basis=run.basis,
        first_year=run.first,
        last_year=run.last,
        centre=indicator.multiplier * float(limits.centre[0]),
        outside=int((flags != 0).sum()),
        points=points.reset_index(drop=True),
    )
