"""Rates over windows of several years, and the trend of the years beneath them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import Floats, vectors
from reporter.statistics.intervals import Estimate, crude_rate
from reporter.statistics.trend.exact import ExactTrend, exact_trend
from reporter.statistics.trend.poisson import PoissonTrend, poisson_trend


class PooledTrend(NamedTuple):
    """Rates of overlapping windows to draw, and the tests of the single years to judge them by.

    `first_year` and `last_year` bound each window; `rate` has one element a window.
    """

    first_year: Floats
    last_year: Floats
    rate: Estimate
    poisson: PoissonTrend
    exact: ExactTrend


def pooled_trend(
    count: ArrayLike,
    denominator: ArrayLike,
    year: ArrayLike,
    *,
    window: int = 3,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> PooledTrend:
    """Rates of every `window` consecutive calendar years, with the trend tested on the annual counts.

    Neighbouring windows share all but one of their years: a test that takes their rates as independent finds
    trends where there are none. The annual counts hold all that the windows do, and are independent.

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        year: calendar years in order; windows that would hold a gap are not formed.
        window: how many years are pooled, at least 1.
        multiplier: the rates are per this.
        confidence: of the limits of rates and of the annual rate ratio.

    Raises:
        ValueError: `window` is below 1, or the years are not in order.
    """
    count, denominator, year = vectors(count, denominator, year)
    if window < 1:
        raise ValueError(f"window must be at least 1 year, not {window!r}")
    if not (np.diff(year) > 0).all():
        raise ValueError("years must be in order, each given once")
    starts = np.arange(max(year.size - window + 1, 0))
    starts = starts[year[starts + window - 1] - year[starts] == window - 1]
    years = starts[:, None] + np.arange(window)
    rate = crude_rate(
        count[years].sum(axis=1), denominator[years].sum(axis=1), multiplier=multiplier, confidence=confidence
    )
    trend = poisson_trend(count, denominator, year, confidence=confidence)
    exact = exact_trend(count, denominator, year)
    return PooledTrend(year[starts], year[starts + window - 1], rate, trend, exact)
