"""The slope and relative index of inequality by regression on counts, quantiles without events among them."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import (
    Floats,
    check_multiplier,
    finite_count,
    finite_denominator,
    tail_probability,
    vectors,
)
from reporter.statistics.elementary import exp, log
from reporter.statistics.inequality.quantiles import relative_rank
from reporter.statistics.inequality.region import Region
from reporter.statistics.trend.log_linear import fitted_slope
from reporter.statistics.trend.logistic import fitted_logit, logistic_trend, logit_cost
from reporter.statistics.trend.poisson import poisson_trend

Model = Literal["poisson", "binomial"]


class RegressionIndex(NamedTuple):
    """Slope index (difference) and relative index (ratio) with profile limits, and the p-value of both."""

    sii: float
    sii_lower: float
    sii_upper: float
    rii: float
    rii_lower: float
    rii_upper: float
    p_value: float


def regression_index(
    count: ArrayLike,
    denominator: ArrayLike,
    *,
    model: Model = "poisson",
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> RegressionIndex:
    """Slope index (SII) and relative index (RII) of inequality by regression on the counts of quantiles.

    b_q is the middle of quantile q's share of the denominator, 0 at the most deprived end. "poisson": ln
    E[x_q] = ln n_q + α − γ·b_q, RII = e^γ, SII = m·(e^α − e^(α−γ)). "binomial", for shares: logit p = α −
    γ·b, RII = p(0)/p(1), SII = m·(p(0) − p(1)). Both compare the ends; more among the deprived is above 1 and
    above 0. p: likelihood ratio of γ = 0. Limits: the range of each index over all (α, γ) with 2(l̂ − l) ≤
    χ²(confidence; 1), so that 1 lies outside those of the RII exactly where 0 lies outside those of the SII.

    Args:
        count: events of each quantile (1-d), most deprived first; none in a quantile is a count like others.
        denominator: n of each.
        model: "poisson" or "binomial".
        multiplier: m.
        confidence: of the limits.

    Returns:
        NaN throughout with no event, anything missing, fewer than two quantiles, and with "binomial" where
        everybody has the event or a count is above n. Poisson, all events in the first (last) quantile: the
        RII and its upper limit are infinite (it and its lower limit 0), the SII is NaN, the other limit and p
        hold. Binomial, where a quantile parts all events from all others: p alone.

    Raises:
        ValueError: unknown model.

    Reference: Mackenbach and Kunst 1997, Social Science and Medicine 44:757; Moreno-Betancur et al. 2015,
    Epidemiology 26:518.
    """
    if model not in ("poisson", "binomial"):
        raise ValueError(f'model must be "poisson" or "binomial", not {model!r}')
    check_multiplier(multiplier)
    allowed = float(special.chdtri(1, 2 * tail_probability(confidence))) / 2
    x, n = vectors(count, denominator)
    if x.size < 2 or not (finite_count(x) & finite_denominator(n)).all():
        return RegressionIndex(*[np.nan] * 7)
    if model == "poisson":
        return _poisson(x, n, multiplier, confidence, allowed)
    return _binomial(x, n, multiplier, allowed)


def _poisson(x: Floats, n: Floats, multiplier: float, confidence: float, allowed: float) -> RegressionIndex:
    rank = relative_rank(n)
    along = poisson_trend(
        x, n, rank, confidence=confidence
    )  # from the most deprived on, so that RII is 1/ratio
    rii = [
        np.inf if ratio == 0 else 1 / ratio for ratio in (along.annual_rate_ratio, along.upper, along.lower)
    ]
    if not 0 < along.annual_rate_ratio < np.inf:
        return RegressionIndex(np.nan, np.nan, np.nan, rii[0], rii[1], rii[2], along.p_value)
    slope = fitted_slope(x, n, rank)
    relative = n * exp(slope * rank)
    start = float(log(x.sum() / relative.sum()))
    fitted = relative * exp(start)

    def cost(change: Floats) -> tuple[Floats, Floats]:
        more = special.expm1(change)
        return fitted * (more - change), fitted * more

    def sii(at_start: Floats, at_end: Floats) -> Floats:
        return np.asarray(multiplier * (exp(start + at_start) - exp(start + slope + at_end)))

    lower, upper = Region(rank, fitted, cost, allowed).extremes(sii)
    none = np.zeros(())
    return RegressionIndex(float(sii(none, none)), lower, upper, rii[0], rii[1], rii[2], along.p_value)


def _binomial(x: Floats, n: Floats, multiplier: float, allowed: float) -> RegressionIndex:
    rank = relative_rank(n)
    p_value = logistic_trend(x, n, rank).p_value
    if math.isnan(p_value):
        return RegressionIndex(*[np.nan] * 7)
    slope, share = fitted_logit(x, n, rank)
    if math.isinf(slope):
        return RegressionIndex(*[np.nan] * 7)._replace(p_value=p_value)
    start = float(special.logit(share[0])) - slope * rank[0]

    def cost(change: Floats) -> tuple[Floats, Floats]:
        return n * logit_cost(share, change), n * (special.expit(special.logit(share) + change) - share)

    def sii(at_start: Floats, at_end: Floats) -> Floats:
        return np.asarray(
            multiplier * (special.expit(start + at_start) - special.expit(start + slope + at_end))
        )

    def log_rii(at_start: Floats, at_end: Floats) -> Floats:
        return np.asarray(special.log_expit(start + at_start) - special.log_expit(start + slope + at_end))

    region = Region(rank, n * share * (1 - share), cost, allowed)
    lower, upper = region.extremes(sii)
    none = np.zeros(())
    rii = [float(exp(at)) for at in (log_rii(none, none), *region.extremes(log_rii))]
    return RegressionIndex(float(sii(none, none)), lower, upper, rii[0], rii[1], rii[2], p_value)
