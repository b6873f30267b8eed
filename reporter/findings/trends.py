"""Trends: annual counts over the longest run of years on one basis, tested."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from reporter.findings.change import direction
from reporter.findings.kinds import Floats, Observed, kind_of
from reporter.findings.models import NOTHING, Models
from reporter.findings.runs import Run, runs
from reporter.findings.schema import CalendarYear, PValue, of_records
from reporter.findings.vocabulary import Direction
from reporter.publication.indicator import Indicator
from reporter.statistics.multiplicity import benjamini_hochberg
from reporter.statistics.trend import calendar_trend


@dataclass(frozen=True)
class Trend:
    """The trend of one area's annual rates over the longest run of years on one basis.

    annual_percent_change with its 95% limits and p_value come from the regression of the indicator's kind: of
    rates a Poisson regression of the annual counts (likelihood ratio, profile limits), widened where
    dispersion is above 1 (quasi-Poisson); of proportions that of the logit, whose change is that of the odds.
    adjusted_p_value
    allows for the number of areas of this type tested (Benjamini and Hochberg); dispersion is the Pearson
    statistic over its degrees of freedom; exact_p_value is the exact conditional test; marker is the
    Fingertips recent trend of the last five points, with a reason if it cannot be calculated. direction is
    'rose' or 'fell' only where adjusted_p_value is below 0.05.
    """

    indicator: str
    area_code: str
    basis: str
    first_year: CalendarYear
    last_year: CalendarYear
    points: int
    annual_percent_change: float
    lower_95: float
    upper_95: float
    p_value: PValue
    adjusted_p_value: PValue
    exact_p_value: PValue
    dispersion: float
    marker: str
    marker_reason: str
    direction: Direction


_NO_RATE = "no rate for "

TRENDS = of_records("trends", Trend, "indicator", "area_code", "basis")


def trends(
    rates: pd.DataFrame,
    indicators: tuple[Indicator, ...],
    area_types: tuple[str, ...],
    models: Models = NOTHING,
    *,
    windows: bool = False,
) -> tuple[Trend, ...]:
    """The trend of each area of the given types, for each indicator.

    A trend never crosses a break in basis or a missing year: the longest run of consecutive years on one
    basis whose counts are all released is tested, the later one of two equally long. P-values are adjusted
    for the number of areas of the same indicator and level (Benjamini and Hochberg).

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        area_types: the levels whose areas are tested.
        models: cache of fitted models.
        windows: whether the source has counted several steps together.
    """
    found: list[Trend] = []
    for indicator in (each for each in indicators if each.compares_years):
        for area_type in area_types:
            series = runs(rates, indicator, area_type, windows=windows)
            tested = [_trend(run, rates, indicator, models) for run in series]
            adjusted = benjamini_hochberg(np.array([trend.p_value for trend in tested]))
            found += [_judged(trend, float(p_value)) for trend, p_value in zip(tested, adjusted, strict=True)]
    return tuple(found)


def _judged(trend: Trend, adjusted_p_value: float) -> Trend:
    ratio = 1 + trend.annual_percent_change / 100
    verdict = direction(ratio, adjusted_p_value)
    return replace(trend, adjusted_p_value=adjusted_p_value, direction=verdict)


def _trend(run: Run, rates: pd.DataFrame, indicator: Indicator, models: Models) -> Trend:
    found = models(_tested, *run.observed, run.time, run.score, indicator=indicator)
    if found.marker_reason.startswith(_NO_RATE):
        place = int(found.marker_reason.removeprefix(_NO_RATE))
        found = found._replace(marker_reason=f"{_NO_RATE}{rates['period'].iloc[run.rows[place]]}")
    return Trend(
        indicator=indicator.id,
        area_code=run.area_code,
        basis=run.basis,
        first_year=run.first,
        last_year=run.last,
        points=len(run.rows),
        **found._asdict(),
        adjusted_p_value=float("nan"),
        direction="cannot be tested",
    )


class _Tested(NamedTuple):
    """Test results of one area's run of years: fields of `Trend`."""

    annual_percent_change: float
    lower_95: float
    upper_95: float
    p_value: float
    exact_p_value: float
    dispersion: float
    marker: str
    marker_reason: str


def _tested(
    count: Floats,
    denominator: Floats,
    value: Floats,
    variance: Floats,
    time: Floats,
    score: Floats,
    indicator: Indicator,
) -> _Tested:
    kind, observed = kind_of(indicator), Observed(count, denominator, value, variance)
    test = kind.slope(observed, time, score)
    # The marker is given the rates of all years, also those whose rate is not published for reliability.
    # They follow on each other, so that their places stand for the years.
    marker = calendar_trend(np.arange(len(time)), *kind.estimate(observed, indicator.multiplier, 0.95))
    return _Tested(
        annual_percent_change=100 * (test.annual_ratio - 1),
        lower_95=100 * (test.lower - 1),
        upper_95=100 * (test.upper - 1),
        p_value=test.p_value,
        exact_p_value=test.exact_p_value,
        dispersion=test.dispersion,
        marker=str(marker.marker),
        marker_reason=str(marker.reason),
    )
