"""The trend of the relative index of inequality in one regression of all quantiles and years."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, floats, tail_probability
from reporter.statistics.elementary import exp
from reporter.statistics.inequality import relative_rank

NO_BOUND = 20.0
"""A standard error of a logarithm as large as this says that events lie in too few quantiles for a slope."""

MOST_STEPS = 60
"""Newton's method needs 5 or so where there is a greatest likelihood."""


class RelativeIndexTrend(NamedTuple):
    """The yearly ratio of the relative index, its limits and p-value; `dispersion` is φ, never below 1."""

    annual_ratio: float
    lower: float
    upper: float
    p_value: float
    dispersion: float


def relative_index_trend(
    count: ArrayLike, denominator: ArrayLike, year: ArrayLike, *, confidence: float = 0.95
) -> RelativeIndexTrend:
    """Trend of the relative index of inequality (RII) in one regression of all quantiles and years.

    ln E[x_qt] = ln n_qt + α_t − (γ + δ·(t − t̄))·b_qt, where b_qt is the middle of quantile q's share of year
    t's births, from 0 (most deprived) to 1. So RII_t = e^(γ + δ(t − t̄)), more among the deprived above 1, and
    e^δ is its yearly ratio. Each year has a level of its own, so that a rise or fall everywhere says nothing.
    Variance is φ times the mean, φ = max(1, Pearson's χ²/freedom); limits and p by t with that freedom.

    Args:
        count: events, shape (years, quantiles), most deprived quantile first.
        denominator: births, the same shape.
        year: calendar years, shape (years,); years that are absent leave a gap of their true length.
        confidence: of the limits.

    Returns:
        NaN throughout with fewer than three years or two quantiles, a year without events, anything missing
        or negative, an empty quantile, or events in so few quantiles that the index has no bound.

    Given each year's total the counts are multinomial, and the levels α_t are gone: what is left to fit is a
    line through the years' logarithms of the index, by Newton's method. It tests ratios: with falling rates
    the slope index (a difference) can narrow while the relative index widens. Reference: Mackenbach and Kunst
    1997, Soc Sci Med 44:757 (RII by regression); McCullagh and Nelder 1989, sections 6.2 (φ) and 6.4.
    """
    tail = tail_probability(confidence)
    events, births, time = by_year(count, denominator, year)
    years, quantiles = events.shape
    if not can_be_fitted(events, births, time):
        return RelativeIndexTrend(*[np.nan] * 5)
    fit = _fitted(events, births, time)
    if fit is None:
        return RelativeIndexTrend(*[np.nan] * 5)
    freedom = years * quantiles - years - 2
    pearson = float(((events - fit.expected) ** 2 / fit.expected).sum())
    dispersion = max(1.0, pearson / freedom)
    error = fit.error * math.sqrt(dispersion)
    half = float(special.stdtrit(freedom, 1 - tail)) * error
    p_value = 2 * float(special.stdtr(freedom, -abs(fit.change) / error))
    ratio, lower, upper = (float(exp(at)) for at in (fit.change, fit.change - half, fit.change + half))
    return RelativeIndexTrend(ratio, lower, upper, p_value, dispersion)


class _Fit(NamedTuple):
    """δ, its standard error at φ = 1, and the expected counts."""

    change: float
    error: float
    expected: Floats


def _fitted(events: Floats, births: Floats, time: Floats) -> _Fit | None:
    """The line of greatest likelihood, or None where it has no bound.

    The log-likelihood is −Σ_t (θ_t·Σ_q x_qt·b_qt + X_t·ln Σ_q n_qt·exp(−θ_t·b_qt)), θ_t = γ + δ·(t − t̄). Each
    year tells of its θ_t with the information X_t·Var(b), so that each step is a weighted line.
    """
    share = births / births.sum(axis=1, keepdims=True)
    rank = relative_rank(births)
    total = events.sum(axis=1)
    log_index, change = np.zeros(time.size), 0.0
    for _ in range(MOST_STEPS):
        weight = share * exp(-log_index[:, None] * rank)
        part = weight / weight.sum(axis=1, keepdims=True)
        distance = rank - (part * rank).sum(axis=1, keepdims=True)
        score = -(events * distance).sum(axis=1)
        information = total * (part * distance**2).sum(axis=1)
        centred = time - (information * time).sum() / information.sum()
        spread = float((information * centred**2).sum())
        turn = float((score * centred).sum()) / spread
        step = score.sum() / information.sum() + turn * centred
        # No logarithm of the index moves by more than 2 at once.
        longest = float(np.abs(step).max())
        bounded = 2 / max(longest, 2.0)
        log_index, change = log_index + bounded * step, change + bounded * turn
        if longest < 1e-12:
            error = 1 / math.sqrt(spread)
            return _Fit(change, error, total[:, None] * part) if error < NO_BOUND else None
    return None


def by_year(count: ArrayLike, denominator: ArrayLike, year: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The arguments as arrays of float64, shape (years, quantiles) and (years,).

    Raises:
        ValueError: the shapes do not go together.
    """
    events, births = (np.atleast_2d(floats(each)) for each in (count, denominator))
    time = floats(year)
    if events.shape != births.shape or time.shape != events.shape[:1]:
        raise ValueError("count and denominator must have the shape (years, quantiles), year (years,)")
    return events, births, time


def can_be_fitted(events: Floats, births: Floats, time: Floats) -> bool:
    """Whether there are three years with events, two quantiles with births, and nothing missing."""
    return bool(
        events.shape[0] >= 3
        and events.shape[1] >= 2
        and np.isfinite(events).all()
        and np.isfinite(births).all()
        and np.isfinite(time).all()
        and np.unique(time).size == time.size
        and (events >= 0).all()
        and (births > 0).all()
        and (events.sum(axis=1) > 0).all()
    )
