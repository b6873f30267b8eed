"""Trends of the slope and the relative index of inequality, with the year as the unit."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import Floats, check_multiplier, tail_probability
from reporter.statistics.elementary import exp
from reporter.statistics.inequality import relative_rank
from reporter.statistics.inequality_trend.cells import by_year, can_be_fitted
from reporter.statistics.trend import weighted_trend
from reporter.statistics.trend.log_linear import fitted_slope


class IndexTrend(NamedTuple):
    """The yearly ratio of the relative index and the yearly change of the slope index.

    Each has its limits, p-value and dispersion φ, never below 1.
    """

    rii_annual_ratio: float
    rii_lower: float
    rii_upper: float
    rii_p_value: float
    rii_dispersion: float
    sii_annual_change: float
    sii_lower: float
    sii_upper: float
    sii_p_value: float
    sii_dispersion: float


def index_trend(
    count: ArrayLike,
    denominator: ArrayLike,
    year: ArrayLike,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> IndexTrend:
    """Trends of the relative index (RII) and of the slope index (SII), each year's from its own regression.

    γ̂_t and SII_t are those of `regression_index` (Poisson), with the standard error 1/√Σμ(b − b̄_μ)² and that
    of the delta method; each goes into a `weighted_trend` on the year, and e^slope is the annual ratio of the
    RII. Years with effects of their own widen the limits.

    Args:
        count: events, shape (years, quantiles), most deprived quantile first.
        denominator: n, the same shape.
        year: calendar years, shape (years,); years that are absent leave a gap of their true length.
        multiplier: m, of the SII.
        confidence: of the limits.

    Returns:
        NaN throughout with fewer than three years or two quantiles, a year without events or with all of them
        in an end quantile, an empty quantile, or anything missing.

    Raises:
        ValueError: shapes do not go together.

    The two indices can move apart: with falling rates the difference may narrow while the ratio widens.
    Reference: Mackenbach and Kunst 1997, Social Science and Medicine 44:757.
    """
    check_multiplier(multiplier)
    tail_probability(confidence)
    events, births, time = by_year(count, denominator, year)
    if not can_be_fitted(events, births, time):
        return IndexTrend(*[np.nan] * 10)
    each = [_indices(*of_year) for of_year in zip(events, births, relative_rank(births), strict=True)]
    if not np.isfinite(each).all():
        return IndexTrend(*[np.nan] * 10)
    log_rii, log_error, sii, error = np.array(each).T
    ratio = weighted_trend(log_rii, log_error, time, confidence=confidence)
    change = weighted_trend(multiplier * sii, multiplier * error, time, confidence=confidence)
    annual, lower, upper = (float(exp(at)) for at in ratio[:3])
    return IndexTrend(annual, lower, upper, ratio.p_value, ratio.dispersion, *change[:5])


def _indices(events: Floats, births: Floats, rank: Floats) -> tuple[float, float, float, float]:
    """The logarithm of the RII and the SII per unit of denominator, each with its standard error."""
    slope = fitted_slope(events, births, rank)
    if math.isinf(slope):
        return np.nan, np.nan, np.nan, np.nan
    relative = births * exp(slope * rank)
    fitted = events.sum() * relative / relative.sum()
    middle = float((fitted * rank).sum() / events.sum())
    information = float((fitted * (rank - middle) ** 2).sum())
    level = events.sum() / relative.sum()
    start, end = float(level), float(level * exp(slope))
    # Level at the middle and slope are uncorrelated there, with the variances 1/X and 1/information.
    by_slope = middle * start + (1 - middle) * end
    variance = (start - end) ** 2 / events.sum() + by_slope**2 / information
    return -slope, 1 / math.sqrt(information), start - end, math.sqrt(variance)
