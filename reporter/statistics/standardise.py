"""Standardised rates: bands weighted alike (direct), or the count against the expected (indirect)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import (
    Floats,
    broadcast,
    check_multiplier,
    finite_count,
    finite_denominator,
    tail_probability,
    vectors,
)
from reporter.statistics.count_limits import byar_limits
from reporter.statistics.elementary import exp, log
from reporter.statistics.intervals import Estimate, RatioTest, crude_rate

FEWEST_EVENTS = 10
"""Directly standardised rates on fewer events are not given: the field's rule."""


def direct(
    count: ArrayLike,
    population: ArrayLike,
    standard_population: ArrayLike,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> Estimate:
    """Directly standardised rate m·Σ w·x/n / Σw, with Dobson's limits about Byar's.

    O = Σx, Var = Σ w²·x/n² / (Σw)², L = rate + m·√(Var/O)·(L_O − O) with Byar's L_O of O; U likewise.

    Args:
        count: events of each band (1-d); a missing count is 0, as in the field's own package.
        population: n of each band; one that is missing or not above 0 makes the result NaN.
        standard_population: the weights w, 0 or more.
        multiplier: m.
        confidence: of the limits.

    Returns:
        An `Estimate` of scalars; NaN below 10 events in all.

    Reference: Dobson et al. 1991, Statistics in Medicine 10:457. No Python library keeps the field's rules.
    """
    parts = weighted_rate(count, population, standard_population)
    return standardised(*parts, multiplier=multiplier, confidence=confidence)


class WeightedRate(NamedTuple):
    """Events in all, the rate in the standard population per unit of denominator, and its variance."""

    events: float
    rate: float
    variance: float


def weighted_rate(count: ArrayLike, population: ArrayLike, standard_population: ArrayLike) -> WeightedRate:
    """Σx, Σ w·x/n / Σw and Σ w²·x/n² / (Σw)² over bands; NaN where `direct` gives no rate.

    Args:
        count: events of each band (1-d); a missing count is 0.
        population: n of each band.
        standard_population: the weights w.
    """
    return WeightedRate(*_weighted(*vectors(count, population, standard_population)))


def standardised(
    events: ArrayLike,
    rate: ArrayLike,
    variance: ArrayLike,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> Estimate:
    """Directly standardised rates with Dobson's limits, from what `weighted_rate` gives, element by element.

    Args:
        events: O; fewer than 10 give NaN.
        rate: the rate per unit of denominator.
        variance: its variance.
        multiplier: m.
        confidence: of the limits.
    """
    check_multiplier(multiplier)
    events, rate, variance = broadcast(events, rate, variance)
    valid = (events >= FEWEST_EVENTS) & finite_count(rate) & finite_count(variance)
    events, rate, variance = (np.where(valid, each, np.nan) for each in (events, rate, variance))
    lower, upper = byar_limits(events, confidence)
    scale = np.sqrt(variance / events)
    values = (rate, rate + scale * (lower - events), rate + scale * (upper - events))
    return Estimate(*(np.asarray(multiplier * value) for value in values))


def standardised_ratio(
    rate_1: ArrayLike,
    variance_1: ArrayLike,
    rate_2: ArrayLike,
    variance_2: ArrayLike,
    *,
    confidence: float = 0.95,
) -> RatioTest:
    """The ratio that `direct_ratio` gives, from rates and variances, element by element.

    Args:
        rate_1: the first rate, per any unit.
        variance_1: its variance, per the same unit.
        rate_2: the second rate, of an independent population and the same standard.
        variance_2: its variance.
        confidence: of the limits.
    """
    tail = tail_probability(confidence)
    first, variance_1, second, variance_2 = broadcast(rate_1, variance_1, rate_2, variance_2)
    there = (first > 0) & (second > 0)
    ratio = np.where(second > 0, first, np.nan) / np.where(second > 0, second, np.nan)
    first, second = (np.where(there, each, np.nan) for each in (first, second))
    error = np.sqrt(variance_1 / first**2 + variance_2 / second**2)
    half = -special.ndtri(tail) * error
    p_value = 2 * special.ndtr(-np.abs(log(np.where(there, ratio, np.nan))) / error)
    return RatioTest(np.asarray(ratio), ratio * exp(-half), ratio * exp(half), np.asarray(p_value))


def direct_ratio(
    count_1: ArrayLike,
    population_1: ArrayLike,
    count_2: ArrayLike,
    population_2: ArrayLike,
    standard_population: ArrayLike,
    *,
    confidence: float = 0.95,
) -> RatioTest:
    """Ratio D₁/D₂ of two directly standardised rates of one standard population (comparative figure).

    ln(D₁/D₂) ± z·√(V₁/D₁² + V₂/D₂²), V = Σ w²·x/n² / (Σw)²; p is the two-sided normal p of the logarithm.

    Args:
        count_1: events of each band of the first population (1-d); a missing count is 0.
        population_1: its n of each band; one that is missing or not above 0 makes the result NaN.
        count_2: events of the second population, which must be independent of the first.
        population_2: its n of each band.
        standard_population: the weights w, 0 or more.
        confidence: of the limits.

    Returns:
        A `RatioTest` of scalars; NaN if either side has fewer than 10 events, as `direct` has no rate then.

    Reference: Breslow and Day 1987, Statistical Methods in Cancer Research II, section 2.3.
    """
    first = weighted_rate(count_1, population_1, standard_population)
    second = weighted_rate(count_2, population_2, standard_population)
    return standardised_ratio(first.rate, first.variance, second.rate, second.variance, confidence=confidence)


def _weighted(x: Floats, n: Floats, w: Floats) -> tuple[float, float, float]:
    """Events in all, the rate in the standard population and its variance; NaN where there is no rate."""
    x = np.where(np.isnan(x), 0.0, x)
    events = float(x.sum())
    valid = finite_count(x).all() and finite_denominator(n).all() and finite_count(w).all() and w.sum() > 0
    if not valid or events < FEWEST_EVENTS:
        return np.nan, np.nan, np.nan
    rate = float((w * x / n).sum() / w.sum())
    return events, rate, float((w**2 * x / n**2).sum() / w.sum() ** 2)


def observed_expected(
    observed: ArrayLike, expected: ArrayLike, *, multiplier: float = 100, confidence: float = 0.95
) -> Estimate:
    """Ratio m·O/E of observed to expected events, element by element, with limits of O over a known E.

    Limits of O are exact below 10 events and Byar's from 10 on, as those of `crude_rate`.

    Args:
        observed: O; missing or negative gives NaN.
        expected: E, decimals as a rule, rounded before if its source rounds it (SHMI: to 2 places); missing
            or not above 0 gives NaN.
        multiplier: m, 100 for a ratio where the reference is 100.
        confidence: of the limits.

    Each ratio compares an area with its reference; areas whose cases differ cannot be compared with each
    other by them, nor ranked. Test of O against E: `poisson_p_value(observed, expected, 1, multiplier=1)`.
    Reference: Breslow and Day 1987, section 2.3.
    """
    return crude_rate(observed, expected, multiplier=multiplier, confidence=confidence)


def indirect_ratio(
    count: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    *,
    multiplier: float = 100,
    confidence: float = 0.95,
) -> Estimate:
    """Indirectly standardised ratio m·O/E, O = Σx and E = Σ n·X/N.

    Limits are those of O, exact below 10 events and Byar's from 10 on, times m/E.

    Args:
        count: events of each band (1-d).
        population: n of each band.
        reference_count: X, events of the reference population in each band.
        reference_population: N; a band without one makes the result NaN unless it has no reference events
            either.
        multiplier: m, 100 for a ratio where the reference is 100.
        confidence: of the limits; E is taken as known.

    Returns:
        An `Estimate` of scalars. Missing counts, populations and reference counts are 0; NaN where nothing is
        expected.

    Reference: Breslow and Day 1987. No Python library keeps the field's rules.
    """
    check_multiplier(multiplier)
    x, n, reference_x, reference_n = vectors(count, population, reference_count, reference_population)
    x, n, reference_x = (np.where(np.isnan(a), 0.0, a) for a in (x, n, reference_x))
    counted = reference_x > 0
    expected = (
        n[counted] * reference_x[counted] / np.where(reference_n > 0, reference_n, np.nan)[counted]
    ).sum()
    valid = all(finite_count(argument).all() for argument in (x, n, reference_x)) and 0 < expected < np.inf
    if not valid:
        return Estimate(*np.full(3, np.nan))
    return observed_expected(x.sum(), expected, multiplier=multiplier, confidence=confidence)
