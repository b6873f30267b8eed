"""The log-linear trend of counts given their total: one parameter, the slope.

Given the total X of a series, the counts x_t with expectations n_t·exp(α + β·t) are multinomial with shares
π_t ∝ n_t·exp(βt), whatever α is. Everything about β follows from this: the likelihood of a Poisson
regression, and the exact distribution of Σ t·x_t. SciPy finds roots; statsmodels fits the same model, but not
where it has no finite maximum, and knows no profile limits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy import special

from reporter.statistics.arrays import Floats, finite_count, finite_denominator
from reporter.statistics.elementary import exp
from reporter.statistics.roots import root

LARGEST_EXPONENT = 600.0
"""No exponent is taken to be larger: a slope so far off is out of question, and e^600 is still a float."""


def testable(count: Floats, denominator: Floats, score: Floats) -> bool:
    """Whether a series has a trend to test: nothing missing, denominators above 0, two scores or more."""
    valid = finite_count(count) & finite_denominator(denominator) & np.isfinite(score)
    return bool(valid.all()) and np.unique(score).size > 1


def shares(slope: float, denominator: Floats, time: Floats) -> Floats:
    """π_t ∝ n_t·exp(βt), adding to 1."""
    exponent = slope * time
    weight = denominator * exp(exponent - np.maximum.reduce(exponent))
    return np.asarray(weight / np.add.reduce(weight))


def likelihood_ratio(
    slope: float, count: Floats, denominator: Floats, time: Floats
) -> Callable[[float], float]:
    """2(l(β̂) − l(β)), twice what another slope β takes off the log-likelihood, as a function of β.

    = 2X·ln Σ π̂_t·exp((β − β̂)(t − t̄)), with the fitted shares π̂ and their mean time t̄, that of the events. No
    large sums cancel in it: l(β̂) and l(β) by themselves share most of their digits.

    Args:
        slope: β̂; if it is infinite, all events lie in an end year t₁, with denominators N₁ in all, and the
            ratio is 2X·ln Σ (n_t/N₁)·exp(β(t − t₁)).
        count: x_t.
        denominator: n_t.
        time: t.
    """
    events = float(np.add.reduce(count))
    if math.isinf(slope):
        end = time.max() if slope > 0 else time.min()
        others = time != end
        share, distance = denominator[others] / denominator[~others].sum(), time[others] - end
        return lambda other: 2 * events * float(special.log1p(np.add.reduce(share * _exp(other * distance))))
    share, distance = shares(slope, denominator, time), time - np.add.reduce(count * time) / events

    def of(other: float) -> float:
        exponent = (other - slope) * distance
        # Σ π̂_t·(t − t̄) is 0: taken off, it leaves terms of one sign.
        above_one = share * (special.expm1(np.minimum(exponent, LARGEST_EXPONENT)) - exponent)
        return 2 * events * float(special.log1p(np.add.reduce(above_one)))

    return of


def _exp(exponent: Floats) -> Floats:
    return exp(np.minimum(exponent, LARGEST_EXPONENT))


def fitted_slope(count: Floats, denominator: Floats, time: Floats) -> float:
    """The maximum likelihood slope; −∞ or ∞ where all events lie in the first or the last year.

    The slope at which the mean time under π equals that of the events; the mean rises with the slope.
    """
    return _fitted_slope(count.tobytes(), denominator.tobytes(), time.tobytes())


@lru_cache(maxsize=8)  # Several tests of one series follow on each other, and all of them fit this line.
def _fitted_slope(*series: bytes) -> float:
    count, denominator, time = (np.frombuffer(values) for values in series)
    if np.unique(with_events := time[count > 0]).size == 1 and with_events[0] in (time.min(), time.max()):
        return np.inf if with_events[0] == time.max() else -np.inf
    distance = time - (time * count).sum() / count.sum()

    def surplus(slope: float) -> float:
        return float(np.add.reduce(shares(slope, denominator, distance) * distance))

    return root(surplus, 0.0)
