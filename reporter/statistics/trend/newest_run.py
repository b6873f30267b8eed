"""Change over the newest run of years on one basis."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.statistics.arrays import Floats, Integers, finite_count, finite_denominator, vectors
from reporter.statistics.intervals import rate_ratio
from reporter.statistics.trend.exact import exact_trend
from reporter.statistics.trend.poisson import poisson_trend


class RunChange(NamedTuple):
    """A run of years: last rate over first with exact limits and p, and the trend over all its years.

    `trend_p_value` is the exact test of the trend, the verdict; the ratios describe.
    """

    first_year: float
    last_year: float
    ratio: float
    lower: float
    upper: float
    p_value: float
    annual_rate_ratio: float
    annual_lower: float
    annual_upper: float
    trend_p_value: float


def run_change(
    count: ArrayLike,
    denominator: ArrayLike,
    year: ArrayLike,
    basis: ArrayLike,
    *,
    fewest: int = 3,
    confidence: float = 0.95,
) -> RunChange:
    """Change over the newest run: consecutive years on one basis, nothing missing, up to the newest known.

    Ratio, limits and p as `rate_ratio` of the last year to the first; annual ratio and limits as
    `poisson_trend`; trend_p_value as `exact_trend`, valid with three years and with all events in one.

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        year: calendar years in any order, each once.
        basis: what the counts of each year are based on; compared by ==.
        fewest: the least years of a run.
        confidence: of the limits.

    Returns:
        NaN throughout if the run is shorter than `fewest`. No event: ratio NaN, limits 0 and infinity, p 1,
        annual ratio NaN, trend_p_value 1.

    Raises:
        ValueError: `fewest` is below 2.
    """
    if fewest < 2:
        raise ValueError(f"fewest must be at least 2 years, not {fewest!r}")
    count, denominator, years = vectors(count, denominator, year)
    run = _newest_run(count, denominator, years, np.asarray(basis))
    if run.size < fewest:
        return RunChange(*[np.nan] * 10)
    return change_over(count[run], denominator[run], years[run], years[run], confidence=confidence)


def change_over(
    count: ArrayLike,
    denominator: ArrayLike,
    time: ArrayLike,
    score: ArrayLike,
    *,
    confidence: float = 0.95,
) -> RunChange:
    """Change over a given run: as `run_change`, of quarters, months or windows as of years.

    Args:
        count: events of each step (1-d), in order of time.
        denominator: n of each step.
        time: in years, of which the annual ratio is told.
        score: the same in whole numbers of any unit, for `exact_trend`.
        confidence: of the limits.

    Returns:
        As `run_change`; first_year and last_year are the first and the last time.
    """
    x, n, years = vectors(count, denominator, time)
    ratio, lower, upper, p_value = rate_ratio(x[-1], n[-1], x[0], n[0], confidence=confidence)
    trend = poisson_trend(x, n, years, confidence=confidence)
    exact = exact_trend(x, n, score)
    return RunChange(
        float(years[0]),
        float(years[-1]),
        float(ratio),
        float(lower),
        float(upper),
        float(p_value),
        trend.annual_rate_ratio,
        trend.lower,
        trend.upper,
        exact.p_value,
    )


def _newest_run(count: Floats, denominator: Floats, years: Floats, basis: NDArray[Any]) -> Integers:
    """The positions of the years of the run, in order of time."""
    basis = np.broadcast_to(basis, years.shape)
    order = np.argsort(years, kind="stable")
    known = (finite_count(count) & finite_denominator(denominator) & np.isfinite(years))[order]
    order = order[: int(np.flatnonzero(known)[-1]) + 1] if known.any() else order[:0]
    start = order.size - 1
    while start > 0:
        before, after = order[start - 1], order[start]
        if not known[start - 1] or years[after] - years[before] != 1 or basis[after] != basis[before]:
            break
        start -= 1
    return order[max(start, 0) :]
