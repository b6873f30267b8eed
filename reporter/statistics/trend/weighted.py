"""Trend of yearly values with standard errors: means, standardised rates, indices of inequality."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import finite_denominator, tail_probability, vectors


class WeightedTrend(NamedTuple):
    """The yearly change of a value with limits and p-value; `dispersion` is φ, never below 1.

    `heterogeneity_p_value` is the p of years that scatter about the line by no more than their errors.
    """

    slope: float
    lower: float
    upper: float
    p_value: float
    dispersion: float
    heterogeneity_p_value: float


def weighted_trend(
    value: ArrayLike, standard_error: ArrayLike, year: ArrayLike, *, confidence: float = 0.95
) -> WeightedTrend:
    """Weighted least squares of yearly values on the year, w = 1/s².

    Q = Σw(y − line)², φ = max(1, Q/(T − 2)); slope ± t(T − 2)·√(φ/Σw(t − t̄)²). The year is the unit: what
    moves a whole year adds to φ. Q is χ² on T − 2 degrees of freedom where errors explain all scatter.

    Args:
        value: y of each year (1-d), or its logarithm.
        standard_error: s of each, on the same scale, above 0.
        year: calendar years; years that are absent leave a gap of their true length.
        confidence: of the limits.

    Returns:
        The slope per year in the unit of the values; NaN throughout with fewer than three years, anything
        missing, or all years the same.
    """
    tail = tail_probability(confidence)
    value, error, time = vectors(value, standard_error, year)
    known = np.isfinite(value) & finite_denominator(error) & np.isfinite(time)
    if value.size < 3 or not known.all() or np.unique(time).size < 2:
        return WeightedTrend(*[np.nan] * 6)
    weight = 1 / error**2
    centred = time - (weight * time).sum() / weight.sum()
    spread = float((weight * centred**2).sum())
    from_mean = value - (weight * value).sum() / weight.sum()
    slope = float((weight * centred * from_mean).sum()) / spread
    scatter = float((weight * (from_mean - slope * centred) ** 2).sum())
    freedom = value.size - 2
    dispersion = max(1.0, scatter / freedom)
    slope_error = math.sqrt(dispersion / spread)
    half = -float(special.stdtrit(freedom, tail)) * slope_error
    p_value = 2 * float(special.stdtr(freedom, -abs(slope) / slope_error))
    heterogeneity = float(special.chdtrc(freedom, scatter))
    return WeightedTrend(slope, slope - half, slope + half, p_value, dispersion, heterogeneity)
