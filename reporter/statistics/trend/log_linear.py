"""The log-linear trend of counts given their total: one parameter, the slope.

Given the total X of a series, the counts x_t with expectations n_t·exp(α + β·t) are multinomial with shares
π_t ∝ n_t·exp(βt), whatever α is. Everything about β follows from this: the likelihood of a Poisson
regression, and the exact distribution of Σ t·x_t. SciPy finds roots; statsmodels fits the same model, but not
where it has no finite maximum, and knows no profile limits.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import optimize

from reporter.statistics.arrays import Floats, finite_count, finite_denominator


def testable(count: Floats, denominator: Floats, score: Floats) -> bool:
    """Whether a series has a trend to test: nothing missing, denominators above 0, two scores or more."""
    valid = finite_count(count) & finite_denominator(denominator) & np.isfinite(score)
    return bool(valid.all()) and np.unique(score).size > 1


def shares(slope: float, denominator: Floats, time: Floats) -> Floats:
    """π_t ∝ n_t·exp(βt), adding to 1."""
    exponent = np.log(denominator) + slope * time
    weight = np.exp(exponent - exponent.max())
    return np.asarray(weight / weight.sum())


def log_likelihood(slope: float, count: Floats, denominator: Floats, time: Floats) -> float:
    """Σ x_t·ln π_t, the multinomial log-likelihood of the slope without its constant."""
    exponent = np.log(denominator) + slope * time
    largest = exponent.max()
    log_total = largest + np.log(np.exp(exponent - largest).sum())
    return float((count * exponent).sum() - count.sum() * log_total)


def fitted_slope(count: Floats, denominator: Floats, time: Floats) -> float:
    """The maximum likelihood slope; −∞ or ∞ where all events lie in the first or the last year.

    The slope at which the mean time under π equals that of the events; the mean rises with the slope.
    """
    mean_time = float((time * count).sum() / count.sum())
    if np.unique(with_events := time[count > 0]).size == 1 and with_events[0] in (time.min(), time.max()):
        return np.inf if with_events[0] == time.max() else -np.inf

    def surplus(slope: float) -> float:
        return float((shares(slope, denominator, time) * time).sum() - mean_time)

    return root(surplus, 0.0)


def root(increasing: Callable[[float], float], start: float) -> float:
    """Where an increasing function of the slope is 0, sought outwards from `start`."""
    low, high, step = start, start, 0.5
    while increasing(low) > 0:
        low, step = low - step, 2 * step
    while increasing(high) < 0:
        high, step = high + step, 2 * step
    return low if low == high else float(optimize.brentq(increasing, low, high, xtol=1e-14, rtol=1e-14))
