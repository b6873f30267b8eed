"""Trend of a proportion on the logit scale: the annual odds ratio."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, tail_probability, vectors
from reporter.statistics.elementary import exp
from reporter.statistics.roots import root
from reporter.statistics.trend.log_linear import LARGEST_EXPONENT, testable


class LogisticTrend(NamedTuple):
    """The annual odds ratio e^β with profile-likelihood limits, the likelihood-ratio p-value, and the fit.

    The deviance and Pearson's chi-square of the fit have T − 2 degrees of freedom.
    """

    annual_odds_ratio: float
    lower: float
    upper: float
    p_value: float
    deviance: float
    pearson_chi_square: float


def logistic_trend(
    count: ArrayLike, denominator: ArrayLike, year: ArrayLike, *, confidence: float = 0.95
) -> LogisticTrend:
    """Trend of a proportion, ln(p_t/(1 − p_t)) = α + β·t.

    p = P(χ²₁ ≥ 2(l(β̂) − l(0))); the limits are the β where 2(l(β̂) − l(β)) is the χ²₁ quantile, α at its
    best at each. `cochran_armitage` is the score test of the same model.

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        year: calendar years; years that are absent leave a gap of their true length.
        confidence: of the limits.

    Returns:
        Where a year parts all events from all others (none before it, nothing else after it) the ratio is
        infinite or 0, and so is its limit on that side; the other limit and p hold. NaN throughout with no
        event, with nothing but events, fewer than two years, anything missing, or more events than n.

    Reference: McCullagh and Nelder 1989, chapter 4; Venzon and Moolgavkar 1988 (profile limits).
    """
    tail = tail_probability(confidence)
    count, denominator, time = vectors(count, denominator, year)
    if not testable(count, denominator, time) or (count > denominator).any():
        return LogisticTrend(*[np.nan] * 6)
    if count.sum() in (0, denominator.sum()):
        return LogisticTrend(*[np.nan] * 6)
    line = fitted_logit(count, denominator, time)
    slope, drop = line.slope, logit_likelihood_ratio(line, count, denominator, time)
    allowed = float(special.chdtri(1, 2 * tail))
    start = slope if math.isfinite(slope) else 0.0
    lower = root(lambda at: allowed - drop(at), start) if slope > -np.inf else slope
    upper = root(lambda at: drop(at) - allowed, start) if slope < np.inf else slope
    p_value = float(special.chdtrc(1, max(drop(0.0), 0.0)))
    ratio, lower, upper = (float(exp(at)) for at in (slope, lower, upper))
    events, others = denominator * line.share, denominator * (1 - line.share)
    deviance = special.rel_entr(count, events) + special.rel_entr(denominator - count, others)
    varies = (events > 0) & (others > 0)
    pearson = (count - events)[varies] ** 2 / (events * (1 - line.share))[varies]
    return LogisticTrend(ratio, lower, upper, p_value, 2 * float(deviance.sum()), float(pearson.sum()))


class LogitLine(NamedTuple):
    """A fitted line of logits: its slope, which may be infinite, and the share of events at each time."""

    slope: float
    share: Floats


def fitted_logit(count: Floats, denominator: Floats, time: Floats) -> LogitLine:
    """The line of greatest likelihood; some of the shares must be events, and some not."""
    with_events, with_others = time[count > 0], time[count < denominator]
    if with_others.max() <= with_events.min():
        return LogitLine(np.inf, count / denominator)
    if with_events.max() <= with_others.min():
        return LogitLine(-np.inf, count / denominator)
    distance = time - (denominator * time).sum() / denominator.sum()

    def surplus(slope: float) -> float:
        share = special.expit(_intercept(slope, count, denominator, distance) + slope * distance)
        return float((distance * (denominator * share - count)).sum())

    slope = root(surplus, 0.0)
    return LogitLine(slope, special.expit(_intercept(slope, count, denominator, distance) + slope * distance))


def logit_likelihood_ratio(
    line: LogitLine, count: Floats, denominator: Floats, time: Floats
) -> Callable[[float], float]:
    """2(l(β̂) − l(β)), twice what another slope β takes off the log-likelihood, as a function of β.

    = 2Σ n·(ln(1 − p̂ + p̂·e^δ) − p̂·δ), δ what β changes of each logit: at the maximum Σ (x − n·p̂)·δ is 0. With
    an infinite slope p̂ is x/n, which is 0 or 1 in all years but one.
    """
    distance = time - (denominator * time).sum() / denominator.sum()
    fitted = special.logit(line.share)

    def of(slope: float) -> float:
        logit = _intercept(slope, count, denominator, distance) + slope * distance
        if math.isinf(line.slope):
            lost = special.xlogy(count, line.share) + special.xlog1py(denominator - count, -line.share)
            lost -= count * special.log_expit(logit) + (denominator - count) * special.log_expit(-logit)
            return 2 * float(lost.sum())
        change = np.clip(logit - fitted, -LARGEST_EXPONENT, LARGEST_EXPONENT)
        return 2 * float((denominator * logit_cost(line.share, change)).sum())

    return of


def logit_cost(share: Floats, change: Floats) -> Floats:
    """The log-likelihood ln(1 − p + p·e^δ) − p·δ that a change δ of a fitted logit costs per case."""
    return np.asarray(special.log1p(share * special.expm1(change)) - share * change)


def _intercept(slope: float, count: Floats, denominator: Floats, distance: Floats) -> float:
    """The intercept of greatest likelihood at a slope: the expected events are then those observed."""
    events = count.sum()

    def surplus(intercept: float) -> float:
        return float((denominator * special.expit(intercept + slope * distance)).sum() - events)

    return root(surplus, float(special.logit(events / denominator.sum())))
