"""Standardised rates: bands weighted alike (direct), or the count against the expected (indirect)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import check_multiplier, finite_count, finite_denominator, vectors
from reporter.statistics.count_limits import byar_limits, exact_or_byar_limits
from reporter.statistics.intervals import Estimate

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
    check_multiplier(multiplier)
    x, n, w = vectors(count, population, standard_population)
    x = np.where(np.isnan(x), 0.0, x)
    events = x.sum()
    valid = finite_count(x).all() and finite_denominator(n).all() and finite_count(w).all() and w.sum() > 0
    if not valid or events < FEWEST_EVENTS:
        return Estimate(*np.full(3, np.nan))
    rate = (w * x / n).sum() / w.sum()
    variance = (w**2 * x / n**2).sum() / w.sum() ** 2
    lower, upper = byar_limits(events, confidence)
    scale = np.sqrt(variance / events)
    return Estimate(
        multiplier * rate, *(multiplier * (rate + scale * (limit - events)) for limit in (lower, upper))
    )


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
    observed = np.asarray(x.sum())
    lower, upper = exact_or_byar_limits(observed, confidence)
    return Estimate(*(multiplier * events / expected for events in (observed, lower, upper)))
