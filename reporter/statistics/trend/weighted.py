"""Trend of yearly values with standard errors: means, standardised rates, indices of inequality."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, finite_denominator, tail_probability, vectors
from reporter.statistics.intervals import Estimate


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
    line = _line(value, error, time)
    if line is None:
        return WeightedTrend(*[np.nan] * 6)
    slope, scatter, freedom = line.slope, line.scatter, value.size - 2
    dispersion = max(1.0, scatter / freedom)
    slope_error = math.sqrt(dispersion / line.spread)
    half = -float(special.stdtrit(freedom, tail)) * slope_error
    p_value = 2 * float(special.stdtr(freedom, -abs(slope) / slope_error))
    heterogeneity = float(special.chdtrc(freedom, scatter))
    return WeightedTrend(slope, slope - half, slope + half, p_value, dispersion, heterogeneity)


def weighted_projection(
    value: ArrayLike, standard_error: ArrayLike, year: ArrayLike, to_year: float, *, confidence: float = 0.95
) -> Estimate:
    """The line of `weighted_trend` at a year before, in or after the series.

    ȳ + slope·(t − t̄) ± t(T − 2)·√(φ·(1/Σw + (t − t̄)²/Σw(t_i − t̄)²)).

    Args:
        value: as in `weighted_trend`.
        standard_error: likewise.
        year: likewise.
        to_year: the year t wanted; no further ahead than the series is long.
        confidence: of the limits.

    Returns:
        An `Estimate` of scalars: the interval of the line, not of a future year; NaN as in `weighted_trend`.
    """
    tail = tail_probability(confidence)
    value, error, time = vectors(value, standard_error, year)
    line = _line(value, error, time)
    if line is None:
        return Estimate(*np.full(3, np.nan))
    freedom, ahead = value.size - 2, to_year - line.time
    variance = max(1.0, line.scatter / freedom) * (1 / line.weight + ahead**2 / line.spread)
    half = -float(special.stdtrit(freedom, tail)) * math.sqrt(variance)
    at = line.value + line.slope * ahead
    return Estimate(*map(np.asarray, (at, at - half, at + half)))


class _Line(NamedTuple):
    """A weighted line: its slope through the means of time and value, Σw, Σw(t − t̄)² and Σw(y − line)²."""

    slope: float
    time: float
    value: float
    weight: float
    spread: float
    scatter: float


def _line(value: Floats, error: Floats, time: Floats) -> _Line | None:
    known = np.isfinite(value) & finite_denominator(error) & np.isfinite(time)
    if value.size < 3 or not known.all() or np.unique(time).size < 2:
        return None
    weight = 1 / error**2
    middle, mean = ((weight * each).sum() / weight.sum() for each in (time, value))
    centred, from_mean = time - middle, value - mean
    spread = float((weight * centred**2).sum())
    slope = float((weight * centred * from_mean).sum()) / spread
    scatter = float((weight * (from_mean - slope * centred) ** 2).sum())
    return _Line(slope, float(middle), float(mean), float(weight.sum()), spread, scatter)
