"""Trends: annual counts over the longest run of years on one basis, tested."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reporter.findings.change import direction
from reporter.findings.model import Trend
from reporter.indicator import Indicator
from reporter.statistics.intervals import crude_rate
from reporter.statistics.multiplicity import benjamini_hochberg
from reporter.statistics.trend import calendar_trend, exact_trend, poisson_trend, quasi_poisson_trend

FEWEST_POINTS = 5
"""A trend is tested on at least this many years."""


def trends(
    rates: pd.DataFrame, indicators: tuple[Indicator, ...], area_types: tuple[str, ...]
) -> tuple[Trend, ...]:
    """The trend of each area of the given types, for each indicator.

    A trend never crosses a break in basis or a missing year: the longest run of consecutive years on one
    basis whose counts are all released is tested, the later one of two equally long. P-values are adjusted
    for the number of areas of the same indicator and level (Benjamini and Hochberg).

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        area_types: the levels whose areas are tested.
    """
    found: list[Trend] = []
    for indicator in indicators:
        for area_type in area_types:
            tested = list(_of_level(rates, indicator, area_type))
            adjusted = benjamini_hochberg(np.array([trend.p_value for trend in tested]))
            found += [_judged(trend, float(p_value)) for trend, p_value in zip(tested, adjusted, strict=True)]
    return tuple(found)


def _judged(trend: Trend, adjusted_p_value: float) -> Trend:
    ratio = 1 + trend.annual_percent_change / 100
    verdict = direction(ratio, adjusted_p_value)
    return Trend(**{**vars(trend), "adjusted_p_value": adjusted_p_value, "direction": verdict})


def _of_level(rates: pd.DataFrame, indicator: Indicator, area_type: str) -> Iterator[Trend]:
    annual = rates[
        (rates["indicator"] == indicator.id)
        & (rates["area_type"] == area_type)
        & (rates["first_year"] == rates["last_year"])
        & rates["numerator"].notna()
    ]
    for code, series in annual.groupby("area_code", sort=False):
        run = longest_run(series)
        if len(run) >= FEWEST_POINTS:
            yield _trend(run, indicator, str(code))


def longest_run(series: pd.DataFrame) -> pd.DataFrame:
    """The longest run of consecutive years on one basis; the later one where two are equally long.

    Args:
        series: rows of one area with `basis` and `last_year`.
    """
    runs: list[list[int]] = []
    before = None
    for basis, year, row in sorted(
        zip(series["basis"], series["last_year"], range(len(series)), strict=True)
    ):
        if before == (basis, year - 1):
            runs[-1].append(row)
        else:
            runs.append([row])
        before = basis, year
    years = series["last_year"].to_list()
    return series.iloc[max(runs, key=lambda run: (len(run), years[run[-1]]), default=[])]


def _trend(run: pd.DataFrame, indicator: Indicator, code: str) -> Trend:
    count = run["numerator"].to_numpy(dtype=np.float64)
    denominator = run["denominator"].to_numpy(dtype=np.float64)
    year = run["last_year"].to_numpy(dtype=np.float64)
    fit = poisson_trend(count, denominator, year)
    # Years that vary by more than chance widen the limits; years that vary by less never narrow them.
    judged = quasi_poisson_trend(count, denominator, year)
    test = judged if judged.dispersion > 1 else fit
    # The marker is given the rates of all years, also those whose rate is not published for reliability.
    rate = crude_rate(count, denominator, multiplier=indicator.multiplier)
    marker = calendar_trend(year, *rate)
    return Trend(
        indicator=indicator.id,
        area_code=code,
        basis=str(run["basis"].iloc[0]),
        first_year=int(year[0]),
        last_year=int(year[-1]),
        points=len(run),
        annual_percent_change=100 * (float(test.annual_rate_ratio) - 1),
        lower=100 * (float(test.lower) - 1),
        upper=100 * (float(test.upper) - 1),
        p_value=float(test.p_value),
        adjusted_p_value=float("nan"),
        exact_p_value=float(exact_trend(count, denominator, year - year[0]).p_value),
        dispersion=float(judged.dispersion),
        marker=str(marker.marker),
        marker_reason=str(marker.reason),
        direction="cannot be tested",
    )
