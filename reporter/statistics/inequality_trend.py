"""Whether inequality changes in time: the trend of the relative index across quantiles."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, tail_probability
from reporter.statistics.elementary import exp, log

NO_BOUND = 20.0
"""A standard error of a logarithm as large as this says that events lie in too few quantiles for a slope."""

LAST_STEP = 1e-12
"""Relative change of the estimates at which fitting ends: by its own default it ends at the seventh digit."""


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

    Fitted by statsmodels' GLM, the last digits of which depend on the LAPACK at hand. It tests ratios: with
    falling rates the slope index (a difference) can narrow while the relative index widens. Reference:
    Mackenbach and Kunst 1997, Soc Sci Med 44:757 (RII by regression); McCullagh and Nelder 1989, section 6.2
    (φ).
    """
    # statsmodels takes long to load, and most publications have no quantiles in enough years.
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    tail = tail_probability(confidence)
    events, births = (np.atleast_2d(np.asarray(each, dtype=np.float64)) for each in (count, denominator))
    time = np.asarray(year, dtype=np.float64)
    if events.shape != births.shape or time.shape != events.shape[:1]:
        raise ValueError("count and denominator must have the shape (years, quantiles), year (years,)")
    years, quantiles = events.shape
    if not _can_be_fitted(events, births, time):
        return RelativeIndexTrend(*[np.nan] * 5)
    share = births / births.sum(axis=1, keepdims=True)
    rank = np.cumsum(share, axis=1) - share / 2
    level = np.repeat(np.eye(years), quantiles, axis=0)
    slope = -rank.ravel()
    turning = slope * np.repeat(time - time.mean(), quantiles)
    design = np.column_stack([level, slope, turning])
    model = GLM(events.ravel(), design, family=Poisson(), offset=log(births.ravel()))
    with warnings.catch_warnings():
        # Said of counts that lie exactly on the line, which is no fault, and of a slope without bound.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = model.fit(tol=LAST_STEP, tol_criterion="params")
    if not fit.converged or not float(fit.bse[-1]) < NO_BOUND:
        return RelativeIndexTrend(*[np.nan] * 5)
    dispersion = max(1.0, float(fit.pearson_chi2 / fit.df_resid))
    change, error = float(fit.params[-1]), float(fit.bse[-1]) * dispersion**0.5
    half = float(special.stdtrit(fit.df_resid, 1 - tail)) * error
    p_value = 2 * float(special.stdtr(fit.df_resid, -abs(change) / error))
    ratio, lower, upper = (float(exp(at)) for at in (change, change - half, change + half))
    return RelativeIndexTrend(ratio, lower, upper, p_value, dispersion)


def _can_be_fitted(events: Floats, births: Floats, time: Floats) -> bool:
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
