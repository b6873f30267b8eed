"""Control charts for networks with rare events: is one year out of line with the network's own others?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reporter.findings.model import ControlChart
from reporter.findings.trends import FEWEST_POINTS, longest_run
from reporter.indicator import Indicator
from reporter.statistics.control_chart import exact_u_chart

RARE = 9.0
"""Events are rare up to this mean a year: up to it the usual chart, mean ± 3√mean, has no lower limit."""


def control_charts(rates: pd.DataFrame, indicator: Indicator, area_type: str) -> tuple[ControlChart, ...]:
    """One chart for each network whose events are rare over the longest run of years on one basis.

    Annual counts with exact limits, not births or days between deaths: the dates of single deaths would
    disclose them.

    Args:
        rates: the table of rates.
        indicator: the indicator.
        area_type: the networks' area type.
    """
    annual = rates[
        (rates["indicator"] == indicator.id)
        & (rates["area_type"] == area_type)
        & (rates["first_year"] == rates["last_year"])
        & rates["numerator"].notna()
    ]
    runs = ((str(code), longest_run(series)) for code, series in annual.groupby("area_code", sort=False))
    return tuple(
        _chart(run, indicator, code)
        for code, run in runs
        if len(run) >= FEWEST_POINTS and 0 < run["numerator"].mean() <= RARE
    )


def _chart(run: pd.DataFrame, indicator: Indicator, code: str) -> ControlChart:
    count = run["numerator"].to_numpy(dtype=np.float64)
    denominator = run["denominator"].to_numpy(dtype=np.float64)
    limits = exact_u_chart(count, denominator)
    rate = count / denominator
    flags = (rate > limits.upper).astype(np.int64) - (rate < limits.lower)
    points = run[["period", "last_year", "numerator", "denominator"]].assign(
        rate=indicator.multiplier * rate,
        lower=indicator.multiplier * limits.lower,
        upper=indicator.multiplier * limits.upper,
        flag=flags,
    )
    return ControlChart(
        indicator=indicator.id,
        area_code=code,
        basis=str(run["basis"].iloc[0]),
        first_year=int(run["last_year"].iloc[0]),
        last_year=int(run["last_year"].iloc[-1]),
        centre=indicator.multiplier * float(limits.centre[0]),
        outside=int((flags != 0).sum()),
        points=points.reset_index(drop=True),
    )
