"""Average annual percent change over a period whose trend changes at known years."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import tail_probability, vectors
from reporter.statistics.cholesky import cholesky, forward
from reporter.statistics.trend.log_linear import testable
from reporter.statistics.trend.pieces import UNKNOWN_SLOPE, poisson_regressions, segments


class AverageChange(NamedTuple):
    """Average annual percent change with limits and p-value; `dispersion` is φ, never below 1."""

    average_annual_percent_change: float
    lower: float
    upper: float
    p_value: float
    dispersion: float


def average_change(
    count: ArrayLike,
    denominator: ArrayLike,
    year: ArrayLike,
    breaks: ArrayLike = (),
    *,
    confidence: float = 0.95,
) -> AverageChange:
    """Average annual percent change of a Poisson regression on segments with given breaks.

    100·(e^s − 1), s = (fitted ln rate of the last year − of the first)/years between, the length-weighted
    mean of the slopes. Limits s ± t(df)·√(φ·Var), φ = max(1, Pearson's χ²/df), df = T − 2 − breaks.

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        year: calendar years in order; a gap keeps its length.
        breaks: years at which the trend changes, in order, after the first year and before the last.
        confidence: of the limits, which take the breaks as known: narrow where these were searched for.

    Returns:
        NaN throughout with no event, below two years, anything missing, or a segment without events. Without
        a degree of freedom left there are no limits, no p-value and no φ.

    Raises:
        ValueError: years or breaks are not in order, or a break is not inside the period.

    Reference: Clegg et al. 2009, Statistics in Medicine 28:3670.
    """
    tail = tail_probability(confidence)
    count, denominator, years = vectors(count, denominator, year)
    (places,) = vectors(breaks)
    if not testable(count, denominator, years) or count.sum() == 0:
        return AverageChange(*[np.nan] * 5)
    if not (np.diff(years) > 0).all():
        raise ValueError("years must be in order, each given once")
    if not (np.diff(np.concatenate([years[:1], places, years[-1:]])) > 0).all():
        raise ValueError("breaks must be in order, after the first year and before the last")
    freedom = years.size - 2 - places.size
    if freedom < 0:
        return AverageChange(*[np.nan] * 5)
    design = segments(years, places[None, :])
    coefficients, fitted, information = poisson_regressions(count, denominator, design)
    per_year = (design[0, -1] - design[0, 0]) / (years[-1] - years[0])
    slope = float((per_year * coefficients[0]).sum())
    variance = float((forward(cholesky(information[0]), per_year) ** 2).sum())
    if variance >= UNKNOWN_SLOPE**2:
        return AverageChange(*[np.nan] * 5)
    if not freedom:
        return AverageChange(100 * float(special.expm1(slope)), *[np.nan] * 4)
    pearson = float(((count - fitted[0]) ** 2 / fitted[0]).sum())
    dispersion = max(1.0, pearson / freedom)
    error = math.sqrt(dispersion * variance)
    half = -float(special.stdtrit(freedom, tail)) * error
    change, lower, upper = (100 * float(special.expm1(at)) for at in (slope, slope - half, slope + half))
    p_value = 2 * float(special.stdtr(freedom, -abs(slope) / error))
    return AverageChange(change, lower, upper, p_value, dispersion)
