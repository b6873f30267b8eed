"""Where a trend leads, and the line to a target that it is held against."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, broadcast, check_multiplier, tail_probability, vectors
from reporter.statistics.elementary import exp, log
from reporter.statistics.intervals import Estimate
from reporter.statistics.trend.log_linear import fitted_slope, shares, testable
from reporter.statistics.trend.logistic import fitted_logit, logistic_trend

Scale = Literal["log", "linear"]


def projection(
    count: ArrayLike,
    denominator: ArrayLike,
    year: ArrayLike,
    to_year: float,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> Estimate:
    """The fitted rate of a Poisson regression on the year, at a year before, in or after the series.

    ln rate = α + β·t, ± t(T − 2)·√(φ·Var) at that year, φ = max(1, Pearson's χ²/(T − 2)).

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        year: calendar years; years that are absent leave a gap of their true length.
        to_year: the year wanted; no further ahead than the series is long.
        multiplier: m.
        confidence: of the limits.

    Returns:
        An `Estimate` of scalars: the interval of the line, not of a future year's rate. NaN with fewer than
        three years, no event, anything missing, or all events in the first or the last year.

    A trend is on course for a target only if the limits leave the target out on the good side, and not on
    course only if on the bad side.
    """
    check_multiplier(multiplier)
    tail = tail_probability(confidence)
    count, denominator, time = vectors(count, denominator, year)
    unknown = Estimate(*np.full(3, np.nan))
    if not testable(count, denominator, time) or count.size < 3 or count.sum() == 0:
        return unknown
    time = time - to_year
    slope = fitted_slope(count, denominator, time)
    if math.isinf(slope):
        return unknown
    events, share = float(count.sum()), shares(slope, denominator, time)
    middle = float((share * time).sum())
    distance = time - middle
    level = log(events / (denominator * exp(slope * distance)).sum()) - slope * middle
    fitted = events * share
    freedom = count.size - 2
    dispersion = max(1.0, float(((count - fitted) ** 2 / fitted).sum()) / freedom)
    variance = 1 / events + middle**2 / float((fitted * distance**2).sum())
    half = -float(special.stdtrit(freedom, tail)) * math.sqrt(dispersion * variance)
    return Estimate(*(multiplier * exp(at) for at in (level, level - half, level + half)))


def share_projection(
    count: ArrayLike,
    denominator: ArrayLike,
    year: ArrayLike,
    to_year: float,
    *,
    multiplier: float = 100,
    confidence: float = 0.95,
) -> Estimate:
    """The fitted share of a logistic regression on the year, as `projection` is of a rate.

    logit p = α + β·t, ± t(T − 2)·√(φ·Var) at that year, φ = max(1, Pearson's χ²/(T − 2)).

    Args:
        count: events of each year (1-d), no more than n.
        denominator: n of each year.
        year: calendar years; years that are absent leave a gap of their true length.
        to_year: the year wanted; no further ahead than the series is long.
        multiplier: m, 100 for per cent.
        confidence: of the limits.

    Returns:
        NaN as `projection`, and where every case has the event, or a year parts all events from all others.
    """
    check_multiplier(multiplier)
    tail = tail_probability(confidence)
    count, denominator, time = vectors(count, denominator, year)
    pearson = logistic_trend(count, denominator, time).pearson_chi_square
    if count.size < 3 or math.isnan(pearson):
        return Estimate(*np.full(3, np.nan))
    slope, share = fitted_logit(count, denominator, time - to_year)
    if math.isinf(slope):
        return Estimate(*np.full(3, np.nan))
    weight = denominator * share * (1 - share)
    middle = float((weight * (time - to_year)).sum() / weight.sum())
    spread = float((weight * (time - to_year - middle) ** 2).sum())
    at = float(special.logit(share[0])) - slope * float(time[0] - to_year)
    freedom = count.size - 2
    variance = max(1.0, pearson / freedom) * (1 / float(weight.sum()) + middle**2 / spread)
    half = -float(special.stdtrit(freedom, tail)) * math.sqrt(variance)
    return Estimate(*(multiplier * np.asarray(special.expit(each)) for each in (at, at - half, at + half)))


def target_line(
    from_year: ArrayLike,
    from_value: ArrayLike,
    to_year: ArrayLike,
    to_value: ArrayLike,
    year: ArrayLike,
    *,
    scale: Scale = "log",
) -> Floats:
    """The line from a value in one year to a target in another.

    "log": equal percentages a year, v₀·(v₁/v₀)^f with f = (t − t₀)/(t₁ − t₀). "linear": equal amounts.

    Args:
        from_year: t₀.
        from_value: v₀, above 0 on the log scale.
        to_year: t₁, after t₀.
        to_value: the target v₁, above 0 on the log scale.
        year: t.
        scale: "log" or "linear".

    Returns:
        NaN before t₀, the target after t₁; NaN where anything is missing or out of range.

    Raises:
        ValueError: unknown scale.
    """
    if scale not in ("log", "linear"):
        raise ValueError(f'scale must be "log" or "linear", not {scale!r}')
    start, first, end, last, year = broadcast(from_year, from_value, to_year, to_value, year)
    part = np.minimum((year - start) / np.where(end > start, end - start, np.nan), 1.0)
    part = np.where(part >= 0, part, np.nan)
    if scale == "linear":
        line = first + (last - first) * part
    else:
        positive = (first > 0) & (last > 0)
        first, last = np.where(positive, first, np.nan), np.where(positive, last, np.nan)
        line = first * exp(part * log(last / first))
    return np.where(part == 1, last, line)
