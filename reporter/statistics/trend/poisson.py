"""Poisson regression of a rate on time: the annual rate ratio, over-dispersion allowed for or not."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, tail_probability, vectors
from reporter.statistics.elementary import exp
from reporter.statistics.roots import root
from reporter.statistics.trend.log_linear import fitted_slope, likelihood_ratio, shares, testable


class PoissonTrend(NamedTuple):
    """The annual rate ratio e^β with profile-likelihood limits, the likelihood-ratio p-value, and the fit.

    The deviance and Pearson's chi-square of the fit have T − 2 degrees of freedom.
    """

    annual_rate_ratio: float
    lower: float
    upper: float
    p_value: float
    deviance: float
    pearson_chi_square: float


class QuasiPoissonTrend(NamedTuple):
    """The annual rate ratio with limits and p-value that allow for over-dispersion; `dispersion` is φ."""

    annual_rate_ratio: float
    lower: float
    upper: float
    p_value: float
    dispersion: float


def poisson_trend(
    count: ArrayLike, denominator: ArrayLike, year: ArrayLike, *, confidence: float = 0.95
) -> PoissonTrend:
    """Trend of a rate, ln E[x_t] = α + β·t + ln n_t.

    p = P(χ²₁ ≥ 2(l(β̂) − l(0))); the limits are the β where 2(l(β̂) − l(β)) is the χ²₁ quantile. Wald's test
    is not offered: with all events in an end year its p tends to 1 when the evidence is strongest.

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        year: calendar years; years that are absent leave a gap of their true length.
        confidence: of the limits.

    Returns:
        With all events in the last (first) year the ratio is infinite (0), and so is its upper (lower) limit;
        the other limit and p hold. NaN throughout with no event, fewer than two years, or anything missing: a
        year that is withheld for a small count cannot be left out without leaning the trend.

    Years must not overlap: for three-year windows see `pooled_trend`. With more variation from year to year
    than chance makes (deviance well above T − 2) p is too small: `quasi_poisson_trend`. Reference: McCullagh
    and Nelder 1989; Venzon and Moolgavkar 1988 (profile limits).
    """
    tail = tail_probability(confidence)
    count, denominator, time = vectors(count, denominator, year)
    if not testable(count, denominator, time) or count.sum() == 0:
        return PoissonTrend(*[np.nan] * 6)
    time = time - time.min()
    slope = fitted_slope(count, denominator, time)
    drop = likelihood_ratio(slope, count, denominator, time)
    allowed = float(special.chdtri(1, 2 * tail))
    start = slope if math.isfinite(slope) else 0.0
    lower = root(lambda at: allowed - drop(at), start) if slope > -np.inf else slope
    upper = root(lambda at: drop(at) - allowed, start) if slope < np.inf else slope
    p_value = float(special.chdtrc(1, max(drop(0.0), 0.0)))
    fitted = _fitted(slope, count, denominator, time)
    ratio, lower, upper = (float(exp(at)) for at in (slope, lower, upper))
    deviance, pearson = _deviance(count, fitted), _pearson(count, fitted)
    return PoissonTrend(ratio, lower, upper, p_value, deviance, pearson)


def quasi_poisson_trend(
    count: ArrayLike, denominator: ArrayLike, year: ArrayLike, *, confidence: float = 0.95
) -> QuasiPoissonTrend:
    """Trend of a rate with over-dispersion allowed for: variance φ times the mean.

    φ = Pearson's χ²/(T − 2), SE(β̂) = √(φ/Var), Var the Poisson information about β; t with T − 2 degrees of
    freedom. Arguments as for `poisson_trend`.

    Returns:
        φ is not floored at 1: with few years it is uncertain either way, which the t distribution allows for.
        A perfect fit (three equal rates) has no limits and no p-value. NaN throughout below three years and
        where `poisson_trend` has no finite slope.

    With five years only three degrees of freedom are left: a change must be large to show.
    Reference: McCullagh and Nelder 1989, section 6.2; R's glm with family quasipoisson.
    """
    tail = tail_probability(confidence)
    count, denominator, time = vectors(count, denominator, year)
    if not testable(count, denominator, time) or count.sum() == 0 or count.size < 3:
        return QuasiPoissonTrend(*[np.nan] * 5)
    time = time - time.min()
    slope = fitted_slope(count, denominator, time)
    if math.isinf(slope):
        return QuasiPoissonTrend(*[np.nan] * 5)
    fitted = _fitted(slope, count, denominator, time)
    freedom = count.size - 2
    dispersion = _pearson(count, fitted) / freedom
    centred = time - (fitted * time).sum() / fitted.sum()
    error = math.sqrt(dispersion / float((fitted * centred**2).sum()))
    half = float(special.stdtrit(freedom, 1 - tail)) * error
    # The exponent is bounded so that limits that know nothing of the slope stay finite.
    ratio, lower, upper = (math.exp(min(at, 700.0)) for at in (slope, slope - half, slope + half))
    # A perfect fit has no spread to judge the slope by, only rounding.
    if dispersion < 1e-12:
        return QuasiPoissonTrend(ratio, np.nan, np.nan, np.nan, dispersion)
    p_value = 2 * float(special.stdtr(freedom, -abs(slope) / error))
    return QuasiPoissonTrend(ratio, lower, upper, p_value, dispersion)


def _fitted(slope: float, count: Floats, denominator: Floats, time: Floats) -> Floats:
    """Expected counts under the trend; an infinite slope leaves none but in its end year."""
    if math.isinf(slope):
        end = time == (time.max() if slope > 0 else time.min())
        return np.asarray(count.sum() * np.where(end, denominator, 0.0) / denominator[end].sum())
    return np.asarray(count.sum() * shares(slope, denominator, time))


def _deviance(count: Floats, fitted: Floats) -> float:
    return float(2 * (special.rel_entr(count, fitted) - count + fitted).sum())


def _pearson(count: Floats, fitted: Floats) -> float:
    expected = fitted > 0
    return float(((count - fitted)[expected] ** 2 / fitted[expected]).sum())
