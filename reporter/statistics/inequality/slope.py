"""The slope and relative index of inequality of rates with limits, as the field publishes them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, finite_denominator, tail_probability, vectors
from reporter.statistics.count_limits import exact_limits
from reporter.statistics.elementary import exp, log
from reporter.statistics.inequality.quantiles import relative_rank

Z_95 = float(special.ndtri(0.975))


class SlopeIndex(NamedTuple):
    """Slope index (difference) and relative index (ratio) of inequality, with limits, and what is special.

    `reason` is empty, or says how a quantile without events was treated or why there is no result.
    """

    sii: float
    sii_lower: float
    sii_upper: float
    rii: float
    rii_lower: float
    rii_upper: float
    reason: str


def slope_index(
    population: ArrayLike,
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    transform: bool = True,
    multiplier: float = 1,
    confidence: float = 0.95,
) -> SlopeIndex:
    """Slope index of inequality (SII) and relative index (RII) with limits in closed form.

    Quantiles, most deprived first, are placed at b = the middle of their share of the population, from 0 to
    1; a line is fitted through their values weighted by population. SII is its rise from b = 0 to 1, RII its
    ratio. The slope is linear in the values, so its standard error is √Σ(h_i·SE_i)² and limits are the slope
    ∓ z·SE.

    Args:
        population: births of each quantile (1-d), most deprived quantile first.
        value: the rate of each quantile.
        lower: its lower 95% limit.
        upper: its upper 95% limit; SE = (upper − lower)/(2·1.96), on the log scale if `transform`.
        transform: fit ln(value), as is usual for rates: SII = m·(Y₁ − Y₀), RII = Y₁/Y₀ with Y = e^line; the
            limits turn the line about its middle. Otherwise the values themselves: SII = m·β₁, RII = (β₀ +
            β₁)/β₀, and the limits of the RII are by the delta method on the log scale.
        multiplier: scales the SII; a negative one turns the direction of both (so that more among the
            deprived is positive) and inverts the RII.
        confidence: of the limits of the indices.

    Returns:
        Scalars and a reason. On the log scale a quantile without events has no logarithm: it counts as half
        an event, whose value and limits follow from its exact upper limit, and the reason says so. NaN with a
        reason where anything is missing, below two quantiles, or where no line above 0 exists for the RII.

    Peers draw 100,000 samples for the same limits (0.5% noise) and stop at a quantile without events.
    Reference: Low and Low 2004, Journal of Public Health 26:388; PHEindicatormethods, phe_sii.
    """
    z = -float(special.ndtri(tail_probability(confidence)))
    if not np.isfinite(multiplier) or multiplier == 0:
        raise ValueError(f"multiplier must be finite and not 0, not {multiplier!r}")
    population, value, lower, upper = vectors(population, value, lower, upper)
    reason = _obstacle(population, value, lower, upper)
    if reason:
        return _unknown(reason)
    if transform:
        value, lower, upper, reason = _half_event_for_none(value, lower, upper)
        if not (value > 0).all() or not (lower > 0).all():
            return _unknown("a value or limit has no logarithm")
        return _on_log_scale(population, value, lower, upper, multiplier, z)._replace(reason=reason)
    return _on_own_scale(population, value, lower, upper, multiplier, z)


def _unknown(reason: str) -> SlopeIndex:
    return SlopeIndex(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, reason)


def _obstacle(population: Floats, value: Floats, lower: Floats, upper: Floats) -> str:
    if population.size < 2:
        return "fewer than two quantiles"
    if not finite_denominator(population).all():
        return "a quantile has no population"
    if not np.isfinite([value, lower, upper]).all():
        return "a value or limit is missing"
    return ""


def _half_event_for_none(value: Floats, lower: Floats, upper: Floats) -> tuple[Floats, Floats, Floats, str]:
    """Rates and limits with half an event where there is none; the upper limit of none tells the births."""
    none = (value == 0) & (upper > 0)
    if not none.any():
        return value, lower, upper, ""
    of_none = float(exact_limits(np.array(0.0), 0.95)[1])
    half_lower, half_upper = (float(limit) for limit in exact_limits(np.array(0.5), 0.95))
    value, lower, upper = (
        np.where(none, upper * (events / of_none), given)
        for events, given in ((0.5, value), (half_lower, lower), (half_upper, upper))
    )
    return value, lower, upper, f"half an event in place of none in {none.sum()} of {none.size} quantiles"


def _line(population: Floats, value: Floats, error: Floats) -> tuple[float, float, float, float, float]:
    """Weighted line on relative rank: intercept, slope, their variances and their covariance."""
    share = population / population.sum()
    rank = relative_rank(population)
    centred = rank - (share * rank).sum()
    of_slope = share * centred / (share * centred**2).sum()
    of_intercept = share - (share * rank).sum() * of_slope
    variance = error**2
    return (
        math.fsum(of_intercept * value),
        math.fsum(of_slope * value),
        math.fsum(of_intercept**2 * variance),
        math.fsum(of_slope**2 * variance),
        math.fsum(of_intercept * of_slope * variance),
    )


def _on_log_scale(
    population: Floats, value: Floats, lower: Floats, upper: Floats, multiplier: float, z: float
) -> SlopeIndex:
    error = log(upper / lower) / (2 * Z_95)
    intercept, slope, _, variance, _ = _line(population, log(value), error)
    half = z * np.sqrt(variance)
    slopes = np.array([slope, slope - half, slope + half])
    # Y₁ − Y₀ = Y₀·(e^slope − 1), Y₀ = e^(middle − slope/2).
    sii = multiplier * exp(intercept + slope / 2 - slopes / 2) * special.expm1(slopes)
    rii = exp(slopes if multiplier > 0 else -slopes)
    return SlopeIndex(sii[0], sii[1:].min(), sii[1:].max(), rii[0], rii[1:].min(), rii[1:].max(), "")


def _on_own_scale(
    population: Floats, value: Floats, lower: Floats, upper: Floats, multiplier: float, z: float
) -> SlopeIndex:
    error = (upper - lower) / (2 * Z_95)
    intercept, slope, intercept_variance, variance, covariance = _line(population, value, error)
    half = z * np.sqrt(variance)
    sii = multiplier * np.array([slope, slope - half, slope + half])
    end = intercept + slope
    if intercept <= 0 or end <= 0:
        reason = "no relative index: the line is not above 0 throughout"
        return SlopeIndex(sii[0], sii[1:].min(), sii[1:].max(), np.nan, np.nan, np.nan, reason)
    # ln((β₀ + β₁)/β₀) has the gradient (1/(β₀+β₁) − 1/β₀, 1/(β₀+β₁)).
    by_intercept, by_slope = 1 / end - 1 / intercept, 1 / end
    log_variance = by_intercept**2 * intercept_variance + by_slope**2 * variance
    log_variance += 2 * by_intercept * by_slope * covariance
    log_rii = float(log(end / intercept)) + z * np.sqrt(log_variance) * np.array([0, -1, 1])
    rii = exp(log_rii if multiplier > 0 else -log_rii)
    return SlopeIndex(sii[0], sii[1:].min(), sii[1:].max(), rii[0], rii[1:].min(), rii[1:].max(), "")
