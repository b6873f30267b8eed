"""Segmented (joinpoint) trends: when a trend changed, and the annual percent change on either side."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from reporter.statistics.arrays import Floats, tail_probability, vectors
from reporter.statistics.cholesky import cholesky, forward
from reporter.statistics.trend.log_linear import testable
from reporter.statistics.trend.pieces import UNKNOWN_SLOPE, poisson_regressions, segments

YEARS_BEYOND_BREAK = 2
"""Years between a break and either end or the next break, at least (the default of NCI Joinpoint)."""

YEARS_PER_BREAK = 5
"""One break from 7 years, two from 12, and so on (the default of NCI Joinpoint)."""


class Segmented(NamedTuple):
    """A trend in straight segments on the log scale.

    Attributes:
        breaks: years at which the trend changes, none or more.
        annual_percent_change: of each segment, one more than breaks.
        lower: its lower limit.
        upper: its upper limit.
        average_annual_percent_change: over the whole period, segments weighted by their length.
        bic: the criterion of the model chosen.
    """

    breaks: Floats
    annual_percent_change: Floats
    lower: Floats
    upper: Floats
    average_annual_percent_change: float
    bic: float


def segmented(
    count: ArrayLike,
    denominator: ArrayLike,
    year: ArrayLike,
    *,
    max_breaks: int = 2,
    confidence: float = 0.95,
) -> Segmented:
    """Poisson regression on continuous straight segments with breaks at observed years.

    ln E[x_t] = α + β·t + Σ δ_k·max(t − τ_k, 0) + ln n_t. Every set of up to `max_breaks` years τ is tried
    that leaves two years beyond each break; the best set of each size is that of the least deviance. Their
    number is the one of the least BIC = deviance/φ + (2·breaks + 2)·ln T, φ = Pearson's χ²/df of the largest
    model, not below 1. Annual percent change = 100·(e^slope − 1) with limits from t with the residual df and
    variances times φ.

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        year: calendar years in order; a gap keeps its length.
        max_breaks: the most breaks looked for; one needs 7 years, two 12.
        confidence: of the limits.

    Returns:
        NaN (and no break) with no event, below two years, or anything missing; NaN for a segment without
        events. The limits take the breaks as known: they are a little narrow.

    Raises:
        ValueError: years are not in order, or `max_breaks` is negative.

    Few events show few breaks: none found does not mean that the trend did not change.
    Reference: Kim et al. 2000, Statistics in Medicine 19:335; NCI Joinpoint. Own code: statsmodels fits one
    model at a time, here all sets of breaks are fitted at once.
    """
    if max_breaks < 0:
        raise ValueError(f"max_breaks must be at least 0, not {max_breaks!r}")
    tail = tail_probability(confidence)
    count, denominator, years = vectors(count, denominator, year)
    if not testable(count, denominator, years) or count.sum() == 0:
        unknown = np.array([np.nan])
        return Segmented(np.array([]), unknown, unknown, unknown, np.nan, np.nan)
    if not (np.diff(years) > 0).all():
        raise ValueError("years must be in order, each given once")
    most = max(min(max_breaks, (years.size - 2) // YEARS_PER_BREAK), 0)
    fits = [_best_fit(count, denominator, years, breaks) for breaks in range(most + 1)]
    dispersion = max(fits[-1].pearson / max(fits[-1].freedom, 1), 1.0)
    criteria = [fit.deviance / dispersion + (2 * fit.breaks.size + 2) * math.log(years.size) for fit in fits]
    chosen = int(np.argmin(criteria))
    return _described(fits[chosen], years, dispersion, tail, criteria[chosen])


def segment_changes(
    count: ArrayLike,
    denominator: ArrayLike,
    year: ArrayLike,
    breaks: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Segmented:
    """Annual percent change of each segment where the breaks are given, not looked for.

    The model and the limits of `segmented` with these breaks; φ = Pearson's χ²/df of this model, not below 1.

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        year: calendar years in order.
        breaks: years at which the trend changes, in order, after the first year and before the last.
        confidence: of the limits.

    Returns:
        NaN as for `segmented`, in each segment; `average_change` has limits for the average.

    Raises:
        ValueError: years or breaks are not in order, or a break is not inside the period.
    """
    tail = tail_probability(confidence)
    count, denominator, years = vectors(count, denominator, year)
    (places,) = vectors(breaks)
    if not testable(count, denominator, years) or count.sum() == 0 or years.size < 2 + places.size:
        unknown = np.full(places.size + 1, np.nan)
        return Segmented(places, unknown, unknown, unknown, np.nan, np.nan)
    ends = np.concatenate([years[:1], places, years[-1:]])
    if not (np.diff(years) > 0).all() or not (np.diff(ends) > 0).all():
        raise ValueError("years and breaks must be in order, breaks after the first year and before the last")
    fit = _fit(count, denominator, years, places[None, :])
    fit = fit._replace(freedom=years.size - 2 - places.size)  # no break was sought
    dispersion = max(fit.pearson / max(fit.freedom, 1), 1.0)
    criterion = fit.deviance / dispersion + (2 * places.size + 2) * math.log(years.size)
    return _described(fit, years, dispersion, tail, criterion)


class _Fit(NamedTuple):
    breaks: Floats
    coefficients: Floats
    information: Floats
    deviance: float
    pearson: float
    freedom: int


def _best_fit(count: Floats, denominator: Floats, years: Floats, n_breaks: int) -> _Fit:
    """The fit of the least deviance among all admissible sets of that many breaks."""
    return _fit(count, denominator, years, years[_break_sets(years.size, n_breaks)])


def _fit(count: Floats, denominator: Floats, years: Floats, sets: Floats) -> _Fit:
    """The fit of the least deviance among sets of breaks, one a row."""
    design = segments(years, sets)
    coefficients, fitted, information = poisson_regressions(count, denominator, design)
    deviance = 2 * (special.rel_entr(count, fitted) - count + fitted).sum(axis=1)
    best = int(np.argmin(deviance))
    pearson = float(((count - fitted[best]) ** 2 / fitted[best]).sum())
    freedom = years.size - 2 * sets.shape[1] - 2
    return _Fit(sets[best], coefficients[best], information[best], float(deviance[best]), pearson, freedom)


def _described(fit: _Fit, years: Floats, dispersion: float, tail: float, criterion: float) -> Segmented:
    """The slopes of the segments as annual percent change, with limits."""
    slopes = np.cumsum(fit.coefficients[1:])
    # A segment's slope is the first slope and all changes of slope since, the level apart.
    sums = np.tril(np.ones((slopes.size, slopes.size + 1)), k=1)
    sums[:, 0] = 0.0
    errors = np.sqrt(dispersion * (forward(cholesky(fit.information), sums) ** 2).sum(axis=1))
    slopes = np.where(errors < UNKNOWN_SLOPE, slopes, np.nan)
    half = (stats.t.ppf(1 - tail, fit.freedom) if fit.freedom > 0 else np.nan) * errors
    change, lower, upper = (100 * special.expm1(slope) for slope in (slopes, slopes - half, slopes + half))
    upper = np.where(upper < np.inf, upper, np.nan)
    lengths = np.diff(np.concatenate([years[:1], fit.breaks, years[-1:]]))
    average = 100 * float(special.expm1((lengths * slopes).sum() / lengths.sum()))
    return Segmented(fit.breaks, change, lower, upper, average, criterion)


def _break_sets(n_years: int, n_breaks: int) -> NDArray[np.intp]:
    """Positions of the breaks, one set a row."""
    possible = range(YEARS_BEYOND_BREAK, n_years - YEARS_BEYOND_BREAK)
    sets = [
        places
        for places in combinations(possible, n_breaks)
        if all(later - earlier > YEARS_BEYOND_BREAK for earlier, later in pairwise(places))
    ]
    return np.array(sets, dtype=np.intp).reshape(len(sets), n_breaks)
