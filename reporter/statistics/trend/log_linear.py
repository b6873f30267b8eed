"""The log-linear trend of counts given their total: one parameter, the slope.

Given the total X of a series, the counts x_t with expectations n_t·exp(α + β·t) are multinomial with shares
π_t ∝ n_t·exp(βt), whatever α is. Everything about β follows from this: the likelihood of a Poisson
regression, and the exact distribution of Σ t·x_t. SciPy finds roots; statsmodels fits the same model, but not
where it has no finite maximum, and knows no profile limits.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy import optimize

from reporter.statistics.arrays import Floats, finite_count, finite_denominator


def testable(count: Floats, denominator: Floats, score: Floats) -> bool:
    """Whether a series has a trend to test: nothing missing, denominators above 0, two scores or more."""
    valid = finite_count(count) & finite_denominator(denominator) & np.isfinite(score)
    return bool(valid.all()) and np.unique(score).size > 1


def shares(slope: float, denominator: Floats, time: Floats) -> Floats:
    """π_t ∝ n_t·exp(βt), adding to 1."""
    return _shares(slope, np.log(denominator), time)


def _shares(slope: float, log_denominator: Floats, time: Floats) -> Floats:
    exponent = log_denominator + slope * time
    weight = np.exp(exponent - np.maximum.reduce(exponent))
    return np.asarray(weight / np.add.reduce(weight))


def likelihood(count: Floats, denominator: Floats, time: Floats) -> Callable[[float], float]:
    """Σ x_t·ln π_t, the multinomial log-likelihood without its constant, as a function of the slope."""
    log_denominator, events = np.log(denominator), count.sum()

    def of(slope: float) -> float:
        exponent = log_denominator + slope * time
        largest = np.maximum.reduce(exponent)
        log_total = largest + np.log(np.add.reduce(np.exp(exponent - largest)))
        return float(np.add.reduce(count * exponent) - events * log_total)

    return of


def fitted_slope(count: Floats, denominator: Floats, time: Floats) -> float:
    """The maximum likelihood slope; −∞ or ∞ where all events lie in the first or the last year.

    The slope at which the mean time under π equals that of the events; the mean rises with the slope.
    """
    return _fitted_slope(count.tobytes(), denominator.tobytes(), time.tobytes())


@lru_cache(maxsize=8)  # Several tests of one series follow on each other, and all of them fit this line.
def _fitted_slope(*series: bytes) -> float:
    count, denominator, time = (np.frombuffer(values) for values in series)
    mean_time = float((time * count).sum() / count.sum())
    if np.unique(with_events := time[count > 0]).size == 1 and with_events[0] in (time.min(), time.max()):
        return np.inf if with_events[0] == time.max() else -np.inf
    log_denominator = np.log(denominator)

    def surplus(slope: float) -> float:
        return float(np.add.reduce(_shares(slope, log_denominator, time) * time) - mean_time)

    return root(surplus, 0.0)


def root(increasing: Callable[[float], float], start: float) -> float:
    """Where an increasing function of the slope is 0, sought outwards from `start`."""
    low, high, step = start, start, 0.5
    while increasing(low) > 0:
        low, step = low - step, 2 * step
    while increasing(high) < 0:
        high, step = high + step, 2 * step
    return low if low == high else float(optimize.brentq(increasing, low, high, xtol=1e-14, rtol=1e-14))
